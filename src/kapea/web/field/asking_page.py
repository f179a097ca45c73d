"""Everybody is asked again: which card each holds up, at a point of the session or in between."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.session_entries import AssentPoint, HandCard, session_entries
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.studies.actions_sessions import ask_again_rows
from kapea.studies.session_rows import session_entries_of
from kapea.web.base.request import form_of
from kapea.web.field.codes import SESSION_KINDS, codes_in_words, release_of_member
from kapea.web.field.found import StudyFault
from kapea.web.field.session_found import (
    SessionHeld,
    SessionSeen,
    act_in_session,
    pack_lines,
    session_seen,
)
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.words import staff_words

LEFT = "left"
"""Beside the three cards: somebody went out."""
IN_BETWEEN = "between"


@require_http_methods(["GET", "HEAD", "POST"])
def ask_again_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Enters the card of each; whoever is not ticked was not asked."""
    seen = session_seen(request, id, number, StudyAct.RUN_SESSION)
    if request.method != "POST":
        return _asking_page(request, seen)
    said = form_of(request)
    point = next((each for each in AssentPoint if each.value == said.get("point", "")), None)
    shown = {each.seat: said.get(f"hand-{label_of_seat(each.seat)}", "") for each in seen.checks.seated}
    hands = {seat: card for seat, each in shown.items() for card in HandCard if card.value == each}
    left = [seat for seat, each in shown.items() if each == LEFT]

    def do(held: SessionHeld) -> StudyRefused | None:
        return ask_again_rows(held.by, held.study, held.row, held.turn, point, hands, left, at=held.at)

    fault = act_in_session(request, id, number, StudyAct.RUN_SESSION, do)
    return _asking_page(request, seen, fault) if fault else HttpResponseRedirect(seen.address)


def _asking_page(request: HttpRequest, seen: SessionSeen, fault: StudyFault | None = None) -> HttpResponse:
    language = language_of(request)
    words, release = staff_words(language), release_of_member(seen.study.member, language)
    gone = session_entries(session_entries_of(seen.row)).gone_at
    return render_staff(
        request,
        "field/ask_again.html",
        409 if fault else 200,
        row=seen.study.row,
        session=seen.session,
        address=seen.address,
        turn=seen.row.turn,
        points=[each.value for each in AssentPoint],
        between=IN_BETWEEN,
        cards=pack_lines(release, "study-words", "cards", language),
        hands=list(zip([each.value for each in HandCard], CARD_WORDS, strict=True)),
        left=LEFT,
        labels=[label_of_seat(each.seat) for each in seen.checks.seated if each.seat not in gone],
        fault=fault,
        missing=codes_in_words(fault.missing, words, SESSION_KINDS) if fault else (),
    )


CARD_WORDS = ("go-on", "rest", "stop")
"""By which names the words of the pack call the three cards, in the order of the enumeration."""
