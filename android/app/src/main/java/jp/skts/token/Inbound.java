package jp.skts.token;

import android.app.Activity;
import android.content.ContentResolver;
import android.content.Intent;
import android.net.Uri;
import android.os.Build;
import java.io.IOException;

/** What other apps hand in: {@code otpauth:} links, shared pictures and texts. Hostile, and handed over once. */
final class Inbound {
    private Inbound() {}

    /** Takes what the intent brings. The activity's own intent is emptied, so that nothing is taken twice. */
    static void take(Activity activity, Intent intent) {
        // When the customer opens the app from the list of recent apps, Android delivers its first intent again, link
        // and all.
        if (intent == null || (intent.getFlags() & Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY) != 0) {
            return;
        }
        activity.setIntent(new Intent(Intent.ACTION_MAIN));
        try {
            if (Intent.ACTION_VIEW.equals(intent.getAction())) {
                link(intent.getData());
            } else if (Intent.ACTION_SEND.equals(intent.getAction())) {
                shared(activity.getContentResolver(), intent);
            }
        } catch (RuntimeException e) {
            // Android cannot unpack extras of a class that this app does not have.
            Native.offerUnreadable();
        }
    }

    private static void link(Uri uri) {
        if (uri != null && "otpauth".equalsIgnoreCase(uri.getScheme())) {
            text(uri.toString());
        } else {
            Native.offerUnreadable();
        }
    }

    private static void shared(ContentResolver resolver, Intent intent) {
        Uri picture = stream(intent);
        CharSequence text = intent.getCharSequenceExtra(Intent.EXTRA_TEXT);
        if (picture != null) {
            read(resolver, picture);
        } else if (text != null) {
            text(text.toString());
        } else {
            Native.offerUnreadable();
        }
    }

    private static void text(String text) {
        if (text.length() <= Bytes.TEXT_LIMIT) {
            Native.offerText(text);
        } else {
            Native.offerUnreadable();
        }
    }

    /** The file that waits for the thread that reads, or null. */
    private static Runnable next;

    private static boolean reads;

    /**
     * Reads on a thread of its own, for another app may take long to send its file. There is one such thread, for each
     * file may have 20 MB; of the files that come meanwhile the newest waits. The thread keeps no activity alive.
     */
    static synchronized void read(ContentResolver resolver, Uri uri) {
        next = () -> file(resolver, uri);
        if (reads) {
            return;
        }
        reads = true;
        Thread reader = new Thread(Inbound::readAll, "skts-share");
        reader.setDaemon(true);
        reader.start();
    }

    private static void readAll() {
        for (Runnable file = takeNext(); file != null; file = takeNext()) {
            file.run();
        }
    }

    private static synchronized Runnable takeNext() {
        Runnable file = next;
        next = null;
        reads = file != null;
        return file;
    }

    private static void file(ContentResolver resolver, Uri uri) {
        try {
            byte[] bytes = Bytes.of(resolver, uri);
            try {
                Native.offerBytes(bytes);
            } finally {
                Bytes.wipe(bytes);
            }
        } catch (IOException e) {
            Native.offerUnreadable();
        }
    }

    @SuppressWarnings("deprecation") // the typed getter came with API 33
    private static Uri stream(Intent intent) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
            return intent.getParcelableExtra(Intent.EXTRA_STREAM, Uri.class);
        }
        return (Uri) intent.getParcelableExtra(Intent.EXTRA_STREAM);
    }
}
