package jp.skts.token;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A question that a page answers: the first answer counts, and later ones are dropped.
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

    /**
     * The page was opened by an earlier process, which Android has ended: nobody in this one asked, but its answer is
     * good.
     */
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
