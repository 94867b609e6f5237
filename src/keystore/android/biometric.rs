//! The Java class `BiometricVault`: keys in AndroidKeyStore that work after a face or a finger alone.

use super::java::{Class, attached, overwrite};
use crate::keystore::decisions::android_codes::{NO_CODE, biometric_readiness, biometric_refusal};
use crate::keystore::{BiometricError, BiometricKeystore, BiometricReadiness, KeyId, VaultKey};
use jni::objects::{Global, JByteArray, JObject, JString, JValue, JValueOwned};
use jni::signature::MethodSignature;
use jni::strings::JNIStr;
use jni::{Env, JavaVM, jni_sig, jni_str};
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// Found again by every `android_main`.
static CLASS: Mutex<Option<Arc<Class>>> = Mutex::new(None);

/// Looks the Java class up. Until this has succeeded, [`biometrics`] answers that there is nothing.
pub fn introduce(env: &mut Env, activity: &JObject) -> jni::errors::Result<()> {
    let found = Class::find(env, activity, jni_str!("jp.skts.token.BiometricVault"))?;
    *CLASS.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(found));
    Ok(())
}

/// What asks in this activity's window, in English or in Japanese.
pub fn biometrics(activity: Global<JObject<'static>>, english: bool) -> Option<Box<dyn BiometricKeystore>> {
    let class = CLASS.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
    Some(Box::new(AndroidBiometrics { class, activity, english }))
}

struct AndroidBiometrics {
    class: Arc<Class>,
    activity: Global<JObject<'static>>,
    english: bool,
}

impl AndroidBiometrics {
    /// Calls a method whose first argument is the activity.
    fn call<'local>(
        &self,
        env: &mut Env<'local>,
        name: &JNIStr,
        signature: MethodSignature,
        arguments: &[JValue],
    ) -> Result<JValueOwned<'local>, BiometricError> {
        let arguments: Vec<JValue> =
            [JValue::Object(&self.activity)].into_iter().chain(arguments.iter().copied()).collect();
        self.class.call(env, name, signature, &arguments).map_err(biometric_refusal)
    }
}

impl BiometricKeystore for AndroidBiometrics {
    fn readiness(&self) -> BiometricReadiness {
        let said = JavaVM::singleton().map_err(BiometricError::from).and_then(|vm| {
            vm.attach_current_thread(|env| {
                let signature = jni_sig!("(Landroid/content/Context;)I");
                Ok(self.call(env, jni_str!("readiness"), signature, &[])?.i()?)
            })
        });
        said.map_or(BiometricReadiness::Absent, biometric_readiness)
    }

    fn store(&self, id: &KeyId, secret: &VaultKey) -> Result<(), BiometricError> {
        attached(&id.to_string(), |env, id: &JString| {
            let secret = env.byte_array_from_slice(secret.expose())?;
            let signature = jni_sig!("(Landroid/app/Activity;Ljava/lang/String;[BZ)V");
            let arguments = [JValue::Object(id), JValue::Object(&secret), JValue::Bool(self.english)];
            let stored = self.call(env, jni_str!("store"), signature, &arguments);
            overwrite(env, &secret)?;
            stored.map(drop)
        })
    }

    fn load(&self, id: &KeyId) -> Result<VaultKey, BiometricError> {
        attached(&id.to_string(), |env, id: &JString| {
            let signature = jni_sig!("(Landroid/app/Activity;Ljava/lang/String;Z)[B");
            let arguments = [JValue::Object(id), JValue::Bool(self.english)];
            let secret = self.call(env, jni_str!("load"), signature, &arguments)?.l()?;
            let secret = env.cast_local::<JByteArray>(secret)?;
            if secret.is_null() {
                return Err(biometric_refusal(NO_CODE));
            }
            // Whatever its length, Java's copy is overwritten.
            let is_whole = secret.len(env)? == VaultKey::BYTES;
            let bytes = if is_whole { env.convert_byte_array(&secret)? } else { Vec::new() };
            let bytes = Zeroizing::new(bytes);
            overwrite(env, &secret)?;
            let bytes: &[u8; VaultKey::BYTES] = bytes.first_chunk().ok_or(biometric_refusal(NO_CODE))?;
            Ok(VaultKey::new(bytes))
        })
    }

    fn delete(&self, id: &KeyId) -> Result<(), BiometricError> {
        attached(&id.to_string(), |env, id: &JString| {
            let signature = jni_sig!("(Landroid/content/Context;Ljava/lang/String;)V");
            self.call(env, jni_str!("delete"), signature, &[JValue::Object(id)]).map(drop)
        })
    }
}

/// JNI itself refused a call (no memory, no class, no method): such a refusal has no number.
impl From<jni::errors::Error> for BiometricError {
    fn from(_: jni::errors::Error) -> Self {
        biometric_refusal(NO_CODE)
    }
}
