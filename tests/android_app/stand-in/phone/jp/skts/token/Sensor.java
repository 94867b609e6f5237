package jp.skts.token;

import android.media.Image;
import java.nio.ByteBuffer;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowImageReader;

/** What a camera's frame holds. Robolectric's frames have a size and no pixels. */
@Implements(className = "android.media.ImageReader$SurfaceImage")
public class Sensor extends ShadowImageReader.ShadowSurfaceImage {
    /** The Y plane of the frames from now on. */
    static ByteBuffer luma;

    static int rowStride;

    @Implementation
    protected Image.Plane[] getPlanes() {
        return new Image.Plane[] {new Luma()};
    }

    private static final class Luma extends Image.Plane {
        @Override
        public int getRowStride() {
            return rowStride;
        }

        @Override
        public int getPixelStride() {
            return 1;
        }

        @Override
        public ByteBuffer getBuffer() {
            return luma;
        }
    }
}
