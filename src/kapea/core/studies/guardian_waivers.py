"""Whose yes a scope needs: the person's own, and of somebody under 18 the guardian's. Only a committee may
say that a guardian's is not needed: for an age, or for a stratum where home may be the danger.

A child's no wins over everything. A guardian's yes moves nothing but the guardian's own half.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kapea.core.studies.consent_scopes import ResearchScope, ScopeAnswer
from kapea.core.studies.research_ages import ResearchAgeBand

LEAST_IN_WAIVED_STRATUM = 5
"""A stratum of fewer is a person by another name."""


class NotAWaiver(ValueError):
    """What was to be entered is no decision of a committee on a stratum; the message says which part."""


class WaiverReason(Enum):
    """Why a guardian is not asked, as a class. It never says of whom."""

    HOME_MAY_BE_THE_DANGER = "home_may_be_the_danger"
    CHILD_HEADED = "child_headed"
    LGBTQIA = "lgbtqia"
    EXPLOITED_BY_KIN = "exploited_by_kin"


class GuardianPosition(Enum):
    """What stands on the guardian's side of one scope."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"
    WAIVED_FOR_THIS = "waived_for_this"
    WAIVED_FOR_OTHERS = "waived_for_others"
    NOT_OWED = "not_owed"
    """Grown up, or of an age that the committee lets decide alone."""


class ScopeOutcome(Enum):
    """Whether a scope covers, and if not, why: the first reason in the order in which people are heard."""

    COVERED = "covered"
    OWN_NO = "own-no"
    OWN_NOT_ASKED = "own-not-asked"
    GUARDIAN_NO = "guardian-no"
    GUARDIAN_NOT_ASKED = "guardian-not-asked"
    WAIVER_DOES_NOT_COVER = "waiver-does-not-cover"
    WITHDRAWN = "withdrawn"
    NO_SUCH_SEAT = "no-such-seat"


OF_GUARDIAN: Mapping[GuardianPosition, ScopeOutcome] = {
    GuardianPosition.YES: ScopeOutcome.COVERED,
    GuardianPosition.NO: ScopeOutcome.GUARDIAN_NO,
    GuardianPosition.NOT_ASKED: ScopeOutcome.GUARDIAN_NOT_ASKED,
    GuardianPosition.WAIVED_FOR_THIS: ScopeOutcome.COVERED,
    GuardianPosition.WAIVED_FOR_OTHERS: ScopeOutcome.WAIVER_DOES_NOT_COVER,
    GuardianPosition.NOT_OWED: ScopeOutcome.COVERED,
}


def scope_outcome(own: ScopeAnswer, guardian: GuardianPosition) -> ScopeOutcome:
    """What both answers come to. The person's own is heard first."""
    if own is ScopeAnswer.YES:
        return OF_GUARDIAN[guardian]
    return ScopeOutcome.OWN_NO if own is ScopeAnswer.NO else ScopeOutcome.OWN_NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeWaiver:
    """A committee's decision that in one stratum guardians are not asked. `scopes`: what it covers; of the
    others the guardian's half stays no. `told_family`: the id of the true, harmless sentence agreed with
    the child. `entered_by`: two accounts. It has no place for a person. Raises NotAWaiver.
    """

    committee: str
    reference: str
    stratum: str
    reason: WaiverReason
    scopes: frozenset[ResearchScope]
    told_family: str
    valid_from: date
    valid_to: date
    entered_by: tuple[str, str]

    def __post_init__(self) -> None:
        lacking = [w for w in ("committee", "reference", "stratum", "told_family") if not getattr(self, w)]
        if lacking:
            raise NotAWaiver(f"{', '.join(lacking)}: missing; copy it from the committee's letter")
        if not self.scopes:
            raise NotAWaiver("scopes: none is covered; list those in the committee's letter")
        if len(self.entered_by) != 2 or len(set(self.entered_by)) != 2 or not all(self.entered_by):
            raise NotAWaiver("entered_by: two different people enter a waiver together")
        if self.valid_to < self.valid_from:
            raise NotAWaiver("valid_to: before valid_from; read the dates in the letter again")


@dataclass(frozen=True, slots=True)
class CommitteeDecisions:
    """All that a study's committee decided on guardians. `exempted_ages`: bands that decide alone."""

    waivers: tuple[CommitteeWaiver, ...] = ()
    exempted_ages: frozenset[ResearchAgeBand] = frozenset()

    def waived_scopes(self, stratum: str, on: date) -> frozenset[ResearchScope] | None:
        """What the waivers of a stratum cover on a day; None where none is in force."""
        held = [w for w in self.waivers if w.stratum == stratum and w.valid_from <= on <= w.valid_to]
        return frozenset().union(*(each.scopes for each in held)) if held else None


def require_waived_stratum(waiver: CommitteeWaiver, frame: Mapping[str, int | None]) -> None:
    """Raises NotAWaiver unless it is of a stratum of the frame, and one that is no single person. `frame`:
    how many people each stratum has, None where nobody knows.
    """
    if waiver.stratum not in frame:
        raise NotAWaiver("stratum: not in the frame of the protocol; a waiver is never for a person")
    count = frame[waiver.stratum]
    if count is not None and count < LEAST_IN_WAIVED_STRATUM:
        raise NotAWaiver(
            f"stratum: fewer than {LEAST_IN_WAIVED_STRATUM} people, so it would name them; ask the committee "
            "for a broader one"
        )


def guardian_position(
    scope: ResearchScope,
    answer: ScopeAnswer,
    *,
    age: ResearchAgeBand,
    exempted: Collection[ResearchAgeBand],
    waived: Collection[ResearchScope] | None,
) -> GuardianPosition:
    """What stands on the guardian's side. `answer`: what the guardian said, if anybody asked. `waived`: what
    a waiver in force covers. A guardian who said no although nobody was to ask knows of the study, so a
    waiver never overrules that no: what the child said could come home.
    """
    if age is ResearchAgeBand.ADULT or age in exempted:
        return GuardianPosition.NOT_OWED
    if answer is ScopeAnswer.NO:
        return GuardianPosition.NO
    if waived is not None:
        return GuardianPosition.WAIVED_FOR_THIS if scope in waived else GuardianPosition.WAIVED_FOR_OTHERS
    return GuardianPosition.YES if answer is ScopeAnswer.YES else GuardianPosition.NOT_ASKED
