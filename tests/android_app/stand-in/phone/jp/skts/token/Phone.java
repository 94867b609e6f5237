package jp.skts.token;

import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Activity;
import android.app.Application;
import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Intent;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Looper;
import android.os.PersistableBundle;
import android.speech.tts.TextToSpeech;
import android.view.KeyEvent;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;
import org.robolectric.shadows.ShadowTextToSpeech;
import org.robolectric.util.ReflectionHelpers;

/**
 * A phone whose framework is Robolectric's, on which the product's own Java runs beside its library. run.c starts it, and
 * plays the part of the window, the finger and the system's native side.
 */
@RunWith(RobolectricTestRunner.class)
@GraphicsMode(GraphicsMode.Mode.LEGACY) // no view of Java's is looked at
@Config(sdk = 35, qualifiers = "ja-rJP-w411dp-h914dp-420dpi",
        shadows = {NativeActivityDouble.class, ClipboardDouble.class, HelperLoader.class, Glass.class, Sensor.class})
public class Phone {
    static ActivityController<MainActivity> app;

    /** When the system's clock was set last. */
    private static long clock = System.nanoTime();

    /** By run.c, outside of Robolectric's class loader: everything else of this class runs inside of the loader. */
    public static void main(String[] none) {
        Result result = JUnitCore.runClasses(Phone.class);
        result.getFailures().forEach(failure -> System.err.println(failure.getTrace()));
        System.exit(3); // a walk that ends well does not return
    }

    @Test
    public void walk() throws Exception {
        File data = new File(System.getProperty("stand-in.data")).getAbsoluteFile();
        Application application = RuntimeEnvironment.getApplication();
        Object apk = ReflectionHelpers.getField(application, "mLoadedApk");
        ReflectionHelpers.setField(apk, "mDataDirFile", data);
        // As after an installation: what the manifest asks for is given, but for what a person must give.
        PackageInfo info = application.getPackageManager()
                .getPackageInfo(application.getPackageName(), PackageManager.GET_PERMISSIONS);
        for (String permission : info.requestedPermissions) {
            if (!permission.equals(Manifest.permission.CAMERA)) {
                shadowOf(application).grantPermissions(permission);
            }
        }
        Scanner.install();
        KeptKeys.install(new File(data, "keystore"));
        System.load(System.getProperty("stand-in.library"));
        app = Robolectric.buildActivity(MainActivity.class, first());
        app.create();
        walk(app.get());
    }

    /** Returns never: the process ends with the walk. */
    private static native void walk(Activity activity);

    /** What Android's UI thread has to do; the system's clock goes on with the machine's. */
    static void idle() {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - clock);
        clock += TimeUnit.MILLISECONDS.toNanos(passed);
        shadowOf(Looper.getMainLooper()).idleFor(passed, TimeUnit.MILLISECONDS);
    }

    /** Does what the UI thread has to do until it is so. */
    static void await(String what, java.util.function.BooleanSupplier isSo) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waits for ever: " + what);
            }
            idle();
            Thread.yield();
        }
    }

    /** A step of the walk that is Java's. What the walk is told; null: nothing. */
    static String step(String name, String argument) {
        switch (name) {
            case "start":
                app.start().resume().visible();
                front(true);
                // The system's engine answers that it can read aloud.
                shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).getOnInitListener().onInit(TextToSpeech.SUCCESS);
                return null;
            case "stop":
                front(false);
                app.pause().stop();
                return null;
            case "restart":
                app.restart().resume();
                front(true);
                return null;
            case "destroy":
                front(false);
                app.pause().stop().destroy();
                return null;
            case "finishing":
                return String.valueOf(app.get().isFinishing());
            case "link":
            case "share":
            case "view":
                app.newIntent(intent(name, argument));
                return null;
            case "key-down":
            case "key-up":
                int action = name.equals("key-down") ? KeyEvent.ACTION_DOWN : KeyEvent.ACTION_UP;
                app.get().getWindow().getDecorView().dispatchKeyEvent(new KeyEvent(action, Integer.parseInt(argument)));
                return null;
            case "configure":
                configure(argument);
                return null;
            case "clipboard":
                return clipboard();
            default:
                return name.startsWith("scan-") ? Scanner.step(name, argument) : Keyboard.step(name, argument);
        }
    }

    private static void front(boolean now) {
        ClipboardDouble.away = !now;
        app.windowFocusChanged(now);
    }

    /** The customer changes this in the system's settings while the app runs. */
    private static void configure(String to) {
        if (to.startsWith("font ")) {
            RuntimeEnvironment.setFontScale(Float.parseFloat(to.substring("font ".length())));
        } else {
            RuntimeEnvironment.setQualifiers(to);
        }
        app.configurationChange();
    }

    /** What is on the clipboard, whoever is in front. */
    private static String clipboard() {
        boolean away = ClipboardDouble.away;
        ClipboardDouble.away = false;
        ClipData clip = app.get().getSystemService(ClipboardManager.class).getPrimaryClip();
        ClipboardDouble.away = away;
        if (clip == null) {
            return "empty";
        }
        PersistableBundle extras = clip.getDescription().getExtras();
        boolean sensitive = extras != null && extras.getBoolean(android.content.ClipDescription.EXTRA_IS_SENSITIVE);
        return (sensitive ? "sensitive " : "plain ") + clip.getItemAt(0).getText();
    }

    // ---- what other apps bring

    /** What starts the app. */
    private static Intent first() {
        String brought = System.getenv("FAKE_INTENT");
        if (brought == null) {
            return new Intent(Intent.ACTION_MAIN);
        }
        String[] parts = brought.split(" ", 2);
        Intent intent = intent(parts[0], parts[1]);
        return System.getenv("FAKE_RECENTS") == null ? intent : intent.addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY);
    }

    private static Intent intent(String way, String what) {
        switch (way) {
            case "link":
                return new Intent(Intent.ACTION_VIEW, Uri.parse(what));
            case "view":
                return new Intent(Intent.ACTION_VIEW).setDataAndType(inGallery(what), "image/png");
            case "share":
                return new Intent(Intent.ACTION_SEND).setType("image/png").putExtra(Intent.EXTRA_STREAM, inGallery(what));
            default:
                throw new IllegalArgumentException(way);
        }
    }

    /** Where the gallery lends this file. */
    private static Uri inGallery(String file) {
        Uri uri = Uri.parse("content://gallery" + file);
        shadowOf(RuntimeEnvironment.getApplication().getContentResolver()).registerInputStreamSupplier(uri, () -> {
            try {
                return new ByteArrayInputStream(Files.readAllBytes(Paths.get(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return uri;
    }
}
