"""What the bank must refuse, each with a message of its own, and with every table as it was before."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from app import App
from bank import COUNTS, SPENT, Bank
from chrome import surf
from conftest import begun
from customer import Customer

ACCOUNT, OTHER, AMOUNT = "7415928", "1234567", 48_200


@contextmanager
def unchanged(bank, but=frozenset()):
    """The tables stay as they are. A refused code counts as one (COUNTS); one that is right, and for something else, is spent (SPENT)."""
    before = bank.tables(but)
    yield
    after = bank.tables(but)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    assert not changed, f"a refusal changed {changed}"


def other_code(code):
    """A code that is none of this moment's."""
    return f"{(int(code) + 271_828) % 10 ** len(code):0{len(code)}}"


# ---- codes

def test_a_wrong_code_at_login(customer, bank):
    begun(customer, "yes").login()
    code = customer.code()
    with unchanged(bank, COUNTS):
        sentence = customer.send(code=other_code(code)).expect_refused("code-wrong")
    assert sentence
    customer.send(code=code).expect_accepted()


def test_a_used_code(customer, bank):
    begun(customer, "yes").login()
    code = customer.code()
    customer.send(code=code).expect_accepted()
    with unchanged(bank, COUNTS):
        customer.open("/limit").send(limit="300000", code=code).expect_refused("code-used")


def test_an_old_code(customer, bank):
    begun(customer, "yes")
    old = customer.code()
    customer.clock.later(120)
    customer.login()
    with unchanged(bank, COUNTS):
        customer.send(code=old).expect_refused("code-wrong")


@pytest.mark.parametrize("by", ["typed", "qr"])
def test_a_wrong_code_of_a_transfer(started, bank, by):
    started.login().transfer(ACCOUNT, AMOUNT, by=by)
    code = started.sign_typed(ACCOUNT) if by == "typed" else started.sign_shown()["code"]
    with unchanged(bank, COUNTS):
        started.send(code=other_code(code)).expect_refused("code-wrong")
    started.send(code=code).expect_accepted()


def test_a_code_for_another_payee(started, bank):
    """The code of this token for somebody else's account, as the customer signs it who was told a wrong number."""
    started.login().transfer(ACCOUNT, AMOUNT)
    with unchanged(bank, COUNTS):
        sentence = started.send(code=started.sign_typed(OTHER)).expect_refused("code-wrong")
    assert "お振込先" in sentence, sentence


def test_a_code_for_the_payee_of_another_order(started, bank):
    """Two orders wait, and the code of one is typed into the page of the other: the bank says which mistake it was."""
    started.login().transfer(OTHER, AMOUNT)
    started.transfer(ACCOUNT, AMOUNT)
    with unchanged(bank, SPENT):
        started.send(code=started.sign_typed(OTHER)).expect_refused("code-for-another-payee")


def test_a_code_for_another_amount(started, bank):
    started.login().transfer(ACCOUNT, AMOUNT * 10, by="qr")
    code = started.sign_shown()["code"]
    started.transfer(ACCOUNT, AMOUNT, by="qr")
    with unchanged(bank, SPENT):
        started.send(code=code).expect_refused("code-for-another-amount")


def test_a_code_for_another_transaction(started, bank):
    """The same payee and the same amount, twice: each 取引QR has its own code."""
    started.login().transfer(ACCOUNT, AMOUNT, by="qr")
    code = started.sign_shown()["code"]
    started.transfer(ACCOUNT, AMOUNT, by="qr")
    with unchanged(bank, SPENT):
        started.send(code=code).expect_refused("code-for-another-transaction")


def test_a_code_of_a_token_for_another_amount(started, bank, tmp_path):
    """The 取引QR that the app signed was changed on its way: another amount than the one on the page."""
    started.login().transfer(ACCOUNT, AMOUNT, by="qr")
    forged = tmp_path / "forged.png"
    started.app.write_transaction(forged, ACCOUNT, AMOUNT * 10, started.serial)
    code = started.app.sign_qr(forged)["code"]
    with unchanged(bank, COUNTS):
        started.send(code=code).expect_refused("code-wrong")


def test_a_normal_code_for_a_transfer(started, bank):
    started.login().transfer(ACCOUNT, AMOUNT)
    with unchanged(bank, SPENT):
        started.send(code=started.code()).expect_refused("code-of-another-kind")


def test_a_normal_code_where_transfers_need_another(started, bank):
    """The way `code` is not offered where 取引認証 is obligatory; a program asks for it all the same."""
    started.login().open("/transfer")
    path, fields = started.request(bank="0001", branch="001", account=ACCOUNT, amount=AMOUNT)
    with unchanged(bank):
        answer = started.client().post(path, fields | {"by": "code"})
    assert refusal_in(answer) == "transaction-required", answer.status


def test_a_code_of_a_transfer_at_login(customer, bank):
    begun(customer, "yes").login()
    with unchanged(bank, COUNTS):
        customer.send(code=customer.sign_typed(ACCOUNT)).expect_refused("code-wrong")


