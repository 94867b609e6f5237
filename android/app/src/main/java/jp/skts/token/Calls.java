package jp.skts.token;

import android.media.AudioManager;
import android.os.Build;
import android.os.Handler;
import android.os.Looper;

/**
 * Tells the Rust side of the phone's calls while the activity is in front: those of the phone, and those of apps that tell
 * Android. AudioManager says so to every app, without a permission, and says nothing of who calls.
 */
final class Calls {
    /** How often AudioManager is asked where it tells nothing by itself (Android 11 and before). */
    static final long EVERY_MS = 1_000;

    private final AudioManager audio;
    private final Handler main = new Handler(Looper.getMainLooper());
    private final Runnable again = this::ask;
    /** The AudioManager.OnModeChangedListener; Android 11 and before have no such class. */
    private Object listener;
    private boolean watching;
    private int told;

    /** The audio is null on a device without sound. */
    Calls(AudioManager audio) {
        this.audio = audio;
    }

    /** Whether a call can be told at all. */
    boolean canTell() {
        return audio != null;
    }

    /** AudioManager.MODE_NORMAL where nothing is known. */
    int mode() {
        return audio == null ? AudioManager.MODE_NORMAL : audio.getMode();
    }

    void watch() {
        if (audio == null || watching) {
            return;
        }
        watching = true;
        tell(mode());
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            AudioManager.OnModeChangedListener changed = this::changed;
            audio.addOnModeChangedListener(main::post, changed);
            listener = changed;
        } else {
            main.postDelayed(again, EVERY_MS);
        }
    }

    void rest() {
        watching = false;
        main.removeCallbacks(again);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S && listener != null) {
            audio.removeOnModeChangedListener((AudioManager.OnModeChangedListener) listener);
            listener = null;
        }
    }

    private void ask() {
        if (watching) {
            changed(mode());
            main.postDelayed(again, EVERY_MS);
        }
    }

    private void changed(int mode) {
        if (watching && mode != told) {
            tell(mode);
        }
    }

    private void tell(int mode) {
        told = mode;
        Native.audioMode(mode);
    }
}
