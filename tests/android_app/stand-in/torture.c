// Random sequences of what Android, the customer and other apps do to the app. The same seed gives the same sequences.
//
// Each sequence begins and ends with an activity in front that has a window. The stand-in aborts where the library uses a
// window that is lost, or shows a pixel that nobody drew (android.c), and where JNI is used wrongly (-Xcheck:jni). What else
// must hold is written down for tests/android_app/torture.rs to compare:
//
//   names SECONDS TEXT        what a screen reader finds, its names one after the other
//   first FILE SECONDS        the first frame after a sleep of the phone, when the page is known
//   shot FILE SECOND          the page of an app that was started anew
//   memory ROUND BYTES DESCRIPTORS THREADS OBJECTS CLASSES       after the app has been started anew
#define _GNU_SOURCE
#include <jvmti.h>
#include <dirent.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "run.h"

enum { WIDTH = 1080, HEIGHT = 2400, DENSITY = 420, CALM = 50, STEPS = 8 };

static JNIEnv *env;
static jclass helper, reader, native;
static Activity *me;
static const char *data, *letter;

static void checked(void) {
    if (!(*env)->ExceptionCheck(env)) return;
    (*env)->ExceptionDescribe(env);
    abort();
}

// ---- chance: SplitMix64

static uint64_t state;
static unsigned below(unsigned bound) {
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return (unsigned)((z ^ z >> 31) % bound);
}
static int between(int least, int most) { return least + (int)below((unsigned)(most - least + 1)); }

// ---- global references that the library holds in Java; run.c counts the local ones

enum { MOST = 4096 };
static jniNativeInterface *real;
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;
static struct { jobject object; int round, depth; void *from[24]; } held[MOST]; // each with who took it, and when
static int this_round;
static jobject JNICALL new_global(JNIEnv *e, jobject object) {
    jobject kept = real->NewGlobalRef(e, object);
    pthread_mutex_lock(&held_lock);
    int place = 0;
    while (held[place].object) if (++place == MOST) abort();
    held[place].object = kept;
    held[place].round = this_round;
    held[place].depth = backtrace(held[place].from, 24);
    pthread_mutex_unlock(&held_lock);
    return kept;
}
static void JNICALL delete_global(JNIEnv *e, jobject object) {
    pthread_mutex_lock(&held_lock);
    for (int i = 0; i < MOST; i++) if (held[i].object == object) held[i].object = 0;
    pthread_mutex_unlock(&held_lock);
    real->DeleteGlobalRef(e, object);
}
// Whether two references were taken by the same callers.
enum { CALLERS = 8 };
static int same_place(int one, int other) {
    int depth = held[one].depth < CALLERS ? held[one].depth : CALLERS;
    return held[other].depth >= depth && !memcmp(held[one].from, held[other].from, depth * sizeof(void *));
}
// How many objects are held, and how many classes. The jni crate keeps a class that it has used for as long as the process
// lives, once for each place that uses it: a second one from the same place counts as an object. Who took one is written
// once, for whoever looks for a leak: the places in the library, without names where it is stripped.
typedef struct { int objects, classes; } Held;
static Held count_held(void) {
    static jobject written[MOST];
    jclass class = (*env)->FindClass(env, "java/lang/Class");
    Held count = { 0, 0 };
    pthread_mutex_lock(&held_lock);
    for (int i = 0; i < MOST; i++) {
        if (!held[i].object) continue;
        int is_class = (*env)->IsInstanceOf(env, held[i].object, class);
        for (int k = 0; is_class && k < i; k++) if (held[k].object && same_place(i, k)) is_class = 0;
        if (is_class) count.classes++;
        else count.objects++;
        if (held[i].object == written[i]) continue;
        written[i] = held[i].object;
        dprintf(out, "held since round %d%s:\n", held[i].round, is_class ? ", a class, the first from there" : "");
        backtrace_symbols_fd(held[i].from, held[i].depth, out);
    }
    pthread_mutex_unlock(&held_lock);
    (*env)->DeleteLocalRef(env, class);
    return count;
}
static void count_references(void) {
    jvmtiEnv *tool;
    (*vm)->GetEnv(vm, (void **)&tool, JVMTI_VERSION_1_2);
    (*tool)->GetJNIFunctionTable(tool, &real);
    jniNativeInterface counting = *real;
    counting.NewGlobalRef = new_global;
    counting.DeleteGlobalRef = delete_global;
    (*tool)->SetJNIFunctionTable(tool, &counting);
}

