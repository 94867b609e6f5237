package jp.skts.token;

import android.app.Activity;
import android.content.pm.PackageManager;
import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraAccessException;
import android.hardware.camera2.CameraManager;
import android.hardware.display.DisplayManager;
import android.os.Bundle;
import android.view.Surface;
import android.view.TextureView;
import android.view.WindowManager;

/** The camera's page: looks for a QR code until it finds one or the customer goes another way. */
public final class ScanActivity extends Activity {
    /** Boolean extra: the app speaks English. */
    static final String ENGLISH = "english";

    private static final String ASKING = "asking";
    private static final String LIT = "lit";

    private final Permission permission = new Permission(this);
    private ScanPage page;
    private Lens lens;
    private Camera camera;
    private boolean asking;
    private boolean resumed;
    private boolean lit;

    // ---- life

    @Override
    protected void onCreate(Bundle saved) {
        Guard.window(getWindow());
        super.onCreate(saved);
        if (Question.SCAN.fromEarlierProcess()) {
            // Nobody in this process waits for the page: what it finds is handed in like a link.
            Question.SCAN.ask();
        } else if (!Question.SCAN.isOpen()) {
            finish(); // the question has been answered already
            return;
        }
        if (saved != null) {
            asking = saved.getBoolean(ASKING);
            lit = saved.getBoolean(LIT);
        }
        if (!getPackageManager().hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY)) {
            end(Native.SCAN_UNAVAILABLE, null);
            return;
        }
        getWindow().addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON);
        page = new ScanPage(this, getIntent().getBooleanExtra(ENGLISH, false));
        page.onCancel(() -> end(Native.SCAN_CANCELLED, null));
        page.onImage(() -> end(Native.SCAN_BY_IMAGE, null));
        page.onHand(() -> end(Native.SCAN_BY_HAND, null));
        page.onLight(this::toggleLight);
        page.showLight(false, lit);
        page.preview.setSurfaceTextureListener(new Texture());
        getSystemService(DisplayManager.class).registerDisplayListener(turns, null);
    }

    @Override
    protected void onResume() {
        super.onResume();
        resumed = true;
        if (page == null || isFinishing()) {
            return;
        }
        if (permission.given()) {
            permission.forget();
            openCamera();
        } else if (!asking) {
            asking = true;
            permission.ask();
        }
    }

    @Override
    protected void onPause() {
        resumed = false;
        closeCamera();
        super.onPause();
    }

    @Override
    protected void onSaveInstanceState(Bundle state) {
        super.onSaveInstanceState(state);
        state.putBoolean(ASKING, asking);
        state.putBoolean(LIT, lit);
    }

    @Override
    protected void onDestroy() {
        if (page != null) {
            getSystemService(DisplayManager.class).unregisterDisplayListener(turns);
        }
        if (isFinishing()) {
            // The customer pressed Back, or Android clears the task. A page that has answered is not heard again.
            Question.scanEnded(Native.SCAN_CANCELLED, null);
        }
        super.onDestroy();
    }

    @Override
    public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
        if (request != Permission.REQUEST) {
            return;
        }
        asking = false;
        if (!permission.given()) {
            end(permission.refused(results), null);
        }
    }

    /** Any thread. The first end counts. */
    void end(int how, String text) {
        Question.scanEnded(how, text);
        runOnUiThread(this::finish);
    }

    // ---- camera

    /** Opens the camera as soon as the page is in front, the permission is given and the picture has a surface. */
    private void openCamera() {
        if (camera != null || !resumed || !permission.given() || !page.preview.isAvailable()) {
            return;
        }
        CameraManager cameras = getSystemService(CameraManager.class);
        try {
            lens = Lens.choose(cameras);
        } catch (CameraAccessException | RuntimeException e) {
            end(Native.SCAN_FAILED, null);
            return;
        }
        if (lens == null) {
            end(Native.SCAN_UNAVAILABLE, null);
            return;
        }
        Lens chosen = lens;
        Frames frames = new Frames(() -> chosen.upright(turned()), text -> end(Native.SCAN_FOUND, text));
        camera = new Camera(cameras, chosen, frames, modest -> runOnUiThread(() -> fitPreview(modest)),
                how -> end(how, null));
        camera.open(page.preview.getSurfaceTexture(), lit);
        page.fitPreview(chosen, turned());
        page.showLight(chosen.torch, lit);
    }

    private void closeCamera() {
        if (camera != null) {
            camera.close();
            camera = null;
        }
    }

    private void toggleLight() {
        lit = !lit;
        if (camera != null) {
            camera.light(lit);
        }
        page.showLight(true, lit);
    }

    /** Degrees by which the display is turned from the device's natural position. Any thread. */
    @SuppressWarnings("deprecation") // what replaces it came with API 30; this one is the page's own display too
    int turned() {
        switch (getWindowManager().getDefaultDisplay().getRotation()) {
            case Surface.ROTATION_90:
                return 90;
            case Surface.ROTATION_180:
                return 180;
            case Surface.ROTATION_270:
                return 270;
            default:
                return 0;
        }
    }

    private void fitPreview(Lens modest) {
        lens = modest;
        fitPreview();
    }

    private void fitPreview() {
        if (lens != null) {
            page.fitPreview(lens, turned());
        }
    }

    /**
     * Android reports no change of configuration when the device is turned upside down: the page turns the picture
     * itself.
     */
    private final DisplayManager.DisplayListener turns = new DisplayManager.DisplayListener() {
        @Override
        public void onDisplayChanged(int display) {
            fitPreview();
        }

        @Override
        public void onDisplayAdded(int display) {}

        @Override
        public void onDisplayRemoved(int display) {}
    };

    private final class Texture implements TextureView.SurfaceTextureListener {
        @Override
        public void onSurfaceTextureAvailable(SurfaceTexture texture, int width, int height) {
            openCamera();
        }

        @Override
        public void onSurfaceTextureSizeChanged(SurfaceTexture texture, int width, int height) {
            fitPreview();
        }

        @Override
        public boolean onSurfaceTextureDestroyed(SurfaceTexture texture) {
            closeCamera();
            return true;
        }

        @Override
        public void onSurfaceTextureUpdated(SurfaceTexture texture) {}
    }
}
