"""How what a committee decided on guardians comes into a study: one of two types it, the other confirms it,
with the letter before them. It is of a stratum; there is no way to write one for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.guardian_waivers import (
    CommitteeDecisions,
    CommitteeWaiver,
    NotAWaiver,
    WaiverReason,
    require_waived_stratum,
)
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding

ENTERERS = frozenset({StudyRole.DATA_STEWARD, StudyRole.INVESTIGATOR})
FAMILY_SENTENCES = ("talk-about-phones", "ideas-for-children")
"""Ids of true, harmless sentences that a child can choose from, for what the family is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWaiver:
    """What one person read in the committee's letter. It waives nothing until another confirms it."""

    id: str
    committee: str
    reference: str
    stratum: str
    reason: WaiverReason
    scopes: frozenset[ResearchScope]
    told_family: str
    valid_from: date
    valid_to: date
    typed_by: str


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """`words`: ids of the texts of consent whose answers hold. `committee`: what it decided on guardians.
    `typed`: what waits for a second person.
    """

    words: frozenset[str] = frozenset()
    committee: CommitteeDecisions = field(default_factory=CommitteeDecisions)
    typed: tuple[TypedWaiver, ...] = ()


def type_waiver(
    study: StudyStanding, terms: ConsentTerms, waiver: TypedWaiver
) -> ConsentTerms | StudyRefused:
    """One person types it."""
    act = "waiver.type"
    if not study.team.roles(waiver.typed_by) & ENTERERS:
        return StudyRefused(act, StudyRefusal.NOT_YOURS)
    if study.opening(StudyGate.PROTOCOL) is None:
        return StudyRefused(act, StudyRefusal.GATE_SHUT, (StudyGate.PROTOCOL.value,))
    try:
        require_waived_stratum(_entered(waiver, "second"), _frame_sizes(study))
    except NotAWaiver:
        return StudyRefused(act, StudyRefusal.NOT_IN_FRAME)
    return replace(terms, typed=(*terms.typed, waiver))


def confirm_waiver(
    study: StudyStanding, terms: ConsentTerms, id: str, *, by: str
) -> ConsentTerms | StudyRefused:
    """Another person says that the letter says so: from then on it holds."""
    act, found = "waiver.confirm", next((each for each in terms.typed if each.id == id), None)
    if not study.team.roles(by) & ENTERERS:
        return StudyRefused(act, StudyRefusal.NOT_YOURS)
    if found is None:
        return StudyRefused(act, StudyRefusal.NO_SUCH_STEP)
    if found.typed_by == by:
        return StudyRefused(act, StudyRefusal.SAME_PERSON)
    entered = _entered(found, by)
    try:
        require_waived_stratum(entered, _frame_sizes(study))
    except NotAWaiver:
        return StudyRefused(act, StudyRefusal.NOT_IN_FRAME)
    held = replace(terms.committee, waivers=(*terms.committee.waivers, entered))
    return replace(terms, committee=held, typed=tuple(each for each in terms.typed if each is not found))


def drop_typed_waiver(terms: ConsentTerms, id: str) -> ConsentTerms | StudyRefused:
    """What was typed wrongly is taken away before anybody confirmed it."""
    left = tuple(each for each in terms.typed if each.id != id)
    if len(left) == len(terms.typed):
        return StudyRefused("waiver.drop", StudyRefusal.NO_SUCH_STEP)
    return replace(terms, typed=left)


def hold_consent_words(
    study: StudyStanding, terms: ConsentTerms, words: str, *, holds: bool, by: str
) -> ConsentTerms | StudyRefused:
    """Somebody says that answers to these words hold, or no longer: then everybody is asked anew."""
    act = "consent.words"
    if not study.team.roles(by) & ENTERERS:
        return StudyRefused(act, StudyRefusal.NOT_YOURS)
    if (words in terms.words) is holds:
        return StudyRefused(act, StudyRefusal.NOTHING_CHANGED)
    return replace(terms, words=terms.words | {words} if holds else terms.words - {words})


def is_waived(committee: CommitteeDecisions, stratum: str, on: date) -> bool:
    """Whether guardians of a stratum are not asked on a day, so that a safe adult has to be there."""
    return committee.waived_scopes(stratum, on) is not None


def _entered(waiver: TypedWaiver, second: str) -> CommitteeWaiver:
    return CommitteeWaiver(
        committee=waiver.committee,
        reference=waiver.reference,
        stratum=waiver.stratum,
        reason=waiver.reason,
        scopes=waiver.scopes,
        told_family=waiver.told_family,
        valid_from=waiver.valid_from,
        valid_to=waiver.valid_to,
        entered_by=(waiver.typed_by, second),
    )


def _frame_sizes(study: StudyStanding) -> Mapping[str, int | None]:
    return {id: each.people for id, each in study.protocol.current.frame.strata.items()}
