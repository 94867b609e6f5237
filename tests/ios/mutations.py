"""The ways in which each check must fail: the check, the file that is damaged, the damage."""
import json
import struct
import zlib

ICONS = "ios/Resources/Assets.xcassets/AppIcon.appiconset"
INFO, PROJECT = "ios/Info.plist", "ios/project.yml"


def swap(old, new):
    def change(path):
        text = path.read_text(encoding="utf-8")
        assert old in text, f"the mutation of {path.name} is out of date: {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def remove(path):
    path.unlink()


def not_executable(path):
    path.chmod(0o644)


def white(side, channels):
    """A plain white PNG."""

    def change(path):
        def chunk(kind, body):
            return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

        header = struct.pack(">IIBBBBB", side, side, 8, {3: 2, 4: 6}[channels], 0, 0, 0)
        rows = (b"\0" + b"\xff" * (side * channels)) * side
        png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
        path.write_bytes(png)

    return change


def without_last_image(path):
    contents = json.loads(path.read_text())
    contents["images"].pop()
    path.write_text(json.dumps(contents))


def add_key(key, value):
    return swap("\t<key>LSRequiresIPhoneOS</key>", f"\t<key>{key}</key>\n\t{value}\n\t<key>LSRequiresIPhoneOS</key>")


JA, EN = (f"ios/Resources/{tag}.lproj/InfoPlist.strings" for tag in ("ja", "en"))
PRIVACY = "ios/Resources/PrivacyInfo.xcprivacy"
SCENE = "src/platform/ios/scene.rs"
WORDS = "src/platform/ios/scan/words.rs"
COVER, FOLDER, PASTEBOARD = (f"src/platform/ios/{name}.rs" for name in ("cover", "folder", "pasteboard"))
CALLS, RECORDING = "src/platform/ios/calls.rs", "src/platform/ios/recording.rs"
SCAN_PAGE = "src/platform/ios/scan/page.rs"
IPHONE = "src/keystore/iphone.rs"
BIOMETRIC, UNLOCKED = "src/keystore/iphone_biometric.rs", "src/platform/ios/unlocked.rs"

