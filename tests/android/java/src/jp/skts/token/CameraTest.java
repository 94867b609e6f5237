package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraCaptureSession;
import android.hardware.camera2.CameraDevice;
import android.hardware.camera2.CameraManager;
import android.hardware.camera2.CaptureRequest;
import android.os.Handler;
import android.view.Surface;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;
import org.mockito.Mockito;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.annotation.Config;
import org.robolectric.shadow.api.Shadow;

/** A camera's life: it opens, it may break at every step, and it is always closed. */
@RunWith(RobolectricTestRunner.class)
@Config(shadows = RequestDouble.class)
public class CameraTest {
    private final List<Integer> failures = new CopyOnWriteArrayList<>();
    private final CameraManager cameras = mock(CameraManager.class);
    private final CameraDevice device = mock(CameraDevice.class);
    private final CameraCaptureSession session = mock(CameraCaptureSession.class);
    private final CaptureRequest.Builder request = Shadow.newInstanceOf(CaptureRequest.Builder.class);
    private final SurfaceTexture texture = new SurfaceTexture(0);
    private final List<String> modest = new CopyOnWriteArrayList<>();
    private CameraDevice.StateCallback opened;
    private CameraCaptureSession.StateCallback configured;
    private Camera camera;

    @Before
    public void install() throws Exception {
        Scene.install();
        when(cameras.getCameraIdList()).thenReturn(new String[] {"0"});
        when(cameras.getCameraCharacteristics("0")).thenReturn(Cameras.camera(Cameras.BACK, 90));
        doAnswer(call -> opened = call.getArgument(1))
                .when(cameras).openCamera(eq("0"), any(CameraDevice.StateCallback.class), any(Handler.class));
        doAnswer(call -> configured = call.getArgument(1))
                .when(device).createCaptureSession(
                        Mockito.<List<Surface>>any(), any(CameraCaptureSession.StateCallback.class), any(Handler.class));
        when(device.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW)).thenReturn(request);
        RequestDouble.said.clear();
        camera = new Camera(cameras, Lens.choose(cameras), reader -> {},
                lens -> modest.add(lens.frame + " " + lens.preview), failures::add);
    }

    @After
    public void everyThreadEnds() throws Exception {
        close();
        Cameras.idle(); // waits for those that were told to quit
        assertEquals("threads left over", 0, Cameras.alive());
    }

    private static String said() {
        return RequestDouble.said.toString();
    }

    private void open() throws Exception {
        camera.open(texture, false);
        Cameras.idle();
    }

    private void close() throws Exception {
        camera.close();
        Cameras.idle();
    }

    private void runs() throws Exception {
        open();
        opened.onOpened(device);
        configured.onConfigured(session);
    }

    private void frames(int times) throws Exception {
        verify(session, times(times)).setRepeatingRequest(any(), any(), any());
    }

    @Test
    public void itRunsUntilItIsClosed() throws Exception {
        runs();
        frames(1);
        assertEquals("[target, target, android.control.afMode 4, android.flash.mode 0, built]", said());
        close();
        InOrder order = Mockito.inOrder(session, device);
        order.verify(session).close();
        order.verify(device).close();
        assertEquals("[]", failures.toString());
    }

    @Test
    public void theLightGoesOnAndOff() throws Exception {
        runs();
        RequestDouble.said.clear();
        camera.light(true);
        Cameras.idle();
        camera.light(false);
        Cameras.idle();
        assertEquals("[android.flash.mode 2, built, android.flash.mode 0, built]", said());
        frames(3);
    }

    @Test
    public void aLightThatIsSwitchedOnTooEarlyIsNotForgotten() throws Exception {
        open();
        camera.light(true);
        Cameras.idle();
        opened.onOpened(device);
        configured.onConfigured(session);
        assertTrue(said(), said().endsWith("android.flash.mode 2, built]"));
    }

    @Test
    public void closedWhileItOpens() throws Exception {
        open();
        close();
        assertTrue("somebody must be there when it opens", Cameras.alive() > 0);
        opened.onOpened(device);
        verify(device).close();
        verify(device, never()).createCaptureRequest(anyInt());
        assertEquals("[]", failures.toString());
    }

    @Test
    public void closedWhileItIsConfigured() throws Exception {
        open();
        opened.onOpened(device);
        close();
        configured.onConfigured(session);
        frames(0);
        verify(device).close();
    }

    /** The page goes, and the place of its picture with it, before the camera's thread has heard of it. */
    @Test
    public void whatBreaksWhileItClosesIsNoFailure() throws Exception {
        open();
        doAnswer(call -> {
            camera.close();
            throw new IllegalArgumentException("Surface was abandoned");
        }).when(device).createCaptureSession(
                Mockito.<List<Surface>>any(), any(CameraCaptureSession.StateCallback.class), any(Handler.class));
        ArgumentCaptor<Handler> thread = ArgumentCaptor.forClass(Handler.class);
        verify(cameras).openCamera(eq("0"), any(CameraDevice.StateCallback.class), thread.capture());
        thread.getValue().post(() -> opened.onOpened(device));
        Cameras.idle();
        assertEquals("[]", failures.toString());
        verify(device, atLeastOnce()).close();
        assertEquals("nothing is tried again", "[]", modest.toString());
    }

    private void refuses(Throwable refusal, int told) throws Exception {
        doThrow(refusal).when(cameras)
                .openCamera(eq("0"), any(CameraDevice.StateCallback.class), any(Handler.class));
        open();
        assertEquals("[" + told + "]", failures.toString());
    }

    @Test
    public void forbiddenToAllApps() throws Exception {
        refuses(new CameraAccessException(CameraAccessException.CAMERA_DISABLED), Native.SCAN_UNAVAILABLE);
    }

    @Test
    public void usedByAnotherApp() throws Exception {
        refuses(new CameraAccessException(CameraAccessException.CAMERA_IN_USE), Native.SCAN_FAILED);
    }

    @Test
    public void thePermissionWentAway() throws Exception {
        refuses(new SecurityException(), Native.SCAN_FAILED);
    }

    @Test
    public void unplugged() throws Exception {
        refuses(new IllegalArgumentException(), Native.SCAN_FAILED);
    }

    @Test
    public void itBreaksWhileItRuns() throws Exception {
        runs();
        opened.onError(device, CameraDevice.StateCallback.ERROR_CAMERA_DEVICE);
        opened.onDisconnected(device);
        assertEquals("once", "[7]", failures.toString());
        verify(device, atLeastOnce()).close();
        camera.light(true);
        Cameras.idle();
        frames(1);
    }

    @Test
    public void itIsForbiddenWhileItOpens() throws Exception {
        open();
        opened.onError(device, CameraDevice.StateCallback.ERROR_CAMERA_DISABLED);
        assertEquals("[6]", failures.toString());
        verify(device).close();
    }

    @Test
    public void itCannotBeConfigured() throws Exception {
        open();
        opened.onOpened(device);
        configured.onConfigureFailed(session);
        assertEquals("small pictures are tried first", "[]", failures.toString());
        configured.onConfigureFailed(session);
        assertEquals("[7]", failures.toString());
        assertEquals("[640x480 640x480]", modest.toString());
        verify(device).close();
    }

    @Test
    public void twoLargeStreamsAreTooMuchForIt() throws Exception {
        open();
        opened.onOpened(device);
        configured.onConfigureFailed(session);
        configured.onConfigured(session);
        frames(1);
        assertEquals("[640x480 640x480]", modest.toString());
        assertEquals("[]", failures.toString());
    }

    @Test
    public void itRefusesTheStreamsAtOnce() throws Exception {
        doThrow(new IllegalArgumentException("no such combination"))
                .doAnswer(call -> configured = call.getArgument(1))
                .when(device).createCaptureSession(
                        Mockito.<List<Surface>>any(), any(CameraCaptureSession.StateCallback.class), any(Handler.class));
        runs();
        frames(1);
        assertEquals("[640x480 640x480]", modest.toString());
        assertEquals("[]", failures.toString());
    }

    @Test
    public void itBreaksBetweenTwoSteps() throws Exception {
        when(device.createCaptureRequest(anyInt()))
                .thenThrow(new CameraAccessException(CameraAccessException.CAMERA_ERROR));
        open();
        opened.onOpened(device);
        assertEquals("[7]", failures.toString());
    }

    @Test
    public void framesDoNotStart() throws Exception {
        when(session.setRepeatingRequest(any(), any(), any())).thenThrow(new IllegalStateException());
        runs();
        assertEquals("[7]", failures.toString());
        verify(session).close();
    }
}
