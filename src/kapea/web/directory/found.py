"""What the pages of the directory stand on: the country of whoever works here, its words of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest

from kapea.content.queries import NothingLive
from kapea.core.pack.model import Release
from kapea.directory.queries import day_there, pack_of, release_served
from kapea.people.member import Member
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member


@dataclass(frozen=True, slots=True)
class DirectoryDesk:
    """Who works, on which release, in which language, when."""

    member: Member
    release: Release
    language: str
    at: datetime
    today: str

    def type_words(self) -> list[tuple[str, str]]:
        """Each kind of help with its word."""
        return [
            (id, self.release.text(text, self.language)) for id, text in self.release.directory.types.items()
        ]

    def area_words(self) -> list[tuple[str, str]]:
        """Each area with its name, by name."""
        areas = self.release.directory.areas.values()
        named = [(area.code, self.release.text(area.name, self.language)) for area in areas]
        return sorted(named, key=lambda each: each[1])


def directory_desk(request: HttpRequest) -> DirectoryDesk:
    """What a request stands on. Raises Http404 where nothing of the country is live."""
    member, at = acting_member(request), request_time()
    try:
        release = release_served(pack_of(member.organisation))
    except NothingLive:
        raise Http404 from None
    return DirectoryDesk(member, release, language_of(request), at, day_there(release, at))
