#!/usr/bin/python3
"""The real window, used as a screen reader uses it: by names and roles on the accessibility bus, and by keys.

Runs in Debian's own Python, the only one that finds python3-gi, with a D-Bus session and a display of its own. Takes one order
a line on standard input, as JSON, and answers each with one line: window.py, in the Python that drives the browser, talks to it.

    reader.py PROGRAM DATA-FOLDER
"""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
import window_reader  # noqa: E402
from window_reader import LONGEST, Missing, display  # noqa: E402

CODE = re.compile(r"^(?:番号 )?(\d(?: \d)*)、(\d(?: \d)*)$")


class Reader(window_reader.Reader):
    """The window, and the keys and the clipboard of whoever uses it."""

    def press(self, name):
        self.find(name)
        time.sleep(0.6)  # in a question's first half second the app hears no answer
        super().press(name)

    def keys(self, *keys):
        subprocess.run(["xdotool", "key", "--delay", "60", *keys], check=True)
        time.sleep(0.4)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "30", text], check=True)
        time.sleep(0.3)

    def paste(self, kind, path):
        """A picture or a text from the clipboard, as Ctrl+V takes it."""
        with open(path, "rb") as content, subprocess.Popen(
                ["xclip", "-selection", "clipboard", "-quiet", "-target", kind, "-in"],
                stdin=content, stderr=subprocess.DEVNULL) as clip:
            end = time.monotonic() + LONGEST
            while subprocess.run(["xclip", "-selection", "clipboard", "-target", kind, "-out"], capture_output=True).returncode:
                if time.monotonic() > end:
                    raise Missing("the clipboard does not take what is put on it")
                time.sleep(0.1)
            self.keys("ctrl+v")
            time.sleep(1.0)
            clip.kill()

    def codes(self):
        """Every code that is read digit by digit."""
        found = [CODE.match(name) for name in self.names()]
        return ["".join(match.groups()).replace(" ", "") for match in found if match]


def serve(program, data):
    Reader.switch_on()
    window = subprocess.Popen([program, "--data-dir", data, "--keystore", "file"], stdin=subprocess.DEVNULL)
    reader = Reader(window.pid)
    try:
        for line in sys.stdin:
            order = json.loads(line)
            try:
                answer = {"done": getattr(reader, order["do"])(*order["with"])}
            except (Missing, *reader.gone) as error:
                answer = {"failed": str(error)}
            print(json.dumps(answer), flush=True)
    finally:
        window.terminate()
        window.wait()


with display("1280x1200"):
    serve(*sys.argv[1:3])
