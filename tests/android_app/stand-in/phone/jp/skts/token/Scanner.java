package jp.skts.token;

import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Activity;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraManager;
import android.media.ImageReader;
import android.view.Surface;
import android.view.TextureView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.robolectric.Robolectric;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadows.ShadowActivity;
import org.robolectric.util.ReflectionHelpers;

/** The camera's page as the customer and the system play with it. */
final class Scanner {
    private static final String CAMERA = Manifest.permission.CAMERA;

    private static Intent asked;
    private static ActivityController<ScanActivity> page;

    private Scanner() {}

    /** A phone with one camera, at the back. */
    static void install() throws Exception {
        shadowOf(pm()).setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, true);
        shadowOf(RuntimeEnvironment.getApplication().getSystemService(CameraManager.class))
                .addCamera("0", Cameras.camera(Cameras.BACK, 90));
    }

    static String step(String name, String argument) {
        switch (name) {
            case "scan-asked":
                ask();
                return null;
            case "scan-opens":
                open();
                return null;
            case "scan-permission":
                answer(argument);
                return null;
            case "scan-frame":
                frame(Paths.get(argument));
                return null;
            case "scan-finishing":
                return String.valueOf(page.get().isFinishing());
            case "scan-ends":
                end();
                return null;
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private static PackageManager pm() {
        return RuntimeEnvironment.getApplication().getPackageManager();
    }

    /** The app asks Android for the camera's page. */
    private static void ask() {
        asked = null;
        Phone.await("the camera's page is asked for", () -> {
            ShadowActivity.IntentForResult next = shadowOf(Phone.app.get()).getNextStartedActivityForResult();
            // The system's question about the permission is a page that is asked for, too.
            if (next != null && next.intent.getComponent() != null) {
                asked = next.intent;
            }
            return asked != null;
        });
        if (!asked.getComponent().getClassName().equals(ScanActivity.class.getName())) {
            throw new AssertionError(asked.toString());
        }
    }

    /** Android opens it. */
    private static void open() {
        page = Robolectric.buildActivity(ScanActivity.class, asked).setup();
        // The place of the camera's picture, which a window gives to its views and Robolectric's does not.
        TextureView preview = page.get().findViewById(R.id.scan_preview);
        SurfaceTexture texture = new SurfaceTexture(0);
        preview.setSurfaceTexture(texture);
        preview.getSurfaceTextureListener().onSurfaceTextureAvailable(texture, 1080, 1440);
    }

    /** The customer answers the system's question, which covers the page meanwhile. */
    private static void answer(String answer) {
        ShadowActivity.PermissionsRequest question = shadowOf(page.get()).getLastRequestedPermission();
        page.pause();
        boolean given = answer.equals("given");
        shadowOf(pm()).setShouldShowRequestPermissionRationale(CAMERA, answer.equals("denied"));
        if (given) {
            shadowOf(RuntimeEnvironment.getApplication()).grantPermissions(CAMERA);
        }
        int result = given ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_DENIED;
        page.get().onRequestPermissionsResult(question.requestCode, question.requestedPermissions, new int[] {result});
        page.resume();
    }

    /** The camera takes a picture: its rows as the file has them. */
    private static void frame(java.nio.file.Path file) {
        Phone.await("the camera runs", () -> reader() != null);
        ImageReader reader = reader();
        try {
            byte[] rows = Files.readAllBytes(file);
            Sensor.luma = ByteBuffer.allocateDirect(rows.length).put(rows).rewind();
            Sensor.rowStride = rows.length / reader.getHeight();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Surface surface = reader.getSurface();
        surface.unlockCanvasAndPost(surface.lockCanvas(null));
    }

    private static ImageReader reader() {
        Object camera = ReflectionHelpers.getField(page.get(), "camera");
        return camera == null ? null : ReflectionHelpers.getField(camera, "reader");
    }

    /** The page closes itself, and Android tells the app. */
    private static void end() {
        Phone.await("the page closes", () -> page.get().isFinishing());
        page.pause().stop().destroy();
        shadowOf(Phone.app.get()).receiveResult(asked, Activity.RESULT_CANCELED, null);
    }
}
