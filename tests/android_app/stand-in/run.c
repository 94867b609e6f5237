// Plays Android's part towards a NativeActivity's library: a JVM, an activity, a window, a finger.
//   run LIBRARY CLASSES FOLDER WIDTH HEIGHT DENSITY [STEP...]   STEP: wait MS | tap X Y | swipe X Y TO_Y | shot FILE | offer URI | stop | start | torture SEED ROUNDS FOLDER URI | lost | undrawn | leak
//   Where FAKE_JVM is set, the Java is the product's own (../phone); STEP: java NAME ARGUMENT | key CODE | kill
//   The last STEP may be `-`: more come from standard input, a line each, tabs between its words. Then nothing rests after a step,
//   and whoever waits for something looks again and again: now FILE is a shot at once, clock says the second.
//   With a screen reader: read FILE | press NAME | type TEXT | walk_gone - | listens yes/no; flags N: what Android says of the touches
//   from now on; set NAME VALUE: in the environment.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <jni.h>
#include <jvmti.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/resource.h>
#include <time.h>
#include "run.h"
double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec * 1e3 + t.tv_nsec / 1e6; }
static double cpu(void) { struct rusage r; getrusage(RUSAGE_SELF, &r); return (r.ru_utime.tv_sec + r.ru_stime.tv_sec) * 1e3 + (r.ru_utime.tv_usec + r.ru_stime.tv_usec) / 1e3; }
static double began; JavaVM *vm; int out; void *lib;
// The library's wall clock.
double wall(void) { const char *base = getenv("FAKE_NOW"); return (base ? atol(base) : 0) + (now() - began) / 1000 + fake_slept / 1e9; }
// The product's own Java, where it runs (phone/): what its UI thread has to do is done between the looper's events.
static JNIEnv *java; static jclass phone;
static void idle(void) {
    (*java)->CallStaticVoidMethod(java, phone, (*java)->GetStaticMethodID(java, phone, "idle", "()V"));
    if ((*java)->ExceptionCheck(java)) { (*java)->ExceptionDescribe(java); _exit(3); }
}
static int n, listens; static char **a;
static void tell(const char *step, const char *argument) {
    if (!phone) return;
    jstring s = (*java)->NewStringUTF(java, step), t = argument ? (*java)->NewStringUTF(java, argument) : 0;
    jstring answer = (*java)->CallStaticObjectMethod(java, phone, (*java)->GetStaticMethodID(java, phone, "step", "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;"), s, t);
    if ((*java)->ExceptionCheck(java)) { (*java)->ExceptionDescribe(java); _exit(3); }
    if (answer) { const char *text = (*java)->GetStringUTFChars(java, answer, 0); dprintf(out, "java %s: %s\n", step, text); (*java)->ReleaseStringUTFChars(java, answer, text); }
    (*java)->DeleteLocalRef(java, s); (*java)->DeleteLocalRef(java, t); (*java)->DeleteLocalRef(java, answer);
}
void rest(int ms) {
    double end = now() + ms;
    while (now() < end) {
        int left = (int)(end - now()) + 1;
        if (phone) { idle(); if (left > 10) left = 10; }
        ALooper_pollOnce(left, 0, 0, 0);
    }
}
// Whether a thread other than this one works, waits for a processor, or for the disk.
static int busy(void) {
    DIR *all = opendir("/proc/self/task"); int found = 0;
    for (struct dirent *entry; (entry = readdir(all));) {
        char path[300], line[256]; FILE *file; const char *state;
        if (atoi(entry->d_name) == 0 || atoi(entry->d_name) == gettid()) continue;
        snprintf(path, sizeof path, "/proc/self/task/%s/stat", entry->d_name);
        if (!(file = fopen(path, "r"))) continue; // it has ended meanwhile
        if (fgets(line, sizeof line, file) && (state = strrchr(line, ')')) && (state[2] == 'R' || state[2] == 'D')) found = 1;
        fclose(file);
    }
    closedir(all);
    return found;
}
// On a busy machine the library does what it was told to a good while later. Until nothing of it has been at work for a
// fifth of a second; whoever waits for half a minute waits for nothing.
void settle(void) { double end = now() + 30000; for (int still = 0; still < 20 && now() < end; rest(10)) still = busy() ? 0 : still + 1; }
static void rest_and_settle(int ms) { rest(ms); settle(); }
// Halfway through a second of the library's clock: what this second changes is drawn. The second.
long half(void) {
    double end = now() + 30000;
    do { settle(); rest((int)(1500 - (wall() - (long)wall()) * 1000) % 1000); } while (busy() && now() < end);
    return (long)wall();
}
// On a busy machine the next second may begin while a page is read or a frame is saved, and a part of it is of the other second
// then: it is taken again. Whether it is of this second.
static int is_whole(long second) {
    int is = (long)wall() == second;
    if (!is) dprintf(out, "taken again: the second %ld went by\n", second);
    return is;
}
// A frame, into a file, and which second it is of.
void shoot(Activity *me, const char *file) {
    long second;
    do { second = half(); fake_save(me->window, file); } while (!is_whole(second));
    dprintf(out, "shot %s %ld\n", file, second);
}
// What the library wrote last goes through its own log, which takes a moment.
static void aborted(int number) { signal(number, SIG_DFL); usleep(300000); raise(number); }
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
    signal(SIGABRT, aborted);
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
Activity *create(JNIEnv *env, jobject activity, const char *folder, int width, int height) {
    Activity *me = malloc(sizeof *me);
    void (*library)(ANativeActivity *, void *, size_t) = dlsym(lib, "ANativeActivity_onCreate");
    *me = (Activity){ .width = width, .height = height, .queue = fake_queue() };
    me->native = (ANativeActivity){ &me->callbacks, vm, env, (*env)->NewGlobalRef(env, activity), folder, folder, 34, 0, me, folder };
    library(&me->native, 0, 0);
    me->callbacks.onStart(&me->native); me->callbacks.onResume(&me->native); tell("start", 0);
    me->callbacks.onInputQueueCreated(&me->native, me->queue);
    return me;
}
void give_window(Activity *me) {
    me->window = fake_window(me->width, me->height);
    me->callbacks.onNativeWindowCreated(&me->native, me->window);
    ARect all = { 0, 0, me->width, me->height }; me->callbacks.onContentRectChanged(&me->native, &all);
    me->callbacks.onWindowFocusChanged(&me->native, 1);
    me->callbacks.onNativeWindowRedrawNeeded(&me->native, me->window);
}
// Once the library has let go of the window, whoever still uses it is seen.
void lose_window(Activity *me) {
    if (!me->window) return;
    me->callbacks.onNativeWindowDestroyed(&me->native, me->window);
    fake_lose(me->window); ANativeWindow_release(me->window); me->window = 0;
}
// After onStop.
void destroy(Activity *me) {
    lose_window(me);
    me->callbacks.onInputQueueDestroyed(&me->native, me->queue); me->callbacks.onDestroy(&me->native);
    fake_queue_gone(me->queue);
    (*me->native.env)->DeleteGlobalRef(me->native.env, me->native.clazz);
    free(me);
}
// A screen reader does something, and says whether it went as it should.
static int asked;
static void ask(JNIEnv *env, const char *step, const char *text) {
    (*env)->PushLocalFrame(env, 16);
    jclass c = (*env)->FindClass(env, "TalkBack"); asked = 1;
    int done = (*env)->CallStaticBooleanMethod(env, c, (*env)->GetStaticMethodID(env, c, step, "(Ljava/lang/String;)Z"), text ? (*env)->NewStringUTF(env, text) : 0);
    if ((*env)->ExceptionCheck(env)) { (*env)->ExceptionDescribe(env); _exit(5); }
    if (!done) { dprintf(out, "a screen reader's %s %s failed\n", step, text ? text : ""); _exit(6); }
    (*env)->PopLocalFrame(env, 0);
}
// Local references of threads that never return to Java stay for ever. The JVMs of 2026 do not warn of them any more with
// -Xcheck:jni, so they are counted: a walk needs fewer than 64.
static int locals;
static jint JNICALL followed(jvmtiHeapReferenceKind kind, const jvmtiHeapReferenceInfo *info, jlong class_tag, jlong from_tag, jlong size, jlong *tag, jlong *from, jint length, void *none) {
    if (kind == JVMTI_HEAP_REFERENCE_JNI_LOCAL) locals++;
    return 0; // no further than to what a root names
}
void count_locals(void) {
    static jvmtiEnv *tool;
    if (!tool) {
        jvmtiCapabilities may = { .can_tag_objects = 1 };
        if ((*vm)->GetEnv(vm, (void **)&tool, JVMTI_VERSION_1_2) || (*tool)->AddCapabilities(tool, &may)) { dprintf(out, "nobody counts local references\n"); _exit(7); }
    }
    jvmtiHeapCallbacks callbacks = { .heap_reference_callback = followed };
    locals = 0;
    if ((*tool)->FollowReferences(tool, 0, 0, 0, &callbacks, 0)) { dprintf(out, "local references were not counted\n"); _exit(7); }
    dprintf(out, "%d local references\n", locals);
    if (locals >= 64) dprintf(out, "WARNING: JNI local refs: %d\n", locals);
}
static int walk(JNIEnv *env, jobject activity, jclass c) {
    lib = dlopen(a[1], RTLD_NOW | RTLD_GLOBAL); if (!lib) { dprintf(out, "%s\n", dlerror()); return 4; }
    ALooper_prepare(0);
    // However long Java took to come up, the library's clock begins here.
    if (phone) { began = now(); char text[32]; snprintf(text, sizeof text, "%.0f", began * 1e6); setenv("FAKE_START", text, 1); }
    fake_density = atoi(a[6]);
    double t0 = now();
    Activity *me = create(env, activity, a[3], atoi(a[4]), atoi(a[5]));
    give_window(me);
    dprintf(out, "first frame after %.0f ms, frames %d\n", now() - t0, fake_frames);
    for (int i = 7; i < n; i++) {
        int f = fake_frames; long p = fake_pixels; double t = now(), u = cpu();
        if (!strcmp(a[i], "-")) { if (!hear()) break; i = 6; continue; }
        else if (!strcmp(a[i], "wait")) rest_and_settle(atoi(a[++i]));
        else if (!strcmp(a[i], "tap")) { float x = atof(a[++i]), y = atof(a[++i]); fake_touch(me->queue, 0, x, y); rest(60); fake_touch(me->queue, 1, x, y); if (!listens) rest_and_settle(700); }
        else if (!strcmp(a[i], "key")) for (int action = 0, code = atoi(a[++i]); action < 2; action++) {
            // What the library leaves, Android gives to the activity.
            fake_key_answer = -1; fake_key(me->queue, action, code); while (fake_key_answer < 0) rest(5);
            if (!fake_key_answer) tell(action ? "key-up" : "key-down", a[i]);
        }
        else if (!strcmp(a[i], "swipe")) {
            float x = atof(a[++i]), y = atof(a[++i]), to = atof(a[++i]);
            fake_touch(me->queue, 0, x, y); for (int k = 1; k <= 30; k++) { rest(16); fake_touch(me->queue, 2, x, y + (to - y) * k / 30); } fake_touch(me->queue, 1, x, to); rest_and_settle(500);
        }
        else if (!strcmp(a[i], "shot")) { shoot(me, a[++i]); continue; }
        else if (!strcmp(a[i], "now")) { fake_save(me->window, a[++i]); dprintf(out, "shot %s %ld\n", a[i], (long)wall()); continue; }
        else if (!strcmp(a[i], "clock")) { dprintf(out, "clock %ld\n", (long)wall()); continue; }
        else if (!strcmp(a[i], "flags")) fake_flags = atoi(a[++i]);
        // The first question wakes the library, which answers with its tree a little later.
        else if (!strcmp(a[i], "read")) { long second; i++; ask(env, "looks", 0); do { second = half(); ask(env, "read", a[i]); } while (!is_whole(second)); ask(env, "heard", a[i]); dprintf(out, "shot %s %ld\n", a[i], second); continue; }
        else if (!strcmp(a[i], "press") || !strcmp(a[i], "type") || !strcmp(a[i], "walk_gone") || !strcmp(a[i], "listens")) { char *step = a[i]; ask(env, step, a[++i]); rest_and_settle(1000); }
        else if (!strcmp(a[i], "set")) { char *name = a[++i]; setenv(name, a[++i], 1); rest_and_settle(1000); }
        else if (!strcmp(a[i], "offer")) { void (*offer)(JNIEnv *, jclass, jstring) = dlsym(lib, "Java_jp_skts_token_Native_offerText"); offer(env, c, (*env)->NewStringUTF(env, a[++i])); rest_and_settle(1000); }
        else if (!strcmp(a[i], "java")) { char *step = a[++i]; tell(step, a[++i]); if (!strcmp(step, "configure")) me->callbacks.onConfigurationChanged(&me->native); if (!listens) rest_and_settle(1000); }
        else if (!strcmp(a[i], "kill")) kill(getpid(), SIGKILL);
        else if (!strcmp(a[i], "stop")) { me->callbacks.onWindowFocusChanged(&me->native, 0); me->callbacks.onPause(&me->native); lose_window(me); me->callbacks.onStop(&me->native); tell("stop", 0); if (!listens) rest_and_settle(200); }
        else if (!strcmp(a[i], "start")) { me->callbacks.onStart(&me->native); me->callbacks.onResume(&me->native); tell("restart", 0); give_window(me); rest_and_settle(200); }
        else if (!strcmp(a[i], "torture")) {
            uint64_t seed = strtoull(a[++i], 0, 10); int rounds = atoi(a[++i]);
            char *pictures = a[++i]; me = torture(env, c, me, a[3], seed, rounds, pictures, a[++i]);
        }
        // Planted faults: a window that is used after it was lost, one that is shown undrawn, and local references that nobody deletes.
        else if (!strcmp(a[i], "lost")) { void *old = me->window; lose_window(me); ANativeWindow_lock(old, 0, 0); }
        else if (!strcmp(a[i], "undrawn")) { char buffer[128]; ANativeWindow_lock(me->window, buffer, 0); ANativeWindow_unlockAndPost(me->window); }
        else if (!strcmp(a[i], "leak")) { for (int k = 0; k < 100; k++) (*env)->NewLocalRef(env, activity); (*env)->DeleteLocalRef(env, (*env)->FindClass(env, "java/lang/String")); rest_and_settle(200); }
        else { dprintf(out, "%s: no such step\n", a[i]); return 2; }
        dprintf(out, "%s: %d frames, %.2f screens drawn, %.0f ms, %.0f ms of processor\n", a[i], fake_frames - f, (fake_pixels - p) / (double)(atoi(a[4]) * atoi(a[5])), now() - t, cpu() - u);
    }
    if (!phone) count_locals();
    me->callbacks.onPause(&me->native); me->callbacks.onStop(&me->native); destroy(me); tell("destroy", 0);
    if (asked) { ask(env, "end", 0); dprintf(out, "asked after its end: told nothing\n"); }
    dprintf(out, "destroyed; finished by itself: %d\n", fake_finished);
    _exit(0);
}
