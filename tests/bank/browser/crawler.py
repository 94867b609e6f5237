"""A client without manners: follows every link, fills every field of every form with hostile values, and sends what no browser sends."""

import http.client
import http.cookies
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

# Each is sent in every field of every form, the others of the form being as a customer would have them.
HOSTILE = {
    "empty": "",
    "spaces": "   \t",
    "tag": "<xss-mark>1</xss-mark>",
    "attribute": "\" autofocus onfocus=\"alert(1)\" data-xss-mark=\"1",
    "single quotes": "' data-xss-mark='1' x='",
    "closing": "</textarea></title></option></style><xss-mark>",
    "script": "<script>document.title='xss'</script><img src=x onerror=alert(1)>",
    "address": "javascript:alert(1)",
    "template": "{{7*7}}{% include 'x' %}${7*7}#{7*7}",
    "sql quote": "' OR '1'='1",
    "sql drop": "1'; DROP TABLE contracts; DROP TABLE contract; --",
    "sql union": "0 UNION SELECT name FROM sqlite_master --",
    "sql wildcard": "%",
    "path": "../../../../etc/passwd",
    "command": "$(touch /tmp/skts-bank-was-here);`id`|id",
    "control": "a\0b\x07\x1b[31m\r\nSet-Cookie: xss=1",
    "overrides": "\u202e\u2066abc\u2069\ufeff\u200b",
    "wide digits": "１２３４５６７",
    "arabic digits": "١٢٣٤٥٦٧",
    "negative": "-1",
    "zero": "0",
    "fraction": "1.5",
    "exponent": "1e9",
    "not a number": "NaN",
    "just too great": "18446744073709551616",
    "far too great": "9" * 400,
    "signed edge": "9223372036854775808",
    "no character": "\ud800",
    "long": "長" * 4000,
    "serial of another": "SKTS00000000",
    "emoji": "👩‍👩‍👧‍👦" * 20,
}


class Forms(HTMLParser):
    """Links, forms and what stands in the fields of a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.forms, self.tags, self.attributes = set(), [], set(), set()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.add(tag)
        self.attributes |= set(given)
        if tag == "a" and given.get("href"):
            self.links.add(given["href"])
        elif tag == "form":
            self.forms.append({"action": given.get("action"), "method": (given.get("method") or "get").lower(), "fields": {}})
        elif tag in ("input", "select", "textarea", "button") and self.forms and given.get("name"):
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                self.forms[-1]["fields"].setdefault(given["name"], given.get("value") or "on")
            else:
                self.forms[-1]["fields"][given["name"]] = given.get("value") or ""
        elif tag == "option" and self.forms and self.forms[-1]["fields"]:
            last = list(self.forms[-1]["fields"])[-1]
            self.forms[-1]["fields"][last] = self.forms[-1]["fields"][last] or given.get("value") or ""

    handle_startendtag = handle_starttag


class Answer:
    def __init__(self, response, path):
        self.status, self.path = response.status, path
        self.headers = response.headers
        self.body = response.read()
        self.location = response.headers.get("location")
        self.is_html = (response.headers.get("content-type") or "").startswith("text/html")

    def page(self):
        forms = Forms()
        forms.feed(self.body.decode("utf-8"))
        return forms


class Client:
    """One connection's worth of a browser: a cookie jar and nothing that would hold it back."""

    def __init__(self, address):
        self.host = urlsplit(address).netloc
        self.cookies = {}
        self.seen = []

    def send(self, method, path, body=None, headers=(), kind="application/x-www-form-urlencoded"):
        connection = http.client.HTTPConnection(self.host, timeout=30)
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        if body is not None:
            given["Content-Type"] = kind
        given |= dict(headers)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in given.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = Answer(connection.getresponse(), path)
        finally:
            connection.close()
        for line in answer.headers.get_all("set-cookie") or ():
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        self.seen.append((method, path, answer.status))
        return answer

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, fields, **more):
        body = urlencode(fields, errors="surrogatepass") if not isinstance(fields, bytes) else fields
        return self.send("POST", path, body.encode() if isinstance(body, str) else body, **more)

    def follow(self, answer):
        """Where a browser would be now."""
        for _ in range(5):
            if not answer.location or not 300 <= answer.status < 400:
                break
            answer = self.get(urljoin(answer.path, answer.location))
        return answer


def own_path(base, link):
    """The path of a link on this server; None for another server's."""
    there = urlsplit(urljoin(f"http://bank{base}", link))
    if there.netloc != "bank" or there.scheme != "http":
        return None
    return there.path + (f"?{there.query}" if there.query else "")