static int entries(const char *folder) {
    DIR *all = opendir(folder);
    int count = -3; // itself, its parent, and the descriptor that reads it
    while (readdir(all)) count++;
    closedir(all);
    return count;
}
// What the descriptors lead to: for whoever asks which of them was lost.
static void write_descriptors(void) {
    dprintf(out, "descriptors");
    for (int number = 0; number < 1024; number++) {
        char link[64], to[512];
        snprintf(link, sizeof link, "/proc/self/fd/%d", number);
        ssize_t length = readlink(link, to, sizeof to);
        if (length > 0) dprintf(out, " %d:%.*s", number, (int)length, to);
    }
    dprintf(out, "\n");
}
static void write_memory(int round) {
    // The app is not ready when its first frame is: it opens its vault on a thread of its own.
    settle();
    write_descriptors();
    (*env)->CallStaticVoidMethod(env, reader, (*env)->GetStaticMethodID(env, reader, "collect", "()V"));
    checked();
    count_locals();
    struct mallinfo2 heap = mallinfo2();
    Held count = count_held();
    dprintf(out, "memory %d %zu %d %d %d %d\n", round, heap.uordblks + heap.hblkhd, entries("/proc/self/fd"),
            entries("/proc/self/task") + 1, count.objects, count.classes);
}

// ---- what happens

#define CALL(what, ...) me->callbacks.what(&me->native, ##__VA_ARGS__)

