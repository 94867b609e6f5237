#!/usr/bin/env python3
"""Compiles and links the manifest and the resources, and reads back from the result what the app promises.

    packaging.py FRAMEWORK WORK [--design DESIGN.MD]

FRAMEWORK is an android.jar or framework-res.apk of API 33 or newer. WORK receives app.apk, AndroidManifest.xml
and gen/ (R.java). The promises are then broken one by one, and each broken manifest must be noticed.
"""

import argparse
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MAIN = ROOT / "android/app/src/main"
DEBIAN_FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")

# Attributes that Debian's framework (Android 10) does not know yet.
NEWER = ("dataExtractionRules", "localeConfig", "enableOnBackInvokedCallback")
NEWER_CHANGE = "fontWeightAdjustment"

CONFIG_CHANGES = {  # android.R.attr.configChanges
    "mcc": 0x1, "mnc": 0x2, "locale": 0x4, "touchscreen": 0x8, "keyboard": 0x10, "keyboardHidden": 0x20, "navigation": 0x40,
    "orientation": 0x80, "screenLayout": 0x100, "uiMode": 0x200, "screenSize": 0x400, "smallestScreenSize": 0x800,
    "density": 0x1000, "layoutDirection": 0x2000, "colorMode": 0x4000,
    "fontWeightAdjustment": 0x10000000, "fontScale": 0x40000000,
}
HANDLED = ("orientation keyboardHidden keyboard navigation screenSize screenLayout smallestScreenSize density uiMode locale "
           "fontScale layoutDirection colorMode touchscreen fontWeightAdjustment").split()

# The words of page 6 of the design, a document outside of this tree (design.md): the string's name, Japanese, English.
PAGE_6 = {
    "scan_cancel": ("やめる", "Cancel"),
    "scan_light": ("ライト", "Light"),
    "scan_title": ("QRコードを枠に合わせる", "Fit the QR code in the frame"),
    "scan_hint": ("自動で読み取ります", "It scans by itself"),
    "scan_trouble": ("読み取れないときは", "If it does not scan"),
    "scan_image": ("画像から", "Image"),
    "scan_hand": ("手入力", "By hand"),
    "scan_privacy": ("QRコードの画像は保存も送信もしません。", "The picture is neither stored nor sent."),
}


class Broken(Exception):
    """A promise that does not hold."""


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    # Debian's aapt2 knows Android 10's elements, and warns of <queries>, which is newer. Any other warning counts.
    noise = re.compile(r"warn: unexpected element <queries> found in <manifest>|LoadedArsc.cpp.*Unknown chunk type '200'")
    said = [line for line in done.stderr.splitlines() if line.strip() and not noise.search(line)]
    if done.returncode or said:
        raise Broken(f"{command[0]} {command[1]}: " + "\n".join(said or [f"exit status {done.returncode}"]))
    return done.stdout


def same(what, found, wanted):
    if found != wanted:
        raise Broken(f"{what}: {found!r}, not {wanted!r}")


# ---- the compiled manifest


class Element:
    def __init__(self, tag):
        self.tag, self.attributes, self.children = tag, {}, []

    def all(self, tag):
        return [child for child in self.children if child.tag == tag]

    def one(self, tag):
        found = self.all(tag)
        same(f"number of <{tag}> in <{self.tag}>", len(found), 1)
        return found[0]

    def names(self, tag):
        return [child.attributes.get("name") for child in self.all(tag)]


def xmltree(apk, path):
    """What `aapt dump xmltree` shows, as a tree. Flags and references stay as it writes them."""
    root = Element(None)
    stack = [(-1, root)]
    for line in run("aapt", "dump", "xmltree", apk, path).splitlines():
        match = re.match(r"^( *)([EA]): (.*)$", line)
        if not match:
            continue
        depth, kind, rest = len(match[1]), match[2], match[3]
        while stack[-1][0] >= depth:
            stack.pop()
        parent = stack[-1][1]
        if kind == "E":
            element = Element(rest.split(" ")[0])
            parent.children.append(element)
            stack.append((depth, element))
        else:
            name, value = re.match(r"(?:android:)?([\w:]+)(?:\(0x[0-9a-f]+\))?=(.*)$", rest).groups()
            text = re.match(r'^"(.*)" \(Raw: ', value)
            number = re.match(r"^\(type 0x[0-9a-f]+\)(0x[0-9a-f]+)", value)
            parent.attributes[name] = text[1] if text else int(number[1], 16) if number else value
    return root.children[0]


YES, NO = 0xFFFFFFFF, 0


