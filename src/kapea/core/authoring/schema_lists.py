"""The shape of files that stand apart: materials, the glossary, the catalogue of situations."""

from __future__ import annotations

from typing import Any

from kapea.core.authoring.glossary import NATIVE
from kapea.core.pack.parse.materials import KINDS, MARKS, MOST_LINES, MOST_PAGES, PANELS, SIZES
from kapea.core.pack.parse.recording_index import DIGEST
from kapea.core.pack.parse.situations import AUDIENCES, BANDS

Schema = dict[str, Any]
SENTENCE: Schema = {"type": "string", "minLength": 1}
NAME: Schema = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]*$"}


def glossary() -> Schema:
    """`glossary.yaml`: terms, each with English words and a form a language, seen somewhere or not."""
    seen = _keys({"say": SENTENCE, "from": SENTENCE, "note": SENTENCE}, ("say", "from"))
    unseen = _keys({"needs": {"type": "string", "enum": [NATIVE]}, "note": SENTENCE}, ("needs",))
    form: Schema = {"if": {"type": "object", "required": ["needs"]}, "then": unseen, "else": seen}
    own: Schema = {"en": _several(SENTENCE), "about": SENTENCE, "whole": {"type": "boolean"}}
    term = {**_keys(own, ("en",)), "additionalProperties": form}
    return _keys({"terms": _named(term)}, ("terms",))


def catalogue() -> Schema:
    """`catalogue.yaml`: the ages to be covered for each audience, and who each situation concerns."""
    bands = _several({"type": "string", "enum": list(BANDS)})
    audiences = _several({"type": "string", "enum": list(AUDIENCES)})
    ages = _keys(dict.fromkeys(AUDIENCES, bands), AUDIENCES)
    situation = _keys({"title": SENTENCE, "for": audiences}, ("title", "for"))
    return _keys({"ages": ages, "situations": _named(situation)}, ("ages", "situations"))


def media() -> Schema:
    """`media/<language>/index.yaml`: what is heard for which text; a command writes it."""
    digest = {"type": "string", "pattern": DIGEST.pattern.replace(r"\Z", "$")}
    number: Schema = {"type": ["number", "string", "integer"]}
    day: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    files: Schema = {"voice": SENTENCE, "on": day, "words": SENTENCE, "sound": SENTENCE}
    own = {**files, "opus": digest, "mp3": digest, "loudness": number, "seconds": number}
    each = _keys({**own, "placeholder": {"type": "boolean"}}, tuple(own))
    return _keys({"recordings": {"type": "object", "additionalProperties": each}}, ("recordings",))


def material(one: Schema, upkeep: dict[str, Schema]) -> Schema:
    """`materials/`: what is put on paper, part by part from the top."""
    kinds = {kind: one for kind in KINDS if kind not in ("list", "sign", "block", "people")}
    each: Schema = {"type": "array", "items": one, "minItems": 1}
    empty: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_LINES}
    own: Schema = {
        **kinds,
        "list": each,
        "sign": each,
        "block": NAME,
        "people": _several({"type": "string"}),
        "picture": NAME,
        "panel": {"type": "string", "enum": list(PANELS)},
        "mark": {"type": "string", "enum": list(MARKS)},
        "lines": {},
    }
    to_write: Schema = {"if": {"required": ["write"]}, "then": _lines(empty), "else": _lines(_several(NAME))}
    part = {**_keys(own, ()), "oneOf": [{"required": [kind]} for kind in KINDS], **to_write}
    head: Schema = {
        "id": NAME,
        "number": {"type": "integer", "minimum": 1},
        "size": {"type": "string", "enum": list(SIZES)},
        "fold": {"type": "boolean"},
        "pages": {"type": "integer", "minimum": 1, "maximum": MOST_PAGES},
        "for": {"type": "string"},
        "title": one,
        "picture": NAME,
        "parts": {"type": "array", "items": part, "minItems": 1},
        **upkeep,
    }
    return _keys(head, ("id", "number", "size", "title", "parts"))


def _lines(of: Schema) -> Schema:
    """What `lines` is in a part: names of a block's lines, or how many empty ones there are to write on."""
    return {"properties": {"lines": of}}


def _keys(properties: Schema, required: tuple[str, ...]) -> Schema:
    """A mapping with these keys and no other."""
    head: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**head, "required": list(required)}


def _named(value: Schema) -> Schema:
    """A mapping of ids."""
    return {"type": "object", "additionalProperties": value, "propertyNames": NAME}


def _several(of: Schema) -> Schema:
    """A list; one alone counts as a list of one."""
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": 1}]}
