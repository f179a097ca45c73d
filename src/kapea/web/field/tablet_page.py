"""The page by which a session is led, with and without a script, with and without a network.

A tablet keeps it, so it holds words of the pack and numbers of seats, and nothing that anybody answered. What
is entered without the script is sealed here as a tablet would, and waits like the rest until it is opened.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.pack.model import Release
from kapea.core.studies.distress import DistressReason
from kapea.core.studies.seat_labels import label_of_seat
from kapea.core.studies.session_entries import AssentPoint, HandCard
from kapea.core.studies.session_guide import cards_to_lay, guide_of_session, lines_around
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.tablet_items import NoTabletItem, read_tablet_item
from kapea.people.ids import new_id
from kapea.studies.actions_sessions import stop_session_rows
from kapea.studies.actions_tablets import BroughtItem, TooManyItems, take_items
from kapea.studies.models import StudyTabletKey
from kapea.studies.queries import words_of_digests
from kapea.studies.tablet_keys import NoTabletKey, tablet_key
from kapea.studies.tablet_opening import place_of_seal, seats_of_session
from kapea.vault.device_seals import seal_as_device
from kapea.web.base.policy import content_policy
from kapea.web.base.request import form_of
from kapea.web.field.codes import release_of_member
from kapea.web.field.found import StudyFault, fault_of_refusal
from kapea.web.field.session_found import SessionSeen, acting_on_study, session_row, session_seen
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time

DEFAULT_MINUTES = 60
BLOCK = 256
"""Bytes to which what is sealed is filled up, as the script does."""
HANDS = tuple(each.value for each in HandCard)
NO_KEY, NOT_ENTERED = StudyFault("tablet-no-key"), StudyFault("tablet-not-entered")


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A question of the guide, and what may be asked on."""

    id: str
    text: str
    probes: tuple[str, ...]
    watched: bool


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card: its number, its sign, and how staff take care with it."""

    id: str
    sign: str
    means: str


@dataclass(frozen=True, slots=True)
class GuideShown:
    """What a session is led with, in words."""

    title: str
    minutes: int
    story: tuple[str, ...]
    prompts: tuple[PromptShown, ...]
    cards: tuple[CardShown, ...]
    calm: tuple[str, ...]
    written: str


@require_safe
def run_session(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The page."""
    return tablet_page(request, session_seen(request, id, number, StudyAct.RUN_SESSION))


@require_POST
def enter_here(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """One thing, from the form."""
    seen = session_seen(request, id, number, StudyAct.RUN_SESSION)
    try:
        key, fields = tablet_key(seen.study.row), _entered(form_of(request), request_time().timestamp())
        brought = _sealed_here(seen, key, fields)
        with acting_on_study(request, id, StudyAct.RUN_SESSION) as (member, study):
            take_items(member, study, session_row(study, number), None, [brought], at=request_time())
    except NoTabletKey:
        return tablet_page(request, seen, NO_KEY)
    except (NoTabletItem, TooManyItems):
        return tablet_page(request, seen, NOT_ENTERED)
    return HttpResponseRedirect(f"{seen.address}/run#entry")


@require_POST
def stop_session_now(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """Ends it for all, at once."""
    with acting_on_study(request, id, StudyAct.STOP_SESSION) as (member, study):
        session, reason = session_row(study, number), DistressReason.STAFF_SAYS
        refused = stop_session_rows(member, study, session, reason, at=request_time())
    seen = session_seen(request, id, number, StudyAct.STOP_SESSION)
    fault = fault_of_refusal(refused)
    return tablet_page(request, seen, fault) if fault else HttpResponseRedirect(f"{seen.address}/sealed")


def _entered(said: Mapping[str, str], moment: float) -> dict[str, Any]:
    """What the button that was pressed says, as an item has it."""
    act, order = said.get("do", ""), int(moment * 10)
    seat = {"order": order, "seat": said.get("seat", "")}
    if act in ("card", "back"):
        return {"kind": act, **seat, "prompt": said.get("prompt", ""), "card": said.get("card", "")}
    if act in HANDS:
        return {"kind": "hand", **seat, "hand": act, "point": said.get("point") or None}
    if act in ("turn", "left"):
        return {"kind": act, **seat}
    if act == "point":
        return {"kind": act, "order": order, "point": said.get("point", "")}
    words = said.get("words", "").strip()
    return {"kind": "words" if words else "", "order": order, "words": words}


def _sealed_here(seen: SessionSeen, key: StudyTabletKey, fields: dict[str, Any]) -> BroughtItem:
    """Sealed as a tablet does. Raises NoTabletItem for what is none."""
    data, id = msgspec.json.encode(fields), new_id()
    read_tablet_item(data)
    padded = data.ljust(-(-len(data) // BLOCK) * BLOCK)
    place = place_of_seal(seen.study.row.id, seen.row.code)
    return BroughtItem(id, key.id, seal_as_device(bytes(key.public), padded, place=place, item=id))


def tablet_page(request: HttpRequest, seen: SessionSeen, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    language = language_of(request)
    try:
        key = tablet_key(seen.study.row)
    except NoTabletKey:
        key, fault = None, fault or NO_KEY
    release = release_of_member(seen.study.member, language)
    spoken = release.default_language if release and language not in release.languages else language
    seats = sorted(label_of_seat(each) for each in seats_of_session(seen.row).here)
    response = render_staff(
        request,
        "field/run.html",
        409 if fault and fault is not NO_KEY else 200,
        row=seen.study.row,
        address=seen.address,
        place=place_of_seal(seen.study.row.id, seen.row.code),
        session=seen.row,
        told=seen.session,
        started=seen.session.started_at.isoformat() if seen.session.started_at else "",
        key=key,
        public=b64encode(bytes(key.public)).decode() if key is not None else "",
        guide=guide_shown(seen, release, spoken),
        spoken=spoken,
        seats=sorted(seats, key=lambda label: (len(label), label)),
        points=[each.value for each in AssentPoint],
        hands=HANDS,
        fault=fault,
    )
    # A tablet keeps this page, for where there is no network.
    response.headers["Content-Security-Policy"] = content_policy(worker=True)
    return response


def guide_shown(seen: SessionSeen, release: Release | None, language: str) -> GuideShown:
    """The guide in words; of a tool that the pack does not have, what the protocol says."""
    instruments = release.instruments if release is not None else {}
    guide, around = guide_of_session(instruments, seen.session), lines_around(instruments)

    def said(*ids: str) -> tuple[str, ...]:
        return tuple(release.text(each, language) for each in ids) if release is not None else ()

    probes, calm = around.get("probes", {}), (around.get("distress", {}), around.get("ending", {}))
    questions = guide.questions if guide else ()
    cards = cards_to_lay(instruments)
    return GuideShown(
        title=" ".join(said(guide.title)) if guide else seen.session.tool,
        minutes=guide.minutes if guide and guide.minutes else DEFAULT_MINUTES,
        story=said(*guide.story) if guide else (),
        prompts=tuple(
            PromptShown(
                each.id, said(each.text)[0], said(*(probes[p] for p in each.probes)), each.risk == "watch"
            )
            for each in questions
        ),
        cards=tuple(CardShown(id, each.sign, ". ".join(said(each.start))) for id, each in cards.items()),
        calm=said(*(text for section in calm for text in section.values())),
        written="" if guide else _tool_words(seen),
    )


def _tool_words(seen: SessionSeen) -> str:
    current = seen.study.book.standing.protocol.current
    used = seen.session.used or current.instruments.get(seen.session.tool)
    digest = used.digest if used is not None else ""
    return words_of_digests(seen.study.row, [digest]).get(digest, "")
