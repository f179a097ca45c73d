"""The shape of what says who can help, and what staff go by: services, contacts, areas, law, clocks."""

from __future__ import annotations

from kapea.core.authoring.schema_pieces import (
    DATE,
    FLAG,
    ID,
    ONE,
    SENTENCE,
    TIME,
    TYPE,
    WORD,
    Schema,
    list_of,
    map_of,
    object_of,
    one_of,
    upkeep,
    words_of,
)
from kapea.core.directory.trust import BACKGROUND_LABELS, LABELS
from kapea.core.pack.clock_model import CLOCK_LEVELS, CLOCKS, DONE_AGAIN, MAY_BE_NEVER, RESTS_ON
from kapea.core.pack.duty_model import REPORTERS
from kapea.core.pack.parse.clocks import NEVER, SAME_DAY, WITHIN
from kapea.core.pack.parse.directory_parser import DANGERS, MORE_DANGERS
from kapea.core.pack.parse.organizations import KINDS, SERVES, UNSURE
from kapea.core.pack.read.field_readers import WEEKDAYS
from kapea.core.pack.retention_model import LONGEST_DAYS, RETAINED


def services() -> Schema:
    return object_of(
        ("organization", "services"),
        organization=object_of(("id", "name"), id=ID, name=SENTENCE),
        notes=list_of(SENTENCE),
        held_back=list_of(object_of(("what", "why"), what=WORD, confidence=one_of(LABELS), why=SENTENCE)),
        services=list_of(_service(), least=1),
    )


def _service() -> Schema:
    phone = object_of(
        ("number",),
        number=WORD,
        kind=one_of(KINDS),
        free=one_of(UNSURE),
        no_credit=one_of(UNSURE),
        verified_by={"type": "string"},
        verified_on={"anyOf": [DATE, {"const": ""}]},
    )
    day: Schema = {"type": "string", "pattern": f"^({'|'.join(WEEKDAYS)})(-({'|'.join(WEEKDAYS)}))?$"}
    opening = object_of(("days", "opens", "closes"), days=words_of(day), opens=TIME, closes=TIME)
    hours: Schema = {"anyOf": [one_of(("always", "unknown")), list_of(opening, least=1)]}
    return object_of(
        ("id", "name", "does", "types", "hours", "areas", "confidence", "sources", "expires"),
        id=ID,
        hidden=SENTENCE,
        name=ONE,
        does=ONE,
        address=ONE,
        location=ID,
        types=words_of(TYPE),
        phones=list_of(phone),
        website={"type": "string", "pattern": "^https://"},
        through=ID,
        hours=hours,
        hours_from=words_of({"type": ["integer", "string"], "pattern": r"^(all|\d{1,2})$", "minimum": 1}),
        closed_on_holidays=FLAG,
        areas=words_of(),
        languages=words_of({"type": "string", "pattern": "^[a-z]{2,3}$"}),
        free=one_of(UNSURE),
        ages={"type": "string", "pattern": r"^\d{1,2}-\d{1,2}$"},
        serves=words_of(one_of(SERVES)),
        local=FLAG,
        local_post=FLAG,
        confidence=one_of(LABELS),
        sources=words_of(),
        exception=SENTENCE,
        notes=list_of(SENTENCE),
        expires=DATE,
    )


def contacts() -> Schema:
    order = object_of(DANGERS, **{danger: words_of(TYPE) for danger in (*DANGERS, *MORE_DANGERS)})
    return object_of(
        ("dial", "order", "fallback", "types"),
        dial=object_of(
            ("country",), country={"type": "string", "pattern": "^[A-Z]{2}$"}, short_codes=words_of()
        ),
        order=order,
        fallback=list_of(ID),
        types=map_of(ONE, TYPE),
    )


def areas() -> Schema:
    inside = object_of(("name", "in"), name=ONE, in_=WORD)
    area: Schema = {"if": {"type": "object", "required": ["in"]}, "then": inside, "else": ONE}
    return object_of(
        ("source", "areas"), source=SENTENCE, confidence=one_of(BACKGROUND_LABELS), areas=map_of(area)
    )


def holidays() -> Schema:
    day = object_of(("date", "name"), date=DATE, name=SENTENCE, confidence=one_of(BACKGROUND_LABELS))
    return object_of(("holidays",), holidays=list_of(day))


def law() -> Schema:
    return object_of(
        ("id", "title", "about", "sources", "review", "expires"),
        id=ID,
        title=SENTENCE,
        about=SENTENCE,
        open=list_of(SENTENCE),
        confidence=one_of(LABELS),
        **upkeep(),
    )


def retention() -> Schema:
    days: Schema = {"type": "integer", "minimum": 1, "maximum": LONGEST_DAYS}
    kept = object_of(("days", "sources", "review", "expires"), days=days, **upkeep())
    return object_of(("kinds",), kinds=object_of(RETAINED, **dict.fromkeys(RETAINED, kept)))


def clocks() -> Schema:
    return object_of(("clocks",), clocks=object_of(**{clock: _clock(clock) for clock in CLOCKS}))


def _clock(clock: str) -> Schema:
    span: Schema = {"type": "string", "pattern": f"^({WITHIN.pattern}|{SAME_DAY})$"}
    several: Schema = list_of(span, least=1) if clock in DONE_AGAIN else list_of(span, 1, 1)
    never: list[Schema] = [{"const": NEVER}] if clock in MAY_BE_NEVER else []
    within: Schema = {"anyOf": [span, several, *never]}
    needed = ("within", "rests_on", "sources", "review", "expires")
    row = object_of(needed, within=within, rests_on=one_of(RESTS_ON), **upkeep())
    return map_of(row, one_of(CLOCK_LEVELS))


def duty_to_report() -> Schema:
    needed = ("roles", "rule", "to", "by-when", "sources", "confidence", "review", "expires")
    said = {"rule": ONE, "to": ONE, "by-when": ONE, "offices": map_of(ONE, ID), "open": list_of(SENTENCE)}
    roles = words_of(one_of(REPORTERS), least=1)
    card = object_of(needed, roles=roles, confidence=one_of(LABELS), **said, **upkeep())
    return object_of(("cards",), cards=map_of(card, ID))
