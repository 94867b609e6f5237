package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.view.View;
import android.widget.TextView;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowActivity;

/** The camera's page without its camera: permission, ways out, one answer. */
@RunWith(RobolectricTestRunner.class)
public class ScanActivityTest {
    private static final String CAMERA = Manifest.permission.CAMERA;

    private ActivityController<ScanActivity> page;

    @Before
    public void install() throws Exception {
        Scene.install();
        shadowOf(pm()).setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, true);
    }

    private static PackageManager pm() {
        return RuntimeEnvironment.getApplication().getPackageManager();
    }

    private static void allow(boolean allowed) {
        if (allowed) {
            shadowOf(RuntimeEnvironment.getApplication()).grantPermissions(CAMERA);
        } else {
            shadowOf(RuntimeEnvironment.getApplication()).denyPermissions(CAMERA);
        }
    }

    private ScanActivity open() {
        Question.SCAN.ask();
        page = Robolectric.buildActivity(ScanActivity.class, new Intent()).setup();
        return page.get();
    }

    private ShadowActivity.PermissionsRequest asked() {
        return shadowOf(page.get()).getLastRequestedPermission();
    }

    private void answer(int result, boolean systemWouldExplain) {
        shadowOf(pm()).setShouldShowRequestPermissionRationale(CAMERA, systemWouldExplain);
        allow(result == PackageManager.PERMISSION_GRANTED);
        page.get().onRequestPermissionsResult(asked().requestCode, asked().requestedPermissions, new int[] {result});
        Scene.idle();
    }

    private void end() {
        page.pause().stop().destroy();
    }

    // ---- screen

    @Test
    public void theWindowIsGuarded() {
        allow(true);
        Scene.assertGuarded(open());
    }

    @Test
    @Config(qualifiers = "en-rUS")
    public void theAppsLanguageWinsOverTheSystems() {
        ScanActivity japanese = open();
        assertEquals("QRコードを枠に合わせる", japanese.getTitle());
        assertEquals("やめる", japanese.findViewById(R.id.scan_cancel).getContentDescription());
        Question.SCAN.ask();
        ScanActivity english = Robolectric.buildActivity(
                ScanActivity.class, new Intent().putExtra("english", true)).setup().get();
        assertEquals("Fit the QR code in the frame", english.getTitle());
        assertEquals("By hand", english.findViewById(R.id.scan_hand).getContentDescription());
    }

    @Test
    @Config(qualifiers = "ja-rJP")
    public void inAJapaneseSystemToo() {
        Question.SCAN.ask();
        ScanActivity english = Robolectric.buildActivity(
                ScanActivity.class, new Intent().putExtra("english", true)).setup().get();
        assertEquals("Fit the QR code in the frame", english.getTitle());
    }

    @Test
    public void buttonsAreButtonsAndHaveNames() {
        ScanActivity activity = open();
        for (int id : new int[] {R.id.scan_cancel, R.id.scan_light, R.id.scan_image, R.id.scan_hand}) {
            View button = activity.findViewById(id);
            assertEquals("android.widget.Button", button.createAccessibilityNodeInfo().getClassName());
            assertFalse(String.valueOf(button.getContentDescription()).isEmpty());
            assertTrue(button.isClickable() && button.isFocusable());
        }
        assertEquals("ライト、オフ", activity.findViewById(R.id.scan_light).getContentDescription());
    }

    // ---- ways out

    private void press(int id, String told) throws Exception {
        ScanActivity activity = open();
        activity.findViewById(id).performClick();
        assertEquals(told, NativeDouble.next());
        assertTrue(activity.isFinishing());
        end();
        NativeDouble.assertSilent();
    }

    @Test
    public void cancelled() throws Exception {
        press(R.id.scan_cancel, "scan 1 null");
    }

    @Test
    public void byImage() throws Exception {
        press(R.id.scan_image, "scan 2 null");
    }

    @Test
    public void byHand() throws Exception {
        press(R.id.scan_hand, "scan 3 null");
    }

    @Test
    public void back() throws Exception {
        ScanActivity activity = open();
        activity.onBackPressed();
        assertTrue(activity.isFinishing());
        end();
        assertEquals("scan 1 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void theFirstAnswerCounts() throws Exception {
        ScanActivity activity = open();
        activity.findViewById(R.id.scan_cancel).performClick();
        Scene.fromWorker(() -> {
            activity.end(Native.SCAN_FOUND, "otpauth://late");
            activity.end(Native.SCAN_FOUND, "otpauth://later");
            return null;
        });
        activity.findViewById(R.id.scan_hand).performClick();
        end();
        assertEquals("scan 1 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aFindFromTheCamerasThreadEndsThePage() throws Exception {
        ScanActivity activity = open();
        Scene.fromWorker(() -> {
            activity.end(Native.SCAN_FOUND, "otpauth://found");
            return null;
        });
        Scene.idle();
        assertTrue(activity.isFinishing());
        end();
        assertEquals("scan 0 otpauth://found", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aRotationAnswersNothing() throws Exception {
        open();
        page.recreate();
        NativeDouble.assertSilent();
        page.get().findViewById(R.id.scan_hand).performClick();
        end();
        assertEquals("scan 3 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aPageFromAnEarlierProcessIsStillGood() throws Exception {
        page = Robolectric.buildActivity(ScanActivity.class).setup();
        assertFalse(page.get().isFinishing());
        page.get().end(Native.SCAN_FOUND, "otpauth://found");
        assertEquals("scan 0 otpauth://found", NativeDouble.next());
        end();
        NativeDouble.assertSilent();
    }

    @Test
    public void aPageThatWasAnsweredForGoes() throws Exception {
        Question.SCAN.ask();
        Question.SCAN.close();
        page = Robolectric.buildActivity(ScanActivity.class).setup();
        assertTrue(page.get().isFinishing());
        assertNull(asked());
        end();
        NativeDouble.assertSilent();
    }

    // ---- permission

    @Test
    public void thePermissionIsAskedForHereAndOnce() {
        open();
        assertEquals(CAMERA, asked().requestedPermissions[0]);
        page.pause(); // the system's question covers the page
        page.recreate(); // … and the phone is turned
        assertNull("it asks again over its own question", asked());
    }

    @Test
    public void aPermissionThatIsThereIsNotAskedFor() {
        allow(true);
        open();
        assertNull(asked());
        assertFalse(page.get().isFinishing());
    }

    @Test
    public void granted() throws Exception {
        open();
        page.pause();
        answer(PackageManager.PERMISSION_GRANTED, false);
        page.resume();
        NativeDouble.assertSilent();
        assertFalse(page.get().isFinishing());
    }

    @Test
    public void deniedThenDeniedForEver() throws Exception {
        open();
        answer(PackageManager.PERMISSION_DENIED, true);
        assertEquals("scan 4 null", NativeDouble.next());
        assertTrue(page.get().isFinishing());
        open();
        answer(PackageManager.PERMISSION_DENIED, false);
        assertEquals("scan 5 null", NativeDouble.next());
        open();
        answer(PackageManager.PERMISSION_DENIED, false);
        assertEquals("and so it stays", "scan 5 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void theFirstQuestionWasDismissed() throws Exception {
        open();
        answer(PackageManager.PERMISSION_DENIED, false);
        assertEquals("the system will ask again", "scan 4 null", NativeDouble.next());
    }

    @Test
    public void givenAndTakenAwayBeginsAnew() throws Exception {
        open();
        answer(PackageManager.PERMISSION_DENIED, true);
        assertEquals("scan 4 null", NativeDouble.next());
        allow(true);
        open();
        allow(false);
        page.get().findViewById(R.id.scan_cancel).performClick();
        assertEquals("scan 1 null", NativeDouble.next());
        open();
        answer(PackageManager.PERMISSION_DENIED, false);
        assertEquals("scan 4 null", NativeDouble.next());
    }

    @Test
    public void theQuestionWasCutShort() throws Exception {
        open();
        page.get().onRequestPermissionsResult(asked().requestCode, new String[0], new int[0]);
        assertEquals("scan 4 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    // ---- no camera

    @Test
    public void aDeviceWithoutACamera() throws Exception {
        shadowOf(pm()).setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, false);
        open();
        assertEquals("scan 6 null", NativeDouble.next());
        assertTrue(page.get().isFinishing());
        assertNull(asked());
        end();
        NativeDouble.assertSilent();
    }

    @Test
    @Config(qualifiers = "ja-rJP")
    public void wordsAreShown() {
        ScanActivity activity = open();
        View root = activity.findViewById(android.R.id.content);
        for (int word : new int[] {R.string.scan_trouble, R.string.scan_privacy, R.string.scan_hint}) {
            java.util.ArrayList<View> found = new java.util.ArrayList<>();
            root.findViewsWithText(found, activity.getString(word), View.FIND_VIEWS_WITH_TEXT);
            assertEquals(activity.getString(word), 1, found.size());
            assertNotNull(((TextView) found.get(0)).getTextLocale());
            assertEquals("ja", ((TextView) found.get(0)).getTextLocale().getLanguage());
        }
    }
}
