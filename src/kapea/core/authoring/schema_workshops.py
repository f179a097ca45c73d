"""The shape of `workshops/`: what a facilitator does with a group, part by part."""

from __future__ import annotations

from kapea.core.authoring.schema_pieces import (
    ID,
    ONE,
    TYPE,
    Schema,
    list_of,
    map_of,
    object_of,
    one_of,
    upkeep,
    words_of,
)
from kapea.core.pack.measure_model import ASKED_WHEN, CARDS, MEASURED
from kapea.core.pack.parse.workshops import (
    DONE,
    MOST_FACILITATORS,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_PLANS,
    READ,
    WITH_PRESSURE,
)
from kapea.core.pack.workshop_model import (
    ASKED_IN_ROOMS,
    BREAK,
    MEASURE,
    PART_KINDS,
    PLAN_FOR,
    PRACTICE,
    ROLES,
)

SEVERAL = list_of(ONE, least=1)
NEEDED = ("id", "number", "for", "minutes", "group", "facilitators", "title", "able", "led-by", "seating")
LEADS = ("call", "start", "if-told", "distress", "parts", "after")


def workshop() -> Schema:
    """One plan."""
    people = _up_to(MOST_PEOPLE)
    words = dict.fromkeys(("title", "able", "led-by", "seating"), ONE)
    return object_of(
        (*NEEDED, *LEADS),
        id=ID,
        number=_up_to(MOST_PLANS),
        for_=one_of(tuple(PLAN_FOR)),
        minutes=_up_to(MOST_MINUTES),
        group=object_of(("least", "most"), least=people, most=people),
        facilitators=_up_to(MOST_FACILITATORS),
        picture=ID,
        print=words_of(ID),
        bring=SEVERAL,
        call=words_of(TYPE),
        start=ID,
        distress=ID,
        parts=list_of(_part(), least=1),
        after=SEVERAL,
        **{"if-told": object_of(("block", "journey"), block=ID, journey=ID)},
        **words,
        **upkeep(),
    )


def _part() -> Schema:
    question = object_of(("about", "say"), about=one_of(ASKED_IN_ROOMS), say=ONE)
    part = object_of(
        ("kind", "minutes"),
        kind=one_of(PART_KINDS),
        minutes=_up_to(MOST_MINUTES),
        say=SEVERAL,
        ask=list_of(question, least=1),
        pressure=SEVERAL,
        do=ONE,
        roles=words_of(one_of(ROLES), least=1),
        pictures=words_of(ID),
        uses=ID,
        when=one_of(ASKED_WHEN),
        measures=words_of(ID, least=1),
        **{"without-reading": ONE},
    )
    return {**part, "allOf": [_of_kind(kind) for kind in PART_KINDS]}


def _of_kind(kind: str) -> Schema:
    """What a part of a kind needs, and what it may not have."""
    needed = {
        "say": kind != BREAK,
        "do": kind in DONE,
        "without-reading": kind in READ,
        "roles": kind == PRACTICE,
        "when": kind == MEASURE,
        "measures": kind == MEASURE,
    }
    barred = {"pressure": kind not in WITH_PRESSURE, "roles": kind != PRACTICE, "ask": kind == MEASURE}
    barred |= dict.fromkeys(("when", "measures"), kind != MEASURE)
    has = {"required": ["kind"], "properties": {"kind": {"const": kind}}}
    then: Schema = {"required": [key for key, is_needed in needed.items() if is_needed]}
    then |= {"properties": {key: False for key, is_barred in barred.items() if is_barred}}
    return {"if": has, "then": then}


def measures() -> Schema:
    """What workshops ask before and after, and what the cards mean."""
    cards = object_of(CARDS, **dict.fromkeys(CARDS, ONE))
    item = object_of(
        ("about", "ask", "answers", "better"),
        about=one_of(MEASURED),
        ask=ONE,
        answers=ID,
        better=words_of(one_of(CARDS), least=1),
    )
    return object_of(
        ("answers", "measures"), answers=map_of(cards, ID), measures=map_of(item, ID), **upkeep()
    )


def _up_to(most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most}
