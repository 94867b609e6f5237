"""Hunts for what the customer types and reads: it is in memory while it is needed, and nowhere afterwards.

Passcode and passphrase of the app lock, passphrase of a key container, the phone's part of a two-step enrolment, payee, amount
and the codes that are bound to them. Each hunt first finds the secret while it is in use: otherwise it would find nothing anywhere.
"""

import base64
import hashlib
import json
import re
import subprocess
import time
from urllib.parse import parse_qs, urlsplit

from .canary import BASE32, RAW_FORMS, SERIAL, TEXT_FORMS, URI, windows
from .home import ISSUE, ROOT, Home, click, confirm
from .scan import check_files, check_process, die, expect_clean, memory, scan

PASSCODE = "739152"
# The right one, a wrong one and a new one.
PASSCODES = (PASSCODE, "739158", "480627")
PASSPHRASES = ("sakura mankai 1863\n", "sakura mankai 1864\n", "tsuki to usagi 2957\n")
PAYEE = "7415928"
AMOUNT = 4_718_293


def forms(*texts):
    return {text.encode(encoding) for text in texts for encoding in ("utf-8", "utf-16-le", "utf-32-le")}


def expect_there(child, wanted, what, after=2.0):
    """The positive control of a hunt. A page may come late on a busy machine; and the window stands still while it is read, so that a
    paste that is under way would be lost. Keys are not: they wait."""
    time.sleep(after)
    for _ in range(20):
        if any(form in region for region in memory(child.pid) for form in wanted):
            return
        time.sleep(0.5)
    die(f"{what} is not in memory while it is in use: the hunt would find nothing anywhere")


def put_on_clipboard(home, content):
    clip = subprocess.Popen(["xclip", "-selection", "clipboard", "-quiet", "-target", "UTF8_STRING", "-in"],
                            stdin=subprocess.PIPE, env=home.env, stderr=subprocess.DEVNULL)
    clip.stdin.write(content)
    clip.stdin.close()
    for _ in range(50):
        asked = subprocess.run(["xclip", "-selection", "clipboard", "-target", "UTF8_STRING", "-out"], env=home.env,
                               capture_output=True)
        if asked.stdout == content:
            return clip
        time.sleep(0.1)
    die("the clipboard does not take what is put on it")


def end(child):
    child.terminate()
    child.wait()


def put_warning_away(home):
    """わかりました, of the warning of a key in a file: no golden picture has it."""
    click(home, 250, 178)


# ---- the passcode

def pieces(text):
    """A passcode or passphrase, and the parts of it that are a leak too."""
    return forms(text, text[:-1], text[:8], text[-8:])


def enter(home, child, keys, what, tried=2.5, field=None):
    """The last key hands over what the others typed, which must be in memory before: a window may have heard no key. A page that opens
    with a field, at this height, does not give it the keys yet."""
    if field and keys.endswith("\n"):
        click(home, 150, field)
    home.type(keys[:-1])
    expect_there(child, forms(keys[:-1]), what, after=0.2)
    home.type(keys[-1])
    time.sleep(tried)


def wait_until_locked(home, locked):
    answer = "passcode" if locked else SERIAL
    for _ in range(100):
        if answer in home.run("list", status=None):
            return
        time.sleep(0.1)
    die("the app lock was not turned " + ("on" if locked else "off"))


def go_to_the_settings(home):
    put_warning_away(home)
    click(home, 318, 31)  # メニュー
    click(home, 204, 546)  # 設定


def set_passcode(home, child, keys=PASSCODE, name="passcode"):
    go_to_the_settings(home)
    click(home, 194, 368)  # パスコード: a desktop has no row of calls
    if keys.endswith("\n"):
        click(home, 195, 732)  # パスフレーズを使う
    enter(home, child, keys, f"the {name}", tried=0.5)
    home.type(keys)
    wait_until_locked(home, True)