def test_an_expired_transaction(started, bank):
    started.login().transfer(ACCOUNT, AMOUNT, by="qr")
    code = started.sign_shown()["code"]
    started.clock.later(590)
    started.page.reload()
    started.clock.later(20)
    with unchanged(bank):
        started.send(code=code).expect_refused("order-gone")


# ---- serials

def test_a_wrong_serial(customer, bank):
    customer.apply().import_letter()
    code = customer.code()
    with unchanged(bank):
        customer.start("no", code, serial="SKTS00000000").expect_refused("unknown-serial")
        customer.start("no", code, serial="SKTS1").expect_refused("not-a-serial")
    customer.start("no", code).expect_accepted()


def test_the_serial_of_somebody_else(new_customer, bank):
    one, another = new_customer(), new_customer("鈴木 一郎")
    for customer in (one, another):
        customer.apply().import_letter()
    with unchanged(bank):
        one.start("no", another.code(), serial=another.serial).expect_refused("serial-of-another")


def test_the_code_of_somebody_else(new_customer, bank):
    one, another = new_customer(), new_customer("鈴木 一郎")
    for customer in (one, another):
        customer.apply().import_letter()
    with unchanged(bank, COUNTS):
        one.start("no", another.code()).expect_refused("code-wrong")


def test_the_letters_of_somebody_elses_phone(new_customer, bank):
    one, another = new_customer(), new_customer("鈴木 一郎")
    for customer in (one, another):
        customer.apply("two-step")
    with unchanged(bank):
        one.serial, own = another.serial, one.serial
        one.send_letters("A" * 20).expect_refused("serial-of-another")
        one.serial = own
        one.send_letters("A" * 20).expect_refused("wrong-letters")


# ---- passwords

def test_wrong_passwords(customer, bank):
    customer.apply().import_letter()
    right = customer.password
    with unchanged(bank):
        for customer.password in ("wrong", right.upper(), right + " "):
            sentence = customer.login().expect_refused("wrong-password")
        customer.contract, known = "00000000", customer.contract
        customer.password = right
        # Whoever tries contracts does not learn which of them there are.
        assert customer.login().expect_refused("wrong-password") == sentence
    customer.contract = known
    code = customer.code()
    with unchanged(bank):
        customer.transfer_password, digits = "".join(str(9 - int(digit)) for digit in customer.transfer_password), customer.transfer_password
        customer.start("no", code).expect_refused("transfer-password-missing")
    customer.transfer_password = digits
    customer.start("no", code).expect_accepted()


def test_too_many_tries(bank_program, tmp_path, browser, layout, programs, clock):
    folder = tmp_path / "limited"
    folder.mkdir()
    with Bank(bank_program, folder, clock, ["--tries", "1"]) as bank, surf(browser, bank.address, layout) as page:
        customer = Customer(bank, App(programs, tmp_path / "app", clock), page).apply()
        right, customer.password = customer.password, "wrong"
        with unchanged(bank):
            customer.login().expect_refused("wrong-password")
            customer.password = right
            customer.login().expect_refused("too-many-tries")


# ---- stopped, locked, too early

def test_a_stopped_token(customer, bank, branch):
    begun(customer, "yes")
    branch.act(customer, "stop")
    with unchanged(bank):
        customer.login().expect_refused("token-stopped")
        customer.begin_replacement(customer.code()).expect_refused("token-stopped")


def test_the_code_of_a_lost_token(customer, bank, branch):
    begun(customer, "no")
    branch.act(customer, "loss")
    with unchanged(bank):
        customer.login().open("/limit").send(limit="300000", code=customer.code()).expect_refused("token-lost")
        customer.start("no", customer.code()).expect_refused("token-lost")


def test_the_code_of_a_replaced_token(started, bank):
    old_app, old = started.app, started.serial
    proof = started.code()
    started.apply_for_another().begin_replacement(proof).expect_accepted()
    started.new_phone().import_letter().finish_replacement(started.code()).expect_accepted()
    started.login().open("/limit")
    started.clock.next_code()
    with unchanged(bank, COUNTS):
        started.send(limit="300000", code=old_app.code(old)).expect_refused("code-wrong")
    with unchanged(bank):
        started.start("no", old_app.code(old), serial=old).expect_refused("already-started", "token-replaced")


def test_a_replacement_that_leaves_out_the_old_code(started, bank):
    started.apply_for_another().new_phone().import_letter()
    with unchanged(bank):
        started.open("/replace/new").expect_refused("old-code-not-proven")


def test_too_early(customer, bank):
    customer.apply().import_letter().start().expect_accepted()
    customer.login()
    with unchanged(bank):
        sentence = customer.transfer(ACCOUNT, AMOUNT).expect_refused("too-early")
    tomorrow = customer.tomorrow()
    assert f"{tomorrow.month}月{tomorrow.day}日" in sentence, sentence


