"""Checks the rules of CONTRIBUTING.md that a machine can check: the map, forbidden words, where cfg and unsafe may stand."""

import ast
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = []


def fault(text):
    FAULTS.append(text)


def tracked():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in names.stdout.splitlines() if (ROOT / name).is_file()]


def text(path):
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def check_words(files):
    """Phishing mails use the Japanese word for corrections; paths and hosts would tie the tree to one machine or one registry."""
    corrections = "\u88dc\u6b63"
    hosts = ["static.crates" + ".io", "index.crates" + ".io", "files.python" + "hosted.org", "registry.npm" + "js.org",
             "repo1." + "maven.org", "repo.maven." + "apache.org", "deb.debian" + ".org", "pypi" + ".org/simple"]
    machine = re.compile(r"(?<![\w.$}])/(?:work|root)/\w")
    for path in files:
        body = text(path)
        if body is None:
            continue
        if corrections in body:
            fault(f"{path}: has the forbidden word")
        for host in hosts:
            if host in body:
                fault(f"{path}: names the registry {host}")
        if path.suffix != ".lock" and machine.search(body):
            fault(f"{path}: has a path of one machine")


# The map of the house, as lib.rs and CONTRIBUTING draw it: each room and the rooms that it may use. A line may only
# name rooms of lines above it, so no circle can be written down.
ROOMS = {
    "scrub": (),
    "private_files": (),
    "token": (),
    "otp": ("token",),
    "provisioning": ("otp", "token"),
    "issuer": ("provisioning", "otp", "token"),
    "keystore": (),
    "vault": ("keystore", "otp", "token"),
    "app": ("vault", "keystore", "provisioning", "otp", "token"),
    "ui": ("app", "vault", "keystore", "provisioning", "otp", "token"),
    # The issuer's room for the command `demo`, which mints the token that it shows.
    "platform": ("ui", "app", "vault", "keystore", "issuer", "provisioning", "otp", "token"),
    "testing": ("ui", "app", "keystore", "provisioning", "otp", "token"),
}
# src/testing exists in tests alone: without the feature that tests switch on, no room that names it compiles.
EVERYWHERE = ("scrub", "private_files", "testing")
# Packages of their own inside src: the compiler knows what they depend on.
PACKAGES = ("src/provisioning/qr/", "src/platform/frames/")


# A raw string, a string, a character literal that looks like the start of a string or block, a comment.
NO_CODE = re.compile(r"""r(#+)"[\s\S]*?"\1|"(?:\\[\s\S]|[^"\\])*"|'(?:[{}"]|\\.)'|//.*""")


def code_of(body):
    """A source without its comments and without the contents of its strings."""
    return NO_CODE.sub('""', body)


def listed(text):
    """The first name of each path in `{a, b::c, d::{e, f}}`, of which `text` is what follows the opening brace."""
    depth, names, start = 0, [], 0
    for place, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character in ",}" and depth == 0:
            names += re.findall(r"^\s*(\w+|\*)", text[start:place])
            start = place + 1
            if character == "}":
                return names
        elif character == "}":
            depth -= 1
    return names


def depth_at(code, place):
    """How many `mod NAME {` blocks of this file stand around a place in it."""
    blocks = []
    for brace in re.finditer(r"\bmod\s+\w+\s*\{|[{}]", code[:place]):
        if brace[0] != "}":
            blocks.append(brace[0] != "{")
        elif blocks:
            blocks.pop()
    return sum(blocks)


def rooms_used(path, code):
    """The rooms that a file of src names: `crate::ROOM`, `super::ROOM` from a room's own door, groups of both."""
    parts = path.parts[1:-1] + (() if path.stem in ("mod", "lib") else (path.stem,))
    for root in re.finditer(r"(?<![\w:])(?:\$?crate|((?:self::)?(?:super::)*super))::(?:(\w+|\*)|\{)", code):
        supers = (root[1] or "").count("super")
        if root[1] and supers != len(parts) + depth_at(code, root.start()):
            continue
        yield from [root[2]] if root[2] else listed(code[root.end():])


