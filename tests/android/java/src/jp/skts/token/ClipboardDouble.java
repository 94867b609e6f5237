package jp.skts.token;

import android.content.ClipData;
import android.content.ClipDescription;
import android.content.ClipboardManager;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowClipboardManager;

/** From Android 10 on the clipboard looks empty to an app that is not in front. */
@Implements(ClipboardManager.class)
public class ClipboardDouble extends ShadowClipboardManager {
    static boolean away;

    @Implementation
    protected ClipDescription getPrimaryClipDescription() {
        ClipData clip = getPrimaryClip();
        return clip == null ? null : clip.getDescription();
    }

    @Override
    @Implementation
    protected ClipData getPrimaryClip() {
        return away ? null : super.getPrimaryClip();
    }

    static void inFront() {
        away = false;
    }
}
