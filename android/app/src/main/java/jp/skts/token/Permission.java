package jp.skts.token;

import android.Manifest;
import android.app.Activity;
import android.content.Context;
import android.content.SharedPreferences;
import android.content.pm.PackageManager;

/** The permission for the camera, and whether the system will ask for it again. */
final class Permission {
    static final int REQUEST = 1;

    private static final String REFUSED = "camera_refused";

    private final Activity activity;

    Permission(Activity activity) {
        this.activity = activity;
    }

    boolean given() {
        return activity.checkSelfPermission(Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED;
    }

    void ask() {
        activity.requestPermissions(new String[] {Manifest.permission.CAMERA}, REQUEST);
    }

    /**
     * How the page ends after a refusal: a number of {@link Native}. `results` is empty when Android closed its
     * question without an answer.
     */
    int refused(int[] results) {
        if (results.length == 0) {
            return Native.SCAN_DENIED;
        }
        // After the first refusal Android says that an explanation is due, and will ask once more. It says that none is
        // due both before the first refusal and after the second; the note of the first refusal tells these two apart.
        boolean again = activity.shouldShowRequestPermissionRationale(Manifest.permission.CAMERA);
        boolean before = notes().getBoolean(REFUSED, false);
        notes().edit().putBoolean(REFUSED, true).apply();
        return again || !before ? Native.SCAN_DENIED : Native.SCAN_DENIED_FOR_EVER;
    }

    /** The permission was given. Should the customer take it away later, Android asks again from the beginning. */
    void forget() {
        if (notes().contains(REFUSED)) {
            notes().edit().remove(REFUSED).apply();
        }
    }

    private SharedPreferences notes() {
        return activity.getSharedPreferences("scan", Context.MODE_PRIVATE);
    }
}