def check_arrows(files):
    """Every arrow between two rooms is in the table; and the table itself points one way."""
    known = set()
    for room, allowed in ROOMS.items():
        if not set(allowed) <= known:
            fault(f"tests/house.py: {room} points to {sorted(set(allowed) - known)}, which are not above it")
        known.add(room)
    modules = set(re.findall(r"^(?:pub )?mod (\w+);", text(Path("src/lib.rs")), re.M))
    if modules != set(ROOMS):
        fault(f"tests/house.py: its map and src/lib.rs differ in {sorted(modules ^ set(ROOMS))}")
    for path in files:
        if path.suffix != ".rs" or path.parts[0] != "src" or path.as_posix().startswith(PACKAGES):
            continue
        room = Path(path.parts[1]).stem
        if room not in ROOMS:
            continue
        for used in rooms_used(path, code_of(text(path))):
            if used == "*":
                fault(f"{path}: imports every room at once")
            elif used in ROOMS and used != room and used not in ROOMS[room] + EVERYWHERE:
                fault(f"{path}: an arrow that is not on the map: {room} → {used}")


def check_rust(files):
    for path in files:
        if path.suffix != ".rs" or path.parts[0] != "src":
            continue
        body = text(path)
        code = code_of(body)
        room = path.parts[1]
        if "target_os" in code and path.as_posix() not in ("src/keystore/mod.rs", "src/platform/mod.rs"):
            fault(f"{path}: cfg(target_os) belongs in keystore/mod.rs, platform/mod.rs and manifests")
        if re.search(r"\bunsafe\b(?!_code)", code) and room not in ("keystore", "platform"):
            fault(f"{path}: unsafe belongs in platform and keystore")
        if re.search(r"\bunsafe\b(?!_code)", code) and "SAFETY:" not in body:
            fault(f"{path}: unsafe without // SAFETY:")
        if room not in ("ui", "platform", "testing", "main.rs") and re.search(r"\bslint::", code):
            fault(f"{path}: knows that a screen exists")
        if room in ("token", "otp") and re.search(r"\bstd::(fs|env|net|process)\b|SystemTime|Instant::now", code):
            fault(f"{path}: a pure room does I/O or reads a clock")
        for word in ("todo!(", "unimplemented!(", "dbg!(", "TODO", "FIXME"):
            if word in body:
                fault(f"{path}: left open: {word}")


def check_modules(files):
    """A file of src opens with its duty (//!), unless it is a single type, which has a comment of its own."""
    for path in files:
        if path.suffix != ".rs" or path.parts[0] != "src" or text(path).startswith("//!"):
            continue
        outside_tests = re.sub(r"^#\[cfg\(test\)\]\s*mod \w+ \{.*", "", text(path), flags=re.S | re.M)
        types = re.findall(r"((?:^(?:///|#\[).*\n)*)^(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait|union) (\w+)", outside_tests, re.M)
        if path.name == "mod.rs" or len(types) != 1:
            fault(f"{path}: {len(types)} types and no duty (//! at its top)")
        elif "///" not in types[0][0]:
            fault(f"{path}: {types[0][1]} has no comment, and the file no duty")


def check_pictures(files):
    """No screen shows a picture or takes one of Slint's widgets, which bring some along: the program has no reader of pictures
    (vendor/make), while the tests' back end has, so that a picture would be missing on the customer's screen alone."""
    for path in (path for path in files if path.suffix == ".slint"):
        source = text(path)
        if "@image-url" in source or re.search(r"\bImage *\{", source):
            fault(f"{path}: a picture, which the program cannot read: draw it as a Path")
        for names in re.findall(r"import *\{([^}]*)\} *from *\"std-widgets.slint\"", source):
            if names.strip() != "Palette":
                fault(f"{path}: {names.strip()} of Slint's widgets, which may bring pictures along")


def check_slints_version(files):
    """The About page shows Slint's own mark with Slint's version, as AboutSlint would: a copy of the mark does not follow Cargo.lock."""
    version = re.search(r'^name = "slint"\nversion = "([^"]+)"', text(Path("Cargo.lock")), re.M)[1]
    if f'"Version {version}\\n' not in text(Path("ui/widgets/about_slint.slint")):
        fault(f"ui/widgets/about_slint.slint: Slint is {version}, and its mark names another version")


SHEBANGS = ("#!/usr/bin/env python3\n", "#!/usr/bin/python3\n")


