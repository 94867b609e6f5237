package jp.skts.token;

import android.os.Build;
import java.io.File;
import java.util.function.Predicate;

/**
 * Plain signs that somebody has changed the device's system. A change that hides itself is not found, and a sign is no
 * attack: the app warns of it and refuses nothing.
 */
final class WeakDevice {
    /** Where the programs that give an app the rights of the system are put. */
    static final String[] SU = {
        "/system/bin/su", "/system/xbin/su", "/system_ext/bin/su", "/vendor/bin/su", "/product/bin/su", "/sbin/su",
        "/su/bin/su", "/data/local/su", "/data/local/bin/su", "/data/local/xbin/su", "/debug_ramdisk/su",
    };

    private WeakDevice() {}

    static boolean hasSigns() {
        return hasSigns(Build.TAGS, Build.TYPE, path -> new File(path).exists());
    }

    /** The tags and the type are those of the system's build; Android lets every app read both. */
    static boolean hasSigns(String tags, String type, Predicate<String> exists) {
        // A system that was signed with the keys that Android's source code brings can be replaced by anyone.
        boolean openKeys = tags != null && tags.contains("test-keys");
        boolean debuggable = "userdebug".equals(type) || "eng".equals(type);
        if (openKeys || debuggable) {
            return true;
        }
        for (String path : SU) {
            if (exists.test(path)) {
                return true;
            }
        }
        return false;
    }
}
