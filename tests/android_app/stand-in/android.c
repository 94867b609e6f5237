// libandroid.so and liblog.so for glibc: enough of Android to run an x86_64 Android library on this machine.
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int log_fd = -1;
__attribute__((constructor)) static void keep_stderr(void) { log_fd = dup(2); }
static const char *level = "?VVDIWEF";
int __android_log_write(int p, const char *tag, const char *text) { return dprintf(log_fd, "%c/%s: %s\n", level[p & 7], tag, text); }
int __android_log_buf_write(int b, int p, const char *tag, const char *text) { return __android_log_write(p, tag, text); }
int __android_log_print(int p, const char *tag, const char *f, ...) {
    char t[4096]; va_list a; va_start(a, f); vsnprintf(t, sizeof t, f, a); va_end(a); return __android_log_write(p, tag, t);
}
int __android_log_is_loggable(int p, const char *tag, int d) { return p >= d; }
void __android_log_assert(const char *c, const char *tag, const char *f, ...) { __android_log_write(7, tag, c ? c : f); abort(); }

// ---- loopers: file descriptors and a wake-up
typedef int (*callback)(int, int, void *);
typedef struct { int fd, ident, events; callback cb; void *data; } source;
typedef struct { int refs, wake; pthread_mutex_t lock; int n; source s[32]; } ALooper;
static __thread ALooper *mine;
static pthread_key_t owner; static pthread_once_t once = PTHREAD_ONCE_INIT;
void ALooper_release(ALooper *l) { if (__sync_sub_and_fetch(&l->refs, 1) == 0) { close(l->wake); pthread_mutex_destroy(&l->lock); free(l); } }
static void make_owner(void) { pthread_key_create(&owner, (void (*)(void *))ALooper_release); } // a thread's own looper goes with the thread
ALooper *ALooper_prepare(int o) {
    pthread_once(&once, make_owner);
    if (!mine) { mine = calloc(1, sizeof *mine); mine->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); pthread_mutex_init(&mine->lock, 0); mine->refs = 1; pthread_setspecific(owner, mine); }
    return mine;
}
ALooper *ALooper_forThread(void) { return mine; }
void ALooper_acquire(ALooper *l) { __sync_add_and_fetch(&l->refs, 1); }
void ALooper_wake(ALooper *l) { uint64_t one = 1; if (write(l->wake, &one, 8)) {} }
int ALooper_removeFd(ALooper *l, int fd) {
    int r = 0; pthread_mutex_lock(&l->lock);
    for (int i = 0; i < l->n; i++) if (l->s[i].fd == fd) { l->s[i] = l->s[--l->n]; r = 1; break; }
    pthread_mutex_unlock(&l->lock); ALooper_wake(l); return r;
}
int ALooper_addFd(ALooper *l, int fd, int ident, int events, callback cb, void *data) {
    ALooper_removeFd(l, fd);
    pthread_mutex_lock(&l->lock);
    l->s[l->n++] = (source){ fd, cb ? -2 : ident, events, cb, data };
    pthread_mutex_unlock(&l->lock); ALooper_wake(l); return 1;
}
int ALooper_pollOnce(int timeout, int *ofd, int *oev, void **odata) {
    ALooper *l = mine; struct pollfd p[33]; source s[32]; int n;
    pthread_mutex_lock(&l->lock); n = l->n; memcpy(s, l->s, sizeof s); pthread_mutex_unlock(&l->lock);
    p[0] = (struct pollfd){ l->wake, POLLIN, 0 };
    for (int i = 0; i < n; i++) p[i + 1] = (struct pollfd){ s[i].fd, POLLIN, 0 };
    int r = poll(p, n + 1, timeout);
    if (r < 0) return errno == EINTR ? -1 : -4;
    if (r == 0) return -3;
    int called = 0;
    for (int i = 0; i < n; i++) if (p[i + 1].revents) {
        if (s[i].cb) { if (!s[i].cb(s[i].fd, 1, s[i].data)) ALooper_removeFd(l, s[i].fd); called = 1; continue; }
        if (ofd) *ofd = s[i].fd; if (oev) *oev = 1; if (odata) *odata = s[i].data;
        return s[i].ident;
    }
    if (p[0].revents) { uint64_t v; if (read(l->wake, &v, 8)) {} return called ? -2 : -1; }
    return called ? -2 : -1;
}
int ALooper_pollAll(int t, int *f, int *e, void **d) { int r; do r = ALooper_pollOnce(t, f, e, d); while (r == -2); return r; }

