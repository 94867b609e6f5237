package jp.skts.token;

import android.annotation.TargetApi;
import android.app.Activity;
import android.content.Context;
import android.content.res.Configuration;
import android.hardware.biometrics.BiometricManager;
import android.hardware.biometrics.BiometricPrompt;
import android.hardware.fingerprint.FingerprintManager;
import android.os.Build;
import android.os.CancellationSignal;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Cipher;

/**
 * One question for a face or a finger, about one cipher. A worker waits; Android's question is shown and answered on the main
 * thread. There is at most one in the process, and none outlives the sight of its activity.
 */
final class BiometricQuestion {
    /** What is asked for. */
    static final int LOAD = 0;
    static final int STORE = 1;

    /** How long a question waits for its activity to come to the front, in milliseconds: the app may ask as it starts. */
    private static final long PATIENCE = 1_000;

    /** Android's numbers are below this one; those of a phone's maker are not, and have no meaning here. */
    private static final int VENDORS = 20;

    private static final int RECOGNISED = 0;

    private static final Object LOCK = new Object();
    /** Guarded by LOCK: the activity in front, and the question that is open. */
    private static Activity front;
    private static BiometricQuestion open;

    private final Activity activity;
    private final Cipher cipher;
    private final int what;
    private final Context words;
    private final CancellationSignal end = new CancellationSignal();
    private final CountDownLatch answered = new CountDownLatch(1);
    private FingerDialog dialog;
    private int answer;

    private BiometricQuestion(Activity activity, Cipher cipher, int what, boolean english) {
        this.activity = activity;
        this.cipher = cipher;
        this.what = what;
        // The question speaks the app's language, which may not be the system's.
        Configuration here = new Configuration(activity.getResources().getConfiguration());
        here.setLocale(english ? Locale.ENGLISH : Locale.JAPANESE);
        words = activity.createConfigurationContext(here);
    }

    // ---- the activity, on the main thread

    /** An older activity's question ends: the older one still holds the vault, and its worker waits. */
    static void inFront(Activity activity) {
        BiometricQuestion asked;
        synchronized (LOCK) {
            front = activity;
            asked = open;
            LOCK.notifyAll();
        }
        if (asked != null && asked.activity != activity) {
            asked.answer(KeyVaultException.CANCELLED);
        }
    }

    /** The activity is not seen any more: its question is answered by nobody. */
    static void gone(Activity activity) {
        BiometricQuestion asked;
        synchronized (LOCK) {
            front = front == activity ? null : front;
            asked = open;
        }
        if (asked != null && asked.activity == activity) {
            asked.answer(KeyVaultException.CANCELLED);
        }
    }

    // ---- the worker

    /** Returns when a face or a finger was recognised and the cipher may be used once; throws why it may not. */
    static void ask(Activity activity, Cipher cipher, int what, boolean english) throws KeyVaultException {
        BiometricQuestion question = new BiometricQuestion(activity, cipher, what, english);
        int answer = question.begins() ? question.await() : KeyVaultException.CANCELLED;
        if (answer != RECOGNISED) {
            throw new KeyVaultException(answer);
        }
    }

    private boolean begins() {
        synchronized (LOCK) {
            try {
                if (front != activity) {
                    LOCK.wait(PATIENCE);
                }
            } catch (InterruptedException e) {
                return false;
            }
            if (front != activity || open != null) {
                return false;
            }
            open = this;
            return true;
        }
    }

    private int await() {
        activity.runOnUiThread(this::show);
        try {
            answered.await();
        } catch (InterruptedException e) {
            activity.runOnUiThread(() -> answer(KeyVaultException.CANCELLED));
            return KeyVaultException.CANCELLED;
        } finally {
            synchronized (LOCK) {
                open = null;
            }
        }
        return answer;
    }

    // ---- the question, on the main thread

    private void show() {
        if (answered.getCount() == 0) {
            return; // the activity has gone since
        }
        try {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
                showPrompt();
            } else {
                showFingers();
            }
        } catch (RuntimeException e) {
            // A device whose system lacks what its version promises.
            answer(KeyVaultException.OTHER);
        }
    }

    @TargetApi(Build.VERSION_CODES.P)
    private void showPrompt() {
        BiometricPrompt.Builder prompt = new BiometricPrompt.Builder(activity)
                .setTitle(title())
                .setNegativeButton(
                        no(), activity.getMainExecutor(), (dialog, button) -> answer(KeyVaultException.CANCELLED));
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            prompt.setAllowedAuthenticators(BiometricManager.Authenticators.BIOMETRIC_STRONG);
        }
        BiometricPrompt.CryptoObject use = new BiometricPrompt.CryptoObject(cipher);
        prompt.build().authenticate(use, end, activity.getMainExecutor(), new BiometricPrompt.AuthenticationCallback() {
            @Override
            public void onAuthenticationSucceeded(BiometricPrompt.AuthenticationResult result) {
                answer(RECOGNISED);
            }

            @Override
            public void onAuthenticationError(int why, CharSequence text) {
                answer(refused(why));
            }
        });
    }

    /** Android 8 has no window of its own for the question. */
    @SuppressWarnings("deprecation") // all there is before API 28
    private void showFingers() {
        FingerprintManager fingers = activity.getSystemService(FingerprintManager.class);
        dialog = new FingerDialog(activity, words, title(), no(), () -> answer(KeyVaultException.CANCELLED));
        FingerprintManager.CryptoObject use = new FingerprintManager.CryptoObject(cipher);
        fingers.authenticate(use, end, 0, new FingerprintManager.AuthenticationCallback() {
            @Override
            public void onAuthenticationSucceeded(FingerprintManager.AuthenticationResult result) {
                answer(RECOGNISED);
            }

            @Override
            public void onAuthenticationError(int why, CharSequence text) {
                answer(refused(why));
            }

            @Override
            public void onAuthenticationFailed() {
                dialog.again();
            }

            @Override
            public void onAuthenticationHelp(int why, CharSequence text) {
                // The system's own text is in the system's language.
                dialog.again();
            }
        }, null);
    }

    private static int refused(int why) {
        boolean known = why > 0 && why < VENDORS;
        return known ? KeyVaultException.ASKED + why : KeyVaultException.OTHER;
    }

    private String title() {
        return words.getString(what == LOAD ? R.string.biometric_load : R.string.biometric_store);
    }

    private String no() {
        return words.getString(what == LOAD ? R.string.biometric_passcode : R.string.biometric_cancel);
    }

    /** The first answer counts. */
    private void answer(int how) {
        if (answered.getCount() == 0) {
            return;
        }
        answer = how;
        answered.countDown();
        if (how != RECOGNISED) {
            // Where nobody answered, Android still waits for a face or a finger.
            end.cancel();
        }
        if (dialog != null) {
            dialog.close();
        }
    }
}
