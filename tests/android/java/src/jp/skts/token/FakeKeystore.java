package jp.skts.token;

import android.os.Build;
import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyInfo;
import android.security.keystore.KeyProperties;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.SecretKeySpec;
import org.robolectric.util.ReflectionHelpers;

/**
 * AndroidKeyStore as a provider of the JVM, and as strict: keys have no bytes, the nonce is the keystore's,
 * a key does only what it was made for. The state is the device's, and the tests change it.
 */
final class FakeKeystore extends Provider {
    private static final long serialVersionUID = 1;

    /** How the device is. */
    static Map<String, FakeKey> keys = new HashMap<>();
    static boolean strongBoxWorks;
    static boolean secureHardware;
    static boolean locked;
    /** Thrown by the next use of a key. */
    static InvalidKeyException refusal;
    /** The device has destroyed this key: another finger was enrolled. */
    static FakeKey destroyed;
    /** Thrown when a key is fetched, the next so many times. */
    static UnrecoverableKeyException unrecoverable;
    static int failures;
    /** StrongBox makes keys and cannot use them. */
    static boolean strongBoxHollow;
    /** StrongBox seals, and cannot open what it sealed. */
    static boolean strongBoxShut;
    static int generated;

    static void install() {
        remove();
        keys.clear();
        strongBoxWorks = true;
        secureHardware = true;
        locked = false;
        refusal = null;
        destroyed = null;
        unrecoverable = null;
        failures = Integer.MAX_VALUE;
        strongBoxHollow = false;
        strongBoxShut = false;
        generated = 0;
        Security.insertProviderAt(new FakeKeystore(), 1);
    }

    static void remove() {
        Security.removeProvider("AndroidKeyStore");
    }

    @SuppressWarnings("deprecation") // the constructor that JDK 8 has as well
    private FakeKeystore() {
        super("AndroidKeyStore", 1.0, "a double");
        putService(service("KeyStore", "AndroidKeyStore", Store.class, Collections.emptyMap()));
        putService(service("KeyGenerator", "AES", Generator.class, Collections.emptyMap()));
        putService(service("SecretKeyFactory", "AES", Factory.class, Collections.emptyMap()));
        putService(service("Cipher", "AES/GCM/NoPadding", FakeCipher.class,
                Map.of("SupportedKeyClasses", FakeKey.class.getName())));
    }

