"""Lays the sources out as one package: bridge/copy.py TREE.

A file is written only where its content differs, so that its time is that of its last change in TREE: cargo builds
what changed and nothing else, whatever was checked out in between. What is no longer there is removed.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
TREE = Path(sys.argv[1])

wanted = {Path("Cargo.lock"): (ROOT / "Cargo.lock").read_bytes()}
for folder in ("keystore", "platform", "provisioning", "otp", "app", "token"):
    for file in (ROOT / "src" / folder).rglob("*"):
        if file.is_file():
            wanted[file.relative_to(ROOT)] = file.read_bytes()
for name in ("src/scrub.rs", "src/private_files.rs"):
    wanted[Path(name)] = (ROOT / name).read_bytes()
for file in HERE.rglob("*"):
    if file.suffix in (".rs", ".toml"):
        wanted[file.relative_to(HERE)] = file.read_bytes()

# In the copy, the keystore's code for Android is compiled on Linux.
room = Path("src/keystore/mod.rs")
assert b'target_os = "android"' in wanted[room]
wanted[room] = wanted[room].replace(b'target_os = "android"', b'target_os = "linux"')

# cargo removes unneeded packages from the copy's lock file. A lock file that cargo shortened counts as unchanged.
lock = TREE / "Cargo.lock"
kept = TREE / "Cargo.lock.whole"
wanted[Path(kept.name)] = wanted[Path(lock.name)]
if lock.is_file() and kept.is_file() and kept.read_bytes() == wanted[Path(kept.name)]:
    wanted[Path(lock.name)] = lock.read_bytes()

for path, content in wanted.items():
    target = TREE / path
    if not target.is_file() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
for file in TREE.rglob("*"):
    if file.is_file() and file.relative_to(TREE) not in wanted:
        file.unlink()
