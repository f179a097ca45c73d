"""Packs that are broken at random: at a byte, a line, a value, a file. The same number breaks the same way.

Whatever an author can save must be answered with findings, each with its place and how to mend it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import yaml
from tests.core.checker.small_pack import CATALOGUE, HEAD, catalogue_of, files

from kapea.core.pack.danger_kinds import KINDS
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

Files = dict[str, bytes]
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><path d="M0 0h9"/>'
    '<text data-slot="1" x="8" y="20" font-size="16" data-wide="80" data-high="24"/></svg>'
)
SETTINGS = """journey: settings
about: app
start: open
texts:
  lead: {say: Change settings together., menu: [chat-writers]}
  who-writes: {say: Only friends can write., picture: phone}
  together: Do it together.
  together-say: You can say this.
  begin: Begin
  another: Something else
  at-who-can-write: {say: Look for this., picture: person}
  open-app: {say: Open this., picture: phone}
  tap: {say: Tap this., picture: phone}
  step-say: You can say this here.
  end-say: You can say this last.
  done: Done
  not-there: It is not there
  otherwise: It may be called something else.
  otherwise-words: Other words.
  otherwise-ask: Look for it there.
  go-on: Go on
  stops-lead: What it does
  not-lead: What it does not do
  seen: This was seen some time ago.
  seen-undated: Nobody knows when this was seen.
  enough: Enough
facts:
  beside: [nobody, worker]
nodes:
  open: {show: [lead], choices: [{say: begin, to: chat-writers}, {say: enough, to: help.first}]}
  close: {show: [lead], choices: [{say: enough, to: help.first}]}
walks:
  chat-writers: {goal: who-writes, to: open}
"""
FLAGS = (
    "".join(f"{kind}: [want* to {kind}, (he|she) {kind}s .. me]\n" for kind in KINDS) + "alike: [dying to]\n"
)
CARD = """id: card
number: 1
size: A6
title: Numbers
parts:
  - head: Who helps
  - people: now
  - {block: A3, lines: [profile]}
  - {write: Your words, lines: 2}
