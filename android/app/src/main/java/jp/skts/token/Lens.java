package jp.skts.token;

import android.graphics.ImageFormat;
import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraCharacteristics;
import android.hardware.camera2.CameraManager;
import android.hardware.camera2.CaptureRequest;
import android.hardware.camera2.params.StreamConfigurationMap;
import android.util.Size;

/** The camera that is used: the one on the back if there is one. How large its pictures are, and which way up. */
final class Lens {
    /** About 1280 × 960: enough for a letter's QR code in the frame, and read in milliseconds. */
    private static final long FRAME_PIXELS = 1280 * 1024;

    private static final long PREVIEW_PIXELS = 1920 * 1088;

    /** 640 × 480: every camera has it, and every camera sends two streams of it. */
    private static final long MODEST_PIXELS = 640 * 480;

    final String id;
    final boolean front;
    /** Degrees by which the sensor's picture is turned clockwise to be upright in the device's natural position. */
    final int orientation;
    final boolean torch;
    /** A mode for CONTROL_AF_MODE. */
    final int focus;
    final Size frame;
    final Size preview;

    private final CameraCharacteristics camera;
    private final StreamConfigurationMap streams;

    private Lens(
            String id, CameraCharacteristics camera, StreamConfigurationMap streams, long framePixels, long previewPixels) {
        this.id = id;
        this.camera = camera;
        this.streams = streams;
        front = facing(camera) == CameraCharacteristics.LENS_FACING_FRONT;
        Integer turned = camera.get(CameraCharacteristics.SENSOR_ORIENTATION);
        orientation = turned == null ? 0 : turned;
        torch = Boolean.TRUE.equals(camera.get(CameraCharacteristics.FLASH_INFO_AVAILABLE));
        focus = focus(camera.get(CameraCharacteristics.CONTROL_AF_AVAILABLE_MODES));
        frame = largest(streams.getOutputSizes(ImageFormat.YUV_420_888), framePixels);
        preview = largest(streams.getOutputSizes(SurfaceTexture.class), previewPixels);
    }

    /** This camera with small pictures: some cameras cannot send two large streams at once. */
    Lens modest() {
        return new Lens(id, camera, streams, MODEST_PIXELS, MODEST_PIXELS);
    }

    /** Null: there is no camera that can read a QR code. */
    static Lens choose(CameraManager cameras) throws CameraAccessException {
        Lens best = null;
        int rank = Integer.MAX_VALUE;
        for (String id : cameras.getCameraIdList()) {
            CameraCharacteristics camera = cameras.getCameraCharacteristics(id);
            StreamConfigurationMap streams = camera.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP);
            if (streams == null || !takesPictures(camera) || rank(camera) >= rank) {
                continue;
            }
            Lens lens = new Lens(id, camera, streams, FRAME_PIXELS, PREVIEW_PIXELS);
            if (lens.frame != null && lens.preview != null) {
                best = lens;
                rank = rank(camera);
            }
        }
        return best;
    }

    /** Degrees clockwise that turn a frame upright on a display that is itself turned. */
    int upright(int display) {
        // A front camera faces the other way: the display's turn counts the other way round.
        return Math.floorMod(orientation + (front ? display : -display), 360);
    }

    /** The largest size that is not larger than asked for, else the smallest. Null: the camera has no sizes. */
    static Size largest(Size[] sizes, long pixels) {
        Size best = null;
        for (Size size : sizes == null ? new Size[0] : sizes) {
            if (best == null || better(area(size), area(best), pixels)) {
                best = size;
            }
        }
        return best;
    }

    private static boolean better(long area, long than, long pixels) {
        return area <= pixels ? than > pixels || area > than : area < than;
    }

    private static long area(Size size) {
        return (long) size.getWidth() * size.getHeight();
    }

    private static int rank(CameraCharacteristics camera) {
        switch (facing(camera)) {
            case CameraCharacteristics.LENS_FACING_BACK:
                return 0;
            case CameraCharacteristics.LENS_FACING_EXTERNAL:
                return 1;
            default:
                return 2;
        }
    }

    private static int facing(CameraCharacteristics camera) {
        Integer facing = camera.get(CameraCharacteristics.LENS_FACING);
        return facing == null ? CameraCharacteristics.LENS_FACING_EXTERNAL : facing;
    }

    /** Some cameras measure depth only. */
    private static boolean takesPictures(CameraCharacteristics camera) {
        int[] can = camera.get(CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES);
        return has(can, CameraCharacteristics.REQUEST_AVAILABLE_CAPABILITIES_BACKWARD_COMPATIBLE);
    }

    private static int focus(int[] modes) {
        int[] wanted = {
            CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE,
            CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_VIDEO,
            CaptureRequest.CONTROL_AF_MODE_AUTO,
        };
        for (int mode : wanted) {
            if (has(modes, mode)) {
                return mode;
            }
        }
        return CaptureRequest.CONTROL_AF_MODE_OFF;
    }

    private static boolean has(int[] modes, int wanted) {
        for (int mode : modes == null ? new int[0] : modes) {
            if (mode == wanted) {
                return true;
            }
        }
        return false;
    }
}
