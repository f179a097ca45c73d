"""The shape of `journeys/`: facts, nodes, answers."""

from __future__ import annotations

from kapea.core.authoring.schema_pieces import (
    FLAG,
    ID,
    TEXT,
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
from kapea.core.pack.model import REACTIONS, UNIT_KINDS
from kapea.core.pack.parse.journeys import COUNTS, EFFECTS, LIKELY, PREFERRED
from kapea.core.pack.parse.situations import BANDS
from kapea.core.pack.parse.texts import ABOUT


def journey() -> Schema:
    values = list_of(WORD, least=1)
    fact: Schema = {"anyOf": [one_of(("situations",)), values, object_of(("rises",), rises=values)]}
    return object_of(
        ("journey", "start", "nodes"),
        journey=ID,
        learn=_unit(),
        about=one_of(ABOUT),
        format=WORD,
        facts=map_of(fact),
        start=WORD,
        help=WORD,
        morning=WORD,
        answered=words_of(),
        flags=map_of(WORD),
        flag_situations=map_of(ID),
        heard=WORD,
        texts=map_of(TEXT),
        nodes={**map_of(_node()), "minProperties": 1},
        walks=map_of(_walk(), ID),
        **upkeep(),
    )


def _walk() -> Schema:
    return object_of(("to", "goal"), to=WORD, goal=WORD, first=words_of(), says=map_of(WORD), then=words_of())


def _node() -> Schema:
    enter: Schema = {"anyOf": [object_of(("level",), level=one_of(("situation",))), _facts()]}
    shown = {"anyOf": [WORD, object_of(("say",), say=WORD, only=_condition(), unless=_condition())]}
    contacts: Schema = {"anyOf": [one_of(("now", "danger", "situation")), list_of(TYPE, least=1)]}
    node = object_of(
        only=_condition(),
        unless=_condition(),
        else_=WORD,
        enter=enter,
        count=one_of(COUNTS),
        contacts=contacts,
        next=FLAG,
        prefer=one_of(PREFERRED),
        show=list_of(shown),
        ask=WORD,
        about=one_of(ABOUT),
        picture=ID,
        screen=object_of(("of",), of=ID, at=WORD),
        choices=list_of(
            {"anyOf": [_answer(("say", "to"), say=WORD), object_of(("say", "back"), say=WORD, back=FLAG)]},
            least=1,
        ),
        yes=_answer(("to",)),
        no={"anyOf": [_answer(("to",)), object_of(("back",), back=FLAG)]},
        each=one_of(("situation", LIKELY, *UNIT_KINDS)),
        none=_answer(("say", "to"), say=WORD),
        band=one_of(BANDS),
        to=WORD,
        reaction=one_of(REACTIONS),
        words_to_keep=FLAG,
    )
    of_units: Schema = {"properties": {"each": one_of(UNIT_KINDS)}}
    leads = {"anyOf": [{"required": ["to"]}, of_units]}
    needs = {"only": ["else"], "unless": ["else"], "yes": ["no"], "no": ["yes"], "each": leads}
    return {**node, "dependencies": needs}


def _unit() -> Schema:
    named = {key: WORD for key in ("title", "able", "nudge", "wall")}
    return object_of(
        ("kind", "number", "minutes", "picture"),
        kind=one_of(UNIT_KINDS),
        number=WORD,
        minutes=WORD,
        picture=ID,
        band=one_of(BANDS),
        after=words_of(),
        always=FLAG,
        **named,
    )


def _answer(required: tuple[str, ...], **more: Schema) -> Schema:
    effect = object_of(("kind", "consent"), kind=one_of(EFFECTS), consent={"type": "string", "pattern": "="})
    return object_of(
        required,
        to=WORD,
        set=_facts(),
        keep=words_of(),
        only=_condition(),
        unless=_condition(),
        picture=ID,
        minor=FLAG,
        effect=effect,
        **more,
    )


def _facts() -> Schema:
    return map_of(WORD)


def _condition() -> Schema:
    return map_of(words_of())
