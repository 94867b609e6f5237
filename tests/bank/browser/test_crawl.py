"""Every route and every form with hostile values: never a status of 5xx, the strict headers everywhere, nothing taken literally."""

import re
from urllib.parse import urlencode

import pytest

from bank import COUNTS
from chrome import faults_of_policy
from conftest import begun
from crawler import HOSTILE, Client, own_path

FIRST_PAGES = ("/", "/apply", "/start", "/login", "/replace", "/stop-banking", "/branch", "/environment", "/apps", "/audit",
               "/practice", "/home", "/transfer", "/transfer/sign", "/transfer/done", "/payeasy", "/transfers", "/limit",
               "/suspend", "/replace/new", "/start/two-step", "/login/code", "/letter/1", "/letter/1/pskc", "/transfers/1/cancel", "/done",
               "/apply/token", "/?lang=en")
CRAFTED = ("/%00", "/letter/%00", "/letter/..%2f..%2fetc%2fpasswd", "/letter/" + "9" * 400, "/letter/-1", "/letter/%F0%28%8C%28",
           "/transfers/18446744073709551616/cancel", "/transfers/-1/cancel", "/transfers/%27%20OR%201=1/cancel",
           "/?lang=%3Cscript%3E", "/?lang=" + "x" * 5000, "/?" + "a=1&" * 500, "//", "/.git/config", "/..", "/transfer//", "/" + "x" * 6000)
SECURE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "x-frame-options": "DENY"}


def check(answer, what):
    assert answer.status < 500, f"{what}: {answer.status} {answer.body[:300]}"
    faults = faults_of_policy(answer.headers.get("content-security-policy"))
    assert not faults, f"{what}: {answer.status} {faults}"
    assert answer.headers.get("x-content-type-options") == "nosniff", f"{what}: no nosniff"
    assert answer.headers.get("referrer-policy") in ("no-referrer", "same-origin"), f"{what}: referrer-policy"
    for cookie in answer.headers.get_all("set-cookie") or ():
        assert "xss" not in cookie.lower(), f"{what}: sets the customer's own cookie: {cookie}"
        assert "httponly" in cookie.lower() and re.search("samesite=(lax|strict)", cookie.lower()), cookie
    if answer.is_html:
        assert "no-store" in (answer.headers.get("cache-control") or ""), f"{what}: a page may be kept: {answer.headers}"
        page = answer.page()
        assert "xss-mark" not in page.tags, f"{what}: a tag of the customer's is in the page"
        assert "data-xss-mark" not in page.attributes, f"{what}: an attribute of the customer's is in the page"
        assert "script" not in page.tags and not any(name.startswith("on") for name in page.attributes), f"{what}: a script"
        assert "style" not in page.attributes, f"{what}: a style that the policy forbids"
        if 200 <= answer.status < 300 and answer.body:
            assert "練習用".encode() in answer.body or b"ractice" in answer.body, f"{what}: the page is not marked"
    return answer


def crawl(client):
    """Every page that links lead to from the first ones. Its forms are given back, each once."""
    todo, done, forms = list(FIRST_PAGES), set(), {}
    while todo:
        path = todo.pop()
        if path in done:
            continue
        done.add(path)
        answer = client.follow(check(client.get(path), f"GET {path}"))
        check(answer, f"GET {path} led to {answer.path}")
        if not answer.is_html:
            continue
        page = answer.page()
        for form in page.forms:
            action = own_path(answer.path, form["action"] or answer.path)
            assert action, f"{answer.path}: a form sends to {form['action']}"
            key = (action, form["method"], tuple(form["fields"]))
            forms.setdefault(key, answer.path)
        todo += [there for there in (own_path(answer.path, link) for link in page.links)
                 if there and there not in done and "logout" not in there]
        assert len(done) < 400, "the links do not end"
    return done, forms


def fresh_fields(client, shown_at, action, names):
    """The form as it stands in the page now, with this session's csrf."""
    answer = client.follow(client.get(shown_at))
    if answer.is_html:
        for form in answer.page().forms:
            if own_path(answer.path, form["action"] or answer.path) == action and tuple(form["fields"]) == names:
                return form["fields"]
    return None


def refusal_changes_nothing(bank, before, answer, title):
    """A refused form has a word and a sentence of its own, and leaves the tables as they were."""
    assert b"data-refusal=" in answer.body, f"{title}: {answer.status} without a refusal's word: {answer.body[-1500:]}"
    after = bank.tables(COUNTS)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    assert not changed, f"{title}: refused with {answer.status}, and changed {changed}"


