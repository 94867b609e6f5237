pluginManagement {
    repositories {
        google()
        mavenCentral()
    }
}

dependencyResolutionManagement {
    repositoriesMode = RepositoriesMode.FAIL_ON_PROJECT_REPOS
    repositories {
        // For the plugin's own tools; the app depends on no library.
        google()
        mavenCentral()
    }
}

rootProject.name = "skts-token"
include(":app")
