"""Debian's Chromium, and everything that it complains about."""

import re
from contextlib import contextmanager
from urllib.parse import urlsplit

LAYOUTS = {"pc": {"width": 1200, "height": 800}, "phone": {"width": 390, "height": 844}}
# Chromium says this of every page that comes with a status of 4xx, as each of the bank's refusals does.
REFUSED_PAGE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d ")
CSP = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'"}


def faults_of_policy(policy):
    """What a Content-Security-Policy allows that no page of the bank needs."""
    if not policy:
        return ["no Content-Security-Policy"]
    given = {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}
    faults = [f"{name} is {given.get(name)!r}, not {value!r}" for name, value in CSP.items() if given.get(name) != value]
    for name, value in given.items():
        allowed = {"'none'", "'self'", "data:"} if name == "img-src" else {"'none'", "'self'"}
        for source in value.split():
            if source not in allowed:
                faults.append(f"{name} allows {source}")
    if given.get("script-src", "'none'") != "'none'":
        faults.append("scripts are allowed")
    return faults


class Watch:
    """Collects the faults that a browser sees: console, network, headers."""

    def __init__(self, context, address):
        self.address, self.faults, self.documents = address, [], []
        context.on("console", self.console)
        context.on("weberror", lambda error: self.faults.append(f"a script failed: {error.error}"))
        context.on("requestfailed", self.request_failed)
        context.on("response", self.response)

    def console(self, message):
        if message.type not in ("error", "warning"):
            return
        if REFUSED_PAGE.match(message.text) and message.location.get("url") in [url for url, _ in self.documents]:
            return
        self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def request_failed(self, request):
        if "ERR_ABORTED" not in (request.failure or ""):  # a download, or a page that was left before it had come
            self.faults.append(f"{request.url}: {request.failure}")

    def response(self, response):
        url = urlsplit(response.url)
        if url.scheme != "data" and f"{url.scheme}://{url.netloc}" != self.address:
            self.faults.append(f"another server is asked: {response.url}")
            return
        if response.status >= 500:
            self.faults.append(f"{response.url}: {response.status}")
        if response.request.resource_type == "document":
            self.documents.append((response.url, response.status))
            self.faults += [f"{response.url}: {fault}" for fault in faults_of_policy(
                response.headers.get("content-security-policy"))]
        elif response.status >= 400:
            self.faults.append(f"{response.url}: {response.status}")

    def check(self):
        assert not self.faults, "\n".join(self.faults)


@contextmanager
def surf(browser, address, layout, scripts=False, **more):
    """A fresh profile of a customer's browser. Its faults fail the test when it is closed."""
    context = browser.new_context(viewport=LAYOUTS[layout], java_script_enabled=scripts, locale="ja-JP",
                                  has_touch=layout == "phone", base_url=address, **more)
    context.set_default_timeout(15_000)
    watch = Watch(context, address)
    try:
        page = context.new_page()
        page.watch = watch
        yield page
        watch.check()
    finally:
        context.close()
