"""The shape of `studies/`: what a study asks, shows and says."""

from __future__ import annotations

from kapea.core.authoring.schema_pieces import (
    FLAG,
    ID,
    ONE,
    SENTENCE,
    WORD,
    Schema,
    list_of,
    object_of,
    one_of,
    upkeep,
    words_of,
)
from kapea.core.pack.instrument_model import (
    AGES,
    CARDS_KIND,
    CHILDREN,
    GUIDE,
    HELD,
    INSTRUMENT_KINDS,
    PROBES,
    PURPOSES,
    RISKS,
    SHEET,
    SPOKEN_WITH,
    STORY_SENTENCES,
    TOOLS,
    WORDS_KIND,
)
from kapea.core.pack.parse.instrument_lines import NEEDED_LINES, Sections
from kapea.core.pack.parse.instruments import MOST_MEETING_MINUTES

OF_KIND = {
    GUIDE: ("for", "held", "minutes", "questions"),
    CARDS_KIND: ("cards", "left-out"),
    WORDS_KIND: ("lines",),
    SHEET: ("lines",),
}
"""What an instrument of a kind needs, and no other kind may have."""
GUIDES_MAY = ("story", "bands")


def instrument() -> Schema:
    """One instrument."""
    keys: dict[str, Schema] = {"protection-reviewer": {"type": ["string", "null"]}}
    keys |= {"left-out": words_of(SENTENCE, least=1)}
    whole = object_of(
        ("id", "kind", "title", "protection-reviewer"),
        id=ID,
        kind=one_of(INSTRUMENT_KINDS),
        for_=one_of(SPOKEN_WITH),
        held=one_of(HELD),
        bands=words_of(one_of(AGES), least=1),
        minutes={"type": "integer", "minimum": 1, "maximum": MOST_MEETING_MINUTES},
        title=ONE,
        story=list_of(ONE, STORY_SENTENCES, STORY_SENTENCES),
        questions=list_of(_question(), least=1),
        cards=list_of(_card(), least=1),
        lines={"type": "object"},
        **keys,
        **upkeep(),
    )
    return {**whole, "allOf": [*map(_of_kind, INSTRUMENT_KINDS), _for_children()]}


def _of_kind(kind: str) -> Schema:
    needed = OF_KIND[kind]
    barred = {key for keys in OF_KIND.values() for key in keys} - set(needed)
    barred |= set() if kind == GUIDE else set(GUIDES_MAY)
    then: Schema = {"required": list(needed), "properties": dict.fromkeys(sorted(barred), False)}
    if kind in NEEDED_LINES:
        then["properties"]["lines"] = _lines(NEEDED_LINES[kind])
    return {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}}, "then": then}


def _for_children() -> Schema:
    is_for = {"required": ["for"], "properties": {"for": {"const": CHILDREN}}}
    return {"if": is_for, "then": {"required": ["bands"]}, "else": {"properties": {"bands": False}}}


def _lines(sections: Sections) -> Schema:
    each = {name: object_of(lines, **dict.fromkeys(lines, ONE)) for name, lines in sections.items()}
    return object_of(tuple(each), **each)


def _question() -> Schema:
    own_harm: dict[str, Schema] = {"own-harm": one_of(("no", "yes"))}
    return object_of(
        ("id", "ask", "purpose", "source", "risk", "own-harm"),
        id=ID,
        ask=ONE,
        purpose=one_of(PURPOSES),
        source=WORD,
        risk=one_of(RISKS),
        uses=one_of(TOOLS),
        probes=words_of(one_of(PROBES)),
        **own_harm,
    )


def _card() -> Schema:
    return object_of(("id", "sign", "start"), id=ID, sign=SENTENCE, start=ONE, caution=ONE, watched=FLAG)
