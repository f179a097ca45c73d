"""The hours of a service in words, for when nobody can say whether it is open now."""

from __future__ import annotations

from itertools import groupby

import msgspec

from kapea.core.directory.match import Match
from kapea.core.directory.model import Opening, Service
from kapea.core.offline.without_clock import closes
from kapea.core.pack.model import Release
from kapea.core.present.contact import ContactInWords, contact_in_words

BETWEEN = ", "


def hours(release: Release, service: Service, language: str) -> str:
    """`Mon–Fri 8:00–17:00, not on holidays`; empty where it never closes, or nobody knows.

    Of unknown hours that holidays end, it says only that.
    """
    said = [_opening(release, opening, language) for opening in service.openings]
    if service.hours == "always" and service.closed_on_holidays:
        said = [release.text("word.reason-day-and-night", language)]
    if service.closed_on_holidays:
        said.append(release.text("word.reason-not-holidays", language))
    return BETWEEN.join(said)


def undated_contact(release: Release, found: Match, service: Service, language: str) -> ContactInWords:
    """A contact that was found without a clock: with the hours of its `service` in words, and without “hours
    not known” where they are told so.
    """
    codes = tuple(code for code in found.reasons if code != "hours-unknown" or not closes(service))
    said = contact_in_words(release, msgspec.structs.replace(found, reasons=codes), language)
    told = hours(release, service, language)
    if not told:
        return said
    return msgspec.structs.replace(said, reasons=(told, *said.reasons), warnings=(told, *said.warnings))


def _opening(release: Release, opening: Opening, language: str) -> str:
    days = BETWEEN.join(_run(release, run, language) for run in runs(opening.weekdays))
    return f"{days} {clock(opening.opens)}–{clock(opening.closes)}"


def runs(weekdays: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last of each row of neighbouring days: 1, 2, 3, 6 is 1 to 3, and 6."""
    numbered = enumerate(sorted(weekdays))
    rows = [[day for _, day in row] for _, row in groupby(numbered, key=lambda pair: pair[1] - pair[0])]
    return [(row[0], row[-1]) for row in rows]


def _run(release: Release, run: tuple[int, int], language: str) -> str:
    first, last = (release.text(f"word.day-{day}", language) for day in run)
    return first if run[0] == run[1] else f"{first}–{last}"


def clock(minute: int) -> str:
    """Minutes after midnight as people write them: 480 is 8:00."""
    return f"{minute // 60}:{minute % 60:02}"
