"""The shape of every pack file as JSON Schema, for editors that complete and underline while somebody writes.

Made from the constants the parsers use. A schema knows shapes; `kapea check` knows whether a text is safe.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kapea.core.authoring import (
    schema_directory,
    schema_instruments,
    schema_journeys,
    schema_lists,
    schema_workshops,
)
from kapea.core.authoring.schema_pieces import (
    ACT,
    DATE,
    FLAG,
    ID,
    SENTENCE,
    TEXT,
    TYPE,
    WORD,
    Schema,
    list_of,
    map_of,
    object_of,
    one_of,
    or_change,
    text,
    upkeep,
    wording,
    words_of,
)
from kapea.core.directory.trust import LABELS
from kapea.core.pack.danger_kinds import KINDS
from kapea.core.pack.parse import word_lists
from kapea.core.pack.parse.situations import AUDIENCES, BANDS, GROUPS, LEVELS, MAX_STEPS, MAX_STUCK, QUESTIONS

DRAFT = "http://json-schema.org/draft-07/schema#"
MOST_LATER = 3
PERCENT: Schema = {"type": "number", "minimum": 0, "maximum": 100}


def schemas() -> dict[str, Schema]:
    """Name to schema. The name is the folder or file it is for, in the singular where the folder has many."""
    made = {
        "situation": or_change(_situation()),
        "block": or_change(_block()),
        "journey": or_change(schema_journeys.journey()),
        "services": schema_directory.services(),
        "words": or_change(map_of({"$ref": "#/definitions/wording"})),
        "contacts": schema_directory.contacts(),
        "areas": schema_directory.areas(),
        "holidays": schema_directory.holidays(),
        "law": schema_directory.law(),
        "duty_to_report": or_change(schema_directory.duty_to_report()),
        "retention": or_change(schema_directory.retention()),
        "clocks": or_change(schema_directory.clocks()),
        "lint": _lint(),
        "flags": object_of(
            KINDS,
            alike=words_of(),
            **{kind: words_of() for kind in KINDS},
        ),
        "heard": object_of(only_when_clear=words_of(ID), at_least=map_of(PERCENT), at_most=map_of(PERCENT)),
        "menus": object_of(
            ("app", "settings"), app=SENTENCE, words=map_of(_local()), settings=map_of(_setting(), ID)
        ),
        "tiles": object_of(changes=WORD, **{who: words_of(ID) for who in AUDIENCES}),
        "material": or_change(schema_lists.material()),
        "instrument": or_change(schema_instruments.instrument()),
        "measures": or_change(schema_workshops.measures()),
        "workshop": or_change(schema_workshops.workshop()),
        "phrases": schema_lists.phrases(),
        "sources": or_change(_sources()),
        "glossary": schema_lists.glossary(),
        "catalogue": schema_lists.catalogue(),
        "media": schema_lists.media(),
    }
    return {name: _whole(name, schema) for name, schema in made.items()}


def schema_files() -> dict[str, str]:
    """File name to content, as kept in docs/schema/."""
    return {f"{name}.json": json.dumps(schema, indent=1) + "\n" for name, schema in schemas().items()}


def schema_for(path: str) -> str | None:
    """The name of the schema of a file, by its path inside a pack; None for what has none (a .po, say)."""
    folder, _, name = path.rpartition("/")
    if not name.endswith(".yaml"):
        return None
    by_folder = {"situations": "situation", "blocks": "block", "journeys": "journey"}
    by_folder |= {"materials": "material", "studies": "instrument", "workshops": "workshop"}
    folder = "media" if folder.startswith("media/") else folder
    known = by_folder.get(folder, folder) if folder else name.removesuffix(".yaml")
    return known if known in schemas() else None


def _whole(name: str, schema: Schema) -> Schema:
    head = {"$schema": DRAFT, "title": f"Kapea pack: {name}"}
    return {**head, **schema, "definitions": {"text": text(), "wording": wording()}}


def _situation() -> Schema:
    voices = {
        "type": "object",
        "properties": {who: _voice() for who in AUDIENCES},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return object_of(
        ("id", "picture", "level", "for"),
        id=ID,
        picture=ID,
        level=one_of(LEVELS),
        group=one_of(GROUPS),
        safeguards=list_of(SENTENCE),
        last=FLAG,
        for_=voices,
        **upkeep(),
    )


def _voice() -> Schema:
    stuck = object_of(("say", "then"), say=TEXT, then=TEXT, call=words_of(TYPE), picture=ID)
    step = object_of(
        ("do",), act=ACT, do=TEXT, picture=ID, call=words_of(TYPE), why=TEXT, stuck=list_of(stuck, MAX_STUCK)
    )
    return object_of(
        ("title", "first", "steps"),
        bands=list_of(one_of(BANDS)),
        title=TEXT,
        asks=list_of(one_of(QUESTIONS)),
        first=TEXT,
        steps=list_of(step, MAX_STEPS, 1),
        evidence=ID,
        never=words_of(ID),
        call=words_of(TYPE),
        takedown=FLAG,
        say=TEXT,
        after=list_of(TEXT, MOST_LATER),
    )


def _block() -> Schema:
    lines = {**map_of(TEXT), "minProperties": 1}
    shown: dict[str, Schema] = {"title": TEXT, "picture": ID, "lines": lines, "headings": map_of(TEXT)}
    return object_of(("id", "title", "lines"), id=ID, **shown, **upkeep())


def _lint() -> Schema:
    lists = ("tells_home", "reveals", "legal", "methods", "media", "revealing", "menus")
    more = ("kin", "police", "shames", "negations", "negations_alike", "forbids")
    phrases: Mapping[str, Schema] = {name: words_of() for name in (*lists, *more)}
    instead: Schema = {"type": ["string", "integer", "null"]}
    advice = object_of(**dict.fromkeys(word_lists.ADVICE, words_of()))
    otherwise = object_of(**dict.fromkeys(word_lists.OTHERWISE, map_of(SENTENCE)))
    return object_of(
        banned=map_of(instead),
        reserved=map_of(words_of()),
        advice=advice,
        protected=map_of(words_of()),
        not_asked=object_of(**dict.fromkeys(word_lists.NOT_ASKED, words_of())),
        otherwise=otherwise,
        **phrases,
    )


def _local() -> Schema:
    keys = {"says": map_of(WORD), "seen": SENTENCE, "sources": list_of(SENTENCE, least=1)}
    return object_of(("says", "seen", "sources"), confidence=one_of(LABELS), **keys)


def _setting() -> Schema:
    return object_of(
        ("goal", "path", "seen", "sources", "confidence", "expires"),
        goal=SENTENCE,
        path=list_of(SENTENCE, least=1),
        differs=words_of(),
        stops=SENTENCE,
        does_not_stop=SENTENCE,
        seen=SENTENCE,
        sources=list_of(SENTENCE, least=1),
        confidence=one_of(LABELS),
        expires=DATE,
    )


def _sources() -> Schema:
    source = object_of(("title",), title=SENTENCE, url={"type": "string"}, grade=WORD, note=SENTENCE)
    return map_of(source)
