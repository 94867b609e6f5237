pluginManagement {
    repositories {
        google()
        mavenCentral()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        // Only the plugin's own tools come from here; the app depends on no library.
        google()
        mavenCentral()
    }
}

rootProject.name = "skts-token"
include(":app")
