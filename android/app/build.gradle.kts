plugins {
    id("com.android.application")
}

// The app's version is Cargo.toml's; of 1.2.3 Gradle makes the number 1002003.
val manifest = providers.fileContents(rootProject.layout.projectDirectory.file("../Cargo.toml")).asText.get()
val numbers = Regex("(?m)^version = \"(\\d+)\\.(\\d+)\\.(\\d+)\"$").find(manifest)?.groupValues?.drop(1)?.map { it.toInt() }
    ?: error("Cargo.toml has no version of three numbers")

// Whoever releases the app signs it: the tree holds no key and no password.
fun secret(name: String): String? = providers.environmentVariable(name).orNull?.takeIf { it.isNotEmpty() }

val keystore = secret("SKTS_KEYSTORE")

android {
    namespace = "jp.skts.token"
    compileSdk = 36
    buildToolsVersion = "36.0.0"
    ndkVersion = "27.2.12479018"

    defaultConfig {
        applicationId = "jp.skts.token"
        minSdk = 26
        targetSdk = 36
        versionCode = numbers[0] * 1_000_000 + numbers[1] * 1_000 + numbers[2]
        versionName = numbers.joinToString(".")
        ndk {
            abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64")
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    signingConfigs {
        if (keystore != null) {
            create("release") {
                storeFile = file(keystore)
                storePassword = secret("SKTS_KEYSTORE_PASSWORD") ?: error("SKTS_KEYSTORE_PASSWORD is not set")
                keyAlias = secret("SKTS_KEY_ALIAS") ?: error("SKTS_KEY_ALIAS is not set")
                keyPassword = secret("SKTS_KEY_PASSWORD") ?: storePassword
            }
        }
    }

    buildTypes {
        release {
            // Shrinking would rename the classes and methods that the Rust side calls by name.
            isMinifyEnabled = false
            isShrinkResources = false
            signingConfig = signingConfigs.findByName("release")
        }
    }

    bundle {
        language {
            // Every download holds both languages: the camera's page speaks the app's, which need not be the phone's.
            enableSplit = false
        }
    }

    lint {
        // values/ is Japanese, which values-ja only declares. tests/android/packaging.py compares the two languages.
        disable += "MissingTranslation"
    }
}