def passcode(base, name, right, wrong, new):
    """Sets it, mistakes it, opens with it, changes it and turns it off. A passphrase ends with the key Return."""
    set_one, mistaken, changed = (pieces(keys.strip()) for keys in (right, wrong, new))
    home = Home(base, name)
    home.run("import", "-", stdin=URI.encode())
    child = home.window()
    set_passcode(home, child, right, name)
    time.sleep(0.5)
    expect_clean(child.pid, set_one, f"the {name}, after it was set", times=2, every=0.5)
    check_process(child.pid)
    end(child)

    child = home.window()
    time.sleep(0.6)
    enter(home, child, wrong, f"the wrong {name}", field=348)
    expect_clean(child.pid, mistaken, f"a wrong {name}, after it was tried", there=str(home.data))
    enter(home, child, right, f"the {name} that opens the vault")
    opened = set_one | mistaken | TEXT_FORMS | RAW_FORMS
    expect_clean(child.pid, opened, f"the {name}, after it has opened the vault", times=2, every=0.5)

    go_to_the_settings(home)
    click(home, 194, 368)  # パスコード
    enter(home, child, right, f"the {name} before its change", field=381)
    enter(home, child, new, f"the new {name}", tried=0.5)
    home.type(new)
    time.sleep(2.5)
    expect_clean(child.pid, set_one | changed, f"the {name}, after it was changed", times=2, every=0.5)
    planted = home.folder / "planted"
    planted.mkdir()
    (planted / "passcode").write_text(new.strip())
    home.run("--passcode-file", str(planted / "passcode"), "code")

    click(home, 194, 556)  # アプリのロックをオフにする, on the page that says パスコードを変えました
    enter(home, child, new, f"the {name} before the lock is turned off", tried=0.5, field=381)
    wait_until_locked(home, False)
    time.sleep(0.5)
    expect_clean(child.pid, changed, f"the {name}, after the lock was turned off", times=2, every=0.5)
    check_process(child.pid)
    end(child)
    check_files(home.folder, f"after a {name} was set, used, changed and turned off", set_one | mistaken | changed)


# ---- the passphrase of a key container

def passphrase(base):
    cases = json.loads((ROOT / "tests" / "vectors" / "pskc.json").read_text())["cases"]
    case = next(case for case in cases if "passphrase" in case and not case["refused"] and len(case["tokens"]) == 1)
    phrase = case["passphrase"]
    secret = pieces(phrase)
    home = Home(base, "passphrase")
    child = home.window()
    clip = put_on_clipboard(home, case["xml"].encode())
    home.keys("ctrl+v")
    time.sleep(4.0)  # until its page is there, which takes the passphrase; the page before would take it for a token
    clip.kill()
    clip = put_on_clipboard(home, phrase.encode())
    home.keys("ctrl+v")
    expect_there(child, forms(phrase), "the passphrase")
    clip.kill()
    home.keys("Return")
    time.sleep(3.0)
    confirm(home)
    home.wait_registered("a key container with a passphrase")
    time.sleep(1.0)
    expect_clean(child.pid, secret, "the passphrase, after the token was registered", times=2, every=0.5,
                 there=str(home.data))
    check_process(child.pid)
    end(child)

    planted = home.folder / "planted"
    planted.mkdir()
    (planted / "container.xml").write_text(case["xml"])
    (planted / "passphrase").write_text(phrase)
    home.run("import", str(planted / "container.xml"), "--passphrase-file", str(planted / "passphrase"))
    check_files(home.folder, "after a passphrase was used", secret)


# ---- the phone's part

def letters(part):
    """What the customer types into the bank's site, as privacyIDEA defines it."""
    return base64.b32encode(hashlib.sha1(part).digest()[:4] + part).decode().rstrip("=")


def find_part(child, length):
    """The phone's part is drawn by the app and known to nobody. It is found by its letters: of all texts in memory only
    those five groups stand there one by one."""
    regions = list(memory(child.pid))
    groups = set()
    for region in regions:
        groups.update(re.findall(rb"(?<![A-Z2-7])[A-Z2-7]{4}(?![A-Z2-7])", region))
    for region in regions:
        for at in range(0, len(region) - length, 16):  # the allocator aligns what is in a vector of its own
            part = region[at:at + length]
            if len(set(part)) < length - 3:
                continue
            text = letters(part).encode()
            if all(text[place:place + 4] in groups for place in range(0, len(text), 4)):
                return part
    die("the phone's part is not in memory while its letters are on the screen: the hunt would find nothing anywhere")


