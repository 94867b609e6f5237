package jp.skts.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.robolectric.Shadows.shadowOf;

import android.speech.tts.TextToSpeech;
import android.speech.tts.Voice;
import java.util.Collections;
import java.util.Locale;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadows.ShadowTextToSpeech;

@RunWith(RobolectricTestRunner.class)
public class SpeechTest {
    private ActivityController<MainActivity> app;
    private MainActivity activity;
    private ShadowTextToSpeech engine;

    @Before
    public void open() throws Exception {
        Scene.install();
        app = Robolectric.buildActivity(MainActivity.class).setup();
        activity = app.get();
        engine = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance());
    }

    private static Voice voice(String name, Locale locale, boolean network) {
        return new Voice(name, locale, Voice.QUALITY_NORMAL, Voice.LATENCY_NORMAL, network, Collections.emptySet());
    }

    @Test
    public void nothingIsSaidBeforeTheEngineAnswers() {
        assertFalse(activity.canSpeak());
        activity.speak("482 913", false);
        assertNull(engine.getLastSpokenText());
        engine.getOnInitListener().onInit(TextToSpeech.ERROR);
        assertFalse(activity.canSpeak());
    }

    @Test
    public void digitsAreReadOneByOne() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        assertTrue(activity.canSpeak());
        ShadowTextToSpeech.addVoice(voice("ja", Locale.JAPANESE, false));
        ShadowTextToSpeech.addVoice(voice("en", Locale.ENGLISH, false));
        activity.speak("482 913", false);
        assertEquals("4、8、2、9、1、3", engine.getLastSpokenText());
        assertEquals("ja", engine.getCurrentVoice().getName());
        activity.speak("057264", true);
        assertEquals("0, 5, 7, 2, 6, 4", engine.getLastSpokenText());
        assertEquals("en", engine.getCurrentVoice().getName());
    }

    @Test
    public void aVoiceFromTheNetworkNeverHearsACode() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        Voice far = voice("far", Locale.JAPANESE, true);
        ShadowTextToSpeech.addVoice(far);
        ShadowTextToSpeech.getLastTextToSpeechInstance().setVoice(far);
        activity.speak("482913", false);
        assertNull(engine.getLastSpokenText());
        ShadowTextToSpeech.addVoice(voice("near", Locale.JAPANESE, false));
        activity.speak("482913", false);
        assertEquals("4、8、2、9、1、3", engine.getLastSpokenText());
        assertEquals("near", engine.getCurrentVoice().getName());
    }

    @Test
    public void anotherTongueIsBetterThanSilence() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        ShadowTextToSpeech.addVoice(voice("de", Locale.GERMAN, false));
        ShadowTextToSpeech.addVoice(voice("far", Locale.JAPANESE, true));
        activity.speak("482913", false);
        assertEquals("de", engine.getCurrentVoice().getName());
        ShadowTextToSpeech.addVoice(voice("jpn", new Locale("jpn"), false));
        activity.speak("482913", false);
        assertEquals("jpn", engine.getCurrentVoice().getName());
    }

    @Test
    public void theEngineIsLetGo() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        app.pause().stop().destroy();
        assertTrue(engine.isShutdown());
        assertFalse(activity.canSpeak());
    }
}
