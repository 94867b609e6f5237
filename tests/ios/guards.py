"""Checks in the Rust sources what guards a seed and a code on the iPhone, and how its camera's page begins and ends: no
machine here can run that code.

The sources are read without comments, function by function: a call that is commented out or stands elsewhere does not count.
"""
import re


def code(root, name):
    """A source without its comments."""
    return re.sub(r"//.*", "", (root / "src" / name).read_text(encoding="utf-8"))


def body(source, head):
    """What stands between the braces after `head`."""
    start = source.find(head)
    assert start >= 0, f"there is no {head}"
    depth, begin = 0, source.index("{", start)
    for place in range(begin, len(source)):
        depth += {"{": 1, "}": -1}.get(source[place], 0)
        if not depth:
            return re.sub(r"\s+", " ", source[begin + 1:place])
    raise AssertionError(f"{head} does not end")


def says(have, *wanted, where):
    for words in wanted:
        assert words in have, f"{where} has no {words}"


def key_policy(root):
    """The vault's key is readable while the phone is unlocked, goes with the passcode, and is in no backup."""
    source = code(root, "keystore/iphone.rs")
    policy = re.search(r"const POLICY: apple::Policy = &\[(.*?)\];", source, re.S)
    assert policy, "iphone.rs has no POLICY"
    want = '("access-policy", "when-passcode-set-this-device-only")'
    assert policy[1].strip().rstrip(",") == want, f"the key's policy is {policy[1]}"
    says(body(source, "pub fn open("), "apple::open(POLICY, ensure_passcode)", where="iphone::open")
    says(body(code(root, "keystore/apple.rs"), "Box::new(SystemKeystore"), "modifiers: policy", "prepare", where="apple::open")


def biometric_item(root):
    """The keychain itself gives the secret out after a face or a finger of those that were enrolled then; each time asked anew."""
    source = code(root, "keystore/iphone_biometric.rs")
    says(body(source, "fn access("), "Some(ProtectionMode::AccessibleWhenPasscodeSetThisDeviceOnly)",
         "create_with_protection(protection, AccessControlOptions::BIOMETRY_CURRENT_SET.bits())", where="access")
    store = body(source, "fn store(")
    says(store, "new_generic_password(SERVICE, &name(id))", "set_generic_password_options(secret.expose(), item)", where="store")
    order = ["self.readiness() != BiometricReadiness::Ready", "self.delete(id)?", "item.set_access_control(access()", "set_generic_password_options(",
             "read(id, &self.store_words())", "if read_back.is_err() { let _ = self.delete(id); }"]
    at = [store.find(step) for step in order]
    assert -1 not in at and at == sorted(at), f"store is in another order: {at}"
    read = body(source, "fn read(")
    says(read, "context(words)", ".service(SERVICE).account(&name(id))", "load_data(true)",
         "local_authentication_context(Some(context))", where="read")
    context = body(source, "fn context(")
    says(context, "LAContext::new()", "setTouchIDAuthenticationAllowableReuseDuration(0.0)", "setLocalizedReason(", "words.reason",
         "setLocalizedCancelTitle(", "words.no", 'setLocalizedFallbackTitle(Some(ns_string!("")))', where="context")
    says(body(source, "fn load("), "read(id, &self.load_words())", where="load")
    for room in ("keystore", "platform/ios"):
        for path in sorted((root / "src" / room).rglob("*.rs")):
            assert "evaluatePolicy_" not in re.sub(r"//.*", "", path.read_text(encoding="utf-8")), f"{path.name} asks for a yes or no"
    says(body(source, "fn sensor("), "LAPolicy::DeviceOwnerAuthenticationWithBiometrics", where="sensor")
    says(body(source, "fn refusal("), "apple_biometry::refusal_of(error.code(), sensor().0)", where="refusal")
    says(body(code(root, "keystore/iphone.rs"), "fn delete_all("), "class(ItemClass::generic_password()).service(SERVICE).delete()",
         where="delete_all, which deletes an earlier installation's")
    says(body(code(root, "platform/ios/device.rs"), "fn biometrics("), "keystore::biometrics(language == Language::English)", where="device.rs")


