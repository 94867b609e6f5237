plugins {
    id("com.android.application")
}

// There is one version, Cargo.toml's: 1.2.3 is also 1002003.
val manifest = providers.fileContents(rootProject.layout.projectDirectory.file("../Cargo.toml")).asText.get()
val numbers = Regex("(?m)^version = \"(\\d+)\\.(\\d+)\\.(\\d+)\"$").find(manifest)?.groupValues?.drop(1)?.map { it.toInt() }
    ?: error("Cargo.toml has no version of three numbers")

// Signing is whoever releases the app's: nothing about it is in the tree.
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
            // The Rust side finds classes and methods by name, and there is nothing to gain in a few classes.
            isMinifyEnabled = false
            isShrinkResources = false
            signingConfig = signingConfigs.findByName("release")
        }
    }

    bundle {
        language {
            // The camera's page speaks the app's language, which need not be the phone's.
            enableSplit = false
        }
    }

    lint {
        // values/ is Japanese; values-ja only says so. tests/android/packaging.py holds the languages together.
        disable += "MissingTranslation"
    }
}
