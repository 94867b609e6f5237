package jp.skts.token;

import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Activity;
import android.app.Application;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.Looper;
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
