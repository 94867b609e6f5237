"""The journeys of a customer who has neither eyes nor a mouse: names, roles and the keyboard alone. tests/accessibility walks them.

Each begins with a vault of its own, which the command line has filled, or which is empty where the journey registers a token.
"""

import contextlib
import json
import subprocess
import time
from pathlib import Path

from window_reader import LONGEST, Missing

MIHON, HIGASHI = "%E8%A6%8B%E6%9C%AC%E4%BF%A1%E7%94%A8%E9%87%91%E5%BA%AB", "%E3%81%BF%E3%81%BB%E3%82%93%E6%9D%B1"
# The seed of RFC 6238, appendix B.
TOKEN = f"otpauth://totp/{MIHON}:SKTS12345678?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer={MIHON}"
OTHER = f"otpauth://totp/{HIGASHI}:SKTS87654321?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer={HIGASHI}"
REISSUED = TOKEN.replace("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U")
SIGNING = TOKEN + "&ocra=OCRA-1:HOTP-SHA256-6:QN08-T30S&tx=1"
HALF = TOKEN + "&2step_salt=8&2step_output=20&2step_difficulty=1000"
PASSPHRASE = "Mihon 見本-7412"
VECTORS = Path(__file__).resolve().parent / "vectors" / "pskc.json"
ASKS = "パスコードを入力してください"
CAUTION = "どなたかに、番号を聞かれていますか"


def keys(*names):
    subprocess.run(["xdotool", "key", "--delay", "60", *names], check=True)


def type_in(text):
    subprocess.run(["xdotool", "type", "--delay", "30", text], check=True)


