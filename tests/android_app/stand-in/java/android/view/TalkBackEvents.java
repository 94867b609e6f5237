package android.view;
import java.util.ArrayList;
import java.util.List;
/** What was sent to accessibility services. */
public class TalkBackEvents {
    public static final List<String> SENT = new ArrayList<>();
    static final ViewParent PARENT = (child, event) -> {
        SENT.add(Integer.toString(event.type));
        return true;
    };
}
