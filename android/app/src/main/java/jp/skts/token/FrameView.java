package jp.skts.token;

import android.content.Context;
import android.graphics.Canvas;
import android.graphics.Color;
import android.graphics.Paint;
import android.graphics.Path;
import android.graphics.RectF;
import android.util.AttributeSet;
import android.view.View;

/** Darkens the camera's picture but for the window that the QR code goes into, and marks its corners. */
public final class FrameView extends View {
    private static final int SHADE = 0x990D1419;

    private final float density = getResources().getDisplayMetrics().density;
    private final Paint shade = new Paint(Paint.ANTI_ALIAS_FLAG);
    private final Paint corners = new Paint(Paint.ANTI_ALIAS_FLAG);
    private final Path path = new Path();
    private final RectF window = new RectF();
    private final RectF arc = new RectF();

    public FrameView(Context context, AttributeSet attributes) {
        super(context, attributes);
        shade.setColor(SHADE);
        corners.setColor(Color.WHITE);
        corners.setStyle(Paint.Style.STROKE);
        corners.setStrokeCap(Paint.Cap.ROUND);
        corners.setStrokeWidth(6 * density);
    }

    /** In this view's pixels. */
    void setWindow(float left, float top, float side) {
        window.set(left, top, left + side, top + side);
        invalidate();
    }

    RectF window() {
        return new RectF(window);
    }

    @Override
    protected void onDraw(Canvas canvas) {
        float radius = Math.min(24 * density, window.width() / 4);
        path.rewind();
        path.setFillType(Path.FillType.EVEN_ODD);
        path.addRect(0, 0, getWidth(), getHeight(), Path.Direction.CW);
        path.addRoundRect(window, radius, radius, Path.Direction.CW);
        canvas.drawPath(path, shade);
        float inset = corners.getStrokeWidth() / 2;
        float arm = Math.min(57 * density, window.width() / 3);
        path.rewind();
        for (int corner = 0; corner < 4; corner++) {
            corner(corner, inset, radius - inset, arm - inset);
        }
        canvas.drawPath(path, corners);
    }

    /** From the end of one arm round the corner to the end of the other; corners count clockwise from the top left. */
    private void corner(int corner, float inset, float radius, float arm) {
        boolean right = corner == 1 || corner == 2;
        boolean bottom = corner >= 2;
        float x = right ? window.right - inset : window.left + inset;
        float y = bottom ? window.bottom - inset : window.top + inset;
        float inX = right ? -1 : 1;
        float inY = bottom ? -1 : 1;
        float centreX = x + inX * radius;
        float centreY = y + inY * radius;
        arc.set(centreX - radius, centreY - radius, centreX + radius, centreY + radius);
        // Clockwise, an arc begins where the sides meet it: left, top, right, bottom.
        boolean upright = corner % 2 == 0;
        path.moveTo(upright ? x : x + inX * arm, upright ? y + inY * arm : y);
        path.arcTo(arc, 180 + 90 * corner, 90);
        path.lineTo(upright ? x + inX * arm : x, upright ? y : y + inY * arm);
    }
}
