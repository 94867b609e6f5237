package jp.skts.token;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.shadows.ShadowBuild;

@RunWith(RobolectricTestRunner.class)
public class WeakDeviceTest {
    @Before
    public void install() throws Exception {
        Scene.install();
    }

    @Test
    public void aSystemAsItWasSoldBearsNoSign() {
        assertFalse(WeakDevice.hasSigns("release-keys", "user", path -> false));
        assertFalse("a system that says nothing", WeakDevice.hasSigns(null, null, path -> false));
    }

    @Test
    public void keysThatEverybodyHasAreASign() {
        assertTrue(WeakDevice.hasSigns("test-keys", "user", path -> false));
        assertTrue(WeakDevice.hasSigns("dev,test-keys", "user", path -> false));
    }

    @Test
    public void aSystemForDevelopersIsASign() {
        assertTrue(WeakDevice.hasSigns("release-keys", "userdebug", path -> false));
        assertTrue(WeakDevice.hasSigns("release-keys", "eng", path -> false));
    }

    @Test
    public void eachPlaceOfSuIsASign() {
        for (String place : WeakDevice.SU) {
            assertTrue(place, WeakDevice.hasSigns("release-keys", "user", place::equals));
        }
        assertFalse(WeakDevice.hasSigns("release-keys", "user", "/system/bin/sh"::equals));
    }

    /** The activity asks the system itself. */
    @Test
    public void theActivitySaysIt() {
        MainActivity app = Robolectric.buildActivity(MainActivity.class).setup().get();
        ShadowBuild.setTags("release-keys");
        ShadowBuild.setType("user");
        assertFalse(app.isWeak());
        ShadowBuild.setTags("test-keys");
        assertTrue(app.isWeak());
        ShadowBuild.setTags("release-keys");
        ShadowBuild.setType("eng");
        assertTrue(app.isWeak());
    }
}