static void tap(void) {
    float x = below((unsigned)me->width), y = below((unsigned)me->height);
    fake_touch(me->queue, 0, x, y);
    rest(between(0, 30));
    fake_touch(me->queue, 1, x, y);
}
// The bar with the menu, and what a page offers in its lower half, are pressed more often than chance would.
static void tap_likely(void) {
    static const float places[][2] = { { 0.81, 0.06 }, { 0.5, 0.75 }, { 0.5, 0.82 }, { 0.5, 0.9 }, { 0.06, 0.06 }, { 0.7, 0.2 } };
    const float *place = places[below(sizeof places / sizeof *places)];
    float x = place[0] * (float)me->width, y = place[1] * (float)me->height;
    fake_touch(me->queue, 0, x, y);
    rest(between(0, 30));
    fake_touch(me->queue, 1, x, y);
}
static void swipe(void) {
    float x = below((unsigned)me->width), y = below((unsigned)me->height), to = below((unsigned)me->height);
    fake_touch(me->queue, 0, x, y);
    for (int part = 1; part <= 8; part++) {
        rest(4);
        fake_touch(me->queue, 2, x, y + (to - y) * part / 8);
    }
    fake_touch(me->queue, 1, x, to);
}
static void finger_is_lost(void) { // Android takes the finger away in mid-press
    fake_touch(me->queue, 0, below((unsigned)me->width), below((unsigned)me->height));
    rest(between(0, 20));
    fake_touch(me->queue, 3, 0, 0);
}
static void leave_and_come_back(void) {
    int early = between(0, 1); // the window goes before or after onStop
    CALL(onWindowFocusChanged, 0);
    CALL(onPause);
    if (early) lose_window(me);
    if (between(0, 1)) { size_t size; CALL(onSaveInstanceState, &size); }
    CALL(onStop);
    lose_window(me);
    rest(between(0, 20));
    fake_slept += between(0, 40) * 1000000000ll;
    CALL(onStart);
    CALL(onResume);
    rest(between(0, 10));
    give_window(me);
}
static void another_window(void) { lose_window(me); rest(between(0, 10)); give_window(me); }
static void window_lost_in_mid_frame(void) {
    fake_held = 0;
    fake_hold = 1;
    fake_touch(me->queue, 0, (float)me->width * 0.81f, (float)me->height * 0.06f);
    fake_touch(me->queue, 1, (float)me->width * 0.81f, (float)me->height * 0.06f);
    for (int wait = 0; wait < 60 && !fake_held; wait++) usleep(1000);
    lose_window(me);
    fake_hold = 0;
    rest(between(0, 10));
    give_window(me);
}
static void no_buffers(void) { fake_refuse = between(1, 5); tap_likely(); rest(30); fake_refuse = 0; }
static void size_to(int width, int height) {
    me->width = width;
    me->height = height;
    fake_resize(me->window, width, height);
    CALL(onNativeWindowResized, me->window);
    ARect all = { 0, 0, width, height };
    CALL(onContentRectChanged, &all);
    CALL(onNativeWindowRedrawNeeded, me->window);
}
static void resize(void) { size_to(between(300, WIDTH), between(300, HEIGHT)); }
static void rotate(void) { CALL(onConfigurationChanged); size_to(me->height, me->width); }
static void other_density(void) {
    static const int densities[] = { 160, 320, 420, 560, 640 };
    fake_density = densities[below(5)];
    CALL(onConfigurationChanged);
}
static void say(const char *method, const char *signature, jvalue *values) {
    (*env)->CallStaticVoidMethodA(env, helper, (*env)->GetStaticMethodID(env, helper, method, signature), values);
    checked();
}
static void night_or_day(void) { jvalue mode = { .i = between(1, 2) << 4 }; say("setNightMode", "(I)V", &mode); }
static void text_size(void) { jvalue scale = { .f = (float)between(8, 20) / 10 }; say("setFontScale", "(F)V", &scale); }
static void keyboard(void) {
    jvalue v[12] = { { .i = 0 }, { .i = 0 }, { .i = me->height }, { .i = me->width }, { .i = 63 }, { .i = 0 }, { .i = 63 } };
    v[10].i = between(0, 1) ? me->height / 2 : 0;
    say("setInsets", "(IIIIIIIIIIII)V", v);
}
// What a keyboard writes, with the part that it is still composing: as Java's text does, the part ends after it begins.
static void typed(void) {
    static const char *const texts[] = { "", "SKTS", "\xef\xbc\x91\xef\xbc\x92", "\xe3\x81\x82", "JBSWY3DP" };
    jvalue v[7] = { { .l = (*env)->NewStringUTF(env, texts[below(5)]) }, { .i = between(0, 9) }, { .i = between(0, 9) }, { .i = -1 }, { .i = -1 } };
    // Now and then a field that has lost the focus since.
    v[5].i = (*env)->GetStaticIntField(env, helper, (*env)->GetStaticFieldID(env, helper, "field", "I")) - !below(8);
    if (between(0, 1)) v[4].i = between(v[3].i = between(0, 9), 9);
    say("updateText", "(Ljava/lang/String;IIIIII)V", v);
    (*env)->DeleteLocalRef(env, v[0].l);
}
static void back(void) { say("onBackInvoked", "()V", 0); }
static void memory_is_low(void) { CALL(onLowMemory); }
static void call(void) { // a call covers the app: it is paused and not stopped
    CALL(onWindowFocusChanged, 0);
    CALL(onPause);
    rest(between(0, 20));
    CALL(onResume);
    CALL(onWindowFocusChanged, 1);
}
static void link_comes(void) {
    static const char *const links[] = {
        0, // the letter of the token that is there
        "otpauth://totp/SKTS00000000?secret=JBSWY3DPEHPK3PXP&issuer=x&digits=99",
        "otpauth://hotp/x?secret=!", "https://example.org/", "", "otpauth://totp/\xe3\x82\xa2?secret=%00",
    };
    const char *link = links[below(6)];
    jstring text = (*env)->NewStringUTF(env, link ? link : letter);
    void (*offer)(JNIEnv *, jclass, jstring) = dlsym(lib, "Java_jp_skts_token_Native_offerText");
    offer(env, native, text);
    (*env)->DeleteLocalRef(env, text);
}
static void end(Activity *activity) {
    destroy(activity);
    fake_finished = 0; // a library whose activity was destroyed says that it has ended
}
static Activity *new_activity(int width, int height) {
    jobject object = (*env)->NewObject(env, native, (*env)->GetMethodID(env, native, "<init>", "()V"));
    Activity *activity = create(env, object, data, width, height);
    (*env)->DeleteLocalRef(env, object);
    return activity;
}
static void start_anew(int width, int height) {
    CALL(onPause);
    CALL(onStop);
    end(me);
    rest(between(0, 30));
    me = new_activity(width, height);
    give_window(me);
}
static void destroyed_and_created(void) { start_anew(me->width, me->height); }
// Back and then the icon: Android starts the new activity before it ends the old one.
static void created_before_destroyed(void) {
    CALL(onWindowFocusChanged, 0);
    CALL(onPause);
    Activity *old = me;
    me = new_activity(old->width, old->height);
    give_window(me);
    rest(between(0, 30));
    old->callbacks.onStop(&old->native);
    end(old);
}
static void reader_looks(void) {
    (*env)->CallStaticVoidMethod(env, reader, (*env)->GetStaticMethodID(env, reader, "wake", "()V"));
    checked();
}
static void reader_goes(void) { say("accessibilityDeactivated", "()V", 0); }
static void waits(void) { rest(between(0, 120)); }

