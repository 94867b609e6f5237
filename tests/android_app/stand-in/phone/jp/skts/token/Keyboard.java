package jp.skts.token;

import android.view.View;
import android.view.ViewGroup;
import android.view.inputmethod.EditorInfo;
import android.view.inputmethod.InputConnection;

/** The keyboard and the Back gesture, towards Slint's own Java, whose classes have no package and so no name here. */
final class Keyboard {
    private static InputConnection connection;

    private Keyboard() {}

    static String step(String name, String argument) {
        String text = argument == null ? "" : argument;
        switch (name) {
            case "compose":
                connection().setComposingText(text, 1);
                return null;
            case "commit":
                connection().commitText(text, 1);
                return null;
            case "hurry":
                // One character after the other, faster than the app draws.
                for (String character : text.split("")) {
                    connection().commitText(character, 1);
                    long next = System.nanoTime() + 3_000_000;
                    while (System.nanoTime() < next) {
                        Phone.idle();
                    }
                }
                return null;
            case "cursor":
                int at = Integer.parseInt(text);
                connection().setSelection(at, at);
                return null;
            case "delete":
                connection().deleteSurroundingText(Integer.parseInt(text), 0);
                return null;
            case "back-invoked":
                back();
                return null;
            default:
                throw new IllegalArgumentException(name);
        }
    }

    /** The keyboard's line to the field, from the first key on. */
    private static InputConnection connection() {
        if (connection == null) {
            Phone.await("the field has the keyboard", () -> field() != null && field().isFocused());
            connection = field().onCreateInputConnection(new EditorInfo());
        }
        return connection;
    }

    private static View field() {
        return find(Phone.app.get().getWindow().getDecorView(), "SlintInputView");
    }

    private static View find(View in, String name) {
        if (in.getClass().getName().equals(name)) {
            return in;
        }
        View found = null;
        if (in instanceof ViewGroup) {
            ViewGroup group = (ViewGroup) in;
            for (int child = 0; child < group.getChildCount() && found == null; child++) {
                found = find(group.getChildAt(child), name);
            }
        }
        return found;
    }

    /** The gesture, where Android hands it to whoever registered for it. */
    private static void back() {
        try {
            Class.forName("SlintAndroidJavaHelper").getMethod("onBackInvoked").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
