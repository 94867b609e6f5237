package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.content.Intent;
import android.net.Uri;
import android.os.Bundle;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;

/** Links and shared things, on their way in: each is handed over once, and hostile ones not at all. */
@RunWith(RobolectricTestRunner.class)
public class InboundTest {
    private static final String LINK = "otpauth://totp/X:SKTS12345678?secret=GEZDGNBVGY3TQOJQ&issuer=X";
    private static final Uri PICTURE = Uri.parse("content://gallery/1");

    @Before
    public void install() throws Exception {
        Scene.install();
    }

    // ---- links

    @Test
    public void aLinkStartsTheApp() throws Exception {
        start(view(LINK));
        assertEquals("text " + LINK, NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aLinkReachesTheRunningApp() throws Exception {
        ActivityController<MainActivity> app = start(new Intent(Intent.ACTION_MAIN));
        NativeDouble.assertSilent();
        app.newIntent(view(LINK));
        assertEquals("text " + LINK, NativeDouble.next());
        app.newIntent(view(LINK + "2"));
        assertEquals("text " + LINK + "2", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aRotationDeliversNothingTwice() throws Exception {
        ActivityController<MainActivity> app = start(view(LINK));
        assertEquals("text " + LINK, NativeDouble.next());
        app.recreate();
        NativeDouble.assertSilent();
        app.newIntent(view(LINK + "2"));
        assertEquals("text " + LINK + "2", NativeDouble.next());
        app.recreate();
        app.pause().stop().restart().resume();
        NativeDouble.assertSilent();
    }

    @Test
    public void theProcessDiedAndTheSystemBringsTheActivityBack() throws Exception {
        Robolectric.buildActivity(MainActivity.class, view(LINK)).create(new Bundle()).start().resume();
        NativeDouble.assertSilent();
    }

    @Test
    public void theListOfRecentAppsRepeatsTheFirstIntent() throws Exception {
        start(view(LINK).addFlags(Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY));
        NativeDouble.assertSilent();
    }

    @Test
    public void schemesAreNotCaseSensitive() throws Exception {
        start(view("OTPAUTH://totp/x"));
        assertEquals("text OTPAUTH://totp/x", NativeDouble.next());
    }

    @Test
    public void anotherAppMayNameTheActivityWithAnyLink() throws Exception {
        start(view("file:///data/data/jp.skts.token/files/vault"));
        assertEquals("unreadable", NativeDouble.next());
        start(new Intent(Intent.ACTION_VIEW));
        assertEquals("unreadable", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void lengthHasABound() throws Exception {
        String longest = LINK + "x".repeat(Bytes.TEXT_LIMIT - LINK.length());
        start(view(longest));
        assertEquals("text " + longest, NativeDouble.next());
        start(view(longest + "x"));
        assertEquals("unreadable", NativeDouble.next());
        start(send().putExtra(Intent.EXTRA_TEXT, longest + "x"));
        assertEquals("unreadable", NativeDouble.next());
    }

    @Test
    public void aPlainStartBringsNothing() throws Exception {
        start(new Intent(Intent.ACTION_MAIN).addCategory(Intent.CATEGORY_LAUNCHER));
        NativeDouble.assertSilent();
    }

    // ---- shared

    @Test
    public void aPictureIsReadHandedOverAndOverwritten() throws Exception {
        byte[] picture = Scene.bytes(300_000);
        gives(() -> new ByteArrayInputStream(picture));
        ActivityController<MainActivity> app = start(picture());
        assertEquals("bytes " + Scene.told(picture), NativeDouble.next());
        assertTrue(NativeDouble.wiped());
        app.recreate();
        NativeDouble.assertSilent();
    }

    @Test
    public void aPictureReachesTheRunningApp() throws Exception {
        gives(() -> new ByteArrayInputStream(Scene.bytes(5)));
        ActivityController<MainActivity> app = start(new Intent(Intent.ACTION_MAIN));
        app.newIntent(picture());
        assertEquals("bytes " + Scene.told(Scene.bytes(5)), NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aPictureThatBreaksOff() throws Exception {
        gives(() -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });
        start(picture());
        assertEquals("unreadable", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aProviderThatThrowsAtUs() throws Exception {
        gives(() -> {
            throw new IllegalStateException("otpauth://secret in a message");
        });
        start(picture());
        assertEquals("unreadable", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aPictureThatNeverEnds() throws Exception {
        gives(() -> new InputStream() {
            @Override
            public int read() {
                return 7;
            }

            @Override
            public int read(byte[] into, int from, int count) {
                java.util.Arrays.fill(into, from, from + count, (byte) 7);
                return count;
            }
        });
        start(picture());
        assertEquals("unreadable", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void oneFileIsReadAtATimeAndTheNewestWaits() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        CountDownLatch isRead = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        gives(() -> {
            int length = opened.incrementAndGet();
            isRead.countDown();
            return new ByteArrayInputStream(Scene.bytes(length)) {
                @Override
                public synchronized int read(byte[] into, int from, int count) {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return super.read(into, from, count);
                }
            };
        });
        ActivityController<MainActivity> app = start(picture());
        // The thread that reads may start late: a file that it had not taken yet would be the one that waits.
        assertTrue("the first file was not opened", isRead.await(20, TimeUnit.SECONDS));
        for (int sent = 0; sent < 50; sent++) {
            app.newIntent(picture());
        }
        int readers = 0;
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            readers += thread.getName().equals("skts-share") ? 1 : 0;
        }
        held.countDown();
        assertEquals(1, readers);
        assertEquals("bytes " + Scene.told(Scene.bytes(1)), NativeDouble.next());
        assertEquals("bytes " + Scene.told(Scene.bytes(2)), NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void ourOwnFilesAreNotSharedWithOurselves() throws Exception {
        File secret = new File(RuntimeEnvironment.getApplication().getFilesDir(), "vault");
        Files.write(secret.toPath(), Scene.bytes(3));
        start(send().setType("image/png").putExtra(Intent.EXTRA_STREAM, Uri.fromFile(secret)));
        assertEquals("unreadable", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void aText() throws Exception {
        start(send().setType("text/plain").putExtra(Intent.EXTRA_TEXT, LINK));
        assertEquals("text " + LINK, NativeDouble.next());
        NativeDouble.assertSilent();
    }

    @Test
    public void nothingAtAll() throws Exception {
        start(send().setType("image/png"));
        assertEquals("unreadable", NativeDouble.next());
        start(send().setType("image/png").putExtra(Intent.EXTRA_STREAM, new Bundle()));
        assertEquals("unreadable", NativeDouble.next());
        NativeDouble.assertSilent();
    }

    // ---- the bound itself

    @Test
    public void theLimitIsExact() throws Exception {
        assertEquals(100, Bytes.read(new ByteArrayInputStream(Scene.bytes(100)), 100).length);
        assertEquals(0, Bytes.read(new ByteArrayInputStream(new byte[0]), 100).length);
        try {
            Bytes.read(new ByteArrayInputStream(Scene.bytes(101)), 100);
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("101 bytes passed a limit of 100");
    }

    private static ActivityController<MainActivity> start(Intent intent) {
        return Robolectric.buildActivity(MainActivity.class, intent).setup();
    }

    private static Intent view(String uri) {
        return new Intent(Intent.ACTION_VIEW, Uri.parse(uri));
    }

    private static Intent send() {
        return new Intent(Intent.ACTION_SEND);
    }

    private static Intent picture() {
        return send().setType("image/png").putExtra(Intent.EXTRA_STREAM, PICTURE);
    }

    private static void gives(Supplier<InputStream> file) {
        shadowOf(RuntimeEnvironment.getApplication().getContentResolver()).registerInputStreamSupplier(PICTURE, file);
    }
}