def test_a_locked_customer(customer, bank, branch):
    begun(customer, "yes").login()
    for _ in range(30):
        customer.send(code=other_code(customer.code()))
        if customer.refusal()[0] == "locked":
            break
    customer.expect_refused("locked")
    right = customer.code()
    with unchanged(bank):
        customer.send(code=right).expect_refused("locked")
        customer.login().expect_refused("locked")
    branch.act(customer, "release").expect_accepted()
    customer.login(customer.code()).expect_accepted()


def test_login_without_the_code(customer, bank):
    """認証する was chosen: a password alone opens no page."""
    begun(customer, "yes").login()
    for path in ("/home", "/transfer", "/payeasy", "/transfers", "/limit", "/suspend", "/transfers/1/cancel", "/transfer/sign"):
        with unchanged(bank):
            customer.open(path).expect_refused("login-code-needed")
        assert customer.name not in customer.text(), path


def test_no_login(customer, bank):
    customer.apply().import_letter().start().expect_accepted()
    for path in ("/home", "/transfer", "/payeasy", "/transfers", "/limit", "/suspend"):
        with unchanged(bank):
            customer.open(path)
        assert customer.path() == "/login" and customer.name not in customer.text(), path


# ---- the same twice

def refusal_in(answer):
    found = re.search(rb'data-refusal="([a-z-]+)"', answer.body)
    return found[1].decode() if found else None


def test_a_double_submit(started, bank):
    """Eight times the same form at the same moment: one transfer, and seven refusals."""
    started.login().transfer(ACCOUNT, AMOUNT)
    path, fields = started.request(code=started.sign_typed(ACCOUNT))
    clients = [started.client() for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda client: client.post(path, fields), clients))
    accepted = [answer for answer in answers if 300 <= answer.status < 400]
    assert len(accepted) == 1, [(answer.status, refusal_in(answer)) for answer in answers]
    for answer in answers:
        assert answer in accepted or (400 <= answer.status < 500 and refusal_in(answer)), answer.status
    with unchanged(bank, COUNTS):
        again = started.client().post(path, fields)
        assert 400 <= again.status < 500 and refusal_in(again), again.status
    assert started.open("/transfers").text().count(f"{AMOUNT:,}") == 1


def test_one_code_in_eight_tabs(started, bank):
    """Eight tabs, each with a form of its own, and one code in all of them at the same moment: it works once."""
    started.login()
    code = started.code()
    sent = [(started.client(), *started.open("/limit").request(limit=str(300_000 + number), code=code)) for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda one: one[0].post(*one[1:]), sent))
    said = [refusal_in(answer) for answer in answers]
    assert said.count(None) == 1 and set(said) == {None, "code-used"}, [(answer.status, refusal_in(answer)) for answer in answers]


def test_the_back_button(started, bank):
    started.login().transfer(ACCOUNT, AMOUNT)
    code = started.sign_typed(ACCOUNT)
    started.send(code=code).expect_accepted()
    started.status = started.page.go_back().status
    with unchanged(bank):
        if started.page.locator('[name="code"]').count():
            started.send(code=code)
        started.expect_refused("double-submit", "order-gone")
    assert started.open("/transfers").text().count(f"{AMOUNT:,}") == 1


def test_two_tabs(started, bank):
    """Each tab has its own order: what is signed in one is what stands there, whatever the other one began later."""
    started.login().transfer(ACCOUNT, AMOUNT)
    first, second = started.page, started.page.context.new_page()
    started.page = second
    started.transfer(OTHER, AMOUNT + 1).expect_accepted()
    started.page = first
    with unchanged(bank, SPENT):
        started.send(code=started.sign_typed(OTHER)).expect_refused("code-for-another-payee")
    started.send(code=started.sign_typed(ACCOUNT)).expect_accepted()
    assert f"{AMOUNT:,}" in started.text() and f"{AMOUNT + 1:,}" not in started.text()
    started.page = second
    started.send(code=started.sign_typed(OTHER)).expect_accepted()
    assert f"{AMOUNT + 1:,}" in started.text()


def test_the_session_of_two_tabs_ends_in_both(started, bank):
    started.login().open("/limit")
    first, second = started.page, started.page.context.new_page()
    started.page = second
    started.open("/home").click("#logout")
    started.page = first
    with unchanged(bank):
        started.send(limit="300000", code=started.code()).expect_refused("csrf", "login-needed", "session-expired")


# ---- sessions

def test_an_expired_session(started, bank):
    started.login().open("/limit")
    started.clock.later(600)
    with unchanged(bank):
        started.send(limit="300000", code=started.app.code(started.serial)).expect_refused("session-expired")
        started.open("/home")
        assert started.refusal()[0] == "session-expired" or started.path() == "/login"


def test_another_sites_form(started, bank):
    """CSRF: the customer's browser sends a form that this session did not get."""
    started.login().open("/limit")
    code = started.code()
    for forged in ("", "x", "A" * 43 + "." + "A" * 43):
        with unchanged(bank):
            started.forge(csrf=forged).send(limit="300000", code=code).expect_refused("csrf")
        started.open("/limit")
    with unchanged(bank):
        started.forge(csrf=None).send(limit="300000", code=code).expect_refused("csrf")
    started.open("/limit").send(limit="300000", code=code).expect_accepted()
