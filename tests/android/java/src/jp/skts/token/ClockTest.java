package jp.skts.token;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import android.provider.Settings;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;

@RunWith(RobolectricTestRunner.class)
public class ClockTest {
    @Before
    public void install() throws Exception {
        Scene.install();
    }

    @Test
    public void theActivitySaysWhetherTheSystemSetsTheClock() {
        MainActivity app = Robolectric.buildActivity(MainActivity.class).setup().get();
        Settings.Global.putInt(app.getContentResolver(), Settings.Global.AUTO_TIME, 0);
        assertFalse(app.setsClock());
        Settings.Global.putInt(app.getContentResolver(), Settings.Global.AUTO_TIME, 1);
        assertTrue(app.setsClock());
    }
}
