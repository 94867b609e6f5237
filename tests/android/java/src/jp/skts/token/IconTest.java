package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import android.content.Context;
import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.graphics.Color;
import android.graphics.drawable.AdaptiveIconDrawable;
import android.graphics.drawable.Drawable;
import java.io.File;
import java.io.FileOutputStream;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;

/** The launcher cuts the icon to its own shape: what matters lies in the circle that is always seen. */
@RunWith(RobolectricTestRunner.class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = 35)
public class IconTest {
    private static final int SIZE = 432; // 108 dp at four pixels

    private static Bitmap draw(Drawable drawable) {
        Bitmap picture = Bitmap.createBitmap(SIZE, SIZE, Bitmap.Config.ARGB_8888);
        drawable.setBounds(0, 0, SIZE, SIZE);
        drawable.draw(new Canvas(picture));
        return picture;
    }

    @Test
    public void theIconIsWholeInEveryShape() throws Exception {
        Context context = RuntimeEnvironment.getApplication();
        AdaptiveIconDrawable icon = (AdaptiveIconDrawable) context.getDrawable(R.mipmap.icon);
        assertNotNull(icon.getMonochrome());
        Bitmap front = draw(icon.getForeground());
        int drawn = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (Color.alpha(front.getPixel(x, y)) > 0) {
                    drawn++;
                    assertTrue("cut off at " + x + ", " + y, Math.hypot(x - SIZE / 2f, y - SIZE / 2f) <= 33 * 4);
                }
            }
        }
        assertTrue("ring and digits", drawn > 10_000);
        Bitmap ground = draw(icon.getBackground());
        assertEquals(0xFF1A6C96, ground.getPixel(0, 0), 0x010101);
        assertEquals(0xFF, Color.alpha(ground.getPixel(SIZE - 1, SIZE - 1)));
        Bitmap whole = ground.copy(Bitmap.Config.ARGB_8888, true);
        new Canvas(whole).drawBitmap(front, 0, 0, null);
        File folder = new File(System.getProperty("skts.pictures"));
        assertTrue(folder.isDirectory() || folder.mkdirs());
        try (FileOutputStream out = new FileOutputStream(new File(folder, "icon.png"))) {
            assertTrue(whole.compress(Bitmap.CompressFormat.PNG, 100, out));
        }
    }
}
