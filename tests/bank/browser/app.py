"""The customer's app: the program that ships, with a data folder of its own."""

import json
import subprocess


class App:
    def __init__(self, programs, folder, clock):
        self.programs, self.folder, self.clock = programs, folder, clock
        self.data = folder / "data"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.command = [str(programs / "skts-token"), "--data-dir", str(self.data), "--keystore", "file"]
        self.issue = str(programs / "skts-issue")

    def run(self, *arguments, stdin=""):
        done = subprocess.run([*self.command, *map(str, arguments)], input=stdin, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"skts-token {arguments}: {done.returncode} {done.stderr}"
        return done.stdout

    def json(self, *arguments):
        return json.loads(self.run("--json", *arguments).splitlines()[0])

    def save(self, name, content):
        """A file as the customer's device gets it from the bank's page."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def import_file(self, path, *more):
        """Imports a picture or a key container; its serial."""
        printed = self.run("import", path, *more).split()
        assert printed and printed[-1].startswith("SKTS"), printed
        return printed[-1]

    def import_two_steps(self, path, tell_bank):
        """Imports half a token; `tell_bank` gets the letters that the customer types into the bank's page."""
        with subprocess.Popen([*self.command, "import", str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True) as importing:
            try:
                letters = importing.stdout.readline().strip()
                assert letters, f"the app shows no letters: {importing.stderr.read()}"
                tell_bank(letters)
                out, error = importing.communicate("\n", timeout=60)
            finally:
                importing.kill()
        assert importing.returncode == 0, error
        return out.split()[-1]

    def code(self, serial):
        return self.json("code", serial, "--at", self.clock.now)["code"]

    def sign(self, payee, serial):
        """取引認証 of a typed payee: six digits."""
        signed = self.json("sign", payee, serial, "--at", self.clock.now)
        assert signed["payee"] == payee, signed
        return signed["code"]

    def sign_qr(self, picture):
        """取引認証 of a 取引QR: payee and amount as the app shows them, and eight digits."""
        return self.json("sign", "--qr", picture, "--yes", "--at", self.clock.now)

    def write_transaction(self, picture, account, amount, serial):
        """A 取引QR of somebody who is not the bank."""
        command = [self.issue, "transaction", account, "--amount", str(amount), "--serial", serial, "--bank", "0001",
                   "--branch", "001", "--at", str(self.clock.now), "--out", str(picture)]
        subprocess.run(command, check=True, capture_output=True, text=True)

    def forget(self, serial):
        self.run("remove", serial, "--yes")
