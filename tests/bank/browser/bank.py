"""A running practice bank with a database, a clock and a port of its own."""

import hashlib
import re
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import closing
from datetime import datetime, timedelta, timezone

# Ten in the morning in Japan, so that 翌日 is the day after. Long ago: the app refuses letters from the future.
MORNING = 1_768_438_803
JAPAN = timezone(timedelta(hours=9))
# What no refusal may leave alone: who is asking, and that somebody asked.
NOT_STATE = re.compile(r"audit|session|rate|sqlite_")
# What a verifier counts of refused codes: that many in a row lock the token.
COUNTS = {"token.failures"}
# And what it writes of a code that is right, and for something else: that code is spent, and nothing was done with it.
SPENT = COUNTS | {"token.step", "token.payee_step", "token.drift", "token.lean", "taken.id"}


def tables_of(file, but):
    """Name and hash of each table of one database. The program that writes it goes on meanwhile."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as database:
        names = [row[0] for row in database.execute("select name from sqlite_master where type = 'table' order by name")]
        for name in names:
            if NOT_STATE.search(name):
                continue
            columns = [row[1] for row in database.execute(f'pragma table_info("{name}")')]
            columns = [f'"{column}"' for column in columns if f"{name}.{column}" not in but]
            if not columns:
                continue
            rows = sorted(map(repr, database.execute(f'select {", ".join(columns)} from "{name}"')))
            yield name, hashlib.sha256("\n".join(rows).encode()).hexdigest()


class Clock:
    """The time that the bank takes for now, which the app is told too."""

    def __init__(self, file, now):
        self.file, self.followers = file, []
        self.set(now)

    def set(self, now):
        self.now = int(now)
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.now}\n")
        new.rename(self.file)
        for follow in self.followers:
            follow(self.now)

    def later(self, seconds):
        self.set(self.now + seconds)

    def next_code(self):
        """To the beginning of the next step: the app has a new code then."""
        self.set((self.now // 30 + 1) * 30 + 3)

    def next_day(self):
        """To half past nine of the next morning in Japan, where the bank is."""
        here = datetime.fromtimestamp(self.now, JAPAN) + timedelta(days=1)
        self.set(here.replace(hour=9, minute=30, second=3).timestamp())

    def date(self):
        return datetime.fromtimestamp(self.now, JAPAN).date()


class Bank:
    """The program `skts-bank`, and what its database holds."""

    def __init__(self, program, folder, clock, more=()):
        self.program, self.folder, self.clock, self.more = program, folder, clock, list(more)
        self.database = folder / "bank.sqlite"
        self.log = folder / "bank.log"
        self.process = None

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        command = [self.program, "--listen", f"127.0.0.1:{port}", "--database", self.database]
        # The limit of tries has a test of its own; the others are faster than people.
        command += [] if "--tries" in self.more else ["--tries", "1000000"]
        if self.clock:
            command += ["--practice-clock", self.clock.file]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*command, *self.more], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self):
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self.address + "/environment", timeout=10).close()
                return
            except urllib.error.HTTPError as answer:
                raise AssertionError(f"the bank's first page is {answer.code}:\n{self.said()}") from answer
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"the bank does not start:\n{self.said()}") from None
                time.sleep(0.05)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def said(self):
        return self.log.read_text(errors="replace")[-4000:]

    def is_running(self):
        return self.process.poll() is None

    def tables(self, but=frozenset()):
        """The hash of every table that holds what the bank knows, without the columns of `but` (COUNTS, SPENT). A table that is
        made or dropped is a change too."""
        hashes = {}
        for file in sorted(self.folder.iterdir()):
            if file.is_file() and file.open("rb").read(15) == b"SQLite format 3":
                hashes |= {f"{file.name}: {name}": found for name, found in tables_of(file, but)}
        assert len(hashes) > 3, f"the bank's databases have few tables: {sorted(hashes)}"
        return hashes
