// What bionic's libc does otherwise than glibc's, x86_64: b_NAME takes the place of NAME.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
int *b___errno(void) { static int *(*f)(void); if (!f) f = dlsym(dlopen("libc.so.6", 1), "__errno_location"); return f(); }
static const char *property(const char *name) { return strcmp(name, "ro.build.version.sdk") ? 0 : getenv("FAKE_API") ? getenv("FAKE_API") : "34"; }
int b___system_property_get(const char *name, char *value) { const char *p = property(name); strcpy(value, p ? p : ""); return strlen(value); }
const void *b___system_property_find(const char *name) { return property(name); }
void b___system_property_read_callback(const void *p, void (*read)(void *, const char *, const char *, unsigned), void *cookie) { read(cookie, "", p, 0); }
// The wall's clock began at FAKE_NOW seconds when the other stood at FAKE_START nanoseconds. While the phone sleeps
// (fake_slept of libandroid.so), the wall's clock and that of the time since the start go on, and the others stand still.
int b_clock_gettime(int id, struct timespec *t) {
    static int (*f)(int, void *); if (!f) f = dlsym(dlopen("libc.so.6", 1), "clock_gettime");
    static long long *slept; if (!slept) slept = dlsym(RTLD_DEFAULT, "fake_slept");
    const char *now = getenv("FAKE_NOW"), *start = getenv("FAKE_START");
    if (id != CLOCK_BOOTTIME && (id != CLOCK_REALTIME || !now || !start)) return f(id, t);
    int r = f(id == CLOCK_REALTIME ? CLOCK_MONOTONIC : id, t);
    long long n = t->tv_sec * 1000000000ll + t->tv_nsec + *slept;
    if (id == CLOCK_REALTIME) n += atoll(now) * 1000000000ll - atoll(start);
    t->tv_sec = n / 1000000000; t->tv_nsec = n % 1000000000; return r;
}
void b_android_set_abort_message(const char *m) { dprintf(2, "abort: %s\n", m); }
int b___register_atfork(void *a, void *b, void *c, void *d) { return 0; }
long b_sysconf(int what) {
    static long (*f)(int); if (!f) f = dlsym(dlopen("libc.so.6", 1), "sysconf");
    switch (what) {
    case 0x27: case 0x28: return f(_SC_PAGESIZE); case 0x60: return f(_SC_NPROCESSORS_CONF); case 0x61: return f(_SC_NPROCESSORS_ONLN);
    case 0x48: return f(_SC_GETPW_R_SIZE_MAX); case 0x06: return f(_SC_CLK_TCK); case 0x24: return 1024;
    }
    dprintf(2, "bionic: sysconf(%#x)\n", what); errno = EINVAL; return -1;
}
struct bionic_sigaction { int flags; void *handler; unsigned long mask; void *restorer; };
int b_sigaction(int n, const struct bionic_sigaction *a, struct bionic_sigaction *o) {
    static int (*f)(int, const void *, void *); if (!f) f = dlsym(dlopen("libc.so.6", 1), "sigaction");
    struct { void *handler; unsigned long mask[16]; int flags; void *restorer; } x = { 0 }, y = { 0 };
    if (a) { x.handler = a->handler; x.mask[0] = a->mask; x.flags = a->flags; }
    int r = f(n, a ? &x : 0, o ? &y : 0);
    if (o) { o->handler = y.handler; o->mask = y.mask[0]; o->flags = y.flags; o->restorer = 0; }
    return r;
}
int b_sigemptyset(unsigned long *s) { *s = 0; return 0; }
int b_sigfillset(unsigned long *s) { *s = ~0ul; return 0; }
int b_sigaddset(unsigned long *s, int n) { *s |= 1ul << (n - 1); return 0; }
int b_pthread_sigmask(int how, const unsigned long *s, unsigned long *o) {
    static int (*f)(int, const void *, void *); if (!f) f = dlsym(dlopen("libc.so.6", 1), "pthread_sigmask");
    unsigned long a[16] = { 0 }, b[16] = { 0 }; if (s) a[0] = *s;
    int r = f(how, s ? a : 0, o ? b : 0); if (o) *o = b[0]; return r;
}
// Each process runs after a start of its own phone: the time that it is given stands in no relation to the clock that nobody can
// set, and the app would rightly say that somebody has set the clock.
int b_open(const char *p, int f, int m) {
    static int (*o)(const char *, int, int); if (!o) o = dlsym(dlopen("libc.so.6", 1), "open");
    if (__builtin_strcmp(p, "/proc/sys/kernel/random/boot_id")) return o(p, f, m);
    int (*new_pipe)(int *) = dlsym(dlopen("libc.so.6", 1), "pipe"), (*end)(int) = dlsym(dlopen("libc.so.6", 1), "close");
    long (*put)(int, const void *, unsigned long) = dlsym(dlopen("libc.so.6", 1), "write");
    char *(*environment)(const char *) = dlsym(dlopen("libc.so.6", 1), "getenv");
    const char *name = environment("FAKE_NOW"); int ends[2];
    if (!name) name = "start";
    if (new_pipe(ends)) return -1;
    put(ends[1], name, __builtin_strlen(name)); end(ends[1]);
    return ends[0];
}
int b___open_2(const char *p, int f) { int (*o)(const char *, int) = dlsym(dlopen("libc.so.6", 1), "open"); return o(p, f); }
