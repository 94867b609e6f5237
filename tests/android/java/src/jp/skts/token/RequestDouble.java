package jp.skts.token;

import android.hardware.camera2.CaptureRequest;
import android.view.Surface;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;

/** Notes what is asked of the camera, which Robolectric does not keep. */
@Implements(CaptureRequest.Builder.class)
public class RequestDouble {
    static final List<String> said = new CopyOnWriteArrayList<>();

    @Implementation
    protected void addTarget(Surface target) {
        said.add("target");
    }

    @Implementation
    protected <T> void set(CaptureRequest.Key<T> key, T value) {
        said.add(key.getName() + " " + value);
    }

    @Implementation
    protected CaptureRequest build() {
        said.add("built");
        return null;
    }
}