def biometric_words(root):
    """The question's words, in both languages."""
    source = code(root, "keystore/iphone_biometric.rs")
    want = {"load": (("Open SKTS Token", "Use the passcode"), ("SKTS Token を開きます", "パスコードで開く")),
            "store": (("Turn on biometrics", "Cancel"), ("生体認証を登録します", "キャンセル"))}
    for what, (english, japanese) in want.items():
        have = re.findall(r'Words \{ reason: "(.*?)", no: "(.*?)" \}', body(source, f"fn {what}_words("))
        assert have == [english, japanese], f"{what}: {have}"


def lock_told(root):
    """A phone that is locked is told, also when another app is in front: the app asks for time to hear it."""
    source = code(root, "platform/ios/unlocked.rs")
    says(body(source, "pub fn watch("), "UIApplicationProtectedDataWillBecomeUnavailable", "door.tell(Event::ScreenOff)",
         "mem::forget(observer)", where="unlocked::watch")
    time = body(source, "pub fn ask_for_time(")
    says(time, "give_back_time(main)", "beginBackgroundTaskWithName_expirationHandler(", "Some(&over)", "TIME.set(Some(time)", where="ask_for_time")
    says(body(source, "pub fn give_back_time("), "TIME.take()", "endBackgroundTask(time)", where="give_back_time")
    scene = code(root, "platform/ios/scene.rs")
    hidden = body(scene, "method(sceneDidEnterBackground:)")
    says(hidden, "unlocked::ask_for_time(main())", where="hidden")
    says(body(scene, "method(sceneWillEnterForeground:)"), "unlocked::give_back_time(main())", where="shown")
    says(body(code(root, "platform/ios/mod.rs"), "fn set_up("), "unlocked::watch();", where="set_up")


def copied_code(root):
    """A code on the pasteboard is this phone's alone, and the system forgets it when it ends."""
    source = code(root, "platform/ios/pasteboard.rs")
    put = body(source, "pub fn put_secret(")
    says(put, "(UIPasteboardOptionLocalOnly, UIPasteboardOptionExpirationDate)", "NSNumber::new_bool(true)",
         "dateWithTimeIntervalSince1970(end.seconds() as f64)", "[local.into(), end.into()]",
         "from_retained_objects(&[only_here, expires], &values)", "setItems_options(", where="put_secret")
    assert "setString" not in put, "put_secret puts the text there without its options, too"
    copy = body(code(root, "platform/ios/device.rs"), "fn copy(")
    says(copy, "Some(end) => pasteboard::put_secret(text, end)", where="copy")


def covered(root):
    """The app switcher's picture is taken after the app has resigned: the cover is there by then."""
    source = code(root, "platform/ios/scene.rs")
    for method, call in (("sceneWillResignActive:", "cover::put(scene, main())"),
                         ("sceneDidBecomeActive:", "cover::take(main())")):
        says(body(source, f"method({method})"), call, where=method)
    put = body(code(root, "platform/ios/cover.rs"), "pub fn put(")
    says(put, "window.setHidden(false)", "COVER.replace(Some(window))", "window.endEditing(true)",
         "UIWindowLevelAlert", where="cover::put")


def no_copy_stays(root):
    """A picture that another app opened here is deleted once it is read; one that was not read, when the app is hidden."""
    source = code(root, "platform/ios/scene.rs")
    says(body(source, "method(sceneDidEnterBackground:)"), "incoming::sweep();", "Event::Hidden", where="hidden")
    opening = body(code(root, "platform/ios/incoming.rs"), "fn open(")
    says(opening, "COPIES.announced(", "read(copy.path())", "drop(copy)", where="incoming::open")
    assert opening.index("COPIES.announced(") < opening.index("thread::spawn"), "announced too late to be spared"


def out_of_backups(root):
    """The app's folder is sealed while the phone is locked, and in no backup."""
    source = code(root, "platform/ios/folder.rs")
    protect = body(source, "fn protect(")
    says(protect, "NSFileProtectionComplete", "setAttributes_ofItemAtPath_error(&sealed, path)",
         "setResourceValue_forKey_error(Some(&NSNumber::new_bool(true)), NSURLIsExcludedFromBackupKey)",
         where="folder::protect")
    says(body(source, "pub fn prepared("), "protect(&files, &url, &path)", where="folder::prepared")
    says(code(root, "platform/ios/mod.rs"), "folder::prepared()", where="mod.rs")


