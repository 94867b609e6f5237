package jp.skts.token;
/** A device that recognises nobody. */
public final class BiometricVault {
    public static int readiness(android.content.Context context) { return 2; }
    public static byte[] load(android.app.Activity activity, String id, boolean english) throws KeyVaultException { throw new KeyVaultException(4); }
    public static void store(android.app.Activity activity, String id, byte[] secret, boolean english) throws KeyVaultException { throw new KeyVaultException(4); }
    public static void delete(android.content.Context context, String id) {}
}
