package jp.skts.token;

/**
 * What the app's Rust side is told. Any thread; what comes before it runs is kept for it.
 *
 * <p>The Rust side has the same numbers under the same names (android_answers.rs); tests/frames/names.py compares them.
 */
final class Native {
    static {
        System.loadLibrary("skts_token");
    }

    /** How the camera's page ended. */
    static final int SCAN_FOUND = 0;
    static final int SCAN_CANCELLED = 1;
    static final int SCAN_BY_IMAGE = 2;
    static final int SCAN_BY_HAND = 3;
    static final int SCAN_DENIED = 4;
    static final int SCAN_DENIED_FOR_EVER = 5;
    static final int SCAN_UNAVAILABLE = 6;
    static final int SCAN_FAILED = 7;

    /** How the file chooser ended. */
    static final int FILE_CHOSEN = 0;
    static final int FILE_CANCELLED = 1;
    static final int FILE_UNREADABLE = 2;

    /** What a hand is to feel. */
    static final int TOUCH_DONE = 0;
    static final int TOUCH_REFUSED = 1;
    static final int TOUCH_COPIED = 2;

    private Native() {}

    static native void offerText(String text);

    static native void offerBytes(byte[] bytes);

    static native void offerUnreadable();

    /** The text is null unless how is {@link #SCAN_FOUND}. */
    static native void scanEnded(int how, String text);

    /** The bytes are null unless how is {@link #FILE_CHOSEN}. */
    static native void fileChosen(int how, byte[] bytes);

    /** The language is a BCP 47 tag. */
    static native void look(float textScale, boolean motion, String language);

    /** The engine that reads aloud answered: whether it can. */
    static native void canSpeak(boolean can);

    /** One of AudioManager's modes: whether the phone is in a call. */
    static native void audioMode(int mode);

    /** Whether a screen with this app's window on it is recorded or shared. */
    static native void recorded(boolean recorded);

    /** The phone's screen went off. */
    static native void screenOff();
}
