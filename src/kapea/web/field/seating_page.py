"""Seating somebody as a number, after the check of understanding; and pairs that must not sit together."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from kapea.core.studies.research_ages import CHILD_BANDS
from kapea.core.studies.research_consent import (
    CheckResult,
    ConsentSeat,
    UnderstandingCheck,
)
from kapea.core.studies.seat_changes import GROUP_KIND, reached_whom
from kapea.core.studies.seat_labels import label_of_seat, seat_of_label
from kapea.core.studies.seating import FAMILY, ApartBecause, ChosenGroup, SeatedPerson, SeatKind
from kapea.core.studies.study_people import ReachedBy, StudyPerson
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.waiver_entering import is_waived
from kapea.studies.actions_seats import flag_pair, seat_somebody
from kapea.studies.session_rows import SeatTold, consent_terms
from kapea.web.base.request import form_of
from kapea.web.field.codes import SESSION_KINDS, codes_in_words, release_of_member
from kapea.web.field.consent_words import release_words_id
from kapea.web.field.found import StudyFault
from kapea.web.field.session_forms import CHECKED, SeatForm
from kapea.web.field.session_found import (
    SessionHeld,
    SessionSeen,
    act_in_session,
    pack_lines,
    session_seen,
)
from kapea.web.field.session_page import after_session
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.words import staff_words

NOT_SAID = "not-said"
GENDERS = {True: (NOT_SAID, "girl", "boy"), False: (NOT_SAID, "woman", "man")}
"""By whether somebody is under 18. As they wish to be called under a quote; nobody has to say."""
NOT_ALL = f"study-refused-{StudyRefusal.ITEMS_MISSING.value}"
QUESTION_NAMES = ("today", "stop", "told-on")
"""By which names the words of the pack call the three questions."""


@require_http_methods(["GET", "HEAD", "POST"])
def seat_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Seats somebody. Where they did not understand, they are thanked, and nothing of it is kept."""
    seen = session_seen(request, id, number, StudyAct.ASK_CONSENT)
    form = SeatForm(request.POST if request.method == "POST" else None, **_offered(seen))
    if request.method != "POST":
        return _seating_page(request, seen, form)
    if not form.is_valid():
        return _seating_page(request, seen, form, StudyFault(NOT_ALL))
    if not UnderstandingCheck(form.results).is_understood:
        return _thanks(request, seen)
    told, apart = _told(seen, form, request_time()), _apart(request, seen)
    words = release_words_id(release_of_member(seen.study.member, language_of(request)))
    seated: list[str] = []

    def do(held: SessionHeld) -> StudyRefused | None:
        came = seat_somebody(held.by, held.study, held.row, held.turn, told, apart, words, at=held.at)
        if isinstance(came, StudyRefused):
            return came
        seated.append(came)
        return None

    fault = act_in_session(request, id, number, StudyAct.ASK_CONSENT, do)
    if fault:
        return _seating_page(request, seen, form, fault)
    return HttpResponseRedirect(f"{seen.address}/seats/{label_of_seat(seated[0]).lower()}")


@require_POST
def apart_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Two who are seated must not sit together."""
    said = form_of(request)
    because = next((each for each in ApartBecause if each.value == said.get("because", "")), None)

    def do(held: SessionHeld) -> StudyRefused | None:
        pair = frozenset(seat_of_label(held.row.code, said.get(each, "")[:8]) for each in ("one", "other"))
        reason = because or ApartBecause.POWER
        return flag_pair(held.by, held.study, held.row, held.turn, pair, reason, at=held.at)

    fault = act_in_session(request, id, number, StudyAct.ASK_CONSENT, do)
    return after_session(request, id, number, fault)


def _offered(seen: SessionSeen) -> dict[str, list[str]]:
    band = seen.session.band
    return {
        "kind": [kind.value for kind in SeatKind if kind in GROUP_KIND[band]],
        "gender": list(GENDERS[band in CHILD_BANDS]),
    }


def _apart(request: HttpRequest, seen: SessionSeen) -> list[tuple[str, ApartBecause]]:
    said = form_of(request)
    flagged = ((each.seat, said.get(f"apart-{label_of_seat(each.seat)}", "")) for each in seen.checks.seated)
    return [(seat, because) for seat, code in flagged for because in ApartBecause if because.value == code]


def _told(seen: SessionSeen, form: SeatForm, at: datetime) -> SeatTold:
    said, session = form.cleaned_data, seen.session
    standing, kind = seen.study.book.standing, SeatKind(said["kind"])
    stratum = standing.protocol.current.frame.strata.get(session.stratum)
    of_child = "child" if kind is SeatKind.CHILD else ""
    consent = ConsentSeat(
        id="new",
        session=session.id,
        stratum=session.stratum,
        age=session.band,
        check=UnderstandingCheck(form.results),
        seated_on=standing.day(at),
        safe_adult=said["safe_adult"],
    )
    person = StudyPerson(
        seat="new",
        role=of_child or ("caregiver" if kind in FAMILY else kind.value),
        age=session.band,
        gender="" if said["gender"] == NOT_SAID else said["gender"],
        place_type=stratum.stratum.place.value if stratum else "",
        stratum=session.stratum,
        by=ReachedBy(said["by"]),
        as_whom=reached_whom(stratum),
    )
    return SeatTold(consent, SeatedPerson("new", kind, session.band, ChosenGroup(said["group"])), person)


def _thanks(request: HttpRequest, seen: SessionSeen) -> HttpResponse:
    language = language_of(request)
    lines = pack_lines(
        release_of_member(seen.study.member, language), "study-words", "understanding", language
    )
    return render_staff(
        request,
        "field/not_seated.html",
        row=seen.study.row,
        address=seen.address,
        said=lines.get("not-now", ""),
    )


def _seating_page(
    request: HttpRequest, seen: SessionSeen, form: SeatForm, fault: StudyFault | None = None
) -> HttpResponse:
    language, offered, session = language_of(request), _offered(seen), seen.session
    words, release = staff_words(language), release_of_member(seen.study.member, language)
    asked = pack_lines(release, "study-words", "understanding", language)
    terms, today = consent_terms(seen.study.row), seen.study.book.standing.day(request_time())
    questions = zip(CHECKED, [asked.get(name, name) for name in QUESTION_NAMES], strict=True)
    return render_staff(
        request,
        "field/new_seat.html",
        409 if fault else 200,
        row=seen.study.row,
        session=session,
        address=seen.address,
        turn=seen.row.turn,
        form=form,
        consent=list(pack_lines(release, "study-words", "consent", language).values()),
        again=asked.get("again", ""),
        questions=list(questions),
        results=[each.value for each in CheckResult],
        kinds=offered["kind"],
        genders=offered["gender"],
        groups=[each.value for each in ChosenGroup],
        ways=[each.value for each in ReachedBy],
        others=[label_of_seat(each.seat) for each in seen.checks.seated],
        reasons=[each.value for each in ApartBecause],
        is_waived=session.band in CHILD_BANDS and is_waived(terms.committee, session.stratum, today),
        words_hold=release_words_id(release) in terms.words,
        fault=fault,
        missing=codes_in_words(fault.missing, words, SESSION_KINDS) if fault else (),
    )
