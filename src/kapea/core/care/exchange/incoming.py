"""What other systems send us of a referral: the few fields that are read, and what is put aside for a
supervisor.

Nothing that comes in is a permission, a level or a word about a child. What is not on the list of a system is
left out, by name, and never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kapea.core.care.asking import require_opaque
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.never_ask import never_asked
from kapea.core.care.referral_codes import DeclineReason


@dataclass(frozen=True, slots=True)
class IncomingFields:
    """What is read of a record of one system: the names of the fields that say which referral it is, how it
    stands there, and why it was turned away. An empty name: it does not say.
    """

    reference: str
    word: str
    reason: str = ""


INCOMING: Mapping[OutsideSystem, IncomingFields] = {
    OutsideSystem.PRIMERO: IncomingFields("service_record_id", "status", "rejected_reason"),
    OutsideSystem.OSCAR: IncomingFields("external_id", "referral_status"),
    OutsideSystem.FHIR_TASK: IncomingFields("identifier", "status"),
}
"""Of 360X no field is known to us by name. A Task of FHIR has many identifiers: `fhir.read_fhir_task`."""


class NotReadable(ValueError):
    """A record that says of no referral that it is about it, or a system of which no field is known."""


@dataclass(frozen=True, slots=True)
class IncomingReferral:
    """What was read. `reference`: one of ours; else a person takes it in, as any who asks for help. `word`:
    for `state_maps.step_for_word`; empty where it says none. `reason`: one of ours, else None and a person
    asks. `left_out`: names of all other fields; `never_asked`: those of them for which nobody is ever asked
    here.
    """

    system: OutsideSystem
    reference: str
    word: str
    reason: DeclineReason | None
    left_out: tuple[str, ...]
    never_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record that says that somebody set a consent aside. Nothing of it is read; a supervisor sees where it
    says so. `reference`: empty where it names none that is an id.
    """

    system: OutsideSystem
    reference: str
    says_so_at: tuple[str, ...]


def read_incoming(
    system: OutsideSystem, record: Mapping[str, object]
) -> IncomingReferral | QuarantinedRecord:
    """Reads a record of another system. Raises NotReadable; NotOpaque where a name or number stands in place
    of an id.
    """
    fields = INCOMING.get(system)
    if fields is None:
        raise NotReadable(f"{system.value}: no field of it is known")
    reference = _text(record, fields.reference)
    if places := set_aside_at(record):
        return QuarantinedRecord(system, _opaque_or_empty(reference), places)
    if not reference:
        raise NotReadable(f"{fields.reference}: missing")
    require_opaque(fields.reference, reference)
    read = {fields.reference, fields.word, fields.reason}
    names = tuple(sorted({path for path, _ in _leaves(record)} - read))
    return IncomingReferral(
        system=system,
        reference=reference,
        word=_text(record, fields.word),
        reason=_reason(_text(record, fields.reason)),
        left_out=names,
        never_asked=tuple(name for name in names if never_asked(name)),
    )


def set_aside_at(record: object) -> tuple[str, ...]:
    """Where something says that somebody set a consent aside: the names that lead there."""
    by_name = [path for path, value in _leaves(record) if _sets_consent_aside(path, value)]
    return tuple(dict.fromkeys([*by_name, *_named_by_value(record)]))


def _named_by_value(value: object, path: str = "") -> Iterator[str]:
    """Where a pair says it in place of a field, as an extension of FHIR does: one value names it, and those
    whose names begin with `value`, if there are any, do not clearly say no.
    """
    if isinstance(value, Mapping):
        names = [n for n, v in value.items() if isinstance(v, str) and len(v) <= LONGEST_NAME]
        if any(names_consent_set_aside(str(value[n])) for n in names):
            said = [v for n, v in value.items() if str(n).lower().startswith("value")]
            if not said or any(_is_not_no(v) for v in said):
                yield path or "?"
        for name, inner in value.items():
            yield from _named_by_value(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _named_by_value(inner, path)


def _text(record: Mapping[str, object], name: str) -> str:
    value = record.get(name, "")
    return value if isinstance(value, str) else ""


def _reason(said: str) -> DeclineReason | None:
    return next((each for each in DeclineReason if each.value == said), None)


def _opaque_or_empty(reference: str) -> str:
    try:
        require_opaque("reference", reference, empty=True)
    except ValueError:
        return ""
    return reference


def _leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value that holds no other, under the names that lead to it."""
    if isinstance(value, Mapping) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple) and value:
        for inner in value:
            yield from _leaves(inner, path)
    else:
        yield path, value


LONGEST_NAME = 120
"""A value that is longer names no field: it is somebody's words."""
_BETWEEN = re.compile(r"[\W_]+")
_NOT_SO = frozenset({"", "0", "f", "false", "n", "no", "none", "null"})


def names_consent_set_aside(name: str) -> bool:
    """Whether a field is the one by which some systems let staff go past a consent, however it is written."""
    squeezed = _BETWEEN.sub("", name).lower()
    return "consent" in squeezed and "overrid" in squeezed


def _sets_consent_aside(path: str, value: object) -> bool:
    """What does not clearly say no is taken for a yes."""
    return names_consent_set_aside(path) and _is_not_no(value)


def _is_not_no(value: object) -> bool:
    empty = value is None or (isinstance(value, Mapping | list | tuple) and not value)
    return not empty and str(value).strip().lower() not in _NOT_SO
