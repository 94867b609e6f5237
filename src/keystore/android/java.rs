//! The Java class `KeyVault`: the key in AndroidKeyStore, what it encrypted in a private file.

use crate::keystore::KeystoreError;
use crate::keystore::decisions::android_codes::{NO_CODE, refusal};
use jni::objects::{Global, JByteArray, JClass, JObject, JString, JValue, JValueOwned, LoaderContext};
use jni::signature::MethodSignature;
use jni::strings::JNIStr;
use jni::{Env, JavaVM, jni_sig, jni_str};
use zeroize::Zeroizing;

/// The longest secret that is taken from Java, in bytes. The app stores far shorter ones, so a longer one is
/// not its own.
const MAX_BYTES: usize = 4096;

/// A Java class of static methods that throw `KeyVaultException`.
///
/// It is found by the app's own class loader: a thread that Rust started sees the system's alone. Nothing in it belongs to an
/// activity; the class loader lives as long as the process.
pub struct Class {
    class: Global<JClass<'static>>,
    exception: Global<JClass<'static>>,
}

impl Class {
    pub fn find(env: &mut Env, activity: &JObject, name: &JNIStr) -> jni::errors::Result<Self> {
        let loader = env.get_object_class(activity)?.get_class_loader(env)?;
        let loader = LoaderContext::Loader(&loader);
        let class = loader.load_class(env, name, true)?;
        let exception = loader.load_class(env, jni_str!("jp.skts.token.KeyVaultException"), true)?;
        Ok(Self { class: env.new_global_ref(class)?, exception: env.new_global_ref(exception)? })
    }

    /// Calls a method; `Err` is the number of its exception, which is not left behind.
    pub fn call<'local>(
        &self,
        env: &mut Env<'local>,
        name: &JNIStr,
        signature: MethodSignature,
        arguments: &[JValue],
    ) -> Result<JValueOwned<'local>, i32> {
        let result = env.call_static_method(&self.class, name, signature, arguments);
        result.map_err(|_| self.code(env))
    }

    /// Clears the exception and reads its number. Its text is not looked at, for it may hold a secret.
    fn code(&self, env: &mut Env) -> i32 {
        let Some(thrown) = env.exception_occurred() else { return NO_CODE };
        env.exception_clear();
        if !env.is_instance_of(&thrown, &self.exception).unwrap_or(false) {
            return NO_CODE;
        }
        let code = env.get_field(&thrown, jni_str!("code"), jni_sig!("I")).and_then(|code| code.i());
        code.unwrap_or(NO_CODE)
    }
}

/// The class, and the application's context, which lives as long as the process.
pub struct KeyVault {
    class: Class,
    context: Global<JObject<'static>>,
}

impl KeyVault {
    pub fn find(env: &mut Env, activity: &JObject) -> jni::errors::Result<Self> {
        let class = Class::find(env, activity, jni_str!("jp.skts.token.KeyVault"))?;
        let signature = jni_sig!("()Landroid/content/Context;");
        let context = env.call_method(activity, jni_str!("getApplicationContext"), signature, &[])?.l()?;
        Ok(Self { class, context: env.new_global_ref(context)? })
    }

    /// The secret stored under `id`.
    pub fn load(&self, id: &str) -> Result<Zeroizing<Vec<u8>>, KeystoreError> {
        attached(id, |env, id| {
            let signature = jni_sig!("(Landroid/content/Context;Ljava/lang/String;)[B");
            let secret = self.call(env, jni_str!("load"), signature, &[JValue::Object(id)])?.l()?;
            let secret = env.cast_local::<JByteArray>(secret)?;
            if secret.is_null() || secret.len(env)? > MAX_BYTES {
                return Err(refusal(NO_CODE));
            }
            let bytes = Zeroizing::new(env.convert_byte_array(&secret)?);
            overwrite(env, &secret)?;
            Ok(bytes)
        })
    }

    /// Replaces what is stored under `id`.
    pub fn store(&self, id: &str, secret: &[u8]) -> Result<(), KeystoreError> {
        attached(id, |env, id| {
            let secret = env.byte_array_from_slice(secret)?;
            let signature = jni_sig!("(Landroid/content/Context;Ljava/lang/String;[B)V");
            let arguments = [JValue::Object(id), JValue::Object(&secret)];
            let stored = self.call(env, jni_str!("store"), signature, &arguments);
            overwrite(env, &secret)?;
            stored.map(drop)
        })
    }

    /// Deletes key and ciphertext.
    pub fn delete(&self, id: &str) -> Result<(), KeystoreError> {
        attached(id, |env, id| {
            let signature = jni_sig!("(Landroid/content/Context;Ljava/lang/String;)V");
            self.call(env, jni_str!("delete"), signature, &[JValue::Object(id)]).map(drop)
        })
    }

    /// Where the key of `id` lies, as its `KeyInfo` says.
    pub fn level(&self, id: &str) -> Result<i32, KeystoreError> {
        attached(id, |env, id| {
            let signature = jni_sig!("(Landroid/content/Context;Ljava/lang/String;)I");
            Ok(self.call(env, jni_str!("level"), signature, &[JValue::Object(id)])?.i()?)
        })
    }

    /// Calls a method whose first argument is the context. No exception is left behind.
    fn call<'local>(
        &self,
        env: &mut Env<'local>,
        name: &JNIStr,
        signature: MethodSignature,
        arguments: &[JValue],
    ) -> Result<JValueOwned<'local>, KeystoreError> {
        let arguments: Vec<JValue> =
            [JValue::Object(&self.context)].into_iter().chain(arguments.iter().copied()).collect();
        self.class.call(env, name, signature, &arguments).map_err(refusal)
    }
}

/// JNI itself refused a call (no memory, no class, no method): such a refusal has no number.
impl From<jni::errors::Error> for KeystoreError {
    fn from(_: jni::errors::Error) -> Self {
        refusal(NO_CODE)
    }
}

/// Runs with this thread attached, in a frame of local references of its own.
pub fn attached<T, E: From<jni::errors::Error>>(
    id: &str,
    work: impl FnOnce(&mut Env, &JString) -> Result<T, E>,
) -> Result<T, E> {
    JavaVM::singleton()?.attach_current_thread(|env| {
        let id = env.new_string(id)?;
        work(env, &id)
    })
}

/// Overwrites Java's copy of a secret.
pub fn overwrite(env: &Env, array: &JByteArray) -> jni::errors::Result<()> {
    let zeros = vec![0; array.len(env)?];
    array.set_region(env, 0, &zeros)
}
