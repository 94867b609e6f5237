"""One journey of each kind with the app's real window: what a customer with a screen reader hears and presses, and no command line.

The window has the computer's clock, so the bank and its verifier have it too; practice skips the wait for the next day.
"""

import threading
import time
from contextlib import contextmanager

import pytest

from bank import Bank
from chrome import surf
from customer import Customer
from app import App
from window import Window

ACCOUNT, AMOUNT, INSTITUTION = "7415928", 48_200, "00042"


class Now:
    """The computer's clock, in the place of one that tests set."""

    @property
    def now(self):
        return int(time.time())


@contextmanager
def followed(follow):
    """privacyIDEA's clock stands still where nobody sets it."""
    over = threading.Event()

    def tick():
        while not over.wait(0.5):
            follow(Now().now)

    follow(Now().now)
    ticking = threading.Thread(target=tick)
    ticking.start()
    try:
        yield
    finally:
        over.set()
        ticking.join()


@pytest.fixture
def verifier_now(request, verifier):
    """The bank's command line for the test's verifier, which has the computer's clock."""
    if verifier == "embedded":
        yield []
        return
    more, follow = request.getfixturevalue("privacyidea_server")
    with followed(follow):
        yield more


@pytest.fixture
def customer(bank_program, browser, programs, tmp_path, layout, verifier_now):
    folder = tmp_path / "bank"
    folder.mkdir()
    with Bank(bank_program, folder, None, verifier_now) as bank, surf(browser, bank.address, layout) as page:
        bank.clock = Now()
        customer = Customer(bank, App(programs, tmp_path / "app", bank.clock), page)
        customer.open("/practice").send(skip_wait=True, transaction_obligatory=True).expect_accepted()
        yield customer


def test_import_start_login_and_transfer(customer, programs):
    customer.apply()
    with Window(programs, customer.app.data) as window:
        window.import_picture(customer.letter)
        grouped = " ".join(customer.serial[at:at + 4] for at in range(0, len(customer.serial), 4))
        window.wait(grouped)
        taken = [window.read_code()]
        customer.start("yes", taken[-1]).expect_accepted()

        customer.login()
        # The window's strip says nothing of it, but the bank does: a code works once.
        customer.send(code=taken[-1]).expect_refused("code-used")
        taken.append(window.read_code(taken))
        customer.send(code=taken[-1]).expect_accepted()
        assert customer.path() == "/home"

        customer.transfer(ACCOUNT, AMOUNT)
        customer.send(code=window.sign_typed(ACCOUNT)).expect_accepted()
        assert customer.path() == "/transfer/done"

        customer.transfer(ACCOUNT, AMOUNT, by="qr")
        said, code = window.sign_picture(customer.picture("transaction-qr", "transaction.png"))
        assert f"金額 {AMOUNT:,}円" in said, said
        assert f"振込先の口座番号 {' '.join(ACCOUNT[:3])}、{' '.join(ACCOUNT[3:])}" in said, said
        customer.send(code=code).expect_accepted()
        assert customer.path() == "/transfer/done"


def test_two_steps(customer, programs):
    customer.apply("two-step")
    with Window(programs, customer.app.data) as window:
        window.wait("手で入力する")
        window.paste("image/png", str(customer.letter))
        letters = window.letters()
        customer.send_letters(letters).expect_accepted()
        window.finish_two_steps()
        customer.start("no", window.read_code()).expect_accepted()
        customer.login().expect_accepted()


def test_key_container(customer, programs):
    customer.apply()
    path = customer.save_key_container()
    with Window(programs, customer.app.data) as window:
        window.import_text(path)
        customer.start(code=window.read_code()).expect_accepted()
        customer.login().expect_accepted()


def test_replacement(customer, programs, tmp_path):
    """交換 with the old phone and the new one side by side."""
    customer.apply()
    with Window(programs, customer.app.data) as old, Window(programs, tmp_path / "new") as new:
        old.import_picture(customer.letter)
        first = old.read_code()
        customer.start(code=first).expect_accepted()
        customer.apply_for_another()
        proof = old.read_code([first])
        customer.begin_replacement(proof).expect_accepted()
        new.import_picture(customer.letter)
        code = new.read_code()
        customer.finish_replacement(code).expect_accepted()
        # The old phone's next code is nobody's any more.
        customer.login().open("/limit").send(limit="300000", code=old.read_code([first, proof])).expect_refused("code-wrong")
        customer.send(limit="300000", code=new.read_code([code])).expect_accepted()
        assert "300,000" in customer.text()


def test_payeasy_and_a_cancelled_transfer(customer, programs):
    customer.apply()
    with Window(programs, customer.app.data) as window:
        window.import_picture(customer.letter)
        first = window.read_code()
        customer.start("no", first).expect_accepted()
        customer.login().transfer(ACCOUNT, AMOUNT)
        customer.send(code=window.sign_typed(ACCOUNT)).expect_accepted()
        customer.pay(INSTITUTION, AMOUNT)
        # The bank takes one code for a typed payee in each 30 seconds.
        window.sleep_until_next_code()
        customer.send(code=window.sign_typed(INSTITUTION)).expect_accepted()

        # 振込予約取消 asks for a code of the login's kind.
        window.to_codes()
        assert customer.open("/transfers").page.locator('a[href$="/cancel"]').count() == 2
        customer.click('a[href$="/cancel"]').expect_accepted()
        customer.send(code=window.read_code([first])).expect_accepted()
        assert customer.open("/transfers").page.locator('a[href$="/cancel"]').count() == 1


def test_suspension_and_the_end_of_banking(customer, programs):
    """利用中止 and IB取引中止 ask for no code. The window still shows codes, and the bank takes none of them."""
    customer.apply()
    with Window(programs, customer.app.data) as window:
        window.import_picture(customer.letter)
        taken = [window.read_code()]
        customer.start("no", taken[-1]).expect_accepted()
        customer.login().suspend().expect_accepted()
        taken.append(window.read_code(taken))
        customer.open("/limit").send(limit="300000", code=taken[-1]).expect_refused("token-suspended")
        # 利用開始 again, with the same token.
        taken.append(window.read_code(taken))
        customer.start("yes", taken[-1]).expect_accepted()
        customer.stop_banking().expect_accepted()
        customer.login().expect_refused("banking-stopped")
