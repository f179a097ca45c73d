"""Giving the group that advises a study something to read, and writing down what it answers.

Whoever gives it cannot answer it: nobody who leads a study, and nobody of safeguarding, speaks for the group.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kapea.core.studies.advisory_answers import AdviceVerdict, GroupAnswer, TextGiven
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding

GIVE, ANSWER = "advice.give", "advice.answer"


def give_group_text(study: StudyStanding, given: TextGiven) -> StudyStanding | StudyRefused:
    """Lays a text before the group. What it said of an earlier one opens nothing any more."""
    if refused := _refused(study, GIVE, StudyAct.CHOOSE_TEXT, given.by):
        return refused
    advice = replace(study.advice, given=(*study.advice.given, given))
    return replace(study, advice=advice)


def answer_group_text(
    study: StudyStanding, text: str, verdict: AdviceVerdict, *, by: str, at: datetime
) -> StudyStanding | StudyRefused:
    """Writes down what the group says of a text. A later answer counts in place of an earlier one; both stay.
    `text`: the one that was read: of another than lies before the group now, nothing is taken.
    """
    if refused := _refused(study, ANSWER, StudyAct.ADVISE, by):
        return refused
    before = study.advice.text
    if before is None or before.id != text or at < before.at:
        return StudyRefused(ANSWER, StudyRefusal.NO_SUCH_STEP)
    answer = GroupAnswer(text, verdict, by, at)
    return replace(study, advice=replace(study.advice, answers=(*study.advice.answers, answer)))


def _refused(study: StudyStanding, what: str, act: StudyAct, by: str) -> StudyRefused | None:
    rule = STUDY_ACTS[act]
    if not study.team.roles(by) & rule.roles:
        return StudyRefused(what, StudyRefusal.NOT_YOURS)
    if study.stop is not None:
        return StudyRefused(what, StudyRefusal.STOPPED)
    if study.opening(StudyGate.END) is not None:
        return StudyRefused(what, StudyRefusal.NO_SUCH_STEP)
    if rule.after is not None and study.opening(rule.after) is None:
        return StudyRefused(what, StudyRefusal.GATE_SHUT, (rule.after.value,))
    return None
