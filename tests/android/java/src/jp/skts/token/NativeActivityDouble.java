package jp.skts.token;

import android.app.Activity;
import android.app.NativeActivity;
import android.os.Bundle;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.shadow.api.Shadow;
import org.robolectric.shadows.ShadowActivity;
import org.robolectric.util.ReflectionHelpers.ClassParameter;

/** NativeActivity without its library, which is not there on a desktop: an ordinary activity. */
@Implements(NativeActivity.class)
public class NativeActivityDouble extends ShadowActivity {
    /** The window's flags when the activity began to show something. */
    static int flagsAtCreation;
    /** What was told of calls when the Rust side was told that the activity is seen. */
    static String modesAtStart;

    @RealObject private NativeActivity activity;

    @Implementation
    protected void onCreate(Bundle saved) {
        flagsAtCreation = activity.getWindow().getAttributes().flags;
        plainly("onCreate", ClassParameter.from(Bundle.class, saved));
    }

    @Implementation
    protected void onStart() {
        modesAtStart = NativeDouble.modes();
        plainly("onStart");
    }

    @Implementation
    protected void onDestroy() {
        plainly("onDestroy");
    }

    private void plainly(String method, ClassParameter<?>... parameters) {
        Shadow.directlyOn(activity, Activity.class, method, parameters);
    }
}
