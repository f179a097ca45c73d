"""Whom a study asked, by which ways, and what came of it; the frame against the sample, in true counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.core.studies.recruitment import (
    RecruitmentRoute,
    RecruitmentRow,
    RouteCounts,
    UnfitRoute,
    frame_against_sample,
    routes_missing,
    rows_counted,
)
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.studies.actions_consent import add_recruitment, drop_recruitment, recruitment_of
from kapea.studies.models import Study
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words, release_of_member, site_names
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, study_seen, study_tabs
from kapea.web.field.session_forms import MOST_COUNTED, CountsForm
from kapea.web.field.session_found import act_on_study_rows, pack_lines
from kapea.web.field.sessions_page import whom_in_words
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words

TOOK_PLACE = frozenset({SessionState.ENDED, SessionState.STOPPED, SessionState.CLOSED})
ROUTE_WORDS = {
    RecruitmentRoute.NGO: "programme",
    RecruitmentRoute.SCHOOL_LIST: "school",
    RecruitmentRoute.WATER_POINT: "water-point",
    RecruitmentRoute.MARKET_HOUR: "market",
    RecruitmentRoute.OUT_OF_SCHOOL_CLUB: "club",
    RecruitmentRoute.DOOR_KNOCK: "door",
}
"""By which names the sheet of the pack calls each way."""
COUNT_WORDS = {
    "asked": "asked",
    "not_reachable": "not-reached",
    "no": "said-no",
    "yes": "said-yes",
    "came": "came",
    "left": "left",
}
"""By which names it calls each count."""


@dataclass(frozen=True, slots=True)
class CountLine:
    """Counts by a name: a stratum, or a way in it."""

    name: str
    counts: tuple[tuple[str, int], ...]
    row: str = ""


@dataclass(frozen=True, slots=True)
class SampledLine:
    """A stratum of the frame, and who came of it. `people`: None where nobody knows how many there are."""

    name: str
    people: int | None
    surety: str
    wanted: int
    held: int
    by_way: tuple[CountLine, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def recruitment_here(request: HttpRequest, id: str) -> HttpResponse:
    """The page; counts that are entered."""
    seen = study_seen(request, id, StudyAct.READ_COUNTS)
    form = CountsForm(request.POST if request.method == "POST" else None, **_offered(seen))
    if request.method != "POST":
        return _recruitment_page(request, seen, form)
    counted = _counted(form)
    if counted is None:
        return _recruitment_page(request, seen, form, StudyFault("study-fault-counts"))

    def add(member: Member, row: Study, turn: int) -> StudyRefused | None:
        return add_recruitment(member, row, turn, counted, at=request_time())

    fault = act_on_study_rows(request, id, StudyAct.RECRUIT, add)
    return _recruitment_page(request, seen, form, fault) if fault else _back_to_counts(id)


@require_POST
def drop_counts_here(request: HttpRequest, id: str) -> HttpResponse:
    """Takes counts away that were entered wrongly."""
    which = form_of(request).get("row", "")

    def drop(member: Member, row: Study, turn: int) -> StudyRefused | None:
        return drop_recruitment(member, row, turn, which, at=request_time())

    fault = act_on_study_rows(request, id, StudyAct.RECRUIT, drop)
    if fault is None:
        return _back_to_counts(id)
    seen = study_seen(request, id, StudyAct.READ_COUNTS)
    return _recruitment_page(request, seen, CountsForm(None, **_offered(seen)), fault)


def _counted(form: CountsForm) -> RecruitmentRow | None:
    """What was typed, as counts; None where they contradict each other."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    try:
        counts = RouteCounts(**{name: said[name] for name in COUNT_WORDS})
    except UnfitRoute:
        return None
    return RecruitmentRow(new_id(), said["site"], said["stratum"], RecruitmentRoute(said["route"]), counts)


def _offered(seen: StudySeen) -> dict[str, list[str]]:
    current = seen.book.standing.protocol.current
    return {
        "site": sorted(current.reach.sites) if current.reach else [],
        "stratum": sorted(current.frame.strata),
    }


def _recruitment_page(
    request: HttpRequest, seen: StudySeen, form: CountsForm, fault: StudyFault | None = None
) -> HttpResponse:
    language, offered = language_of(request), _offered(seen)
    words, release = staff_words(language), release_of_member(seen.member, language)
    ways = pack_lines(release, "study-sheet", "route", language)
    counts = pack_lines(release, "study-sheet", "of-route", language)
    rows = recruitment_of(seen.row)
    return render_staff(
        request,
        "field/recruitment.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        form=form,
        strata=_strata(seen, rows, ways, language),
        names={name: counts.get(COUNT_WORDS[name], name) for name in COUNT_WORDS},
        fields=[(name, counts.get(COUNT_WORDS[name], name)) for name in COUNT_WORDS],
        entered=_entered(seen, rows, ways, language),
        more_routes=routes_missing(rows),
        may_recruit=seen.may(StudyAct.RECRUIT),
        sites=site_names(release, offered["site"], language),
        kinds=[(each, whom_in_words(seen, each, language)) for each in offered["stratum"]],
        routes=[(each.value, ways.get(ROUTE_WORDS[each], each.value)) for each in RecruitmentRoute],
        most=MOST_COUNTED,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def _strata(
    seen: StudySeen, rows: tuple[RecruitmentRow, ...], ways: dict[str, str], language: str
) -> list[SampledLine]:
    standing = seen.book.standing
    samples = frame_against_sample(standing.protocol.current.frame, rows, groups_held(standing))
    counted = rows_counted(rows)
    return [
        SampledLine(
            name=whom_in_words(seen, each.frame.id, language),
            people=each.frame.people,
            surety=each.frame.surety.value,
            wanted=each.frame.groups,
            held=each.held,
            by_way=tuple(
                CountLine(ways.get(ROUTE_WORDS[route], route.value), _pairs(counts))
                for (stratum, route), counts in counted.items()
                if stratum == each.frame.id
            ),
        )
        for each in samples
    ]


def _entered(
    seen: StudySeen, rows: tuple[RecruitmentRow, ...], ways: dict[str, str], language: str
) -> list[CountLine]:
    return [
        CountLine(
            f"{whom_in_words(seen, each.stratum, language)} · {ways.get(ROUTE_WORDS[each.route], '')}",
            _pairs(each.counts),
            each.id,
        )
        for each in rows
    ]


def _pairs(counts: RouteCounts) -> tuple[tuple[str, int], ...]:
    return tuple((name, getattr(counts, name)) for name in COUNT_WORDS)


def groups_held(standing: StudyStanding) -> list[str]:
    """The stratum of each group that took place; a pilot is of none."""
    return [each.stratum for each in standing.sessions.values() if each.state in TOOK_PLACE and each.stratum]


def _back_to_counts(id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{STUDIES}{id}/recruitment")
