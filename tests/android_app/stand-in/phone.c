// libphone.so: where Java finds the native method of Phone; what it does is in run.c.
#include <jni.h>
extern void walk_phone(JNIEnv *, jclass, jobject);
void Java_jp_skts_token_Phone_walk(JNIEnv *env, jclass c, jobject activity) { walk_phone(env, c, activity); }
