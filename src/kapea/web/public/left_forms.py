"""The fields by which somebody leaves something: what may be chosen, and what a form brought. No field is for
a name, a birth date, a sex or a place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from kapea.care.leaving import Content, LeftThing
from kapea.core.care.case_entries import NoteEntry, SafeContactEntry
from kapea.core.care.permissions import Wording
from kapea.core.care.retention import retention_days
from kapea.core.care.safe_contact import WEEK, ContactMethod, IfOthersAnswer
from kapea.core.care.way_in import MOST_REACH, MOST_TOLD, SIGNS, LeftKind
from kapea.web.public.entry import Visit

CONSENTS = {LeftKind.MESSAGE: "word.way-consent-keep", LeftKind.CONTACT: "word.way-consent-call"}
"""The words in which each is asked."""
RETAINED = {LeftKind.MESSAGE: "message", LeftKind.CONTACT: "callback"}
EARLIEST, LATEST = 5, 23
"""Hours that are offered: by night nobody is called."""


@dataclass(frozen=True, slots=True)
class LeftChoice:
    """One thing to choose: what is sent, its words, a drawing."""

    value: str
    words: str
    picture: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class LeftFields:
    """The fields of one thing that is left, with what was typed and chosen before. `consent`: what is asked,
    for so many `kept` days; `consented`: how that was answered.
    """

    kind: str
    consent: str
    kept: int
    consented: str
    words: str
    reach: str
    methods: tuple[LeftChoice, ...]
    days: tuple[LeftChoice, ...]
    from_hours: tuple[LeftChoice, ...]
    to_hours: tuple[LeftChoice, ...]
    others: tuple[LeftChoice, ...]
    most: int = MOST_TOLD
    most_reach: int = MOST_REACH


def left_fields(visit: Visit, kind: LeftKind, form: QueryDict) -> LeftFields:
    """The fields of one kind."""
    hours = range(EARLIEST, LATEST + 1)
    return LeftFields(
        kind=kind.value,
        consent=visit.world.release.text(CONSENTS[kind], visit.language),
        kept=retention_days(visit.world.release, RETAINED[kind]),
        consented=form.get("yes", ""),
        words=form.get("words", "")[:MOST_TOLD],
        reach=form.get("reach", "")[:MOST_REACH],
        methods=left_choices(visit, "way-how", [each.value for each in ContactMethod], [form.get("how", "")]),
        days=left_choices(visit, "day", map(str, sorted(WEEK)), form.getlist("day")),
        from_hours=_hours(hours, form.get("from", "")),
        to_hours=_hours(hours, form.get("to", "")),
        others=left_choices(
            visit, "way-others", [each.value for each in IfOthersAnswer], [form.get("others", "")]
        ),
    )


def left_choices(
    visit: Visit, stem: str, values: Iterable[str], chosen: Iterable[str]
) -> tuple[LeftChoice, ...]:
    """A closed list, in the words of the pack."""
    said = set(chosen)
    return tuple(
        LeftChoice(each, way_word(visit, f"{stem}-{each.replace('_', '-')}"), chosen=each in said)
        for each in values
    )


def sign_choices(visit: Visit, chosen: Iterable[str]) -> tuple[LeftChoice, ...]:
    """The pictures of which two are chosen."""
    said = set(chosen)
    return tuple(LeftChoice(each, way_word(visit, f"sign-{each}"), each, each in said) for each in SIGNS)


def read_said(visit: Visit, kind: LeftKind, form: QueryDict, *, at: datetime) -> LeftThing | None:
    """What a form brought, under its yes; None while something is missing, or there is no yes."""
    content = _message(form) if kind is LeftKind.MESSAGE else _contact(form, at)
    if content is None or form.get("yes") != "yes":
        return None
    wording = Wording(CONSENTS[kind], visit.world.release.hash)
    return LeftThing(kind=kind, content=content, wording=wording, language=visit.language)


def way_word(visit: Visit, name: str) -> str:
    return visit.world.release.text(f"word.{name}", visit.language)


def _message(form: QueryDict) -> Content | None:
    words = form.get("words", "").strip()[:MOST_TOLD]
    return (lambda _: NoteEntry(said=words)) if words else None


def _contact(form: QueryDict, at: datetime) -> Content | None:
    reach = form.get("reach", "").strip()[:MOST_REACH]
    days = tuple(sorted({int(each) for each in form.getlist("day") if each in set(map(str, WEEK))}))
    hours = [int(form.get(name, "")) for name in ("from", "to") if form.get(name, "").isdecimal()]
    if not reach or not days or len(hours) != 2 or not EARLIEST <= hours[0] < hours[1] <= LATEST:
        return None
    try:
        how, others = ContactMethod(form.get("how", "")), IfOthersAnswer(form.get("others", ""))
    except ValueError:
        return None
    return lambda permission: SafeContactEntry(
        method=how,
        reach=reach,
        days=days,
        from_hour=hours[0],
        to_hour=hours[1],
        others=others,
        agreed_at=at,
        permission=permission,
    )


def _hours(hours: Iterable[int], chosen: str) -> tuple[LeftChoice, ...]:
    return tuple(LeftChoice(str(each), f"{each}:00", chosen=str(each) == chosen) for each in hours)
