package jp.skts.token;

import java.nio.ByteBuffer;

/** One camera frame to the text of the QR code in it. */
final class FrameReader {
    static {
        // A test on a desktop names the library that it has built.
        String path = System.getProperty("skts.frames");
        if (path != null) {
            System.load(path);
        } else {
            System.loadLibrary("skts_token");
        }
    }

    private FrameReader() {}

    /**
     * Null if there is none, or the sizes contradict each other.
     *
     * @param luma a direct buffer: the Y plane
     * @param rowStride bytes from row to row, at least the width
     * @param rotation clockwise degrees that turn the picture upright: 0, 90, 180, 270
     * @param turn the frame's number: each frame tries another extra stage
     */
    static native String read(ByteBuffer luma, int width, int height, int rowStride, int rotation, int turn);
}
