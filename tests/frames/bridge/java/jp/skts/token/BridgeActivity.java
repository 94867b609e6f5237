package jp.skts.token;

import android.app.Activity;
import java.util.ArrayList;
import java.util.List;

/** MainActivity's public methods, with an answer of another kind at each call. */
public final class BridgeActivity extends Activity {
    final List<String> asked = new ArrayList<>();
    final byte[] picture = {1, 2, -1};
    private int scans;
    private int files;
    private int pictures;

    public boolean scan(boolean english) {
        asked.add("scan " + english);
        switch (++scans) {
            case 1:
                new Thread(() -> Native.scanEnded(Native.SCAN_FOUND, "otpauth://scanned")).start();
                return true;
            case 2:
                Native.scanEnded(Native.SCAN_DENIED_FOR_EVER, null);
                return true;
            default:
                return false;
        }
    }

    public boolean chooseFile() {
        switch (++files) {
            case 1:
                Native.fileChosen(Native.FILE_CHOSEN, new byte[] {9, 8});
                return true;
            case 2:
                Native.fileChosen(Native.FILE_CANCELLED, null);
                return true;
            case 3:
                Native.fileChosen(Native.FILE_UNREADABLE, null);
                return true;
            default:
                throw new IllegalStateException("no such app");
        }
    }

    public void openPermissions() {
        asked.add("permissions");
    }

    public boolean copy(String text, boolean sensitive) {
        if (text.equals("throw")) {
            throw new SecurityException(text);
        }
        asked.add("copy " + text + " " + sensitive);
        return true;
    }

    public void clearCopied() {
        asked.add("clear");
    }

    public byte[] clipboardPicture() {
        return ++pictures == 1 ? picture : null;
    }

    public String clipboardText() {
        return pictures == 2 ? "本\0𠮷" : pictures == 3 ? null : "x".repeat(70_000);
    }

    public boolean canCopyCodes() {
        return true;
    }

    public boolean canSpeak() {
        return false;
    }

    public void speak(String text, boolean english) {
        asked.add("speak " + text + " " + english);
    }

    public void feel(int touch) {
        asked.add("feel " + touch);
    }

    public void guardScreen() {
        // Meanwhile the customer changes the language of the system, and the screen goes off.
        Native.look(1, true, "en-GB");
        Native.screenOff();
        asked.add("guard");
    }

    public boolean canTellCalls() {
        return true;
    }

    public int audioMode() {
        return 2;
    }

    public boolean isRecorded() {
        return true;
    }

    public boolean canTellRecording() {
        return false;
    }

    public boolean isWeak() {
        return true;
    }

    public boolean setsClock() {
        return true;
    }

    public boolean hasCamera() {
        return true;
    }

    public String language() {
        return "en-GB";
    }
}
