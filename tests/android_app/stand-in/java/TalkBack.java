import android.app.Activity;
import android.graphics.Rect;
import android.view.MotionEvent;
import android.view.TalkBackEvents;
import android.view.View;
import android.view.accessibility.AccessibilityManager;
import android.view.accessibility.AccessibilityNodeInfo;
import android.view.accessibility.AccessibilityNodeProvider;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/** Plays the part of a screen reader: knows the virtual views, and nothing else. On the UI thread. */
public class TalkBack {
    static final int HOST = -1, CLICK = 16, FOCUS = 64, NEXT = 256, SET_SELECTION = 1 << 17;
    static final int HOVER = 9, LIFTED = 10;
    static final int HOVER_ENTER = 128, FOCUSED = 1 << 15;
    private static View view;
    private static SlintAccessibilityDelegate delegate;
    private static int lastField = HOST;
    /** Every node of the trees that were read before. */
    private static final List<WeakReference<AccessibilityNodeInfo>> READ = new ArrayList<>();

    private static AccessibilityNodeProvider provider() {
        Activity activity = SlintAndroidJavaHelper.activity;
        if (view == null || view.getContext() != activity) {
            view = new View(activity);
            delegate = new SlintAccessibilityDelegate(activity, view);
            view.setAccessibilityDelegate(delegate);
            SlintAccessibilityDelegate mine = delegate;
            SlintAndroidJavaHelper.speaker = new SlintAndroidJavaHelper.Speaker() {
                @Override public void raise() { activity.runOnUiThread(() -> mine.raiseEvents()); }
                @Override public void announce(String text) { activity.runOnUiThread(() -> mine.announce(text)); }
            };
        }
        Activity.idle();
        return view.delegate.getAccessibilityNodeProvider(view);
    }

    private static void walk(AccessibilityNodeProvider provider, int id, List<AccessibilityNodeInfo> all) {
        AccessibilityNodeInfo info = provider.createAccessibilityNodeInfo(id);
        if (info == null) return;
        READ.add(new WeakReference<>(info));
        if (id != HOST) all.add(info);
        for (int child : info.children) walk(provider, child, all);
    }

    private static List<AccessibilityNodeInfo> nodes() {
        List<AccessibilityNodeInfo> all = new ArrayList<>();
        walk(provider(), HOST, all);
        return all;
    }

    private static String name(AccessibilityNodeInfo info) {
        return String.valueOf(info.description != null ? info.description : "");
    }

    private static String state(AccessibilityNodeInfo info) {
        return info.checkable ? info.checked ? "checked" : "unchecked" : info.selected ? "selected" : "-";
    }

    private static void expect(boolean fact, String what) {
        if (!fact) throw new IllegalStateException(what);
    }

    public static void wake() { nodes(); }

    public static boolean looks(String none) {
        wake();
        return true;
    }

    /** A line for each node, in order. */
    public static boolean read(String file) throws Exception {
        // What was read before is nobody's any more, unless the library holds on to it.
        System.gc();
        for (WeakReference<AccessibilityNodeInfo> node : READ) expect(node.get() == null, "a node that was read is still held");
        READ.clear();
        expect(provider().createAccessibilityNodeInfo(HOST).parent == TalkBackEvents.PARENT, "the view has lost its parent");
        List<String> lines = new ArrayList<>();
        for (AccessibilityNodeInfo info : nodes()) {
            Rect at = new Rect();
            info.getBoundsInScreen(at);
            String line = String.join("\t", info.className.toString().replaceAll(".*\\.", ""), (info.actions & CLICK) != 0 ? "click" : "-",
                    info.live > 0 ? "live" : "-", state(info), info.enabled ? "-" : "disabled", info.focused ? "focused" : "-",
                    info.sensitive ? "sensitive" : "open", at.left + "," + at.top + "," + at.right + "," + at.bottom,
                    info.text == null ? "" : info.text, name(info));
            lines.add(line.replace("\n", "\\n"));
        }
        Files.write(Paths.get(file), lines);
        return true;
    }

    /** What was sent by itself since the page before was heard. */
    public static boolean heard(String page) throws Exception {
        Files.write(Paths.get(page + ".events"), TalkBackEvents.SENT);
        TalkBackEvents.clear();
        return true;
    }

    /** What it would read aloud, from the first to the last. */
    public static String names() {
        List<String> names = new ArrayList<>();
        for (AccessibilityNodeInfo info : nodes()) names.add(name(info).replace('\n', ' '));
        return String.join("|", names);
    }

    /** Lets go of what nobody holds: memory is measured afterwards. */
    public static void collect() {
        TalkBackEvents.clear();
        READ.clear();
        System.gc();
    }

    /** A finger explores until it hears this name; then a double tap. */
    public static boolean press(String wanted) {
        AccessibilityNodeInfo found = null;
        for (AccessibilityNodeInfo info : nodes())
            if (name(info).equals(wanted) && (info.editable || (info.actions & CLICK) != 0)) found = info;
        if (found == null) return false;
        Rect at = new Rect();
        found.getBoundsInScreen(at);
        int[] origin = new int[2];
        view.getLocationOnScreen(origin);
        int x = (at.left + at.right) / 2 - origin[0], y = (at.top + at.bottom) / 2 - origin[1];
        delegate.onHover(view, new MotionEvent(HOVER, x, y));
        expect(TalkBackEvents.last(HOVER_ENTER) == found.id, "a finger at " + x + "," + y + " is not told of " + wanted);
        delegate.onHover(view, new MotionEvent(LIFTED, x, y));
        expect(provider().performAction(found.id, FOCUS, null), wanted + " is not focused");
        expect(TalkBackEvents.last(FOCUSED) == found.id, "nothing says that " + wanted + " is focused");
        expect(provider().findFocus(2).id == found.id, wanted + " has not the focus");
        if (found.className.toString().endsWith("EditText")) lastField = found.id;
        return provider().performAction(found.id, CLICK, null);
    }

    /** What the keyboard writes into the field that has the keys. */
    public static boolean type(String text) {
        SlintAndroidJavaHelper.updateText(text, text.length(), text.length(), 0, 0, SlintAndroidJavaHelper.field, 0);
        return true;
    }

    /** Walks through the text of a field that has gone. */
    public static boolean walk_gone(String none) {
        android.os.Bundle arguments = new android.os.Bundle();
        expect(provider().createAccessibilityNodeInfo(lastField) == null, "the field is still there");
        return !provider().performAction(lastField, SET_SELECTION, arguments) && !provider().performAction(lastField, NEXT, arguments)
                && !provider().performAction(lastField, CLICK, arguments);
    }

    /** The screen reader is switched off, or on. */
    public static boolean listens(String yes) {
        Activity.idle();
        AccessibilityManager.enabled = yes.equals("yes");
        Activity.idle();
        if (AccessibilityManager.enabled) expect(nodes().isEmpty(), "while nobody listened, the tree was kept");
        return true;
    }

    /** After the activity's end: whether the library has forgotten what was in its window. */
    public static boolean end(String none) throws Exception {
        for (int i = 0; i < 100; i++) {
            if (SlintAndroidJavaHelper.accessibilityNodeInfo(view, HOST) == null) return true;
            Thread.sleep(20);
        }
        return false;
    }
}
