package jp.skts.token;

import android.content.Context;
import android.speech.tts.TextToSpeech;
import android.speech.tts.Voice;
import java.util.Locale;
import java.util.Set;

/** Reads digits aloud, with voices that live on the device: a code does not travel to be spoken. */
final class Speech {
    private TextToSpeech engine;
    private volatile boolean ready;

    /** On the UI thread, where the engine answers too. */
    void open(Context context) {
        // The application's context: the engine's connection may outlive the activity.
        engine = new TextToSpeech(context.getApplicationContext(), status -> ready = status == TextToSpeech.SUCCESS);
    }

    void close() {
        ready = false;
        if (engine != null) {
            engine.shutdown();
        }
    }

    boolean ready() {
        return ready;
    }

    void speak(String digits, boolean english) {
        if (!ready) {
            return;
        }
        try {
            if (chooseVoice(english ? Locale.ENGLISH : Locale.JAPANESE)) {
                engine.speak(spread(digits, english), TextToSpeech.QUEUE_FLUSH, null, "code");
            }
        } catch (RuntimeException e) {
            ready = false; // the engine is gone
        }
    }

    /** With pauses, so that 482 is not read as a number. */
    static String spread(String digits, boolean english) {
        StringBuilder spread = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) == ' ') {
                continue;
            }
            if (spread.length() > 0) {
                spread.append(english ? ", " : "、");
            }
            spread.append(digits.charAt(i));
        }
        return spread.toString();
    }

    private boolean chooseVoice(Locale locale) {
        engine.setLanguage(locale);
        Voice current = engine.getVoice();
        if (current != null && stays(current)) {
            return true;
        }
        Set<Voice> voices = engine.getVoices();
        if (voices == null || voices.isEmpty()) {
            // An engine without a list of voices has the one that came with it.
            return current == null;
        }
        Voice other = null;
        for (Voice voice : voices) {
            if (!stays(voice)) {
                continue;
            }
            if (locale.getLanguage().equals(voice.getLocale().getLanguage())) {
                return engine.setVoice(voice) == TextToSpeech.SUCCESS;
            }
            other = voice;
        }
        // Digits in another tongue are better than silence.
        return other != null && engine.setVoice(other) == TextToSpeech.SUCCESS;
    }

    private static boolean stays(Voice voice) {
        return !voice.isNetworkConnectionRequired()
                && !voice.getFeatures().contains(TextToSpeech.Engine.KEY_FEATURE_NOT_INSTALLED);
    }
}
