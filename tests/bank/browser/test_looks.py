"""axe-core on every page, phone and PC, light and dark. Serious and critical findings fail; it runs scripts, as no journey does."""

import json
import os
import subprocess
from pathlib import Path

from chrome import LAYOUTS, surf
from customer import Customer
from app import App
from looks import tour

HERE = Path(__file__).resolve().parent
RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(one => [one.impact, one.id, one.help, one.nodes.map(node => node.target.join(' ') + ': ' + node.failureSummary)])"""


def axe():
    path = subprocess.run([HERE / "axe"], check=True, capture_output=True, text=True).stdout.strip()
    return Path(path).read_text(encoding="utf-8")


def overflow(page):
    """By how many pixels the page is wider than its window: a phone would scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_axe_finds_nothing_serious(bank, browser, programs, tmp_path):
    script, found, minor, looked = axe(), [], set(), []
    # A page that is left open for axe is not asked for twice: each look changes the window and the scheme of one page.
    with surf(browser, bank.address, "pc", scripts=True, bypass_csp=True, reduced_motion="reduce") as page:
        customer = Customer(bank, App(programs, tmp_path / "app", bank.clock), page)

        def look(name):
            for layout, size in LAYOUTS.items():
                page.set_viewport_size(size)
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    page.evaluate(script)
                    for impact, rule, text, nodes in page.evaluate(RUN):
                        line = f"{name}, {layout}, {scheme}: {impact} {rule}: {text}\n    " + "\n    ".join(nodes[:3])
                        if impact in ("serious", "critical"):
                            found.append(line)
                        else:
                            minor.add(f"{name}: {impact} {rule}: {text}")
                if overflow(page) > 0:
                    found.append(f"{name}, {layout}: {overflow(page)} pixels too wide")
            looked.append(name)

        tour(customer, look)
    print(f"axe-core: {len(looked)} pages, four looks each; {len(minor)} minor findings")
    print("\n".join(sorted(minor)))
    assert not found, "\n".join(found)
    assert len(set(looked)) >= 30, looked


def test_axe_finds_what_is_wrong(browser):
    """The positive control: a page with a fault of each kind is not clean."""
    context = browser.new_context()
    page = context.new_page()
    page.set_content('<html><body><img src="data:,"><input><p style="color:#aaa;background:#fff">text</p></body></html>')
    page.evaluate(axe())
    rules = {rule for impact, rule, *_ in page.evaluate(RUN) if impact in ("serious", "critical")}
    context.close()
    assert {"image-alt", "label", "color-contrast", "html-has-lang"} <= rules, rules
