package android.view.accessibility;
public class AccessibilityManager {
    public static boolean enabled = true;
    public boolean isEnabled() { return enabled; }
    public boolean isTouchExplorationEnabled() { return enabled; }
}
