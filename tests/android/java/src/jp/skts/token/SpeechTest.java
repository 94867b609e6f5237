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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.shadows.ShadowTextToSpeech;

@RunWith(RobolectricTestRunner.class)
public class SpeechTest {
    private final Speech speech = new Speech(Runnable::run);
    private ShadowTextToSpeech engine;

    @Before
    public void open() throws Exception {
        Scene.install();
        speech.open(RuntimeEnvironment.getApplication());
        engine = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance());
    }

    private static Voice voice(String name, Locale locale, boolean network) {
        return new Voice(name, locale, Voice.QUALITY_NORMAL, Voice.LATENCY_NORMAL, network, Collections.emptySet());
    }

    @Test
    public void nothingIsSaidBeforeTheEngineAnswers() {
        assertFalse(speech.ready());
        speech.speak("4、8、2", false);
        assertNull(engine.getLastSpokenText());
        assertNull(NativeDouble.canSpeak);
        engine.getOnInitListener().onInit(TextToSpeech.ERROR);
        assertFalse(speech.ready());
        assertEquals("false", NativeDouble.canSpeak);
    }

    @Test
    public void theTextIsReadAsItIsInTheLanguagesVoice() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        assertTrue(speech.ready());
        assertEquals("true", NativeDouble.canSpeak);
        ShadowTextToSpeech.addVoice(voice("ja", Locale.JAPANESE, false));
        ShadowTextToSpeech.addVoice(voice("en", Locale.ENGLISH, false));
        speech.speak("4、8、2", false);
        assertEquals("4、8、2", engine.getLastSpokenText());
        assertEquals("ja", engine.getCurrentVoice().getName());
        speech.speak("0, 5, 7", true);
        assertEquals("0, 5, 7", engine.getLastSpokenText());
        assertEquals("en", engine.getCurrentVoice().getName());
    }

    @Test
    public void voicesFromTheNetworkAloneAreNone() {
        ShadowTextToSpeech.addVoice(voice("far", Locale.JAPANESE, true));
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        assertFalse(speech.ready());
        assertEquals("false", NativeDouble.canSpeak);
    }

    @Test
    public void aVoiceFromTheNetworkNeverHearsACode() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        Voice far = voice("far", Locale.JAPANESE, true);
        ShadowTextToSpeech.addVoice(far);
        ShadowTextToSpeech.getLastTextToSpeechInstance().setVoice(far);
        speech.speak("4、8、2", false);
        assertNull(engine.getLastSpokenText());
        ShadowTextToSpeech.addVoice(voice("near", Locale.JAPANESE, false));
        speech.speak("4、8、2", false);
        assertEquals("4、8、2", engine.getLastSpokenText());
        assertEquals("near", engine.getCurrentVoice().getName());
    }

    @Test
    public void anotherTongueIsBetterThanSilence() {
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        ShadowTextToSpeech.addVoice(voice("de", Locale.GERMAN, false));
        ShadowTextToSpeech.addVoice(voice("far", Locale.JAPANESE, true));
        speech.speak("4、8、2", false);
        assertEquals("de", engine.getCurrentVoice().getName());
        ShadowTextToSpeech.addVoice(voice("jpn", new Locale("jpn"), false));
        speech.speak("4、8、2", false);
        assertEquals("jpn", engine.getCurrentVoice().getName());
    }

    @Test
    public void theActivityOpensItAndLetsItGo() throws Exception {
        ActivityController<MainActivity> app = Robolectric.buildActivity(MainActivity.class).setup();
        engine = shadowOf(ShadowTextToSpeech.getLastTextToSpeechInstance());
        assertFalse(app.get().canSpeak());
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        app.get().speak("1", false);
        app.pause().stop().destroy();
        assertTrue(engine.isShutdown());
        assertFalse(app.get().canSpeak());
        app.get().speak("2", false);
        CountDownLatch done = new CountDownLatch(1);
        Speech.THREAD.execute(done::countDown);
        assertTrue(done.await(20, TimeUnit.SECONDS));
        assertFalse("a late wish is not heard", "2".equals(engine.getLastSpokenText()));
    }

    @Test
    public void anAnswerThatComesTooLate() {
        speech.close();
        engine.getOnInitListener().onInit(TextToSpeech.SUCCESS);
        assertFalse(speech.ready());
        assertNull(NativeDouble.canSpeak);
    }
}