// ---- vsync: 60 a second, through the thread's looper
typedef void (*frame)(long, void *);
static __thread struct { frame f; void *d; } next_frame;
static __thread int vsync_fd = -1;
static pthread_key_t display;
static pthread_once_t display_once = PTHREAD_ONCE_INIT;
static void close_display(void *fd) { close((int)(intptr_t)fd - 1); }
static void make_display(void) { pthread_key_create(&display, close_display); }
static int vsync(int fd, int e, void *d) { uint64_t v; if (read(fd, &v, 8)) {} frame f = next_frame.f; next_frame.f = 0; if (f) f(0, next_frame.d); return 1; }
void *AChoreographer_getInstance(void) {
    if (vsync_fd < 0) { pthread_once(&display_once, make_display); vsync_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK); ALooper_addFd(mine, vsync_fd, 0, 1, vsync, 0); pthread_setspecific(display, (void *)(intptr_t)(vsync_fd + 1)); }
    return &vsync_fd;
}
void AChoreographer_postFrameCallback(void *c, frame f, void *d) {
    next_frame.f = f; next_frame.d = d;
    struct itimerspec t = { { 0, 0 }, { 0, 16666667 } }; timerfd_settime(vsync_fd, 0, &t, 0);
}

// ---- the window: three buffers in turn, and what is locked carries over what is not dirty, as Android's Surface does
#define BUFFERS 3
#define UNDRAWN 0xffff00ffu // a colour that the app has nowhere
typedef struct { int32_t left, top, right, bottom; } ARect;
typedef struct { int32_t width, height, stride, format; void *bits; uint32_t reserved[6]; } ANativeWindow_Buffer;
// next: the size that buffers have from the next one on. At w, h and stride are those that there are.
typedef struct { int refs, lost, locked, w, h, stride, format, front, posted; uint32_t *b[BUFFERS]; ARect now; struct { int w, h; } next; } ANativeWindow;
static pthread_mutex_t window_lock = PTHREAD_MUTEX_INITIALIZER;
static void fault(const char *what) { dprintf(log_fd, "FAULT: %s\n", what); abort(); }
static void make_buffers(ANativeWindow *n) {
    n->w = n->next.w; n->h = n->next.h; n->stride = (n->w + 63) & ~63; n->posted = 0;
    for (int i = 0; i < BUFFERS; i++) { free(n->b[i]); n->b[i] = malloc((size_t)n->stride * n->h * 4); memset(n->b[i], 0x5a, (size_t)n->stride * n->h * 4); }
}
ANativeWindow *fake_window(int w, int h) {
    ANativeWindow *n = calloc(1, sizeof *n); n->refs = 1; n->next.w = w; n->next.h = h; n->format = 4;
    make_buffers(n);
    return n;
}
void ANativeWindow_acquire(ANativeWindow *n) { __sync_add_and_fetch(&n->refs, 1); }
// The last windows that are gone are kept without their buffers, so that whoever uses one reads that it is lost.
static ANativeWindow *gone[64];
void ANativeWindow_release(ANativeWindow *n) {
    static int next;
    int refs = __sync_sub_and_fetch(&n->refs, 1);
    if (refs < 0) fault("a window is released once too often");
    if (refs) return;
    for (int i = 0; i < BUFFERS; i++) { free(n->b[i]); n->b[i] = 0; }
    int place = __sync_fetch_and_add(&next, 1) % 64;
    free(gone[place]); gone[place] = n;
}
// The activity was told that the window goes, and has answered: from now on the window is nobody's.
void fake_lose(ANativeWindow *n) { if (n->locked) fault("a window goes that is being drawn"); n->lost = 1; }
void fake_resize(ANativeWindow *n, int w, int h) { pthread_mutex_lock(&window_lock); n->next.w = w; n->next.h = h; pthread_mutex_unlock(&window_lock); }
static ANativeWindow *there(ANativeWindow *n) { if (n->lost) fault("a lost window is used"); return n; }
int ANativeWindow_getWidth(ANativeWindow *n) { return there(n)->next.w; }
int ANativeWindow_getHeight(ANativeWindow *n) { return there(n)->next.h; }
int ANativeWindow_getFormat(ANativeWindow *n) { return there(n)->format; }
int ANativeWindow_setBuffersGeometry(ANativeWindow *n, int w, int h, int f) { there(n); if (f) n->format = f; n->posted = 0; return 0; }
// Torture: a frame takes its time while fake_hold is set, and says so in fake_held; fake_refuse frames get no buffer.
int fake_hold, fake_held, fake_refuse;
int ANativeWindow_lock(ANativeWindow *n, ANativeWindow_Buffer *out, ARect *dirty) {
    there(n);
    if (n->format != 1 && n->format != 2) return -22;
    if (fake_refuse > 0) { fake_refuse--; return -19; }
    if (n->locked) fault("a window is locked twice");
    pthread_mutex_lock(&window_lock); if (n->next.w != n->w || n->next.h != n->h) make_buffers(n); pthread_mutex_unlock(&window_lock);
    int back = (n->front + 1) % BUFFERS; ARect all = { 0, 0, n->w, n->h };
    if (n->posted && dirty) { // as Android, what lies outside of the buffer is cut off
        if (dirty->left < 0) dirty->left = 0;
        if (dirty->top < 0) dirty->top = 0;
        if (dirty->right > n->w) dirty->right = n->w;
        if (dirty->bottom > n->h) dirty->bottom = n->h;
    }
    if (n->posted && dirty && getenv("FAKE_FAST")) n->now = *dirty;
    else if (n->posted && dirty) {
        for (int y = 0; y < n->h; y++) for (int x = 0; x < n->w; x++)
            if (!(x >= dirty->left && x < dirty->right && y >= dirty->top && y < dirty->bottom))
                n->b[back][(size_t)y * n->stride + x] = n->b[n->front][(size_t)y * n->stride + x];
        n->now = *dirty;
    } else { n->now = all; if (dirty) *dirty = all; }
    // Whoever does not draw what it said it would is seen.
    if (!getenv("FAKE_FAST")) for (int y = n->now.top; y < n->now.bottom; y++) for (int x = n->now.left; x < n->now.right; x++) n->b[back][(size_t)y * n->stride + x] = UNDRAWN;
    *out = (ANativeWindow_Buffer){ n->w, n->h, n->stride, n->format, n->b[back] };
    n->locked = 1;
    if (fake_hold) { fake_held = 1; usleep(5000); }
    return 0;
}
int fake_frames, fake_silent; long fake_pixels; const char *fake_first; double fake_first_at;
void fake_save(ANativeWindow *, const char *);
int ANativeWindow_unlockAndPost(ANativeWindow *n) {
    if (!there(n)->locked) fault("a window is posted that nobody locked");
    int back = (n->front + 1) % BUFFERS;
    if (!getenv("FAKE_FAST")) for (int y = n->now.top; y < n->now.bottom; y++) for (int x = n->now.left; x < n->now.right; x++)
        if (n->b[back][(size_t)y * n->stride + x] == UNDRAWN) fault("a pixel is shown that nobody drew");
    n->locked = 0;
    n->front = back; n->posted++; fake_frames++;
    fake_pixels += (long)(n->now.right - n->now.left) * (n->now.bottom - n->now.top);
    struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t);
    if (!fake_silent) dprintf(log_fd, "frame %d at %ld.%03ld: %d,%d-%d,%d\n", fake_frames, t.tv_sec, t.tv_nsec / 1000000, n->now.left, n->now.top, n->now.right, n->now.bottom);
    if (fake_first) { fake_first_at = t.tv_sec * 1e3 + t.tv_nsec / 1e6; fake_save(n, fake_first); fake_first = 0; }
    return 0;
}
void fake_save(ANativeWindow *n, const char *path) {
    FILE *f = fopen(path, "w"); fprintf(f, "P6 %d %d 255\n", n->w, n->h);
    for (int y = 0; y < n->h; y++) for (int x = 0; x < n->w; x++) fwrite(&n->b[n->front][(size_t)y * n->stride + x], 3, 1, f);
    fclose(f);
}

