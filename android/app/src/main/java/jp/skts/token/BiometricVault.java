package jp.skts.token;

import android.annotation.TargetApi;
import android.app.Activity;
import android.content.Context;
import android.hardware.biometrics.BiometricManager;
import android.hardware.fingerprint.FingerprintManager;
import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.KeyProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Secrets behind the customer's face or finger. Each is sealed as in {@link KeyVault}, under a key that AndroidKeyStore lets work
 * once for each face or finger that it has recognised itself, and that it destroys when another one is enrolled. What
 * Android's question answers to the app opens nothing: the key does.
 *
 * <p>Called by the Rust side, on worker threads. {@link #store} and {@link #load} wait for a person.
 */
public final class BiometricVault {
    /** Whether a secret can be stored. */
    public static final int READY = 0;
    public static final int NOT_ENROLLED = 1;
    public static final int ABSENT = 2;

    private static final String ALIAS = "skts-biometric.";
    /** Before the id, in the name of the file and in what is authenticated: no file of {@link KeyVault} passes for one of these. */
    private static final String NAME = "biometric/";

    /** A key of this device's StrongBox did not work after a face or a finger was recognised: the next one is made outside. */
    private static volatile boolean strongBoxFailed;

    private BiometricVault() {}

    /** One of the three numbers above. Asks nobody. */
    public static int readiness(Context context) {
        try {
            return Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q ? managed(context) : fingers(context);
        } catch (RuntimeException e) {
            return ABSENT;
        }
    }

    @TargetApi(Build.VERSION_CODES.Q)
    @SuppressWarnings("deprecation") // all there is on API 29
    private static int managed(Context context) {
        BiometricManager manager = context.getSystemService(BiometricManager.class);
        if (manager == null) {
            return ABSENT;
        }
        int said = Build.VERSION.SDK_INT >= Build.VERSION_CODES.R
                ? manager.canAuthenticate(BiometricManager.Authenticators.BIOMETRIC_STRONG)
                : manager.canAuthenticate();
        switch (said) {
            case BiometricManager.BIOMETRIC_SUCCESS:
                return READY;
            case BiometricManager.BIOMETRIC_ERROR_NONE_ENROLLED:
                return NOT_ENROLLED;
            default:
                return ABSENT;
        }
    }

    @SuppressWarnings("deprecation") // all there is before API 29
    private static int fingers(Context context) {
        FingerprintManager manager = context.getSystemService(FingerprintManager.class);
        if (manager == null || !manager.isHardwareDetected()) {
            return ABSENT;
        }
        return manager.hasEnrolledFingerprints() ? READY : NOT_ENROLLED;
    }

    /**
     * Asks for a face or a finger, and replaces the secret of the id. If that fails, the old secret is still there, unless its
     * key was destroyed before.
     */
    public static void store(Activity activity, String id, byte[] secret, boolean english) throws KeyVaultException {
        try {
            if (readiness(activity) != READY) {
                throw new KeyVaultException(KeyVaultException.UNAVAILABLE);
            }
            VaultFile file = file(activity, id);
            // As in KeyVault: a key that works is used again, so that the old secret stays if the question is closed.
            SecretKey key = file.read() == null ? null : KeyVault.steadyKey(ALIAS + id);
            Cipher cipher;
            try {
                cipher = key == null ? sealAnew(activity, id) : KeyVault.sealing(key);
            } catch (KeyPermanentlyInvalidatedException e) {
                cipher = sealAnew(activity, id);
            }
            BiometricQuestion.ask(activity, cipher, BiometricQuestion.STORE, english);
            file.write(sealed(cipher, id, secret));
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw KeyVault.failure(activity, e);
        }
    }

    private static byte[] sealed(Cipher cipher, String id, byte[] secret) throws GeneralSecurityException {
        try {
            return KeyVault.seal(cipher, NAME + id, secret);
        } catch (GeneralSecurityException | ProviderException e) {
            // Some StrongBoxes make keys that they cannot use. A second question would be one too many.
            strongBoxFailed = true;
            throw e;
        }
    }

    /** Asks for a face or a finger. The caller overwrites the secret. What can never be opened again is deleted. */
    public static byte[] load(Activity activity, String id, boolean english) throws KeyVaultException {
        try {
            return open(activity, id, english);
        } catch (KeyVaultException e) {
            throw buried(activity, id, e);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw buried(activity, id, KeyVault.failure(activity, e));
        }
    }

    private static byte[] open(Activity activity, String id, boolean english)
            throws KeyVaultException, GeneralSecurityException, IOException {
        byte[] sealed = file(activity, id).read();
        if (sealed == null) {
            throw new KeyVaultException(KeyVaultException.NO_ENTRY);
        }
        SecretKey key = KeyVault.steadyKey(ALIAS + id);
        if (key == null || !KeyVault.isWhole(sealed)) {
            throw new KeyVaultException(KeyVaultException.INVALIDATED);
        }
        Cipher cipher = KeyVault.opening(key, sealed);
        BiometricQuestion.ask(activity, cipher, BiometricQuestion.LOAD, english);
        return KeyVault.open(cipher, NAME + id, sealed);
    }

    private static KeyVaultException buried(Activity activity, String id, KeyVaultException why) {
        if (why.code == KeyVaultException.INVALIDATED) {
            try {
                delete(activity, id);
            } catch (KeyVaultException e) {
                // What stays is opened by nobody.
            }
        }
        return why;
    }

    /** Asks nobody, and succeeds where there is nothing. */
    public static void delete(Context context, String id) throws KeyVaultException {
        try {
            // The file before the key, as in KeyVault.
            file(context, id).delete();
            KeyVault.delete(ALIAS + id);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw KeyVault.failure(context, e);
        }
    }

    private static VaultFile file(Context context, String id) {
        return new VaultFile(context, NAME + id);
    }

    /** A cipher under a new key, which has the place of a key that is there. */
    private static Cipher sealAnew(Context context, String id) throws GeneralSecurityException {
        if (!strongBoxFailed) {
            try {
                return KeyVault.sealing(KeyVault.generate(context, () -> spec(id)));
            } catch (GeneralSecurityException | ProviderException e) {
                // Some StrongBoxes make keys that they cannot use: the next key is made outside of it.
            }
        }
        return KeyVault.sealing(KeyVault.generate(spec(id).build()));
    }

    private static KeyGenParameterSpec.Builder spec(String id) {
        KeyGenParameterSpec.Builder spec = KeyVault.plainSpec(ALIAS + id)
                .setUserAuthenticationRequired(true)
                .setInvalidatedByBiometricEnrollment(true);
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.R ? strong(spec) : each(spec);
    }

    /** One face or finger of the strongest class for each use, and no screen lock in their place. */
    @TargetApi(Build.VERSION_CODES.R)
    private static KeyGenParameterSpec.Builder strong(KeyGenParameterSpec.Builder spec) {
        return spec.setUserAuthenticationParameters(0, KeyProperties.AUTH_BIOMETRIC_STRONG);
    }

    /** The same before API 30, where a key without a validity in seconds wants a face or a finger for each use. */
    @SuppressWarnings("deprecation") // all there is before API 30
    private static KeyGenParameterSpec.Builder each(KeyGenParameterSpec.Builder spec) {
        return spec.setUserAuthenticationValidityDurationSeconds(-1);
    }
}
