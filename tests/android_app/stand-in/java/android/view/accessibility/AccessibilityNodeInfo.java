package android.view.accessibility;
import android.graphics.Rect;
import android.view.View;
import java.util.ArrayList;
import java.util.List;
public class AccessibilityNodeInfo {
    public static class RangeInfo { public static RangeInfo obtain(int type, float min, float max, float now) { return new RangeInfo(); } }
    public final List<Integer> children = new ArrayList<>();
    public int id, actions, live;
    public CharSequence text, description, className = "";
    public boolean checkable, checked, enabled, editable, focusable, focused, selected, sensitive;
    private final Rect bounds = new Rect();
    public static AccessibilityNodeInfo obtain(View host, int id) { AccessibilityNodeInfo i = new AccessibilityNodeInfo(); i.id = id; return i; }
    public void addChild(View host, int id) { children.add(id); }
    public View parent;
    public void setParent(View host) { parent = host; }
    public void setParent(View host, int id) {}
    public void setPackageName(CharSequence name) {}
    public void setBoundsInScreen(Rect r) { bounds.left = r.left; bounds.top = r.top; bounds.right = r.right; bounds.bottom = r.bottom; }
    public void getBoundsInScreen(Rect r) { r.left = bounds.left; r.top = bounds.top; r.right = bounds.right; r.bottom = bounds.bottom; }
    public void setCheckable(boolean b) { checkable = b; }
    public void setChecked(boolean b) { checked = b; }
    public void setEditable(boolean b) { editable = b; }
    public void setEnabled(boolean b) { enabled = b; }
    public void setFocusable(boolean b) { focusable = b; }
    public void setFocused(boolean b) { focused = b; }
    public void setPassword(boolean b) {}
    public void setScrollable(boolean b) {}
    public void setSelected(boolean b) { selected = b; }
    public void setVisibleToUser(boolean b) {}
    public void setAccessibilityFocused(boolean b) {}
    public void setAccessibilityDataSensitive(boolean b) { android.os.Build.since(34); sensitive = b; }
    public void setContentDescription(CharSequence s) { description = s; }
    public void setText(CharSequence s) { text = s; }
    public void setTextSelection(int a, int b) {}
    public void setClassName(CharSequence s) { className = s; }
    public void setMovementGranularities(int g) {}
    public void setRangeInfo(RangeInfo r) {}
    public void setLiveRegion(int l) { live = l; }
    public void addAction(int action) { actions |= action; }
    public android.os.Bundle getExtras() { return new android.os.Bundle(); }
}
