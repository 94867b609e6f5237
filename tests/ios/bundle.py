"""The manifest, the entitlements, the privacy manifest and the project, key by key."""
import os
import plistlib
import re
import tomllib

import yaml

from guards import body, code

BUNDLE_ID = "jp.skts.token"

SCENE = {
    "UIApplicationSupportsMultipleScenes": False,
    "UISceneConfigurations": {
        "UIWindowSceneSessionRoleApplication": [
            {"UISceneConfigurationName": "Default", "UISceneDelegateClassName": "SKTSSceneDelegate"},
        ],
    },
}
PORTRAIT, LEFT, RIGHT = (f"UIInterfaceOrientation{way}" for way in ("Portrait", "LandscapeLeft", "LandscapeRight"))
UPSIDE_DOWN = "UIInterfaceOrientationPortraitUpsideDown"
INFO = {
    "CFBundleDevelopmentRegion": "ja",
    "CFBundleLocalizations": ["ja", "en"],
    "CFBundleDisplayName": "SKTS Token",
    "CFBundleName": "$(PRODUCT_NAME)",
    "CFBundleIdentifier": "$(PRODUCT_BUNDLE_IDENTIFIER)",
    "CFBundleExecutable": "$(EXECUTABLE_NAME)",
    "CFBundleInfoDictionaryVersion": "6.0",
    "CFBundlePackageType": "APPL",
    "CFBundleShortVersionString": "$(MARKETING_VERSION)",
    "CFBundleVersion": "$(CURRENT_PROJECT_VERSION)",
    "LSRequiresIPhoneOS": True,
    "UIRequiredDeviceCapabilities": ["arm64", "metal"],
    "UIApplicationSceneManifest": SCENE,
    "UILaunchScreen": {"UIColorName": "Page", "UIImageRespectsSafeAreaInsets": True},
    "UISupportedInterfaceOrientations": [PORTRAIT, LEFT, RIGHT],
    "UISupportedInterfaceOrientations~ipad": [PORTRAIT, UPSIDE_DOWN, LEFT, RIGHT],
    "CFBundleURLTypes": [
        {"CFBundleURLName": f"{BUNDLE_ID}.otpauth", "CFBundleTypeRole": "Viewer", "CFBundleURLSchemes": ["otpauth"]},
    ],
    "CFBundleDocumentTypes": [
        {
            "CFBundleTypeName": "Image",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": [
                "public.png", "public.jpeg", "public.heic", "com.compuserve.gif", "com.microsoft.bmp",
                "org.webmproject.webp",
            ],
        },
    ],
    "LSSupportsOpeningDocumentsInPlace": False,
    "ITSAppUsesNonExemptEncryption": False,
}
# Each of these keys asks for something that the app does not do: network, background work, shown files.
ABSENT = [
    "NSAppTransportSecurity", "UIBackgroundModes", "UIFileSharingEnabled",
    "NSPhotoLibraryUsageDescription", "NSPhotoLibraryAddUsageDescription", "NSLocalNetworkUsageDescription",
    "LSApplicationQueriesSchemes", "UIMainStoryboardFile", "BGTaskSchedulerPermittedIdentifiers",
]
USAGE = re.compile(r"^NS\w+UsageDescription$")

ENTITLEMENTS = {
    "keychain-access-groups": [f"$(AppIdentifierPrefix){BUNDLE_ID}"],
    "com.apple.developer.default-data-protection": "NSFileProtectionComplete",
}

# The entitlements that the simulator reads from the program itself, without a team.
SIMULATED = {
    "application-identifier": f"SIMULATOR.{BUNDLE_ID}",
    "keychain-access-groups": [f"SIMULATOR.{BUNDLE_ID}"],
}

