package jp.skts.token;

import android.content.ContentResolver;
import android.net.Uri;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** What another app's file holds: bounded, and no copy left behind. */
final class Bytes {
    /** MAX_PHONE_SOURCE_BYTES of the Rust side, which says why. */
    static final int LIMIT = 20 * 1024 * 1024;

    /** MAX_TEXT_UNITS of the Rust side, which says why: characters of a text. */
    static final int TEXT_LIMIT = 64 * 1024;

    private static final int FIRST = 64 * 1024;

    private Bytes() {}

    /** The caller overwrites what it gets. Blocks for as long as the other app likes: not for the UI thread. */
    static byte[] of(ContentResolver resolver, Uri uri) throws IOException {
        // A file: URI would be opened with this app's rights, its private files included.
        if (uri == null || !ContentResolver.SCHEME_CONTENT.equals(uri.getScheme())) {
            throw new IOException("not a content URI");
        }
        try (InputStream in = resolver.openInputStream(uri)) {
            if (in == null) {
                throw new IOException("nothing there");
            }
            return read(in, LIMIT);
        } catch (RuntimeException e) {
            // The other app's provider decides what is thrown here; its words are not passed on.
            throw new IOException("the other app failed");
        }
    }

    static byte[] read(InputStream in, int limit) throws IOException {
        byte[] buffer = new byte[Math.min(FIRST, limit + 1)];
        int length = 0;
        try {
            while (true) {
                int more = in.read(buffer, length, buffer.length - length);
                if (more < 0) {
                    return Arrays.copyOf(buffer, length);
                }
                length += more;
                if (length > limit) {
                    throw new IOException("too large");
                }
                if (length == buffer.length) {
                    byte[] larger = Arrays.copyOf(buffer, (int) Math.min(2L * length, limit + 1L));
                    wipe(buffer);
                    buffer = larger;
                }
            }
        } finally {
            wipe(buffer);
        }
    }

    static void wipe(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0);
    }
}
