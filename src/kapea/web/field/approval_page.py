"""What committees allowed: typed by the data steward, confirmed by the principal investigator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kapea.core.studies.approval_changes import (
    confirm_approval,
    end_approval,
    offered_committees,
    refuse_approval,
    type_approval,
)
from kapea.core.studies.ethics_approvals import ApprovalGap, EthicsApproval, approval_gaps
from kapea.core.studies.ethics_committees import COMMITTEES
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.study_book import of_standing
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_protocol import InstrumentVersion, ProtocolVersion
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding, confirmed_approvals, uses_of_protocol
from kapea.people.ids import new_id
from kapea.studies.queries import digest_of_words
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.codes import codes_in_words, release_of_member, site_names
from kapea.web.field.forms import MAX_NUMBER, ApprovalForm
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, act_in_study, study_seen, study_tabs
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

OWN_NAMES = {each.id: each.name for each in COMMITTEES}


@dataclass(frozen=True, slots=True)
class ApprovalShown:
    """An approval as the page shows it. `state`: typed, confirmed, over or ended."""

    approval: EthicsApproval
    name: str
    state: str
    sites: tuple[str, ...]
    bands: tuple[str, ...]
    tools: tuple[tuple[str, int], ...]
    protocols: tuple[int, ...]
    may_confirm: bool
    may_end: bool


@require_safe
def read_approvals(request: HttpRequest, id: str) -> HttpResponse:
    """Each approval, and what none covers."""
    return approvals_page(request, id)


@require_http_methods(["GET", "HEAD", "POST"])
def new_approval(request: HttpRequest, id: str) -> HttpResponse:
    """Types what stands on the paper."""
    seen = study_seen(request, id, StudyAct.TYPE_APPROVAL)
    form = ApprovalForm(request.POST if request.method == "POST" else None, **_offered(seen))
    by = acting_member(request).user
    if request.method == "POST" and (early := refuse_approval(seen.book.standing, by=by)):
        return _new_page(request, seen, form, _kept_refusal(request, id, early))
    if not form.is_valid():
        return _new_page(request, seen, form)
    made = _made(seen, form)
    change = of_standing(lambda study: type_approval(study, made, by=by))
    fault = act_in_study(request, id, StudyAct.TYPE_APPROVAL, StudyDeed.APPROVAL, change, approval=made.id)
    return _new_page(request, seen, form, fault) if fault else _back(id)


def _kept_refusal(request: HttpRequest, id: str, refused: StudyRefused) -> StudyFault | None:
    """What is refused whatever the form says is in the trail all the same."""
    return act_in_study(request, id, StudyAct.TYPE_APPROVAL, StudyDeed.APPROVAL, lambda _: refused)


@require_POST
def confirm_here(request: HttpRequest, id: str) -> HttpResponse:
    """Says that the paper says so."""
    by, which = acting_member(request).user, _which(request)
    change = of_standing(lambda study: confirm_approval(study, which, by=by))
    fault = act_in_study(request, id, StudyAct.CONFIRM_APPROVAL, StudyDeed.CONFIRM, change, approval=which)
    return approvals_page(request, id, fault) if fault else _back(id)


@require_POST
def end_here(request: HttpRequest, id: str) -> HttpResponse:
    """A committee took it back: from today it holds no more."""
    by, which, at = acting_member(request).user, _which(request), request_time()
    change = of_standing(lambda study: end_approval(study, which, by=by, on=study.day(at)))
    fault = act_in_study(request, id, StudyAct.TYPE_APPROVAL, StudyDeed.TAKEN_BACK, change, approval=which)
    return approvals_page(request, id, fault) if fault else _back(id)


def approvals_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen, at, words = (
        study_seen(request, id, StudyAct.READ_GATES),
        request_time(),
        staff_words(language_of(request)),
    )
    standing = seen.book.standing
    return render_staff(
        request,
        "field/approvals.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        approvals=_shown(request, seen, at),
        gaps=[each.value for each in _gaps(standing, at)],
        has_uses=bool(uses_of_protocol(standing)),
        needed=[_name(each, words) for each in _committees(seen)],
        may_type=seen.may(StudyAct.TYPE_APPROVAL) and standing.opening(StudyGate.PROTOCOL) is not None,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def digest_of_protocol(version: ProtocolVersion) -> str:
    """Of all that a version says: what a committee saw."""
    made = msgspec.to_builtins(version, str_keys=True)
    return digest_of_words(json.dumps({**made, "reach": None}, sort_keys=True))


def _shown(request: HttpRequest, seen: StudySeen, at: datetime) -> list[ApprovalShown]:
    language, today = language_of(request), seen.book.standing.day(at)
    release, words = release_of_member(seen.member, language), staff_words(language)
    by = seen.member.user
    shown = []
    for each in seen.book.standing.approvals:
        ended = each.ended_on is not None
        waits = not each.confirmed_by and not ended
        shown.append(
            ApprovalShown(
                approval=each,
                name=_name(each.committee, words),
                state="ended" if ended else "typed" if waits else "over" if each.to_day < today else "live",
                sites=tuple(name for _, name in site_names(release, each.sites, language)),
                bands=tuple(band.value for band in ResearchAgeBand if band in each.bands),
                tools=tuple((tool.instrument, tool.version) for tool in _in_order(each)),
                protocols=tuple(sorted(each.protocols)),
                may_confirm=waits and seen.may(StudyAct.CONFIRM_APPROVAL) and each.typed_by != by,
                may_end=not ended and seen.may(StudyAct.TYPE_APPROVAL),
            )
        )
    return shown


def _in_order(approval: EthicsApproval) -> list[InstrumentVersion]:
    return sorted(approval.tools, key=lambda tool: (tool.instrument, tool.version))


def _gaps(standing: StudyStanding, at: datetime) -> list[ApprovalGap]:
    """What some use of the protocol lacks today."""
    approvals, day = confirmed_approvals(standing), standing.day(at)
    found = {gap for use in uses_of_protocol(standing) for gap in approval_gaps(approvals, use, day)}
    return [gap for gap in ApprovalGap if gap in found]


def _committees(seen: StudySeen) -> tuple[str, ...]:
    reach = seen.book.standing.protocol.current.reach
    if reach is None:
        return offered_committees(seen.row.country, {seen.row.country})
    return offered_committees(reach.home, set(reach.sites.values()))


def _name(committee: str, words: Mapping[str, str]) -> str:
    """A committee's own name stays as it is; what is none is said in words."""
    return OWN_NAMES.get(committee) or words.get(f"study-committee-{committee}", committee)


