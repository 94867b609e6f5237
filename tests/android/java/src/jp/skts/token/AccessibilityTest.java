package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.content.Intent;
import android.graphics.Rect;
import android.os.Build;
import android.view.View;
import android.view.ViewGroup;
import android.view.accessibility.AccessibilityEvent;
import android.view.accessibility.AccessibilityManager;
import android.view.accessibility.AccessibilityNodeInfo;
import android.view.accessibility.AccessibilityNodeProvider;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadows.ShadowAccessibilityManager;
import org.robolectric.util.ReflectionHelpers;

/** What the back end's own Java says to screen readers, in the window that Guard guards, to Android's own classes. */
@RunWith(RobolectricTestRunner.class)
public class AccessibilityTest {
    private ActivityController<MainActivity> app;
    private View page;
    private SlintAccessibilityDelegate delegate;
    private AccessibilityNodeProvider provider;
    private ShadowAccessibilityManager manager;

    @Before
    public void open() throws Exception {
        Scene.install();
        SlintAndroidJavaHelper.deactivated = 0;
        app = Robolectric.buildActivity(MainActivity.class, new Intent(Intent.ACTION_MAIN)).setup();
        manager = shadowOf(app.get().getSystemService(AccessibilityManager.class));
        manager.setEnabled(true);
        page = new View(app.get());
        int all = ViewGroup.LayoutParams.MATCH_PARENT;
        app.get().addContentView(page, new ViewGroup.LayoutParams(all, all));
        delegate = new SlintAccessibilityDelegate(app.get(), page);
        page.setAccessibilityDelegate(delegate);
        provider = page.getAccessibilityNodeProvider();
        Scene.idle();
    }

    @Test
    public void eachNodeLiesWhereItIsDrawnAndIsForAccessibilityToolsAlone() {
        int[] view = new int[2];
        int[] window = new int[2];
        page.getLocationOnScreen(view);
        page.getLocationInWindow(window);
        AccessibilityNodeInfo[] all = {
            provider.createAccessibilityNodeInfo(SlintAndroidJavaHelper.ID),
            provider.findFocus(AccessibilityNodeInfo.FOCUS_ACCESSIBILITY),
        };
        for (AccessibilityNodeInfo info : all) {
            Rect bounds = new Rect(SlintAndroidJavaHelper.BOUNDS);
            bounds.offset(view[0] - window[0], view[1] - window[1]);
            Rect told = new Rect();
            info.getBoundsInScreen(told);
            assertEquals(bounds, told);
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
                assertTrue("the node is sensitive", info.isAccessibilityDataSensitive());
            }
        }
    }

    @Test
    @SuppressWarnings("deprecation") // all there is before API 30
    public void theViewStaysWhereItIsInTheTreeOfViews() {
        // Otherwise Android leaves the views between this one and the window out.
        ((View) page.getParent()).setImportantForAccessibility(View.IMPORTANT_FOR_ACCESSIBILITY_YES);
        AccessibilityNodeInfo own = AccessibilityNodeInfo.obtain(page);
        new View.AccessibilityDelegate().onInitializeAccessibilityNodeInfo(page, own);
        assertEquals(parent(own), parent(provider.createAccessibilityNodeInfo(AccessibilityNodeProvider.HOST_VIEW_ID)));
        long none = parent(AccessibilityNodeInfo.obtain());
        assertEquals(none, parent(provider.createAccessibilityNodeInfo(SlintAndroidJavaHelper.ID)));
        // From Android 14 on, whoever is no accessibility tool, as this test is none, finds no sensitive view at all.
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
            assertNotEquals("the view has a parent", none, parent(own));
        }
    }

    private static long parent(AccessibilityNodeInfo info) {
        return ReflectionHelpers.<Long>getField(info, "mParentNodeId");
    }

    @Test
    public void whatIsSentIsForAccessibilityToolsAlone() {
        delegate.raiseEvents();
        delegate.announce("残り10秒");
        List<AccessibilityEvent> sent = manager.getSentAccessibilityEvents();
        assertTrue("both were sent", sent.size() >= 2);
        for (AccessibilityEvent event : sent.subList(sent.size() - 2, sent.size())) {
            if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE) {
                assertTrue("sensitive: " + event, event.isAccessibilityDataSensitive());
            }
        }
    }

    @Test
    public void nothingIsSentWhereNobodyListens() {
        manager.setEnabled(false);
        int sent = manager.getSentAccessibilityEvents().size();
        delegate.raiseEvents();
        delegate.announce("残り10秒");
        assertFalse(provider.performAction(SlintAndroidJavaHelper.ID, AccessibilityNodeInfo.ACTION_CLICK, null));
        assertEquals(sent, manager.getSentAccessibilityEvents().size());
        assertEquals("the library is told each time", 3, SlintAndroidJavaHelper.deactivated);
    }

    @Test
    public void anActivityThatHasEndedAsksNothingOfTheNextOnesWindow() {
        app.pause().stop().destroy();
        assertNull(provider.createAccessibilityNodeInfo(SlintAndroidJavaHelper.ID));
        assertNull(provider.findFocus(AccessibilityNodeInfo.FOCUS_INPUT));
        assertFalse(provider.performAction(SlintAndroidJavaHelper.ID, AccessibilityNodeInfo.ACTION_CLICK, null));
        delegate.raiseEvents();
        delegate.announce("残り10秒");
        assertEquals(0, SlintAndroidJavaHelper.deactivated);
    }
}
