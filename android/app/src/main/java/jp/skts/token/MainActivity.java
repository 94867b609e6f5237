package jp.skts.token;

import android.app.Activity;
import android.app.NativeActivity;
import android.content.ActivityNotFoundException;
import android.content.ClipboardManager;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.content.res.Configuration;
import android.media.AudioManager;
import android.net.Uri;
import android.os.Build;
import android.os.Bundle;
import android.provider.Settings;
import android.view.HapticFeedbackConstants;
import java.io.IOException;

/**
 * The app's window. What it shows is drawn by the Rust side; this class lends it the system's services.
 *
 * <p>Public methods are the Rust side's: any thread may call them. None waits for the UI thread, which in
 * turn waits for Rust when the activity starts and stops.
 */
public final class MainActivity extends NativeActivity {
    static {
        System.loadLibrary("skts_token");
    }

    static final int REQUEST_SCAN = 1;
    static final int REQUEST_FILE = 2;

    private final Speech speech = new Speech(Speech.THREAD);
    private Look look;
    private Clipboard clipboard;
    private Calls calls;
    private final ScreenOff screenOff = new ScreenOff();
    private final Recording recording = new Recording(this::runOnUiThread);

    // ---- life

    @Override
    protected void onCreate(Bundle saved) {
        // The window is guarded before super.onCreate, which gives it something to show.
        Guard.window(getWindow());
        clipboard = new Clipboard(getSystemService(ClipboardManager.class));
        look = new Look(this);
        calls = new Calls(getSystemService(AudioManager.class));
        super.onCreate(saved);
        speech.open(this);
        screenOff.watch(this);
        // Android makes an activity again, with a saved state, after a turn for instance: its link was handed over
        // before.
        if (saved == null) {
            Inbound.take(this, getIntent());
        }
    }

    @Override
    protected void onNewIntent(Intent intent) {
        super.onNewIntent(intent);
        Inbound.take(this, intent);
    }

    @Override
    protected void onStart() {
        // super.onStart tells the Rust side that the code is seen again: what covers it must be known by then.
        calls.watch();
        recording.watch(getWindowManager());
        super.onStart();
        look.watch();
    }

    @Override
    protected void onResume() {
        super.onResume();
        BiometricQuestion.inFront(this);
    }

    @Override
    protected void onStop() {
        BiometricQuestion.gone(this);
        look.rest();
        calls.rest();
        recording.rest(getWindowManager());
        super.onStop();
    }

    @Override
    protected void onDestroy() {
        if (isFinishing()) {
            // Android closes the pages of this task with the activity, so none of them will answer.
            Question.scanEnded(Native.SCAN_CANCELLED, null);
            Question.fileChosen(Native.FILE_CANCELLED, null);
            clipboard.left();
        }
        speech.close();
        screenOff.rest(this);
        // Before super.onDestroy, which waits for the Rust side, whose worker may wait for the answer.
        BiometricQuestion.gone(this);
        super.onDestroy();
    }

    @Override
    public void onConfigurationChanged(Configuration configuration) {
        super.onConfigurationChanged(configuration);
        Bars.follow(this);
        look.tell();
    }

    @Override
    public void onWindowFocusChanged(boolean focused) {
        super.onWindowFocusChanged(focused);
        if (focused) {
            clipboard.focused();
        }
    }

    // ---- pages with an answer

    /** Shows the camera's page; {@link Native#scanEnded} says how it ended. */
    public boolean scan(boolean english) {
        Intent page = new Intent(this, ScanActivity.class).putExtra(ScanActivity.ENGLISH, english);
        return open(Question.SCAN, page, REQUEST_SCAN, () -> Question.scanEnded(Native.SCAN_FAILED, null));
    }

    /** Shows the system's file chooser; {@link Native#fileChosen} says how it ended. */
    public boolean chooseFile() {
        for (String action : new String[] {Intent.ACTION_OPEN_DOCUMENT, Intent.ACTION_GET_CONTENT}) {
            Intent page = new Intent(action).addCategory(Intent.CATEGORY_OPENABLE).setType("image/*");
            // The manifest's queries let this app see who answers to these two.
            if (page.resolveActivity(getPackageManager()) != null) {
                return open(Question.FILE, page, REQUEST_FILE,
                        () -> Question.fileChosen(Native.FILE_UNREADABLE, null));
            }
        }
        return false;
    }

