"""Requests that nobody means well by: odd methods, paths, queries, headers, cookies and bodies, by a seed.

The same seed makes the same requests, so what fails once can be sent again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("GET", "POST", "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")
ODD = (
    *("", "0", "-1", "1", "9" * 30, "x" * 300, "..", "../../etc/passwd", "%2e%2e%2f", "%00", "\x00"),
    *("%ff%fe", "%0d%0aX-Planted: 1", "\r\nX-Planted: 1", "//evil.example", "https://evil.example"),
    *("<script>alert(1)</script>", "'; DROP TABLE guide_conversation--", "{{7*7}}", "${jndi:ldap://x}"),
    *("ﷺ" * 20, "១២", "‮", "🙂", "İ", "\ud7ff", "a\tb", "%", "%zz", "+", ";", "&=&=", "[]", "a[b]=1"),
)
TAGS = ("en", "km", "zz", "EN", "en-kh", "km-kh")
CHARSETS = ("utf-8", "utf-7", "utf-16", "hex", "idna", "punycode", "undefined", "rot13", "x" * 50, "ÿ", "")
KINDS = (
    *("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data"),
    *("application/json", "text/plain", "", ";;;", "multipart/form-data; boundary=" + "b" * 300),
    *("text/plain; x*=hex''%ff", "multipart/form-data; boundary=\xff"),
)
PART = b"--x\r\nContent-Disposition: form-data; name="
BODIES = (
    *(b"", b"a=1", b"b=1&m=help", b"w=" + b"%EF%B7%BA" * 500, b"a=" + b"x" * 30_000, b"\xff\xfe\x00", b"{"),
    *(b"--x\r\n", b"--x", b"&".join(b"a=1" for _ in range(60)), b"l=//evil.example", b"s=1", b"a=%ff"),
    PART + b'"p"; filename="../x"\r\n\r\n\xff\xd8\r\n--x--\r\n',
    PART + b'"a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n',
)
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ("km", "en;q=x", "*", "x" * 500, "en-" * 200, "ÿ"),
    "HTTP_HOST": ("testserver", "testserver", "evil.example", "testserver:99999", "a b", "", "[::1"),
    "HTTP_ORIGIN": ("null", "https://evil.example", "http://testserver", "x", "http://["),
    "HTTP_REFERER": ("https://evil.example/", "http://[", "\xff"),
    "HTTP_X_FORWARDED_FOR": ("203.0.113.7", "x, y, z", ",,,", "9" * 400, "::1%eth0"),
    "HTTP_X_FORWARDED_HOST": ("evil.example",),
    "HTTP_X_FORWARDED_PROTO": ("https", "javascript"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Mon, 01 Jan 0001 00:00:00 GMT"),
    "HTTP_IF_NONE_MATCH": ('"', "*"),
    "HTTP_RANGE": ("bytes=0-", "bytes=9-1", "bytes=" + "1-2," * 100),
    "HTTP_ACCEPT_ENCODING": ("gzip", "gzip;q=x", "br,zstd,\xff"),
    "HTTP_TRANSFER_ENCODING": ("chunked",),
    "HTTP_SERVICE_WORKER": ("script",),
}
COOKIES = ("k=planted", "k=" + "A" * 43, "k=", "v=1", "f=x", "f=" + "a" * 32, "k=\xff", "=;=;", "k" * 5000)


@dataclass(frozen=True)
class Hostile:
    """A request as a server hands it on (WSGI): `path` before decoding, `headers` by their WSGI names."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def routes() -> list[str]:
    """Every address of the program, as Django names it: `<slug:tag>/h/<int:n>`."""

    def each(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from each(pattern.url_patterns, route)
            else:
                yield route

    return sorted(set(each(get_resolver().url_patterns, "")))


def requests(seed: int, count: int, dear: tuple[str, ...] = ()) -> Iterator[Hostile]:
    """So many requests: every address in turn, made odd. Addresses ending as in `dear` name no country."""
    random, known = Random(seed), [*routes(), "s/kapea.css", "m/x.mp3", "nowhere"]
    for number in range(count):
        route = known[number % len(known)]
        yield _one(random, route, ("zz",) if route.endswith(dear or ("//",)) else TAGS)


def _one(random: Random, route: str, tags: tuple[str, ...]) -> Hostile:
    headers = {name: random.choice(values) for name, values in HEADERS.items() if random.random() < 0.12}
    if random.random() < 0.6:
        headers["HTTP_COOKIE"] = "; ".join(random.sample(COOKIES, random.randint(1, 3)))
    if random.random() < 0.7:
        kind, charset = random.choice(KINDS), random.choice(CHARSETS)
        headers["CONTENT_TYPE"] = kind if random.random() < 0.4 else f"{kind}; charset={charset}"
    body = random.choice(BODIES) if random.random() < 0.6 else b""
    if body and random.random() < 0.1:
        headers["CONTENT_LENGTH"] = random.choice(("x", "-5", "3", "99999999999"))
    return Hostile(random.choice(METHODS), _path(random, route, tags), _query(random), headers, body)


def _path(random: Random, route: str, tags: tuple[str, ...]) -> str:
    filled = route.replace("<slug:tag>", random.choice(tags))
    for hole in ("<int:n>", "<int:number>"):
        filled = filled.replace(hole, random.choice(("0", "1", "2", "40", "9" * 40, "x", "-1", "1" * 4300)))
    if random.random() < 0.15:
        filled += random.choice(ODD)
    return "/" + filled


def _query(random: Random) -> str:
    names = ("t", "a", "q", "next", "s", "l", "")
    pairs = (
        f"{random.choice(names)}={random.choice(ODD)}" for _ in range(random.choice((0, 0, 1, 3, 12, 40)))
    )
    return "&".join(pairs)