static const struct { const char *name; void (*happen)(void); int weight; } happenings[] = {
    { "tap", tap, 4 }, { "tap where something is", tap_likely, 10 }, { "swipe", swipe, 3 }, { "finger lost", finger_is_lost, 1 },
    { "leave and come back", leave_and_come_back, 3 }, { "another window", another_window, 2 },
    { "window lost in mid-frame", window_lost_in_mid_frame, 2 }, { "no buffers", no_buffers, 1 }, { "resize", resize, 2 },
    { "rotate", rotate, 2 }, { "density", other_density, 1 }, { "night or day", night_or_day, 1 }, { "text size", text_size, 1 },
    { "keyboard", keyboard, 1 }, { "typed", typed, 1 }, { "back", back, 2 }, { "low memory", memory_is_low, 1 }, { "call", call, 2 },
    { "link", link_comes, 2 }, { "destroyed, created", destroyed_and_created, 1 }, { "created, destroyed", created_before_destroyed, 1 },
    { "a screen reader looks", reader_looks, 2 }, { "the screen reader goes", reader_goes, 1 }, { "wait", waits, 3 },
};

static void happen(void) {
    enum { COUNT = sizeof happenings / sizeof *happenings };
    int all = 0;
    for (int i = 0; i < COUNT; i++) all += happenings[i].weight;
    int at = (int)below((unsigned)all), which = 0;
    while ((at -= happenings[which].weight) >= 0) which++;
    dprintf(out, "  %s\n", happenings[which].name);
    double begun = now();
    happenings[which].happen();
    if (now() - begun > 300) dprintf(out, "    took %.0f ms\n", now() - begun);
    rest(between(0, 15));
    if (fake_finished) { // the app ended its activity, as Back does
        destroyed_and_created();
    }
}

// What a screen reader finds now. The first question of a reader is answered a little later.
static void write_names(void) {
    reader_looks();
    rest(30);
    jstring names = (*env)->CallStaticObjectMethod(env, reader, (*env)->GetStaticMethodID(env, reader, "names", "()Ljava/lang/String;"));
    checked();
    const char *text = (*env)->GetStringUTFChars(env, names, 0);
    dprintf(out, "names %.3f %s\n", wall(), text);
    (*env)->ReleaseStringUTFChars(env, names, text);
    (*env)->DeleteLocalRef(env, names);
}

// The file of the customer's settings, as it was before any finger: the random one finds languages and looks too.
static char settings[1 << 14];
static size_t settings_length;
static void use_settings(const char *mode) {
    char path[4096];
    snprintf(path, sizeof path, "%s/skts-token/settings.json", data);
    FILE *file = fopen(path, mode);
    if (!file) { dprintf(out, "%s: no settings\n", path); abort(); }
    if (*mode == 'r') settings_length = fread(settings, 1, sizeof settings, file);
    else fwrite(settings, 1, settings_length, file);
    fclose(file);
}

// A known page: the app is started anew, with its first settings. Then the phone sleeps over the end of a code.
static void look(int round, const char *pictures) {
    fake_density = DENSITY;
    CALL(onPause);
    CALL(onStop);
    end(me);
    rest(1500);
    use_settings("w");
    me = new_activity(WIDTH, HEIGHT);
    give_window(me);
    rest(1500);
    char file[4096];
    snprintf(file, sizeof file, "%s/shot-%d", pictures, round);
    shoot(me, file);

    CALL(onWindowFocusChanged, 0);
    CALL(onPause);
    lose_window(me);
    CALL(onStop);
    rest(100);
    fake_slept += 45 * 1000000000ll;
    half();
    snprintf(file, sizeof file, "%s/first-%d", pictures, round);
    fake_first = file;
    CALL(onStart);
    CALL(onResume);
    give_window(me);
    for (int wait = 0; wait < 5000 && fake_first; wait++) rest(2);
    dprintf(out, "first %s %.3f\n", file, wall() - (now() - fake_first_at) / 1000);
    fake_first = 0;
    write_memory(round);
}

Activity *torture(JNIEnv *e, jclass main_activity, Activity *activity, const char *folder, uint64_t seed, int rounds, const char *pictures, const char *uri) {
    env = e;
    native = main_activity;
    data = folder;
    letter = uri;
    me = activity;
    helper = (*env)->FindClass(env, "SlintAndroidJavaHelper");
    reader = (*env)->FindClass(env, "TalkBack");
    state = seed;
    fake_silent = 1;
    count_references();
    use_settings("r");
    dprintf(out, "torture: seed %llu, %d rounds\n", (unsigned long long)seed, rounds);
    for (int round = 1; round <= rounds; round++) {
        dprintf(out, "round %d\n", this_round = round);
        for (int step = 0; step < STEPS; step++) happen();
        write_names();
        if (round % CALM == 0) look(round, pictures);
    }
    fake_silent = 0;
    return me;
}
