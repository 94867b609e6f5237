package jp.skts.token;

import android.content.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In memory; one id fails in every way, one after the other. */
public final class KeyVault {
    private static final String FAILING = "09".repeat(16);
    private static final Map<String, byte[]> STORED = new HashMap<>();

    /** Every array that Rust got or gave. */
    static final List<byte[]> LENT = new ArrayList<>();

    static int failures;

    private KeyVault() {}

    public static byte[] load(Context context, String id) throws KeyVaultException {
        context.getApplicationContext();
        if (id.equals(FAILING)) {
            failures++;
            switch (failures) {
                case 5: throw new KeyVaultException(100);
                case 6: throw new IllegalStateException("not ours");
                case 7: return null;
                case 8: return new byte[5000];
                default: throw new KeyVaultException(failures);
            }
        }
        byte[] secret = STORED.get(id);
        if (secret == null) {
            throw new KeyVaultException(1);
        }
        byte[] copy = secret.clone();
        LENT.add(copy);
        return copy;
    }

    public static void store(Context context, String id, byte[] secret) throws KeyVaultException {
        LENT.add(secret);
        if (id.equals(FAILING)) {
            throw new KeyVaultException(3);
        }
        STORED.put(id, secret.clone());
    }

    public static void delete(Context context, String id) throws KeyVaultException {
        if (STORED.remove(id) == null) {
            throw new KeyVaultException(1);
        }
    }

    public static int level(Context context, String id) {
        return 3;
    }
}
