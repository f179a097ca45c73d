"""What stands in the directory of a country: entries, what waits, dial-tests, open places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from kapea.content.models import Live
from kapea.content.queries import worlds
from kapea.core.directory.edit_states import EditState
from kapea.core.directory.freshness import Dialled, DialResult
from kapea.core.pack.model import Release
from kapea.directory.models import Capacity, DialTest, DirectoryEdit, OverlaidRelease
from kapea.people.models import Membership, Organisation

SERVED = (EditState.LIVE.value, EditState.APPROVED.value)


def pack_of(organisation: str) -> str:
    """The pack of the country that an organisation works in."""
    return Organisation.objects.get(id=organisation).pack


def release_served(pack: str) -> Release:
    """The live words of a pack, with the entries laid over. Raises NothingLive."""
    return worlds.live(pack).release


def day_there(release: Release, at: datetime) -> str:
    """The day in the country, as an ISO date."""
    return at.astimezone(ZoneInfo(release.time_zone)).date().isoformat()


def entry_standing(pack: str, service: str) -> DirectoryEdit | None:
    """The change that stands for a service: one that was approved before the one that is live."""
    rows = DirectoryEdit.objects.filter(pack=pack, service=service, state__in=SERVED)
    return rows.order_by("state").first()


def has_anything_kept(pack: str) -> bool:
    """Whether there is anything to lay over a pack."""
    rows = DirectoryEdit.objects.filter(pack=pack, state__in=SERVED)
    return rows.exists() or DialTest.objects.filter(pack=pack).exists()


def edits_served(pack: str) -> list[DirectoryEdit]:
    """The entries of a pack that are live, in the order in which they came."""
    rows = DirectoryEdit.objects.filter(pack=pack, state=EditState.LIVE.value)
    return list(rows.order_by("proposed_at", "id"))


def edits_waiting(pack: str) -> list[DirectoryEdit]:
    """Approved changes that are not proved yet, the oldest first."""
    rows = DirectoryEdit.objects.filter(pack=pack, state=EditState.APPROVED.value)
    return list(rows.order_by("decided_at", "id"))


def dials_of(pack: str) -> tuple[Dialled, ...]:
    """Every dial-test of a pack, the oldest first."""
    rows = DialTest.objects.filter(pack=pack).order_by("at", "id")
    return tuple(
        Dialled(row.service, row.number, f"member:{row.by}", row.on.isoformat(), DialResult(row.result))
        for row in rows
    )


def capacities(pack: str) -> Mapping[str, Capacity]:
    """What services said of open places, by service."""
    return {row.service: row for row in Capacity.objects.filter(pack=pack)}


def base_hash(pack: str) -> str | None:
    """The release of the pack itself, without entries, on which what is live rests; None where nothing is."""
    live = Live.objects.filter(pack=pack).values_list("release_id", flat=True).first()
    if live is None:
        return None
    base = OverlaidRelease.objects.filter(release=live).values_list("base_id", flat=True).first()
    return base or live


def keeper_names(ids: Iterable[str]) -> Mapping[str, str]:
    """What colleagues are called, by membership."""
    rows = Membership.objects.filter(id__in=list(ids)).values_list("id", "user__name")
    return dict(rows)
