package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import android.media.Image;
import android.media.ImageReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;

/** Frames: the newest is read, each is closed, one text is found. */
@RunWith(RobolectricTestRunner.class)
public class FramesTest {
    private final List<String> found = new ArrayList<>();
    private final ImageReader reader = mock(ImageReader.class);
    private int upright = 90;
    private final Frames frames = new Frames(() -> upright, found::add);

    @Before
    public void install() throws Exception {
        Scene.install();
    }

    private static Image image() {
        Image.Plane luma = mock(Image.Plane.class);
        when(luma.getBuffer()).thenReturn(ByteBuffer.allocateDirect(16));
        when(luma.getRowStride()).thenReturn(8);
        Image image = mock(Image.class);
        when(image.getWidth()).thenReturn(6);
        when(image.getHeight()).thenReturn(2);
        when(image.getPlanes()).thenReturn(new Image.Plane[] {luma});
        return image;
    }

    private Image frame() {
        Image image = image();
        when(reader.acquireLatestImage()).thenReturn(image);
        frames.onImageAvailable(reader);
        verify(image, times(1)).close();
        return image;
    }

    @Test
    public void eachFrameIsReadAndClosed() {
        frame();
        upright = 270;
        frame();
        assertEquals("[6x2 8 90° 0, 6x2 8 270° 1]", FrameReaderDouble.asked.toString());
        assertEquals("[]", found.toString());
        verify(reader, never()).acquireNextImage();
    }

    @Test
    public void theFirstTextIsTheOnlyOne() {
        FrameReaderDouble.finds = "otpauth://1";
        frame();
        FrameReaderDouble.finds = "otpauth://2";
        frame();
        assertEquals("[otpauth://1]", found.toString());
        assertEquals("nothing is read any more", 1, FrameReaderDouble.asked.size());
    }

    @Test
    public void thereIsNoFrame() {
        when(reader.acquireLatestImage()).thenReturn(null);
        frames.onImageAvailable(reader);
        when(reader.acquireLatestImage()).thenThrow(new IllegalStateException("closed"));
        frames.onImageAvailable(reader);
        assertEquals("[]", FrameReaderDouble.asked.toString());
    }

    @Test
    public void aFrameThatIsTakenAwayIsClosedToo() {
        Image image = image();
        when(image.getPlanes()).thenThrow(new IllegalStateException("closed"));
        when(reader.acquireLatestImage()).thenReturn(image);
        frames.onImageAvailable(reader);
        verify(image).close();
    }
}