def camera_page(root):
    """iOS asks for the camera once; the camera zooms for a near code; an answer waits until the page stands."""
    scan = body(code(root, "platform/ios/scan/mod.rs"), "pub fn scan(")
    says(scan, "ios_rules::without_asking(permission)", "ios_rules::after_asking(is_given())", where="scan")
    assert "Scan::Denied;" not in scan, "iOS does not ask again"
    camera = code(root, "platform/ios/scan/camera.rs")
    opening = body(camera, "pub fn open(")
    says(opening, "see_close(&device)", where="Camera::open")
    assert opening.index("addInput(") < opening.index("see_close("), "a new input begins without a zoom"
    zoom = body(camera, "fn see_close(")
    assert 0 < zoom.find("lockForConfiguration()") < zoom.find("setVideoZoomFactor(factor)") < zoom.find("unlockFor"), zoom
    says(zoom, "ios_rules::zoom(nearest, view, ios_rules::CODE, format.videoMaxZoomFactor())", where="see_close")
    page = code(root, "platform/ios/scan/page.rs")
    says(body(page, "method(viewDidAppear:)"), "self.take(self.ivars().visit.stands())", where="viewDidAppear")
    assert "start()" not in body(page, "method(viewDidAppear:)"), "the camera starts for a page that has ended"
    says(body(page, "fn end("), "self.take(self.ivars().visit.end(how))", where="end")
    says(body(page, "fn turn_after("), "parts.turn(&view)", where="turn_after")
    says(body(page, "method(viewWillTransitionToSize:"), "self.turn_after(coordinator)", where="a turn")


def call_told(root):
    """The app hears of a call before the first picture, and of every change: the code is covered meanwhile."""
    source = code(root, "platform/ios/calls.rs")
    says(body(source, "method(callObserver:callChanged:)"), "tell(observer)", where="callChanged")
    watch = body(source, "pub fn watch(")
    says(watch, "observer.setDelegate_queue(Some(", "tell(&observer)", "WATCH.replace(Some((observer, delegate)))", where="calls::watch")
    says(body(source, "fn tell("), "is_in_call(observer)", "Event::InCall(call)", where="calls::tell")
    says(body(source, "fn is_in_call("), "any(|call| !call.hasEnded())", where="is_in_call")
    says(body(code(root, "platform/ios/scene.rs"), "method(scene:willConnectToSession"), "calls::watch(main())", where="connected")
    says(code(root, "platform/ios/mod.rs"), "in_call: calls::are_there()", "can_tell_calls: true", where="mod.rs")


def recording_told(root):
    """A recording is told when it begins and ends, when the scene connects and whenever the code is seen again."""
    source = code(root, "platform/ios/recording.rs")
    says(body(source, "pub fn watch("), "UIScreenCapturedDidChangeNotification", "tell(&scene)", "mem::forget(observer)", where="recording::watch")
    says(body(source, "pub fn tell("), "is_recorded(scene)", "Event::Recorded(recorded)", where="recording::tell")
    says(body(source, "pub fn is_recorded("), "UISceneCaptureState::Active", "scene.screen().isCaptured()", where="is_recorded")
    scene = code(root, "platform/ios/scene.rs")
    connected = body(scene, "method(scene:willConnectToSession")
    says(connected, "recording::tell(scene)", "if recording::is_recorded(scene) { cover::put(scene, main());", where="connected")
    says(body(scene, "method(sceneDidBecomeActive:)"), "recording::tell(scene)", where="active")
    shown = body(scene, "method(sceneWillEnterForeground:)")
    says(shown, "recording::tell(scene)", where="shown")
    assert shown.index("recording::tell(") < shown.index("Event::Shown"), "the code is seen before the recording is told"
    says(code(root, "platform/ios/mod.rs"), "recording::watch()", where="mod.rs")


CHECKS = [call_told, recording_told, lock_told, camera_page, key_policy, biometric_item, biometric_words, copied_code, covered, no_copy_stays, out_of_backups]
