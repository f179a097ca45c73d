"""The neutral ten-node menu in English and Khmer: as data for every peer, and as a pack through our own
build.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from kapea.content.folder import breakers
from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.state import dump_state, load_state
from kapea.core.dialogue.step import Step, begin, step
from kapea.core.dialogue.world import World
from kapea.core.pack.build import build
from kapea.core.pack.model import Choice, Node, Release

FILE = Path(__file__).with_name("menu.json")
LANGUAGES = ("en", "km")
AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)

HEAD = """\
id = "menu"
name = "Menu"
languages = ["en", "km"]
default_language = "en"
time_zone = "Asia/Phnom_Penh"
country = "KH"
leave_to = "https://example.org/"
"""
WORDS = "note-unreadable: You can choose one of these.\n"
CONTACTS = """\
dial: {country: KH, short_codes: []}
order: {now: [HELPLINE], hurt: [HELPLINE], dying: [HELPLINE], meeting: [HELPLINE]}
fallback: []
types: {HELPLINE: Someone to talk to}
"""
FACTS = """\
  who: [none, child, caregiver]
  band: [none, 9-11, 12-14, 15-17]
  situation: situations
  level: {rises: [green, yellow, orange, red]}
  danger: [none, hurt, dying, meeting]
  home: [unknown, safe, unsafe]
"""


@dataclass(frozen=True, slots=True)
class Menu:
    """The graph, its words, and twenty answers."""

    start: str
    script: tuple[str, ...]
    nodes: dict[str, dict[str, Any]]


def menu() -> Menu:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Menu(data["start"], tuple(data["script"]), data["nodes"])


def release() -> Release:
    """The menu as a pack, through the build every pack goes through."""
    made = build(files(menu()), "menu", breakers())
    assert made.release is not None, "\n".join(str(p) for p in made.problems)
    return made.release


def files(menu: Menu) -> dict[str, bytes]:
    said = {
        "pack.toml": HEAD,
        "words.yaml": WORDS,
        "contacts.yaml": CONTACTS,
        "journeys/help.yaml": _journey(menu),
        "locale/km/menu.po": _catalogue(menu),
    }
    return {f"menu/{path}": text.encode() for path, text in said.items()}


def _journey(menu: Menu) -> str:
    texts, nodes = [], []
    for name, node in menu.nodes.items():
        texts.append(f"  {name}: {json.dumps(node['en'])}")
        nodes.append(f"  {name}:\n    show: [{name}]\n    choices:")
        for n, answer in enumerate(node["answers"], 1):
            texts.append(f"  {name}-{n}: {json.dumps(answer['en'])}")
            nodes.append(f"      - {{say: {name}-{n}, to: {answer['to']}}}")
    head = f"journey: help\nformat: 1\nsources: []\nexpires: 2099-01-01\nfacts:\n{FACTS}start: {menu.start}\n"
    return "\n".join((f"{head}help: person\ntexts:", *texts, "nodes:", *nodes, ""))


def _catalogue(menu: Menu) -> str:
    out = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n']
    for name, node in menu.nodes.items():
        out.append(_entry(name, node))
        out += [_entry(f"{name}-{n}", answer) for n, answer in enumerate(node["answers"], 1)]
    return "\n".join(out)


def _entry(name: str, words: dict[str, Any]) -> str:
    en, km = (json.dumps(words[language], ensure_ascii=False) for language in LANGUAGES)
    return f'msgctxt "help.{name}"\nmsgid {en}\nmsgstr {km}\n'


# --- turns ---------------------------------------------------------------------------


def start(world: World, language: str, node: int = 0) -> bytes:
    """A conversation that begins at a node of the help journey; at its own start unless another is named."""
    state = begin(world, language)
    return dump_state(msgspec.structs.replace(state, path=((node or world.start, world.fresh),)))


def turn(world: World, saved: bytes, key: str) -> tuple[bytes, tuple[str, list[str]]]:
    """A full turn: stored bytes in, the reply in its language, bytes to store out."""
    taken = step(world, load_state(saved), Answer(key), at=AT)
    assert taken.state is not None
    return dump_state(taken.state), reply(world.release, taken)


def reply(release: Release, taken: Step) -> tuple[str, list[str]]:
    """What is said and the quick replies, as words."""
    view, text = taken.view, release.text
    said = [text(shown.text, view.language) for shown in view.shown]
    if view.ask is not None:
        said.append(text(view.ask.text, view.language))
    return "\n".join(said), [text(offer.text, view.language, "short") for offer in view.offers]


def walk(world: World, language: str, script: tuple[str, ...], node: int = 0) -> bytes:
    """A whole conversation; the last state."""
    saved = start(world, language, node)
    for key in script:
        saved, _ = turn(world, saved, key)
    return saved


# --- packs of any size ---------------------------------------------------------------


def grown(base: Release, nodes: int) -> Release:
    """The menu over and over until it has so many nodes, each with texts of its own; one copy leads into
    the next.
    """
    size = len(base.nodes)
    copies = nodes // size
    many, words = [], {language: dict(texts) for language, texts in base.texts.items()}
    for copy in range(copies):
        to = [copy * size + at for at in range(size)]
        onward = {1: (copy + 1) % copies * size + 1}  # its own “menu”, node 1, stands for the next copy's
        many += [_copied(node, copy, to, onward if node.id == "help.end" else {}) for node in base.nodes]
        for language, texts in base.texts.items():
            words[language] |= {f"{id}@{copy}": said for id, said in texts.items()}
    return msgspec.structs.replace(base, nodes=tuple(many), texts=words, hash=f"{nodes:064x}")


def _copied(node: Node, copy: int, to: list[int], onward: dict[int, int]) -> Node:
    def said(say: Any) -> Any:
        return tuple(msgspec.structs.replace(v, text=f"{v.text}@{copy}") for v in say)

    def answer(choice: Choice) -> Choice:
        target = onward.get(choice.to, to[choice.to])
        return msgspec.structs.replace(choice, to=target, say=said(choice.say))

    show = tuple(
        msgspec.structs.replace(s, line=msgspec.structs.replace(s.line, say=said(s.line.say)))
        for s in node.show
    )
    return msgspec.structs.replace(
        node, id=f"{node.id}@{copy}", show=show, choices=tuple(map(answer, node.choices))
    )
