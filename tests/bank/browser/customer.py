"""A customer at the bank's site: fills in forms, reads pages, never runs a script."""

import base64
import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from app import App
from crawler import Client


class Customer:
    """One person with one browser, one app, and what stands in the bank's letter."""

    def __init__(self, bank, app, page, name="山田 花子"):
        self.bank, self.app, self.page, self.name = bank, app, page, name
        self.clock = bank.clock
        self.contract = self.password = self.transfer_password = self.serial = None
        self.status, self.phones = None, 1

    # ---- pages

    def open(self, path):
        answer = self.page.goto(path)
        self.status = answer.status if answer else None
        return self

    def path(self):
        return urlsplit(self.page.url).path

    def form(self, *names):
        """The form that has all of these fields."""
        selector = "form" + "".join(f':has([name="{name}"])' for name in names)
        found = self.page.locator(selector)
        assert found.count(), f"{self.page.url} has no form with {names}:\n{self.text()}"
        return found.first

    def fill(self, form, fields):
        for name, value in fields.items():
            field = form.locator(f'[name="{name}"]')
            kind = field.first.get_attribute("type") or field.first.evaluate("field => field.localName")
            if kind == "radio":
                form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
            elif kind == "checkbox":
                field.first.set_checked(bool(value), force=True)
            elif kind == "select":
                field.first.select_option(value)
            else:
                field.first.fill(str(value))

    def send(self, _button=None, **fields):
        """Fills in the form that has these fields and sends it. An underscore stands for the hyphen of a field's name."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        form = self.form(*fields)
        self.fill(form, fields)
        return self.click(form.locator(_button or 'button:not([type="button"]), input[type="submit"]').first)

    def click(self, what):
        locator = self.page.locator(what).first if isinstance(what, str) else what
        with self.page.expect_navigation() as going:
            locator.click()
        self.status = going.value.status if going.value else None
        return self

    def text(self):
        return self.page.locator("body").inner_text()

    def said(self, identifier):
        return self.page.locator(f"#{identifier}").first.inner_text().strip()

    # ---- what the bank answers

    def refusal(self):
        """The machine's word for a refusal, and the sentence that the customer reads."""
        alert = self.page.locator('[role="alert"][data-refusal]')
        if not alert.count():
            return None, None
        return alert.first.get_attribute("data-refusal"), alert.first.inner_text().strip()

    def expect_accepted(self):
        why, sentence = self.refusal()
        assert why is None and self.status == 200, f"{self.page.url}: {self.status} {why} {sentence}\n{self.text()}"
        return self

    def expect_refused(self, *reasons):
        """Refused for one of these reasons, with status 4xx and a sentence in the page's own language."""
        why, sentence = self.refusal()
        assert why in reasons, f"{self.page.url}: {self.status} {why} {sentence}, not {reasons}\n{self.text()}"
        assert 400 <= self.status < 500, f"{self.page.url}: {why} with status {self.status}"
        assert len(sentence) > 8 and why not in sentence, f"{why} says nothing to a customer: {sentence!r}"
        return sentence

    # ---- the letter

    def picture(self, identifier, name):
        """Saves a picture of the page as a customer would, and gives its file."""
        source = self.page.locator(f"#{identifier}").get_attribute("src")
        if source.startswith("data:"):
            content = base64.b64decode(source.partition(",")[2])
        else:
            answer = self.page.request.get(urljoin(self.page.url, source))
            assert answer.ok, f"{source}: {answer.status}"
            content = answer.body()
        assert content.startswith(b"\x89PNG"), f"#{identifier} is no PNG"
        return self.app.save(name, content)

    def apply(self, kind="plain"):
        """申込: the bank's letter with the seed."""
        self.open("/apply").send(name=self.name, kind=kind).expect_accepted()
        self.read_letter()
        self.contract, self.password = self.said("contract"), self.said("password")
        self.transfer_password = self.said("transfer-password").replace(" ", "")
        assert re.fullmatch(r"\d{10}", self.transfer_password), self.transfer_password
        return self

    def read_letter(self):
        assert self.path().startswith("/letter/"), self.path()
        self.serial = self.page.locator("#serial").get_attribute("data-serial")
        assert re.fullmatch(r"SKTS\d{8,12}", self.serial), self.serial
        self.letter = self.picture("qr", f"letter-{self.serial}.png")

    def import_letter(self):
        serial = self.app.import_file(self.letter)
        assert serial == self.serial, f"the QR code holds {serial}, the letter says {self.serial}"
        return self

    def code(self):
        """A code that this token has not shown before."""
        self.clock.next_code()
        return self.app.code(self.serial)

    # ---- journeys

    def digits(self):
        """The two digits of the 資金移動用パスワード that the page asks for."""
        asked = {}
        for name in ("digit-a", "digit-b"):
            label = self.page.locator(f'label[for="{name}"]').first.inner_text()
            position = int(re.search(r"\d+", label)[0])
            assert 1 <= position <= 10, label
            asked[name.replace("-", "_")] = self.transfer_password[position - 1]
        return asked

    def start(self, login_code="no", code=None, serial=None):
        """利用開始 with serial and code, and 認証する or 認証しない."""
        self.open("/start")
        return self.send(contract=self.contract, password=self.password, serial=serial or self.serial,
                         code=code or self.code(), login_code=login_code, **self.digits())

    def send_letters(self, letters):
        """The phone's part of a two-step enrolment."""
        return self.open("/start/two-step").send(contract=self.contract, password=self.password, serial=self.serial,
                                                 letters=letters)

    def login(self, code=None):
        """ログイン anew, also where somebody is logged in."""
        if self.open("/login").path() == "/home":
            self.click("#logout").open("/login")
        self.send(contract=self.contract, password=self.password)
        if code:
            self.send(code=code)
        return self

    def transfer(self, account, amount, by="typed"):
        """振込, up to the page that asks for the code of 取引認証."""
        return self.open("/transfer").send(bank="0001", branch="001", account=account, amount=amount, by=by)

    def pay(self, payee, amount, by="typed"):
        return self.open("/payeasy").send(payee=payee, amount=amount, by=by)

    def sign_typed(self, payee):
        self.clock.next_code()
        return self.app.sign(payee, self.serial)

    def sign_shown(self):
        """What the app says and computes of the 取引QR on the page."""
        return self.app.sign_qr(self.picture("transaction-qr", "transaction.png"))

    def apply_for_another(self, kind="plain"):
        """The letter for the next phone, while the token of this one is in use."""
        self.open("/apply/token").send(contract=self.contract, password=self.password, kind=kind).expect_accepted()
        self.read_letter()
        return self

    def begin_replacement(self, code):
        """交換, first page: 現ワンタイムパスワードの認証 with the old token's code."""
        self.open("/replace").send(contract=self.contract, password=self.password, code=code)
        return self

    def finish_replacement(self, code, serial=None):
        return self.open("/replace/new").send(serial=serial or self.serial, code=code)

    def suspend(self):
        """利用中止"""
        return self.open("/suspend").send(**self.digits(), confirm="yes")

    def stop_banking(self):
        """IB取引中止"""
        return self.open("/stop-banking").send(contract=self.contract, password=self.password, confirm="yes")

    def new_phone(self):
        """The same customer with another phone, on which the app has no token."""
        self.phones += 1
        self.app = App(self.app.programs, self.app.folder.with_name(f"{self.app.folder.name}-{self.phones}"), self.clock)
        return self

    def save_key_container(self):
        """The letter's PSKC file, downloaded."""
        with self.page.expect_download() as download:
            self.page.locator("#pskc").click()
        path = self.app.folder / "letter.pskcxml"
        download.value.save_as(path)
        return path

    def tomorrow(self):
        return self.clock.date() + timedelta(days=1)

    # ---- what no customer means to do

    def client(self):
        """The same session in the hands of a program: it sends what it wants, as often as it wants."""
        client = Client(self.bank.address)
        client.cookies = {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}
        return client

    def request(self, **fields):
        """Address and fields of the form on the page that has these, as the browser would send it."""
        fields = {name.replace("_", "-"): value for name, value in fields.items()}
        form = self.form(*fields)
        self.fill(form, fields)
        sent = form.evaluate("form => [form.getAttribute('action') || location.pathname, [...new FormData(form)]]")
        return urlsplit(urljoin(self.page.url, sent[0])).path, dict(sent[1])

    def forge(self, csrf):
        """Gives every form of the page another `csrf`, or none: so looks what another site's page sends."""
        self.page.evaluate("""csrf => document.querySelectorAll('[name="csrf"]').forEach(
            field => csrf === null ? field.remove() : field.value = csrf)""", csrf)
        return self


class Branch:
    """The people of the branch, at their console."""

    def __init__(self, bank, page):
        self.desk = Customer(bank, None, page)

    def act(self, customer, what):
        """`stop` (利用停止), `loss` (紛失・盗難), `resume`, `release` (ロック解除), `issue` or `reissue` (再発行)."""
        return self.desk.open("/branch").click(f'#contract-{customer.contract} button[value="{what}"]')

    def practise(self, skip_wait=False, obligatory=True):
        """The switches of /practice."""
        fields = {"skip_wait": skip_wait, "transaction_obligatory": obligatory}
        return self.desk.open("/practice").send(**fields).expect_accepted()

    def hand_over(self, customer, what="reissue"):
        """A new letter for the customer, across the counter."""
        self.act(customer, what).expect_accepted()
        self.desk.app = customer.app
        self.desk.read_letter()
        customer.serial, customer.letter = self.desk.serial, self.desk.letter
        return customer
