package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import android.os.Build;
import android.view.WindowManager;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.mockito.ArgumentCaptor;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
public class RecordingTest {
    private final WindowManager windows = mock(WindowManager.class);
    private final Recording recording = new Recording(Runnable::run);

    @Before
    public void install() throws Exception {
        Scene.install();
    }

    @Test
    @Config(sdk = 35)
    @SuppressWarnings("unchecked") // a captor of a generic type
    public void aRecordingThatBeginsAndEndsIsTold() {
        when(windows.addScreenRecordingCallback(any(), any())).thenReturn(WindowManager.SCREEN_RECORDING_STATE_NOT_VISIBLE);
        recording.watch(windows);
        recording.watch(windows);
        ArgumentCaptor<Consumer<Integer>> listener = ArgumentCaptor.forClass(Consumer.class);
        verify(windows).addScreenRecordingCallback(any(), listener.capture());
        assertEquals("false", NativeDouble.recorded);
        listener.getValue().accept(WindowManager.SCREEN_RECORDING_STATE_VISIBLE);
        assertEquals("true", NativeDouble.recorded);
        listener.getValue().accept(WindowManager.SCREEN_RECORDING_STATE_NOT_VISIBLE);
        assertEquals("false", NativeDouble.recorded);
        recording.rest(windows);
        recording.rest(windows);
        verify(windows).removeScreenRecordingCallback(same(listener.getValue()));
    }

    @Test
    @Config(sdk = 35)
    public void oneThatRunsAlreadyIsToldAtOnce() {
        when(windows.addScreenRecordingCallback(any(), any())).thenReturn(WindowManager.SCREEN_RECORDING_STATE_VISIBLE);
        recording.watch(windows);
        assertEquals("true", NativeDouble.recorded);
        assertTrue("for an app that starts meanwhile", recording.isRecorded());
    }

    @Test
    @Config(sdk = 26)
    public void anOlderAndroidCannotSay() {
        assertEquals(Build.VERSION_CODES.O, Build.VERSION.SDK_INT);
        recording.watch(windows);
        recording.rest(windows);
        verifyNoInteractions(windows);
        assertNull(NativeDouble.recorded);
    }
}
