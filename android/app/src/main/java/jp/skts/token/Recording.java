package jp.skts.token;

import android.os.Build;
import android.view.WindowManager;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells the Rust side while somebody records or shares a screen with this app's windows on it. Android 14 and before cannot
 * say so. In the recording itself these windows are black on every Android ({@link Guard}).
 */
final class Recording {
    private final Executor main;
    private Consumer<Integer> listener;
    private volatile boolean recorded;

    Recording(Executor main) {
        this.main = main;
    }

    static boolean canTell() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.VANILLA_ICE_CREAM;
    }

    void watch(WindowManager windows) {
        if (canTell() && listener == null) {
            Consumer<Integer> changed = this::tell;
            listener = changed;
            tell(windows.addScreenRecordingCallback(main, changed));
        }
    }

    void rest(WindowManager windows) {
        if (canTell() && listener != null) {
            windows.removeScreenRecordingCallback(listener);
            listener = null;
        }
    }

    /** What was told last. */
    boolean isRecorded() {
        return recorded;
    }

    private void tell(int state) {
        recorded = state == WindowManager.SCREEN_RECORDING_STATE_VISIBLE;
        Native.recorded(recorded);
    }
}
