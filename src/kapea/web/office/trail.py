"""The trail: who did what, in the organisation of whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kapea.access.rows import visible_rows
from kapea.audit.models import Event
from kapea.people.member import Member
from kapea.people.models import Membership, Organisation
from kapea.web.base.request import query_of
from kapea.web.office.countries import country_of
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.signed import acting_member

A_PAGE = 50
OF_STAFF = frozenset({"", "member", "staff", "user"})
"""What may stand before the id of a person or a membership; vault writes it bare."""


@dataclass(frozen=True, slots=True)
class TrailRow:
    """An act, and what colleagues are called who did it or to whom it was done; empty for anybody else."""

    event: Event
    at: str
    """In the time of the country."""
    did: str
    """The end of the id of its words."""
    who: str
    which: str


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """The newest first, fifty at a time."""
    member = acting_member(request)
    found = visible_rows(member, "audit.list", Event)
    before = query_of(request).get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 16:
        found = found.filter(number__lt=int(before))
    events = list(found.order_by("-number")[: A_PAGE + 1])
    older = events[A_PAGE - 1].number if len(events) > A_PAGE else 0
    pack = Organisation.objects.get(id=member.organisation).pack
    country = country_of(pack, language_of(request))
    rows = _named(member, events[:A_PAGE], country.zone)
    return render_staff(request, "office/audit.html", rows=rows, older=older, country=country.name)


def _named(member: Member, events: Iterable[Event], zone: ZoneInfo) -> list[TrailRow]:
    """The acts with the names of today. The trail itself holds ids only."""
    told = [(each, _id_of_staff(each.by), _id_of_staff(each.subject)) for each in events]
    names = _names_of_colleagues(member, {id for _, *ids in told for id in ids if id})
    return [_row(each, zone, names.get(by, ""), names.get(subject, "")) for each, by, subject in told]


def _row(event: Event, zone: ZoneInfo, who: str, which: str) -> TrailRow:
    at, did = event.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"), event.action.replace(".", "-")
    return TrailRow(event, at, did, who, which)


def _id_of_staff(said: str) -> str:
    """The id in what the trail says, where it may be one of a member or a person."""
    kind, _, id = said.rpartition(":")
    return id if kind in OF_STAFF else ""


def _names_of_colleagues(member: Member, ids: set[str]) -> Mapping[str, str]:
    """By id of a membership or a person, of those whom the member may see among people; in one statement."""
    found = visible_rows(member, "members.list", Membership).filter(Q(id__in=ids) | Q(user__in=ids))
    names: dict[str, str] = {}
    for membership, user, name in found.values_list("id", "user_id", "user__name"):
        names |= {membership: name, user: name}
    return names
