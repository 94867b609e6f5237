"""A privacyIDEA server whose clock is the bank's: begun by tests/bank/verifier/peers."""

import json
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from bank import MORNING

PEERS = Path(__file__).resolve().parents[1] / "verifier" / "peers"


def allow_two_steps(told):
    password = Path(told["password_file"]).read_text().strip()
    session = post(told, "/auth", {"username": told["user"], "password": password})["token"]
    post(told, "/policy/twostep", {"scope": "admin", "action": "totp_2step=allow, *", "adminrealm": ""}, session)


def post(told, path, parameters, session=None):
    request = urllib.request.Request(told["nodes"][0] + path, json.dumps(parameters).encode(), {"Content-Type": "application/json"})
    if session:
        request.add_header("Authorization", session)
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)["result"]["value"]


@contextmanager
def privacyidea(folder):
    """While the server runs: what the bank's command line says of it, and what sets its time."""
    clock = folder / "server-clock"

    def follow(now):
        new = clock.with_suffix(".new")
        new.write_text(f"{now}\n")
        new.rename(clock)

    follow(MORNING - 7200)
    # It stops when its standard input ends.
    with subprocess.Popen([PEERS, "up", "--clock", clock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peers:
        line = peers.stdout.readline()
        assert line, "privacyIDEA does not start"
        told = json.loads(line)
        # The server reads its policies anew when they are younger than what it read: where time stands still, none is.
        follow(MORNING - 3600)
        allow_two_steps(told)
        follow(MORNING)
        urls = [part for address in told["nodes"] for part in ("--url", address)]
        more = ["--verifier", "privacyidea", *urls, "--admin", told["user"], "--admin-password-file", told["password_file"]]
        yield more, follow
        peers.stdin.close()
        peers.wait(60)