def missing_imports(source, files):
    """What a script of tests/ takes from another file there that has no such name: `from hunt.home import Home`, or
    `import window_reader` and then `window_reader.Reader`."""
    tree = ast.parse(source)
    taken = [(node.module or "", alias.name) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    taken += [(node.value.id, node.attr) for node in ast.walk(tree)
              if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules]
    for module, name in taken:
        path = Path("tests", *module.split(".")).with_suffix(".py") if module else None
        if path in files and not re.search(
                rf"^(def|class) {name}\b|^{name}\b.*=|^from .* import .*\b{name}\b|^import {name}\b", text(path), re.M):
            yield f"takes {name} from {path}, which has none"


def check_imports(files):
    """What a script takes from another file of tests/ is there. Some scripts run on no change, since they measure: nobody else would notice."""
    for path in files:
        if path.parent != Path("tests") or not (text(path) or "").startswith(SHEBANGS):
            continue
        for missing in missing_imports(text(path), files):
            fault(f"{path}: {missing}")
    for planted in ("from window_reader import no_such", "import window_reader\nwindow_reader.no_such()"):
        if not [*missing_imports(planted, files)]:
            fault(f"tests/house.py: does not notice {planted!r}")


TESTS = {
    ".rs": r"#\[(?:\w+::)?test\][^;]*?\bfn (\w+)\(",
    ".java": r"@Test\b[^;]*?\bvoid (\w+)\(",
    ".py": r"^ *def (\w+)\(",
}


def names_of_tests(files):
    """All that a row of docs/journeys.md may name: paths, `file::test`, of Rust also `app::tests::list::a_test` and each shorter
    end of it, of Java also the file's name alone, of the pictures the stem."""
    names = {parent.as_posix() for path in files for parent in (path, *path.parents)}
    for path in files:
        kind = path.suffix or (".py" if (text(path) or "").startswith(SHEBANGS) else "")
        found = re.findall(TESTS[kind], text(path), re.M) if kind in TESTS else []
        names |= {f"{path}::{test}" for test in found}
        if kind == ".java":
            names |= {path.name, path.stem, *(f"{path.name}::{test}" for test in found)}
        elif path.parent == Path("tests/golden"):
            names.add(path.stem)
        elif kind == ".rs":
            module = [part for part in path.with_suffix("").parts if part != "mod"]
            inner = [["tests"]] if "mod tests {" in text(path) else []
            for rest in [[], *inner, *([test] for test in found), *([*outer, test] for outer in inner for test in found)]:
                names |= {"::".join([*module, *rest][start:]) for start in range(len(module) + len(rest))}
    return names


def unproved(page, names):
    """What the tables of docs/journeys.md name and the tree has not, and the rows that name nothing. A row without a test says so."""
    for cells in ([cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")):
        if len(cells) != 3:
            yield f"a row of {len(cells)} cells: {cells[0]}"
        elif not set(cells[2]) <= set("-:") and cells[2] not in ("Test", "Sheets"):
            named = [word.partition(" ")[0] for word in re.findall(r"`([^`]+)`", cells[2])]
            yield from (f"{cells[0]}: {name} is not there" for name in named if name not in names)
            if not named and not cells[2].startswith("No test"):
                yield f"{cells[0]}: neither a test nor a word that there is none"


def check_journeys(files):
    """Every file and every test that docs/journeys.md names is there; and the check notices it where one is not."""
    page, names = text(Path("docs/journeys.md")), names_of_tests(files)
    found = [*unproved(page, names)]
    for line in found:
        fault(f"docs/journeys.md: {line}")
    for pattern, planted in (
            (r"(\w+::\w+)`", r"\1_not`"),
            (r"`tests/(\w+/\w+)\.rs`", r"`tests/\1_not.rs`"),
            (r"Test\.java::(\w+)", r"Test.java::\1Not"),
            (r"\.py::(\w+)", r".py::\1_not"),
            (r"`token-menu`", "`token-menus`"),
            (r"\Z", "| A rule | Nowhere | Surely |")):
        spoiled = re.sub(pattern, planted, page, count=1)
        if spoiled == page or len([*unproved(spoiled, names)]) <= len(found):
            fault(f"tests/house.py: does not notice {planted!r} in docs/journeys.md")


def check_pages(files):
    """A page is one name in six places, and has its row and its line in the window. No other check would notice a forgotten
    place: a page without its row is not compiled, one without its line in the window is blank, and a walk that
    tests/journeys/main.rs does not name never runs."""
    names = {path.as_posix() for path in files}
    window = text(Path("ui/app.slint"))
    journeys = text(Path("tests/journeys/main.rs"))
    rows = text(Path("src/app/pages/mod.rs"))
    places = {
        "src/app/pages/{}.rs": lambda page, place: place in names,
        "src/ui/pages/{}.rs": lambda page, place: place in names,
        "ui/adapters/{}.slint": lambda page, place: place in names,
        "ui/screens/{}.slint": lambda page, place: place in names,
        "tests/journeys/{}.rs": lambda page, place: place in names and f"\nmod {page};" in journeys,
        "tests/golden/{}*.png": lambda page, place: any(fnmatch(name, place) for name in names),
        "its row in src/app/pages/mod.rs": lambda page, place: re.search(rf"^ +{page}: ", rows, re.M),
        "its line in ui/app.slint": lambda page, place: f"Shell.page == PageKind.{page.replace('_', '-')}:" in window,
    }
    pages = set()
    for folder, suffix in (("src/app/pages", ".rs"), ("src/ui/pages", ".rs"), ("ui/adapters", ".slint"), ("ui/screens", ".slint")):
        pages |= {path.stem for path in files if path.parent.as_posix() == folder and path.suffix == suffix}
    pages -= {"mod"}
    if not pages:
        fault("tests/house.py: finds no page at all")
    for page in sorted(pages):
        for place, is_there in places.items():
            if not is_there(page, place.format(page)):
                fault(f"the page {page} lacks {place.format(page)}")


def check_map(files):
    """Every folder and room named in README's map exists, and every room and every kind of test is named there."""
    readme = text(Path("README.md")) or ""
    block = re.search(r"<!-- map -->\s*```text\n(.*?)```", readme, re.S)
    if not block:
        return fault("README.md: has no map")
    named = set()
    stack = []
    for line in block[1].splitlines():
        match = re.match(r"^( *)(\S+)", line)
        if not match:
            continue
        depth = len(match[1]) // 2
        stack[depth:] = [match[2].rstrip("/")]
        path = "/".join(stack)
        named.add(path)
        if not (ROOT / path).exists():
            fault(f"README.md: its map names {path}, which is not there")
    folders = {path.parts[0] for path in files if len(path.parts) > 1}
    rooms = {"/".join(path.parts[:2]) for path in files if path.parts[0] in ("src", "tests") and len(path.parts) > 2}
    for missing in sorted((folders | rooms) - named):
        fault(f"README.md: its map does not name {missing}")


def check_bank(files):
    """The practice bank is the other side of the letter: it knows what a token is, what a code is and how a letter is written, and
    nothing of the app. (`provisioning` has the text of a 取引QR and the halves of a two-step enrolment.)"""
    allowed = {"token", "otp", "provisioning", "issuer"}
    sources = [path for path in files if path.parts[:2] == ("tests", "bank") and path.suffix == ".rs"]
    used = set()
    for path in sources:
        code = code_of(text(path))
        for found in re.finditer(r"\bskts_token::(?:(\w+|\*)|\{)", code):
            rooms = {found[1]} if found[1] else set(listed(code[found.end():]))
            used |= rooms
            for room in sorted(rooms - allowed):
                fault(f"{path}: the practice bank uses the app's room {room}")
    if sources and not used:
        fault("tests/house.py: finds no room that the practice bank uses")
    for path in files:
        if path.parts[:2] == ("tests", "bank") and path.name == "Cargo.toml":
            for line in re.findall(r"^skts-token = .*$", text(path), re.M):
                if "default-features = false" not in line or re.search(r'"(ui|testing)"', line):
                    fault(f"{path}: takes more of the app than the issuer's rooms: {line}")


def check_papers(files):
    """What a stranger looks for at the top of a tree: how to report a fault in private is of use only where it is found."""
    names = {path.as_posix() for path in files}
    for paper in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE-APACHE", "LICENSE-MIT"):
        if paper not in names:
            fault(f"{paper} is not there")


def check_publishers(files):
    """`screenshot` draws the caller's own token unless it is told of another folder: no page sends that to a shop."""
    lines = [line for line in (text(Path("docs/distribution.md")) or "").splitlines() if "skts-token" in line]
    pictures = [line for line in lines if re.search(r"\bskts-token\b.*\bscreenshot\b", line)]
    if not pictures:
        fault("docs/distribution.md: says no more how the shops' pictures are made")
    for line in pictures:
        if "--data-dir" not in line:
            fault(f"docs/distribution.md: draws the publisher's own token: {line.strip()}")


files = tracked()
check_words(files)
check_arrows(files)
check_rust(files)
check_modules(files)
check_pages(files)
check_imports(files)
check_journeys(files)
check_pictures(files)
check_slints_version(files)
check_map(files)
check_bank(files)
check_papers(files)
check_publishers(files)
for line in FAULTS:
    print(line, file=sys.stderr)
print(f"house rules: {len(files)} files, {len(FAULTS)} faults")
sys.exit(1 if FAULTS else 0)
