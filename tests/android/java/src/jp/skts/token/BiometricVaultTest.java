package jp.skts.token;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.app.Activity;
import android.content.Intent;
import android.hardware.biometrics.BiometricManager;
import android.os.Build;
import android.security.keystore.KeyPermanentlyInvalidatedException;
import android.security.keystore.KeyProperties;
import android.widget.TextView;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(shadows = {
    ClipboardDouble.class, BiometricDouble.Prompt.class, BiometricDouble.Manager.class, BiometricDouble.Fingers.class
})
public class BiometricVaultTest {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final String ID = "00ff";
    private static final String ALIAS = "skts-biometric.00ff";

    private ActivityController<MainActivity> app;
    private Activity activity;

    @Before
    public void install() throws Exception {
        Scene.install();
        FakeKeystore.install();
        BiometricDouble.install();
        app = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).setup();
        activity = app.get();
        for (String feature : new String[] {"android.hardware.fingerprint", "android.hardware.strongbox_keystore"}) {
            shadowOf(activity.getPackageManager()).setSystemFeature(feature, true);
        }
    }

    @After
    public void remove() {
        FakeKeystore.remove();
    }

    private static boolean prompts() {
        return Build.VERSION.SDK_INT >= Build.VERSION_CODES.P;
    }

    // ---- a worker asks, and the customer answers

    private static void until(Callable<Boolean> what) throws Exception {
        // Robolectric's clock stands still: the tries are counted.
        for (int tries = 0; !what.call(); tries++) {
            assertTrue("nothing happens", tries < 20_000);
            Scene.idle();
            new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
        }
    }

    private static <T> FutureTask<T> begin(Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        new Thread(task, "test-worker").start();
        return task;
    }

    private static <T> T end(FutureTask<T> task) throws Exception {
        until(task::isDone);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KeyVaultException ? (KeyVaultException) e.getCause() : e;
        }
    }

    private static <T> T answered(Callable<T> what, Runnable answer) throws Exception {
        FutureTask<T> task = begin(what);
        until(() -> BiometricDouble.isOpen() || task.isDone());
        assertFalse("nobody was asked", task.isDone());
        answer.run();
        T told = end(task);
        if (!prompts()) {
            assertFalse("the window is closed", BiometricDouble.dialog().isShowing());
        }
        return told;
    }

    private Callable<Void> storing(byte[] secret, boolean english) {
        return () -> {
            BiometricVault.store(activity, ID, secret, english);
            return null;
        };
    }

    private Callable<byte[]> loading(boolean english) {
        return () -> BiometricVault.load(activity, ID, english);
    }

    private void store(byte[] secret) throws Exception {
        answered(storing(secret, false), BiometricDouble::recognise);
    }

    private byte[] load() throws Exception {
        return answered(loading(false), BiometricDouble::recognise);
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void refused(int code, Act act) throws Exception {
        try {
            act.run();
        } catch (KeyVaultException e) {
            assertEquals(code, e.code);
            assertNull("a cause may hold the secret", e.getCause());
            return;
        }
        throw new AssertionError("nothing was refused");
    }

    /** Refused without a question. */
    private void refusedAtOnce(int code, Callable<?> what) throws Exception {
        int before = BiometricDouble.asked;
        refused(code, () -> end(begin(what)));
        assertEquals("somebody was asked", before, BiometricDouble.asked);
    }

    private List<Path> files() throws Exception {
        File folder = new File(activity.getNoBackupFilesDir(), "keys");
        if (!folder.exists()) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder.toPath())) {
            return all.collect(Collectors.toList());
        }
    }

    private Path file() throws Exception {
        assertEquals(1, files().size());
        return files().get(0);
    }

    private void nothingIsLeft() throws Exception {
        assertEquals(List.of(), files());
        assertEquals("{}", FakeKeystore.keys.toString());
    }

    // ---- there and back

    @Test
    public void eachTimeOneQuestionIsAskedInTheAppsLanguage() throws Exception {
        String[][] words = {
            {"生体認証を登録します", "キャンセル", "SKTS Token を開きます", "パスコードで開く"},
            {"Turn on biometrics", "Cancel", "Open SKTS Token", "Use the passcode"},
        };
        for (boolean english : new boolean[] {false, true}) {
            String[] expected = words[english ? 1 : 0];
            answered(storing(SECRET, english), () -> {
                assertEquals(expected[0], BiometricDouble.title());
                assertEquals(expected[1], BiometricDouble.no());
                BiometricDouble.recognise();
            });
            byte[] secret = answered(loading(english), () -> {
                assertEquals(expected[2], BiometricDouble.title());
                assertEquals(expected[3], BiometricDouble.no());
                BiometricDouble.recognise();
            });
            assertArrayEquals(SECRET, secret);
        }
        assertEquals(4, BiometricDouble.asked);
        if (prompts()) {
            assertEquals(BiometricManager.Authenticators.BIOMETRIC_STRONG, BiometricDouble.authenticators);
        }
    }

    @Test
    public void theKeyWorksOnceForEachFaceOrFingerAndForNoOther() throws Exception {
        store(SECRET);
        assertEquals("[" + ALIAS + "]", FakeKeystore.keys.keySet().toString());
        FakeKeystore.FakeKey key = FakeKeystore.keys.get(ALIAS);
        assertEquals(256, key.spec.getKeySize());
        assertTrue(key.spec.isRandomizedEncryptionRequired());
        assertTrue(key.spec.isUserAuthenticationRequired());
        assertTrue(key.spec.isInvalidatedByBiometricEnrollment());
        assertEquals(prompts(), key.strongBox());
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            assertEquals(KeyProperties.AUTH_BIOMETRIC_STRONG, key.spec.getUserAuthenticationType());
            assertEquals(0, key.spec.getUserAuthenticationValidityDurationSeconds());
        } else {
            assertEquals(-1, key.spec.getUserAuthenticationValidityDurationSeconds());
        }
    }

    @Test
    public void theFileHoldsNoSecretAndIsOutsideOfEveryBackup() throws Exception {
        store(SECRET);
        assertFalse(new String(Files.readAllBytes(file()), StandardCharsets.ISO_8859_1).contains("01234567"));
        assertTrue(file().startsWith(activity.getNoBackupFilesDir().toPath()));
    }

    /** A changed system, or a program that calls the app's methods, says "recognised". The keystore has recognised nobody. */
    @Test
    public void aWordWithoutTheKeyOpensNothing() throws Exception {
        refused(KeyVaultException.OTHER, () -> answered(storing(SECRET, false), BiometricDouble::claim));
        assertEquals("nothing was written", List.of(), files());
        store(SECRET);
        refused(KeyVaultException.OTHER, () -> answered(loading(false), BiometricDouble::claim));
        assertArrayEquals(SECRET, load());
    }

    @Test
    public void aMistakeIsNoAnswer() throws Exception {
        store(SECRET);
        byte[] secret = answered(loading(true), () -> {
            BiometricDouble.mistake();
            assertTrue(BiometricDouble.isOpen());
            if (!prompts()) {
                TextView message = BiometricDouble.dialog().findViewById(android.R.id.message);
                assertEquals("The fingerprint was not recognised. Touch the sensor again.", message.getText().toString());
            }
            BiometricDouble.recognise();
        });
        assertArrayEquals(SECRET, secret);
    }

    // ---- closed, refused

    @Test
    public void everyEndWithoutAFaceOrAFingerIsPassedOnAndKeepsTheSecret() throws Exception {
        store(SECRET);
        // Android's numbers; those of the phone's maker have no meaning here.
        int[][] ends = {{1, 51}, {2, 52}, {3, 53}, {5, 55}, {7, 57}, {8, 58}, {9, 59}, {10, 60}, {11, 61}, {12, 62}, {13, 63},
            {14, 64}, {15, 65}, {0, 100}, {-1, 100}, {20, 100}, {1001, 100}};
        for (int[] end : ends) {
            refused(end[1], () -> answered(loading(false), () -> BiometricDouble.refuse(end[0])));
            refused(end[1], () -> answered(storing(OTHER, false), () -> BiometricDouble.refuse(end[0])));
        }
        refused(KeyVaultException.CANCELLED, () -> answered(loading(false), BiometricDouble::pressNo));
        refused(KeyVaultException.CANCELLED, () -> answered(storing(OTHER, false), BiometricDouble::pressNo));
        assertArrayEquals(SECRET, load());
        assertEquals("one key serves the id", 1, FakeKeystore.generated);
    }

    @Test
    @Config(sdk = 26)
    public void onAndroid8TheWindowIsGuardedAndBackClosesIt() throws Exception {
        refused(KeyVaultException.CANCELLED, () -> answered(storing(SECRET, false), () -> {
            TextView message = BiometricDouble.dialog().findViewById(android.R.id.message);
            assertEquals("指紋センサーに指を当ててください。", message.getText().toString());
            assertEquals("ja", message.getTextLocale().getLanguage());
            int flags = BiometricDouble.dialog().getWindow().getAttributes().flags;
            assertTrue((flags & android.view.WindowManager.LayoutParams.FLAG_SECURE) != 0);
            BiometricDouble.dialog().onBackPressed();
        }));
        assertTrue("Android no longer waits for a finger", BiometricDouble.wasTakenBack());
    }

    @Test
    public void aLateAnswerIsNotTheNextQuestions() throws Exception {
        store(SECRET);
        refused(55, () -> answered(loading(false), () -> {
            BiometricDouble.refuse(5);
            BiometricDouble.claim();
            BiometricDouble.refuse(7);
        }));
        assertArrayEquals(SECRET, load());
    }

    // ---- the activity goes away

    @Test
    public void anActivityThatIsNotSeenAnyMoreEndsItsQuestion() throws Exception {
        store(SECRET);
        refused(KeyVaultException.CANCELLED, () -> answered(loading(false), () -> app.pause().stop()));
        assertTrue("Android no longer waits for a face", BiometricDouble.wasTakenBack());
        refusedAtOnce(KeyVaultException.CANCELLED, loading(false));
        app.restart().start().resume();
        assertArrayEquals(SECRET, load());
        refused(KeyVaultException.CANCELLED, () -> answered(loading(false), () -> app.pause().stop().destroy()));
        refusedAtOnce(KeyVaultException.CANCELLED, loading(false));
    }

    @Test
    public void aQuestionOfTheStartWaitsUntilTheActivityIsSeen() throws Exception {
        store(SECRET);
        app.pause().stop();
        FutureTask<byte[]> task = begin(loading(false));
        app.restart().start().resume();
        until(BiometricDouble::isOpen);
        BiometricDouble.recognise();
        assertArrayEquals(SECRET, end(task));
    }

    @Test
    public void anotherActivityEndsNothing() throws Exception {
        store(SECRET);
        Activity other = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).create().get();
        byte[] secret = answered(loading(false), () -> {
            BiometricQuestion.gone(other);
            BiometricDouble.recognise();
        });
        assertArrayEquals(SECRET, secret);
    }

    /** The customer leaves with Back and comes again by the icon: Android may start the new activity before it stops the old. */
    @Test
    public void aNewActivityInFrontEndsTheOldOnesQuestion() throws Exception {
        store(SECRET);
        Activity other = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).create().get();
        refused(KeyVaultException.CANCELLED, () -> answered(loading(false), () -> BiometricQuestion.inFront(other)));
    }

    @Test
    public void thereAreNeverTwoQuestions() throws Exception {
        store(SECRET);
        byte[] secret = answered(loading(false), () -> {
            try {
                refusedAtOnce(KeyVaultException.CANCELLED, storing(OTHER, false));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            BiometricDouble.recognise();
        });
        assertArrayEquals(SECRET, secret);
        assertArrayEquals(SECRET, load());
    }

    // ---- lost for ever

    @Test
    public void anotherFaceOrFingerEndsTheSecretWithoutAQuestion() throws Exception {
        store(SECRET);
        FakeKeystore.refusal = new KeyPermanentlyInvalidatedException();
        refusedAtOnce(KeyVaultException.INVALIDATED, loading(false));
        FakeKeystore.refusal = null;
        nothingIsLeft();
        refusedAtOnce(KeyVaultException.NO_ENTRY, loading(false));
        store(OTHER);
        assertArrayEquals(OTHER, load());
    }

    @Test
    public void overAKeyThatWasDestroyedAnotherIsMade() throws Exception {
        store(SECRET);
        FakeKeystore.destroyed = FakeKeystore.keys.get(ALIAS);
        store(OTHER);
        assertArrayEquals(OTHER, load());
        assertEquals(2, FakeKeystore.generated);
    }

    @Test
    public void aKeyThatIsGoneEndsTheSecret() throws Exception {
        store(SECRET);
        FakeKeystore.keys.clear();
        refusedAtOnce(KeyVaultException.INVALIDATED, loading(false));
        nothingIsLeft();
    }

    @Test
    public void aKeystoreThatFailsForAMomentEndsNothing() throws Exception {
        store(SECRET);
        FakeKeystore.unrecoverable = new UnrecoverableKeyException();
        FakeKeystore.failures = 1;
        assertArrayEquals(SECRET, load());
    }

    @Test
    public void noFilePassesForAnother() throws Exception {
        KeyVault.store(activity, ID, OTHER);
        byte[] plain = Files.readAllBytes(file());
        Files.delete(file());
        store(SECRET);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), plain);
        // Were the keys mixed up, too: what the file is for is in the associated data.
        FakeKeystore.FakeKey mine = FakeKeystore.keys.get(ALIAS);
        FakeKeystore.keys.put(ALIAS, FakeKeystore.keys.get("skts-token." + ID));
        refused(KeyVaultException.INVALIDATED, () -> answered(loading(false), BiometricDouble::claim));
        assertFalse(FakeKeystore.keys.containsKey(ALIAS));
        for (byte[] bad : new byte[][] {{}, {2}, new byte[100]}) {
            store(SECRET);
            Files.write(file(), bad);
            refusedAtOnce(KeyVaultException.INVALIDATED, loading(false));
            assertEquals(List.of(), files());
        }
        assertTrue(whole.length > 0 && mine != null);
    }

    @Test
    public void deletingAsksNobodyAndLeavesNothing() throws Exception {
        store(SECRET);
        KeyVault.store(activity, ID, OTHER);
        BiometricVault.delete(activity, ID);
        BiometricVault.delete(activity, ID);
        assertEquals(1, BiometricDouble.asked);
        refusedAtOnce(KeyVaultException.NO_ENTRY, loading(false));
        assertArrayEquals("the vault's own key stays", OTHER, KeyVault.load(activity, ID));
        FakeKeystore.remove();
        refused(KeyVaultException.UNAVAILABLE, () -> BiometricVault.delete(activity, ID));
    }

    // ---- the device

    @Test
    public void readinessIsTheDevices() throws Exception {
        assertEquals(BiometricVault.READY, BiometricVault.readiness(activity));
        BiometricDouble.can = BiometricManager.BIOMETRIC_ERROR_NONE_ENROLLED;
        assertEquals(BiometricVault.NOT_ENROLLED, BiometricVault.readiness(activity));
        refusedAtOnce(KeyVaultException.UNAVAILABLE, storing(SECRET, false));
        BiometricDouble.can = BiometricManager.BIOMETRIC_ERROR_NO_HARDWARE;
        assertEquals(BiometricVault.ABSENT, BiometricVault.readiness(activity));
        refusedAtOnce(KeyVaultException.UNAVAILABLE, storing(SECRET, false));
        nothingIsLeft();
        if (prompts()) {
            assertEquals(BiometricManager.Authenticators.BIOMETRIC_STRONG, BiometricDouble.authenticators);
            BiometricDouble.can = BiometricManager.BIOMETRIC_ERROR_HW_UNAVAILABLE;
            assertEquals(BiometricVault.ABSENT, BiometricVault.readiness(activity));
        }
    }

    @Test
    @Config(sdk = 35)
    public void aStrongBoxThatDoesNotWorkIsDoneWithout() throws Exception {
        FakeKeystore.strongBoxWorks = false;
        store(SECRET);
        assertArrayEquals(SECRET, load());
        BiometricVault.delete(activity, ID);
        FakeKeystore.strongBoxWorks = true;
        FakeKeystore.strongBoxHollow = true;
        store(SECRET);
        assertFalse(FakeKeystore.keys.get(ALIAS).strongBox());
        assertArrayEquals(SECRET, load());
    }

    @Test
    @Config(sdk = 35)
    public void aStrongBoxThatFailsAfterTheQuestionIsNotAskedAgain() throws Exception {
        refused(KeyVaultException.OTHER, () -> answered(storing(SECRET, false), BiometricDouble::claim));
        store(SECRET);
        assertFalse(FakeKeystore.keys.get(ALIAS).strongBox());
        assertArrayEquals(SECRET, load());
    }
}
