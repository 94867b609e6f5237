"""What the tests of the bank run with: programs, clock, bank, browser, customers."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from app import App
from bank import MORNING, Bank, Clock
from chrome import surf
from customer import Branch, Customer
from privacyidea import privacyidea

ROOT = Path(__file__).resolve().parents[3]

def pytest_addoption(parser):
    parser.addoption("--layouts", default="pc,phone", help="pc, phone or both")
    parser.addoption("--quick", action="store_true", help="a third of the hostile values")
    parser.addoption("--verifiers", default="embedded", help="embedded, privacyidea or both")


def pytest_generate_tests(metafunc):
    for name in ("layout", "verifier"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, metafunc.config.getoption(f"--{name}s").split(","))


@pytest.fixture(scope="session")
def programs():
    target = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    folder = Path(os.environ.get("SKTS_PROGRAMS") or target / "dist")
    for name in ("skts-token", "skts-issue"):
        assert (folder / name).exists(), f"{folder / name} is missing: desktop/build"
    return folder


@pytest.fixture(scope="session")
def bank_program():
    program = Path(os.environ.get("SKTS_BANK") or ROOT / "tests/bank/target/debug/skts-bank")
    assert program.exists(), f"{program} is missing: cargo build --manifest-path tests/bank/Cargo.toml"
    return program


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def clock(tmp_path):
    return Clock(tmp_path / "clock", MORNING)


@pytest.fixture(scope="session")
def privacyidea_server(tmp_path_factory):
    """One server for all tests of a process: it takes a minute to begin."""
    with privacyidea(tmp_path_factory.mktemp("server")) as (more, follow):
        yield more, follow


@pytest.fixture
def verifier_options(request, clock):
    """The bank's command line for the test's verifier; embedded where the test names none."""
    callspec = getattr(request.node, "callspec", None)
    if callspec is None or callspec.params.get("verifier", "embedded") == "embedded":
        return []
    more, follow = request.getfixturevalue("privacyidea_server")
    clock.followers.append(follow)
    follow(clock.now)
    return more


@pytest.fixture
def bank(bank_program, tmp_path, clock, verifier_options):
    folder = tmp_path / "bank"
    folder.mkdir()
    with Bank(bank_program, folder, clock, verifier_options) as running:
        yield running
        assert running.is_running(), f"the bank has ended:\n{running.said()}"


@pytest.fixture
def branch(bank, browser, layout):
    """The branch's people at their console, with a browser of their own."""
    with surf(browser, bank.address, layout) as page:
        yield Branch(bank, page)


@pytest.fixture
def new_customer(bank, browser, programs, layout, tmp_path):
    """Makes customers, each with a browser and an app of their own; at the end no browser may have complained."""
    open_ones = []

    def make(name="山田 花子", scripts=False):
        surfing = surf(browser, bank.address, layout, scripts)
        page = surfing.__enter__()
        open_ones.append(surfing)
        return Customer(bank, App(programs, tmp_path / f"app-{len(open_ones)}", bank.clock), page, name)

    yield make
    faults = []
    for surfing in open_ones:
        try:
            surfing.__exit__(None, None, None)
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)


@pytest.fixture
def customer(new_customer):
    return new_customer()


@pytest.fixture
def started(customer):
    """A customer who has started on the day before, without 認証する."""
    return begun(customer)


def begun(customer, login_code="no"):
    customer.apply().import_letter().start(login_code).expect_accepted()
    customer.clock.next_day()
    return customer


def pytest_terminal_summary(terminalreporter):
    """What the tests that passed have counted: a crawler that saw three pages would pass too."""
    for report in terminalreporter.stats.get("passed", []):
        for title, text in report.sections:
            if "stdout call" in title:
                for line in text.splitlines():
                    terminalreporter.write_line(line)
