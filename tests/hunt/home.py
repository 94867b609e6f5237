"""A home folder with the program in it, and the hand that uses its window."""

import os
import subprocess
import time
from pathlib import Path

from .scan import die

ROOT = Path(__file__).resolve().parent.parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PROGRAMS = TARGET / os.environ.get("SKTS_PROFILE", "dist")
TOKEN = PROGRAMS / "skts-token"
ISSUE = PROGRAMS / "skts-issue"


class Home:
    """A home folder of its own, with every log level on."""

    def __init__(self, base, name):
        self.folder = Path(base) / name
        self.data = self.folder / "data"
        (self.folder / "tmp").mkdir(parents=True)
        self.env = {
            **{key: os.environ[key] for key in ("PATH", "DISPLAY") if key in os.environ},
            "HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder / "tmp"), "TMPDIR": str(self.folder / "tmp"),
            "RUST_LOG": "trace", "RUST_BACKTRACE": "full", "SLINT_DEBUG_PERFORMANCE": "refresh_lazy,console",
            "ZBUS_LOG": "trace", "G_MESSAGES_DEBUG": "all", "WINIT_LOG": "trace", "LC_ALL": "C.UTF-8",
        }
        self.args = [str(TOKEN), "--data-dir", str(self.data), "--keystore", "file"]
        self.output = self.folder / "output.txt"

    def run(self, *args, stdin=b"", status=0):
        done = subprocess.run([*self.args, *args], input=stdin, capture_output=True, env=self.env, timeout=60)
        with self.output.open("ab") as out:
            out.write(done.stdout + done.stderr)
        if status is not None and done.returncode != status:
            die(f"{args}: exit status {done.returncode}: {done.stderr.decode()}")
        return done.stdout.decode() + (done.stderr.decode() if status is None else "")

    def window(self):
        child = subprocess.Popen(self.args, stdin=subprocess.DEVNULL, stdout=self.output.open("ab"),
                                 stderr=subprocess.STDOUT, env=self.env)
        for _ in range(1200):
            ids = xdotool(self.env, "search", "--onlyvisible", "--pid", str(child.pid), check=False).split()
            if ids:
                self.id = ids[0]
                xdotool(self.env, "windowfocus", "--sync", self.id, check=False)
                time.sleep(0.5)
                return child
            time.sleep(0.05)
        die("the window does not appear: " + self.output.read_text(errors="replace"))

    def keys(self, *keys):
        xdotool(self.env, "key", "--delay", "60", *keys)
        time.sleep(0.4)

    def type(self, text):
        xdotool(self.env, "type", "--delay", "15", text)
        time.sleep(0.2)

    def registered(self):
        return any(self.data.glob("vault.skts"))

    def wait_registered(self, how):
        for _ in range(60):
            if self.registered():
                return
            time.sleep(0.1)
        die(f"{how}: the token was not registered")


def xdotool(env, *args, check=True):
    return subprocess.run(["xdotool", *args], env=env, capture_output=True, text=True, check=check).stdout


def click(home, x, y):
    """At this place of the page's golden picture (390 x 844)."""
    xdotool(home.env, "mousemove", "--window", home.id, str(x), str(y))
    time.sleep(0.8)  # in a question's first half second the app hears no answer
    xdotool(home.env, "click", "1")
    time.sleep(0.5)


def confirm(home):
    """はい、登録する (yes, register)."""
    click(home, 195, 733)


def minimise(home):
    xdotool(home.env, "windowminimize", home.id)
