"""The protocol: its parts in words, its tools in their versions, and what is proposed to be amended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.gate_table import GATE_TABLE, StudyGate
from kapea.core.studies.sampling_frame import PlaceType, SamplingFrame
from kapea.core.studies.study_book import AMENDMENT, StudyBook, drop_amendment
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.study_protocol import ProtocolChange, ProtocolPart, StudyReach
from kapea.studies.queries import words_of_digests
from kapea.studies.trail_names import StudyDeed
from kapea.web.field.codes import at_place, codes_in_words, release_of_member, site_names
from kapea.web.field.found import STUDIES, StudyFault, StudySeen, act_in_study, study_seen, study_tabs
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_words


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part, or a tool in a version, as agreed or as written so far; `proposed`: other words for it."""

    code: str
    said: str
    proposed: str
    version: int = 0
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class ReachShown:
    """Where it goes and whom it asks, in words."""

    home: str
    sites: tuple[str, ...]
    bands: tuple[str, ...]


@require_safe
def read_protocol_words(request: HttpRequest, id: str) -> HttpResponse:
    """All parts."""
    return protocol_words_page(request, id)


@require_POST
def drop_proposal(request: HttpRequest, id: str) -> HttpResponse:
    """Takes back what is proposed."""
    by = acting_member(request).user
    fault = act_in_study(
        request, id, StudyAct.WRITE_PROTOCOL, StudyDeed.DROP, lambda book: drop_amendment(book, by=by)
    )
    return (
        protocol_words_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/protocol")
    )


def protocol_words_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    seen, language = study_seen(request, id, StudyAct.READ_GATES), language_of(request)
    book, current = seen.book, seen.book.standing.protocol.current
    signed = book.signed(AMENDMENT)
    signs = book.standing.team.roles(seen.member.user) & set(GATE_TABLE[StudyGate.PROTOCOL].opened_by)
    proposed_reach = book.amendment.reach if book.amendment else None
    return render_staff(
        request,
        "field/protocol.html",
        409 if fault else 200,
        row=seen.row,
        tabs=study_tabs(seen),
        version=current.number,
        frozen_at=at_place(current.frozen_at, book.standing.zone),
        parts=parts_shown(seen),
        tools=tools_shown(seen),
        reach=_reach_shown(seen, current.reach, language),
        proposed_reach=_reach_shown(seen, proposed_reach, language),
        places=kinds_of_places(current.frame),
        proposed_places=kinds_of_places(book.amendment.frame if book.amendment else None),
        amendment=book.amendment is not None,
        signed=len(signed),
        signers=[role.value for role in GATE_TABLE[StudyGate.PROTOCOL].opened_by],
        may_sign=bool(signs) and book.amendment is not None and seen.member.user not in signed,
        may_write=seen.may(StudyAct.WRITE_PROTOCOL),
        fault=fault,
        missing=codes_in_words(fault.missing, staff_words(language)) if fault else (),
    )


def parts_shown(seen: StudySeen) -> list[PartShown]:
    """Every part, in the order of a protocol."""
    current, change = seen.book.standing.protocol.current, _proposed(seen.book)
    words = _all_words(seen)
    return [
        PartShown(
            part.value,
            words.get(current.parts.get(part, ""), ""),
            words.get(change.parts.get(part, ""), ""),
        )
        for part in ProtocolPart
    ]


def tools_shown(seen: StudySeen) -> list[PartShown]:
    """Every tool that is there or proposed, by its name."""
    current, change = seen.book.standing.protocol.current, _proposed(seen.book)
    words = _all_words(seen)
    shown = []
    for name in sorted({*current.instruments, *change.instruments}):
        found = current.instruments.get(name)
        shown.append(
            PartShown(
                name,
                words.get(found.digest, "") if found else "",
                words.get(change.instruments.get(name, ""), ""),
                found.version if found else 0,
                name in change.dropped,
            )
        )
    return shown


def _proposed(book: StudyBook) -> ProtocolChange:
    return book.amendment or ProtocolChange()


def _all_words(seen: StudySeen) -> Mapping[str, str]:
    """The words of what stands and of what is proposed, in one statement."""
    current, change = seen.book.standing.protocol.current, _proposed(seen.book)
    tools = (each.digest for each in current.instruments.values())
    digests = {*current.parts.values(), *tools, *change.parts.values(), *change.instruments.values()}
    return words_of_digests(seen.row, digests)


def kinds_of_places(frame: SamplingFrame | None) -> list[str]:
    """The kinds of places that a frame names, in their order."""
    named = {each.stratum.place for each in frame.strata.values()} if frame else set()
    return [place.value for place in PlaceType if place in named]


def _reach_shown(seen: StudySeen, reach: StudyReach | None, language: str) -> ReachShown | None:
    if reach is None:
        return None
    named = site_names(release_of_member(seen.member, language), reach.sites, language)
    bands = tuple(band.value for band in sorted(reach.bands, key=list(type(next(iter(reach.bands)))).index))
    return ReachShown(reach.home, tuple(name for _, name in named), bands)
