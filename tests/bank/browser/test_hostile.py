"""What a customer types is shown as it was typed, on every page that shows it: no tag, no attribute, no script of his own."""

import pytest

from crawler import HOSTILE

# The field takes forty characters.
NAMES = {what: HOSTILE[what][:40] for what in ("tag", "attribute", "single quotes", "closing", "script", "template", "sql quote",
                                          "sql drop", "sql union")}
MARKS = "document.querySelectorAll('xss-mark, [data-xss-mark], script, [onerror], [onfocus], img[src=\"x\"]').length"


@pytest.mark.parametrize("what", NAMES)
def test_a_hostile_name(new_customer, bank, what):
    """Scripts are on in this browser, so that one which got through would run."""
    customer = new_customer(NAMES[what], scripts=True)
    dialogs = []
    customer.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    customer.apply().import_letter()
    shown = 0

    def look():
        nonlocal shown
        assert customer.page.evaluate(MARKS) == 0, f"{customer.page.url}: the name is part of the page"
        assert not dialogs and customer.page.title() != "xss", customer.page.url
        shown += " ".join(customer.name.split()) in " ".join(customer.text().split())

    look()
    customer.start().expect_accepted()
    look()
    customer.login()
    look()
    for path in ("/home", "/branch", "/audit"):
        customer.open(path)
        look()
    assert shown, f"no page shows the name {customer.name!r} as it was typed"


def test_a_hostile_name_is_sent_back_as_it_was_typed(customer):
    """A refused form shows again what was typed: in the field, letter by letter."""
    for what, name in NAMES.items():
        customer.open("/apply")
        form = customer.form("name")
        customer.fill(form, {"name": name})
        customer.page.evaluate("document.querySelectorAll('[name=\"kind\"]').forEach(field => field.value = 'x')")
        customer.click(form.locator("button").first)
        assert customer.status and 400 <= customer.status < 500, (what, customer.status)
        assert customer.page.evaluate(MARKS) == 0, what
        assert customer.page.locator('[name="name"]').input_value() == name, what
