package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.graphics.SurfaceTexture;
import android.hardware.camera2.CameraManager;
import android.view.Surface;
import android.view.TextureView;
import android.view.View;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowDisplay;

/** The page with its camera. Robolectric has no camera sessions before Android 9. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 35)
public class ScanCameraTest {
    private CameraManager cameras;
    private ActivityController<ScanActivity> page;

    @Before
    public void install() throws Exception {
        Scene.install();
        shadowOf(RuntimeEnvironment.getApplication()).grantPermissions(Manifest.permission.CAMERA);
        shadowOf(RuntimeEnvironment.getApplication().getPackageManager())
                .setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, true);
        cameras = RuntimeEnvironment.getApplication().getSystemService(CameraManager.class);
    }

    @After
    public void everyThreadEnds() throws Exception {
        Cameras.idle();
    }

    /** Opens the page, and gives it the place for the picture, which Robolectric does not. */
    private ScanActivity open() throws Exception {
        Question.SCAN.ask();
        page = Robolectric.buildActivity(ScanActivity.class, new Intent()).setup();
        return picture();
    }

    private ScanActivity picture() throws Exception {
        ScanActivity activity = page.get();
        TextureView preview = activity.findViewById(R.id.scan_preview);
        SurfaceTexture texture = new SurfaceTexture(0);
        preview.setSurfaceTexture(texture);
        preview.getSurfaceTextureListener().onSurfaceTextureAvailable(texture, 100, 100);
        Cameras.idle();
        return activity;
    }

    private static View light(ScanActivity activity) {
        return activity.findViewById(R.id.scan_light);
    }

    @Test
    public void theCameraFollowsThePage() throws Exception {
        shadowOf(cameras).addCamera("0", Cameras.camera(Cameras.BACK, 90));
        ScanActivity activity = open();
        assertEquals(1, Cameras.alive());
        assertEquals(View.VISIBLE, light(activity).getVisibility());
        page.pause();
        Cameras.idle();
        assertEquals("nobody looks", 0, Cameras.alive());
        page.resume();
        Cameras.idle();
        assertEquals(1, Cameras.alive());
        NativeDouble.assertSilent();
        assertFalse(activity.isFinishing());
        page.pause().stop().destroy();
        Cameras.idle();
        NativeDouble.assertSilent();
    }

    @Test
    public void theLightStaysOnWhenThePhoneIsTurned() throws Exception {
        shadowOf(cameras).addCamera("0", Cameras.camera(Cameras.BACK, 90));
        ScanActivity activity = open();
        light(activity).performClick();
        assertTrue(light(activity).isSelected());
        assertEquals("ライト、オン", light(activity).getContentDescription());
        page.recreate();
        activity = picture();
        assertTrue(light(activity).isSelected());
        light(activity).performClick();
        assertFalse(light(activity).isSelected());
        page.pause();
    }

    @Test
    public void aCameraWithoutALightShowsNoSwitch() throws Exception {
        shadowOf(cameras).addCamera("0", Cameras.camera(Cameras.FRONT, 270));
        ScanActivity activity = open();
        assertEquals(View.INVISIBLE, light(activity).getVisibility());
        page.pause();
    }

    @Test
    public void noCameraAfterAll() throws Exception {
        open();
        assertEquals("scan 6 null", NativeDouble.next());
        assertTrue(page.get().isFinishing());
        page.pause().stop().destroy();
        NativeDouble.assertSilent();
    }

    @Test
    public void anotherAppTakesTheCamera() throws Exception {
        shadowOf(cameras).addCamera("0", Cameras.camera(Cameras.BACK, 90));
        open();
        shadowOf(cameras).triggerDisconnect();
        Cameras.idle();
        assertEquals("scan 7 null", NativeDouble.next());
        assertTrue(page.get().isFinishing());
        page.pause().stop().destroy();
        NativeDouble.assertSilent();
    }

    @Test
    @SuppressWarnings("deprecation")
    public void theDisplaysTurnReachesTheFrames() throws Exception {
        ScanActivity activity = open();
        int[] rotations = {Surface.ROTATION_0, Surface.ROTATION_90, Surface.ROTATION_180, Surface.ROTATION_270};
        for (int turn = 0; turn < rotations.length; turn++) {
            ShadowDisplay display = shadowOf(activity.getWindowManager().getDefaultDisplay());
            display.setRotation(rotations[turn]);
            assertEquals(90 * turn, activity.turned());
        }
    }
}
