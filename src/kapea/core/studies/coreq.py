"""What a report of interviews and groups says of itself: the 32 items of COREQ (Tong and others, 2007), and
what SRQR (O'Brien and others, 2014) asks beside them. In our own words; the lists are theirs.

What the software knows it fills in; the rest somebody writes. What is missing is named, never left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.evidence.counts import THRESHOLD, CountMark, PublishedCount, ShownCount


class ReportGuideline(Enum):
    """Whose list an item is from."""

    COREQ = "coreq"
    SRQR = "srqr"


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One thing a report says. `asks`: in short. `facts`: what fills it; none where a person writes it."""

    id: str
    guideline: ReportGuideline
    asks: str
    facts: tuple[str, ...] = ()


COREQ_ROWS: tuple[tuple[str, str], ...] = (
    ("who led the sessions", "session_roles"),
    ("their degrees and schooling", ""),
    ("their work at the time", ""),
    ("their gender", ""),
    ("their training and experience", "training"),
    ("whether they knew those who came before", ""),
    ("what those who came knew of us", ""),
    ("what we were, expected and were surprised by", "positions"),
    ("the theory or orientation behind the study", ""),
    ("how people were chosen", "sampling_routes"),
    ("how they were asked", "asked_by_route"),
    ("how many took part", "took_part"),
    ("how many said no or left", "said_no, left"),
    ("where the sessions were", "place_types"),
    ("who else was there", "others_present"),
    ("who took part, by what matters here", "sample_table"),
    ("the questions, and whether they were piloted", "guide_versions, pilots"),
    ("whether anybody was spoken with again", "repeat_sessions"),
    ("what was recorded as sound", "audio_sessions"),
    ("what notes were taken", "note_sessions"),
    ("how long sessions took", "minutes"),
    ("whether new things still came up", "saturation"),
    ("whether transcripts were given back", "returned_transcripts"),
    ("how many coded", "coders, coded_by_two, coded_by_one"),
    ("the codebook", "codebook_version, codes"),
    ("which themes were given and which found", "themes_given, themes_found"),
    ("with what software", "software"),
    ("whether those who came looked at the findings", "validation_sessions"),
    ("whether quotes stand there, and what under them", "quotes, quote_labels"),
    ("whether the findings fit what was said", ""),
    ("the main themes", ""),
    ("smaller themes and cases that do not fit", ""),
)
"""COREQ 1 to 32 in its order, and the facts that fill an item."""
SRQR_ROWS: tuple[tuple[str, str], ...] = (
    ("title", ""),
    ("abstract", ""),
    ("problem", ""),
    ("purpose", ""),
    ("approach", ""),
    ("context", ""),
    ("ethics", "approvals"),
    ("tools and how they changed", "guide_versions"),
    ("de-identifying", "deidentified, miss_rate"),
    ("trustworthiness", ""),
    ("earlier work", ""),
    ("transferability", ""),
    ("limits", "unsaid_lines"),
    ("conflicts", ""),
    ("funding", ""),
)


def _items(guideline: ReportGuideline, rows: tuple[tuple[str, str], ...]) -> tuple[ReportItem, ...]:
    return tuple(
        ReportItem(f"{guideline.value}-{n:02}", guideline, asks, tuple(facts.split(", ")) if facts else ())
        for n, (asks, facts) in enumerate(rows, start=1)
    )


REPORT_ITEMS = (*_items(ReportGuideline.COREQ, COREQ_ROWS), *_items(ReportGuideline.SRQR, SRQR_ROWS))
FACT_NAMES = frozenset(fact for item in REPORT_ITEMS for fact in item.facts)
"""Everything the software is asked for."""
PEOPLE_FACTS = frozenset({"took_part", "said_no", "left"})
"""Counts of people. They come as what may be published of them, never as they are."""
FactValue = int | str | tuple[str, ...] | PublishedCount
"""A count of something else (0 is one), an id, or several."""


class UnfitReportFact(ValueError):
    """A fact that no item asks for, or a count of people that nobody protected; the message says which."""


class ItemFilled(Enum):
    """By whom an item is filled."""

    BY_DATA = "by-data"
    BY_PERSON = "by-person"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReportItemStands:
    """An item, how it stands, and which of its facts the software does not have."""

    item: ReportItem
    filled: ItemFilled
    lacks: tuple[str, ...] = ()


def report_items(
    facts: Mapping[str, FactValue | None], written: Mapping[str, str]
) -> tuple[ReportItemStands, ...]:
    """How every item stands. `facts`: what the software knows, None where it does not yet. `written`: what
    somebody wrote, by item; of an item that data fill it is not taken in their place. Raises
    UnfitReportFact.
    """
    if unknown := sorted(facts.keys() - FACT_NAMES):
        raise UnfitReportFact(f"{', '.join(unknown)}: one of {', '.join(sorted(FACT_NAMES))}")
    bare = [each for each in sorted(PEOPLE_FACTS & facts.keys()) if not _may_be_published(facts[each])]
    if bare:
        raise UnfitReportFact(f"{', '.join(bare)}: a count of people; give what may be published of it")
    return tuple(_stands(item, facts, written) for item in REPORT_ITEMS)


def _may_be_published(value: FactValue | None) -> bool:
    if isinstance(value, ShownCount):
        return value.count >= THRESHOLD
    return value is None or isinstance(value, CountMark)


def _stands(
    item: ReportItem, facts: Mapping[str, FactValue | None], written: Mapping[str, str]
) -> ReportItemStands:
    if item.facts:
        lacks = tuple(each for each in item.facts if facts.get(each) in (None, "", (), CountMark.NO_DATA))
        return ReportItemStands(item, ItemFilled.MISSING if lacks else ItemFilled.BY_DATA, lacks)
    is_written = bool(written.get(item.id, "").strip())
    return ReportItemStands(item, ItemFilled.BY_PERSON if is_written else ItemFilled.MISSING)


def missing_report_items(stands: tuple[ReportItemStands, ...]) -> tuple[str, ...]:
    """Ids of items that are missing, in their order."""
    return tuple(each.item.id for each in stands if each.filled is ItemFilled.MISSING)