"""
MORE: dict[str, str] = {
    # kinds of files that the small pack can do without
    "small/flags/en.yaml": FLAGS,
    "small/tiles.yaml": "child: [S02, S01]\n",
    "small/pictures/phone.svg": DRAWING,
    "small/materials/card.yaml": CARD + HEAD,
    "small/journeys/settings.yaml": SETTINGS + HEAD,
    "small/media/en/index.yaml": "recordings:\n  word.yes: {voice: a, on: 2026-11-01, words: w, sound: s, "
    f"opus: {'0' * 32}, mp3: {'0' * 32}, loudness: -18, seconds: 1.5}}\n",
    "base/pack.toml": 'id = "base"\n',
    "base/sources.yaml": "TWO: {title: Two, grade: R}\n",
    "small/sources.yaml": "changes: base\nONE: {title: One, url: https://example.org, grade: R}\n",
}
NASTY_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 5, 2**70, 1.5, "", " ", "²", "١٢", "x" * 3000, "9" * 5000, "(", "a|", "*"),
    *([], {}, [[]], [None], [5], [{}], {"a": {}}, {"say": None}, {"say": []}, {"child": 5}, [["a"], "b"]),
    *({"rises": 5}, {"rises": None}, {"": ""}, "help.first", "situation.", "block.", "menu.", "=", "a=b=c"),
    *(
        "{a}",
        "\u200b",
        "e\u0301",
        "\u202e",
        "1-",
        "0-0",
        "99-1",
        "24:01",
        "2026-02-30",
        "https://",
        "~",
        "any",
    ),
)
NASTY_BYTES = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x85", b"\xe2\x80\xa8", b"\t", b"\r", b"&a ", b"*a", b"!!x "),
    *(
        b"---\n",
        b"...\n",
        b"? ",
        b": ",
        b"- ",
        b"{",
        b"]",
        b'"',
        b"'",
        b"|\n",
        b">",
        b"%",
        b"\\",
        b"#",
        b"\xc2\xb2",
    ),
)
WHOLE_FILES = (
    *(
        b"",
        b"\n",
        b"5\n",
        b"word\n",
        b"- a\n- b\n",
        b"null\n",
        b"{}\n",
        b"[]\n",
        b"a: b\n",
        b"\x89PNG\r\n\x1a\n",
    ),
    *(
        b"a: &a [*a]\n",
        b"[" * 5000,
        b"{a: " * 5000,
        b"a: " + b"9" * 5000 + b"\n",
        b"? [a]\n: b\n",
        b"%YAML 9.9\n",
    ),
    b"".join(
        [b"a0: &a0 [x, x]\n", *(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 30))]
    ),
    *(
        b'msgid "',
        b'msgid ""\nmsgstr "a',
        b"<svg>",
        b"<svg><script/></svg>",
        b'<text data-slot="x"/>',
        b"id = [\n",
    ),
)


def broken_pack(number: int) -> Files:
    """The small pack with one to three things wrong with it."""
    rng = random.Random(number)
    pack = whole_pack()
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        rng.choice(WAYS)(rng, pack)
    return pack


def whole_pack() -> Files:
    """The small pack with a file of every kind, and a pack that it builds on."""
    pack = files() | {name: text.encode() for name, text in MORE.items()}
    pack["small/pack.toml"] += b'extends = ["base"]\n'
    return pack | {f"small/{CATALOGUE}": catalogue_of(pack).encode()}


def _some(rng: random.Random, pack: Files) -> str:
    return rng.choice(sorted(pack))


def _bytes(rng: random.Random, pack: Files) -> None:
    name = _some(rng, pack)
    data = pack[name]
    at, until = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    until = min(until, at + rng.choice((0, 1, 1, 3, 40)))
    put = rng.choice((b"", bytes([rng.randrange(256)]), rng.choice(NASTY_BYTES), data[at:until] * 2))
    pack[name] = data[:at] + put + data[until:]


def _lines(rng: random.Random, pack: Files) -> None:
    name = _some(rng, pack)
    lines = pack[name].split(b"\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    changed: list[bytes] = rng.choice(
        (
            [],
            [lines[at]] * 2,
            [lines[other]],
            [b"  " + lines[at]],
            [lines[at].strip()],
            [lines[at].replace(b":", b"", 1)],
            [rng.choice(pack[_some(rng, pack)].split(b"\n"))],
            [lines[at], rng.choice(NASTY_BYTES)],
        )
    )
    pack[name] = b"\n".join([*lines[:at], *changed, *lines[at + 1 :]])


def _value(rng: random.Random, pack: Files) -> None:
    """A YAML file in which one value is another, gone, or under another name."""
    name = rng.choice(sorted(n for n in pack if n.endswith(".yaml")) or [""])
    root = read_yaml(name, pack[name], Findings()) if name else None
    if root is None:
        return
    plain = root.plain()
    holders = list(_holders(plain))
    if holders:
        holder = rng.choice(holders)
        _change(rng, holder, rng.choice(holders))
        pack[name] = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")


def _holders(value: Any) -> list[Any]:
    if not isinstance(value, dict | list) or not value:
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [value, *(held for each in inner for held in _holders(each))]


def _change(rng: random.Random, holder: Any, other: Any) -> None:
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    key = rng.choice(keys)
    match rng.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[rng.choice((f"{key}x", f"{key}"[:-1], "²", "any", "say", "child 9-11 home=safe"))] = (
                holder.pop(key)
            )
        case 2 if holder is not other:
            copied = yaml.safe_load(yaml.safe_dump(other))
            holder[key] = copied
        case _:
            holder[key] = rng.choice(NASTY_VALUES)


def _quoted(rng: random.Random, pack: Files) -> None:
    """What stands between quotes, or behind an equals sign, in a drawing, a catalogue or pack.toml."""
    name = rng.choice(sorted(n for n in pack if not n.endswith(".yaml")) or [""])
    found = list(re.finditer(rb'"[^"\n]*"|= \[.*\]', pack[name])) if name else []
    if found:
        one = rng.choice(found)
        word = str(rng.choice(NASTY_VALUES)).encode("utf-8", "replace")
        put = rng.choice((b'"%b"' % word, word, b"= 5", b"=[[]]", b'= ["nobody", 5]', b'""'))
        pack[name] = pack[name][: one.start()] + put + pack[name][one.end() :]


def _file(rng: random.Random, pack: Files) -> None:
    name, other = _some(rng, pack), _some(rng, pack)
    folder, _, base = name.rpartition("/")
    match rng.randrange(6):
        case 0:
            del pack[name]
        case 1:
            pack[name], pack[other] = pack[other], pack[name]
        case 2:
            pack[f"{folder}/{base.replace('.yaml', '.yml').replace('.svg', '.SVG')}"] = pack.pop(name)
        case 3:
            pack[f"{other.rpartition('/')[0]}/{base}"] = pack[name]
        case _:
            pack[name] = rng.choice(WHOLE_FILES)


WAYS: tuple[Callable[[random.Random, Files], None], ...] = (
    _bytes,
    _lines,
    _value,
    _value,
    _value,
    _quoted,
    _file,
)
