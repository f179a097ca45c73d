"""Seals that a tablet brings once it has a network again. They are kept as they came, and not opened."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Annotated

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from kapea.core.studies.distress import DistressReason
from kapea.core.studies.study_permissions import StudyAct
from kapea.people.member import Member
from kapea.studies.actions_sessions import stop_session_rows
from kapea.studies.actions_tablets import (
    BroughtItem,
    TabletShutOut,
    TooManyItems,
    known_tablet,
    take_items,
)
from kapea.studies.models import Study, StudySealedItem, StudySession
from kapea.studies.tablet_keys import NoTabletKey, tablet_key
from kapea.web.field.session_found import SessionSeen, acting_on_study, session_row, session_seen
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import staff_session

MOST_SENT, MOST_ASKED = 100, 1_000
MOST_SEAL = 16_000
"""In base64. The longest words have 2,000 signs."""
RANDOM_WORD = r"^[0-9a-f]{32}$"
Word = Annotated[str, msgspec.Meta(pattern=RANDOM_WORD)]


class SentSeal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A seal as it is sent. `urgent`: the session was stopped for all; what is in it nobody sees here."""

    id: Word
    key: Annotated[str, msgspec.Meta(max_length=16)]
    sealed: Annotated[str, msgspec.Meta(max_length=MOST_SEAL)]
    urgent: bool = False


class SentSeals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a tablet sends. `asks`: ids of which it had a receipt, to know whether they are still here."""

    tablet: Word
    items: Annotated[list[SentSeal], msgspec.Meta(max_length=MOST_SENT)]
    asks: Annotated[list[Word], msgspec.Meta(max_length=MOST_ASKED)] = []


@dataclass(frozen=True, slots=True)
class SyncRefused(Exception):
    """Why nothing was taken: a code, and a status. The tablet keeps all it has."""

    fault: str
    status: int


@require_http_methods(["GET", "POST"])
def sync_session(request: HttpRequest, id: str, number: int) -> HttpResponse:
    """The key for which to seal, and a token for sending; or a receipt of what is here."""
    seen = session_seen(request, id, number, StudyAct.RUN_SESSION)
    try:
        if request.method == "GET":
            return _answer(request, seen, [])
        return _answer(request, seen, _taken(request, id, number, _sent(request)))
    except SyncRefused as why:
        return JsonResponse({"fault": why.fault}, status=why.status)


def _sent(request: HttpRequest) -> SentSeals:
    try:
        return msgspec.json.decode(request.body, type=SentSeals)
    except RequestDataTooBig:
        raise SyncRefused("too-large", 413) from None
    except (msgspec.DecodeError, RecursionError):
        raise SyncRefused("unfit", 400) from None


def _taken(request: HttpRequest, id: str, number: int, sent: SentSeals) -> list[str]:
    brought, at = [_brought(each) for each in sent.items], request_time()
    try:
        with acting_on_study(request, id, StudyAct.RUN_SESSION) as (member, study):
            session = session_row(study, number)
            tablet = known_tablet(member, study, sent.tablet, staff_session(request).id, at=at)
            take_items(member, study, session, tablet, brought, at=at)
            if any(each.urgent for each in sent.items):
                _stop(member, study, session)
    except TabletShutOut:
        raise SyncRefused("shut-out", 403) from None
    except TooManyItems:
        raise SyncRefused("too-many", 409) from None
    wanted = [*(each.id for each in sent.items), *sent.asks]
    return list(_held(session, wanted))


def _brought(seal: SentSeal) -> BroughtItem:
    try:
        return BroughtItem(seal.id, seal.key, b64decode(seal.sealed, validate=True))
    except binascii.Error:
        raise SyncRefused("unfit", 400) from None


def _stop(member: Member, study: Study, session: StudySession) -> None:
    """As soon as the server hears of it. A session that has ended stays as it ended."""
    stop_session_rows(member, study, session, DistressReason.STAFF_SAYS, at=request_time())


def _held(session: StudySession, wanted: list[str]) -> set[str]:
    rows = StudySealedItem.objects.filter(session=session, item__in=wanted)
    return set(rows.values_list("item", flat=True))


def _answer(request: HttpRequest, seen: SessionSeen, held: list[str]) -> HttpResponse:
    try:
        key = tablet_key(seen.study.row)
        given = {"id": key.id, "public": b64encode(bytes(key.public)).decode()}
    except NoTabletKey:
        given = None
    return JsonResponse(
        {"token": get_token(request), "state": seen.session.state.value, "key": given, "held": held}
    )
