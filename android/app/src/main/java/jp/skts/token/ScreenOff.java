package jp.skts.token;

import android.annotation.SuppressLint;
import android.content.BroadcastReceiver;
import android.content.Context;
import android.content.Intent;
import android.content.IntentFilter;
import android.os.Build;

/**
 * Tells the Rust side when the screen goes off, for as long as the activity lives: the app locks at once, also while another
 * app is in front. Only Android itself can send this word.
 */
final class ScreenOff extends BroadcastReceiver {
    @SuppressLint("UnspecifiedRegisterReceiverFlag") // Android 12 and before have no such flag
    void watch(Context context) {
        IntentFilter filter = new IntentFilter(Intent.ACTION_SCREEN_OFF);
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            context.registerReceiver(this, filter, Context.RECEIVER_NOT_EXPORTED);
        } else {
            context.registerReceiver(this, filter);
        }
    }

    void rest(Context context) {
        context.unregisterReceiver(this);
    }

    @Override
    public void onReceive(Context context, Intent intent) {
        if (Intent.ACTION_SCREEN_OFF.equals(intent.getAction())) {
            Native.screenOff();
        }
    }
}
