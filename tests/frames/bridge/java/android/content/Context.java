package android.content;

/** As much of Android as is called from Rust. */
public class Context {
    public Context getApplicationContext() {
        return this;
    }
}
