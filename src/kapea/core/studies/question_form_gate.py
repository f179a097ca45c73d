"""Whether a form may be taken to the field now, and what a statement may not say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from kapea.core.pack.model import Lint
from kapea.core.pack.parse.word_lists import IDENTIFIES, OWN_HARM
from kapea.core.studies.ethics_approvals import ApprovalGap
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.study_gates import is_gate_open
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.understanding.flags import Ways
from kapea.core.understanding.spelling import spelled

SPOKEN_TO = (("me", "you"), ("my", "your"), ("myself", "yourself"), ("us", "you"), ("our", "your"))
"""Lists of what is not asked speak to somebody; a statement speaks of oneself."""


def question_form_refused(study: StudyStanding, at: datetime) -> StudyRefused | None:
    """Why no form may be taken: a committee approves what adults are asked before anybody is
    asked it; while its gate is open, every age and tool of the protocol is approved.
    """
    gate = STUDY_ACTS[StudyAct.TAKE_QUESTION_FORM].while_open
    if study.stop is not None:
        return StudyRefused("question-form", StudyRefusal.STOPPED)
    if gate is not None and not is_gate_open(study, gate, at):
        return StudyRefused("question-form", StudyRefusal.GATE_SHUT, (gate.value,))
    reach = study.protocol.current.reach
    if reach is None or ResearchAgeBand.ADULT not in reach.bands:
        return StudyRefused("question-form", StudyRefusal.NOT_APPROVED, (ApprovalGap.AGE.value,))
    return None


def asks_what_is_not_asked(statement: str, lints: Iterable[Lint]) -> bool:
    """Whether a statement is about harm done to whoever answers, or about who they are, as far as the lists
    of what is not asked find it.
    """
    listed = [
        way for lint in lints for kind in (OWN_HARM, IDENTIFIES) for way in lint.not_asked.get(kind, ())
    ]
    ways, said = Ways(listed), spelled(statement)
    turned = said
    for own, theirs in SPOKEN_TO:
        turned = re.sub(rf"\b{own}\b", theirs, turned)
    return ways.stand_in(said) or ways.stand_in(turned)
