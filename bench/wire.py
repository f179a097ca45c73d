"""What each public page weighs on the wire, as the real server sends it."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlencode

from bench import path, site
from bench.figures import Section
from bench.server import LINKED, Reply, Server

HOW = """\
Bytes as they leave `kapea serve` over HTTP/1.1: status line, headers and body, asked for with
“Accept-Encoding: gzip”. Drawings stand in the page. Style and script are asked for once and kept for ever;
both are counted with the first view. In the last column: the body before compression, and the whole answer
when the browser takes none."""

LIMIT_KB = 14
PAGES = {
    "find": "find",
    "found": "find?t=1",
    "practice": "practice",
    "private": "p/1",
    "about": "p/2",
    "not found": "nothing-here",
}
STEPS = ("what", "words", "q-dying", "step-2", "call", "after")
"""Steps whose pages are weighed: the tiles, first words, a question, a step, contacts, what comes after."""
KEPT = re.compile(r"^set-cookie: *([^=]+)=([^;]*)", re.IGNORECASE | re.MULTILINE)


def measure(server: Server) -> Section:
    section = Section("Bytes on the wire", HOW)
    assets = _assets(section, server)
    for language in ("km", "en"):
        whole = (server.get(f"/{language}/").size + assets) / 1000
        section.add(
            f"{language}: first view, style and script", whole, "kB", bar=LIMIT_KB, note="a first visit"
        )
        _add(section, server, f"{language}: first view", f"/{language}/")
        for name, address in PAGES.items():
            _add(section, server, f"{language}: {name}", f"/{language}/{address}")
        jar = _conversation(server, language)
        for node, depth in _steps().items():
            address = f"/{language}/h/{depth}?{urlencode(site.tag(jar))}"
            _add(section, server, f"{language}: {node}", address, _cookie(jar))
    return section


def _assets(section: Section, server: Server) -> int:
    """The style and the script of the first view; their bytes."""
    sizes = 0
    for found in LINKED.finditer(_plain(server.get("/km/"))):
        address = found.group(1).decode()
        name, reply = address.split("?")[0].rsplit("/", 1)[-1], server.get(address)
        sizes += reply.size
        note = f"{_encoding(reply)}; body {len(_plain(reply)):,}"
        section.add(name, reply.size / 1000, "kB", note=note)
    return sizes


def _add(section: Section, server: Server, name: str, address: str, cookie: str = "") -> None:
    packed, plain = server.get(address, cookie=cookie), server.get(address, cookie=cookie, encoding="")
    assert packed.status == plain.status == (404 if "nothing-here" in address else 200), (
        f"{name}: {packed.status}"
    )
    note = f"{_encoding(packed)}; body {len(_plain(packed)):,}; uncompressed answer {plain.size:,}"
    section.add(name, packed.size / 1000, "kB", bar=LIMIT_KB, note=note)


def _conversation(server: Server, language: str) -> dict[str, str]:
    """The cookies of a conversation walked to the page with contacts."""
    first = server.get(f"/{language}/")
    jar, hidden = dict(KEPT.findall(first.head)), site.HIDDEN.search(_plain(first))
    word = hidden.group(1).decode() if hidden else ""
    for depth, key in enumerate(path.child(path.world())[0][:12]):
        body = urlencode({"csrfmiddlewaretoken": word, **site.tag(jar), "a": key}).encode()
        reply = server.post(f"/{language}/h/{depth}", body, _cookie(jar))
        assert reply.status == 303, f"{reply.status} at answer {depth + 1}"
        jar |= dict(KEPT.findall(reply.head))
    return jar


def _steps() -> dict[str, int]:
    """Steps whose pages are weighed, and how deep they stand: the tiles, first words, a question,
    contacts.
    """
    nodes = [view.node for view in path.child(path.world())[1]]
    return {name: nodes.index(f"help.{name}") for name in STEPS}


def _cookie(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items() if value not in ("", '""'))


def _plain(reply: Reply) -> bytes:
    return gzip.decompress(reply.body) if _encoding(reply) == "gzip" else reply.body


def _encoding(reply: Reply) -> str:
    return "gzip" if "content-encoding: gzip" in reply.head.lower() else "not compressed"
