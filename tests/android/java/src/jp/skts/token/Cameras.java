package jp.skts.token;

import android.graphics.ImageFormat;
import android.hardware.camera2.CameraCharacteristics;
import android.os.Handler;
import android.os.Looper;
import android.util.Size;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowCameraCharacteristics;
import org.robolectric.shadows.ShadowLooper;
import org.robolectric.shadows.StreamConfigurationMapBuilder;

/** Cameras as phones have them, and the threads they work on. */
final class Cameras {
    static final int BACK = CameraCharacteristics.LENS_FACING_BACK;
    static final int FRONT = CameraCharacteristics.LENS_FACING_FRONT;

    private Cameras() {}

    static CameraCharacteristics camera(int facing, int orientation) {
        return camera(facing, orientation, new Size(4000, 3000), new Size(1280, 960), new Size(640, 480));
    }

    static CameraCharacteristics camera(int facing, int orientation, Size... sizes) {
        return camera(facing, orientation,
                CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES_BACKWARD_COMPATIBLE, sizes);
    }

    private static CameraCharacteristics camera(int facing, int orientation, int can, Size... sizes) {
        CameraCharacteristics camera = ShadowCameraCharacteristics.newCameraCharacteristics();
        ShadowCameraCharacteristics is = Shadow.extract(camera);
        StreamConfigurationMapBuilder streams = StreamConfigurationMapBuilder.newBuilder();
        for (Size size : sizes) {
            streams.addOutputSize(ImageFormat.YUV_420_888, size).addOutputSize(size);
        }
        is.set(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP, streams.build());
        is.set(CameraCharacteristics.LENS_FACING, facing);
        is.set(CameraCharacteristics.SENSOR_ORIENTATION, orientation);
        is.set(CameraCharacteristics.FLASH_INFO_AVAILABLE, facing == BACK);
        is.set(CameraCharacteristics.CONTROL_AF_AVAILABLE_MODES, new int[] {0, 1, 4});
        is.set(CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES, new int[] {can});
        return camera;
    }

    /** Measures depth, shows nothing. */
    static CameraCharacteristics depth() {
        return camera(BACK, 90, CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES_DEPTH_OUTPUT,
                new Size(640, 480));
    }

    /** Lets the cameras' threads do what is waiting, and then the UI thread. */
    static void idle() throws InterruptedException {
        for (Looper looper : loopers()) {
            CountDownLatch done = new CountDownLatch(1);
            if (new Handler(looper).post(done::countDown)) {
                while (!done.await(1, TimeUnit.MILLISECONDS) && looper.getThread().isAlive()) {
                    Thread.onSpinWait();
                }
            }
            // A thread that was told to quit takes nothing more, and ends in a moment.
            if (!new Handler(looper).post(() -> {})) {
                looper.getThread().join();
            }
        }
        Scene.idle();
    }

    static int alive() {
        int alive = 0;
        for (Looper looper : loopers()) {
            if (looper.getThread().isAlive()) {
                alive++;
            }
        }
        return alive;
    }

    private static Collection<Looper> loopers() {
        Collection<Looper> loopers = new ArrayList<>();
        for (Looper looper : ShadowLooper.getAllLoopers()) {
            if (looper.getThread().getName().equals("skts-camera")) {
                loopers.add(looper);
            }
        }
        return loopers;
    }
}