    /** Made by its class and not by its name: Robolectric's classes have loaders of their own. */
    private Service service(String type, String algorithm, Class<?> made, Map<String, String> attributes) {
        return new Service(this, type, algorithm, made.getName(), null, attributes) {
            @Override
            public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
                return ReflectionHelpers.callConstructor(made);
            }

            @Override
            public boolean supportsParameter(Object parameter) {
                return !type.equals("Cipher") || parameter instanceof FakeKey;
            }
        };
    }

    static final class FakeKey implements SecretKey {
        private static final long serialVersionUID = 1;

        final transient KeyGenParameterSpec spec;
        final transient SecretKeySpec inside;

        FakeKey(KeyGenParameterSpec spec) {
            this(spec, SecureRandom.getSeed(spec.getKeySize() / 8));
        }

        /** A key that an earlier process made. */
        FakeKey(KeyGenParameterSpec spec, byte[] bytes) {
            this.spec = spec;
            this.inside = new SecretKeySpec(bytes, "AES");
        }

        @Override
        public String getAlgorithm() {
            return "AES";
        }

        @Override
        public String getFormat() {
            return null;
        }

        @Override
        public byte[] getEncoded() {
            return null;
        }

        boolean strongBox() {
            return Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && spec.isStrongBoxBacked();
        }

        boolean whileUnlocked() {
            return Build.VERSION.SDK_INT >= Build.VERSION_CODES.P && spec.isUnlockedDeviceRequired();
        }
    }

    public static final class Generator extends KeyGeneratorSpi {
        private KeyGenParameterSpec spec;

        @Override
        protected void engineInit(AlgorithmParameterSpec spec, SecureRandom random) {
            this.spec = (KeyGenParameterSpec) spec;
        }

        @Override
        protected void engineInit(SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineInit(int size, SecureRandom random) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SecretKey engineGenerateKey() {
            FakeKey key = new FakeKey(spec);
            if (key.strongBox() && !strongBoxWorks) {
                throw unavailable();
            }
            generated++;
            keys.put(spec.getKeystoreAlias(), key);
            return key;
        }

        private static ProviderException unavailable() {
            return new android.security.keystore.StrongBoxUnavailableException("no StrongBox");
        }
    }

    public static final class Store extends KeyStoreSpi {
        @Override
        public Key engineGetKey(String alias, char[] password) throws UnrecoverableKeyException {
            if (unrecoverable != null && failures > 0) {
                failures--;
                throw unrecoverable;
            }
            return keys.get(alias);
        }

        @Override
        public void engineDeleteEntry(String alias) {
            keys.remove(alias);
        }

        @Override
        public void engineLoad(InputStream stream, char[] password) {}

        @Override
        public boolean engineContainsAlias(String alias) {
            return keys.containsKey(alias);
        }

        @Override
        public Certificate[] engineGetCertificateChain(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Certificate engineGetCertificate(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Date engineGetCreationDate(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineSetCertificateEntry(String alias, Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Enumeration<String> engineAliases() {
            return Collections.enumeration(keys.keySet());
        }

        @Override
        public int engineSize() {
            return keys.size();
        }

        @Override
        public boolean engineIsKeyEntry(String alias) {
            return keys.containsKey(alias);
        }

        @Override
        public boolean engineIsCertificateEntry(String alias) {
            return false;
        }

        @Override
        public String engineGetCertificateAlias(Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void engineStore(OutputStream stream, char[] password) {
            throw new UnsupportedOperationException();
        }
    }

    public static final class Factory extends SecretKeyFactorySpi {
        @Override
        protected KeySpec engineGetKeySpec(SecretKey key, Class<?> kind) throws InvalidKeySpecException {
            if (kind != KeyInfo.class || !(key instanceof FakeKey)) {
                throw new InvalidKeySpecException();
            }
            KeyInfo info = ReflectionHelpers.callConstructor(KeyInfo.class, defaults());
            FakeKey fake = (FakeKey) key;
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.S) {
                ReflectionHelpers.setField(info, "mSecurityLevel",
                        fake.strongBox() ? KeyProperties.SECURITY_LEVEL_STRONGBOX
                                : secureHardware ? KeyProperties.SECURITY_LEVEL_TRUSTED_ENVIRONMENT
                                : KeyProperties.SECURITY_LEVEL_SOFTWARE);
            }
            ReflectionHelpers.setField(info, "mInsideSecureHardware", secureHardware);
            return info;
        }

        /** KeyInfo has no public constructor; the one there is takes more arguments with each version. */
        private static ReflectionHelpers.ClassParameter<?>[] defaults() {
            Class<?>[] kinds = null;
            for (java.lang.reflect.Constructor<?> made : KeyInfo.class.getDeclaredConstructors()) {
                if (kinds == null || made.getParameterCount() > kinds.length) {
                    kinds = made.getParameterTypes();
                }
            }
            ReflectionHelpers.ClassParameter<?>[] all = new ReflectionHelpers.ClassParameter<?>[kinds.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = parameter(kinds[i]);
            }
            return all;
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static ReflectionHelpers.ClassParameter<?> parameter(Class kind) {
            return ReflectionHelpers.ClassParameter.from(kind, ReflectionHelpers.defaultValueForType(kind.getName()));
        }

        @Override
        protected SecretKey engineGenerateSecret(KeySpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SecretKey engineTranslateKey(SecretKey key) {
            throw new UnsupportedOperationException();
        }
    }
}
