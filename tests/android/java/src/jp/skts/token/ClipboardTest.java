package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.content.ClipData;
import android.content.ClipboardManager;
import android.content.Intent;
import android.net.Uri;
import java.io.ByteArrayInputStream;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;

@RunWith(RobolectricTestRunner.class)
@Config(shadows = ClipboardDouble.class)
public class ClipboardTest {
    private static final Uri FILE = Uri.parse("content://documents/letter.png");

    private ActivityController<MainActivity> app;
    private MainActivity activity;

    @Before
    public void open() throws Exception {
        Scene.install();
        app = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).setup();
        activity = app.get();
    }

    private ClipboardManager clipboard() {
        return activity.getSystemService(ClipboardManager.class);
    }

    private String clip() {
        ClipData clip = clipboard().getPrimaryClip();
        return clip == null || clip.getItemCount() == 0 ? "" : String.valueOf(clip.getItemAt(0).getText());
    }

    @Test
    public void aCodeIsMarkedSensitiveAndASerialIsNot() {
        assertTrue(activity.copy("482913", true));
        assertEquals("482913", clip());
        assertTrue(clipboard().getPrimaryClip().getDescription().getExtras().getBoolean(
                "android.content.extra.IS_SENSITIVE"));
        assertTrue(activity.copy("SKTS12345678", false));
        assertNull(clipboard().getPrimaryClip().getDescription().getExtras());
    }

    @Test
    public void whatIsOursIsCleared() {
        activity.copy("482913", true);
        activity.clearCopied();
        assertEquals("", clip());
    }

    @Test
    public void whatIsNotOursStays() {
        activity.copy("482913", true);
        clipboard().setPrimaryClip(ClipData.newPlainText("", "482913"));
        activity.clearCopied();
        assertEquals("the same text, but another app's", "482913", clip());
        clipboard().setPrimaryClip(ClipData.newPlainText("", "letter"));
        activity.clearCopied();
        app.windowFocusChanged(false).windowFocusChanged(true);
        assertEquals("letter", clip());
    }

    @Test
    public void behindAnotherAppItIsClearedAsSoonAsItCanBeSeen() {
        activity.copy("482913", true);
        ClipboardDouble.away = true;
        activity.clearCopied();
        ClipboardDouble.away = false;
        assertEquals("482913", clip());
        app.windowFocusChanged(true);
        assertEquals("", clip());

        activity.copy("482913", true);
        ClipboardDouble.away = true;
        activity.clearCopied();
        ClipboardDouble.away = false;
        clipboard().setPrimaryClip(ClipData.newPlainText("", "letter"));
        app.windowFocusChanged(true);
        assertEquals("letter", clip());
    }

    @Test
    public void aFreshCopyIsNotClearedForAnOldOne() {
        activity.copy("482913", true);
        ClipboardDouble.away = true;
        activity.clearCopied();
        ClipboardDouble.away = false;
        activity.copy("057264", true);
        app.windowFocusChanged(true);
        assertEquals("057264", clip());
    }

    private void close() {
        activity.finish();
        app.pause().stop().destroy();
    }

    /** In the same process. */
    private void openAgain() {
        app = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).setup();
        activity = app.get();
        app.windowFocusChanged(true);
    }

    @Test
    public void aCodeDoesNotOutliveTheAppThatIsOpenedAgain() {
        activity.copy("482913", true);
        close();
        assertEquals("it is still to be pasted", "482913", clip());
        openAgain();
        assertEquals("", clip());
        // What has no end stays.
        activity.copy("SKTS12345678", false);
        close();
        openAgain();
        assertEquals("SKTS12345678", clip());
        // One activity copies, another is told that the code ended.
        activity.copy("482913", true);
        MainActivity old = activity;
        app.recreate();
        activity = app.get();
        assertNotSame(old, activity);
        activity.clearCopied();
        assertEquals("", clip());
    }

    @Test
    public void pasting() throws Exception {
        assertNull(activity.clipboardText());
        assertNull(activity.clipboardPicture());
        clipboard().setPrimaryClip(ClipData.newPlainText("", "otpauth:"));
        assertEquals("otpauth:", activity.clipboardText());
        assertNull(activity.clipboardPicture());
        clipboard().setPrimaryClip(ClipData.newPlainText("", "x".repeat(Bytes.TEXT_LIMIT)));
        assertEquals(Bytes.TEXT_LIMIT, activity.clipboardText().length());
        clipboard().setPrimaryClip(ClipData.newPlainText("", "x".repeat(Bytes.TEXT_LIMIT + 1)));
        assertNull("half of a seed is another seed", activity.clipboardText());
        clipboard().setPrimaryClip(ClipData.newRawUri("", FILE));
        shadowOf(activity.getContentResolver()).registerInputStream(FILE, new ByteArrayInputStream(Scene.bytes(9)));
        assertNull(activity.clipboardText());
        assertEquals(9, Scene.fromWorker(activity::clipboardPicture).length);
        clipboard().setPrimaryClip(ClipData.newRawUri("", Uri.parse("file:///etc/hostname")));
        assertNull(activity.clipboardPicture());
    }
}
