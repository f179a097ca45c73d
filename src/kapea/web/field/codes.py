"""What the codes of a study are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from kapea.core.pack.model import Release
from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.words_written import PlaceFault
from kapea.people.member import Member
from kapea.people.models import Organisation
from kapea.web.office.countries import country_of

KINDS = ("gate", "item", "part", "role", "gap")
"""Kinds of codes of which something may be missing; no code is of two of them."""
SESSION_KINDS = ("lack", "clash", "point", *KINDS)
"""Those of a session, its own first. A point may name a seat: `start:s1-c1`."""


def codes_in_words(
    codes: Iterable[str], words: Mapping[str, str], kinds: Iterable[str] = KINDS
) -> tuple[str, ...]:
    """Each code as it is said."""
    known = tuple(kinds)
    return tuple(_said(code, words, known) for code in codes)


def _said(code: str, words: Mapping[str, str], kinds: tuple[str, ...]) -> str:
    about, _, seat = code.partition(":")
    ids = (f"study-{kind}-{about}" for kind in kinds)
    said = next((words[id] for id in ids if id in words), about)
    return f"{said}: {label_of_seat(seat)}" if seat else said


def fault_in_words(fault: PlaceFault, where: str, words: Mapping[str, str]) -> str:
    """What keeps words from being given to others. `where`: what their place is called, where there are more
    than one.
    """
    parts = (f"{where}:" if where else "", words[f"study-word-{fault.fault.value}"], fault.told)
    return " ".join(filter(None, parts))


def at_place(moment: datetime | None, zone: str) -> str:
    """A moment as the study's own clock shows it; empty where there is none."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else ""


def release_of_member(member: Member, language: str) -> Release | None:
    """The live words of a member's country; None where there are none."""
    return country_of(Organisation.objects.get(id=member.organisation).pack, language).release


def site_names(release: Release | None, sites: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Each site's id with its name, by name; the id where the pack knows it no more."""
    areas = release.directory.areas if release is not None else {}
    named = (
        (site, release.text(areas[site].name, language) if release is not None and site in areas else site)
        for site in sites
    )
    return sorted(named, key=lambda each: (each[1], each[0]))
