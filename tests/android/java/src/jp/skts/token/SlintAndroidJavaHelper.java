package jp.skts.token;

import android.graphics.Rect;
import android.os.Bundle;
import android.view.View;
import android.view.accessibility.AccessibilityEvent;
import android.view.accessibility.AccessibilityNodeInfo;

/** Stands in for the library, which has one virtual view. */
final class SlintAndroidJavaHelper {
    static final int ID = 5;
    static final Rect BOUNDS = new Rect(10, 20, 30, 40);
    static int deactivated;

    private SlintAndroidJavaHelper() {}

    @SuppressWarnings("deprecation") // all there is before API 30
    static AccessibilityNodeInfo accessibilityNodeInfo(View host, int virtualViewId) {
        AccessibilityNodeInfo info = AccessibilityNodeInfo.obtain(host, virtualViewId);
        int[] origin = new int[2];
        host.getLocationOnScreen(origin);
        Rect bounds = new Rect(BOUNDS);
        bounds.offset(origin[0], origin[1]);
        info.setBoundsInScreen(bounds);
        return info;
    }

    static AccessibilityNodeInfo accessibilityFindFocus(View host, int focusType) {
        return accessibilityNodeInfo(host, ID);
    }

    static boolean accessibilityPerformAction(View host, int virtualViewId, int action, Bundle arguments) {
        return true;
    }

    static boolean accessibilityHover(View host, int action, float x, float y) {
        return true;
    }

    @SuppressWarnings("deprecation") // all there is before API 30
    static void accessibilityEvents(View host) {
        AccessibilityEvent event = AccessibilityEvent.obtain(AccessibilityEvent.TYPE_VIEW_CLICKED);
        event.setSource(host, ID);
        host.getParent().requestSendAccessibilityEvent(host, event);
    }

    static void accessibilityDeactivated() {
        deactivated++;
    }
}
