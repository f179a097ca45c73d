"""The sessions of a study, and planning another."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession
from kapea.core.studies.session_changes import PLANNERS
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.people.member import Member
from kapea.studies.actions_sessions import plan_new_session
from kapea.studies.models import Study
from kapea.web.field.codes import SESSION_KINDS, at_place, codes_in_words, release_of_member, site_names
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, study_seen, study_tabs
from kapea.web.field.session_forms import PILOT, SessionPlanForm
from kapea.web.field.session_found import act_on_study_rows
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in the list. `whom`: its stratum in words."""

    number: int
    state: str
    site: str
    tool: str
    whom: str
    pilot: bool
    started_at: str


@require_safe
def list_sessions(request: HttpRequest, id: str) -> HttpResponse:
    """All of them, the first first."""
    seen, language = study_seen(request, id, StudyAct.READ_SESSIONS), language_of(request)
    standing, words = seen.book.standing, staff_words(language)
    sites = dict(
        site_names(
            release_of_member(seen.member, language),
            {each.site for each in standing.sessions.values()},
            language,
        )
    )
    lines = [
        SessionLine(
            number=int(each.id.removeprefix("s")),
            state=each.state.value,
            site=sites[each.site],
            tool=each.tool,
            whom=words[f"study-band-{each.band.value}"],
            pilot=each.pilot,
            started_at=at_place(each.started_at, standing.zone),
        )
        for each in standing.sessions.values()
    ]
    may_plan = bool(standing.team.roles(seen.member.user) & PLANNERS)
    return render_staff(
        request, "field/sessions.html", row=seen.row, tabs=study_tabs(seen), sessions=lines, may_plan=may_plan
    )


@require_http_methods(["GET", "HEAD", "POST"])
def plan_here(request: HttpRequest, id: str) -> HttpResponse:
    """Writes down that there will be one."""
    seen = study_seen(request, id, StudyAct.PLAN_SESSION)
    form = SessionPlanForm(request.POST if request.method == "POST" else None, **_offered(seen))
    if request.method != "POST":
        return _plan_page(request, seen, form)
    if not form.is_valid():
        return _plan_page(request, seen, form, StudyFault(f"study-refused-{StudyRefusal.NOT_IN_FRAME.value}"))
    made = _made(seen, form)

    def plan(member: Member, row: Study, turn: int) -> StudyRefused | None:
        return plan_new_session(member, row, turn, made, at=request_time())

    fault = act_on_study_rows(request, id, StudyAct.PLAN_SESSION, plan)
    return (
        _plan_page(request, seen, form, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/sessions")
    )


def _offered(seen: StudySeen) -> dict[str, list[str]]:
    current = seen.book.standing.protocol.current
    bands = [band.value for band in ResearchAgeBand if current.reach and band in current.reach.bands]
    return {
        "site": sorted(current.reach.sites) if current.reach else [],
        "whom": [*sorted(current.frame.strata), *(f"{PILOT}{band}" for band in bands)],
        "tool": sorted(current.instruments),
    }


def _made(seen: StudySeen, form: SessionPlanForm) -> ResearchSession:
    said, current = form.cleaned_data, seen.book.standing.protocol.current
    whom, pilot = said["whom"], said["whom"].startswith(PILOT)
    band = whom.removeprefix(PILOT) if pilot else current.frame.strata[whom].stratum.band
    return ResearchSession(
        id="s0",
        site=said["site"],
        country=current.reach.sites[said["site"]] if current.reach else "",
        band=ResearchAgeBand(band),
        tool=said["tool"],
        stratum="" if pilot else whom,
        pilot=pilot,
        translated=said["translated"],
    )


def _plan_page(
    request: HttpRequest, seen: StudySeen, form: SessionPlanForm, fault: StudyFault | None = None
) -> HttpResponse:
    language, offered = language_of(request), _offered(seen)
    words, release = staff_words(language), release_of_member(seen.member, language)
    return render_staff(
        request,
        "field/plan.html",
        409 if fault else 200,
        row=seen.row,
        form=form,
        sites=site_names(release, offered["site"], language),
        whom=[(each, whom_in_words(seen, each, language)) for each in offered["whom"]],
        tools=offered["tool"],
        fault=fault,
        missing=codes_in_words(fault.missing, words, SESSION_KINDS) if fault else (),
    )


def whom_in_words(seen: StudySeen, whom: str, language: str) -> str:
    """A stratum of the frame, or a pilot with an age, as it is said."""
    words = staff_words(language)
    if whom.startswith(PILOT):
        return f"{words['study-pilot']} · {words[f'study-band-{whom.removeprefix(PILOT)}']}"
    found = seen.book.standing.protocol.current.frame.strata.get(whom)
    if found is None:
        return whom
    kind = found.stratum
    return f"{words[f'study-place-{kind.place.value}']} · {words[f'study-band-{kind.band.value}']}"
