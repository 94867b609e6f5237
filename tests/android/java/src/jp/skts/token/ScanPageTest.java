package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.content.Intent;
import android.content.pm.PackageManager;
import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.graphics.Insets;
import android.graphics.Rect;
import android.graphics.RectF;
import android.text.Layout;
import android.view.View;
import android.view.ViewGroup;
import android.view.WindowInsets;
import android.widget.TextView;
import java.io.File;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;

/** The camera's page as it is laid out and drawn, with Android's own text and paths. Pictures: work/pictures. */
@RunWith(RobolectricTestRunner.class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = 35)
public class ScanPageTest {
    private static final int[] BUTTONS = {R.id.scan_cancel, R.id.scan_light, R.id.scan_image, R.id.scan_hand};

    private View root;

    @Before
    public void install() throws Exception {
        Scene.install();
        shadowOf(RuntimeEnvironment.getApplication().getPackageManager())
                .setSystemFeature(PackageManager.FEATURE_CAMERA_ANY, true);
    }

    private void open(String name, String qualifiers, float fontScale, boolean english) throws Exception {
        RuntimeEnvironment.setQualifiers(qualifiers);
        RuntimeEnvironment.setFontScale(fontScale);
        Question.SCAN.ask();
        ScanActivity activity = Robolectric.buildActivity(
                ScanActivity.class, new Intent().putExtra("english", english)).setup().get();
        Scene.idle();
        root = ((ViewGroup) activity.findViewById(android.R.id.content)).getChildAt(0);
        root.findViewById(R.id.scan_light).setVisibility(View.VISIBLE);
        Bitmap picture = Bitmap.createBitmap(root.getWidth(), root.getHeight(), Bitmap.Config.ARGB_8888);
        root.draw(new Canvas(picture));
        File folder = new File(System.getProperty("skts.pictures"));
        assertTrue(folder.isDirectory() || folder.mkdirs());
        try (FileOutputStream out = new FileOutputStream(new File(folder, "scan-" + name + ".png"))) {
            assertTrue(picture.compress(Bitmap.CompressFormat.PNG, 100, out));
        }
    }

    private float dp(float pixels) {
        return pixels / root.getResources().getDisplayMetrics().density;
    }

    private static List<TextView> texts(View view) {
        List<TextView> all = new ArrayList<>();
        if (view instanceof TextView) {
            all.add((TextView) view);
        } else if (view instanceof ViewGroup) {
            for (int i = 0; i < ((ViewGroup) view).getChildCount(); i++) {
                all.addAll(texts(((ViewGroup) view).getChildAt(i)));
            }
        }
        return all;
    }

    /** Where a view is on the page; what scrolls counts as if the page were as long as it needs to be. */
    private Rect place(View view) {
        Rect place = new Rect(0, 0, view.getWidth(), view.getHeight());
        ((ViewGroup) root).offsetDescendantRectToMyCoords(view, place);
        return place;
    }

    /** Nothing is cut off, nothing lies on anything else, every target is large enough for a finger. */
    private void holds() {
        assertEquals("title, hint, two in the bar, four in the panel", 8, texts(root).size());
        for (TextView text : texts(root)) {
            Layout layout = text.getLayout();
            String said = text.getText().toString();
            assertTrue(said + " is cut off below", layout.getHeight() <= text.getHeight());
            for (int line = 0; line < layout.getLineCount(); line++) {
                assertEquals(said + " is shortened", 0, layout.getEllipsisCount(line));
                assertTrue(said + " is cut off at the side",
                        layout.getLineMax(line) <= text.getWidth() - text.getTotalPaddingLeft()
                                - text.getTotalPaddingRight() + 1);
            }
            Rect place = place(text);
            assertTrue(said + " leaves the page: " + place, place.left >= 0 && place.right <= root.getWidth());
        }
        for (int id : BUTTONS) {
            View button = root.findViewById(id);
            assertTrue(button.getContentDescription() + " is too small",
                    dp(button.getWidth()) >= 44 && dp(button.getHeight()) >= 44);
            Rect place = place(button);
            assertTrue(button.getContentDescription() + " leaves the page: " + place,
                    place.left >= 0 && place.right <= root.getWidth());
            for (int other : BUTTONS) {
                assertTrue("buttons on each other", id == other || !Rect.intersects(place, place(root.findViewById(other))));
            }
        }
        // The way back and the light are there without scrolling; the rest can be reached.
        assertTrue(place(root.findViewById(R.id.scan_cancel)).bottom <= root.getHeight());
        View scroll = root.findViewById(R.id.scan_scroll);
        View panel = root.findViewById(R.id.scan_panel);
        Rect place = place(panel);
        int hidden = Math.max(0, place.bottom - root.getHeight());
        scroll.scrollBy(0, hidden);
        assertEquals("the panel's foot is out of reach", root.getHeight(), place(panel).bottom);
        scroll.scrollTo(0, 0);
        FrameView frame = root.findViewById(R.id.scan_frame);
        assertTrue("the frame is too small to aim with", dp(frame.window().width()) >= 150);
        Rect title = place(texts(root.findViewById(R.id.scan_column)).get(2));
        RectF window = frame.window();
        assertTrue("the frame lies on the title", !RectF.intersects(new RectF(title), window));
        assertTrue("the frame lies on the panel", !RectF.intersects(new RectF(place(panel)), window));
        assertEquals("square", window.width(), window.height(), 0.5);
    }