# The whole project: a further key would change the build without anybody having thought about it.
OPTIONS = {
    "minimumXcodeGenVersion": "2.38.0",
    "developmentLanguage": "ja",
    "createIntermediateGroups": True,
    "deploymentTarget": {"iOS": "16.0"},
}
SETTINGS = {
    "CURRENT_PROJECT_VERSION": "1",
    "ENABLE_USER_SCRIPT_SANDBOXING": False,
    "ENABLE_DEBUG_DYLIB": False,
    "DEBUG_INFORMATION_FORMAT": "dwarf",
    "DEVELOPMENT_TEAM": "${DEVELOPMENT_TEAM}",
    "CODE_SIGN_STYLE": "Automatic",
}
TARGET = {
    "type": "application",
    "platform": "iOS",
    "sources": [{"path": "Resources", "buildPhase": "resources"}],
    "settings": {"base": {
        "PRODUCT_BUNDLE_IDENTIFIER": BUNDLE_ID,
        "PRODUCT_NAME": "SKTSToken",
        "INFOPLIST_FILE": "Info.plist",
        "GENERATE_INFOPLIST_FILE": False,
        "CODE_SIGN_ENTITLEMENTS": "SKTSToken.entitlements",
        "ASSETCATALOG_COMPILER_APPICON_NAME": "AppIcon",
        "TARGETED_DEVICE_FAMILY": "1,2",
        "SUPPORTED_PLATFORMS": "iphoneos iphonesimulator",
        "SUPPORTS_MACCATALYST": False,
        "SUPPORTS_MAC_DESIGNED_FOR_IPHONE_IPAD": False,
        "ARCHS": "arm64",
        "ONLY_ACTIVE_ARCH": False,
    }},
    "postCompileScripts": [{
        "name": "cargo",
        "script": '"$PROJECT_DIR/cargo-build"',
        "basedOnDependencyAnalysis": False,
        "outputFiles": ["$(TARGET_BUILD_DIR)/$(EXECUTABLE_PATH)"],
    }],
}
SCHEMES = {
    "SKTSToken": {
        "build": {"targets": {"SKTSToken": "all"}},
        "run": {"config": "Debug"},
        "archive": {"config": "Release"},
    },
}

PRIVACY = {
    "NSPrivacyTracking": False,
    "NSPrivacyTrackingDomains": [],
    "NSPrivacyCollectedDataTypes": [],
    "NSPrivacyAccessedAPITypes": [
        {
            "NSPrivacyAccessedAPIType": "NSPrivacyAccessedAPICategoryFileTimestamp",
            "NSPrivacyAccessedAPITypeReasons": ["C617.1"],
        },
        {
            "NSPrivacyAccessedAPIType": "NSPrivacyAccessedAPICategorySystemBootTime",
            "NSPrivacyAccessedAPITypeReasons": ["35F9.1"],
        },
    ],
}


def plist(path):
    with open(path, "rb") as file:
        return plistlib.load(file)


def same(have, want, where):
    assert type(have) is type(want) and have == want, f"{where}: {have!r}, not {want!r}"


def same_tree(have, want, where):
    """Like `same`, but names the key that differs. Types count: Python's False, which YAML makes of NO, equals 0."""
    if isinstance(want, dict) and isinstance(have, dict):
        same(sorted(have), sorted(want), f"{where}, its keys")
        for key, value in want.items():
            same_tree(have[key], value, f"{where}: {key}")
    else:
        same(have, want, where)


def info_plist(root):
    info = plist(root / "ios/Info.plist")
    for key, value in INFO.items():
        assert key in info, f"Info.plist has no {key}"
        same(info[key], value, f"Info.plist, {key}")
    for key in ABSENT:
        assert key not in info, f"Info.plist has {key}"
    others = {key for key in info if key not in INFO and not USAGE.match(key)}
    assert not others, f"Info.plist says more than was thought of: {sorted(others)}"


