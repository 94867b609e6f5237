// Plays Android's part towards a NativeActivity's library: a JVM, an activity, a window, a finger.
//   run LIBRARY CLASSES FOLDER WIDTH HEIGHT DENSITY [STEP...]   STEP: wait MS | tap X Y | swipe X Y TO_Y | shot FILE | offer URI | stop | start | leak
//   Where FAKE_JVM is set, the Java is the product's own (../phone); STEP: java NAME ARGUMENT | key CODE | kill
//   The last STEP may be `-`: more come from standard input, a line each, tabs between its words. Then nothing rests after a step,
//   and whoever waits for something looks again and again: now FILE is a shot at once, clock says the second.
//   With a screen reader: read FILE | press NAME; flags N: what Android says of the touches from now on.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <jni.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/resource.h>
#include <time.h>
typedef struct ANativeActivity ANativeActivity;
typedef struct { int32_t l, t, r, b; } ARect;
typedef struct {
    void (*onStart)(ANativeActivity *); void (*onResume)(ANativeActivity *); void *(*onSaveInstanceState)(ANativeActivity *, size_t *);
    void (*onPause)(ANativeActivity *); void (*onStop)(ANativeActivity *); void (*onDestroy)(ANativeActivity *);
    void (*onWindowFocusChanged)(ANativeActivity *, int);
    void (*onNativeWindowCreated)(ANativeActivity *, void *); void (*onNativeWindowResized)(ANativeActivity *, void *);
    void (*onNativeWindowRedrawNeeded)(ANativeActivity *, void *); void (*onNativeWindowDestroyed)(ANativeActivity *, void *);
    void (*onInputQueueCreated)(ANativeActivity *, void *); void (*onInputQueueDestroyed)(ANativeActivity *, void *);
    void (*onContentRectChanged)(ANativeActivity *, const ARect *); void (*onConfigurationChanged)(ANativeActivity *); void (*onLowMemory)(ANativeActivity *);
} Callbacks;
struct ANativeActivity {
    Callbacks *callbacks; JavaVM *vm; JNIEnv *env; jobject clazz; const char *internalDataPath, *externalDataPath;
    int32_t sdkVersion; void *instance; void *assetManager; const char *obbPath;
};
extern void *ALooper_prepare(int); extern int ALooper_pollOnce(int, int *, int *, void **);
extern void *fake_window(int, int), *fake_queue(void); extern void fake_touch(void *, int, float, float), fake_save(void *, const char *);
extern void fake_key(void *, int, int); extern volatile int fake_key_answer;
extern int fake_density, fake_flags, fake_frames, fake_finished; extern long fake_pixels;
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }
static double cpu(void) { struct rusage r; getrusage(RUSAGE_SELF, &r); return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3; }
// Halfway through a second of the library's clock: what this second changes is drawn. The second.
static void rest(int ms);
static long second(double began);
static long half(double began) {
    double in = now() - began; rest((int)(1500 - (in - (long)(in / 1000) * 1000)) % 1000); return second(began);
}
static long second(double began) {
    const char *base = getenv("FAKE_NOW"); return (base ? atol(base) : 0) + (long)((now() - began) / 1000);
}
// The product's own Java, where it runs (phone/): what its UI thread has to do is done between the looper's events.
static JNIEnv *java; static jclass phone;
static void idle(void) {
    (*java)->CallStaticVoidMethod(java, phone, (*java)->GetStaticMethodID(java, phone, "idle", "()V"));
    if ((*java)->ExceptionCheck(java)) { (*java)->ExceptionDescribe(java); _exit(3); }
}
static int n, out, listens; static char **a; static double began; static JavaVM *vm;
static void tell(const char *step, const char *argument) {
    if (!phone) return;
    jstring s = (*java)->NewStringUTF(java, step), t = argument ? (*java)->NewStringUTF(java, argument) : 0;
    jstring answer = (*java)->CallStaticObjectMethod(java, phone, (*java)->GetStaticMethodID(java, phone, "step", "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;"), s, t);
    if ((*java)->ExceptionCheck(java)) { (*java)->ExceptionDescribe(java); _exit(3); }
    if (answer) { const char *text = (*java)->GetStringUTFChars(java, answer, 0); dprintf(out, "java %s: %s\n", step, text); (*java)->ReleaseStringUTFChars(java, answer, text); }
    (*java)->DeleteLocalRef(java, s); (*java)->DeleteLocalRef(java, t); (*java)->DeleteLocalRef(java, answer);
}
static void rest(int ms) {
    double end = now() + ms;
    while (now() < end) {
        int left = (int)(end - now()) + 1;
        if (phone) { idle(); if (left > 10) left = 10; }
        ALooper_pollOnce(left, 0, 0, 0);
    }
}
// The next line of standard input, in the place of the steps. Whether there was one.
static int hear(void) {
    static char line[1 << 16]; int have = 0; struct pollfd p = { 0, POLLIN };
    listens = 1; dprintf(out, "ready\n");
    do {
        while (!poll(&p, 1, 0)) rest(5);
        if (read(0, line + have, 1) != 1) return 0;
    } while (line[have] != '\n' && ++have < (int)sizeof line - 1);
    line[have] = 0;
    char **more = calloc(64, sizeof *more); memcpy(more, a, 7 * sizeof *more); a = more; n = 7;
    for (char *word = strtok(line, "\t"); word && n < 62; word = strtok(0, "\t")) a[n++] = strdup(word);
    a[n++] = "-"; return 1;
}
static int walk(JNIEnv *env, jobject activity, jclass c);
// By Phone, on Robolectric's main thread, with the activity that Robolectric created.
void walk_phone(JNIEnv *env, jclass c, jobject activity) { java = env; phone = (*env)->NewGlobalRef(env, c); _exit(walk(env, activity, c)); }
int main(int count, char **arguments) {
    n = count; a = arguments;
    began = now(); char text[32]; snprintf(text, sizeof text, "%.0f", began * 1e6); setenv("FAKE_START", text, 1);
    out = dup(1); // the library takes stdout and stderr for its log
    char *cp; asprintf(&cp, "-Djava.class.path=%s", a[2]);
    if (getenv("FAKE_JVM")) { // options, a line each: the product's own Java
        JavaVMOption o[32] = { { cp } }; int k = 1;
        for (char *line = strtok(strdup(getenv("FAKE_JVM")), "\n"); line && k < 31; line = strtok(0, "\n")) o[k++].optionString = line;
        asprintf(&o[k++].optionString, "-Dstand-in.data=%s", a[3]);
        JavaVMInitArgs args = { JNI_VERSION_1_8, k, o, 0 }; JNIEnv *env;
        if (JNI_CreateJavaVM(&vm, (void **)&env, &args)) return 2;
        jclass c = (*env)->FindClass(env, "jp/skts/token/Phone"); if (!c) { (*env)->ExceptionDescribe(env); return 3; }
        (*env)->CallStaticVoidMethod(env, c, (*env)->GetStaticMethodID(env, c, "main", "([Ljava/lang/String;)V"), 0);
        if ((*env)->ExceptionCheck(env)) (*env)->ExceptionDescribe(env);
        return 3;
    }
    JavaVMOption o[] = { { cp }, { "-Xint" }, { "-Xcheck:jni" } };
    JavaVMInitArgs args = { JNI_VERSION_1_8, sizeof o / sizeof *o, o, 0 };
    JNIEnv *env;
    if (JNI_CreateJavaVM(&vm, (void **)&env, &args)) return 2;
    jclass c = (*env)->FindClass(env, "jp/skts/token/MainActivity"); if (!c) { (*env)->ExceptionDescribe(env); return 3; }
    jobject activity = (*env)->NewObject(env, c, (*env)->GetMethodID(env, c, "<init>", "()V")); if (!activity) { (*env)->ExceptionDescribe(env); return 3; }
    return walk(env, activity, c);
}
static int walk(JNIEnv *env, jobject activity, jclass c) {
    void *lib = dlopen(a[1], RTLD_NOW | RTLD_GLOBAL); if (!lib) { dprintf(out, "%s\n", dlerror()); return 4; }
    void (*create)(ANativeActivity *, void *, size_t) = dlsym(lib, "ANativeActivity_onCreate");
    ALooper_prepare(0);
    // However long Java took to come up, the library's clock begins here.
    if (phone) { began = now(); char text[32]; snprintf(text, sizeof text, "%.0f", began * 1e6); setenv("FAKE_START", text, 1); }
    fake_density = atoi(a[6]);
    Callbacks cb = { 0 };
    ANativeActivity act = { &cb, vm, env, (*env)->NewGlobalRef(env, activity), a[3], a[3], 34, 0, &cb, a[3] };
    double t0 = now();
    create(&act, 0, 0);
    cb.onStart(&act); cb.onResume(&act); tell("start", 0);
    void *q = fake_queue(), *w = fake_window(atoi(a[4]), atoi(a[5]));
    cb.onInputQueueCreated(&act, q);
    cb.onNativeWindowCreated(&act, w);
    ARect r = { 0, 0, atoi(a[4]), atoi(a[5]) }; cb.onContentRectChanged(&act, &r);
    cb.onWindowFocusChanged(&act, 1);
    cb.onNativeWindowRedrawNeeded(&act, w);
    dprintf(out, "first frame after %.0f ms, frames %d\n", now() - t0, fake_frames);
    for (int i = 7; i < n; i++) {
        int f = fake_frames; long p = fake_pixels; double t = now(), u = cpu();
        if (!strcmp(a[i], "-")) { if (!hear()) break; i = 6; continue; }
        else if (!strcmp(a[i], "wait")) rest(atoi(a[++i]));
        else if (!strcmp(a[i], "tap")) { float x = atof(a[++i]), y = atof(a[++i]); fake_touch(q, 0, x, y); rest(60); fake_touch(q, 1, x, y); rest(listens ? 0 : 700); }
        else if (!strcmp(a[i], "key")) for (int action = 0, code = atoi(a[++i]); action < 2; action++) {
            // What the library leaves, Android gives to the activity.
            fake_key_answer = -1; fake_key(q, action, code); while (fake_key_answer < 0) rest(5);
            if (!fake_key_answer) tell(action ? "key-up" : "key-down", a[i]);
        }
        else if (!strcmp(a[i], "swipe")) {
            float x = atof(a[++i]), y = atof(a[++i]), to = atof(a[++i]);
            fake_touch(q, 0, x, y); for (int k = 1; k <= 30; k++) { rest(16); fake_touch(q, 2, x, y + (to - y) * k / 30); } fake_touch(q, 1, x, to); rest(500);
        }
        else if (!strcmp(a[i], "shot")) { long second = half(began); fake_save(w, a[++i]); dprintf(out, "shot %s %ld\n", a[i], second); continue; }
        else if (!strcmp(a[i], "now")) { fake_save(w, a[++i]); dprintf(out, "shot %s %ld\n", a[i], second(began)); continue; }
        else if (!strcmp(a[i], "clock")) { dprintf(out, "clock %ld\n", second(began)); continue; }
        else if (!strcmp(a[i], "flags")) fake_flags = atoi(a[++i]);
        else if (!strcmp(a[i], "read")) {
            jclass reader = (*env)->FindClass(env, "TalkBack");
            // The first question wakes the library, which answers with its tree a little later.
            (*env)->CallStaticVoidMethod(env, reader, (*env)->GetStaticMethodID(env, reader, "wake", "()V")); rest(300);
            long second = half(began);
            (*env)->CallStaticVoidMethod(env, reader, (*env)->GetStaticMethodID(env, reader, "read", "(Ljava/lang/String;)V"), (*env)->NewStringUTF(env, a[++i]));
            if ((*env)->ExceptionCheck(env)) { (*env)->ExceptionDescribe(env); return 5; }
            dprintf(out, "shot %s %ld\n", a[i], second); continue;
        }
        else if (!strcmp(a[i], "press")) {
            jclass reader = (*env)->FindClass(env, "TalkBack");
            int pressed = (*env)->CallStaticBooleanMethod(env, reader, (*env)->GetStaticMethodID(env, reader, "press", "(Ljava/lang/String;)Z"), (*env)->NewStringUTF(env, a[++i]));
            if ((*env)->ExceptionCheck(env)) { (*env)->ExceptionDescribe(env); return 5; }
            if (!pressed) { dprintf(out, "nothing to press is called %s\n", a[i]); return 6; }
            rest(1000);
        }
        else if (!strcmp(a[i], "offer")) { void (*offer)(JNIEnv *, jclass, jstring) = dlsym(lib, "Java_jp_skts_token_Native_offerText"); offer(env, c, (*env)->NewStringUTF(env, a[++i])); rest(1000); }
        else if (!strcmp(a[i], "java")) { char *step = a[++i]; tell(step, a[++i]); if (!strcmp(step, "configure")) cb.onConfigurationChanged(&act); rest(listens ? 0 : 1000); }
        else if (!strcmp(a[i], "kill")) kill(getpid(), SIGKILL);
        else if (!strcmp(a[i], "stop")) { cb.onWindowFocusChanged(&act, 0); cb.onPause(&act); cb.onNativeWindowDestroyed(&act, w); cb.onStop(&act); tell("stop", 0); rest(listens ? 0 : 200); }
        else if (!strcmp(a[i], "start")) { cb.onStart(&act); cb.onResume(&act); tell("restart", 0); w = fake_window(atoi(a[4]), atoi(a[5])); cb.onNativeWindowCreated(&act, w); cb.onWindowFocusChanged(&act, 1); cb.onNativeWindowRedrawNeeded(&act, w); rest(200); }
        // A planted fault: local references that nobody deletes.
        else if (!strcmp(a[i], "leak")) { for (int k = 0; k < 100; k++) (*env)->NewLocalRef(env, activity); (*env)->DeleteLocalRef(env, (*env)->FindClass(env, "java/lang/String")); rest(200); }
        dprintf(out, "%s: %d frames, %.2f screens drawn, %.0f ms, %.0f ms of processor\n", a[i], fake_frames - f, (fake_pixels - p) / (double)(atoi(a[4]) * atoi(a[5])), now() - t, cpu() - u);
    }
    cb.onPause(&act); cb.onStop(&act); cb.onNativeWindowDestroyed(&act, w); cb.onInputQueueDestroyed(&act, q); cb.onDestroy(&act); tell("destroy", 0);
    dprintf(out, "destroyed; finished by itself: %d\n", fake_finished);
    _exit(0);
}
