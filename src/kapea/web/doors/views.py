"""The webhook of every door: checks that the provider is who it is, and takes its messages before saying so.

Whatever is not for us, of whatever shape and size, is answered so that nobody sends it again.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kapea.channels.channel import BadSignature, Channel
from kapea.channels.counting import Became, count_at_door
from kapea.channels.doors import channels, door_loops
from kapea.channels.receive import received, reported
from kapea.content.queries import NothingLive

log = logging.getLogger(__name__)
MOST_BYTES = 65_536
"""As much as the server takes of any request; a text is far smaller."""
BUSY_SECONDS = 5
"""After which a provider is asked to try again when we could not keep what it brought."""


@csrf_exempt
def receive_messages(request: HttpRequest, door: str) -> HttpResponse:
    """200 without a word once all is kept, or was no message; 403 for whoever is not the provider; 503 when
    it could not be kept.
    """
    channel = channels().get(door)
    if channel is None:
        return HttpResponse(status=404)
    if request.method == "GET":
        return _greeted(channel, request)
    if request.method != "POST":
        return HttpResponse(status=405)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        count_at_door(channel, Became.TOO_LARGE, at=_now())
        log.warning("channels: %s brought more than %d bytes; nothing of it was read", door, MOST_BYTES)
        return HttpResponse(status=200)
    return _received(channel, request, body)


def receive_report(request: HttpRequest, door: str) -> HttpResponse:
    """What a provider tells of one reply in an address by itself: as above."""
    channel = channels().get(door)
    if channel is None:
        return HttpResponse(status=404)
    if request.method != "GET":
        return HttpResponse(status=405)
    try:
        reports = channel.reports(_headers(request), request.GET.dict(), b"")
    except BadSignature:
        return _not_the_provider(channel)
    return HttpResponse(status=200) if reported(channel, reports, at=_now()) else _busy()


def _greeted(channel: Channel, request: HttpRequest) -> HttpResponse:
    said = channel.handshake(request.GET.dict())
    if said is None:
        return HttpResponse(status=403)
    return HttpResponse(said, content_type="text/plain")


def _received(channel: Channel, request: HttpRequest, body: bytes) -> HttpResponse:
    headers = _headers(request)
    try:
        messages, reports = channel.read(headers, body), channel.reports(headers, {}, body)
    except BadSignature:
        return _not_the_provider(channel)
    except NothingLive:
        return _busy()
    at = _now()
    kept = [received(channel, message, at=at) for message in messages]
    kept.append(reported(channel, reports, at=at))
    door_loops().wake(channel.name)
    return HttpResponse(status=200) if all(kept) else _busy()


def _headers(request: HttpRequest) -> dict[str, str]:
    return {name.lower(): value for name, value in request.headers.items()}


def _not_the_provider(channel: Channel) -> HttpResponse:
    count_at_door(channel, Became.REFUSED, at=_now())
    log.warning("channels: somebody who is not the provider spoke to %s", channel.name)
    return HttpResponse(status=403)


def _busy() -> HttpResponse:
    return HttpResponse(status=503, headers={"Retry-After": str(BUSY_SECONDS)})


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
