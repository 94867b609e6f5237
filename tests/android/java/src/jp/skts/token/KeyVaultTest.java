package jp.skts.token;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.KeyguardManager;
import android.content.Context;
import android.content.pm.PackageManager;
import android.os.Build;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.UserNotAuthenticatedException;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
public class KeyVaultTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "another".getBytes(StandardCharsets.US_ASCII);

    private Context context;

    @Before
    public void install() {
        context = RuntimeEnvironment.getApplication();
        FakeKeystore.install();
        strongBox(true);
    }

    @After
    public void remove() {
        FakeKeystore.remove();
    }

    private void strongBox(boolean there) {
        shadowOf(context.getPackageManager()).setSystemFeature("android.hardware.strongbox_keystore", there);
    }

    private void lock(boolean locked) {
        FakeKeystore.locked = locked;
        shadowOf(context.getSystemService(KeyguardManager.class)).setIsDeviceLocked(locked);
    }

    private static boolean atLeast(int sdk) {
        return Build.VERSION.SDK_INT >= sdk;
    }

    private interface Act {
        void run() throws KeyVaultException;
    }

    private static KeyVaultException refused(int code, Act act) {
        try {
            act.run();
        } catch (KeyVaultException e) {
            assertEquals(code, e.code);
            assertNull("a cause may hold the secret", e.getCause());
            assertEquals("key vault: " + code, e.getMessage());
            return e;
        }
        throw new AssertionError("nothing was refused");
    }

    private File folder() {
        return new File(context.getNoBackupFilesDir(), "keys");
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.list(folder().toPath())) {
            return all.collect(Collectors.toList());
        }
    }

    private Path file() throws Exception {
        assertEquals(1, files().size());
        return files().get(0);
    }

    // ---- there and back

    @Test
    public void whatIsStoredIsLoaded() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
        KeyVault.store(context, "vault", OTHER);
        assertArrayEquals(OTHER, KeyVault.load(context, "vault"));
        assertEquals("one key serves the id", 1, FakeKeystore.generated);
        KeyVault.store(context, "vault", new byte[0]);
        assertEquals(0, KeyVault.load(context, "vault").length);
    }

    @Test
    public void theFileHoldsNoSecretAndIsOutsideOfEveryBackup() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        byte[] first = Files.readAllBytes(file());
        assertFalse(new String(first, StandardCharsets.ISO_8859_1).contains("01234567"));
        assertTrue(file().startsWith(context.getNoBackupFilesDir().toPath()));
        KeyVault.store(context, "vault", SECRET);
        assertFalse("a nonce is used once", Arrays.equals(first, Files.readAllBytes(file())));
    }

    @Test
    public void theKeyIsAsStrictAsItCanBe() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        assertEquals("[skts-token.vault]", FakeKeystore.keys.keySet().toString());
        FakeKeystore.FakeKey key = FakeKeystore.keys.get("skts-token.vault");
        assertEquals(256, key.spec.getKeySize());
        assertTrue(key.spec.isRandomizedEncryptionRequired());
        assertFalse(key.spec.isUserAuthenticationRequired());
        // Android 12 to 14 delete such keys together with the screen lock.
        assertEquals(atLeast(Build.VERSION_CODES.VANILLA_ICE_CREAM), key.whileUnlocked());
    }

    @Test
    @Config(sdk = 33)
    public void onAndroid13RemovingTheScreenLockLosesNothing() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        assertFalse(FakeKeystore.keys.get("skts-token.vault").whileUnlocked());
        assertEquals(KeyVault.LEVEL_STRONGBOX, KeyVault.level(context, "vault"));
    }

    @Test
    public void idsMayHaveAnyCharacters() throws Exception {
        KeyVault.store(context, "../a/鍵", SECRET);
        KeyVault.store(context, "..", OTHER);
        assertArrayEquals(SECRET, KeyVault.load(context, "../a/鍵"));
        assertArrayEquals(OTHER, KeyVault.load(context, ".."));
        assertEquals(2, files().size());
    }

    // ---- level

    @Test
    public void theLevelIsReadBack() throws Exception {
        assertEquals(KeyVault.LEVEL_UNKNOWN, KeyVault.level(context, "vault"));
        KeyVault.store(context, "vault", SECRET);
        assertEquals(
                atLeast(Build.VERSION_CODES.S) ? KeyVault.LEVEL_STRONGBOX : KeyVault.LEVEL_TRUSTED_ENVIRONMENT,
                KeyVault.level(context, "vault"));
        strongBox(false);
        KeyVault.store(context, "b", SECRET);
        assertEquals(KeyVault.LEVEL_TRUSTED_ENVIRONMENT, KeyVault.level(context, "b"));
        FakeKeystore.secureHardware = false;
        assertEquals(KeyVault.LEVEL_SOFTWARE, KeyVault.level(context, "b"));
        FakeKeystore.remove();
        assertEquals(KeyVault.LEVEL_UNKNOWN, KeyVault.level(context, "b"));
    }

    @Test
    @Config(sdk = 35)
    public void aStrongBoxThatPromisesAndFails() throws Exception {
        FakeKeystore.strongBoxWorks = false;
        KeyVault.store(context, "vault", SECRET);
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
        assertEquals(KeyVault.LEVEL_TRUSTED_ENVIRONMENT, KeyVault.level(context, "vault"));
    }

    @Test
    @Config(sdk = 35)
    public void aStrongBoxWhoseKeysDoNotWork() throws Exception {
        FakeKeystore.strongBoxHollow = true;
        lock(true);
        refused(KeyVaultException.LOCKED, () -> KeyVault.store(context, "vault", SECRET));
        lock(false); // the key that was made then is still there, and no better
        KeyVault.store(context, "vault", SECRET);
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
        assertEquals(KeyVault.LEVEL_TRUSTED_ENVIRONMENT, KeyVault.level(context, "vault"));
        assertEquals("one key is left, the one that works", 1, FakeKeystore.keys.size());
    }

    @Test
    @Config(sdk = 35)
    public void aStrongBoxThatDoesNotOpenWhatItSealed() throws Exception {
        FakeKeystore.strongBoxShut = true;
        KeyVault.store(context, "vault", SECRET);
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
        assertEquals(KeyVault.LEVEL_TRUSTED_ENVIRONMENT, KeyVault.level(context, "vault"));
        // The same where the key before was lost.
        FakeKeystore.keys.clear();
        KeyVault.store(context, "vault", OTHER);
        assertArrayEquals(OTHER, KeyVault.load(context, "vault"));
    }

    // ---- what is lost, and what is not

    @Test
    public void nothingWasStored() {
        refused(KeyVaultException.NO_ENTRY, () -> KeyVault.load(context, "vault"));
    }

    @Test
    public void deletingLeavesNothing() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        KeyVault.store(context, "b", OTHER);
        KeyVault.delete(context, "vault");
        refused(KeyVaultException.NO_ENTRY, () -> KeyVault.load(context, "vault"));
        assertEquals("[skts-token.b]", FakeKeystore.keys.keySet().toString());
        assertArrayEquals(OTHER, KeyVault.load(context, "b"));
        KeyVault.delete(context, "vault"); // twice does no harm
    }

    @Test
    public void theKeyIsGone() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        FakeKeystore.keys.clear();
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
        assertTrue("looking deletes nothing", Files.exists(file()));
        KeyVault.store(context, "vault", OTHER);
        assertArrayEquals(OTHER, KeyVault.load(context, "vault"));
    }

    @Test
    public void aRestoredBackupHasAnotherDevicesCiphertext() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        byte[] old = Files.readAllBytes(file());
        KeyVault.delete(context, "vault");
        KeyVault.store(context, "vault", OTHER);
        Files.write(file(), old);
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
    }

    @Test
    public void everyBitOfTheFileCounts() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        byte[] good = Files.readAllBytes(file());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file(), bad);
            refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
            Files.write(file(), Arrays.copyOf(good, i));
            refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
        }
        Files.write(file(), new byte[100_000]);
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
        Files.write(file(), good);
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
    }

    @Test
    public void anEntryIsNotTakenForAnothers() throws Exception {
        KeyVault.store(context, "a", SECRET);
        byte[] a = Files.readAllBytes(file());
        KeyVault.store(context, "b", OTHER);
        for (Path file : files()) {
            Files.write(file, a);
        }
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "b"));
        // The same, were the keys mixed up too: the id is in the associated data.
        FakeKeystore.keys.put("skts-token.b", FakeKeystore.keys.get("skts-token.a"));
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "b"));
        assertArrayEquals(SECRET, KeyVault.load(context, "a"));
    }

    // ---- cut short

    @Test
    public void aStoreThatCannotWriteKeepsTheOldEntry() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        Path unfinished = file().resolveSibling(file().getFileName() + ".new");
        Files.createDirectory(unfinished); // a disk that refuses
        refused(KeyVaultException.FILE, () -> KeyVault.store(context, "vault", OTHER));
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
    }

    @Test
    public void aStoreThatDiedWhileWritingKeepsTheOldEntry() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        Path unfinished = file().resolveSibling(file().getFileName() + ".new");
        Files.write(unfinished, new byte[] {1, 2, 3});
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
        KeyVault.store(context, "vault", OTHER);
        assertArrayEquals(OTHER, KeyVault.load(context, "vault"));
        assertFalse(Files.exists(unfinished));
    }

    @Test
    public void aStoreWhoseKeyIsRefusedKeepsTheOldEntry() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        FakeKeystore.refusal = new InvalidKeyException("system error");
        refused(KeyVaultException.OTHER, () -> KeyVault.store(context, "vault", OTHER));
        refused(KeyVaultException.OTHER, () -> KeyVault.load(context, "vault"));
        FakeKeystore.refusal = null;
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
    }

    // ---- locked, invalidated, unavailable

    @Test
    public void lockedPassesByItself() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        FakeKeystore.refusal = new UserNotAuthenticatedException();
        refused(KeyVaultException.LOCKED, () -> KeyVault.load(context, "vault"));
        FakeKeystore.refusal = null;
        lock(true);
        if (atLeast(Build.VERSION_CODES.VANILLA_ICE_CREAM)) {
            refused(KeyVaultException.LOCKED, () -> KeyVault.load(context, "vault"));
            refused(KeyVaultException.LOCKED, () -> KeyVault.store(context, "vault", OTHER));
        }
        FakeKeystore.unrecoverable = new UnrecoverableKeyException();
        refused(KeyVaultException.LOCKED, () -> KeyVault.load(context, "vault"));
        FakeKeystore.unrecoverable = null;
        lock(false);
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
    }

    @Test
    public void aKeystoreThatFailsForAMomentHasLostNothing() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        FakeKeystore.unrecoverable = new UnrecoverableKeyException();
        FakeKeystore.failures = 1;
        assertArrayEquals(SECRET, KeyVault.load(context, "vault"));
        FakeKeystore.failures = 2;
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
        // A store that takes the failing key for a lost one would end the entry, if it then could not write.
        FakeKeystore.failures = 1;
        KeyVault.store(context, "vault", OTHER);
        assertArrayEquals(OTHER, KeyVault.load(context, "vault"));
        assertEquals("the same key", 1, FakeKeystore.generated);
    }

    @Test
    public void theSystemInvalidatedTheKey() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        FakeKeystore.refusal = new KeyPermanentlyInvalidatedException();
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
        FakeKeystore.refusal = null;
        FakeKeystore.unrecoverable = new UnrecoverableKeyException();
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
    }

    @Test
    @Config(sdk = 35)
    public void theSystemsNumberIsPassedOn() throws Exception {
        KeyVault.store(context, "vault", SECRET);
        FakeKeystore.unrecoverable = said(4); // the system's SYSTEM_ERROR: the key may be well
        refused(KeyVaultException.OTHER + 4, () -> KeyVault.load(context, "vault"));
        assertTrue("no number of the system's is the file's", KeyVaultException.FILE < KeyVaultException.OTHER);
        FakeKeystore.unrecoverable = said(2); // LOCKED
        refused(KeyVaultException.LOCKED, () -> KeyVault.load(context, "vault"));
        FakeKeystore.unrecoverable = said(8); // VALUE_CORRUPTED
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
        FakeKeystore.unrecoverable = said(7); // KEY_NOT_FOUND
        refused(KeyVaultException.INVALIDATED, () -> KeyVault.load(context, "vault"));
    }

    private static UnrecoverableKeyException said(int response) {
        UnrecoverableKeyException e = new UnrecoverableKeyException();
        e.initCause(new android.security.KeyStoreException(response, "words of the system"));
        return e;
    }

    @Test
    public void aDeviceWithoutAKeystore() {
        FakeKeystore.remove();
        refused(KeyVaultException.UNAVAILABLE, () -> KeyVault.store(context, "vault", SECRET));
    }
}
