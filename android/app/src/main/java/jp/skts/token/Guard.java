package jp.skts.token;

import android.os.Build;
import android.view.View;
import android.view.Window;
import android.view.WindowManager;

/**
 * Keeps a window out of screenshots, recordings and the app switcher, hides other apps' windows above it, and keeps its
 * words from services that are no accessibility tools by their own words.
 */
final class Guard {
    private Guard() {}

    static void window(Window window) {
        window.addFlags(WindowManager.LayoutParams.FLAG_SECURE);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            window.setHideOverlayWindows(true);
        }
        View page = window.getDecorView();
        // Android 11 and before cannot hide other apps' windows. A touch through one is dropped here for what Android
        // draws, and in the Rust side (obscured.rs) for what Slint draws.
        page.setFilterTouchesWhenObscured(true);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            // Only services that declare themselves accessibility tools read and press, TalkBack among them. Google Play
            // checks what a service declares; Android does not.
            page.setAccessibilityDataSensitive(View.ACCESSIBILITY_DATA_SENSITIVE_YES);
        }
    }
}
