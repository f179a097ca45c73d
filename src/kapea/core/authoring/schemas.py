"""The shape of every pack file as JSON Schema, for editors that complete and underline while somebody writes.

Made from the constants the parsers use. A schema knows shapes; `kapea check` knows whether a text is safe.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kapea.core.authoring import schema_lists as lists
from kapea.core.directory.trust import BACKGROUND_LABELS, LABELS
from kapea.core.doors.limits import LABEL
from kapea.core.pack.overrides import MARK
from kapea.core.pack.parse import word_lists
from kapea.core.pack.parse.directory_parser import DANGERS
from kapea.core.pack.parse.journeys import COUNTS, EFFECTS
from kapea.core.pack.parse.organizations import KINDS, SERVES, UNSURE
from kapea.core.pack.parse.situations import AUDIENCES, BANDS, LEVELS, MAX_STEPS, MAX_STUCK, QUESTIONS
from kapea.core.pack.parse.upkeep import STATES
from kapea.core.pack.read.field_readers import WEEKDAYS

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
MOST_LATER = 3

DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TIME: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"}
WORD: Schema = {"type": ["string", "integer"]}
SENTENCE: Schema = {"type": "string", "minLength": 1}
FLAG: Schema = {"type": "boolean"}
ID: Schema = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]*$"}
TYPE: Schema = {"type": "string", "pattern": "^[A-Z][A-Z-]*$"}
SELECTOR = r"^[A-Za-z0-9-]+(=[A-Za-z0-9-]+)?( [A-Za-z0-9-]+(=[A-Za-z0-9-]+)?)*$"


def schemas() -> dict[str, Schema]:
    """Name to schema. The name is the folder or file it is for, in the singular where the folder has many."""
    made = {
        "situation": _or_change(_situation()),
        "block": _or_change(_block()),
        "journey": _or_change(_journey()),
        "services": _services(),
        "words": _or_change(_map({"$ref": "#/definitions/wording"})),
        "contacts": _contacts(),
        "areas": _areas(),
        "holidays": _holidays(),
        "law": _law(),
        "lint": _lint(),
        "flags": _object(word_lists.KINDS, alike=_words(), **{kind: _words() for kind in word_lists.KINDS}),
        "menus": _object(
            ("app", "settings"), app=SENTENCE, words=_map(_local()), settings=_map(_setting(), ID)
        ),
        "tiles": _object(changes=WORD, **{who: _words(ID) for who in AUDIENCES}),
        "material": _or_change(lists.material(ONE, _upkeep())),
        "sources": _or_change(_sources()),
        "glossary": lists.glossary(),
        "catalogue": lists.catalogue(),
        "media": lists.media(),
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
    by_folder |= {"materials": "material"}
    folder = "media" if folder.startswith("media/") else folder
    known = by_folder.get(folder, folder) if folder else name.removesuffix(".yaml")
    return known if known in schemas() else None


def _whole(name: str, schema: Schema) -> Schema:
    head = {"$schema": DRAFT, "title": f"Kapea pack: {name}"}
    return {**head, **schema, "definitions": {"text": _text(), "wording": _wording()}}


# --- pieces ----------------------------------------------------------------------------


def _object(required: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    """A mapping with these keys and no other. A final underscore is not part of a key (`for_`, `else_`)."""
    keys = {key.removesuffix("_"): value for key, value in properties.items()}
    out: Schema = {"type": "object", "properties": keys, "additionalProperties": False}
    return {**out, "required": list(required)} if required else out


def _or_change(whole: Schema) -> Schema:
    """A file, or what a country changes of the common one; that may say any part of it."""
    change: Schema = {"type": "object", "properties": {MARK: WORD}}
    return {"if": {"type": "object", "required": [MARK]}, "then": change, "else": whole}


def _map(values: Schema, names: Schema | None = None) -> Schema:
    out: Schema = {"type": "object", "additionalProperties": values}
    return {**out, "propertyNames": names} if names else out


def _one_of(words: tuple[str, ...]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _list(of: Schema, most: int = 0, least: int = 0) -> Schema:
    out: Schema = {"type": "array", "items": of}
    out |= {"maxItems": most} if most else {}
    return out | ({"minItems": least} if least else {})


def _words(of: Schema = WORD) -> Schema:
    """A list of words; a single word counts as a list of one."""
    return {"anyOf": [of, _list(of)]}


def _wording() -> Schema:
    """One wording: a sentence, or its forms."""
    forms = _object(
        ("say",),
        say=SENTENCE,
        short={"type": "string", "maxLength": LABEL},
        spoken=SENTENCE,
        law=_words(),
        menu=_words(),
        tells=_one_of(("home",)),
        picture=ID,
    )
    return {"if": {"type": "string"}, "then": SENTENCE, "else": forms}


def _text() -> Schema:
    """A wording, or one of several by who is there."""
    wording: Schema = {"$ref": "#/definitions/wording"}
    by_who = {**_map(wording, {"pattern": SELECTOR}), "minProperties": 1}
    is_wording: Schema = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["say"]}]}
    return {"if": is_wording, "then": wording, "else": by_who}


TEXT: Schema = {"$ref": "#/definitions/text"}
ONE: Schema = {"$ref": "#/definitions/wording"}


def _upkeep() -> dict[str, Schema]:
    review = _object(("state",), state=_one_of(STATES), by=WORD, on=DATE, for_=_words())
    return {"sources": _words(), "review": review, "expires": DATE}


# --- words ------------------------------------------------------------------------------


def _situation() -> Schema:
    voices = {
        "type": "object",
        "properties": {who: _voice() for who in AUDIENCES},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return _object(
        ("id", "picture", "level", "for"),
        id=ID,
        picture=ID,
        level=_one_of(LEVELS),
        safeguards=_list(SENTENCE),
        last=FLAG,
        for_=voices,
        **_upkeep(),
    )


def _voice() -> Schema:
    stuck = _object(("say", "then"), say=TEXT, then=TEXT, call=_words(TYPE))
    step = _object(("do",), do=TEXT, picture=ID, call=_words(TYPE), why=TEXT, stuck=_list(stuck, MAX_STUCK))
    return _object(
        ("title", "first", "steps"),
        bands=_list(_one_of(BANDS)),
        title=TEXT,
        asks=_list(_one_of(QUESTIONS)),
        first=TEXT,
        steps=_list(step, MAX_STEPS, 1),
        evidence=ID,
        never=_words(ID),
        call=_words(TYPE),
        takedown=FLAG,
        say=TEXT,
        after=_list(TEXT, MOST_LATER),
    )


def _block() -> Schema:
    lines = {**_map(TEXT), "minProperties": 1}
    return _object(("id", "title", "lines"), id=ID, title=TEXT, picture=ID, lines=lines, **_upkeep())


# --- journeys ---------------------------------------------------------------------------


def _journey() -> Schema:
    values = _list(WORD, least=1)
    fact: Schema = {"anyOf": [_one_of(("situations",)), values, _object(("rises",), rises=values)]}
    return _object(
        ("journey", "start", "nodes"),
        journey=ID,
        format=WORD,
        facts=_map(fact),
        start=WORD,
        help=WORD,
        flags=_map(WORD),
        texts=_map(TEXT),
        nodes={**_map(_node()), "minProperties": 1},
        walks=_map(_walk(), ID),
        **_upkeep(),
    )


def _walk() -> Schema:
    return _object(("to", "goal"), to=WORD, goal=WORD, first=_words(), says=_map(WORD), then=_words())


def _node() -> Schema:
    enter: Schema = {"anyOf": [_object(("level",), level=_one_of(("situation",))), _facts()]}
    shown = {"anyOf": [WORD, _object(("say",), say=WORD, only=_condition(), unless=_condition())]}
    contacts: Schema = {"anyOf": [_one_of(("now", "danger", "situation")), _list(TYPE, least=1)]}
    node = _object(
        only=_condition(),
        unless=_condition(),
        else_=WORD,
        enter=enter,
        count=_one_of(COUNTS),
        contacts=contacts,
        next=FLAG,
        show=_list(shown),
        ask=WORD,
        picture=ID,
        screen=_object(("of",), of=ID, at=WORD),
        choices=_list(
            {"anyOf": [_answer(("say", "to"), say=WORD), _object(("say", "back"), say=WORD, back=FLAG)]},
            least=1,
        ),
        yes=_answer(("to",)),
        no={"anyOf": [_answer(("to",)), _object(("back",), back=FLAG)]},
        each=_one_of(("situation",)),
        to=WORD,
    )
    needs = {"only": ["else"], "unless": ["else"], "yes": ["no"], "no": ["yes"], "each": ["to"]}
    return {**node, "dependencies": needs}


def _answer(required: tuple[str, ...], **more: Schema) -> Schema:
    effect = _object(("kind", "consent"), kind=_one_of(EFFECTS), consent={"type": "string", "pattern": "="})
    return _object(
        required,
        to=WORD,
        set=_facts(),
        keep=_words(),
        only=_condition(),
        unless=_condition(),
        picture=ID,
        minor=FLAG,
        effect=effect,
        **more,
    )


def _facts() -> Schema:
    return _map(WORD)


def _condition() -> Schema:
    return _map(_words())


# --- who can help -----------------------------------------------------------------------


def _services() -> Schema:
    return _object(
        ("organization", "services"),
        organization=_object(("id", "name"), id=ID, name=SENTENCE),
        notes=_list(SENTENCE),
        held_back=_list(_object(("what", "why"), what=WORD, confidence=_one_of(LABELS), why=SENTENCE)),
        services=_list(_service(), least=1),
    )


def _service() -> Schema:
    phone = _object(
        ("number",),
        number=WORD,
        kind=_one_of(KINDS),
        free=_one_of(UNSURE),
        no_credit=_one_of(UNSURE),
        verified_by={"type": "string"},
        verified_on={"anyOf": [DATE, {"const": ""}]},
    )
    day: Schema = {"type": "string", "pattern": f"^({'|'.join(WEEKDAYS)})(-({'|'.join(WEEKDAYS)}))?$"}
    opening = _object(("days", "opens", "closes"), days=_words(day), opens=TIME, closes=TIME)
    hours: Schema = {"anyOf": [_one_of(("always", "unknown")), _list(opening, least=1)]}
    return _object(
        ("id", "name", "does", "types", "hours", "areas", "confidence", "sources", "expires"),
        id=ID,
        hidden=SENTENCE,
        name=ONE,
        does=ONE,
        address=ONE,
        location=ID,
        types=_words(TYPE),
        phones=_list(phone),
        website={"type": "string", "pattern": "^https://"},
        through=ID,
        hours=hours,
        closed_on_holidays=FLAG,
        areas=_words(),
        languages=_words({"type": "string", "pattern": "^[a-z]{2,3}$"}),
        free=_one_of(UNSURE),
        ages={"type": "string", "pattern": r"^\d{1,2}-\d{1,2}$"},
        serves=_words(_one_of(SERVES)),
        local=FLAG,
        confidence=_one_of(LABELS),
        sources=_words(),
        exception=SENTENCE,
        notes=_list(SENTENCE),
        expires=DATE,
    )


def _contacts() -> Schema:
    order = _object(DANGERS, **{danger: _words(TYPE) for danger in DANGERS})
    return _object(
        ("dial", "order", "fallback", "types"),
        dial=_object(("country",), country={"type": "string", "pattern": "^[A-Z]{2}$"}, short_codes=_words()),
        order=order,
        fallback=_list(ID),
        types=_map(ONE, TYPE),
    )


def _areas() -> Schema:
    inside = _object(("name", "in"), name=ONE, in_=WORD)
    area: Schema = {"if": {"type": "object", "required": ["in"]}, "then": inside, "else": ONE}
    return _object(
        ("source", "areas"), source=SENTENCE, confidence=_one_of(BACKGROUND_LABELS), areas=_map(area)
    )


def _holidays() -> Schema:
    day = _object(("date", "name"), date=DATE, name=SENTENCE, confidence=_one_of(BACKGROUND_LABELS))
    return _object(("holidays",), holidays=_list(day))


def _law() -> Schema:
    return _object(
        ("id", "title", "about", "sources", "review", "expires"),
        id=ID,
        title=SENTENCE,
        about=SENTENCE,
        open=_list(SENTENCE),
        confidence=_one_of(LABELS),
        **_upkeep(),
    )


def _lint() -> Schema:
    lists = ("tells_home", "reveals", "legal", "methods", "media", "revealing", "menus")
    phrases: Mapping[str, Schema] = {name: _words() for name in lists}
    instead: Schema = {"type": ["string", "integer", "null"]}
    return _object(banned=_map(instead), reserved=_map(_words()), **phrases)


def _local() -> Schema:
    keys = {"says": _map(WORD), "seen": SENTENCE, "sources": _list(SENTENCE, least=1)}
    return _object(("says", "seen", "sources"), confidence=_one_of(LABELS), **keys)


def _setting() -> Schema:
    return _object(
        ("goal", "path", "seen", "sources", "confidence", "expires"),
        goal=SENTENCE,
        path=_list(SENTENCE, least=1),
        differs=_words(),
        stops=SENTENCE,
        does_not_stop=SENTENCE,
        seen=SENTENCE,
        sources=_list(SENTENCE, least=1),
        confidence=_one_of(LABELS),
        expires=DATE,
    )


def _sources() -> Schema:
    source = _object(("title",), title=SENTENCE, url={"type": "string"}, grade=WORD, note=SENTENCE)
    return _map(source)
