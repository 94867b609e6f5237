package jp.skts.token;

import android.annotation.TargetApi;
import android.app.KeyguardManager;
import android.content.Context;
import android.content.pm.PackageManager;
import android.os.Build;
import android.os.SystemClock;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyInfo;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.KeyProperties;
import android.security.keystore.UserNotAuthenticatedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Secrets at rest. Each is sealed with AES-256-GCM under a key of its own, which AndroidKeyStore made and
 * never gives out. The ciphertext is in a private file outside of every backup; its associated data is the secret's
 * id, so that no file passes for another. Only {@link #delete} deletes anything.
 *
 * <p>Called by the Rust side, on worker threads.
 */
public final class KeyVault {
    /** What holds a key, as read back from it. */
    public static final int LEVEL_UNKNOWN = 0;
    public static final int LEVEL_SOFTWARE = 1;
    public static final int LEVEL_TRUSTED_ENVIRONMENT = 2;
    public static final int LEVEL_STRONGBOX = 3;

    static final String CIPHER = "AES/GCM/NoPadding";

    private static final String PROVIDER = "AndroidKeyStore";
    private static final String ALIAS = "skts-token.";

    /** Format of the file: this byte, nonce, ciphertext with its tag. */
    private static final byte VERSION = 1;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /** How long to wait before a keystore is asked again, in milliseconds. */
    private static final long PAUSE = 100;

    private KeyVault() {}

    /** The caller overwrites the secret. */
    public static synchronized byte[] load(Context context, String id) throws KeyVaultException {
        try {
            byte[] sealed = new VaultFile(context, id).read();
            if (sealed == null) {
                throw new KeyVaultException(KeyVaultException.NO_ENTRY);
            }
            SecretKey key = steadyKey(ALIAS + id);
            if (key == null || !isWhole(sealed)) {
                throw new KeyVaultException(KeyVaultException.INVALIDATED);
            }
            return open(opening(key, sealed), id, sealed);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw failure(context, e);
        }
    }

    /** Replaces the secret of the id. If that fails, the old secret is still there. */
    public static synchronized void store(Context context, String id, byte[] secret) throws KeyVaultException {
        try {
            VaultFile file = new VaultFile(context, id);
            // A key that works is used again: if writing failed under a new key, the old secret would be lost with
            // the old key.
            SecretKey key = file.read() == null ? null : steadyKey(ALIAS + id);
            byte[] sealed;
            try {
                sealed = key == null ? sealAnew(context, id, secret) : seal(key, id, secret);
            } catch (KeyPermanentlyInvalidatedException e) {
                // The old secret is lost already: its key is gone.
                sealed = sealAnew(context, id, secret);
            }
            file.write(sealed);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw failure(context, e);
        }
    }

    public static synchronized void delete(Context context, String id) throws KeyVaultException {
        try {
            // The file is deleted before the key: if the process ends in between, a key without a file is left. A file
            // without a key would look like a token whose key was lost.
            new VaultFile(context, id).delete();
            delete(ALIAS + id);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw failure(context, e);
        }
    }

    /** What holds the id's key, as AndroidKeyStore says of the key itself. */
    public static synchronized int level(Context context, String id) {
        try {
            SecretKey key = key(ALIAS + id);
            if (key == null) {
                return LEVEL_UNKNOWN;
            }
            KeyInfo info = (KeyInfo) SecretKeyFactory.getInstance(key.getAlgorithm(), PROVIDER)
                    .getKeySpec(key, KeyInfo.class);
            return Build.VERSION.SDK_INT >= Build.VERSION_CODES.S ? level(info.getSecurityLevel()) : oldLevel(info);
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return LEVEL_UNKNOWN;
        }
    }

    private static int level(int said) {
        switch (said) {
            case KeyProperties.SECURITY_LEVEL_STRONGBOX:
                return LEVEL_STRONGBOX;
            case KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT:
            case KeyProperties.SECURITY_LEVEL_UNKNOWN_SECURE:
                return LEVEL_TRUSTED_ENVIRONMENT;
            case KeyProperties.SECURITY_LEVEL_SOFTWARE:
                return LEVEL_SOFTWARE;
            default:
                return LEVEL_UNKNOWN;
        }
    }

    @SuppressWarnings("deprecation") // all there is before API 31
    private static int oldLevel(KeyInfo info) {
        return info.isInsideSecureHardware() ? LEVEL_TRUSTED_ENVIRONMENT : LEVEL_SOFTWARE;
    }

    private static KeyStore keystore() throws GeneralSecurityException, IOException {
        KeyStore keystore = KeyStore.getInstance(PROVIDER);
        keystore.load(null);
        return keystore;
    }

    private static SecretKey key(String alias) throws GeneralSecurityException, IOException {
        return (SecretKey) keystore().getKey(alias, null);
    }

    static void delete(String alias) throws GeneralSecurityException, IOException {
        keystore().deleteEntry(alias);
    }

    /** A keystore may fail for a moment and then answer as it does for a lost key: so it is asked once more. */
    static SecretKey steadyKey(String alias) throws GeneralSecurityException, IOException {
        try {
            SecretKey key = key(alias);
            if (key != null) {
                return key;
            }
        } catch (UnrecoverableKeyException | ProviderException e) {
            // The second answer counts.
        }
        SystemClock.sleep(PAUSE);
        return key(alias);
    }

    private static byte[] seal(SecretKey key, String id, byte[] secret) throws GeneralSecurityException {
        return seal(sealing(key), id, secret);
    }

    static Cipher sealing(SecretKey key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(Cipher.ENCRYPT_MODE, key); // the keystore chooses the nonce
        return cipher;
    }

    static byte[] seal(Cipher cipher, String id, byte[] secret) throws GeneralSecurityException {
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        byte[] ciphertext = cipher.doFinal(secret);
        byte[] nonce = cipher.getIV();
        if (nonce.length != NONCE) {
            throw new ProviderException("a nonce of another length");
        }
        return ByteBuffer.allocate(1 + NONCE + ciphertext.length).put(VERSION).put(nonce).put(ciphertext).array();
    }

    /** Whether a file has the format that this class writes. */
    static boolean isWhole(byte[] sealed) {
        return sealed.length >= 1 + NONCE + TAG && sealed[0] == VERSION;
    }

    static Cipher opening(SecretKey key, byte[] sealed) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, sealed, 1, NONCE));
        return cipher;
    }

    static byte[] open(Cipher cipher, String id, byte[] sealed) throws GeneralSecurityException {
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
    }

    /** Seals under a new key, and opens once what was sealed: some StrongBoxes make keys that they cannot use. */
    private static byte[] sealAnew(Context context, String id, byte[] secret) throws GeneralSecurityException {
        try {
            return sealAndOpen(generate(context, () -> spec(id)), id, secret);
        } catch (GeneralSecurityException | ProviderException e) {
            if (isLocked(context)) {
                throw e;
            }
            // No stored secret is sealed under this key: the next key may take its place.
            return sealAndOpen(generate(spec(id).build()), id, secret);
        }
    }

    private static byte[] sealAndOpen(SecretKey key, String id, byte[] secret) throws GeneralSecurityException {
        byte[] sealed = seal(key, id, secret);
        Bytes.wipe(open(opening(key, sealed), id, sealed));
        return sealed;
    }

    /** In StrongBox where the device has one that works. */
    static SecretKey generate(Context context, Supplier<KeyGenParameterSpec.Builder> spec) throws GeneralSecurityException {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P
                && context.getPackageManager().hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)) {
            try {
                return generate(inStrongBox(spec.get()).build());
            } catch (ProviderException e) {
                // StrongBoxUnavailableException, or a StrongBox that does not do what it promised.
            }
        }
        return generate(spec.get().build());
    }

    static SecretKey generate(KeyGenParameterSpec spec) throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER);
        generator.init(spec);
        return generator.generateKey();
    }

    /** A key for AES-256-GCM, whose nonces the keystore chooses. */
    static KeyGenParameterSpec.Builder plainSpec(String alias) {
        return new KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT)
                .setKeySize(256)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .setRandomizedEncryptionRequired(true);
    }

    private static KeyGenParameterSpec.Builder spec(String id) {
        KeyGenParameterSpec.Builder spec = plainSpec(ALIAS + id);
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.VANILLA_ICE_CREAM ? whileUnlocked(spec) : spec;
    }

    /**
     * Android 12 to 14 delete such keys when the customer removes the screen lock, and make none where there
     * is no screen lock (documented with the method). An older Android may be updated to one of these. The customer's
     * token would be lost, so such keys are made from Android 15 on.
     */
    @TargetApi(Build.VERSION_CODES.P)
    private static KeyGenParameterSpec.Builder whileUnlocked(KeyGenParameterSpec.Builder spec) {
        return spec.setUnlockedDeviceRequired(true);
    }

    @TargetApi(Build.VERSION_CODES.P)
    private static KeyGenParameterSpec.Builder inStrongBox(KeyGenParameterSpec.Builder spec) {
        return spec.setIsStrongBoxBacked(true);
    }

    // ---- what went wrong, without the secret that it was about

    static KeyVaultException failure(Context context, Exception e) {
        return new KeyVaultException(code(context, e));
    }

    private static int code(Context context, Exception e) {
        if (e instanceof IOException) {
            return KeyVaultException.FILE;
        }
        if (has(e, KeyPermanentlyInvalidatedException.class) || has(e, AEADBadTagException.class)) {
            return KeyVaultException.INVALIDATED;
        }
        // A locked device comes before every other explanation: it will be unlocked, and until then no key may look
        // lost.
        if (has(e, UserNotAuthenticatedException.class) || isLocked(context)) {
            return KeyVaultException.LOCKED;
        }
        int said = Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU ? said(e) : 0;
        if (said != 0) {
            return said == android.security.KeyStoreException.ERROR_USER_AUTHENTICATION_REQUIRED
                    ? KeyVaultException.LOCKED
                    : KeyVaultException.OTHER + said;
        }
        if (has(e, UnrecoverableKeyException.class)) {
            return KeyVaultException.INVALIDATED;
        }
        if (e instanceof KeyStoreException
                || e instanceof NoSuchAlgorithmException
                || e instanceof NoSuchProviderException) {
            return KeyVaultException.UNAVAILABLE;
        }
        return KeyVaultException.OTHER;
    }

    private static boolean has(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLocked(Context context) {
        KeyguardManager keyguard = context.getSystemService(KeyguardManager.class);
        return keyguard != null && keyguard.isDeviceLocked();
    }

    /** Android's number for a failure that leaves the key valid. 0: Android gave none. */
    @TargetApi(Build.VERSION_CODES.TIRAMISU)
    private static int said(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof android.security.KeyStoreException) {
                int number = ((android.security.KeyStoreException) cause).getNumericErrorCode();
                boolean end = number == android.security.KeyStoreException.ERROR_KEY_CORRUPTED
                        || number == android.security.KeyStoreException.ERROR_KEY_DOES_NOT_EXIST;
                return end ? 0 : number;
            }
        }
        return 0;
    }
}
