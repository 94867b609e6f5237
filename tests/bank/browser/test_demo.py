"""`skts-token demo --bank`: the bank answers while the window is open; both, and all that they kept, are gone once it is closed."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from window_reader import display  # noqa: E402


def xdotool(*words):
    return subprocess.run(["xdotool", *words], capture_output=True, text=True).stdout


def test_the_bank_is_there_as_long_as_the_window(programs, bank_program, tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with display("1280x1200"):
        env = {**os.environ, "TMPDIR": str(temporary), "LC_ALL": "C.UTF-8"}
        data = tmp_path / "data"
        # What an earlier story has left, whose bank has forgotten it.
        left = data / "demo-bank" / "phone"
        left.mkdir(parents=True, mode=0o700)
        (left / "vault.skts").write_bytes(b"an earlier one")
        command = [programs / "skts-token", "--data-dir", data, "demo", f"--bank={bank_program}"]
        demo = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=env)
        try:
            said = []
            for line in demo.stdout:
                said.append(line)
                if line.startswith("The bank ends"):
                    break
            address = re.search(r"http://127\.0\.0\.1:\d+/", "".join(said))[0]
            # The customers of the bank, and the story in its order.
            assert "見本 花子" in "".join(said)
            steps = re.findall(r"^ *\d\. (\S+)", "".join(said), re.M)
            assert steps == ["申込", "利用開始", "ログイン", "振込", "機種変更", "利用中止", "紛失"]
            with urllib.request.urlopen(address, timeout=20) as page:
                assert "練習用" in page.read().decode()
            assert not (left / "vault.skts").exists() and any(temporary.iterdir())

            end = time.monotonic() + 30
            while not xdotool("search", "--onlyvisible", "--pid", str(demo.pid)).split():
                assert time.monotonic() < end, "there is no window"
                time.sleep(0.1)
            window = xdotool("search", "--onlyvisible", "--pid", str(demo.pid)).split()[0]
            xdotool("windowfocus", "--sync", window)
            xdotool("key", "alt+F4")
            assert demo.wait(30) == 0
        finally:
            demo.kill()
            demo.wait()
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address, timeout=5)
    assert not (data / "demo-bank").exists() and not any(temporary.iterdir())
