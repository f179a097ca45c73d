"""The shape of files that stand apart: materials, phrases, the glossary, the catalogue of situations."""

from __future__ import annotations

from kapea.core.authoring.glossary import NATIVE
from kapea.core.authoring.schema_pieces import (
    DATE,
    FLAG,
    ID,
    ONE,
    SENTENCE,
    Schema,
    list_of,
    map_of,
    object_of,
    one_of,
    upkeep,
    words_of,
)
from kapea.core.pack.parse.materials import (
    KINDS,
    MARKS,
    MOST_LINES,
    MOST_MATERIALS,
    MOST_PAGES,
    NAMING,
    PANELS,
    SIZES,
)
from kapea.core.pack.parse.phrasebooks import GRADES, MOST_PHRASEBOOKS, OWN_DRAFT, PHRASES
from kapea.core.pack.parse.recording_index import DIGEST
from kapea.core.pack.parse.situations import AUDIENCES, BANDS, LEVELS, QUESTIONS


def glossary() -> Schema:
    """`glossary.yaml`: terms, each with English words and a form a language, seen somewhere or not."""
    seen = object_of(("say", "from"), say=SENTENCE, from_=SENTENCE, note=SENTENCE)
    unseen = object_of(("needs",), needs=one_of((NATIVE,)), note=SENTENCE)
    form: Schema = {"if": {"type": "object", "required": ["needs"]}, "then": unseen, "else": seen}
    own = object_of(("en",), en=words_of(SENTENCE, least=1), about=SENTENCE, whole=FLAG)
    return object_of(("terms",), terms=map_of({**own, "additionalProperties": form}, ID))


def catalogue() -> Schema:
    """`catalogue.yaml`: the ages to be covered for each audience, and who each situation concerns."""
    bands, audiences = words_of(one_of(BANDS), least=1), words_of(one_of(AUDIENCES), least=1)
    ages = object_of(AUDIENCES, **dict.fromkeys(AUDIENCES, bands))
    asks = object_of((), **dict.fromkeys(AUDIENCES, words_of(one_of(QUESTIONS), least=1)))
    situation = object_of(
        ("title", "for", "asks"), title=SENTENCE, for_=audiences, level=one_of(LEVELS), asks=asks
    )
    return object_of(("ages", "situations"), ages=ages, situations=map_of(situation, ID))


def media() -> Schema:
    """`media/<language>/index.yaml`: what is heard for which text; a command writes it."""
    digest: Schema = {"type": "string", "pattern": DIGEST.pattern.replace(r"\Z", "$")}
    number: Schema = {"type": ["number", "string", "integer"]}
    files: dict[str, Schema] = {"voice": SENTENCE, "on": DATE, "words": SENTENCE, "sound": SENTENCE}
    own = {**files, "opus": digest, "mp3": digest, "loudness": number, "seconds": number}
    return object_of(("recordings",), recordings=map_of(object_of(tuple(own), **own, placeholder=FLAG)))


def material() -> Schema:
    """`materials/`: what is put on paper, part by part from the top."""
    return object_of(
        ("id", "number", "size", "title", "parts"),
        id=ID,
        number=_up_to(MOST_MATERIALS),
        size=one_of(SIZES),
        fold=FLAG,
        pages=_up_to(MOST_PAGES),
        for_={"type": "string"},
        title=ONE,
        picture=ID,
        parts=list_of(_part(), least=1),
        **upkeep(),
    )


def phrases() -> Schema:
    """`phrases/`: what somebody needs who reads none of a pack's languages."""
    phrase = object_of(("says", "grade"), says=SENTENCE, grade=one_of(GRADES), sources=words_of(ID, least=1))
    draft: Schema = {"properties": {"grade": {"const": OWN_DRAFT}}}
    own: Schema = {**phrase, "if": draft, "then": {"not": {"required": ["sources"]}}}
    return object_of(
        ("language", "name", "number", "call", "ask"),
        language=ID,
        name=SENTENCE,
        number=_up_to(MOST_PHRASEBOOKS),
        call=words_of(ID, least=1),
        ask=ONE,
        aloud=SENTENCE,
        alarm=SENTENCE,
        phrases=map_of(own, one_of(PHRASES)),
        **upkeep(),
    )


def _part() -> Schema:
    several = list_of(ONE, least=1)
    own = {
        **dict.fromkeys(KINDS, ONE),
        "list": several,
        "sign": several,
        "block": ID,
        **dict.fromkeys(NAMING, words_of({"type": "string"}, least=1)),
    }
    part = object_of(
        **own, picture=ID, panel=one_of(PANELS), mark=one_of(MARKS), large=FLAG, first=FLAG, lines={}
    )
    return {**part, "oneOf": [{"required": [kind]} for kind in KINDS], **_lines()}


def _lines() -> Schema:
    """What `lines` is in a part: names of a block's lines, or how many empty ones there are to write on."""
    empty, named = _up_to(MOST_LINES), words_of(ID, least=1)
    return {
        "if": {"required": ["write"]},
        "then": {"properties": {"lines": empty}},
        "else": {"properties": {"lines": named}},
    }


def _up_to(most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most}
