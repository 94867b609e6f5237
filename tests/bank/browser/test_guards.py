"""The guards of the other tests, each with what it must notice."""

from functools import partial

import pytest

from chrome import faults_of_policy, surf
from test_refusals import unchanged

STRICT = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


def fulfill(answer, route):
    route.fulfill(**answer)


def test_a_change_of_the_tables_is_noticed(customer, bank):
    with pytest.raises(AssertionError, match="a refusal changed"), unchanged(bank):
        customer.apply()


def test_what_a_browser_complains_about_is_noticed(bank, browser, layout):
    faults = ("<img src='/nowhere.png'>", "<script>1</script>", "<img src='https://bank.example/x.png'>")
    for fault in faults:
        with pytest.raises(AssertionError), surf(browser, bank.address, layout, scripts=True) as page:
            answer = {"body": fault, "content_type": "text/html", "headers": {"content-security-policy": STRICT}}
            page.route("**/faulty", partial(fulfill, answer))
            page.goto("/faulty")


def test_a_weak_policy_is_noticed():
    assert not faults_of_policy(STRICT)
    weak = [None, "", "default-src 'self'", STRICT + "; script-src 'self'",
            STRICT.replace("style-src 'self'", "style-src 'unsafe-inline'"), STRICT.replace("img-src 'self' data:", "img-src *"), STRICT.replace("base-uri 'none'", "")]
    for policy in weak:
        assert faults_of_policy(policy), policy
