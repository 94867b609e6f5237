package jp.skts.token;

import static org.robolectric.Shadows.shadowOf;

import android.Manifest;
import android.app.Activity;
import android.app.Application;
import android.content.Intent;
import android.content.pm.PackageInfo;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Looper;
import android.speech.tts.TextToSpeech;
import java.io.File;
import org.junit.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.shadows.ShadowTextToSpeech;
import org.robolectric.util.ReflectionHelpers;

/**
 * A phone whose framework is Robolectric's, on which the product's own Java runs beside its library. run.c starts it, and
 * plays the part of the window, the finger and the system's native side.
 */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 35, qualifiers = "ja-rJP", shadows = {NativeActivityDouble.class, HelperLoader.class})
public class Phone {
    private static ActivityController<MainActivity> app;

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
        shadowOf(application.getPackageManager()).setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, true);
        KeptKeys.install(new File(data, "keystore"));
        System.load(System.getProperty("stand-in.library"));
        String link = System.getenv("FAKE_LINK");
        app = Robolectric.buildActivity(MainActivity.class, link == null ? new Intent(Intent.ACTION_MAIN) : link(link));
        app.create();
        walk(app.get());
    }

    /** Returns never: the process ends with the walk. */
    private static native void walk(Activity activity);

    /** What Android's UI thread has to do. */
    static void idle() {
        shadowOf(Looper.getMainLooper()).idle();
    }

    /** A step of the walk that is Java's. */
    static void step(String name, String argument) {
        switch (name) {
            case "start":
                app.start().resume().visible();
                app.windowFocusChanged(true);
                // The system's engine answers that it can read aloud.
                shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance()).getOnInitListener().onInit(TextToSpeech.SUCCESS);
                break;
            case "stop":
                app.windowFocusChanged(false);
                app.pause().stop();
                break;
            case "restart":
                app.restart().resume();
                app.windowFocusChanged(true);
                break;
            case "destroy":
                app.destroy();
                break;
            case "link":
                app.newIntent(link(argument));
                break;
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private static Intent link(String uri) {
        Intent intent = new Intent(Intent.ACTION_VIEW, Uri.parse(uri));
        return System.getenv("FAKE_RECENTS") == null ? intent : intent.addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY);
    }
}
