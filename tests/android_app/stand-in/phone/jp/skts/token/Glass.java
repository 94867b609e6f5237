package jp.skts.token;

import android.graphics.Insets;
import android.graphics.Rect;
import android.os.IBinder;
import android.view.WindowInsets;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/**
 * What the system's bars cover of the window, as the system's server says it: 24 dp above, and 48 dp below.
 * Robolectric has no such server, and its window has no bars.
 */
@Implements(className = "android.window.WindowMetricsController")
public class Glass {
    private static final int ABOVE = 63;
    private static final int BELOW = 126;

    @Implementation
    protected static WindowInsets getWindowInsetsFromServerForDisplay(
            int display, IBinder token, Rect bounds, boolean round, int mode) {
        return new WindowInsets.Builder()
                .setInsets(WindowInsets.Type.statusBars(), Insets.of(0, ABOVE, 0, 0))
                .setInsets(WindowInsets.Type.navigationBars(), Insets.of(0, 0, 0, BELOW))
                .build();
    }
}
