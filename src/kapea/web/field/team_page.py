"""Who is in a study, as what: roles are given and ended here."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.study_book import BookChange, of_standing
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.team_changes import end_role, give_new_role
from kapea.studies.queries import grants_of, members_for_studies
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, act_in_study, study_seen, study_tabs
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class GrantShown:
    """A role of somebody. `may_end`: whoever looks may end it."""

    account: str
    name: str
    role: str
    ended: bool
    may_end: bool


@require_safe
def read_team(request: HttpRequest, id: str) -> HttpResponse:
    """Everybody, with what they are and were."""
    return team_page(request, id)


@require_POST
def give_here(request: HttpRequest, id: str) -> HttpResponse:
    """Gives a role to a colleague."""
    account, role, by = _account(request), _role(request), acting_member(request).user
    known = {each for each, _ in colleagues_for(acting_member(request).organisation)}

    def given(study: StudyStanding) -> StudyStanding | StudyRefused:
        if role is None or account not in known:
            return StudyRefused("role.grant", StudyRefusal.NO_SUCH_STEP)
        return give_new_role(study, account, role, by=by)

    return _do(request, id, StudyAct.GIVE_ROLE, StudyDeed.GIVE, of_standing(given))


@require_POST
def end_role_here(request: HttpRequest, id: str) -> HttpResponse:
    """Ends a role of somebody, or one's own."""
    account, role, by = _account(request), _role(request), acting_member(request).user

    def ended(study: StudyStanding) -> StudyStanding | StudyRefused:
        if role is None:
            return StudyRefused("role.end", StudyRefusal.NO_SUCH_STEP)
        return end_role(study, account, role, by=by)

    return _do(request, id, StudyAct.SAY_ITEM, StudyDeed.END_ROLE, of_standing(ended))


def _do(request: HttpRequest, id: str, act: StudyAct, did: str, change: BookChange) -> HttpResponse:
    role = _role(request)
    fault = act_in_study(
        request, id, act, did, change, account=_account(request), role=role.value if role else "none"
    )
    return team_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/team")


def team_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen, words = study_seen(request, id, StudyAct.SAY_ITEM), staff_words(language_of(request))
    shown = _shown(seen)
    others = colleagues_for(seen.row.organisation_id)
    return render_staff(
        request,
        "field/team.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        now=[each for each in shown if not each.ended],
        before=[each for each in shown if each.ended],
        colleagues=[(account, name) for account, name in others if account != seen.member.user],
        roles=[role.value for role in StudyRole],
        may_give=seen.may(StudyAct.GIVE_ROLE),
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def colleagues_for(organisation: str) -> list[tuple[str, str]]:
    """Everybody who could be in a study there, by name."""
    found = members_for_studies(organisation).values_list("user_id", "user__name")
    return sorted(set(found), key=lambda each: (each[1], each[0]))


def _shown(seen: StudySeen) -> list[GrantShown]:
    standing, by = seen.book.standing, seen.member.user
    rows = zip(grants_of(seen.row), standing.team.grants, strict=True)
    return [
        GrantShown(
            each.account,
            row.user.name,
            each.role.value,
            each.ended,
            not isinstance(end_role(standing, each.account, each.role, by=by), StudyRefused),
        )
        for row, each in rows
    ]


def _account(request: HttpRequest) -> str:
    said = form_of(request).get("account", "")
    return said if said.isalnum() and len(said) <= 16 else "none"


def _role(request: HttpRequest) -> StudyRole | None:
    said = form_of(request).get("role", "")
    return next((role for role in StudyRole if role.value == said), None)
