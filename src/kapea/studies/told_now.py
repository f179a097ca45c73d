"""Who took part, as all outputs of a study tell it at this moment."""

from __future__ import annotations

from functools import lru_cache

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.quote_attribution import PlaceTold
from kapea.core.studies.report_facts import sampled_strata
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.sample_told import ToldSample, told_sample
from kapea.core.studies.study_people import SampledStratum, StudyPerson
from kapea.core.studies.study_standing import StudyStanding
from kapea.studies.actions_consent import recruitment_of
from kapea.studies.models import Study, StudySeat
from kapea.studies.session_rows import seat_told

PLACE = PlaceTold.PLACE_TYPE
"""The one way in which outputs of studies here name places."""


def told_now(row: Study, standing: StudyStanding, consent: ConsentRegister) -> ToldSample:
    """Of those who take part by `consent`. Raises NotAStratum where frame and sample do not fit."""
    people = people_now(row, consent)
    strata = sampled_strata(standing.protocol.current.frame, recruitment_of(row), people)
    return told_of_people(people, strata)


def people_now(row: Study, consent: ConsentRegister) -> tuple[StudyPerson, ...]:
    """Those who take part by `consent`, as far as a table could tell of them."""
    seats = StudySeat.objects.filter(session__study=row, withdrawn_on=None).order_by("id")
    told = (seat_told(each).person for each in seats)
    return tuple(each for each in told if consent.covers(each.seat, ResearchScope.TAKE_PART))


@lru_cache(maxsize=4)
def told_of_people(people: tuple[StudyPerson, ...], strata: tuple[SampledStratum, ...]) -> ToldSample:
    """Worked out once for the same people: it takes seconds, and is asked for again under a lock."""
    return told_sample(people, strata, PLACE)