def check_manifest(apk):
    manifest = xmltree(apk, "AndroidManifest.xml")
    same("permissions", sorted(manifest.names("uses-permission")),
         ["android.permission.CAMERA", "android.permission.DETECT_SCREEN_RECORDING",
          "android.permission.HIDE_OVERLAY_WINDOWS", "android.permission.USE_BIOMETRIC", "android.permission.USE_FINGERPRINT"])
    for kind in ("uses-permission-sdk-23", "permission", "uses-permission-sdk-m"):
        same(f"<{kind}>", manifest.names(kind), [])
    features = {feature.attributes["name"]: feature.attributes.get("required") for feature in manifest.all("uses-feature")}
    same("android.hardware.camera.any", features.get("android.hardware.camera.any"), NO)
    same("features that a device must have", [name for name, required in features.items() if required != NO], [])

    intents = [intent for intent in manifest.one("queries").children]
    same("what of other apps is seen", [(i.tag, i.names("action")) for i in intents],
         [("intent", ["android.intent.action.OPEN_DOCUMENT"]), ("intent", ["android.intent.action.GET_CONTENT"]),
          ("intent", ["android.intent.action.TTS_SERVICE"])])

    application = manifest.one("application")
    is_so = application.attributes
    same("allowBackup", is_so.get("allowBackup"), NO)
    same("hasCode", is_so.get("hasCode"), YES)
    same("enableOnBackInvokedCallback", is_so.get("enableOnBackInvokedCallback"), NO)
    same("taskAffinity", is_so.get("taskAffinity"), "")
    for flag in ("debuggable", "testOnly", "usesCleartextTraffic", "networkSecurityConfig"):
        same(flag, is_so.get(flag), None)
    for reference in ("dataExtractionRules", "fullBackupContent", "localeConfig", "icon", "label", "theme"):
        if not str(is_so.get(reference, "")).startswith("@0x7f"):
            raise Broken(f"{reference} is not one of the app's resources: {is_so.get(reference)}")

    same("components", [(c.tag, c.attributes.get("name")) for c in application.children],
         [("activity", ".MainActivity"), ("activity", ".ScanActivity")])
    main, scan = application.children
    same("ScanActivity exported", scan.attributes.get("exported"), NO)
    same("ScanActivity's filters", len(scan.all("intent-filter")), 0)
    same("MainActivity exported", main.attributes.get("exported"), YES)
    same("launchMode", main.attributes.get("launchMode"), 2)  # singleTask
    same("persistableMode", main.attributes.get("persistableMode"), 1)  # never: a link with a seed stays off the disk
    same("windowSoftInputMode", main.attributes.get("windowSoftInputMode"), 0x10)  # adjustResize
    handled = main.attributes.get("configChanges", 0)
    same("configChanges", sorted(name for name, bit in CONFIG_CHANGES.items() if handled & bit), sorted(HANDLED))
    same("configChanges that have no name here", handled & ~sum(CONFIG_CHANGES.values()), 0)
    library = main.one("meta-data").attributes
    same("library", (library.get("name"), library.get("value")), ("android.app.lib_name", "skts_token"))

    filters = {}
    for found in main.all("intent-filter"):
        data = sorted((key, value) for d in found.all("data") for key, value in d.attributes.items())
        filters[tuple(found.names("action"))] = (sorted(found.names("category")), data)
    category = "android.intent.category."
    same("intent filters", filters, {
        ("android.intent.action.MAIN",): ([category + "LAUNCHER"], []),
        ("android.intent.action.VIEW",): ([category + "BROWSABLE", category + "DEFAULT"], [("scheme", "otpauth")]),
        ("android.intent.action.SEND",): ([category + "DEFAULT"], [("mimeType", "image/*"), ("mimeType", "text/plain")]),
    })


# ---- resources

DOMAINS = {"root", "file", "database", "sharedpref", "external",
           "device_root", "device_file", "device_database", "device_sharedpref"}


def check_backup(apk):
    rules = xmltree(apk, "res/xml/data_extraction_rules.xml")
    same("kinds of backup", sorted(child.tag for child in rules.children), ["cloud-backup", "device-transfer"])
    for kind in rules.children + [xmltree(apk, "res/xml/full_backup_content.xml")]:
        same(f"{kind.tag}: rules", {rule.tag for rule in kind.children}, {"exclude"})
        same(f"{kind.tag}: domains", {rule.attributes["domain"] for rule in kind.children}, DOMAINS)
        same(f"{kind.tag}: paths", {rule.attributes["path"] for rule in kind.children}, {"."})


def check_languages(apk):
    locales = xmltree(apk, "res/xml/locales.xml")
    same("languages to choose from", locales.names("locale"), ["ja", "en"])
    badging = run("aapt", "dump", "badging", apk)
    same("languages that Android knows of", re.search(r"^locales: (.*)$", badging, re.M)[1], "'--_--' 'en' 'ja'")
    same("minSdk", re.search(r"^sdkVersion:'(.*)'$", badging, re.M)[1], "26")


def strings(folder):
    entries = ET.parse(MAIN / "res" / folder / "strings.xml").getroot()
    return {entry.get("name"): entry.text for entry in entries}


def check_words(design):
    japanese, english, marked = strings("values"), strings("values-en"), strings("values-ja")
    same("strings that lack English", sorted(set(japanese) ^ set(english)), [])
    same("values-ja", marked, {"app_name": japanese["app_name"]})
    for name, text in english.items():
        if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text):
            raise Broken(f"values-en has Japanese: {name}")
    for name, words in PAGE_6.items():
        same(name, (japanese[name], english[name]), words)
    if design:
        page = re.search(r"^- \*\*6\*\* (.*)$", design.read_text(encoding="utf-8"), re.M)[1]
        said = [tuple(re.match(r"(.*?) \*(.*)\*$", part).groups()) for part in page.split(" · ")]
        same("design.md, page 6", said, list(PAGE_6.values()))


