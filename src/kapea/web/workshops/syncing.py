"""Numbers that a phone brings, once it has a network again."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from kapea.access.rows import acting, visible_row
from kapea.core.workshops.count_entries import CountEntry, UnfitEntry
from kapea.learning.actions import NotTaken, TooManyEntries, enter_counts
from kapea.learning.models import Workshop
from kapea.learning.queries import entries_of
from kapea.people.member import Member
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

MOST_SENT = 100
"""Entries at once, which is what a request may hold; a phone that has more comes again."""


@require_http_methods(["GET", "POST"])
def sync_counts(request: HttpRequest, id: str) -> HttpResponse:
    """All entries of a workshop, and a token for sending. A phone that sends some gets back what stands then.

    400 for what is no entry, 409 where the workshop takes none now: the phone keeps them.
    """
    member = acting_member(request)
    try:
        if request.method == "GET":
            return _standing(request, visible_row(member, "workshops.run", Workshop, id))
        return _taken(request, member, id, _sent(request.body))
    except UnfitEntry as why:
        return JsonResponse({"fault": str(why)}, status=400)


def _taken(request: HttpRequest, member: Member, id: str, entries: list[CountEntry]) -> HttpResponse:
    try:
        with acting(member, "workshops.run", Workshop, id) as row:
            enter_counts(member, row, entries, at=request_time())
    except (NotTaken, TooManyEntries):
        return _standing(request, visible_row(member, "workshops.run", Workshop, id), status=409)
    return _standing(request, row)


def _standing(request: HttpRequest, row: Workshop, *, status: int = 200) -> HttpResponse:
    entries = [
        {"id": each.id, "field": each.field, "value": each.value, "over": sorted(each.over)}
        for each in entries_of(row)
    ]
    return JsonResponse({"token": get_token(request), "state": row.state, "entries": entries}, status=status)


def _sent(body: bytes) -> list[CountEntry]:
    """The entries that a phone sends. Raises UnfitEntry."""
    try:
        given = json.loads(body)["entries"]
        return [_entry(each) for each in given[:MOST_SENT]]
    except (ValueError, TypeError, KeyError, RecursionError) as why:
        if isinstance(why, UnfitEntry):
            raise
        raise UnfitEntry("no entries could be read") from None


def _entry(given: dict[str, Any]) -> CountEntry:
    id, field, value, over = given["id"], given["field"], given["value"], given["over"]
    if not (isinstance(id, str) and isinstance(field, str) and all(isinstance(each, str) for each in over)):
        raise UnfitEntry("id, field and over are texts")
    return CountEntry(id, field, value, frozenset(over))
