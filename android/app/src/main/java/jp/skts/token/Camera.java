package jp.skts.token;

import android.graphics.ImageFormat;
import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraCaptureSession;
import android.hardware.camera2.CameraDevice;
import android.hardware.camera2.CameraManager;
import android.hardware.camera2.CaptureRequest;
import android.media.ImageReader;
import android.os.Handler;
import android.os.HandlerThread;
import android.view.Surface;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** A camera, opened once and closed once. Its fields belong to its own thread. */
final class Camera {
    private static final int BUFFERS = 2; // one that is read, one that is filled

    private final CameraManager cameras;
    private final ImageReader.OnImageAvailableListener frames;
    private final Consumer<Lens> modest;
    private final IntConsumer failed;
    private final HandlerThread thread = new HandlerThread("skts-camera");
    private final Handler handler;

    private Lens lens;
    private boolean tried;
    private boolean closed;
    /** The page has left the camera. A failure after that comes from closing, and is not told. Any thread. */
    private volatile boolean left;
    private boolean opening;
    private boolean lit;
    private CameraDevice device;
    private CameraCaptureSession session;
    private CaptureRequest.Builder request;
    private ImageReader reader;
    private SurfaceTexture texture;
    private Surface preview;

    /**
     * @param frames is given each frame on the camera's thread
     * @param modest is told on that thread that the camera sends smaller pictures than those asked for
     * @param failed is told on that thread, once at most, why there will be no more frames: a number of {@link Native}
     */
    Camera(CameraManager cameras, Lens lens, ImageReader.OnImageAvailableListener frames, Consumer<Lens> modest,
            IntConsumer failed) {
        this.cameras = cameras;
        this.lens = lens;
        this.frames = frames;
        this.modest = modest;
        this.failed = failed;
        thread.start();
        handler = new Handler(thread.getLooper());
    }

    void open(SurfaceTexture place, boolean light) {
        handler.post(() -> {
            lit = light;
            texture = place;
            preview = new Surface(texture);
            try {
                opening = true;
                cameras.openCamera(lens.id, new Opened(), handler);
            } catch (CameraAccessException e) {
                opening = false;
                fail(e.getReason() == CameraAccessException.CAMERA_DISABLED
                        ? Native.SCAN_UNAVAILABLE : Native.SCAN_FAILED);
            } catch (SecurityException | IllegalArgumentException e) {
                // The customer took the permission away, or unplugged the camera, since the checks above.
                opening = false;
                fail(Native.SCAN_FAILED);
            }
        });
    }

    void light(boolean on) {
        handler.post(() -> {
            lit = on;
            run();
        });
    }

    /** Returns at once; the camera closes on its own thread later. */
    void close() {
        left = true;
        handler.post(() -> {
            release();
            // A camera that is still opening reports on this thread later: then the thread must still run, and close
            // it.
            if (!opening) {
                thread.quitSafely();
            }
        });
    }

    private void release() {
        closed = true;
        if (session != null) {
            session.close();
            session = null;
        }
        if (device != null) {
            device.close();
            device = null;
        }
        closeReader();
        if (preview != null) {
            preview.release();
            preview = null;
        }
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    private void fail(int how) {
        if (!closed) {
            release();
            if (!left) {
                failed.accept(how);
            }
        }
    }

    @SuppressWarnings("deprecation") // what replaces it came with API 28
    private void configure() {
        texture.setDefaultBufferSize(lens.preview.getWidth(), lens.preview.getHeight());
        reader = ImageReader.newInstance(
                lens.frame.getWidth(), lens.frame.getHeight(), ImageFormat.YUV_420_888, BUFFERS);
        reader.setOnImageAvailableListener(frames, handler);
        try {
            request = device.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW);
            request.addTarget(preview);
            request.addTarget(reader.getSurface());
            request.set(CaptureRequest.CONTROL_AF_MODE, lens.focus);
            device.createCaptureSession(Arrays.asList(preview, reader.getSurface()), new Configured(), handler);
        } catch (IllegalArgumentException e) {
            configureModestly();
        } catch (CameraAccessException | IllegalStateException e) {
            fail(Native.SCAN_FAILED);
        }
    }

    /** The camera refused the two streams together. Every camera takes small ones; one that does not has failed. */
    private void configureModestly() {
        if (tried || closed || left) {
            fail(Native.SCAN_FAILED);
            return;
        }
        tried = true;
        closeReader();
        lens = lens.modest();
        modest.accept(lens);
        configure();
    }

    /** Asks for frames, with the light or without. */
    private void run() {
        if (session == null) {
            return;
        }
        try {
            if (lens.torch) {
                request.set(CaptureRequest.FLASH_MODE,
                        lit ? CaptureRequest.FLASH_MODE_TORCH : CaptureRequest.FLASH_MODE_OFF);
            }
            session.setRepeatingRequest(request.build(), null, handler);
        } catch (CameraAccessException | IllegalStateException | IllegalArgumentException e) {
            fail(Native.SCAN_FAILED);
        }
    }

    private final class Opened extends CameraDevice.StateCallback {
        @Override
        public void onOpened(CameraDevice opened) {
            opening = false;
            if (closed) {
                end(opened);
                return;
            }
            device = opened;
            configure();
        }

        @Override
        public void onDisconnected(CameraDevice opened) {
            broken(opened, Native.SCAN_FAILED);
        }

        @Override
        public void onError(CameraDevice opened, int error) {
            broken(opened, error == ERROR_CAMERA_DISABLED ? Native.SCAN_UNAVAILABLE : Native.SCAN_FAILED);
        }

        private void broken(CameraDevice opened, int how) {
            opening = false;
            if (closed) {
                end(opened);
            } else {
                opened.close();
                fail(how);
            }
        }

        private void end(CameraDevice opened) {
            opened.close();
            thread.quitSafely();
        }
    }

    private final class Configured extends CameraCaptureSession.StateCallback {
        @Override
        public void onConfigured(CameraCaptureSession configured) {
            if (closed) {
                return;
            }
            session = configured;
            run();
        }

        @Override
        public void onConfigureFailed(CameraCaptureSession configured) {
            configureModestly();
        }
    }
}
