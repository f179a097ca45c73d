"""Writing the protocol: texts typed here. Nothing is uploaded. After it was agreed, what is written is a
proposal that two people sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from kapea.access.rows import acting
from kapea.core.studies.ethics_committees import NEEDED_COMMITTEES
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import FrameStratum, FrameSurety, PlaceType, SamplingFrame, Stratum
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_protocol import ProtocolPart, StudyReach
from kapea.studies.actions import StaleTurn, WrittenProtocol, keep_protocol_words
from kapea.studies.models import Study
from kapea.studies.queries import plain_words
from kapea.studies.study_models import MAX_WORDS
from kapea.web.field.codes import codes_in_words, release_of_member, site_names
from kapea.web.field.forms import ProtocolWordsForm, ReachForm, ToolForm
from kapea.web.field.found import (
    STALE,
    STUDIES,
    StudyFault,
    StudySeen,
    fault_of_refusal,
    lock_allowed,
    study_seen,
    turn_seen,
)
from kapea.web.field.protocol_page import PartShown, kinds_of_places, parts_shown, tools_shown
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

ELSEWHERE = "other"
"""The institution's country is none of those of the list."""


class UnfitProtocol(ValueError):
    """Something that was typed does not fit."""


@require_http_methods(["GET", "HEAD", "POST"])
def write_protocol_words(request: HttpRequest, id: str) -> HttpResponse:
    """Shows what stands, and takes what is written over it."""
    seen = study_seen(request, id, StudyAct.WRITE_PROTOCOL)
    if request.method != "POST":
        return _page(request, seen)
    try:
        written = _written(request, seen)
    except UnfitProtocol:
        return _page(request, seen, StudyFault("study-fault-unfit-words"))
    fault = _save(request, id, written)
    return _page(request, seen, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/protocol")


def _save(request: HttpRequest, id: str, written: WrittenProtocol) -> StudyFault | None:
    member = acting_member(request)
    try:
        with acting(member, "studies.change", Study, id) as row:
            lock_allowed(row, member, StudyAct.WRITE_PROTOCOL)
            return fault_of_refusal(
                keep_protocol_words(member, row, turn_seen(request), written, at=request_time())
            )
    except StaleTurn:
        return StudyFault(STALE)


def _written(request: HttpRequest, seen: StudySeen) -> WrittenProtocol:
    """What differs from what stands. Raises UnfitProtocol."""
    parts = _changed(request, "part-", parts_shown(seen))
    tools = _changed(request, "tool-", tools_shown(seen))
    return WrittenProtocol(
        parts={ProtocolPart(code): words for code, words in parts.items()},
        tools={**tools, **_new_tool(request)},
        dropped=frozenset(request.POST.getlist("dropped")) & {each.code for each in tools_shown(seen)},
        reach=_reach(request, seen),
        frame=_frame(request, seen),
    )


def _changed(request: HttpRequest, prefix: str, shown: Iterable[PartShown]) -> dict[str, str]:
    changed = {}
    for each in shown:
        form = ProtocolWordsForm({"words": request.POST.get(f"{prefix}{each.code}", "")})
        if not form.is_valid():
            raise UnfitProtocol(each.code)
        words = plain_words(form.cleaned_data["words"])
        if words and words != (each.proposed or each.said):
            changed[each.code] = words
    return changed


def _new_tool(request: HttpRequest) -> dict[str, str]:
    form = ToolForm(request.POST)
    if not form.is_valid():
        raise UnfitProtocol("tool")
    name, words = form.cleaned_data["tool"], plain_words(form.cleaned_data["tool_words"])
    if bool(name) is not bool(words):
        raise UnfitProtocol("tool")
    return {name: words} if name else {}


def _reach(request: HttpRequest, seen: StudySeen) -> StudyReach | None:
    """None where nothing of it was changed, or it is not whole yet."""
    form = ReachForm(request.POST, **_offered(request, seen))
    if not form.is_valid():
        raise UnfitProtocol("reach")
    said, stands = form.cleaned_data, _reach_now(seen)
    if not (said["home"] and said["sites"] and said["bands"]):
        return None
    bands = frozenset(map(ResearchAgeBand, said["bands"]))
    reach = StudyReach(said["home"], dict.fromkeys(said["sites"], seen.row.country), bands)
    return None if reach == stands else reach


def _frame(request: HttpRequest, seen: StudySeen) -> SamplingFrame | None:
    """Each kind of place with each age; how many people there are is not known here. None: as it was."""
    form = ReachForm(request.POST, **_offered(request, seen))
    if not form.is_valid():
        raise UnfitProtocol("frame")
    said = form.cleaned_data
    pairs = [(PlaceType(place), ResearchAgeBand(band)) for place in said["places"] for band in said["bands"]]
    strata = {
        f"{place.value}-{band.value}": FrameStratum(
            id=f"{place.value}-{band.value}",
            stratum=Stratum(place=place, band=band),
            people=None,
            surety=FrameSurety.UNKNOWN,
        )
        for place, band in pairs
    }
    stands = _frame_now(seen)
    return replace(stands, strata=strata) if strata and set(strata) != set(stands.strata) else None


def _frame_now(seen: StudySeen) -> SamplingFrame:
    proposed = seen.book.amendment.frame if seen.book.amendment else None
    return proposed or seen.book.standing.protocol.current.frame


def _reach_now(seen: StudySeen) -> StudyReach | None:
    proposed = seen.book.amendment.reach if seen.book.amendment else None
    return proposed or seen.book.standing.protocol.current.reach


def _offered(request: HttpRequest, seen: StudySeen) -> dict[str, list[str]]:
    release, reach = release_of_member(seen.member, language_of(request)), _reach_now(seen)
    if release is None:
        raise Http404
    return {
        "home": [*NEEDED_COMMITTEES, ELSEWHERE],
        "sites": list(dict.fromkeys([*release.directory.areas, *(reach.sites if reach else ())])),
        "bands": [band.value for band in ResearchAgeBand],
        "places": [place.value for place in PlaceType],
    }


def _page(request: HttpRequest, seen: StudySeen, fault: StudyFault | None = None) -> HttpResponse:
    language, offered, reach = language_of(request), _offered(request, seen), _reach_now(seen)
    said = request.POST if request.method == "POST" else None
    release = release_of_member(seen.member, language)
    return render_staff(
        request,
        "field/write.html",
        409 if fault else 200,
        row=seen.row,
        turn=seen.row.turn if said is None else turn_seen(request),
        frozen=seen.book.standing.protocol.current.frozen_at is not None,
        parts=[(each, _typed(said, "part-", each)) for each in parts_shown(seen)],
        tools=[(each, _typed(said, "tool-", each)) for each in tools_shown(seen)],
        takes_tools=seen.book.standing.opening(StudyGate.IDEA) is not None,
        said=said or {},
        most=MAX_WORDS,
        homes=offered["home"],
        home=said.get("home") if said else (reach.home if reach else seen.row.country),
        sites=site_names(release, offered["sites"], language),
        chosen_sites=said.getlist("sites") if said else list(reach.sites if reach else ()),
        bands=offered["bands"],
        chosen_bands=said.getlist("bands") if said else [b.value for b in (reach.bands if reach else ())],
        places=offered["places"],
        chosen_places=said.getlist("places") if said else kinds_of_places(_frame_now(seen)),
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language)) if fault else (),
    )


def _typed(said: object, prefix: str, shown: PartShown) -> str:
    """What somebody typed is never lost to a mistake elsewhere."""
    stands = shown.proposed or shown.said
    return str(said.get(f"{prefix}{shown.code}", stands)) if isinstance(said, dict) else stands
