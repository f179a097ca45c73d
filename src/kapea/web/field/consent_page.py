"""What consent of a study rests on: words that hold, and what a committee decided on guardians."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.guardian_waivers import WaiverReason
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.waiver_entering import (
    FAMILY_SENTENCES,
    ConsentTerms,
    TypedWaiver,
    confirm_waiver,
    drop_typed_waiver,
    hold_consent_words,
    type_waiver,
)
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.studies.actions_consent import change_terms
from kapea.studies.models import Study
from kapea.studies.session_rows import consent_terms
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.approval_page import committee_names
from kapea.web.field.codes import codes_in_words, release_of_member
from kapea.web.field.consent_words import NO_WORDS, release_words_id
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, study_seen, study_tabs
from kapea.web.field.session_forms import WaiverForm
from kapea.web.field.session_found import act_on_study_rows, pack_lines
from kapea.web.field.sessions_page import whom_in_words
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words

TermsOf = Callable[[StudyStanding, ConsentTerms, Member], ConsentTerms | StudyRefused]


@require_safe
def read_consent(request: HttpRequest, id: str) -> HttpResponse:
    """What holds, and what waits for a second person."""
    return _consent_page(request, id)


@require_POST
def hold_words_here(request: HttpRequest, id: str) -> HttpResponse:
    """Says that answers to these words hold, or no longer."""
    said = form_of(request)
    now = release_words_id(release_of_member(acting_member(request), language_of(request)))
    holds = said.get("holds") == "yes"

    def held(study: StudyStanding, terms: ConsentTerms, by: Member) -> ConsentTerms | StudyRefused:
        which = now if holds else said.get("words", "")
        return hold_consent_words(study, terms, which, holds=holds and now != NO_WORDS, by=by.user)

    return _do(request, id, StudyDeed.HOLD_WORDS, held)


@require_http_methods(["GET", "HEAD", "POST"])
def type_waiver_here(request: HttpRequest, id: str) -> HttpResponse:
    """Types what stands in the letter. It holds once another confirmed it."""
    seen = study_seen(request, id, StudyAct.TYPE_WAIVER)
    form = WaiverForm(request.POST if request.method == "POST" else None, **_offered(seen))
    if not form.is_valid():
        return _waiver_page(request, seen, form)
    said = form.cleaned_data

    def typed(study: StudyStanding, terms: ConsentTerms, by: Member) -> ConsentTerms | StudyRefused:
        made = TypedWaiver(
            id=new_id(),
            committee=said["committee"],
            reference=said["reference"],
            stratum=said["stratum"],
            reason=WaiverReason(said["reason"]),
            scopes=frozenset(map(ResearchScope, said["scopes"])),
            told_family=said["told_family"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
            typed_by=by.user,
        )
        return type_waiver(study, terms, made)

    fault = _changed(request, id, StudyDeed.TYPE_WAIVER, typed)
    return _waiver_page(request, seen, form, fault) if fault else _back_to_consent(id)


@require_POST
def confirm_waiver_here(request: HttpRequest, id: str) -> HttpResponse:
    """Another person says that the letter says so."""
    which = form_of(request).get("waiver", "")
    return _do(
        request,
        id,
        StudyDeed.CONFIRM_WAIVER,
        lambda study, terms, by: confirm_waiver(study, terms, which, by=by.user),
    )


@require_POST
def drop_waiver_here(request: HttpRequest, id: str) -> HttpResponse:
    """Takes away what was typed wrongly, before it holds."""
    which = form_of(request).get("waiver", "")
    return _do(request, id, StudyDeed.DROP_WAIVER, lambda study, terms, by: drop_typed_waiver(terms, which))


def _changed(request: HttpRequest, id: str, deed: StudyDeed, change: TermsOf) -> StudyFault | None:
    def do(member: Member, row: Study, turn: int) -> StudyRefused | None:
        def by_them(study: StudyStanding, terms: ConsentTerms) -> ConsentTerms | StudyRefused:
            return change(study, terms, member)

        return change_terms(member, row, turn, deed, by_them, at=request_time())

    return act_on_study_rows(request, id, StudyAct.TYPE_WAIVER, do)


def _do(request: HttpRequest, id: str, deed: StudyDeed, change: TermsOf) -> HttpResponse:
    fault = _changed(request, id, deed, change)
    return _consent_page(request, id, fault) if fault else _back_to_consent(id)


def _offered(seen: StudySeen) -> dict[str, list[str]]:
    return {
        "committee": [each for each, _ in committee_names(seen, {})],
        "stratum": sorted(seen.book.standing.protocol.current.frame.strata),
    }


def _consent_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    seen, language = study_seen(request, id, StudyAct.TYPE_WAIVER), language_of(request)
    words, release = staff_words(language), release_of_member(seen.member, language)
    terms, now = consent_terms(seen.row), release_words_id(release)
    names = dict(committee_names(seen, words))
    scopes = pack_lines(release, "study-sheet", "scope", language)
    strata = seen.book.standing.protocol.current.frame.strata
    return render_staff(
        request,
        "field/consent.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        consent=list(pack_lines(release, "study-words", "consent", language).values()),
        holds=now in terms.words,
        has_words=now != NO_WORDS,
        now=now,
        older=sorted(terms.words - {now}),
        waivers=terms.committee.waivers,
        typed=terms.typed,
        names=names,
        strata={each: whom_in_words(seen, each, language) for each in strata},
        scopes={s.value: scopes.get(s.value.replace("_", "-"), s.value) for s in ResearchScope},
        by=seen.member.user,
        may_type=seen.book.standing.opening(StudyGate.PROTOCOL) is not None,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def _waiver_page(
    request: HttpRequest, seen: StudySeen, form: WaiverForm, fault: StudyFault | None = None
) -> HttpResponse:
    language, offered = language_of(request), _offered(seen)
    words, release = staff_words(language), release_of_member(seen.member, language)
    scopes = pack_lines(release, "study-sheet", "scope", language)
    return render_staff(
        request,
        "field/waiver.html",
        409 if fault else 200,
        row=seen.row,
        form=form,
        committees=committee_names(seen, words),
        strata=[(each, whom_in_words(seen, each, language)) for each in offered["stratum"]],
        reasons=[each.value for each in WaiverReason],
        scopes=[(s.value, scopes.get(s.value.replace("_", "-"), s.value)) for s in ResearchScope],
        ticked=request.POST.getlist("scopes"),
        sentences=FAMILY_SENTENCES,
        fault=fault,
        missing=codes_in_words(fault.missing, words) if fault else (),
    )


def _back_to_consent(id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{STUDIES}{id}/consent")
