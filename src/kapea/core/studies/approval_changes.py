"""How a committee's approval comes into a study: the data steward types it; the principal investigator, who
is somebody else, confirms it. What was confirmed is changed no more; what a committee takes back
ends on a day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from kapea.core.studies.ethics_approvals import EthicsApproval
from kapea.core.studies.ethics_committees import HOME_COMMITTEE, NEEDED_COMMITTEES
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding


def offered_committees(home: str, countries: Collection[str]) -> tuple[str, ...]:
    """The committees whose approval a study of these countries needs, one of each set, in a fixed order."""
    asked = [each for country in sorted({*countries, home}) for each in NEEDED_COMMITTEES.get(country, ())]
    known = [committee for either in asked for committee in sorted(either)]
    return (*dict.fromkeys(known), *(() if home in NEEDED_COMMITTEES else (HOME_COMMITTEE,)))


def type_approval(study: StudyStanding, approval: EthicsApproval, *, by: str) -> StudyStanding | StudyRefused:
    """Writes down what a committee gave. It counts for nothing before somebody else has confirmed it."""
    if refused := refuse_approval(study, by=by):
        return refused
    if any(each.id == approval.id for each in study.approvals) or approval.to_day < approval.from_day:
        return StudyRefused("approval.type", StudyRefusal.NO_SUCH_STEP)
    typed = replace(approval, typed_by=by, confirmed_by="", ended_on=None)
    return replace(study, approvals=(*study.approvals, typed))


def refuse_approval(study: StudyStanding, *, by: str) -> StudyRefused | None:
    """Why nothing can be typed just now, whatever it says; None where it can."""
    return _refused_for(study, StudyRole.DATA_STEWARD, "approval.type", by)


def confirm_approval(study: StudyStanding, id: str, *, by: str) -> StudyStanding | StudyRefused:
    """Says that the paper says so."""
    refused = _refused_for(study, StudyRole.INVESTIGATOR, "approval.confirm", by)
    if refused:
        return refused
    found = _approvals(study).get(id)
    if found is None or found.confirmed_by:
        return StudyRefused("approval.confirm", StudyRefusal.NO_SUCH_STEP)
    if found.typed_by == by:
        return StudyRefused("approval.confirm", StudyRefusal.SAME_PERSON)
    return _with_approval(study, replace(found, confirmed_by=by))


def end_approval(study: StudyStanding, id: str, *, by: str, on: date) -> StudyStanding | StudyRefused:
    """A committee took it back: it holds no longer from that day on. One person is enough."""
    roles = study.team.roles(by) & {StudyRole.DATA_STEWARD, StudyRole.INVESTIGATOR}
    if not roles:
        return StudyRefused("approval.end", StudyRefusal.NOT_YOURS)
    found = _approvals(study).get(id)
    if found is None or found.ended_on is not None:
        return StudyRefused("approval.end", StudyRefusal.NO_SUCH_STEP)
    return _with_approval(study, replace(found, ended_on=on))


def _refused_for(study: StudyStanding, role: StudyRole, act: str, by: str) -> StudyRefused | None:
    if role not in study.team.roles(by):
        return StudyRefused(act, StudyRefusal.NOT_YOURS, (role.value,))
    if study.opening(StudyGate.PROTOCOL) is None:
        return StudyRefused(act, StudyRefusal.GATE_SHUT, (StudyGate.PROTOCOL.value,))
    return None


def _approvals(study: StudyStanding) -> Mapping[str, EthicsApproval]:
    return {each.id: each for each in study.approvals}


def _with_approval(study: StudyStanding, approval: EthicsApproval) -> StudyStanding:
    known = {**_approvals(study), approval.id: approval}
    return replace(study, approvals=tuple(known.values()))