    /** All of it is seen without scrolling. */
    private void fits() {
        assertEquals(root.getHeight(), place(root.findViewById(R.id.scan_panel)).bottom);
    }

    private static final String PHONE = "w390dp-h844dp-port";

    @Test
    public void asDesigned() throws Exception {
        open("ja", PHONE + "-notnight-xhdpi", 1, false);
        holds();
        fits();
        FrameView frame = root.findViewById(R.id.scan_frame);
        assertEquals(290, dp(frame.window().width()), 1);
        assertEquals("in the middle", 390 / 2f, dp(frame.window().centerX()), 1);
        View way = root.findViewById(R.id.scan_image);
        assertEquals("side by side", way.getTop(), root.findViewById(R.id.scan_hand).getTop());
    }

    @Test
    public void inEnglish() throws Exception {
        open("en", PHONE + "-notnight-xhdpi", 1, true);
        holds();
        fits();
    }

    @Test
    public void theCamerasPartIsDarkInBothThemes() throws Exception {
        open("dark", PHONE + "-night-xhdpi", 1, false);
        holds();
        fits();
        assertEquals(0xFF0D1419, root.getContext().getColor(R.color.scan_ground));
        assertEquals(0xFF161F26, root.getContext().getColor(R.color.surface));
    }

    @Test
    public void largeText() throws Exception {
        open("ja-200", PHONE + "-notnight-xhdpi", 2, false);
        holds();
        assertTrue("below each other", root.findViewById(R.id.scan_image).getBottom()
                < root.findViewById(R.id.scan_hand).getTop());
        open("en-200", PHONE + "-notnight-xhdpi", 2, true);
        holds();
    }

    @Test
    public void smallPhones() throws Exception {
        open("small", "w320dp-h568dp-port-notnight-xhdpi", 1, false);
        holds();
        open("small-200", "w320dp-h568dp-port-notnight-xhdpi", 2, false);
        holds();
        open("small-en-200", "w320dp-h568dp-port-notnight-xhdpi", 2, true);
        holds();
    }

    @Test
    public void lying() throws Exception {
        open("land", "w844dp-h390dp-land-notnight-xhdpi", 1, false);
        holds();
        open("land-en-200", "w844dp-h390dp-land-notnight-xhdpi", 2, true);
        holds();
    }

    @Test
    public void tablets() throws Exception {
        open("tablet", "w1180dp-h820dp-land-notnight-mdpi", 1, false);
        holds();
        fits();
        open("tablet-port", "w800dp-h1280dp-port-notnight-mdpi", 1, false);
        holds();
        fits();
    }

    @Test
    public void barsAndNotchesCoverNothing() throws Exception {
        open("ja", PHONE + "-notnight-xhdpi", 1, false);
        WindowInsets bars = new WindowInsets.Builder()
                .setInsets(WindowInsets.Type.statusBars(), Insets.of(0, 60, 0, 0))
                .setInsets(WindowInsets.Type.navigationBars(), Insets.of(0, 0, 0, 48))
                .setInsets(WindowInsets.Type.displayCutout(), Insets.of(10, 80, 0, 0))
                .build();
        for (int again = 0; again < 2; again++) {
            root.dispatchApplyWindowInsets(bars);
            root.measure(View.MeasureSpec.makeMeasureSpec(root.getWidth(), View.MeasureSpec.EXACTLY),
                    View.MeasureSpec.makeMeasureSpec(root.getHeight(), View.MeasureSpec.EXACTLY));
            root.layout(0, 0, root.getWidth(), root.getHeight());
            assertTrue(place(root.findViewById(R.id.scan_cancel)).top >= 80);
            assertTrue(place(root.findViewById(R.id.scan_cancel)).left >= 10);
            TextView last = texts(root).get(7);
            assertEquals(root.getHeight() - 48 - 24 * 2, place(last).bottom);
        }
        holds();
    }
}
