package jp.skts.token;

import android.os.Build;
import android.view.Window;
import android.view.WindowManager;

/** Keeps a window out of screenshots, recordings and the app switcher, and hides other apps' windows above it. */
final class Guard {
    private Guard() {}

    static void window(Window window) {
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            window.setHideOverlayWindows(true);
        }
    }
}
