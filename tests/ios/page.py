"""The camera's page: its words and colours are the design's."""
import json
import re


def design(root):
    return json.loads((root / "tests/ios/page6.json").read_text(encoding="utf-8"))


def page_words(root):
    source = (root / "src/platform/ios/scan/words.rs").read_text(encoding="utf-8")
    fields = re.findall(r"pub (\w+): &'static str", source)
    words = design(root)["words"]
    assert sorted(fields) == sorted(words), f"words.rs has {sorted(fields)}"
    for number, language in enumerate(("Japanese", "English")):
        block = re.search(rf"Language::{language} => Words \{{(.*?)\n        \}}", source, re.S)
        assert block, f"words.rs has no {language}"
        have = dict(re.findall(r'(\w+): "([^"]*)"', block[1]))
        want = {name: pair[number] for name, pair in words.items()}
        assert have == want, f"{language}: {set(have.items()) ^ set(want.items())}"


def words_used(root):
    """Each of the design's words is shown by some part of the page."""
    page = "".join(path.read_text(encoding="utf-8") for path in sorted((root / "src/platform/ios/scan").glob("*.rs")))
    for name in design(root)["words"]:
        assert re.search(rf"\bwords\.{name}\b", page), f"the page does not show {name}"


def colours(root):
    catalog = root / "ios/Resources/Assets.xcassets"
    want = design(root)["colours"]
    have = sorted(path.stem for path in catalog.glob("*.colorset"))
    assert have == sorted(want), f"the catalog has {have}"
    for name, (light, dark) in want.items():
        entries = json.loads((catalog / f"{name}.colorset/Contents.json").read_text())["colors"]
        assert [hex_of(entry) for entry in entries] == [light, dark], f"{name} is {entries}"
        assert "appearances" not in entries[0]
        assert entries[1]["appearances"] == [{"appearance": "luminosity", "value": "dark"}], f"{name} has no dark"
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "src/platform/ios").rglob("*.rs"))
    named = set(re.findall(r'\bcolour\("(\w+)"\)', sources)) | set(re.findall(r'colorNamed\(ns_string!\("(\w+)"\)', sources))
    assert named == set(want), f"the page paints with {sorted(named)}"


def hex_of(entry):
    colour = entry["color"]
    parts = colour["components"]
    assert colour["color-space"] == "srgb" and float(parts["alpha"]) == 1
    return "#" + "".join(parts[name].removeprefix("0x") for name in ("red", "green", "blue"))


CHECKS = [page_words, words_used, colours]