// ---- fingers
typedef struct { int action; float x, y; int64_t time; int key; } AInputEvent;
typedef struct { pthread_mutex_t lock; int pipe[2]; int n; AInputEvent e[64]; ALooper *l; } AInputQueue;
AInputQueue *fake_queue(void) { AInputQueue *q = calloc(1, sizeof *q); pthread_mutex_init(&q->lock, 0); if (pipe(q->pipe)) {} return q; }
static void bring(AInputQueue *q, AInputEvent e) {
    struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); e.time = t.tv_sec * 1000000000ll + t.tv_nsec;
    pthread_mutex_lock(&q->lock); if (q->n < 64) q->e[q->n++] = e;
    pthread_mutex_unlock(&q->lock); if (write(q->pipe[1], "x", 1)) {}
}
void fake_touch(AInputQueue *q, int action, float x, float y) { bring(q, (AInputEvent){ action, x, y }); }
void fake_key(AInputQueue *q, int action, int key) { bring(q, (AInputEvent){ action, .key = key }); }
volatile int fake_key_answer; // whether the library took the last key, once it has said so
void fake_queue_gone(AInputQueue *q) { close(q->pipe[0]); close(q->pipe[1]); free(q); }
void AInputQueue_attachLooper(AInputQueue *q, ALooper *l, int ident, callback c, void *d) { q->l = l; ALooper_addFd(l, q->pipe[0], ident, 1, c, d); }
void AInputQueue_detachLooper(AInputQueue *q) { if (q->l) ALooper_removeFd(q->l, q->pipe[0]); q->l = 0; }
int AInputQueue_hasEvents(AInputQueue *q) { return q->n > 0; }
int AInputQueue_getEvent(AInputQueue *q, AInputEvent **e) {
    pthread_mutex_lock(&q->lock); int some = q->n > 0;
    if (some) { *e = malloc(sizeof **e); **e = q->e[0]; memmove(q->e, q->e + 1, sizeof *q->e * --q->n); char c; if (read(q->pipe[0], &c, 1)) {} }
    pthread_mutex_unlock(&q->lock); return some ? 0 : -1;
}
int AInputQueue_preDispatchEvent(AInputQueue *q, AInputEvent *e) { return 0; }
void AInputQueue_finishEvent(AInputQueue *q, AInputEvent *e, int handled) { if (e->key) fake_key_answer = handled; free(e); }
int AInputEvent_getType(AInputEvent *e) { return e->key ? 1 : 2; }
int AInputEvent_getDeviceId(AInputEvent *e) { return 1; }
int AInputEvent_getSource(AInputEvent *e) { return e->key ? 0x101 : 0x1002; }
int AMotionEvent_getAction(AInputEvent *e) { return e->action; }
int fake_flags;
// How long the phone has slept, in nanoseconds: clocks that go on in suspend are ahead by this.
long long fake_slept;
int AMotionEvent_getFlags(AInputEvent *e) { return fake_flags; }
int AMotionEvent_getMetaState(AInputEvent *e) { return 0; }
int AMotionEvent_getButtonState(AInputEvent *e) { return 0; }
int AMotionEvent_getEdgeFlags(AInputEvent *e) { return 0; }
int64_t AMotionEvent_getDownTime(AInputEvent *e) { return e->time; }
int64_t AMotionEvent_getEventTime(AInputEvent *e) { return e->time; }
size_t AMotionEvent_getPointerCount(AInputEvent *e) { return 1; }
int AMotionEvent_getPointerId(AInputEvent *e, size_t i) { return 0; }
int AMotionEvent_getToolType(AInputEvent *e, size_t i) { return 1; }
float AMotionEvent_getX(AInputEvent *e, size_t i) { return e->x; }
float AMotionEvent_getY(AInputEvent *e, size_t i) { return e->y; }
float AMotionEvent_getAxisValue(AInputEvent *e, int a, size_t i) { return a == 0 ? e->x : a == 1 ? e->y : 0; }
size_t AMotionEvent_getHistorySize(AInputEvent *e) { return 0; }

