package jp.skts.token;

import static org.robolectric.Shadows.shadowOf;

import android.graphics.ImageFormat;
import android.hardware.camera2.CameraCharacteristics;
import android.os.Looper;
import android.util.Size;
import java.util.Collection;
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
        is.set(CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES, new int[] {
            CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES_BACKWARD_COMPATIBLE,
        });
        return camera;
    }

    /** Measures depth, shows nothing. */
    static CameraCharacteristics depth() {
        CameraCharacteristics camera = camera(BACK, 90);
        ShadowCameraCharacteristics is = Shadow.extract(camera);
        is.set(CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES, new int[] {
            CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES_DEPTH_OUTPUT,
        });
        return camera;
    }

    /** Lets the cameras' threads do what is waiting, and then the UI thread. */
    static void idle() {
        for (Looper looper : loopers()) {
            if (looper.getThread().isAlive()) {
                shadowOf(looper).idle();
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
        Collection<Looper> loopers = new java.util.ArrayList<>();
        for (Looper looper : ShadowLooper.getAllLoopers()) {
            if (looper.getThread().getName().equals("skts-camera")) {
                loopers.add(looper);
            }
        }
        return loopers;
    }
}
