"""What committees allowed: where, from when to when, for which ages, with which tools. Outside of it nothing
is made: no session, form, key or recruitment row; what a tablet brings later is set apart, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from kapea.core.studies.ethics_committees import HOME_COMMITTEE, NEEDED_COMMITTEES
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.study_protocol import InstrumentVersion
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused


class ApprovalGap(Enum):
    """What no approval covers."""

    NO_APPROVAL = "no-approval"
    NOT_CONFIRMED = "not-confirmed"
    """One typed it; the principal investigator has not confirmed it, or is the same person."""
    NO_NUMBER = "no-number"
    NO_PAPERS = "no-papers"
    NOT_BEGUN = "not-begun"
    EXPIRED = "expired"
    SITE = "site"
    AGE = "age"
    TOOL = "tool"
    PROTOCOL_VERSION = "protocol-version"
    UNKNOWN_COUNTRY = "unknown-country"
    """Nobody wrote down which committees decide there."""


class MadeInStudy(Enum):
    """What is made only within an approval."""

    SESSION = "session"
    FORM = "form"
    KEY = "key"
    RECRUITMENT = "recruitment"


@dataclass(frozen=True, slots=True)
class ApprovalAmendment:
    """What a committee allowed later: it adds, or moves the last day. None: as it was."""

    number: str
    from_day: date
    to_day: date | None = None
    sites: frozenset[str] = frozenset()
    bands: frozenset[ResearchAgeBand] = frozenset()
    tools: frozenset[InstrumentVersion] = frozenset()
    protocols: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EthicsApproval:
    """One committee's approval. `to_day` is the last day on which it holds. `papers`: digests of what was
    approved. `conditions`: codes. `tools`, `protocols`: in the versions that were seen. `typed_by`,
    `confirmed_by`: accounts.
    """

    id: str
    committee: str
    number: str
    papers: frozenset[str]
    from_day: date
    to_day: date
    sites: frozenset[str]
    bands: frozenset[ResearchAgeBand]
    tools: frozenset[InstrumentVersion]
    protocols: frozenset[int]
    conditions: tuple[str, ...] = ()
    amendments: tuple[ApprovalAmendment, ...] = ()
    typed_by: str = ""
    confirmed_by: str = ""
    ended_on: date | None = None
    """The first day on which it no longer holds, where the committee took it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedUse:
    """What is to be made, where and with whom. `home`: the country of the institution. `tool` is None for
    what uses none: a key, a recruitment row.
    """

    made: MadeInStudy
    country: str
    site: str
    home: str
    band: ResearchAgeBand
    protocol_version: int
    tool: InstrumentVersion | None = None


def approval_on(approval: EthicsApproval, day: date) -> EthicsApproval:
    """An approval with what was allowed later, as it stands on a day. Amendments may come in any order."""
    for amendment in sorted(approval.amendments, key=lambda each: (each.from_day, each.number)):
        if amendment.from_day <= day:
            approval = _amended(approval, amendment)
    return approval


def _amended(approval: EthicsApproval, amendment: ApprovalAmendment) -> EthicsApproval:
    return replace(
        approval,
        to_day=amendment.to_day or approval.to_day,
        sites=approval.sites | amendment.sites,
        bands=approval.bands | amendment.bands,
        tools=approval.tools | amendment.tools,
        protocols=approval.protocols | amendment.protocols,
    )


def approval_gaps(approvals: Iterable[EthicsApproval], use: PlannedUse, day: date) -> tuple[ApprovalGap, ...]:
    """What is not covered on a day, in the order of the list; empty where all is. Of each set of committees
    one has to approve all of it: halves of two approvals make no whole.
    """
    needed = _needed(use)
    if needed is None:
        return (ApprovalGap.UNKNOWN_COUNTRY,)
    known = tuple(approvals)
    gaps = {gap for either in needed for gap in _nearest(known, either, use, day)}
    return tuple(gap for gap in ApprovalGap if gap in gaps)


def _needed(use: PlannedUse) -> tuple[frozenset[str], ...] | None:
    host = NEEDED_COMMITTEES.get(use.country)
    if host is None or use.home == use.country:
        return host
    at_home = NEEDED_COMMITTEES.get(use.home, (frozenset({HOME_COMMITTEE}),))
    return (*host, *at_home)


def _nearest(
    approvals: tuple[EthicsApproval, ...], either: frozenset[str], use: PlannedUse, day: date
) -> tuple[ApprovalGap, ...]:
    """The gaps of the approval that lacks least."""
    theirs = [each for each in approvals if each.committee in either]
    gaps = [_gaps_of(approval_on(each, day), use, day) for each in theirs]
    return min(gaps, key=len, default=(ApprovalGap.NO_APPROVAL,))


def _gaps_of(approval: EthicsApproval, use: PlannedUse, day: date) -> tuple[ApprovalGap, ...]:
    confirmed = approval.typed_by and approval.confirmed_by and approval.typed_by != approval.confirmed_by
    ended = approval.ended_on is not None and day >= approval.ended_on
    found: Mapping[ApprovalGap, bool] = {
        ApprovalGap.NOT_CONFIRMED: not confirmed,
        ApprovalGap.NO_NUMBER: not approval.number.strip(),
        ApprovalGap.NO_PAPERS: not approval.papers,
        ApprovalGap.NOT_BEGUN: day < approval.from_day,
        ApprovalGap.EXPIRED: day > approval.to_day or ended,
        ApprovalGap.SITE: use.site not in approval.sites,
        ApprovalGap.AGE: use.band not in approval.bands,
        ApprovalGap.TOOL: use.tool is not None and use.tool not in approval.tools,
        ApprovalGap.PROTOCOL_VERSION: use.protocol_version not in approval.protocols,
    }
    return tuple(gap for gap, is_there in found.items() if is_there)


def may_make(approvals: Iterable[EthicsApproval], use: PlannedUse, day: date) -> StudyRefused | None:
    """None where it may be made on a day (the study's own day); else why not."""
    gaps = approval_gaps(approvals, use, day)
    if not gaps:
        return None
    return StudyRefused(f"make.{use.made.value}", StudyRefusal.NOT_APPROVED, tuple(gap.value for gap in gaps))


def quarantine_late_row(
    approvals: Iterable[EthicsApproval], use: PlannedUse, *, made_on: date, came_on: date
) -> tuple[str, ...]:
    """Why a row that a tablet brings is set apart; empty where it is taken. Both days have to be covered:
    the one the tablet says, and the one on which it came, since a tablet's clock can be set.
    """
    if made_on > came_on:
        return ("clock",)
    known = tuple(approvals)
    made = tuple(f"made.{gap.value}" for gap in approval_gaps(known, use, made_on))
    came = tuple(f"came.{gap.value}" for gap in approval_gaps(known, use, came_on))
    return (*made, *came)
