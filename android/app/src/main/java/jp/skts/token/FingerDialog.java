package jp.skts.token;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Context;
import android.view.View;
import android.view.Window;
import android.widget.TextView;

/** What the customer sees while Android 8 waits for a finger. Later Androids show a window of their own. */
final class FingerDialog {
    private final Context words;
    private final AlertDialog dialog;
    private final TextView message;

    /** Shows it. `words` has the texts in the app's language. */
    FingerDialog(Activity activity, Context words, String title, String no, Runnable cancelled) {
        this.words = words;
        dialog = new AlertDialog.Builder(activity, R.style.Ask)
                .setTitle(title)
                .setMessage(words.getString(R.string.biometric_touch))
                .setNegativeButton(no, (view, button) -> cancelled.run())
                .setOnCancelListener(view -> cancelled.run())
                .create();
        dialog.setCanceledOnTouchOutside(false);
        Window window = dialog.getWindow();
        Guard.window(window);
        dialog.show();
        ScanPage.speak(window.getDecorView(), words.getResources().getConfiguration().getLocales().get(0));
        message = dialog.findViewById(android.R.id.message);
        message.setAccessibilityLiveRegion(View.ACCESSIBILITY_LIVE_REGION_POLITE);
    }

    /** A finger was not recognised, or not read. */
    void again() {
        message.setText(words.getString(R.string.biometric_again));
    }

    void close() {
        dialog.dismiss();
    }
}
