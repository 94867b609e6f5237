package jp.skts.token;

import android.app.Activity;
import android.content.Context;
import android.content.res.Configuration;
import android.graphics.Insets;
import android.graphics.Matrix;
import android.graphics.RectF;
import android.os.Build;
import android.util.Size;
import android.view.ContextThemeWrapper;
import android.view.LayoutInflater;
import android.view.TextureView;
import android.view.View;
import android.view.ViewGroup;
import android.view.WindowInsets;
import android.view.accessibility.AccessibilityNodeInfo;
import android.widget.Button;
import android.widget.LinearLayout;
import android.widget.TextView;
import java.util.Locale;

/** What the camera's page looks like: page 6 of the design. */
final class ScanPage {
    /** From this text size on the two buttons stand below each other. */
    private static final float LARGE = 1.5f;

    /** The window's side, and the least that is left of it beside large text. */
    private static final int SIDE_DP = 290;

    final TextureView preview;

    private final Context words;
    private final View root;
    private final FrameView frame;
    private final View place;
    private final View light;

    ScanPage(Activity activity, boolean english) {
        Locale language = english ? Locale.ENGLISH : Locale.JAPANESE;
        // The page speaks the app's language, which may not be the system's; all other settings stay the system's.
        Configuration here = new Configuration(activity.getResources().getConfiguration());
        here.setLocale(language);
        words = new ContextThemeWrapper(activity.createConfigurationContext(here), R.style.Scan);
        root = LayoutInflater.from(words).inflate(R.layout.scan, null);
        activity.setContentView(root);
        activity.setTitle(words.getString(R.string.scan_title));
        preview = root.findViewById(R.id.scan_preview);
        frame = root.findViewById(R.id.scan_frame);
        place = root.findViewById(R.id.scan_place);
        light = root.findViewById(R.id.scan_light);
        // Han characters have the forms of the text's language, not of the system's.
        speak(root, language);
        button(R.id.scan_cancel, R.string.scan_cancel);
        button(R.id.scan_light, R.string.scan_light);
        button(R.id.scan_image, R.string.scan_image);
        button(R.id.scan_hand, R.string.scan_hand);
        if (here.fontScale >= LARGE) {
            stack(root.findViewById(R.id.scan_ways));
        }
        root.setOnApplyWindowInsetsListener((view, insets) -> keepClear(insets));
        place.addOnLayoutChangeListener((view, l, t, r, b, ol, ot, or, ob) -> placeFrame());
        root.findViewById(R.id.scan_scroll).setOnScrollChangeListener((view, x, y, ox, oy) -> placeFrame());
    }

    void onCancel(Runnable act) {
        on(R.id.scan_cancel, act);
    }

    void onLight(Runnable act) {
        on(R.id.scan_light, act);
    }

    void onImage(Runnable act) {
        on(R.id.scan_image, act);
    }

    void onHand(Runnable act) {
        on(R.id.scan_hand, act);
    }

    private void on(int id, Runnable act) {
        root.findViewById(id).setOnClickListener(view -> act.run());
    }

    void showLight(boolean there, boolean on) {
        light.setVisibility(there ? View.VISIBLE : View.INVISIBLE);
        light.setSelected(on);
        light.setContentDescription(words.getString(on ? R.string.scan_light_is_on : R.string.scan_light_is_off));
    }

    /**
     * Fits the camera's picture to the page: upright, in its own proportions, filling it.
     *
     * @param picture as the sensor sends it
     * @param orientation degrees clockwise that turn it upright in the device's natural position
     * @param display degrees by which the display is turned from that position
     */
    static Matrix fit(float width, float height, Size picture, int orientation, int display) {
        // Without a matrix a TextureView shows the picture upright for the natural position, stretched to the view's
        // size.
        boolean lies = orientation % 180 != 0;
        float across = lies ? picture.getHeight() : picture.getWidth();
        float down = lies ? picture.getWidth() : picture.getHeight();
        boolean turned = display % 180 != 0;
        float scale = Math.max(width / (turned ? down : across), height / (turned ? across : down));
        RectF to = new RectF(0, 0, across * scale, down * scale);
        to.offset((width - to.width()) / 2, (height - to.height()) / 2);
        Matrix matrix = new Matrix();
        matrix.setRectToRect(new RectF(0, 0, width, height), to, Matrix.ScaleToFit.FILL);
        matrix.postRotate(-display, width / 2, height / 2);
        return matrix;
    }

