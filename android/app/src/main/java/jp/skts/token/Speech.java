package jp.skts.token;

import android.content.Context;
import android.speech.tts.TextToSpeech;
import android.speech.tts.Voice;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads a code aloud, with voices that are on the device alone: no code is sent to a server to be spoken. */
final class Speech {
    /** Its thread ends ten seconds after the last task. The UI thread would wait while an engine lists its voices. */
    static final Executor THREAD = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> new Thread(work, "skts-speech"));

    private final Executor worker;
    private volatile TextToSpeech engine;
    private volatile boolean ready;
    private volatile boolean closed;

    Speech(Executor worker) {
        this.worker = worker;
    }

    /** {@link Native#canSpeak} tells the outcome. */
    void open(Context context) {
        // The application's context: the engine's connection may outlive the activity.
        engine = new TextToSpeech(context.getApplicationContext(), status -> worker.execute(() -> opened(status)));
    }

    private void opened(int status) {
        if (!closed) {
            ready = status == TextToSpeech.SUCCESS && hasVoice();
            Native.canSpeak(ready);
        }
    }

    void close() {
        closed = true;
        ready = false;
        engine.shutdown();
    }

    boolean ready() {
        return ready && !closed;
    }

    void speak(String text, boolean english) {
        worker.execute(() -> {
            try {
                if (ready && !closed && chooseVoice(english ? Locale.ENGLISH : Locale.JAPANESE)) {
                    engine.speak(text, TextToSpeech.QUEUE_FLUSH, null, "code");
                }
            } catch (RuntimeException e) {
                ready = false; // the engine is gone
            }
        });
    }

    /** Whether there is a voice that does not send what it reads to a server. */
    private boolean hasVoice() {
        try {
            Set<Voice> voices = engine.getVoices();
            if (voices == null || voices.isEmpty()) {
                return true; // an engine that names no voices has the one that came with it
            }
            for (Voice voice : voices) {
                if (stays(voice)) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private boolean chooseVoice(Locale locale) {
        engine.setLanguage(locale);
        Voice other = engine.getVoice();
        if (other != null && stays(other) && speaks(other, locale)) {
            return true;
        }
        Set<Voice> voices = engine.getVoices();
        if (voices == null || voices.isEmpty()) {
            return other == null;
        }
        other = null;
        for (Voice voice : voices) {
            if (stays(voice)) {
                other = voice;
                if (speaks(voice, locale)) {
                    break;
                }
            }
        }
        // Where no voice speaks the language, digits in another language are better than silence.
        return other != null && engine.setVoice(other) == TextToSpeech.SUCCESS;
    }

    private static boolean speaks(Voice voice, Locale locale) {
        try {
            // Some engines say "jpn".
            return voice.getLocale().getISO3Language().equals(locale.getISO3Language());
        } catch (MissingResourceException e) {
            return false;
        }
    }

    private static boolean stays(Voice voice) {
        return !voice.isNetworkConnectionRequired()
                && !voice.getFeatures().contains(TextToSpeech.Engine.KEY_FEATURE_NOT_INSTALLED);
    }
}
