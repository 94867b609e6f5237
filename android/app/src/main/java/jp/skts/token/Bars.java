package jp.skts.token;

import android.app.Activity;
import android.content.res.Configuration;
import android.os.Build;
import android.view.View;
import android.view.Window;
import android.view.WindowInsetsController;

/** The system's bars above and below the page, in the page's colour, with icons that can be seen on that colour. */
final class Bars {
    private Bars() {}

    /**
     * Android takes the bars' colours from the style when a window opens. This does it again when light becomes dark.
     */
    @SuppressWarnings("deprecation") // from Android 15 on the page lies under the bars, and Android ignores these colours
    static void follow(Activity activity) {
        Configuration now = activity.getResources().getConfiguration();
        boolean dark = (now.uiMode & Configuration.UI_MODE_NIGHT_MASK) == Configuration.UI_MODE_NIGHT_YES;
        Window window = activity.getWindow();
        int page = activity.getColor(R.color.bg);
        window.setStatusBarColor(page);
        // Before API 27 the buttons of the bar at the foot are always white: the bar is dark there, whatever the page
        // is.
        boolean foot = Build.VERSION.SDK_INT >= Build.VERSION_CODES.O_MR1;
        if (foot) {
            window.setNavigationBarColor(page);
        }
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            int both = WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS
                    | WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS;
            window.getInsetsController().setSystemBarsAppearance(dark ? 0 : both, both);
        } else {
            View decor = window.getDecorView();
            int both = View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR | (foot ? View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR : 0);
            int others = decor.getSystemUiVisibility() & ~both;
            decor.setSystemUiVisibility(dark ? others : others | both);
        }
    }
}
