"""The app's real window, in the hands of reader.py."""

import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Window:
    """A window on a display and a session bus of its own. Each method is one of reader.Reader's."""

    def __init__(self, programs, data):
        self.program, self.data = programs / "skts-token", data

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="skts-window-")
        clean = {"PATH": os.environ["PATH"], "HOME": self.home.name, "XDG_RUNTIME_DIR": self.home.name, "LC_ALL": "C.UTF-8"}
        os.chmod(self.home.name, 0o700)
        command = ["dbus-run-session", "--", "/usr/bin/python3", str(HERE / "reader.py"), str(self.program), str(self.data)]
        self.log = open(Path(self.home.name) / "log", "w+")
        self.process = subprocess.Popen(command, env=clean, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
                                        text=True)
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(30)
        self.log.close()
        self.home.cleanup()

    def __getattr__(self, do):
        def order(*arguments):
            self.process.stdin.write(json.dumps({"do": do, "with": arguments}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
            while line and not line.startswith("{"):  # the accessibility bus prints that it runs
                line = self.process.stdout.readline()
            if not line:
                self.log.seek(0)
                raise AssertionError(f"the window's reader ended: {self.log.read()[-2000:]}")
            answer = json.loads(line)
            assert "failed" not in answer, f"{do}{arguments}: {answer['failed']}"
            return answer["done"]
        return order

    # What a customer does.

    def import_picture(self, picture):
        """Pastes the letter's picture and says yes."""
        self.wait("手で入力する")
        self.paste("image/png", str(picture))
        self.confirm()

    def import_text(self, path):
        """Pastes the key container of the letter and says yes."""
        self.wait("手で入力する")
        self.paste("UTF8_STRING", str(path))
        self.confirm()

    def letters(self):
        """The phone's part, as it is read letter by letter: 「1番、M、5、B、D」."""
        self.wait("入力しました")
        groups = [name.split("、") for name in self.names() if re.match(r"\d+番、", name)]
        assert groups, self.names()
        said = {"オー": "O", "アイ": "I"}
        return "".join(said.get(letter, letter) for _, *letters in groups for letter in letters)

    def finish_two_steps(self):
        self.press("入力しました")
        self.wait("サイトに「完了」と\n出ましたか")
        self.press("はい、登録する")
        self.confirm()

    def confirm(self):
        self.wait("このトークンを\n登録しますか")
        self.press("はい、登録する")
        self.wait("登録しました")
        self.press("わかりました…")  # the key lies in a file: this machine has no keystore
        self.press("トークンを表示する")
        self.press("いいえ、すぐに表示する")  # asked once, whether the app shall ask what each code is for
        self.wait("メニュー")

    def read_code(self, refused=()):
        """The code, with some seconds left to type it, that is none of those that the bank has had."""
        end = time.monotonic() + 45
        while time.monotonic() < end:
            codes = [code for code in self.codes() if len(code) == 6 and code not in refused]
            if codes and time.time() % 30 < 24:
                return codes[0]
            time.sleep(0.3)
        raise AssertionError(f"no code is read: {self.names()}")

    def to_signing(self):
        self.press("メニュー")
        self.press("取引認証")
        # Keys that come before the page are the menu's.
        self.wait("取引QRの画像を選ぶ")

    @staticmethod
    def sleep_until_next_code():
        time.sleep(30.5 - time.time() % 30)

    def to_codes(self):
        self.press("メニュー")
        self.press("標準…")
        self.wait("番号をコピー")

    def sign_typed(self, payee):
        """Types the payee and compares it; the code of six digits."""
        self.to_signing()
        if len(payee) == 5:
            self.press("収納機関番号（5桁）")
        self.type(payee)
        self.press("確認へ進む")
        self.press("書面と同じです、番号を表示する")
        return self.signed(6)

    def sign_picture(self, picture):
        """Pastes the picture of a 取引QR; what the window says of it, and the code of eight digits."""
        self.to_signing()
        self.paste("image/png", str(picture))
        self.wait("はい、番号を表示する")
        said = self.names()
        self.press("はい、番号を表示する")
        return said, self.signed(8)

    def signed(self, digits):
        self.wait("取引認証の番号…")
        end = time.monotonic() + 20
        while time.monotonic() < end:
            codes = [code for code in self.codes() if len(code) == digits]
            if codes:
                return codes[0]
            time.sleep(0.2)
        raise AssertionError(f"no code of {digits} digits is read: {self.names()}")
