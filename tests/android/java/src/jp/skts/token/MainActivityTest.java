package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.Activity;
import android.content.ComponentName;
import android.content.Intent;
import android.content.IntentFilter;
import android.content.pm.PackageManager;
import android.content.res.Configuration;
import android.net.Uri;
import android.os.Build;
import android.provider.Settings;
import android.view.HapticFeedbackConstants;
import android.view.View;
import android.view.WindowInsetsController;
import android.view.WindowManager;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowActivity;

@RunWith(RobolectricTestRunner.class)
@Config(shadows = ClipboardDouble.class)
public class MainActivityTest {
    private static final ComponentName DOCUMENTS = new ComponentName("documents", "documents.Open");
    private static final Uri FILE = Uri.parse("content://documents/letter.png");

    private ActivityController<MainActivity> app;
    private MainActivity activity;
    private ShadowActivity shadow;

    @Before
    public void open() throws Exception {
        Scene.install();
        app = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).setup();
        activity = app.get();
        shadow = shadowOf(activity);
        chooser(DOCUMENTS, Intent.ACTION_OPEN_DOCUMENT);
    }

    // ---- screen

    @Test
    public void theWindowIsGuardedBeforeThereIsAnythingToSee() {
        assertTrue((NativeActivityDouble.flagsAtCreation & WindowManager.LayoutParams.FLAG_SECURE) != 0);
        Scene.assertGuarded(activity);
        activity.getWindow().clearFlags(WindowManager.LayoutParams.FLAG_SECURE);
        activity.guardScreen();
        Scene.assertGuarded(activity);
    }

    private void change(Configuration to) {
        activity.getResources().updateConfiguration(to, null);
        activity.onConfigurationChanged(to);
    }

    @Test
    @SuppressWarnings("deprecation") // all there is before API 30
    public void theBarsFollowLightAndDark() {
        for (int night : new int[] {Configuration.UI_MODE_NIGHT_YES, Configuration.UI_MODE_NIGHT_NO}) {
            Configuration other = new Configuration(activity.getResources().getConfiguration());
            other.uiMode = other.uiMode & ~Configuration.UI_MODE_NIGHT_MASK | night;
            change(other);
            boolean light = night == Configuration.UI_MODE_NIGHT_NO;
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
                int both = WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS
                        | WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS;
                int now = activity.getWindow().getInsetsController().getSystemBarsAppearance();
                assertEquals(light ? both : 0, now & both);
            } else {
                int now = activity.getWindow().getDecorView().getSystemUiVisibility();
                assertEquals(light, (now & View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR) != 0);
                assertEquals("white buttons", 0, now & View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR);
                assertEquals(light ? 0xFFF2F5F7 : 0xFF0D1419, activity.getWindow().getStatusBarColor());
            }
        }
    }

    @Test
    @Config(qualifiers = "ja-rJP")
    public void aChangeOfLanguageIsPassedOn() {
        assertEquals("ja-JP", NativeDouble.language);
        Configuration english = new Configuration(activity.getResources().getConfiguration());
        english.setLocale(Locale.UK);
        change(english);
        assertEquals("en-GB", NativeDouble.language);
        assertEquals("en-GB", activity.language());
    }

    @Test
    @Config(qualifiers = "fr-rFR")
    public void whereThePhoneSpeaksNeitherTheLabelIsJapanese() {
        // So is the app: src/app/language.rs.
        assertEquals("ソフトウェアトークン", activity.getString(R.string.app_name));
        assertEquals("fr-FR", activity.language());
    }

    @Test
    public void textSizeAndMotionArePassedOnAtTheStartAndWhenTheyChange() {
        assertEquals("1.0 true", NativeDouble.look);
        Configuration larger = new Configuration(activity.getResources().getConfiguration());
        larger.fontScale = 2;
        change(larger);
        assertEquals("2.0 true", NativeDouble.look);
        setMotion(0);
        assertEquals("2.0 false", NativeDouble.look);
        app.pause().stop();
        setMotion(1);
        assertEquals("while hidden nobody listens", "2.0 false", NativeDouble.look);
        app.restart();
        assertEquals("2.0 true", NativeDouble.look);
    }

    private void setMotion(float speed) {
        Settings.Global.putFloat(activity.getContentResolver(), Settings.Global.ANIMATOR_DURATION_SCALE, speed);
        activity.getContentResolver()
                .notifyChange(Settings.Global.getUriFor(Settings.Global.ANIMATOR_DURATION_SCALE), null);
        Scene.idle();
    }

    @Test
    @Config(qualifiers = "en-rGB")
    public void theLanguageIsTheSystems() {
        assertEquals("en-GB", activity.language());
    }

    @Test
    @Config(qualifiers = "ja-rJP")
    public void theSystemsLanguageMayBeJapanese() {
        assertEquals("ja-JP", activity.language());
        assertEquals("ソフトウェアトークン", activity.getString(R.string.app_name));
    }

    // ---- the camera's page

    @Test
    public void theCamerasPageIsOpenedFromAWorkersThread() throws Exception {
        assertTrue(onAnotherThread(() -> activity.scan(true)));
        Scene.idle();
        Intent page = shadow.getNextStartedActivityForResult().intent;
        assertEquals(ScanActivity.class.getName(), page.getComponent().getClassName());
        assertTrue(page.getBooleanExtra("english", false));
        assertTrue(Question.SCAN.isOpen());
        assertTrue(activity.scan(false));
        assertFalse(shadow.getNextStartedActivityForResult().intent.getBooleanExtra("english", true));
        NativeDouble.assertSilent();
    }

    @Test
    public void aPageThatTheSystemTookAwayIsACancelledOne() throws Exception {
        activity.scan(false);
        activity.onActivityResult(MainActivity.REQUEST_SCAN, Activity.RESULT_CANCELED, null);
        assertEquals("scan 1 null", NativeDouble.next());
        activity.onActivityResult(MainActivity.REQUEST_SCAN, Activity.RESULT_CANCELED, null);
        NativeDouble.assertSilent();
    }

    @Test
    public void aPageThatAnsweredIsNotAnsweredForAgain() throws Exception {
        activity.scan(false);
        Question.scanEnded(Native.SCAN_BY_HAND, null);
        activity.onActivityResult(MainActivity.REQUEST_SCAN, Activity.RESULT_CANCELED, null);
        assertEquals("scan 3 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void nothingIsOpenedByAnActivityThatGoes() throws Exception {
        activity.finish();
        assertFalse(activity.scan(false));
        assertFalse(activity.chooseFile());
        app.pause().stop().destroy();
        NativeDouble.assertSilent();
    }

    @Test
    public void whoeverAsksHearsTheEndOfTheActivity() throws Exception {
        activity.scan(false);
        activity.chooseFile();
        activity.finish();
        app.pause().stop().destroy();
        assertEquals("scan 1 null", NativeDouble.next());
        assertEquals("file 1 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    // ---- file chooser

    private void choose() {
        assertTrue(activity.chooseFile());
        assertEquals("image/*", shadow.getNextStartedActivityForResult().intent.getType());
    }

    @Test
    public void aFileIsChosenOnce() throws Exception {
        byte[] file = Scene.bytes(70_000);
        shadowOf(activity.getContentResolver())
                .registerInputStreamSupplier(FILE, () -> new ByteArrayInputStream(file));
        choose();
        Intent answer = new Intent().setData(FILE);
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_OK, answer);
        assertEquals("file 0 " + Scene.told(file), NativeDouble.next());
        assertTrue(NativeDouble.wiped());
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_OK, answer);
        NativeDouble.assertSilent();
    }

    @Test
    public void aRotationWhileChoosing() throws Exception {
        shadowOf(activity.getContentResolver())
                .registerInputStreamSupplier(FILE, () -> new ByteArrayInputStream(Scene.bytes(2)));
        choose();
        app.recreate();
        NativeDouble.assertSilent();
        app.get().onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_OK, new Intent().setData(FILE));
        assertEquals("file 0 " + Scene.told(Scene.bytes(2)), NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void noFileIsChosen() throws Exception {
        choose();
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_CANCELED, null);
        assertEquals("file 1 null", NativeDouble.next());
        choose();
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_OK, new Intent());
        assertEquals("file 1 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aFileThatCannotBeRead() throws Exception {
        shadowOf(activity.getContentResolver()).registerInputStreamSupplier(FILE, () -> {
            throw new SecurityException("no grant");
        });
        choose();
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_OK, new Intent().setData(FILE));
        assertEquals("file 2 null", NativeDouble.next());
        choose();
        activity.onActivityResult(
                MainActivity.REQUEST_FILE, Activity.RESULT_OK, new Intent().setData(Uri.parse("file:///etc/hostname")));
        assertEquals("file 2 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void choosingTookTheAppsMemory() throws Exception {
        shadowOf(activity.getContentResolver())
                .registerInputStreamSupplier(FILE, () -> new ByteArrayInputStream(Scene.bytes(4)));
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_OK, new Intent().setData(FILE));
        assertEquals("like a shared picture", "bytes " + Scene.told(Scene.bytes(4)), NativeDouble.next());
        activity.onActivityResult(MainActivity.REQUEST_FILE, Activity.RESULT_CANCELED, null);
        NativeDouble.assertSilent();
    }

    @Test
    public void aDeviceWithoutAFileChooser() throws Exception {
        shadowOf(activity.getPackageManager()).removeActivity(DOCUMENTS);
        assertFalse(Scene.fromWorker(activity::chooseFile));
        assertFalse(Question.FILE.isOpen());
        // An app that gives pictures without being a file manager.
        chooser(new ComponentName("gallery", "gallery.Pick"), Intent.ACTION_GET_CONTENT);
        assertTrue(activity.chooseFile());
        assertEquals(Intent.ACTION_GET_CONTENT, shadow.getNextStartedActivityForResult().intent.getAction());
        assertTrue(Question.FILE.isOpen());
    }

    @Test
    public void theFileChooserIsGoneWhenItShouldOpen() throws Exception {
        assertTrue(onAnotherThread(activity::chooseFile));
        shadowOf(activity.getPackageManager()).removeActivity(DOCUMENTS);
        shadowOf(RuntimeEnvironment.getApplication()).checkActivities(true);
        Scene.idle();
        assertEquals("file 2 null", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void theActivityGoesBeforeThePageOpens() throws Exception {
        assertTrue(onAnotherThread(() -> activity.scan(false)));
        activity.finish();
        Scene.idle();
        assertEquals("scan 7 null", NativeDouble.next());
        assertNull(shadow.getNextStartedActivityForResult());
        app.pause().stop().destroy();
        NativeDouble.assertSilent();
    }

    /** The UI thread does nothing meanwhile: whoever waited for it would wait for ever. */
    private static boolean onAnotherThread(Callable<Boolean> what) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(what);
        new Thread(task, "test-worker").start();
        return task.get(20, TimeUnit.SECONDS);
    }

    private void chooser(ComponentName app, String action) throws Exception {
        IntentFilter filter = new IntentFilter(action);
        filter.addCategory(Intent.CATEGORY_OPENABLE);
        filter.addCategory(Intent.CATEGORY_DEFAULT);
        filter.addDataType("image/*");
        shadowOf(activity.getPackageManager()).addActivityIfNotPresent(app);
        shadowOf(activity.getPackageManager()).addIntentFilterForActivity(app, filter);
    }

    // ---- services

    @Test
    public void thePermissionsPage() {
        activity.openPermissions();
        Intent page = shadow.getNextStartedActivity();
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, page.getAction());
        assertEquals("package:jp.skts.token", page.getDataString());
        shadowOf(RuntimeEnvironment.getApplication()).checkActivities(true);
        activity.openPermissions(); // a device without it
        assertNull(shadow.getNextStartedActivity());
    }

    @Test
    public void noCodeIsPutOnAClipboardThatEveryAppReads() {
        assertEquals(Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q, activity.canCopyCodes());
    }

    @Test
    public void whetherThereIsACamera() {
        shadowOf(activity.getPackageManager()).setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, false);
        assertFalse(activity.hasCamera());
        shadowOf(activity.getPackageManager()).setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, true);
        assertTrue(activity.hasCamera());
    }

    @Test
    public void touchesAreFelt() throws Exception {
        boolean named = Build.VERSION.SDK_INT >= Build.VERSION_CODES.R;
        assertEquals(named ? HapticFeedbackConstants.CONFIRM : HapticFeedbackConstants.VIRTUAL_KEY, felt(Native.TOUCH_DONE));
        assertEquals(named ? HapticFeedbackConstants.REJECT : HapticFeedbackConstants.LONG_PRESS, felt(Native.TOUCH_REFUSED));
        assertEquals(HapticFeedbackConstants.KEYBOARD_TAP, felt(Native.TOUCH_COPIED));
    }

    private int felt(int touch) throws Exception {
        Scene.fromWorker(() -> {
            activity.feel(touch);
            return null;
        });
        Scene.idle();
        return shadowOf(activity.getWindow().getDecorView()).lastHapticFeedbackPerformed();
    }
}