// ---- the rest
static int configuration;
void *AConfiguration_new(void) { return &configuration; }
void AConfiguration_delete(void *c) {}
void AConfiguration_fromAssetManager(void *c, void *m) {}
void AConfiguration_copy(void *a, void *b) {}
int fake_density = 420;
int AConfiguration_getDensity(void *c) { return fake_density; }
int AConfiguration_getSdkVersion(void *c) { return 34; }
int AConfiguration_getNavHidden(void *c) { return 0; }
int AConfiguration_getNavigation(void *c) { return 0; }
int AConfiguration_getKeysHidden(void *c) { return 0; }
int AConfiguration_getOrientation(void *c) { return 0; }
int AConfiguration_getScreenLong(void *c) { return 0; }
int AConfiguration_getScreenSize(void *c) { return 0; }
int AConfiguration_getTouchscreen(void *c) { return 3; }
int AConfiguration_getUiModeType(void *c) { return 1; }
int AConfiguration_getUiModeNight(void *c) { return 1; }
int AConfiguration_getMcc(void *c) { return 0; }
int AConfiguration_getMnc(void *c) { return 0; }
int AConfiguration_getKeyboard(void *c) { return 1; }
void AConfiguration_getCountry(void *c, char *two) { two[0] = 'J'; two[1] = 'P'; }
void AConfiguration_getLanguage(void *c, char *two) { two[0] = 'j'; two[1] = 'a'; }
void *AAssetManager_fromJava(void *env, void *o) { return &configuration; }
int fake_finished;
void ANativeActivity_finish(void *a) { fake_finished = 1; }
int AKeyEvent_getAction(AInputEvent *e) { return e->action; }
int AKeyEvent_getKeyCode(AInputEvent *e) { return e->key; }
int AKeyEvent_getRepeatCount(AInputEvent *e) { return 0; }
