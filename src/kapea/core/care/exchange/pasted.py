"""A record of another system as somebody pastes it: text, read strictly. What does not read says where.

What comes in is no permission, no level and no word about a child. A claim to have set a consent aside is
looked for in all of it first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NoReturn

from kapea.core.care.asking import NotOpaque, require_opaque
from kapea.core.care.exchange.fhir import OURS, read_fhir_task
from kapea.core.care.exchange.incoming import (
    INCOMING,
    IncomingReferral,
    NotReadable,
    QuarantinedRecord,
    read_incoming,
    set_aside_at,
)
from kapea.core.care.exchange.state_maps import OutsideSystem

MOST_PASTED = 100_000
"""Letters. A referral has a few thousand."""
DEEPEST = 40
THEIR_NAME: Mapping[OutsideSystem, str] = {OutsideSystem.PRIMERO: "id", OutsideSystem.OSCAR: "global_id"}
"""What names a record of theirs where it names none of ours."""


class PastedWrong(Enum):
    """Why a text does not read."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_JSON = "not_json"
    TWICE = "twice"
    """A name stands twice in one place: nobody can say which of the two holds."""
    TOO_DEEP = "too_deep"
    NOT_A_RECORD = "not_a_record"
    MANY = "many"
    NO_NUMBER = "no_number"
    NOT_A_NUMBER = "not_a_number"
    """A name, a telephone number or an address stands where an id should."""


class PastedUnread(ValueError):
    """A text that does not read. `at`: a line and column, or a name of a field; never a value."""

    def __init__(self, wrong: PastedWrong, at: str = "") -> None:
        self.wrong, self.at = wrong, at
        super().__init__(f"{wrong.value}: {at}" if at else wrong.value)


def read_pasted(system: OutsideSystem, text: str) -> IncomingReferral | QuarantinedRecord:
    """Reads what was pasted as one record of a system. Raises PastedUnread."""
    document = _parsed(text)
    if places := set_aside_at(document):
        return QuarantinedRecord(system, _reference_or_empty(system, document), places)
    record = _record(system, document)
    try:
        return _read(system, record)
    except NotReadable:
        raise PastedUnread(PastedWrong.NO_NUMBER, INCOMING[system].reference) from None
    except NotOpaque:
        raise PastedUnread(PastedWrong.NOT_A_NUMBER, INCOMING[system].reference) from None


def _parsed(text: str) -> object:
    if not text.strip():
        raise PastedUnread(PastedWrong.EMPTY)
    if len(text) > MOST_PASTED:
        raise PastedUnread(PastedWrong.TOO_LONG)
    try:
        document: object = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=str, parse_float=str
        )
    except json.JSONDecodeError as why:
        raise PastedUnread(PastedWrong.NOT_JSON, f"{why.lineno}:{why.colno}") from None
    except RecursionError:
        raise PastedUnread(PastedWrong.TOO_DEEP) from None
    _must_be_flat_enough(document)
    return document


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise PastedUnread(PastedWrong.TWICE, _shown(name))
        if _shown(name) != name:
            raise PastedUnread(PastedWrong.NOT_JSON, _shown(name))
        made[name] = value
    return made


def _no_constant(_: str) -> NoReturn:
    raise PastedUnread(PastedWrong.NOT_JSON)


def _shown(name: str) -> str:
    """A name as it can be written on a page: half a letter cannot."""
    return name.encode("utf-8", "replace").decode()


def _must_be_flat_enough(document: object, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise PastedUnread(PastedWrong.TOO_DEEP)
    inner = document.values() if isinstance(document, Mapping) else document
    if isinstance(document, Mapping | list) and isinstance(inner, Iterable):
        for each in inner:
            _must_be_flat_enough(each, depth + 1)


def _record(system: OutsideSystem, document: object) -> Mapping[str, Any]:
    """The one record in it: Primero wraps it in `data`, FHIR puts it into a Bundle."""
    inner = _inside(system, document) if isinstance(document, Mapping) else document
    if isinstance(inner, list):
        if len(inner) > 1:
            raise PastedUnread(PastedWrong.MANY)
        inner = inner[0] if inner else None
    if not isinstance(inner, Mapping) or not inner:
        raise PastedUnread(PastedWrong.NOT_A_RECORD)
    return inner


def _inside(system: OutsideSystem, document: Mapping[str, Any]) -> object:
    if system is OutsideSystem.FHIR_TASK:
        return _tasks(document) if document.get("resourceType") == "Bundle" else document
    return document["data"] if set(document) == {"data"} else document


def _tasks(bundle: Mapping[str, Any]) -> list[Any]:
    """The Tasks of a Bundle; where it has none, what they would follow."""
    entries = bundle.get("entry")
    held = (
        [each.get("resource") for each in entries if isinstance(each, Mapping)]
        if isinstance(entries, list)
        else []
    )
    for kind in ("Task", "ServiceRequest"):
        if found := [each for each in held if isinstance(each, Mapping) and each.get("resourceType") == kind]:
            return found
    return []


def _read(system: OutsideSystem, record: Mapping[str, Any]) -> IncomingReferral | QuarantinedRecord:
    name = INCOMING[system].reference
    if system is OutsideSystem.FHIR_TASK:
        named = record.get("identifier")
        listed = [each for each in named if isinstance(each, Mapping)] if isinstance(named, list) else []
        if any(each.get("system") == f"{OURS}referral" for each in listed):
            return read_fhir_task(record)
        theirs = [each.get("value") for each in listed if each.get("value")]
        return read_incoming(system, {**record, name: theirs[0] if len(theirs) == 1 else ""})
    if not record.get(name):
        return read_incoming(system, {**record, name: record.get(THEIR_NAME[system], "")})
    return read_incoming(system, record)


def _reference_or_empty(system: OutsideSystem, document: object) -> str:
    """Which record it is, of one that is put aside; empty where it does not say so by an id."""
    try:
        record = _record(system, document)
    except PastedUnread:
        return ""
    for name in (INCOMING[system].reference, THEIR_NAME.get(system, "")):
        said = record.get(name)
        try:
            require_opaque(name, said if isinstance(said, str) else "")
        except NotOpaque:
            continue
        return str(said)
    return ""
