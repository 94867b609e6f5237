package jp.skts.token;

import android.app.Activity;
import android.content.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** In memory; one id fails in every way, one after the other. */
public final class BiometricVault {
    private static final String FAILING = "09".repeat(16);
    private static final Map<String, byte[]> STORED = new HashMap<>();

    /** Every array that Rust got or gave. */
    static final List<byte[]> LENT = new ArrayList<>();

    /** In which languages the customer was asked. */
    static final List<Boolean> ENGLISH = new ArrayList<>();

    static int failures;
    static int asked;

    private BiometricVault() {}

    static void reset() {
        LENT.clear();
        ENGLISH.clear();
        failures = 0;
        asked = 0;
    }

    public static int readiness(Context context) {
        context.getApplicationContext();
        if (++asked % 4 == 0) {
            throw new IllegalStateException("not ours");
        }
        return asked % 4 - 1;
    }

    public static byte[] load(Activity activity, String id, boolean english) throws KeyVaultException {
        activity.seen();
        ENGLISH.add(english);
        if (id.equals(FAILING)) {
            switch (++failures) {
                case 6: throw new KeyVaultException(57);
                case 7: throw new IllegalStateException("not ours");
                case 8: return null;
                case 9: {
                    failures = 0;
                    byte[] long_ = new byte[33];
                    java.util.Arrays.fill(long_, (byte) 1);
                    LENT.add(long_);
                    return long_;
                }
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

    public static void store(Activity activity, String id, byte[] secret, boolean english) throws KeyVaultException {
        activity.seen();
        ENGLISH.add(english);
        LENT.add(secret);
        if (id.equals(FAILING)) {
            throw new KeyVaultException(5);
        }
        STORED.put(id, secret.clone());
    }

    public static void delete(Context context, String id) throws KeyVaultException {
        if (STORED.remove(id) == null) {
            throw new KeyVaultException(100);
        }
    }
}
