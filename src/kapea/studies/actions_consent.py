"""Which words of consent hold, what a committee decided on guardians, whom a study asked; each in the trail.
The caller holds a transaction and has locked the study.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from kapea.core.studies.recruitment import RecruitmentRow
from kapea.core.studies.session_changes import RECRUITERS, recruitment_refusal
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.waiver_entering import ConsentTerms
from kapea.people.member import Member
from kapea.studies.actions import change_study
from kapea.studies.models import Study
from kapea.studies.session_rows import consent_terms, json_of_value
from kapea.studies.trail_names import StudyDeed

TermsChange = Callable[[StudyStanding, ConsentTerms], ConsentTerms | StudyRefused]


def change_terms(
    by: Member, row: Study, turn: int, deed: StudyDeed, change: TermsChange, *, at: datetime
) -> StudyRefused | None:
    """Changes what consent rests on; the refusal, where it was refused. Raises StaleTurn."""
    made: list[ConsentTerms] = []

    def changed(study: StudyStanding) -> StudyStanding | StudyRefused:
        terms = change(study, consent_terms(row))
        if isinstance(terms, StudyRefused):
            return terms
        made.append(terms)
        return study

    refused = change_study(by, row, turn, deed, of_standing(changed), at=at)
    if refused is None:
        row.consent_terms = json_of_value(made[0])
        row.save(update_fields=["consent_terms"])
    return refused


def add_recruitment(
    by: Member, row: Study, turn: int, counts: RecruitmentRow, *, at: datetime
) -> StudyRefused | None:
    """Enters how many were asked, where a committee allows it. Raises StaleTurn."""

    def added(study: StudyStanding) -> StudyStanding | StudyRefused:
        return recruitment_refusal(study, counts, by=by.user, at=at) or study

    refused = change_study(by, row, turn, StudyDeed.RECRUIT, of_standing(added), at=at)
    if refused is None:
        row.recruitment.create(row=counts.id, document=json_of_value(counts), entered_at=at)
    return refused


def drop_recruitment(by: Member, row: Study, turn: int, id: str, *, at: datetime) -> StudyRefused | None:
    """Takes counts away that were entered wrongly. Raises StaleTurn."""
    rows = row.recruitment.filter(row=id)

    def dropped(study: StudyStanding) -> StudyStanding | StudyRefused:
        if not study.team.roles(by.user) & RECRUITERS:
            return StudyRefused("recruitment.drop", StudyRefusal.NOT_YOURS)
        return study if rows.exists() else StudyRefused("recruitment.drop", StudyRefusal.NO_SUCH_STEP)

    refused = change_study(by, row, turn, StudyDeed.DROP_COUNTS, of_standing(dropped), at=at)
    if refused is None:
        rows.delete()
    return refused


def recruitment_of(row: Study) -> tuple[RecruitmentRow, ...]:
    """Every count that stands, the first first."""
    found = row.recruitment.order_by("id").values_list("document", flat=True)
    return tuple(msgspec.convert(each, RecruitmentRow) for each in found)
