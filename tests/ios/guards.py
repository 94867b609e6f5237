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


CHECKS = [camera_page, key_policy, copied_code, covered, no_copy_stays, out_of_backups]
