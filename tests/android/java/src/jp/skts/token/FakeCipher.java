package jp.skts.token;

import android.security.keystore.KeyProperties;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM by the JVM, after asking what AndroidKeyStore asks. */
public final class FakeCipher extends CipherSpi {
    /** The cipher that waits for a face or a finger, as its key demands. */
    static volatile FakeCipher waiting;

    private Cipher inside;
    private volatile boolean barred;

    /** The device has recognised a face or a finger: the cipher works once. */
    void recognise() {
        barred = false;
    }

    private void check() {
        if (barred) {
            throw new ProviderException("Key user not authenticated");
        }
    }

    private void init(int mode, Key key, GCMParameterSpec nonce)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        FakeKeystore.FakeKey fake = (FakeKeystore.FakeKey) key;
        if (FakeKeystore.refusal != null) {
            throw FakeKeystore.refusal;
        }
        if (fake == FakeKeystore.destroyed) {
            throw new android.security.keystore.KeyPermanentlyInvalidatedException();
        }
        if (FakeKeystore.strongBoxHollow && fake.strongBox()) {
            throw new ProviderException("Keystore operation failed");
        }
        if (FakeKeystore.strongBoxShut && fake.strongBox() && mode == Cipher.DECRYPT_MODE) {
            throw new ProviderException("Keystore operation failed");
        }
        if (FakeKeystore.locked && fake.whileUnlocked()) {
            throw new InvalidKeyException("Keystore operation failed", new Exception("KM_ERROR_DEVICE_LOCKED"));
        }
        barred = fake.spec.isUserAuthenticationRequired();
        if (barred) {
            waiting = this;
        }
        int purpose = mode == Cipher.ENCRYPT_MODE ? KeyProperties.PURPOSE_ENCRYPT : KeyProperties.PURPOSE_DECRYPT;
        if ((fake.spec.getPurposes() & purpose) == 0
                || !fake.spec.getBlockModes()[0].equals("GCM")
                || !fake.spec.getEncryptionPaddings()[0].equals("NoPadding")) {
            throw new InvalidKeyException("not what it was made for");
        }
        if (mode == Cipher.ENCRYPT_MODE && nonce != null && fake.spec.isRandomizedEncryptionRequired()) {
            throw new InvalidAlgorithmParameterException("Caller-provided IV not permitted");
        }
        try {
            inside = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
            inside.init(mode, fake.inside, nonce);
        } catch (java.security.NoSuchAlgorithmException
                | java.security.NoSuchProviderException
                | javax.crypto.NoSuchPaddingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
        try {
            init(mode, key, null);
        } catch (InvalidAlgorithmParameterException e) {
            throw new InvalidKeyException(e);
        }
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameterSpec spec, SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        init(mode, key, (GCMParameterSpec) spec);
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void engineUpdateAAD(byte[] source, int offset, int count) {
        check();
        inside.updateAAD(source, offset, count);
    }

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int count) {
        check();
        return inside.update(input, offset, count);
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int count, byte[] output, int at)
            throws ShortBufferException {
        check();
        return inside.update(input, offset, count, output, at);
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int count)
            throws IllegalBlockSizeException, BadPaddingException {
        check();
        return inside.doFinal(input, offset, count);
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int count, byte[] output, int at)
            throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
        check();
        return inside.doFinal(input, offset, count, output, at);
    }

    @Override
    protected byte[] engineGetIV() {
        return inside.getIV();
    }

    @Override
    protected int engineGetBlockSize() {
        return 16;
    }

    @Override
    protected int engineGetOutputSize(int count) {
        return inside.getOutputSize(count);
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
        return inside.getParameters();
    }

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}
}
