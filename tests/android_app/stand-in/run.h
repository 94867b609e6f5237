// What run.c and torture.c share: how Android calls the library of an activity, and the stand-in's own handles.
#include <jni.h>
#include <stdint.h>

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

// One activity, with the window that it has between give_window and lose_window.
typedef struct { Callbacks callbacks; ANativeActivity native; void *queue, *window; int width, height; } Activity;

// android.c
extern void *ALooper_prepare(int); extern int ALooper_pollOnce(int, int *, int *, void **);
extern void *fake_window(int, int), *fake_queue(void);
extern void ANativeWindow_release(void *), fake_queue_gone(void *), fake_lose(void *), fake_resize(void *, int, int);
extern void fake_touch(void *, int, float, float), fake_save(void *, const char *);
extern int ANativeWindow_lock(void *, void *, void *);
extern int fake_density, fake_flags, fake_frames, fake_finished, fake_silent, fake_hold, fake_held, fake_refuse;
extern volatile int fake_key_answer; extern void fake_key(void *, int, int);
extern long fake_pixels; extern long long fake_slept; extern const char *fake_first; extern double fake_first_at;

// run.c
extern JavaVM *vm; extern int out; extern void *lib;
double now(void);
void rest(int ms);
void settle(void);
long half(void);
void shoot(Activity *, const char *file);
double wall(void);
Activity *create(JNIEnv *, jobject, const char *folder, int width, int height);
void give_window(Activity *);
void lose_window(Activity *);
void destroy(Activity *);

// torture.c
Activity *torture(JNIEnv *, jclass, Activity *, const char *folder, uint64_t seed, int rounds, const char *pictures, const char *letter);
void count_locals(void);
