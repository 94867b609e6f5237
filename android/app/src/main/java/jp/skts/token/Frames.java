package jp.skts.token;

import android.media.Image;
import android.media.ImageReader;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** Reads the newest frame, each time there is one, until one holds a QR code. On the camera's thread. */
final class Frames implements ImageReader.OnImageAvailableListener {
    private final IntSupplier upright;
    private final Consumer<String> found;
    private int turn;
    private boolean done;

    /**
     * @param upright degrees clockwise that turn the frame upright now
     * @param found is told the first text, and no other
     */
    Frames(IntSupplier upright, Consumer<String> found) {
        this.upright = upright;
        this.found = found;
    }

    @Override
    public void onImageAvailable(ImageReader reader) {
        try (Image newest = reader.acquireLatestImage()) {
            if (newest != null && !done) {
                read(newest);
            }
        } catch (IllegalStateException e) {
            // The camera was closed meanwhile, or has no buffer to spare: this frame is left out.
        }
    }

    private void read(Image frame) {
        Image.Plane luma = frame.getPlanes()[0];
        String text = FrameReader.read(
                luma.getBuffer(), frame.getWidth(), frame.getHeight(), luma.getRowStride(), upright.getAsInt(), turn++);
        if (text != null) {
            done = true;
            found.accept(text);
        }
    }
}
