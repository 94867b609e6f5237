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

    @RealObject private NativeActivity activity;

    @Implementation
    protected void onCreate(Bundle saved) {
        flagsAtCreation = activity.getWindow().getAttributes().flags;
        plainly("onCreate", ClassParameter.from(Bundle.class, saved));
    }

    @Implementation
    protected void onDestroy() {
        plainly("onDestroy");
    }

    private void plainly(String method, ClassParameter<?>... parameters) {
        Shadow.directlyOn(activity, Activity.class, method, parameters);
    }
}
