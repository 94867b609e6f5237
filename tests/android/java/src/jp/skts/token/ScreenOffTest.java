package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.Application;
import android.content.Context;
import android.content.Intent;
import android.os.Build;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowApplication;

@RunWith(RobolectricTestRunner.class)
@Config(shadows = ClipboardDouble.class)
public class ScreenOffTest {
    private ActivityController<MainActivity> app;

    @Before
    public void open() throws Exception {
        Scene.install();
        app = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).setup();
    }

    private static List<ShadowApplication.Wrapper> receivers() {
        Application application = RuntimeEnvironment.getApplication();
        return shadowOf(application).getRegisteredReceivers().stream()
                .filter(one -> one.broadcastReceiver instanceof ScreenOff)
                .collect(Collectors.toList());
    }

    private static void send(String action) {
        RuntimeEnvironment.getApplication().sendBroadcast(new Intent(action));
        Scene.idle();
    }

    @Test
    public void theScreenThatGoesOffIsToldInFrontAndBehindAnotherApp() throws Exception {
        send(Intent.ACTION_SCREEN_OFF);
        assertEquals("screen off", NativeDouble.next());
        app.pause().stop();
        send(Intent.ACTION_SCREEN_OFF);
        assertEquals("screen off", NativeDouble.next());
        send(Intent.ACTION_SCREEN_ON);
        NativeDouble.assertSilent();
        app.destroy();
        send(Intent.ACTION_SCREEN_OFF);
        NativeDouble.assertSilent();
        assertEquals(List.of(), receivers());
    }

    @Test
    public void noOtherAppReachesTheReceiver() throws Exception {
        assertEquals(1, receivers().size());
        ShadowApplication.Wrapper receiver = receivers().get(0);
        assertEquals(1, receiver.intentFilter.countActions());
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            assertTrue((receiver.flags & Context.RECEIVER_NOT_EXPORTED) != 0);
        }
        receiver.broadcastReceiver.onReceive(app.get(), new Intent("another word"));
        NativeDouble.assertSilent();
    }
}
