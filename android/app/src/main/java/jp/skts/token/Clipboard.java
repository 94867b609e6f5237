package jp.skts.token;

import android.content.ClipData;
import android.content.ClipDescription;
import android.content.ClipboardManager;
import android.content.ContentResolver;
import android.net.Uri;
import android.os.Build;
import android.os.PersistableBundle;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * The clipboard. The app knows by a random label whether its own text is still there, so it keeps no copy of the text.
 *
 * <p>The label belongs to the process and not to an activity: an activity may have to clear what an earlier one copied.
 */
final class Clipboard {
    /** ClipDescription.EXTRA_IS_SENSITIVE, which has a name from API 33 on. */
    static final String SENSITIVE = "android.content.extra.IS_SENSITIVE";

    /** Guards what is known of the clipboard. */
    private static final Object LOCK = new Object();

    /** The label of the text that the app copied last; null: the clipboard holds none of its texts. */
    private static String label;

    /** Whether the text that was copied last is a secret, which is cleared when it ends. */
    private static boolean secret;

    /**
     * The text should have been cleared already. Android shows the clipboard only to the app in front, so the text is
     * cleared when this app is in front again.
     */
    private static boolean due;

    private final ClipboardManager clipboard;
    private final SecureRandom random = new SecureRandom();

    Clipboard(ClipboardManager clipboard) {
        this.clipboard = clipboard;
    }

    boolean copy(String text, boolean sensitive) {
        String fresh = "skts-" + Long.toHexString(random.nextLong());
        ClipData clip = ClipData.newPlainText(fresh, text);
        if (sensitive) {
            PersistableBundle extras = new PersistableBundle();
            extras.putBoolean(SENSITIVE, true);
            clip.getDescription().setExtras(extras);
        }
        synchronized (LOCK) {
            try {
                clipboard.setPrimaryClip(clip);
            } catch (RuntimeException e) {
                return false;
            }
            label = fresh;
            secret = sensitive;
            due = false;
            return true;
        }
    }

    /** Clears what {@link #copy} put there last, if it is still there: now, or as soon as the app is in front again. */
    void clear() {
        synchronized (LOCK) {
            if (label == null) {
                return;
            }
            ClipDescription now = description();
            if (now == null) {
                due = true;
                return;
            }
            if (label.equals(String.valueOf(now.getLabel()))) {
                empty();
            }
            label = null;
            due = false;
        }
    }

    /** The app is in front again. */
    void focused() {
        synchronized (LOCK) {
            if (due) {
                clear();
            }
        }
    }

    /**
     * The customer closed the app, and nobody will call {@link #clear} when the code ends. The code is not cleared at
     * once, for the customer may be on the way to the bank's page to paste it; the next start clears it.
     */
    void left() {
        synchronized (LOCK) {
            due |= label != null && secret;
        }
    }

    /**
     * null: there is no text, or one that is too long to hold a token. It is never cut: half of a seed is another
     * seed.
     */
    String text() {
        ClipData.Item item = first();
        CharSequence text = item == null ? null : item.getText();
        return text == null || text.length() > Bytes.TEXT_LIMIT ? null : text.toString();
    }

    /** The content of the picture's URI; null: there is none. */
    byte[] picture(ContentResolver resolver) {
        ClipData.Item item = first();
        Uri uri = item == null ? null : item.getUri();
        if (uri == null) {
            return null;
        }
        try {
            return Bytes.of(resolver, uri);
        } catch (IOException e) {
            return null;
        }
    }

    private ClipDescription description() {
        try {
            return clipboard.getPrimaryClipDescription();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private ClipData.Item first() {
        try {
            ClipData clip = clipboard.getPrimaryClip();
            return clip == null || clip.getItemCount() == 0 ? null : clip.getItemAt(0);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private void empty() {
        try {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
                clipboard.clearPrimaryClip();
            } else {
                clipboard.setPrimaryClip(ClipData.newPlainText("", ""));
            }
        } catch (RuntimeException e) {
            // Nothing more can be done: the system forbids it.
        }
    }
}
