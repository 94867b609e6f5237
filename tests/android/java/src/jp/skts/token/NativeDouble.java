package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** Stands where the Rust side is: notes what it is told. */
@Implements(value = Native.class, isInAndroidSdk = false)
public class NativeDouble {
    /** What was told, apart from looks, voices and what covers a code. */
    private static final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    static volatile String look;
    static volatile String language;
    static volatile String canSpeak;
    static volatile String recorded;
    private static volatile String modes;

    /** The very array that was handed over last. */
    static volatile byte[] array;

    /** The next thing told, which may still be on its way from another thread. */
    static String next() throws InterruptedException {
        String next = told.poll(20, TimeUnit.SECONDS);
        assertNotNull("the Rust side was told nothing", next);
        return next;
    }

    /** Nothing was told, and no thread that could still tell is alive. */
    static void assertSilent() throws InterruptedException {
        settle();
        assertEquals("[]", told.toString());
    }

    /** Waits for the app's own threads that end by themselves. */
    static void settle() throws InterruptedException {
        Thread[] threads = new Thread[2 * Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (Thread thread : Arrays.copyOf(threads, count)) {
            if (thread.getName().equals("skts-share") || thread.getName().equals("skts-file")) {
                thread.join(20_000);
                assertEquals(thread.getName(), Thread.State.TERMINATED, thread.getState());
            }
        }
    }

    static boolean wiped() throws InterruptedException {
        settle();
        for (byte one : array) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    @Implementation
    protected static void offerText(String text) {
        told.add("text " + text);
    }

    @Implementation
    protected static void offerBytes(byte[] bytes) {
        array = bytes;
        told.add("bytes " + bytes.length + " " + Arrays.hashCode(bytes));
    }

    @Implementation
    protected static void offerUnreadable() {
        told.add("unreadable");
    }

    @Implementation
    protected static void scanEnded(int how, String text) {
        told.add("scan " + how + " " + text);
    }

    @Implementation
    protected static void fileChosen(int how, byte[] bytes) {
        array = bytes;
        told.add("file " + how + " " + (bytes == null ? null : bytes.length + " " + Arrays.hashCode(bytes)));
    }

    @Implementation
    protected static void look(float textScale, boolean motion, String language) {
        look = textScale + " " + motion;
        NativeDouble.language = language;
    }

    @Implementation
    protected static void canSpeak(boolean can) {
        canSpeak = String.valueOf(can);
    }

    @Implementation
    protected static void audioMode(int mode) {
        modes = modes == null ? String.valueOf(mode) : modes + " " + mode;
    }

    @Implementation
    protected static void recorded(boolean now) {
        recorded = String.valueOf(now);
    }

    @Implementation
    protected static void screenOff() {
        told.add("screen off");
    }

    /** The modes that were told since this was asked last; null: none. */
    static String modes() {
        String since = modes;
        modes = null;
        return since;
    }

    static void reset() {
        told.clear();
        look = null;
        language = null;
        canSpeak = null;
        recorded = null;
        modes = null;
        array = null;
    }
}
