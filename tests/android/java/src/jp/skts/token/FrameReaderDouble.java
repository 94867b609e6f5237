package jp.skts.token;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** Finds what it is told to find. The real reader has its own test, with the real library. */
@Implements(value = FrameReader.class, isInAndroidSdk = false)
public class FrameReaderDouble {
    static final List<String> asked = new ArrayList<>();
    static String finds;

    @Implementation
    protected static String read(
            ByteBuffer luma, int width, int height, int rowStride, int rotation, int turn) {
        asked.add(width + "x" + height + " " + rowStride + " " + rotation + "° " + turn);
        return finds;
    }

    static void reset() {
        asked.clear();
        finds = null;
    }
}