def phones_part(base):
    home = Home(base, "two-step")
    planted = home.folder / "planted"
    subprocess.run([str(ISSUE), "new", "--issuer", "Hunt", "--serial", SERIAL, "--two-step", "--out", str(planted)],
                   check=True, capture_output=True, env=home.env)
    uri = next(text for text in (path.read_text(errors="replace").strip() for path in sorted(planted.iterdir()))
               if text.startswith("otpauth:"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(uri).query).items()}
    child = home.window()
    clip = put_on_clipboard(home, uri.encode())
    home.keys("ctrl+v")
    time.sleep(2.0)
    clip.kill()
    part = find_part(child, int(asked.get("2step_salt", 8)))
    text = letters(part)
    half = base64.b32decode(asked["secret"] + "=" * (-len(asked["secret"]) % 8))
    rounds, size = int(asked.get("2step_difficulty", 10_000)), int(asked.get("2step_output", 20))
    seed = hashlib.pbkdf2_hmac("sha1", half.hex().encode(), part, rounds, size)
    secret = forms(text, " ".join(text[at:at + 4] for at in range(0, len(text), 4)), seed.hex()) | {part} | windows(seed, 12)
    click(home, 194, 795)  # 入力しました
    click(home, 194, 733)  # はい、登録する: the letters are at the bank
    confirm(home)
    home.wait_registered("a two-step enrolment")
    time.sleep(1.5)
    expect_clean(child.pid, secret, "the phone's part and the seed, after the token was registered", times=2, every=0.5)
    left = sum(any(text[at:at + 4].encode() in region for region in memory(child.pid)) for at in range(0, len(text), 4))
    if left > len(text) // 8:
        die(f"{left} groups of the phone's part are in memory after the token was registered")
    check_process(child.pid)
    end(child)
    check_files(home.folder, "after a two-step enrolment", secret)


# ---- payees, amounts and their codes

def grouped(payee):
    return f"{payee[:3]} {payee[3:]}"


def payee_and_amount(base):
    uri = (URI.replace("SHA256", "SHA1") + "&ocra=OCRA-1:HOTP-SHA256-6:QN08&tx=1").encode()
    # The command line says the payee, as it was asked to: in a home of its own.
    asked = Home(base, "sign-command")
    asked.run("import", "-", stdin=uri)
    code = signed(asked, PAYEE)
    home = Home(base, "sign")
    home.run("import", "-", stdin=uri)
    payee = forms(PAYEE, grouped(PAYEE))
    bound = forms(code, f"{code[:3]} {code[3:]}")
    child = home.window()
    put_warning_away(home)
    click(home, 318, 31)  # メニュー
    click(home, 200, 234)  # 取引認証
    home.type(PAYEE)
    expect_there(child, payee, "the payee")
    click(home, 194, 759)  # 確認へ進む
    click(home, 194, 660)  # 書面と同じです、番号を表示する
    time.sleep(0.7)
    expect_there(child, bound, "the code of the payee")
    click(home, 194, 674)  # 別のお振込先を入力する
    time.sleep(0.7)
    expect_clean(child.pid, payee | bound, "payee and code, after the page was left", times=2, every=0.5)

    printed = subprocess.run([str(ISSUE), "transaction", PAYEE, "--amount", str(AMOUNT), "--serial", SERIAL, "--bank", "1001",
                              "--branch", "042"], capture_output=True, check=True, env=home.env).stdout
    text = printed.splitlines()[0]  # the whole line: its Base45 has spaces
    amount = forms(str(AMOUNT), f"{AMOUNT:,}") | windows(text, 20)
    clip = put_on_clipboard(home, text)
    home.keys("ctrl+v")
    expect_there(child, forms(f"{AMOUNT:,}"), "the amount")
    clip.kill()
    while time.time() % 60 > 40:  # the code is one of this minute
        time.sleep(0.5)
    code = signed(asked, "--yes", "--qr", "-", stdin=text)
    bound_to_both = forms(code, f"{code[:4]} {code[4:]}")
    click(home, 194, 661)  # はい、番号を表示する
    expect_there(child, bound_to_both, "the code of a 取引QR")
    home.keys("Escape")
    time.sleep(1.0)
    secret = payee | bound | amount | bound_to_both
    expect_clean(child.pid, secret, "payee, amount and code of a 取引QR, after the page was left", times=2, every=0.5)
    check_process(child.pid)
    end(child)
    check_files(home.folder, "after codes for a payee and an amount", secret)


def signed(home, *args, stdin=b""):
    """The code that the command line gives: of a payee, whose suite has no time, or of a 取引QR in this minute."""
    return json.loads(home.run("sign", "--json", *args, stdin=stdin))["code"]


def hunt(base):
    passcode(base, "passcode", *PASSCODES)
    passcode(base, "passphrase of the app lock", *PASSPHRASES)
    passphrase(base)
    phones_part(base)
    payee_and_amount(base)