def committee_names(seen: StudySeen, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """The committees that a study asks, each with its name."""
    return [(each, _name(each, words)) for each in _committees(seen)]


def _offered(seen: StudySeen) -> dict[str, list[str]]:
    current = seen.book.standing.protocol.current
    reach = current.reach
    return {
        "committee": list(_committees(seen)),
        "sites": sorted(reach.sites) if reach else [],
        "bands": [band.value for band in ResearchAgeBand if reach and band in reach.bands],
        "tools": sorted(current.instruments),
    }


def _made(seen: StudySeen, form: ApprovalForm) -> EthicsApproval:
    said, current = form.cleaned_data, seen.book.standing.protocol.current
    return EthicsApproval(
        id=new_id(),
        committee=said["committee"],
        number=said["number"],
        papers=frozenset({digest_of_protocol(current)}),
        from_day=said["from_day"],
        to_day=said["to_day"],
        sites=frozenset(said["sites"]),
        bands=frozenset(map(ResearchAgeBand, said["bands"])),
        tools=frozenset(current.instruments[name] for name in said["tools"]),
        protocols=frozenset({current.number}),
    )


def _new_page(
    request: HttpRequest, seen: StudySeen, form: ApprovalForm, fault: StudyFault | None = None
) -> HttpResponse:
    if fault is None and seen.book.standing.opening(StudyGate.PROTOCOL) is None:
        fault = StudyFault(f"study-refused-{StudyRefusal.GATE_SHUT.value}", (StudyGate.PROTOCOL.value,))
    language, offered = language_of(request), _offered(seen)
    words = staff_words(language)
    release = release_of_member(seen.member, language)
    return render_staff(
        request,
        "field/approval.html",
        409 if fault else 200,
        row=seen.row,
        form=form,
        most=MAX_NUMBER,
        committees=[(each, _name(each, words)) for each in offered["committee"]],
        sites=site_names(release, offered["sites"], language),
        bands=[(each, words[f"study-band-{each}"]) for each in offered["bands"]],
        tools=[(each, each) for each in offered["tools"]],
        chosen={
            name: request.POST.getlist(name) if form.is_bound else offered[name]
            for name in ("sites", "bands", "tools")
        },
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def _which(request: HttpRequest) -> str:
    said = form_of(request).get("approval", "")
    return said if said.isalnum() and len(said) <= 16 else "none"


def _back(id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{STUDIES}{id}/approvals")
