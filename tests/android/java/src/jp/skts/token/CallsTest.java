package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.media.AudioManager;
import android.os.Looper;
import java.time.Duration;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;

@RunWith(RobolectricTestRunner.class)
public class CallsTest {
    private AudioManager audio;

    @Before
    public void install() throws Exception {
        Scene.install();
        audio = RuntimeEnvironment.getApplication().getSystemService(AudioManager.class);
        audio.setMode(AudioManager.MODE_NORMAL);
    }

    /** Android tells a listener, or is asked again, within this time. */
    private void aMomentLater() {
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(Calls.EVERY_MS));
    }

    @Test
    public void aCallThatBeginsAndEndsIsTold() {
        Calls calls = new Calls(audio);
        calls.watch();
        assertEquals("the mode at the beginning", "0", NativeDouble.modes());
        audio.setMode(AudioManager.MODE_RINGTONE);
        aMomentLater();
        audio.setMode(AudioManager.MODE_IN_CALL);
        aMomentLater();
        audio.setMode(AudioManager.MODE_NORMAL);
        aMomentLater();
        aMomentLater();
        assertEquals("each change once", "1 2 0", NativeDouble.modes());
    }

    @Test
    public void aCallOfAnAppIsTold() {
        audio.setMode(AudioManager.MODE_IN_COMMUNICATION);
        Calls calls = new Calls(audio);
        calls.watch();
        assertEquals("3", NativeDouble.modes());
        assertEquals(AudioManager.MODE_IN_COMMUNICATION, calls.mode());
    }

    @Test
    public void whileNobodySeesTheAppNothingIsAsked() {
        Calls calls = new Calls(audio);
        calls.watch();
        calls.rest();
        NativeDouble.modes();
        audio.setMode(AudioManager.MODE_IN_CALL);
        aMomentLater();
        assertNull(NativeDouble.modes());
        calls.watch();
        assertEquals("and then what is so by now", "2", NativeDouble.modes());
    }

    @Test
    public void aDeviceWithoutSoundTellsNothing() {
        Calls calls = new Calls(null);
        calls.watch();
        calls.rest();
        assertFalse(calls.canTell());
        assertEquals(AudioManager.MODE_NORMAL, calls.mode());
        assertNull(NativeDouble.modes());
    }

    /** The Rust side shows its code again while super.onStart runs: what covers it is told before. */
    @Test
    public void theActivityTellsItBeforeTheCodeIsSeen() {
        audio.setMode(AudioManager.MODE_IN_CALL);
        NativeActivityDouble.modesAtStart = null;
        ActivityController<MainActivity> app = Robolectric.buildActivity(MainActivity.class).setup();
        assertEquals("2", NativeActivityDouble.modesAtStart);
        assertTrue(app.get().canTellCalls());
        assertEquals(AudioManager.MODE_IN_CALL, app.get().audioMode());
        app.pause().stop();
        NativeDouble.modes();
        audio.setMode(AudioManager.MODE_NORMAL);
        aMomentLater();
        assertNull(NativeDouble.modes());
    }
}
