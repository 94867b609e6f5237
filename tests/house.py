"""The house's rules that a machine can check: the map, forbidden words, where cfg and unsafe may stand."""

import re
import subprocess
import sys
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
    """Phishing mails use the first; the others would tie the tree to one machine or one registry."""
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


def check_rust(files):
    for path in files:
        if path.suffix != ".rs" or path.parts[0] != "src":
            continue
        body = text(path)
        code = re.sub(r"//.*", "", body)
        room = path.parts[1]
        if "target_os" in code and path.as_posix() not in ("src/keystore/mod.rs", "src/platform/mod.rs"):
            fault(f"{path}: cfg(target_os) belongs in keystore/mod.rs, platform/mod.rs and manifests")
        if re.search(r"\bunsafe\b(?!_code)", code) and room not in ("keystore", "platform"):
            fault(f"{path}: unsafe belongs in platform and keystore")
        if re.search(r"\bunsafe\b(?!_code)", code) and "SAFETY:" not in body:
            fault(f"{path}: unsafe without // SAFETY:")
        if room not in ("ui", "platform", "testing", "main.rs") and re.search(r"\bslint::", code):
            fault(f"{path}: knows that a screen exists")
        if room in ("token", "otp", "provisioning", "vault", "keystore", "issuer") and "crate::app" in code:
            fault(f"{path}: an arrow points outward, to app")
        if room in ("token", "otp") and re.search(r"\bstd::(fs|env|net|process)\b|SystemTime|Instant::now", code):
            fault(f"{path}: a pure room does I/O or reads a clock")
        for word in ("todo!(", "unimplemented!(", "dbg!(", "TODO", "FIXME"):
            if word in body:
                fault(f"{path}: left open: {word}")


def check_modules(files):
    """Each module opens with its duty, unless it holds a single documented type."""
    for path in files:
        if path.name == "mod.rs" and path.parts[0] == "src" and not text(path).startswith("//!"):
            fault(f"{path}: a room without a duty (//! at its top)")


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
check_rust(files)
check_modules(files)
check_map(files)
check_publishers(files)
for line in FAULTS:
    print(line, file=sys.stderr)
print(f"house rules: {len(files)} files, {len(FAULTS)} faults")
sys.exit(1 if FAULTS else 0)
