"""The icons: every size that iOS asks for, opaque, and made from the one drawing."""
import importlib.machinery
import importlib.util
import json
import struct

ICONS = "ios/Resources/Assets.xcassets/AppIcon.appiconset"
# Sides in pixels, copied from Apple's table for iPhone, iPad and the App Store, so that make-icons is not its own judge.
SIDES = {
    ("iphone", "20x20"): (40, 60), ("iphone", "29x29"): (58, 87), ("iphone", "40x40"): (80, 120),
    ("iphone", "60x60"): (120, 180), ("ipad", "20x20"): (20, 40), ("ipad", "29x29"): (29, 58),
    ("ipad", "40x40"): (40, 80), ("ipad", "76x76"): (76, 152), ("ipad", "83.5x83.5"): (167,),
    ("ios-marketing", "1024x1024"): (1024,),
}


def header(png):
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and png[12:16] == b"IHDR", "no PNG"
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    return width, height, depth, colour


def icon_set(root):
    folder = root / ICONS
    images = json.loads((folder / "Contents.json").read_text(encoding="utf-8"))["images"]
    have = {}
    for image in images:
        png = (folder / image["filename"]).read_bytes() if (folder / image["filename"]).is_file() else b""
        assert png, f"{image['filename']} is not there"
        width, height, depth, colour = header(png)
        assert width == height, f"{image['filename']} is {width} by {height}"
        assert (depth, colour) == (8, 2) and b"tRNS" not in png, f"{image['filename']} has an alpha channel"
        points, scale = float(image["size"].split("x")[0]), int(image["scale"].removesuffix("x"))
        assert points * scale == width, f"{image['filename']}: {width} pixels for {image['size']} at {image['scale']}"
        have.setdefault((image["idiom"], image["size"]), []).append(width)
    assert {place: tuple(sorted(sides)) for place, sides in have.items()} == SIDES, f"the set has {have}"
    named = {image["filename"] for image in images} | {"Contents.json"}
    assert {path.name for path in folder.iterdir()} == named, "files that the set does not name"


def make_icons(root):
    path = root / "assets/make-icons"
    loader = importlib.machinery.SourceFileLoader("make_icons", str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_icons", loader))
    loader.exec_module(module)
    return module


def icons_are_the_drawing(root):
    """The icons equal a new rendering, but for edge pixels that another version of the renderer rounds otherwise."""
    maker = make_icons(root)
    for pixels in sorted({pixels for _, pixels in maker.images()}):
        new = maker.rows(maker.without_alpha(maker.render(pixels)))
        old = maker.rows((root / ICONS / f"icon-{pixels}.png").read_bytes())
        assert new[:2] == old[:2], f"icon-{pixels}.png has another shape"
        for ours, theirs in zip(new[2], old[2], strict=True):
            if ours != theirs:
                far = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
                assert far <= 4, f"icon-{pixels}.png is not made from assets/icon.svg (assets/make-icons)"


CHECKS = [icon_set, icons_are_the_drawing]
