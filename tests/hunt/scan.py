"""Looks for pieces of a secret in the memory, the files and the arguments of a program."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from .canary import RAW_FORMS, SEED, SERIAL, TEXT_FORMS


def die(text):
    sys.exit(f"secret hunt: {text}")


def found(data, forms):
    return sum(1 for form in forms if form in data)


# ---- memory

def memory(pid):
    """The bytes of every writable region of a process, which is stopped meanwhile."""
    os.kill(pid, signal.SIGSTOP)
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
            for line in maps:
                span, rights = line.split()[:2]
                if "r" not in rights or "w" not in rights:
                    continue
                start, end = (int(part, 16) for part in span.split("-"))
                mem.seek(start)
                try:
                    yield mem.read(end - start)
                except OSError:
                    continue  # device memory
    finally:
        os.kill(pid, signal.SIGCONT)


def scan(pid, forms, there=SERIAL):
    bytes_read = hits = serials = 0
    for region in memory(pid):
        bytes_read += len(region)
        hits += found(region, forms)
        serials += region.count(there.encode())  # the vault's own list of tokens has it, whatever the screen shows
    if not serials:
        die(f"the scanner does not even find {there}: it looks in the wrong place")
    return hits, bytes_read


def expect_clean(pid, forms, what, times=1, every=0.0, there=SERIAL):
    total = 0
    for _ in range(times):
        hits, bytes_read = scan(pid, forms, there)
        if hits:
            die(f"{what}: {hits} pieces of the canary in memory")
        total += bytes_read
        time.sleep(every)
    print(f"  memory clean: {what} ({times} x, {total >> 20} MiB read)", flush=True)


def prove_the_scanner():
    """A program that does keep the canary must be caught, or a clean scan means nothing."""
    code = ("import sys,time\nkept=sys.stdin.buffer.read()\ntext=kept.hex()\nserial='%s'\n"
            "print('ready',flush=True)\ntime.sleep(60)" % SERIAL)
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdin.write(SEED)
    child.stdin.close()
    child.stdout.readline()
    for forms, name in ((RAW_FORMS, "raw"), (TEXT_FORMS, "text")):
        if not scan(child.pid, forms)[0]:
            die(f"the scanner misses a planted canary ({name})")
    child.kill()
    child.wait()
    print("  the scanner finds a planted canary, raw and text", flush=True)


# ---- files, output, arguments

def check_files(folder, what, forms=frozenset(TEXT_FORMS | RAW_FORMS)):
    count = 0
    for path in Path(folder).rglob("*"):
        if path.is_file() and not path.is_symlink() and "planted" not in path.parts:
            count += 1
            if found(path.read_bytes(), forms):
                die(f"{what}: a secret is in the file {path.relative_to(folder)}")
    if not count:
        die(f"{what}: no file was looked at")
    print(f"  files clean: {what} ({count} files)", flush=True)


def check_process(pid):
    for name in ("cmdline", "environ"):
        if found(Path(f"/proc/{pid}/{name}").read_bytes(), TEXT_FORMS | RAW_FORMS):
            die(f"the canary is in /proc/{pid}/{name}")