def check_colours(design):
    """The colours of both themes are those of the design."""
    if not design:
        return
    table = dict(re.findall(r"^\| ([\w-]+) \| (#\w{6} \| #\w{6}) \|", design.read_text(encoding="utf-8"), re.M))
    light, dark = ({c.get("name"): c.text for c in ET.parse(MAIN / "res" / folder / "colors.xml").getroot()}
                   for folder in ("values", "values-night"))
    for name in ("bg", "surface", "ink", "ink2", "edge", "accent", "soft"):
        same(f"colour {name}", f"{light[name]} | {dark[name]}", table[name])


# ---- compiling and linking


def link(framework, manifest_text, resources, folder, java=None):
    """An APK without code, as Gradle's plugin would link it: the package's name comes from the build."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / "AndroidManifest.xml"
    manifest.write_text(manifest_text.replace("<manifest ", '<manifest package="jp.skts.token" ', 1), encoding="utf-8")
    apk = folder / "app.apk"
    run("aapt2", "link", "-I", framework, "--manifest", manifest, "--warn-manifest-validation", "-o", apk,
        "--min-sdk-version", "26", "--target-sdk-version", "36", "--version-code", "1", "--version-name", "1",
        *(["--java", java] if java else []), resources)
    return apk


def must_be_noticed(what, text, old, new, framework, resources, work):
    broken = text.replace(old, new, 1)
    if broken == text:
        raise Broken(f"cannot break this any more: {what}")
    try:
        apk = link(framework, broken, resources, work / "broken")
        check_manifest(apk)
    except Broken as noticed:
        print(f"  noticed: {what} ({str(noticed).splitlines()[0][:100]})")
        return
    raise Broken(f"nobody noticed: {what}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("framework", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--design", type=Path)
    given = parser.parse_args()
    work = given.work
    work.mkdir(parents=True, exist_ok=True)
    text = (MAIN / "AndroidManifest.xml").read_text(encoding="utf-8")
    if "package=" in text:
        raise Broken("the package's name is the build's, not the manifest's")
    resources = work / "resources.zip"
    run("aapt2", "compile", "--dir", MAIN / "res", "-o", resources)

    older = text
    for attribute in NEWER:
        older = re.sub(rf'\s+android:{attribute}="[^"]*"', "", older)
    older = older.replace("|" + NEWER_CHANGE, "")
    link(DEBIAN_FRAMEWORK, older, resources, work / "debian")
    print(f"linked against Debian's framework (Android 10), without {', '.join(NEWER)}, {NEWER_CHANGE}")

    apk = link(given.framework, text, resources, work, work / "gen")
    check_manifest(apk)
    check_backup(apk)
    check_languages(apk)
    check_words(given.design)
    check_colours(given.design)
    print("linked against Android 13: manifest, backup rules, languages and words are as promised")

    for what, old, new in [
        ("INTERNET", "<application", '<uses-permission android:name="android.permission.INTERNET" /><application'),
        ("no leave to ask for a face", '<uses-permission android:name="android.permission.USE_BIOMETRIC" />', ""),
        ("no leave to ask for a finger on Android 8", '<uses-permission android:name="android.permission.USE_FINGERPRINT" />', ""),
        ("a permission for one Android only", "<application",
         '<uses-permission-sdk-23 android:name="android.permission.INTERNET" /><application'),
        ("backup", 'allowBackup="false"', 'allowBackup="true"'),
        ("no rules for transfer", 'android:dataExtractionRules="@xml/data_extraction_rules"', ""),
        ("no rules for older backup", 'android:fullBackupContent="@xml/full_backup_content"', ""),
        ("ScanActivity exported", 'android:exported="false"', 'android:exported="true"'),
        ("a third component", "</application>", '<service android:name=".X" android:exported="false" /></application>'),
        ("recreation at each change of text size", "|fontScale", ""),
        ("two windows of the app", 'android:launchMode="singleTask"', ""),
        ("links that recents write to disk", 'android:persistableMode="persistNever"', ""),
        ("another library", 'android:value="skts_token"', 'android:value="main"'),
        ("links of another scheme", 'android:scheme="otpauth"', 'android:scheme="https"'),
        ("a camera required", 'android:name="android.hardware.camera.any" android:required="false"',
         'android:name="android.hardware.camera.any" android:required="true"'),
        ("debuggable", 'android:hasCode="true"', 'android:hasCode="true" android:debuggable="true"'),
        ("Back that Slint does not hear", 'android:enableOnBackInvokedCallback="false"', ""),
    ]:
        must_be_noticed(what, text, old, new, given.framework, resources, work)


try:
    main()
except Broken as broken:
    sys.exit(f"packaging: {broken}")