    void fitPreview(Lens lens, int display) {
        int width = preview.getWidth();
        int height = preview.getHeight();
        if (width > 0 && height > 0) {
            preview.setTransform(fit(width, height, lens.preview, lens.orientation, display));
        }
    }

    /** A group that is one button: an icon and its word, read as the word. */
    private void button(int id, int word) {
        View button = root.findViewById(id);
        button.setContentDescription(words.getString(word));
        button.setAccessibilityDelegate(new View.AccessibilityDelegate() {
            @Override
            public void onInitializeAccessibilityNodeInfo(View host, AccessibilityNodeInfo info) {
                super.onInitializeAccessibilityNodeInfo(host, info);
                info.setClassName(Button.class.getName());
            }
        });
    }

    /** Han characters get the forms of the language, in every text under the view. */
    static void speak(View view, Locale language) {
        if (view instanceof TextView) {
            ((TextView) view).setTextLocale(language);
        } else if (view instanceof ViewGroup) {
            ViewGroup group = (ViewGroup) view;
            for (int i = 0; i < group.getChildCount(); i++) {
                speak(group.getChildAt(i), language);
            }
        }
    }

    private static void stack(LinearLayout ways) {
        ways.setOrientation(LinearLayout.VERTICAL);
        for (int i = 0; i < ways.getChildCount(); i++) {
            View way = ways.getChildAt(i);
            LinearLayout.LayoutParams room = (LinearLayout.LayoutParams) way.getLayoutParams();
            int gap = room.getMarginStart();
            room.width = LinearLayout.LayoutParams.MATCH_PARENT;
            room.weight = 0;
            room.setMarginStart(0);
            room.topMargin = gap;
            way.setLayoutParams(room);
        }
    }

    /** The camera's picture reaches the edges; words and buttons keep clear of bars and notches. */
    private WindowInsets keepClear(WindowInsets insets) {
        View column = root.findViewById(R.id.scan_column);
        View panel = root.findViewById(R.id.scan_panel);
        int foot = panel.getResources().getDimensionPixelSize(R.dimen.scan_panel_foot);
        int[] bars = bars(insets);
        column.setPadding(bars[0], bars[1], bars[2], 0);
        panel.setPadding(panel.getPaddingLeft(), panel.getPaddingTop(), panel.getPaddingRight(), foot + bars[3]);
        return insets;
    }

    @SuppressWarnings("deprecation") // the typed insets came with API 30
    private static int[] bars(WindowInsets insets) {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            Insets bars = insets.getInsets(WindowInsets.Type.systemBars() | WindowInsets.Type.displayCutout());
            return new int[] {bars.left, bars.top, bars.right, bars.bottom};
        }
        return new int[] {
            insets.getSystemWindowInsetLeft(), insets.getSystemWindowInsetTop(),
            insets.getSystemWindowInsetRight(), insets.getSystemWindowInsetBottom(),
        };
    }

    /** The window stands in the middle of the room that the words leave. */
    private void placeFrame() {
        float most = SIDE_DP * place.getResources().getDisplayMetrics().density;
        float side = Math.min(most, Math.min(place.getWidth(), place.getHeight()));
        int[] at = new int[2];
        int[] origin = new int[2];
        place.getLocationInWindow(at);
        frame.getLocationInWindow(origin);
        frame.setWindow(
                at[0] - origin[0] + (place.getWidth() - side) / 2,
                at[1] - origin[1] + (place.getHeight() - side) / 2,
                side);
    }
}
