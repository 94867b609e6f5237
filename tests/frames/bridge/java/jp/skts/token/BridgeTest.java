package jp.skts.token;

import java.util.Arrays;
import java.util.List;

/** Two activities, one after the other, in one process; and what Java says before, between and after them. */
final class BridgeTest {
    private BridgeTest() {}

    /** What the app was told since it was last asked. */
    private static native String run(Object activity);

    private static void check(Object found, Object expected) {
        if (!expected.equals(found)) {
            throw new AssertionError("found " + found + ", expected " + expected);
        }
    }

    private static void nothingIsLeftIn(List<byte[]> arrays) {
        for (byte[] array : arrays) {
            for (byte one : array) {
                check(one, (byte) 0);
            }
        }
    }

    private static BridgeActivity live(String told) {
        BridgeActivity activity = new BridgeActivity();
        KeyVault.failures = 0;
        KeyVault.LENT.clear();
        BiometricVault.reset();
        check(run(activity), told + "|scale 1|motion true|language English|screen off");
        check(activity.asked, List.of("copy 482913 さくら😀 true", "clear", "speak 4、8、2、9、1、3 false", "feel 0", "feel 1",
                "feel 2", "guard", "permissions", "scan true", "scan true", "scan true"));
        // Stored, read back, loaded, and refused.
        check(KeyVault.LENT.size(), 4);
        nothingIsLeftIn(KeyVault.LENT);
        // In either language stored, loaded, one that is too long, and refused; a question each time, in the app's language.
        check(BiometricVault.LENT.size(), 8);
        nothingIsLeftIn(BiometricVault.LENT);
        check(BiometricVault.ENGLISH.size(), 28);
        check(BiometricVault.ENGLISH.indexOf(true), 14);
        nothingIsLeftIn(List.of(activity.picture));
        return activity;
    }

    public static void main(String[] arguments) {
        Native.offerText("early");
        Native.offerText("otpauth://early");
        Native.look(1.5f, false, "ja-JP");
        Native.look(Float.NaN, true, null);
        Native.canSpeak(true);
        live("scale 1.5|motion false|scale 1|motion true|shown|hidden|shown|obscured|text otpauth://early");

        // Nobody asks any more: the newest is kept for the next activity.
        byte[] bytes = {4};
        Native.scanEnded(Native.SCAN_FOUND, "otpauth://late");
        Native.scanEnded(Native.SCAN_CANCELLED, null);
        Native.offerBytes(bytes);
        check(Arrays.toString(bytes), "[4]");
        live("shown|hidden|shown|obscured|bytes [4]");

        String[] unreadable = {null, "\ud83d", "x".repeat(70_000)};
        for (String text : unreadable) {
            Native.offerText("otpauth://before");
            Native.offerText(text);
            live("shown|hidden|shown|obscured|Unreadable");
        }
        Native.offerBytes(new byte[(20 << 20) + 1]);
        live("shown|hidden|shown|obscured|Unreadable");
        Native.offerBytes(null);
        live("shown|hidden|shown|obscured|Unreadable");
        Native.scanEnded(Native.SCAN_FOUND, "otpauth://late");
        live("shown|hidden|shown|obscured|chosen otpauth://late");
        // Android ended the process under the camera's page: the way that was chosen there is gone.
        Native.scanEnded(Native.SCAN_BY_HAND, null);
        Native.scanEnded(Native.SCAN_CANCELLED, null);
        live("shown|hidden|shown|obscured|ByHand");
        System.out.println("bridge: 9 activities in one process, all answers right");
    }
}
