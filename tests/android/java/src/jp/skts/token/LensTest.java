package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.graphics.Matrix;
import android.hardware.camera2.CameraCharacteristics;
import android.hardware.camera2.CameraManager;
import android.util.Size;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;

/** Which camera, and which way up its pictures are. */
@RunWith(RobolectricTestRunner.class)
public class LensTest {
    private CameraManager cameras;

    @Before
    public void cameras() {
        cameras = RuntimeEnvironment.getApplication().getSystemService(CameraManager.class);
    }

    private void add(String id, CameraCharacteristics camera) {
        shadowOf(cameras).addCamera(id, camera);
    }

    @Test
    public void theBackCameraIsPreferred() throws Exception {
        assertNull(Lens.choose(cameras));
        add("depth", Cameras.depth());
        assertNull(Lens.choose(cameras));
        add("front", Cameras.camera(Cameras.FRONT, 270));
        Lens front = Lens.choose(cameras);
        assertEquals("front", front.id);
        assertTrue(front.front);
        assertFalse(front.torch);
        add("usb", Cameras.camera(CameraCharacteristics.LENS_FACING_EXTERNAL, 0));
        assertEquals("usb", Lens.choose(cameras).id);
        add("back", Cameras.camera(Cameras.BACK, 90));
        add("back-wide", Cameras.camera(Cameras.BACK, 90));
        Lens back = Lens.choose(cameras);
        assertEquals("the system names the main one first", "back", back.id);
        assertTrue(back.torch);
        assertEquals(new Size(1280, 960), back.frame);
        assertEquals(CameraCharacteristics.CONTROL_AF_MODE_CONTINUOUS_PICTURE, back.focus);
    }

    @Test
    public void aCameraWithoutPicturesIsNone() throws Exception {
        add("none", Cameras.camera(Cameras.BACK, 90, new Size[0]));
        assertNull(Lens.choose(cameras));
    }

    private static void largest(int width, int height, Size... sizes) {
        assertEquals(new Size(width, height), Lens.largest(sizes, 1280 * 1024));
    }

    @Test
    public void theLargestThatIsNotTooLarge() {
        Size vga = new Size(640, 480);
        Size hd = new Size(1280, 720);
        Size full = new Size(1920, 1080);
        Size huge = new Size(4000, 3000);
        largest(1280, 720, huge, vga, hd, full);
        largest(1280, 720, hd, full, vga, huge);
        largest(640, 480, full, vga);
        largest(1920, 1080, huge, full);
        assertNull(Lens.largest(new Size[0], 1));
        assertNull(Lens.largest(null, 1));
    }

    private void upright(int facing, int orientation, int... expected) throws Exception {
        add("0", Cameras.camera(facing, orientation));
        Lens lens = Lens.choose(cameras);
        for (int turn = 0; turn < 4; turn++) {
            assertEquals("display turned by " + 90 * turn, expected[turn], lens.upright(90 * turn));
        }
        shadowOf(cameras).removeCamera("0");
    }

    /** The values of Camera.setCameraDisplayOrientation in Android's reference, before the mirror. */
    @Test
    public void framesAreTurnedUpright() throws Exception {
        upright(Cameras.BACK, 90, 90, 0, 270, 180);
        upright(Cameras.BACK, 270, 270, 180, 90, 0);
        upright(Cameras.BACK, 0, 0, 270, 180, 90);
        upright(Cameras.FRONT, 270, 270, 0, 90, 180);
    }

    /** Where the natural picture's corners come to lie; without a transform they are the view's corners. */
    private static void fit(int display, float[] expected) {
        float width = display % 180 == 0 ? 400 : 800;
        float height = display % 180 == 0 ? 800 : 400;
        // A sensor on its side: 1600 × 1200 stands as 1200 × 1600.
        Matrix matrix = ScanPage.fit(width, height, new Size(1600, 1200), 90, display);
        float[] corners = {0, 0, width, 0, width, height, 0, height};
        matrix.mapPoints(corners);
        for (int i = 0; i < 8; i++) {
            assertEquals("display " + display + ", value " + i, expected[i], corners[i], 0.01);
        }
    }

    @Test
    public void thePreviewIsUprightInProportionAndFillsThePage() {
        // 1200 × 1600 on 400 × 800: half size, 100 pixels cut off left and right.
        fit(0, new float[] {-100, 0, 500, 0, 500, 800, -100, 800});
        // Turned a quarter to the left, the picture's top is on the display's left: 1600 × 1200 on 800 × 400.
        fit(90, new float[] {0, 500, 0, -100, 800, -100, 800, 500});
        fit(180, new float[] {500, 800, -100, 800, -100, 0, 500, 0});
        fit(270, new float[] {800, -100, 800, 500, 0, 500, 0, -100});
    }
}
