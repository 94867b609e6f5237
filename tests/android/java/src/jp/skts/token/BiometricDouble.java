package jp.skts.token;

import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.robolectric.shadows.ShadowDialog.getLatestDialog;

import android.app.AlertDialog;
import android.content.DialogInterface;
import android.hardware.biometrics.BiometricManager;
import android.hardware.biometrics.BiometricPrompt;
import android.hardware.fingerprint.FingerprintManager;
import android.os.Build;
import android.os.CancellationSignal;
import android.os.Handler;
import java.util.concurrent.Executor;
import javax.crypto.Cipher;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.annotation.RealObject;
import org.robolectric.util.ReflectionHelpers;

/** The device's recognition of faces and fingers, and the customer before it. */
final class BiometricDouble {
    /** BiometricManager's answer. Android 8 has the two that FingerprintManager tells apart. */
    static int can;
    /** What was asked for when Android told. */
    static int asked;
    static int authenticators;

    /** Who hears the customer's answer; it hears on after the first one, as the system's mistakes are not the app's. */
    private static Object callback;
    private static boolean open;
    private static CancellationSignal end;
    private static Object prompt;
    /** What the question is about. */
    private static FakeCipher use;

    private BiometricDouble() {}

    static void install() {
        can = BiometricManager.BIOMETRIC_SUCCESS;
        asked = 0;
        authenticators = 0;
        callback = null;
        open = false;
        end = null;
        prompt = null;
        FakeCipher.waiting = null;
    }

    static boolean isOpen() {
        return open && !end.isCanceled();
    }

    static boolean wasTakenBack() {
        return end.isCanceled();
    }

    private static boolean prompts() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.P;
    }

    static String title() {
        if (prompts()) {
            return String.valueOf(((BiometricPrompt) prompt).getTitle());
        }
        int title = dialog().getContext().getResources().getIdentifier("alertTitle", "id", "android");
        return String.valueOf(((android.widget.TextView) dialog().findViewById(title)).getText());
    }

    static String no() {
        return String.valueOf(prompts() ? ((BiometricPrompt) prompt).getNegativeButtonText()
                : dialog().getButton(DialogInterface.BUTTON_NEGATIVE).getText());
    }

    static AlertDialog dialog() {
        return (AlertDialog) getLatestDialog();
    }

    // ---- what the customer does

    static void recognise() {
        use.recognise();
        claim();
    }

    /** The system tells the app so, and the keystore knows of nothing. */
    static void claim() {
        open = false;
        if (prompts()) {
            ((BiometricPrompt.AuthenticationCallback) callback).onAuthenticationSucceeded(null);
        } else {
            ((FingerprintManager.AuthenticationCallback) callback).onAuthenticationSucceeded(null);
        }
    }

    /** Another finger, or half of one: Android asks on. */
    static void mistake() {
        if (prompts()) {
            ((BiometricPrompt.AuthenticationCallback) callback).onAuthenticationFailed();
            ((BiometricPrompt.AuthenticationCallback) callback).onAuthenticationHelp(1, "partial");
        } else {
            ((FingerprintManager.AuthenticationCallback) callback).onAuthenticationFailed();
            ((FingerprintManager.AuthenticationCallback) callback).onAuthenticationHelp(1, "partial");
        }
    }

    static void refuse(int why) {
        open = false;
        if (prompts()) {
            ((BiometricPrompt.AuthenticationCallback) callback).onAuthenticationError(why, "why");
        } else {
            ((FingerprintManager.AuthenticationCallback) callback).onAuthenticationError(why, "why");
        }
    }

    static void pressNo() {
        open = false;
        if (prompts()) {
            Object button = ReflectionHelpers.getField(prompt, "mNegativeButtonInfo");
            Executor executor = ReflectionHelpers.getField(button, "executor");
            DialogInterface.OnClickListener listener = ReflectionHelpers.getField(button, "listener");
            executor.execute(() -> listener.onClick(null, DialogInterface.BUTTON_NEGATIVE));
        } else {
            dialog().getButton(DialogInterface.BUTTON_NEGATIVE).performClick();
        }
    }

    private static void ask(Cipher cipher, CancellationSignal signal, Object heard) {
        assertNotNull("a question without a cipher opens nothing, and proves nothing", cipher);
        use = FakeCipher.waiting;
        asked++;
        callback = heard;
        open = true;
        end = signal;
    }

    // ---- Android's classes

    /** From Android 9 on the system asks in a window of its own. */
    @Implements(value = BiometricPrompt.class, minSdk = Build.VERSION_CODES.P)
    public static final class Prompt {
        @RealObject private BiometricPrompt real;

        @Implementation
        protected void authenticate(BiometricPrompt.CryptoObject use, CancellationSignal signal, Executor executor,
                BiometricPrompt.AuthenticationCallback heard) {
            prompt = real;
            authenticators = real.getAllowedAuthenticators();
            ask(use.getCipher(), signal, heard);
        }
    }

    @Implements(value = BiometricManager.class, minSdk = Build.VERSION_CODES.Q)
    public static final class Manager {
        @Implementation
        protected int canAuthenticate() {
            return can;
        }

        @Implementation
        protected int canAuthenticate(int kinds) {
            authenticators = kinds;
            return can;
        }
    }

    /** Android 8 leaves the window to the app. */
    @Implements(FingerprintManager.class)
    public static final class Fingers {
        @Implementation
        protected boolean isHardwareDetected() {
            return can != BiometricManager.BIOMETRIC_ERROR_NO_HARDWARE;
        }

        @Implementation
        protected boolean hasEnrolledFingerprints() {
            return can == BiometricManager.BIOMETRIC_SUCCESS;
        }

        @Implementation
        protected void authenticate(FingerprintManager.CryptoObject use, CancellationSignal signal, int flags,
                FingerprintManager.AuthenticationCallback heard, Handler handler) {
            assertNull("the main thread", handler);
            ask(use.getCipher(), signal, heard);
        }
    }
}
