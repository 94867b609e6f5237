package jp.skts.token;

/**
 * Why a secret could not be had: a number and nothing else, for the exception that caused this one may hold the
 * secret.
 */
public final class KeyVaultException extends Exception {
    public static final int NO_ENTRY = 1;

    /** The ciphertext is there, but its key is gone or does not open it. */
    public static final int INVALIDATED = 2;

    /** The device is locked. */
    public static final int LOCKED = 3;

    /** There is no AndroidKeyStore. */
    public static final int UNAVAILABLE = 4;

    /** Of {@link BiometricVault} alone: the question for a face or a finger was closed, or nobody could see it. */
    public static final int CANCELLED = 5;

    /**
     * Of {@link BiometricVault} alone: the question ended without a face or a finger. Android's number for the reason is added:
     * BiometricPrompt's BIOMETRIC_ERROR_ constants, all below 20, and FingerprintManager has the same.
     */
    public static final int ASKED = 50;

    /** The private file could not be read or written. */
    public static final int FILE = 99;

    /** Every other failure. From API 33 on, Android's own number is added: all numbers above this one are such sums. */
    public static final int OTHER = 100;

    private static final long serialVersionUID = 1;

    public final int code;

    KeyVaultException(int code) {
        super("key vault: " + code, null, false, true);
        this.code = code;
    }
}
