import android.graphics.Rect;
import android.view.TalkBackEvents;
import android.view.View;
import android.view.accessibility.AccessibilityNodeInfo;
import android.view.accessibility.AccessibilityNodeProvider;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Plays the part of a screen reader: knows the virtual views, and nothing else. On the UI thread. */
public class TalkBack {
    static final int HOST = -1, CLICK = 16, FOCUS = 64;
    static View view;
    private static final ConcurrentLinkedQueue<Runnable> SOON = new ConcurrentLinkedQueue<>();

    /** On the UI thread. Any thread calls this. */
    static void soon(Runnable what) { SOON.add(what); }

    private static AccessibilityNodeProvider provider() {
        for (Runnable what; (what = SOON.poll()) != null;) what.run();
        return view.delegate.getAccessibilityNodeProvider(view);
    }

    private static void walk(AccessibilityNodeProvider provider, int id, List<AccessibilityNodeInfo> all) {
        AccessibilityNodeInfo info = provider.createAccessibilityNodeInfo(id);
        if (info == null) return;
        if (id != HOST) all.add(info);
        for (int child : info.children) walk(provider, child, all);
    }

    private static List<AccessibilityNodeInfo> nodes() {
        List<AccessibilityNodeInfo> all = new ArrayList<>();
        walk(provider(), HOST, all);
        return all;
    }

    private static String name(AccessibilityNodeInfo info) {
        return String.valueOf(info.description != null ? info.description : info.text != null ? info.text : "");
    }

    public static void wake() { nodes(); }

    /** A line for each node, in order: class, what it does, whether it is sensitive, where it is, name. */
    public static void read(String file) throws Exception {
        List<String> lines = new ArrayList<>();
        for (AccessibilityNodeInfo info : nodes()) {
            Rect at = new Rect();
            info.getBoundsInScreen(at);
            lines.add(String.join("\t", info.className.toString().replaceAll(".*\\.", ""),
                    (info.actions & CLICK) != 0 ? "click" : "-", info.live > 0 ? "live" : "-", info.checkable ? info.checked ? "checked" : "unchecked" : "-",
                    info.sensitive ? "sensitive" : "open", at.left + "," + at.top + "," + at.right + "," + at.bottom, name(info)));
        }
        Files.write(Paths.get(file), lines);
        Files.write(Paths.get(file + "-events"), TalkBackEvents.SENT);
        TalkBackEvents.SENT.clear();
    }

    /** What it would read aloud, from the first to the last. */
    public static String names() {
        List<String> names = new ArrayList<>();
        for (AccessibilityNodeInfo info : nodes()) names.add(name(info).replace('\n', ' '));
        return String.join("|", names);
    }

    /** Lets go of what nobody holds: memory is measured afterwards. */
    public static void collect() { TalkBackEvents.SENT.clear(); System.gc(); }

    /** A double tap on what has this name. */
    public static boolean press(String wanted) {
        AccessibilityNodeInfo found = null;
        for (AccessibilityNodeInfo info : nodes())
            if (name(info).equals(wanted) && (info.actions & CLICK) != 0) found = info;
        return found != null && provider().performAction(found.id, FOCUS, null) && provider().performAction(found.id, CLICK, null);
    }
}
