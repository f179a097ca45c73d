"""A case that somebody may work on, with its release and its key: found first, opened then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest

from kapea.access.rows import visible_row
from kapea.care.case_keys import open_case, share_case
from kapea.care.case_queries import OpenedEntry, opened_entries
from kapea.care.models import Case
from kapea.content.queries import NothingLive, worlds
from kapea.core.pack.model import Release
from kapea.people.ids import new_id
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.vault.link_keys import form_mark
from kapea.vault.record_wraps import RecordKey
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key

CASES = "/staff/desk/cases/"
FORM = "form"
"""The field in which each copy of a form has a word of its own."""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case while somebody looks at it. `key` opens what stands in it."""

    row: Case
    release: Release
    key: RecordKey

    def entries(self) -> list[OpenedEntry]:
        """All that was written, the newest first."""
        return opened_entries(self.row, self.key)

    def share_with(self, request: HttpRequest, other: Membership) -> None:
        """Lets a colleague open it, too. Raises NoSuchKey for somebody without keys."""
        member = acting_member(request)
        share_case(private_key(request), member, self.row.id, other, at=request_time())


def open_here(request: HttpRequest, rule: str, id: str) -> OpenCase:
    """Raises NotHere, CannotOpen, Http404."""
    member = acting_member(request)
    row = visible_row(member, rule, Case, id)
    key = open_case(private_key(request), member, row, at=request_time())
    return OpenCase(row, release_here(member), key)


def id_by_form(request: HttpRequest, about: str) -> str:
    """The id of what a form makes. A form that is sent again because no answer came makes the same."""
    word = request.POST.get(FORM, "")[:16]
    mark = form_mark(f"{about}:{acting_member(request).id}", word)
    return f"f{mark[:15]}" if word else new_id()


def release_here(member: Member) -> Release:
    """The live words of the organisation's country. Raises Http404 where nothing of it is live: then
    no case of theirs is there either.
    """
    try:
        return worlds.live(Organisation.objects.get(id=member.organisation).pack).release
    except NothingLive:
        raise Http404 from None


def moment_in(zone: ZoneInfo, at: datetime) -> str:
    """A moment as it is told in a country. What ends with a day is told by that day."""
    there = at.astimezone(zone)
    if there.time() == time():
        return (there - timedelta(days=1)).date().isoformat()
    return f"{there:%Y-%m-%d %H:%M}"


def short_name(id: str) -> str:
    """How people call a case among themselves: the first letters of its id, which say nothing."""
    return f"{id[:3]}-{id[3:6]}"