    /** True: an answer will come, from the page or, if Android cannot show the page after all, from `failed`. */
    @SuppressWarnings("deprecation") // what replaces it is in AndroidX
    private boolean open(Question question, Intent page, int request, Runnable failed) {
        if (isFinishing() || isDestroyed()) {
            return false;
        }
        question.ask();
        runOnUiThread(() -> {
            try {
                if (!isFinishing() && !isDestroyed()) {
                    startActivityForResult(page, request);
                    return;
                }
            } catch (ActivityNotFoundException | SecurityException e) {
                // The app that offered the page was removed a moment ago, or does not let other apps open the page.
            }
            failed.run();
        });
        return true;
    }

    @Override
    @SuppressWarnings("deprecation") // what replaces it is in AndroidX
    protected void onActivityResult(int request, int result, Intent data) {
        super.onActivityResult(request, result, data);
        if (request == REQUEST_SCAN) {
            // The camera's page answers by itself. This answer counts only if Android closed the page before that.
            Question.scanEnded(Native.SCAN_CANCELLED, null);
        } else if (request == REQUEST_FILE) {
            Uri file = result == Activity.RESULT_OK && data != null ? data.getData() : null;
            if (file == null) {
                Question.fileChosen(Native.FILE_CANCELLED, null);
            } else if (Question.FILE.fromEarlierProcess()) {
                // While the customer chose a file, Android needed the memory and ended the app's process. The new
                // process takes the file in like a shared picture.
                Inbound.read(getContentResolver(), file);
            } else {
                Thread reader = new Thread(() -> fileChosen(file), "skts-file");
                reader.setDaemon(true);
                reader.start();
            }
        }
    }

    private void fileChosen(Uri file) {
        try {
            byte[] bytes = Bytes.of(getContentResolver(), file);
            try {
                Question.fileChosen(Native.FILE_CHOSEN, bytes);
            } finally {
                Bytes.wipe(bytes);
            }
        } catch (IOException e) {
            Question.fileChosen(Native.FILE_UNREADABLE, null);
        }
    }

    // ---- services

    /** Shows the system's page about this app, where a permission that was refused can be given. */
    public void openPermissions() {
        Uri self = Uri.fromParts("package", getPackageName(), null);
        Intent page = new Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, self);
        runOnUiThread(() -> {
            try {
                startActivity(page);
            } catch (ActivityNotFoundException | SecurityException e) {
                // This device has no such page. The app's own words name the way through the settings, too.
            }
        });
    }

    public boolean copy(String text, boolean sensitive) {
        return clipboard.copy(text, sensitive);
    }

    public void clearCopied() {
        clipboard.clear();
    }

    public byte[] clipboardPicture() {
        return clipboard.picture(getContentResolver());
    }

    public String clipboardText() {
        return clipboard.text();
    }

    /** Before Android 10 every app may read the clipboard at any time, so no code is put there. */
    public boolean canCopyCodes() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q;
    }

    public boolean canSpeak() {
        return speech.ready();
    }

    /** The text has its pauses already; no voice makes a number of it. */
    public void speak(String text, boolean english) {
        speech.speak(text, english);
    }

    /** One of {@link Native}'s touches; the system decides whether the hand feels it. */
    public void feel(int touch) {
        runOnUiThread(() -> getWindow().getDecorView().performHapticFeedback(effect(touch)));
    }

    private static int effect(int touch) {
        boolean named = Build.VERSION.SDK_INT >= Build.VERSION_CODES.R;
        if (touch == Native.TOUCH_DONE) {
            return named ? HapticFeedbackConstants.CONFIRM : HapticFeedbackConstants.VIRTUAL_KEY;
        }
        if (touch == Native.TOUCH_REFUSED) {
            return named ? HapticFeedbackConstants.REJECT : HapticFeedbackConstants.LONG_PRESS;
        }
        return HapticFeedbackConstants.KEYBOARD_TAP;
    }

    public void guardScreen() {
        runOnUiThread(() -> Guard.window(getWindow()));
    }

    public boolean canTellCalls() {
        return calls.canTell();
    }

    /** One of AudioManager's modes. */
    public int audioMode() {
        return calls.mode();
    }

    public boolean isRecorded() {
        return recording.isRecorded();
    }

    public boolean canTellRecording() {
        return Recording.canTell();
    }

    /** Whether the device's system bears plain signs of having been changed. */
    public boolean isWeak() {
        return WeakDevice.hasSigns();
    }

    /** Whether the customer has the system set its clock by a network's. Every app may read that switch. */
    public boolean setsClock() {
        return Settings.Global.getInt(getContentResolver(), Settings.Global.AUTO_TIME, 0) == 1;
    }

    public boolean hasCamera() {
        return getPackageManager().hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY);
    }

    /** The language of the system, or the one chosen for this app in the system's settings. BCP 47. */
    public String language() {
        return Look.language(this);
    }
}
