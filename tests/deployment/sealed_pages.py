"""Pages that seal and open a story as those of cases will, for a server that is really running: they go
through the gate, the vault and the trail. One keeps it where nothing should be kept, to be found.
"""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path

from kapea.config import urls
from kapea.vault.public_keys import RecordReader
from kapea.vault.record_keys import CannotOpen, new_record, open_record
from kapea.vault.record_retention import erase_record
from kapea.web.base.ruled import require_rules, ruled
from kapea.web.staff.signed import acting_member

RECORD, PURPOSE, FIELD = "case-1", "story", "words"
PLANTED = re.compile(r"planted[a-z]{24}")
handler404, handler400, handler500 = urls.handler404, urls.handler400, urls.handler500


def seal(request: HttpRequest) -> HttpResponse:
    """Seals what was typed, for whoever typed it."""
    member = acting_member(request)
    mine, at = RecordReader(member.id, member.user), datetime.now(UTC)
    later = {"at": at, "erase_at": at + timedelta(days=30)}
    key = new_record(RECORD, PURPOSE, [mine], organisation=member.organisation, **later)
    sealed = key.seal(FIELD, request.POST["words"].encode())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (sealed text)")
        cursor.execute("INSERT INTO planted VALUES (%s)", [sealed.hex()])
    return HttpResponseRedirect("/staff/sealed/read")


def _opened(request: HttpRequest) -> str:
    member = acting_member(request)
    named = {"record": RECORD, "purpose": PURPOSE, "reader": member.id}
    private, at = request.private_key, datetime.now(UTC)  # type: ignore[attr-defined]
    try:
        key = open_record(private, **named, organisation=member.organisation, at=at)
    except CannotOpen:
        raise Http404 from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM planted")
        return key.open(FIELD, bytes.fromhex(cursor.fetchone()[0])).decode()


def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_opened(request))


def fail(request: HttpRequest) -> HttpResponse:
    """A fault of ours with the words in hand: in a name, and in what is raised."""
    words = _opened(request)
    raise RuntimeError(f"the words were {words}")


def erase(request: HttpRequest) -> HttpResponse:
    member, at = acting_member(request), datetime.now(UTC)
    erased = erase_record(RECORD, by=member.name_in_audit, at=at)
    return JsonResponse({"wraps": erased})


def reachable(request: HttpRequest) -> HttpResponse:
    """How many things in this worker's memory, of those that a program can reach, hold planted words."""
    gc.collect()  # what nothing leads to any more waits for this
    held = {id(each): each for each in _texts(_everything())}
    return JsonResponse({"planted": sum(bool(PLANTED.search(_text(each))) for each in held.values())})


def _everything() -> Iterator[Any]:
    """Every object there is, with what each holds, and what the threads are doing."""
    for each in gc.get_objects():
        yield from gc.get_referents(each)
    for frame in sys._current_frames().values():
        yield from frame.f_locals.values()


def _texts(objects: Iterable[Any]) -> Iterator[str | bytes | bytearray]:
    return (each for each in objects if isinstance(each, str | bytes | bytearray))


def _text(each: str | bytes | bytearray) -> str:
    return each if isinstance(each, str) else bytes(each).decode("latin-1")


def keep(request: HttpRequest) -> HttpResponse:
    """What no page does: leaves the words in this worker's memory."""
    _kept.append(_opened(request))
    return HttpResponse(status=204)


def let_go(request: HttpRequest) -> HttpResponse:
    _kept.clear()
    return HttpResponse(status=204)


_kept: list[str] = []
PAGES = (seal, read, fail, erase, reachable, keep, let_go)
urlpatterns = [
    *(path(f"staff/sealed/{each.__name__}", ruled("office", each)) for each in PAGES),
    *urls.urlpatterns,
]
require_rules(urlpatterns)
