package android.view;
import android.view.accessibility.AccessibilityEvent;
import java.util.ArrayList;
import java.util.List;
/** What was sent to accessibility services. */
public class TalkBackEvents {
    public static final List<String> SENT = new ArrayList<>();
    private static final List<AccessibilityEvent> EVENTS = new ArrayList<>();
    /** The view around the one that Slint draws in. */
    static class Around extends View implements ViewParent {
        @Override public boolean requestSendAccessibilityEvent(View child, AccessibilityEvent event) {
            // As Android does.
            if (!android.view.accessibility.AccessibilityManager.enabled) throw new IllegalStateException("Accessibility off.");
            SENT.add(Integer.toString(event.type));
            EVENTS.add(event);
            return true;
        }
    }
    public static final Around PARENT = new Around();
    public static void clear() {
        SENT.clear();
        EVENTS.clear();
    }
    /** Of which virtual view the last event of this type was. */
    public static int last(int type) {
        int id = Integer.MIN_VALUE;
        for (AccessibilityEvent event : EVENTS) if (event.type == type) id = event.source;
        return id;
    }
}