def strings(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    pairs = re.findall(r'"((?:[^"\\]|\\.)*)"\s*=\s*"((?:[^"\\]|\\.)*)"\s*;', text)
    rest = re.sub(r'"(?:[^"\\]|\\.)*"\s*=\s*"(?:[^"\\]|\\.)*"\s*;', "", text).strip()
    assert not rest, f"{path}: not understood: {rest!r}"
    return dict(pairs)


def usage_words(root):
    """Every permission is explained in both languages, and none is asked for that is not used."""
    info = plist(root / "ios/Info.plist")
    usage = {key: value for key, value in info.items() if USAGE.match(key)}
    assert set(usage) == {"NSCameraUsageDescription", "NSFaceIDUsageDescription"}, f"asked for: {sorted(usage)}"
    japanese, english = (strings(root / f"ios/Resources/{tag}.lproj/InfoPlist.strings") for tag in ("ja", "en"))
    same(japanese, usage, "ja.lproj/InfoPlist.strings beside Info.plist")
    assert set(english) == set(usage), f"en.lproj explains {sorted(english)}"
    for text in english.values():
        assert text.isascii() and text.endswith("."), f"not an English sentence: {text!r}"
    for text in japanese.values():
        assert re.search("[ぁ-んァ-ン]", text) and text.endswith("。"), f"not a Japanese sentence: {text!r}"
    tags = sorted(path.name for path in (root / "ios/Resources").glob("*.lproj"))
    same(tags, sorted(f"{tag}.lproj" for tag in info["CFBundleLocalizations"]), "folders of languages")


def scene_class(root):
    """The class that UIKit looks up is the one that Rust registers, before the event loop."""
    named = plist(root / "ios/Info.plist")["UIApplicationSceneManifest"]["UISceneConfigurations"]
    (scene,) = named["UIWindowSceneSessionRoleApplication"]
    source = (root / "src/platform/ios/scene.rs").read_text(encoding="utf-8")
    match = re.search(r'#\[name = "(\w+)"\]\s*(?:pub )?struct (\w+);', source)
    assert match, "scene.rs defines no class"
    same(scene["UISceneDelegateClassName"], match[1], "Info.plist's scene delegate beside scene.rs")
    kind = match[2]
    for promise in ("UISceneDelegate", "UIWindowSceneDelegate"):
        assert f"unsafe impl {promise} for {kind}" in source, f"{kind} is no {promise}"
    for method in ("scene:willConnectToSession:options:", "scene:openURLContexts:", "sceneWillResignActive:"):
        assert f"method({method})" in source, f"scene.rs does not hear {method}"
    register = re.search(r"pub fn register\(.*?\n}", source, re.S)
    assert register and f"{kind}::class()" in register[0], "scene::register does not make the class known"
    main = code(root, "platform/ios/mod.rs")
    assert "scene::register(" in body(main, "fn set_up("), "nobody registers the class"
    entry = body(main, "pub fn main(")
    assert 0 < entry.find("set_up(") < entry.find("phone::run("), "the class is registered too late"


def entitlements(root):
    same(plist(root / "ios/SKTSToken.entitlements"), ENTITLEMENTS, "entitlements")
    same(plist(root / "ios/Simulator.entitlements"), SIMULATED, "the simulator's entitlements")


def privacy_manifest(root):
    same(plist(root / "ios/Resources/PrivacyInfo.xcprivacy"), PRIVACY, "privacy manifest")


def project_file(root):
    """The project has these keys and no other: a further key would change what is built and signed."""
    project = yaml.safe_load((root / "ios/project.yml").read_text(encoding="utf-8"))
    version = tomllib.loads((root / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    whole = {
        "name": "SKTSToken",
        "options": OPTIONS,
        "settings": {"base": {"MARKETING_VERSION": version, **SETTINGS}},
        "targets": {"SKTSToken": TARGET},
        "schemes": SCHEMES,
    }
    same_tree(project, whole, "project.yml")
    for name in ("Info.plist", "SKTSToken.entitlements"):
        assert (root / "ios" / name).is_file(), f"{name} is not there"
    here = sorted(path.name for path in (root / "ios/Resources").iterdir())
    same(here, ["Assets.xcassets", "PrivacyInfo.xcprivacy", "en.lproj", "ja.lproj"], "resources")
    for script in ("build", "cargo-build"):
        assert os.access(root / "ios" / script, os.X_OK), f"ios/{script} cannot be run"


def bundle_ids(root):
    """The keychain group and the name of the link's type hold the same id as the bundle."""
    project = yaml.safe_load((root / "ios/project.yml").read_text(encoding="utf-8"))
    bundle = project["targets"]["SKTSToken"]["settings"]["base"]["PRODUCT_BUNDLE_IDENTIFIER"]
    (group,) = plist(root / "ios/SKTSToken.entitlements")["keychain-access-groups"]
    same(group, f"$(AppIdentifierPrefix){bundle}", "keychain group")
    (link,) = plist(root / "ios/Info.plist")["CFBundleURLTypes"]
    same(link["CFBundleURLName"], f"{bundle}.otpauth", "the link's name")


CHECKS = [info_plist, usage_words, scene_class, entitlements, privacy_manifest, project_file, bundle_ids]
