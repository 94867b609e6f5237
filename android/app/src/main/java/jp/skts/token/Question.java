package jp.skts.token;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A question that a page answers: the first answer counts, later ones are nobody's.
 *
 * <p>Kept by the process and not by an activity, since activities come and go while the page is open.
 */
final class Question {
    /** The camera's page. */
    static final Question SCAN = new Question();

    /** The file chooser. */
    static final Question FILE = new Question();

    private final AtomicBoolean open = new AtomicBoolean();
    private volatile boolean asked;

    void ask() {
        asked = true;
        open.set(true);
    }

    /** A page that the system brought back in a new process: whoever asked is gone, its answer is still good. */
    boolean fromEarlierProcess() {
        return !asked;
    }

    boolean isOpen() {
        return open.get();
    }

    /** Whether whoever calls may answer; true once for each {@link #ask}. */
    boolean close() {
        return open.compareAndSet(true, false);
    }

    static void scanEnded(int how, String text) {
        if (SCAN.close()) {
            Native.scanEnded(how, text);
        }
    }

    static void fileChosen(int how, byte[] bytes) {
        if (FILE.close()) {
            Native.fileChosen(how, bytes);
        }
    }
}
