"""The shape of two files that no door reads: the glossary for translators, the catalogue of situations."""

from __future__ import annotations

from typing import Any

from kapea.core.pack.glossary import NATIVE
from kapea.core.pack.situations import AUDIENCES, BANDS

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
