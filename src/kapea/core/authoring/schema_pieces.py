"""What the schemas of pack files are put together from."""

from __future__ import annotations

from typing import Any

from kapea.core.doors.limits import LABEL
from kapea.core.pack.overrides import MARK
from kapea.core.pack.parse.step_acts import ACTS
from kapea.core.pack.parse.upkeep import STATES

Schema = dict[str, Any]

DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TIME: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"}
WORD: Schema = {"type": ["string", "integer"]}
SENTENCE: Schema = {"type": "string", "minLength": 1}
FLAG: Schema = {"type": "boolean"}
ID: Schema = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]*$"}
TYPE: Schema = {"type": "string", "pattern": "^[A-Z][A-Z-]*$"}
SELECTOR = r"^[A-Za-z0-9-]+(=[A-Za-z0-9-]+)?( [A-Za-z0-9-]+(=[A-Za-z0-9-]+)?)*$"


def object_of(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """A mapping with these keys and no other. A final underscore is not part of a key (`for_`, `else_`)."""
    keys = {key.removesuffix("_"): value for key, value in properties.items()}
    out: Schema = {"type": "object", "properties": keys, "additionalProperties": False}
    return {**out, "required": list(required)} if required else out


def or_change(whole: Schema) -> Schema:
    """A file, or what a country changes of the common one; that may say any part of it."""
    change: Schema = {"type": "object", "properties": {MARK: WORD}}
    return {"if": {"type": "object", "required": [MARK]}, "then": change, "else": whole}


def map_of(values: Schema, names: Schema | None = None) -> Schema:
    out: Schema = {"type": "object", "additionalProperties": values}
    return {**out, "propertyNames": names} if names else out


def one_of(words: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(words)}


def list_of(of: Schema, most: int = 0, least: int = 0) -> Schema:
    out: Schema = {"type": "array", "items": of}
    out |= {"maxItems": most} if most else {}
    return out | ({"minItems": least} if least else {})


def words_of(of: Schema = WORD, least: int = 0) -> Schema:
    """A list of words; a single word counts as a list of one."""
    return {"anyOf": [of, list_of(of, least=least)]}


ACT: Schema = words_of(one_of(ACTS))


def wording() -> Schema:
    """One wording: a sentence, or its forms."""
    forms = object_of(
        ("say",),
        say=SENTENCE,
        short={"type": "string", "maxLength": LABEL},
        chat=SENTENCE,
        sms=SENTENCE,
        call=SENTENCE,
        spoken=SENTENCE,
        law=words_of(),
        menu=words_of(),
        tells=one_of(("home",)),
        picture=ID,
        act=ACT,
    )
    return {"if": {"type": "string"}, "then": SENTENCE, "else": forms}


def text() -> Schema:
    """A wording, or one of several by who is there."""
    wording: Schema = {"$ref": "#/definitions/wording"}
    by_who = {**map_of(wording, {"pattern": SELECTOR}), "minProperties": 1}
    is_wording: Schema = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["say"]}]}
    return {"if": is_wording, "then": wording, "else": by_who}


TEXT: Schema = {"$ref": "#/definitions/text"}
ONE: Schema = {"$ref": "#/definitions/wording"}


def upkeep() -> dict[str, Schema]:
    review = object_of(("state",), state=one_of(STATES), by=WORD, on=DATE, for_=words_of())
    return {"sources": words_of(), "review": review, "expires": DATE}