MUTATIONS = [
    ("info_plist", INFO, swap("<string>otpauth</string>", "<string>otp</string>")),
    ("info_plist", INFO, swap("<string>Page</string>", "<string>Absent</string>")),
    ("info_plist", INFO, swap("<key>UIApplicationSceneManifest</key>", "<key>SceneManifest</key>")),
    ("info_plist", INFO, swap("<key>ITSAppUsesNonExemptEncryption</key>\n\t<false/>", "")),
    ("info_plist", INFO, swap("InPlace</key>\n\t<false/>", "InPlace</key>\n\t<true/>")),
    ("info_plist", INFO, add_key("NSAppTransportSecurity", "<dict><key>NSAllowsArbitraryLoads</key><true/></dict>")),
    ("info_plist", INFO, add_key("UIBackgroundModes", "<array><string>fetch</string></array>")),
    ("info_plist", INFO, add_key("UIFileSharingEnabled", "<true/>")),
    ("info_plist", INFO, add_key("UIUserInterfaceStyle", "<string>Light</string>")),
    ("usage_words", INFO, add_key("NSMicrophoneUsageDescription", "<string>x</string>")),
    ("usage_words", INFO, swap("信用金庫から届いた", "")),
    ("usage_words", JA, swap("NSCameraUsageDescription", "NSCamera")),
    ("usage_words", INFO, swap("NSFaceIDUsageDescription", "NSSiriUsageDescription")),
    ("usage_words", EN, swap("NSFaceIDUsageDescription", "NSFaceID")),
    ("usage_words", JA, swap("アプリを顔で開く", "顔で開く")),
    ("usage_words", EN, swap("To scan", "読む")),
    ("usage_words", EN, swap('" = "', '" "')),
    ("usage_words", EN, remove),
    ("scene_class", INFO, swap("SKTSSceneDelegate", "SlintWindowSceneDelegate")),
    ("scene_class", SCENE, swap('#[name = "SKTSSceneDelegate"]', '#[name = "Other"]')),
    ("scene_class", SCENE, swap("let _ = SceneDelegate::class();", "")),
    ("scene_class", SCENE, swap("method(scene:openURLContexts:)", "method(scene:openURLs:)")),
    ("scene_class", "src/platform/ios/mod.rs", swap("scene::register(", "let _ = (")),
    ("scene_class", "src/platform/ios/mod.rs", swap("autoreleasepool(|_| set_up(", "autoreleasepool(|_| prepare(")),
    ("entitlements", "ios/SKTSToken.entitlements", swap("NSFileProtectionComplete", "NSFileProtectionNone")),
    ("entitlements", "ios/SKTSToken.entitlements", swap("<key>keychain-access-groups</key>", "<key>groups</key>")),
    ("entitlements", "ios/Simulator.entitlements", swap("SIMULATOR.jp.skts.token", "jp.skts.token")),
    ("entitlements", "ios/Simulator.entitlements", swap("<key>application-identifier</key>", "<key>identifier</key>")),
    ("privacy_manifest", PRIVACY, swap("<key>NSPrivacyTracking</key>\n\t<false/>", "<key>NSPrivacyTracking</key>\n\t<true/>")),
    ("privacy_manifest", PRIVACY, swap("C617.1", "DDA9.1")),
    ("privacy_manifest", PRIVACY, swap("35F9.1", "8FFB.1")),
    ("project_file", PROJECT, swap('iOS: "16.0"', 'iOS: "17.0"')),
    ("project_file", PROJECT, swap('MARKETING_VERSION: "0.1.0"', 'MARKETING_VERSION: "0.2.0"')),
    ("project_file", PROJECT, swap("SANDBOXING: NO", "SANDBOXING: YES")),
    ("project_file", PROJECT, swap("${DEVELOPMENT_TEAM}", "TEAM123456")),
    ("project_file", PROJECT, swap("- path: Resources\n", "- path: Resources/ja.lproj\n")),
    ("project_file", PRIVACY, remove),
    ("project_file", PROJECT, swap("CODE_SIGN_ENTITLEMENTS: SKTSToken.entitlements", "CODE_SIGN_ENTITLEMENTS: x")),
    ("project_file", PROJECT, swap("          - $(TARGET_BUILD_DIR)/$(EXECUTABLE_PATH)\n", "")),
    ("project_file", PROJECT, swap("    CODE_SIGN_STYLE: Automatic\n", "    CODE_SIGN_STYLE: Automatic\n    OTHER_LDFLAGS: -lother\n")),
    ("project_file", PROJECT, swap("        ONLY_ACTIVE_ARCH: NO\n", "        ONLY_ACTIVE_ARCH: NO\n        CODE_SIGNING_ALLOWED: NO\n")),
    ("project_file", PROJECT, swap("DEBUG_DYLIB: NO", "DEBUG_DYLIB: YES")),
    ("project_file", PROJECT, swap("SUPPORTS_MACCATALYST: NO", "SUPPORTS_MACCATALYST: YES")),
    ("project_file", PROJECT, swap("      config: Release", "      config: Debug")),
    ("project_file", PROJECT, swap("    run:\n", "    run:\n      environmentVariables: {A: b}\n")),
    ("project_file", PROJECT, swap("    platform: iOS\n", "    platform: iOS\n    deploymentTarget: '17.0'\n")),
    ("project_file", "ios/cargo-build", not_executable),
    ("project_file", "ios/Info.plist", remove),
    ("bundle_ids", PROJECT, swap("jp.skts.token", "jp.skts.other")),
    ("bundle_ids", "ios/SKTSToken.entitlements", swap("jp.skts.token", "jp.skts.other")),
    ("bundle_ids", INFO, swap("jp.skts.token.otpauth", "otpauth")),
    ("call_told", CALLS, swap("!call.hasEnded()", "call.hasConnected()")),
    ("call_told", CALLS, swap("    tell(&observer);\n", "")),
    ("call_told", CALLS, swap("WATCH.replace(Some((observer, delegate)));", "")),
    ("call_told", CALLS, swap("            tell(observer);\n", "")),
    ("call_told", SCENE, swap("calls::watch(main());", "")),
    ("call_told", "src/platform/ios/mod.rs", swap("calls::are_there()", "false")),
    ("recording_told", RECORDING, swap("UIScreenCapturedDidChangeNotification),", "UIScreenBrightnessDidChangeNotification),")),
    ("recording_told", RECORDING, swap("UISceneCaptureState::Active", "UISceneCaptureState::Inactive")),
    ("recording_told", RECORDING, swap("std::mem::forget(observer)", "drop(observer)")),
    ("recording_told", SCENE, swap("            recording::tell(scene);\n            cover::take", "            cover::take")),
    ("recording_told", SCENE, swap("cover::put(scene, main());\n            }", "}")),
    ("recording_told", SCENE, swap("            recording::tell(scene);\n            door", "            door")),
    ("recording_told", "src/platform/ios/mod.rs", swap("    recording::watch();\n", "")),
    ("camera_page", "src/platform/ios/scan/mod.rs", swap("return end;\n    }\n    let page", "return Scan::Denied;\n    }\n    let page")),
    ("camera_page", "src/platform/ios/scan/camera.rs", swap("            see_close(&device);\n", "")),
    ("camera_page", "src/platform/ios/scan/camera.rs", swap("device.setVideoZoomFactor(factor);", "")),
    ("camera_page", SCAN_PAGE, swap("self.take(self.ivars().visit.stands());", "self.take(Next::Start);")),
    ("camera_page", SCAN_PAGE, swap("parts.turn(&view);", "")),
    ("key_policy", IPHONE, swap("when-passcode-set-this-device-only", "after-first-unlock")),
    ("key_policy", IPHONE, swap("when-passcode-set-this-device-only", "when-passcode-set")),
    ("key_policy", IPHONE, swap("apple::open(POLICY, ", "apple::open(&[], ")),
    ("key_policy", "src/keystore/apple.rs", swap("modifiers: policy", "modifiers: &[]")),
    ("biometric_item", BIOMETRIC, swap("BIOMETRY_CURRENT_SET", "BIOMETRY_ANY")),
    ("biometric_item", BIOMETRIC, swap("BIOMETRY_CURRENT_SET", "USER_PRESENCE")),
    ("biometric_item", BIOMETRIC, swap("AccessibleWhenPasscodeSetThisDeviceOnly", "AccessibleAfterFirstUnlock")),
    ("biometric_item", BIOMETRIC, swap("        item.set_access_control(access().map_err(refusal)?);\n", "")),
    ("biometric_item", BIOMETRIC, swap("        self.delete(id)?;\n", "")),
    ("biometric_item", BIOMETRIC, swap("            let _ = self.delete(id);\n", "")),
    ("biometric_item", BIOMETRIC, swap("AllowableReuseDuration(0.0)", "AllowableReuseDuration(10.0)")),
    ("biometric_item", BIOMETRIC, swap(".local_authentication_context(Some(context))", "")),
    ("biometric_item", BIOMETRIC, swap('Some(ns_string!(""))', "None")),
    ("biometric_item", BIOMETRIC, swap("WithBiometrics", "")),
    ("biometric_item", BIOMETRIC, swap("sensor().0)", "None)")),
    ("biometric_item", BIOMETRIC, swap("context.setLocalizedReason(", "context.evaluatePolicy_localizedReason_reply(")),
    ("biometric_item", BIOMETRIC, swap("read(id, &self.load_words())", "read(id, &self.store_words())")),
    ("biometric_item", BIOMETRIC, swap("new_generic_password(SERVICE,", 'new_generic_password("other",')),
    ("biometric_item", IPHONE, swap(".service(SERVICE)", '.service("other")')),
    ("biometric_item", "src/platform/ios/device.rs", swap("keystore::biometrics(language == Language::English)", "keystore::biometrics(true)")),
    ("biometric_words", BIOMETRIC, swap("パスコードで開く", "やめる")),
    ("biometric_words", BIOMETRIC, swap("Turn on biometrics", "Open")),
    ("lock_told", UNLOCKED, swap("UIApplicationProtectedDataWillBecomeUnavailable),", "UIApplicationProtectedDataDidBecomeAvailable),")),
    ("lock_told", UNLOCKED, swap("Event::ScreenOff", "Event::Hidden")),
    ("lock_told", UNLOCKED, swap("std::mem::forget(observer)", "drop(observer)")),
    ("lock_told", UNLOCKED, swap("TIME.set(Some(time)", "drop(Some(time)")),
    ("lock_told", UNLOCKED, swap("endBackgroundTask(time)", "state()")),
    ("lock_told", SCENE, swap("            unlocked::ask_for_time(main());\n", "")),
    ("lock_told", SCENE, swap("            unlocked::give_back_time(main());\n", "")),
    ("lock_told", "src/platform/ios/mod.rs", swap("    unlocked::watch();\n", "")),
    ("copied_code", PASTEBOARD, swap("UIPasteboardOptionLocalOnly, UIPasteboardOptionExpirationDate)", "UIPasteboardOptionLocalOnly, UIPasteboardOptionLocalOnly)")),
    ("copied_code", PASTEBOARD, swap("(UIPasteboardOptionLocalOnly, UIPaste", "(UIPasteboardOptionExpirationDate, UIPaste")),
    ("copied_code", PASTEBOARD, swap("new_bool(true)", "new_bool(false)")),
    ("copied_code", PASTEBOARD, swap("&[only_here, expires], &values", "&[only_here], &values[..1]")),
    ("copied_code", "src/platform/ios/device.rs", swap("Some(end) => pasteboard::put_secret(text, end)", "Some(_) => pasteboard::put(text)")),
    ("covered", SCENE, swap("            cover::put(", "            // cover::put(")),
    ("covered", SCENE, swap("            cover::take(", "            // cover::take(")),
    ("covered", SCENE, swap("method(sceneWillResignActive:)", "method(sceneDidEnterBackground2:)")),
    ("covered", COVER, swap("setHidden(false)", "setHidden(true)")),
    ("covered", COVER, swap("COVER.replace(Some(window));", "")),
    ("covered", COVER, swap("window.endEditing(true);", "")),
    ("no_copy_stays", SCENE, swap("            incoming::sweep();\n", "")),
    ("no_copy_stays", "src/platform/ios/incoming.rs", swap("drop(copy);", "std::mem::forget(copy);")),
    ("out_of_backups", FOLDER, swap("NSURLIsExcludedFromBackupKey", "NSURLIsHiddenKey")),
    ("out_of_backups", FOLDER, swap("new_bool(true)", "new_bool(false)")),
    ("out_of_backups", FOLDER, swap("NSFileProtectionComplete", "NSFileProtectionNone")),
    ("out_of_backups", FOLDER, swap("    protect(&files, &url, &path);\n", "")),
    ("out_of_backups", "src/platform/ios/mod.rs", swap("folder::prepared()", "folder::somewhere()")),
    ("page_words", WORDS, swap("手入力", "手で入力")),
    ("page_words", WORDS, swap('light: "Light"', 'light: "Torch"')),
    ("page_words", WORDS, swap("    pub privacy: &'static str,\n", "")),
    ("words_used", "src/platform/ios/scan/panel.rs", swap("words.privacy", "words.title")),
    ("words_used", "src/platform/ios/scan/parts.rs", swap("words.light_off", "words.light_on")),
    ("colours", "ios/Resources/Assets.xcassets/Accent.colorset/Contents.json", swap("0x12", "0x13")),
    ("colours", "ios/Resources/Assets.xcassets/Page.colorset/Contents.json", swap("dark", "light")),
    ("colours", "src/platform/ios/scan/panel.rs", swap('colour("Ink2")', 'colour("Grey")')),
    ("icon_set", f"{ICONS}/icon-1024.png", white(1024, 4)),
    ("icon_set", f"{ICONS}/icon-120.png", white(119, 3)),
    ("icon_set", f"{ICONS}/icon-87.png", remove),
    ("icon_set", f"{ICONS}/Contents.json", without_last_image),
    ("icons_are_the_drawing", f"{ICONS}/icon-60.png", white(60, 3)),
    ("icons_are_the_drawing", "assets/icon.svg", swap("#1A6C96", "#962A1A")),
    ("icons_are_the_drawing", "assets/icon.svg", swap('width="512"', 'width="500"')),
    ("build_says_what_is_missing", "ios/build", swap("missing+=(\"XcodeGen", "other+=(\"XcodeGen")),
    ("build_says_what_is_missing", "ios/build", swap("for target in aarch64-apple-ios aarch64-apple-ios-sim", "for target in aarch64-apple-ios")),
    ("build_says_what_is_missing", "ios/build", swap("    exit 1\n", "    exit 0\n")),
    ("build_says_what_is_missing", "ios/build", swap('[ "$(uname -s)" = Darwin ] ||', "true ||")),
    ("build_usage", "ios/build", swap("usage; exit 0", "exit 0")),
    ("build_usage", "ios/build", swap("usage >&2; exit 2", "usage >&2; exit 1")),
    ("build_builds", "ios/build", swap("CODE_SIGNING_ALLOWED=NO CODE_SIGNING_REQUIRED=NO", "")),
    ("build_builds", "ios/build", swap("export DEVELOPMENT_TEAM=${DEVELOPMENT_TEAM-}", "export DEVELOPMENT_TEAM=")),
    ("build_builds", "ios/build", swap('echo "program', ': "program')),
    ("cargo_phase", "ios/cargo-build", swap("--no-default-features --features ui", "")),
    ("cargo_phase", "ios/cargo-build", swap("iphonesimulator) target=aarch64-apple-ios-sim", "iphonesimulator) target=aarch64-apple-ios")),
    ("cargo_phase", "ios/cargo-build", swap("unset SDKROOT LIBRARY_PATH", "")),
    ("cargo_phase", "ios/cargo-build", swap('"$PLATFORM_NAME" = iphoneos ]', '"$PLATFORM_NAME" != x ]')),
    ("cargo_phase", "ios/cargo-build", swap('$TARGET_BUILD_DIR/$EXECUTABLE_PATH"\n\n', '$TARGET_BUILD_DIR/other"\n\n')),
    ("cargo_phase", "ios/cargo-build", swap('export PATH IPHONEOS_DEPLOYMENT_TARGET', 'export PATH; unset IPHONEOS_DEPLOYMENT_TARGET')),
    ("build_says_what_is_missing", "ios/build", swap('older "$have" "$xcode" &&', "false &&")),
    ("build_says_what_is_missing", "ios/build", swap("xcodebuild -license check", "xcodebuild -version")),
    ("build_says_what_is_missing", "ios/build", swap("--show-sdk-path", "--find swift")),
    ("build_says_what_is_missing", "ios/build", swap("sdks=(iphoneos) ;;", "sdks=(iphonesimulator) ;;")),
    ("build_says_what_is_missing", "ios/build", swap('[ -z "$have" ] || older "$have" "$rust"', "false")),
    ("build_says_what_is_missing", "ios/build", swap('-lt "${want%%.*}" ] && return', '-gt "${want%%.*}" ] && return')),
    ("build_builds", "ios/build", swap('common+=("SKTS_CARGO_BIN', 'other=("SKTS_CARGO_BIN')),
    ("build_builds", "ios/build", swap("for name in RUSTUP_TOOLCHAIN ", "for name in ")),
    ("build_builds", "ios/build", swap('[ -x "$app/SKTSToken" ] ||', "true ||")),
    ("build_builds", "ios/build", swap("-czf", "--mode=644 -czf")),
    ("cargo_phase", "ios/cargo-build", swap("${SKTS_CARGO_BIN:+$SKTS_CARGO_BIN:}", "")),
    ("cargo_phase", "ios/cargo-build", swap("$'\\x1f'", "' '")),
    ("cargo_phase", "ios/cargo-build", swap('do add "$flag"; done', "do :; done")),
    ("cargo_phase", "ios/cargo-build", swap("unset RUSTFLAGS\n", "")),
    ("cargo_phase", "ios/cargo-build", swap('if [ -z "$flags" ]; then', "if true; then flags=")),
    ("cargo_phase", "ios/cargo-build", swap("    section __entitlements", "    : __entitlements")),
    ("cargo_phase", "ios/cargo-build", swap('if [ "$PLATFORM_NAME" = iphonesimulator ]', "if true")),
    ("cargo_phase", "ios/cargo-build", swap("        section __ents_der", "        : __ents_der")),
    ("install", ".ci/install-ios-tools", swap("rustup target add", "echo target add")),
    ("install", ".ci/install-ios-tools", swap('--target "$(IFS', '--component "$(IFS')),
]