def attack(bank, client, forms, again, usual, values):
    """Sends every hostile value in every field of every form, with what a customer would have in the other fields. How many
    requests, and which fields the bank read."""
    sent, read = 0, set()
    for (action, method, names), shown_at in sorted(forms.items()):
        for field in names:
            for what, value in values:
                fields = fresh_fields(client, shown_at, action, names)
                if fields is None:
                    again(client)
                    fields = fresh_fields(client, shown_at, action, names)
                if fields is None:
                    continue
                fields |= {name: usual[name] for name in names if name in usual}
                body = urlencode(fields | {field: value}, errors="surrogatepass")
                before = bank.tables(COUNTS)
                title = f"{method} {action} {field}={what}"
                if method == "post":
                    answer = check(client.post(action, body.encode()), title)
                    if answer.status >= 400:
                        refusal_changes_nothing(bank, before, answer, title)
                else:
                    answer = check(client.get(f"{action}?{body}"), title)
                if answer.status != 429:
                    read.add((action, field))
                if answer.location:
                    check(client.follow(answer), f"{title} led to {answer.location}")
                sent += 1
    return sent, read


@pytest.fixture
def guest(bank):
    return Client(bank.address)


@pytest.fixture
def inside(new_customer):
    """A customer who is logged in with a transfer reserved and an order begun, in the hands of a program."""
    customer = new_customer()

    def again(client):
        begun(customer.new_phone()).login().transfer("7415928", 48_200)
        customer.send(code=customer.sign_typed("7415928")).expect_accepted()
        customer.transfer("7415928", 48_200)
        client.cookies = customer.client().cookies
        usual.update(contract=customer.contract, password=customer.password, serial=customer.serial)

    usual = {"bank": "0001", "branch": "001", "account": "7415928", "payee": "00042", "amount": "100", "by": "typed",
             "limit": "300000", "name": "山田 花子", "kind": "plain", "login-code": "no", "code": "", "confirm": "yes"}
    client = Client(customer.bank.address)
    again(client)
    return client, again, usual


@pytest.mark.parametrize("who", ["guest", "inside"])
def test_every_page_and_form(bank, request, layout, who):
    """As somebody without a contract, and as a customer who is logged in."""
    total, reached, everything = 0, set(), set()
    values = list(HOSTILE.items())[::3 if request.config.getoption("--quick") else 1]
    found = request.getfixturevalue(who)
    for client, again, usual in ([(found, lambda _: None, {})] if who == "guest" else [found]):
        pages, forms = crawl(client)
        reached |= {path.partition("?")[0] for path in pages}
        sent, read = attack(bank, client, forms, again, usual, values)
        total += sent
        wanted = {(action, field) for action, _, names in forms for field in names}
        everything |= wanted
        missing = wanted - read
        assert not missing, f"the bank's limit of tries kept these from it: {missing}"
        assert bank.is_running()
    print(f"crawler, {who}: {len(reached)} pages, {len(everything)} fields, {total} forms sent")
    assert len(everything) > (30 if who == "guest" else 50), everything


@pytest.mark.parametrize("path", CRAFTED)
def test_a_crafted_address(guest, path):
    check(guest.get(path), path)


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_what_no_browser_sends(guest, path):
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD", "XSS"):
        check(guest.send(method, path, b"" if method != "HEAD" else None), f"{method} {path}")
    for kind, body in (("application/json", b"{}"), ("multipart/form-data", b"--x"), ("", b"a=1"),
                       ("application/x-www-form-urlencoded", b"\xff\xfe=%ff%fe&%=%&&&=;"),
                       ("application/x-www-form-urlencoded", b"csrf=1&csrf=2&contract=1&contract=2"),
                       ("application/x-www-form-urlencoded", b"a=" + b"x" * 200_000)):
        check(guest.send("POST", path, body, kind=kind), f"POST {path} {kind} {body[:20]}")
    for headers in ({"Cookie": "session=' OR 1=1; a=\"; =;;"}, {"Cookie": "x=" + "y" * 7000}, {"Accept-Language": "\xff" * 200},
                    {"Host": "evil.example"}, {"X-Forwarded-For": "'"}, {"Origin": "https://evil.example"}):
        answer = check(guest.send("GET", path, headers=headers), f"GET {path} {headers}")
        assert b"evil.example" not in answer.body and "evil.example" not in (answer.location or ""), path
