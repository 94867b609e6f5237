"""Each journey of the issue, as a customer walks it: PC and phone, no script, and the app that ships."""

import re

import pytest

from conftest import begun

pytestmark = pytest.mark.usefixtures("verifier")

ACCOUNT, AMOUNT, INSTITUTION = "7415928", 48_200, "00042"


def shown_date(customer):
    """The day of the first transfer, as the page says it in Japan's words."""
    found = re.search(r"(\d{1,2})月(\d{1,2})日", customer.text())
    assert found, customer.text()
    return int(found[1]), int(found[2])


def test_apply_and_start_from_the_printed_qr_code(customer):
    customer.apply()
    for wanted in (customer.contract, customer.password):
        assert wanted
    assert "練習用" in customer.text()
    customer.import_letter().start().expect_accepted()
    tomorrow = customer.tomorrow()
    assert shown_date(customer) == (tomorrow.month, tomorrow.day)
    customer.login().expect_accepted()
    assert customer.path() == "/home"
    assert shown_date(customer) == (tomorrow.month, tomorrow.day)


def test_apply_in_two_steps(customer):
    customer.apply("two-step")

    def tell_bank(letters):
        customer.send_letters("AAAA AAAA AAAA AAAA AAAA").expect_refused("wrong-letters")
        customer.send_letters(letters.lower()).expect_accepted()
        customer.send_letters(letters).expect_refused("not-two-step")

    serial = customer.app.import_two_steps(customer.letter, tell_bank)
    assert serial == customer.serial
    customer.start().expect_accepted()
    customer.login().expect_accepted()


def test_apply_with_a_key_container(customer):
    customer.apply()
    assert customer.app.import_file(customer.save_key_container()) == customer.serial
    customer.start().expect_accepted()
    customer.login().expect_accepted()


def test_login_without_the_code(started):
    started.login().expect_accepted()
    assert started.path() == "/home"


def test_login_with_the_code(customer):
    begun(customer, login_code="yes")
    customer.login().expect_accepted()
    assert customer.path() == "/login/code", customer.path()
    assert customer.name not in customer.text()
    customer.send(code=customer.code()).expect_accepted()
    assert customer.path() == "/home"


def test_transfer_with_a_typed_payee(started):
    started.login().transfer(ACCOUNT, AMOUNT).expect_accepted()
    assert "口座番号を入力" in started.text() and f"{AMOUNT:,}" in started.text()
    started.send(code=started.sign_typed(ACCOUNT)).expect_accepted()
    assert started.path() == "/transfer/done"
    assert f"{AMOUNT:,}" in started.open("/transfers").text()


def test_transfer_by_transaction_qr(started):
    started.login().transfer(ACCOUNT, AMOUNT, by="qr").expect_accepted()
    shown = started.sign_shown()
    assert (shown["payee"], shown["amount"], shown["serial"]) == (ACCOUNT, AMOUNT, started.serial)
    assert len(shown["code"]) == 8
    started.send(code=shown["code"]).expect_accepted()
    assert started.path() == "/transfer/done"


def test_payeasy_typed_and_by_transaction_qr(started):
    started.login().pay(INSTITUTION, AMOUNT).expect_accepted()
    started.send(code=started.sign_typed(INSTITUTION)).expect_accepted()
    started.pay(INSTITUTION, AMOUNT, by="qr").expect_accepted()
    shown = started.sign_shown()
    assert (shown["payee"], shown["amount"]) == (INSTITUTION, AMOUNT)
    started.send(code=shown["code"]).expect_accepted()


def reserve(customer):
    customer.login().transfer(ACCOUNT, AMOUNT)
    customer.send(code=customer.sign_typed(ACCOUNT)).expect_accepted()


def test_a_reserved_transfer_is_cancelled(started):
    reserve(started)
    started.open("/transfers")
    started.click('a[href$="/cancel"]').expect_accepted()
    started.send(code=started.code()).expect_accepted()
    assert not started.open("/transfers").page.locator('a[href$="/cancel"]').count()


def test_the_limit_is_changed(started):
    started.login().open("/limit").send(limit="300000", code=started.code()).expect_accepted()
    assert "300,000" in started.text()
    # What is above it is refused from now on.
    started.transfer(ACCOUNT, 300_001).expect_refused("over-limit")


def test_replacement(started):
    """交換: from the app to the app, and with a letter in two steps."""
    old = started.serial
    proof = started.code()
    started.apply_for_another().begin_replacement(proof).expect_accepted()
    assert started.path() == "/replace/new"
    started.new_phone().import_letter()
    assert started.serial != old
    started.finish_replacement(started.code()).expect_accepted()
    # No gap: transfers go on the same day.
    started.login().transfer(ACCOUNT, AMOUNT).expect_accepted()
    started.send(code=started.sign_typed(ACCOUNT)).expect_accepted()


def test_suspension_and_a_new_start(started):
    started.login().suspend().expect_accepted()
    started.open("/limit").send(limit="300000", code=started.code()).expect_refused("token-suspended")
    started.start().expect_accepted()
    started.login().transfer(ACCOUNT, AMOUNT).expect_refused("too-early")


def test_stop_banking(started, branch):
    started.stop_banking().expect_accepted()
    started.login().expect_refused("banking-stopped")
    branch.act(started, "resume").expect_accepted()
    started.login().expect_accepted()


def test_the_branchs_console(started, branch):
    branch.act(started, "stop").expect_accepted()
    started.login().open("/limit").send(limit="300000", code=started.code()).expect_refused("token-stopped")
    branch.act(started, "resume").expect_accepted()
    started.start().expect_accepted()
    branch.act(started, "loss").expect_accepted()
    started.login().open("/limit").send(limit="300000", code=started.code()).expect_refused("token-lost")
    branch.act(started, "release").expect_refused("not-locked")
    branch.hand_over(started, "reissue")
    started.new_phone().import_letter().start().expect_accepted()
    started.clock.next_day()
    reserve(started)
    assert started.contract in branch.desk.open("/audit").text()


def test_practice_without_the_wait_and_without_transaction_codes(customer, branch):
    branch.practise(skip_wait=True, obligatory=False)
    customer.apply().import_letter().start().expect_accepted()
    customer.login().transfer(ACCOUNT, AMOUNT, by="code").send(code=customer.code()).expect_accepted()
    branch.practise(skip_wait=False, obligatory=True)
    customer.transfer(ACCOUNT, AMOUNT).expect_refused("too-early")


def test_the_pages_that_inform(customer):
    for path in ("/", "/environment", "/apps"):
        assert "練習用" in customer.open(path).expect_accepted().text()
    assert customer.page.locator("main img").count() == 2
    customer.open("/?lang=en").open("/login").expect_accepted()
    assert "Contract ID" in customer.text() and "契約者ID" not in customer.text()
    assert customer.page.locator("html").get_attribute("lang") == "en"
    customer.open("/?lang=ja").open("/login")
    assert "契約者ID" in customer.text()
