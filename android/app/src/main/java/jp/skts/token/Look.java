package jp.skts.token;

import android.content.Context;
import android.database.ContentObserver;
import android.net.Uri;
import android.os.Handler;
import android.os.Looper;
import android.provider.Settings;

/** How the customer wants things to look: the size of text, whether anything moves, and in which language. */
final class Look extends ContentObserver {
    private final Context context;

    Look(Context context) {
        super(new Handler(Looper.getMainLooper()));
        this.context = context;
    }

    void watch() {
        Uri motion = Settings.Global.getUriFor(Settings.Global.ANIMATOR_DURATION_SCALE);
        context.getContentResolver().registerContentObserver(motion, false, this);
        tell();
    }

    void rest() {
        context.getContentResolver().unregisterContentObserver(this);
    }

    void tell() {
        float speed = Settings.Global.getFloat(
                context.getContentResolver(), Settings.Global.ANIMATOR_DURATION_SCALE, 1);
        Native.look(context.getResources().getConfiguration().fontScale, speed != 0, language(context));
    }

    /** The first of the system's languages in which this app has words, else the first. BCP 47. */
    static String language(Context context) {
        return context.getResources().getConfiguration().getLocales().get(0).toLanguageTag();
    }

    @Override
    public void onChange(boolean selfChange) {
        tell();
    }
}
