package jp.skts.token;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Activity;
import android.app.Application;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Looper;
import android.os.SystemClock;
import android.view.InputDevice;
import android.view.MotionEvent;
import android.view.View;
import android.view.ViewGroup;
import android.view.WindowManager;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.util.ReflectionHelpers;

/** The device that the tests play on. */
final class Scene {
    private Scene() {}

    /** As after an installation: what the manifest asks for is given, but for what a person must give. */
    static void install() throws Exception {
        NativeDouble.reset();
        FrameReaderDouble.reset();
        ClipboardDouble.inFront();
        ReflectionHelpers.setStaticField(Clipboard.class, "label", null);
        ReflectionHelpers.setStaticField(Clipboard.class, "due", false);
        for (Question question : new Question[] {Question.SCAN, Question.FILE}) {
            question.close();
            ReflectionHelpers.setField(question, "asked", false);
        }
        ReflectionHelpers.setStaticField(BiometricQuestion.class, "front", null);
        ReflectionHelpers.setStaticField(BiometricQuestion.class, "open", null);
        ReflectionHelpers.setStaticField(BiometricVault.class, "strongBoxFailed", false);
        Application app = RuntimeEnvironment.getApplication();
        PackageInfo info = app.getPackageManager().getPackageInfo(app.getPackageName(), PackageManager.GET_PERMISSIONS);
        for (String permission : info.requestedPermissions) {
            if (!permission.equals(Manifest.permission.CAMERA)) {
                shadowOf(app).grantPermissions(permission);
            }
        }
    }

    static void assertGuarded(Activity activity) {
        WindowManager.LayoutParams window = activity.getWindow().getAttributes();
        assertTrue("FLAG_SECURE", (window.flags & WindowManager.LayoutParams.FLAG_SECURE) != 0);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
            int hidden = WindowManager.LayoutParams.SYSTEM_FLAG_HIDE_NON_SYSTEM_OVERLAY_WINDOWS;
            assertTrue("overlays hidden", (window.privateFlags & hidden) != 0);
        }
        View page = activity.getWindow().getDecorView();
        long now = SystemClock.uptimeMillis();
        MotionEvent touch = MotionEvent.obtain(now, now, MotionEvent.ACTION_DOWN, 1, 1, 0);
        assertTrue("a touch arrives", page.onFilterTouchEventForSecurity(touch));
        MotionEvent.PointerProperties finger = new MotionEvent.PointerProperties();
        MotionEvent.PointerCoords place = new MotionEvent.PointerCoords();
        MotionEvent through = MotionEvent.obtain(now, now, MotionEvent.ACTION_DOWN, 1,
                new MotionEvent.PointerProperties[] {finger}, new MotionEvent.PointerCoords[] {place}, 0, 0, 1, 1, 0, 0,
                InputDevice.SOURCE_TOUCHSCREEN, MotionEvent.FLAG_WINDOW_IS_OBSCURED);
        assertFalse("a touch through another window does not", page.onFilterTouchEventForSecurity(through));
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            View text = new View(activity);
            activity.addContentView(text, new ViewGroup.LayoutParams(1, 1));
            assertTrue("what is on it is sensitive", text.isAccessibilityDataSensitive());
            ((ViewGroup) text.getParent()).removeView(text);
        }
    }

    /** Runs something on another thread while this one, Android's UI thread, goes on. */
    static <T> T fromWorker(Callable<T> what) throws Exception {
        FutureTask<T> task = new FutureTask<>(what);
        new Thread(task, "test-worker").start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!task.isDone()) {
            assertTrue("the worker waits for ever", System.nanoTime() < end);
            shadowOf(Looper.getMainLooper()).idle();
            Thread.onSpinWait();
        }
        return task.get();
    }

    static void idle() {
        shadowOf(Looper.getMainLooper()).idle();
    }

    /** Bytes in which no zero occurs, so that overwriting shows. */
    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    static String told(byte[] bytes) {
        return bytes.length + " " + Arrays.hashCode(bytes);
    }
}
