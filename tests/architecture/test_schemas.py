"""The schemas editors use: fresh, true of every file that ships, and able to say no."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.each import for_each

from kapea.core.authoring import schemas
from kapea.core.doors.limits import LABEL
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml
from kapea.core.platform_notice import notice

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(p for p in (ROOT / "packs").rglob("*.yaml"))


def plain(path: str, data: bytes) -> Any:
    found = Findings()
    item = read_yaml(path, data, found)
    assert item is not None, found.problems
    return item.plain()


@cache
def validator(name: str) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(schemas.schemas()[name])


def wrong(name: str, value: Any) -> list[str]:
    return [error.message for error in validator(name).iter_errors(value)]


def test_the_files_in_docs_are_fresh():
    kept = {p.name: p.read_text(encoding="utf-8") for p in (ROOT / "docs" / "schema").glob("*.json")}
    assert kept == {**schemas.schema_files(), "notice.json": json.dumps(notice.schema(), indent=2) + "\n"}, (
        "run: python scripts/schemas.py"
    )


@pytest.mark.parametrize("name", schemas.schemas())
def test_each_schema_is_one(name):
    jsonschema.Draft7Validator.check_schema(schemas.schemas()[name])


def test_a_button_is_as_long_as_the_doors_say():
    assert wrong("words", {"back": {"say": "Back", "short": "a" * LABEL}}) == []
    assert wrong("words", {"back": {"say": "Back", "short": "a" * (LABEL + 1)}})


@for_each("path", lambda: SHIPPED)
def test_every_shipped_file_is_valid(path):
    inside = "/".join(path.relative_to(ROOT / "packs").parts[1:])
    name = schemas.schema_for(inside)
    assert name is not None, f"no schema for {inside}"
    assert wrong(name, plain(inside, path.read_bytes())) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "situation",
            "id: S40\npicture: x\nlevel: purple\nfor: {child: {title: t, first: f, steps: [{do: d}]}}",
        ),
        (
            "situation",
            "id: S40\npicture: x\nlevel: red\nfor: {teenager: {title: t, first: f, steps: [{do: d}]}}",
        ),
        (
            "situation",
            "id: S40\npicture: x\nlevel: red\nfor: {child: {title: t, frist: f, steps: [{do: d}]}}",
        ),
        ("situation", "id: S40\npicture: x\nlevel: red\nfor: {child: {title: t, first: f, steps: []}}"),
        ("block", "id: A20\ntitle: {say: A title, short: This is longer than any button}\nlines: {a: b}"),
        ("block", "id: A20\ntitle: A title\nlines: {a: {'child,peer': b}}"),
        ("journey", "journey: j\nstart: a\nnodes: {a: {only: {who: child}, show: [t]}}"),
        ("journey", "journey: j\nstart: a\nnodes: {a: {'yes': {to: b}}}"),
        ("journey", "journey: j\nstart: a\nnodes: {a: {choices: [{say: t, to: b, effect: {kind: keep}}]}}"),
        ("services", "organization: {id: o, name: O}\nservices: [{id: s, name: n}]"),
        ("words", "yes: [a, b]"),
        ("contacts", "dial: {country: KH}\norder: {now: [HELPLINE]}\nfallback: [a]\ntypes: {HELPLINE: x}"),
        ("areas", "source: s\nareas: {'01': {name: n, inside: '02'}}"),
        ("holidays", "holidays: [{date: 1 January, name: New Year}]"),
        ("law", "id: L\ntitle: t\nabout: a\nsources: [s]\nexpires: 2027-01-01"),
        ("lint", "bannned: {a: b}"),
        ("heard", "at_least: {danger_asked: 140}"),
        ("menus", "settings: {a: {}}"),
        ("menus", "app: A\nsettings: {a: {goal: g, path: [P], seen: s, sources: [s], expires: 2027-01-01}}"),
        ("sources", "A: {url: 'https://example.org'}"),
        (
            "phrases",
            "language: vi\nname: V\nnumber: 1\nask: Hello.\ncall: [a]\nphrases: {fly: {says: a, grade: N}}",
        ),
        ("phrases", "language: vi\nname: V\nnumber: 1\nask: Hello.\ncall: [a]\nphrases: {call: {says: a}}"),
        (
            "phrases",
            "language: vi\nname: V\nnumber: 1\nask: Hello.\ncall: [a]\n"
            "phrases: {call: {says: a, grade: N, sources: [ONE]}}",
        ),
        ("glossary", "terms: {help: {en: help, km: {say: ជំនួយ}}}"),
        ("glossary", "terms: {help: {en: help, km: {needs: a translator}}}"),
        ("catalogue", "ages: {child: [9-11]}\nsituations: {S01: {title: t, for: [child]}}"),
    ],
)
def test_what_is_broken_is_refused(name, text):
    assert wrong(name, plain(f"{name}.yaml", text.encode()))
