"""An editor underlines what the check would refuse, and nothing that it would take."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from tests.core.pack.test_materials import BROKEN, LEAFLET, made

from kapea.core.authoring import schema_lists
from kapea.core.authoring.schemas import schemas
from kapea.core.pack.parse.materials import KINDS, MARKS, MOST_LINES, MOST_PAGES, SIZES
from kapea.core.pack.parse.situations import AUDIENCES
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

SHAPES = [
    row for row in BROKEN if row[2] in ("P02", "P03", "P04") and row[1] not in ("for: martian", "id: flyer")
]
"""Mistakes of shape. That a name is nowhere else (P06) no editor can know; nor a fact's values."""


def plain(text: str) -> Any:
    item = read_yaml("materials/leaflet.yaml", text.encode(), Findings())
    assert item is not None
    return item.plain()


def wrong(name: str, value: Any) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(schemas()[name]).iter_errors(value)]


def test_what_the_check_takes_is_not_underlined():
    assert made().ok
    assert wrong("material", plain(LEAFLET)) == []


@pytest.mark.parametrize(("old", "new", "code", "says"), SHAPES, ids=[row[3] for row in SHAPES])
def test_what_the_check_refuses_for_its_shape_is_underlined_while_it_is_written(old, new, code, says):
    broken = LEAFLET.replace(old, new)
    assert not made(broken).ok
    assert wrong("material", plain(broken))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_part_the_parser_reads_is_known_to_the_editor(kind):
    value = {"list": ["One."], "sign": ["One"], "block": "A5", "people": ["now"]}.get(kind, "Words.")
    material = plain(LEAFLET) | {"parts": [{kind: value}]}
    assert wrong("material", material) == []
    assert wrong(
        "material", material | {"parts": [{kind: value, "say" if kind != "say" else "head": "Two."}]}
    )


def test_the_bounds_of_the_editor_are_those_of_the_parser():
    leaflet = plain(LEAFLET)
    for key, most in (("pages", MOST_PAGES),):
        assert wrong("material", leaflet | {key: most}) == []
        assert wrong("material", leaflet | {key: most + 1})
    writing = [{"write": "Words.", "lines": MOST_LINES}]
    assert wrong("material", leaflet | {"parts": writing}) == []
    assert wrong("material", leaflet | {"parts": [{"write": "Words.", "lines": MOST_LINES + 1}]})
    assert all(wrong("material", leaflet | {"size": size}) == [] for size in SIZES)
    assert all(
        wrong("material", leaflet | {"parts": [{"list": ["One."], "mark": mark}]}) == [] for mark in MARKS
    )


GLOSSARY = {"terms": {"line": {"en": "help line", "km": {"say": "ខ្សែ", "from": "a helpline"}}}}


@pytest.mark.parametrize(
    "form",
    [
        {"say": "ខ្សែ"},
        {"from": "a helpline"},
        {"needs": "a look"},
        {"needs": "native review", "say": "ខ្សែ"},
        {"say": "ខ្សែ", "from": "a helpline", "seen": "today"},
    ],
    ids=str,
)
def test_a_form_of_a_term_says_where_it_was_seen_or_that_a_native_speaker_must_look(form):
    glossary = {"terms": {"line": {"en": "help line", "km": form}}}
    assert [*jsonschema.Draft7Validator(schema_lists.glossary()).iter_errors(glossary)]
    assert not [*jsonschema.Draft7Validator(schema_lists.glossary()).iter_errors(GLOSSARY)]


@pytest.mark.parametrize("who", AUDIENCES)
def test_a_catalogue_of_situations_says_which_ages_each_audience_covers(who):
    whole = {
        "ages": {each: ["9-11"] for each in AUDIENCES},
        "situations": {"S01": {"title": "A threat", "for": list(AUDIENCES), "asks": {who: ["dying"]}}},
    }
    validator = jsonschema.Draft7Validator(schema_lists.catalogue())
    assert not [*validator.iter_errors(whole)]
    less = {each: ages for each, ages in whole["ages"].items() if each != who}
    assert [*validator.iter_errors(whole | {"ages": less})]
    asked = {"title": "T", "for": [who], "asks": {who: ["dyin"]}}
    assert [*validator.iter_errors(whole | {"situations": {"S01": asked}})]
    assert [*validator.iter_errors(whole | {"situations": {"S01": {"title": "T", "for": f"{who}s"}}})]
