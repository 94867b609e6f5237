package android.view.accessibility;
public class AccessibilityEvent {
    public int type, source;
    private final java.util.List<CharSequence> text = new java.util.ArrayList<>();
    public static AccessibilityEvent obtain(int type) { AccessibilityEvent e = new AccessibilityEvent(); e.type = type; return e; }
    public void setPackageName(CharSequence name) {}
    public void setSource(android.view.View root, int id) { source = id; }
    public void setContentChangeTypes(int types) {}
    public void setBeforeText(CharSequence text) {}
    public java.util.List<CharSequence> getText() { return text; }
    public void setFromIndex(int i) {}
    public void setToIndex(int i) {}
    public void setRemovedCount(int n) {}
    public void setAddedCount(int n) {}
    public void setItemCount(int n) {}
    public void setCurrentItemIndex(int i) {}
    public void setMovementGranularity(int g) {}
    public void setAction(int a) {}
}