def paste(text):
    """Ctrl+V, with this text on the clipboard."""
    command = ["xclip", "-selection", "clipboard", "-quiet", "-in"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as clip:
        clip.stdin.write(text.encode())
        clip.stdin.close()
        end = time.monotonic() + LONGEST
        while subprocess.run(["xclip", "-selection", "clipboard", "-out"], capture_output=True).stdout != text.encode():
            if time.monotonic() > end:
                raise Missing("the clipboard does not take what is put on it")
            time.sleep(0.1)
        keys("ctrl+v")
        time.sleep(1.0)
        clip.kill()


def container(name):
    """A key container that python-pskc wrote."""
    return next(case["xml"] for case in json.loads(VECTORS.read_text())["cases"] if case["name"] == name)


def to(reader, *buttons):
    for button in buttons:
        reader.go(button)


def menu(reader, *buttons):
    keys("F10")
    reader.wait("閉じる")
    to(reader, *buttons)


def back(reader, name):
    """Escape, until the page offers this."""
    for _ in range(6):
        if reader.is_offered(name, 1):
            return
        keys("Escape")
    raise Missing(f"no Escape leads to {name!r}: {reader.page()}")


def confirm(reader):
    """Says yes to a token, on the way to its page."""
    reader.wait("このトークンを\n登録しますか")
    reader.go("はい、登録する")
    reader.wait("登録しました")
    to(reader, "トークンを表示する", "いいえ、すぐに表示する")
    reader.wait("番号をコピー")


def by_hand(reader):
    reader.go("手で入力する")
    reader.wait("確認へ進む")
    type_in("skts12345678")
    keys("Tab")
    type_in("gezdgnbvgy3tqojqgezdgnbvgy3tqojq")
    reader.go("確認へ進む")
    confirm(reader)
    reader.wait_for_code()
    menu(reader, "かんたん表示")
    reader.wait("シリアル番号は「モード切替」で表示できます")


def list_of_tokens(reader):
    menu(reader, "トークン一覧", "編集")
    reader.wait("いちばん上のトークンが、最初に表示されます。")
    reader.check("tokens-edit")
    reader.go("上へ SKTS 8765 4321")
    reader.go("名前 SKTS 8765 4321")
    reader.wait("名前を変える")
    reader.check("rename")
    paste("家計用")
    keys("Return")
    reader.wait("家計用")
    reader.go("完了")
    reader.go("家計用 「みほん東」 SKTS 8765 4321")
    reader.wait("SKTS 8765 4321")


def removal(reader):
    menu(reader, "トークン一覧", "編集", "削除 SKTS 1234 5678")
    reader.wait("このトークンを削除しますか")
    reader.check("remove")
    reader.go("登録した金庫すべてで交換しましたか…")
    type_in("5678")
    reader.go("削除する")
    reader.wait("以前のトークン")
    reader.check("former")
    reader.go("元に戻す SKTS 1234 5678")
    reader.wait("SKTS 1234 5678")


def reissue(reader):
    """Another seed for a serial that is here is asked twice, and the second time by digits."""
    menu(reader, "トークンを追加")
    reader.wait("貼り付ける")
    paste(REISSUED)
    reader.wait("新しいトークンに\n入れ替えますか")
    reader.check("replace")
    reader.go("はい、入れ替える")
    reader.wait("入れ替えて\nよろしいですか")
    reader.check("replace-sure")
    reader.go("シリアル番号の下4桁を入力してください")
    type_in("5678")
    reader.go("はい、入れ替える")
    reader.wait("登録しました")


def settings(reader):
    menu(reader, "設定", "画面の色 端末に合わせる")
    reader.check("settings-theme")
    reader.go("暗い")
    back(reader, "画面の色 暗い")
    reader.go("起動時のモード 前回と同じ")
    reader.check("settings-mode")
    reader.go("かんたん表示")
    back(reader, "起動時のモード かんたん表示")
    reader.go("言語 / Language 端末に合わせる")
    reader.check("settings-language")
    reader.go("English")
    back(reader, "Settings")


def app_lock(reader):
    menu(reader, "設定", "パスコード オフ")
    reader.wait("パスコードを作ります")
    reader.check("passcode", empty=1)
    type_in("482913")
    reader.wait("もう一度入力してください")
    type_in("482913")
    reader.wait("アプリをロックしました")
    reader.check("settings-locked")
    reader.go("パスコード 変更する")
    reader.wait("今のパスコードを\n入力してください")
    type_in("482913")
    reader.wait("パスコードを作ります")
    back(reader, "パスコード 変更する")
    reader.restart()
    reader.wait(ASKS)
    reader.check("lock", empty=1)
    type_in("000000")
    reader.wait("パスコードが違います。もう一度お試しください。")
    type_in("482913")
    reader.wait("SKTS 1234 5678")


def forgotten_passcode(reader):
    menu(reader, "設定", "パスコード オフ")
    for _ in range(2):
        reader.wait("6桁のうち0桁を入力しました")
        type_in("482913")
    reader.wait("アプリをロックしました")
    reader.restart()
    reader.wait(ASKS)
    reader.go("パスコードを忘れたときは")
    reader.wait("何も削除していません")
    reader.check("forgot")
    reader.go("トークンを削除して登録し直す")
    reader.wait("上の質問にお答えください")
    reader.check("forgot-delete")


def refused_code(reader):
    reader.go("番号が通らないときは")
    reader.wait("同じ番号を2度使っていませんか")
    reader.check("refused")
    reader.go("ロックされたとき")
    reader.wait("トークンはそのままで大丈夫です")
    reader.check("refused-locked")
    back(reader, "番号をコピー")


def guides(reader):
    menu(reader, "手順…")
    reader.check("guides")
    for row, witness in [("紛失・盗難（利用停止）", "先に、紙に控えてください"), ("利用中止", "利用中止の手順"), ("番号を守るために", "だれにも教えないでください")]:
        reader.go(row)
        reader.wait(witness)
        reader.check(f"guide: {row}")
        keys("Escape")
        reader.wait("お取扱いは信用金庫により異なります。")
    reader.go("利用開始")
    reader.go("番号を表示する")
    reader.wait(CAUTION)
    reader.go("いいえ、自分で利用開始の手続き中です")
    reader.wait_for_code()
    reader.check("guide: 利用開始")


def old_phone(reader):
    menu(reader, "機種変更")
    reader.wait("この端末はどちらですか")
    reader.check("change-phone")
    reader.go("これまでの端末")
    reader.wait(CAUTION)
    reader.go("いいえ、自分で交換の手続き中です")
    reader.wait_for_code()
    reader.check("change-phone-old")
    menu(reader, "機種変更")
    reader.go("交換が済んだトークンを削除する")
    reader.wait("このトークンを\n完全に削除しますか")
    reader.check("remove-replaced")


def signing(reader):
    menu(reader, "取引認証")
    reader.wait("あと7桁 入力してください")
    reader.check("sign", twice=["口座番号（7桁）"])
    type_in("1234567")
    reader.go("確認へ進む")
    reader.wait("振込先の口座番号 1 2 3、4 5 6 7")
    reader.check("sign-sure")
    reader.go("書面と同じです、番号を表示する")
    reader.wait("このお振込先だけに使える番号です")
    reader.check("sign-code")


def transaction_qr(reader):
    menu(reader, "取引認証")
    reader.wait("あと7桁 入力してください")
    command = [reader.issuer, "transaction", "--serial", "SKTS12345678", "--amount", "50000", "--bank", "1234", "--branch", "001", "1234567"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Its alphabet (RFC 9285) has a space.
    paste(next(line for line in printed.splitlines() if line.startswith("SKTX1:")))
    reader.wait("はい、番号を表示する")
    reader.check("sign-transaction")
    reader.go("はい、番号を表示する")
    reader.wait("このお振込だけに使える番号です")
    reader.check("sign-transaction-code")


def two_steps(reader):
    paste(HALF)
    reader.wait("入力しました")
    reader.check("two-step")
    reader.go("入力しました")
    reader.wait("サイトに「完了」と\n出ましたか")
    reader.check("two-step-sure")
    reader.go("はい、登録する")
    confirm(reader)


def key_container(reader):
    paste(container("passphrase, three keys"))
    reader.wait("パスフレーズを\n入力してください")
    reader.check("passphrase")
    paste(PASSPHRASE)
    keys("Return")
    reader.wait("ファイルに、3つのトークンがあります。")
    reader.check("choose")
    reader.go("SKTS 3000 0023")
    reader.go("確認へ進む")
    confirm(reader)
    reader.wait("SKTS 3000 0023")


def no_qr_code(reader):
    reader.go("QRコードが届いていないときは")
    reader.wait("わかりました")
    reader.check("no-qr")
    reader.go("わかりました")
    reader.wait("貼り付ける")


JOURNEYS = [
    ("a token is typed in", [], by_hand),
    ("the list is ordered, named and turned", [TOKEN, OTHER], list_of_tokens),
    ("a token is removed and comes back", [TOKEN, OTHER], removal),
    ("a token is issued anew", [TOKEN], reissue),
    ("what was chosen", [TOKEN], settings),
    ("the app lock", [TOKEN], app_lock),
    ("a passcode that was forgotten", [TOKEN], forgotten_passcode),
    ("a code that is refused", [TOKEN], refused_code),
    ("the guides", [TOKEN], guides),
    ("the phone so far", [TOKEN], old_phone),
    ("取引認証 of a typed payee", [SIGNING], signing),
    ("取引認証 of a 取引QR", [SIGNING], transaction_qr),
    ("two steps", [], two_steps),
    ("a key container", [], key_container),
    ("no QR code", [], no_qr_code),
]


def walk_all(program, home, make_reader):
    for number, (title, tokens, walk) in enumerate(JOURNEYS):
        print(f"  by keyboard: {title}", flush=True)
        command = [str(program), "--data-dir", str(Path(home) / f"journey-{number}"), "--keystore", "file"]
        for token in tokens:
            subprocess.run([*command, "import", "-"], input=token.encode(), check=True, stdout=subprocess.DEVNULL)
        with contextlib.ExitStack() as stack:
            reader = make_reader(command)
            stack.callback(reader.close)
            if tokens:
                reader.go("わかりました 鍵をファイルに保存しています")
            walk(reader)
