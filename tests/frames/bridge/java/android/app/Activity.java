package android.app;

import android.content.Context;

/** As much of Android as is called from Rust. */
public class Activity extends Context {
    public void seen() {}
}
