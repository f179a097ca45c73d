"""An entry as pages show it: those of the pack, and those that organisations keep, each within its tier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from kapea.access.rows import visible_rows
from kapea.care.outcome_counts import ToldOutcomes, referral_outcomes
from kapea.core.care.referral_outcomes import ReferralOutcome
from kapea.core.directory.areas import AWAY, distance
from kapea.core.directory.freshness import Dialled, is_capacity_fresh, latest, sinks, with_dials
from kapea.core.directory.model import Phone, Service
from kapea.core.directory.tiers import DirectoryTier, shows_capacity, shows_outcomes
from kapea.core.pack.model import Release
from kapea.core.pack.overlay_record import read_record
from kapea.core.pack.problem import Findings
from kapea.directory.models import Capacity, DirectoryEdit
from kapea.directory.queries import capacities, dials_of
from kapea.people.member import Member


@dataclass(frozen=True, slots=True)
class EntryRow:
    """`edit` is the id of the change that stands, empty for a record of the pack; `own`: kept by whoever
    looks; `capacity` is shown to those who refer, and so is `outcomes`: a word, and at least how many.
    """

    id: str
    name: str
    does: str
    where: str
    organisation: str
    phones: tuple[Phone, ...]
    website: str
    types: tuple[str, ...]
    expires: str
    stale: bool
    tier: str
    edit: str
    own: bool
    capacity: Capacity | None
    capacity_is_old: bool
    outcomes: tuple[tuple[str, int], ...]


def entry_rows(
    member: Member, release: Release, language: str, today: str, *, at: datetime
) -> list[EntryRow]:
    """Everything that somebody's role is shown, what stands behind last."""
    kept = {row.service: row for row in visible_rows(member, "directory.list", DirectoryEdit)}
    said = capacities(release.id) if shows_capacity(member.role) else {}
    became = _outcomes(member, release, at)
    public = [_public(service, release, language, kept) for service in release.directory.services.values()]
    last = latest(dials_of(release.id))
    hidden = [
        _hidden(row, kept_service(row, release, last, today), release, language)
        for row in kept.values()
        if _is_hidden(row, today)
    ]
    rows = [_row(each, member, kept.get(each.id), said, became, today) for each in [*public, *hidden]]
    return sorted(rows, key=lambda row: (row.stale, row.name))


def _outcomes(member: Member, release: Release, at: datetime) -> Mapping[str, ToldOutcomes]:
    if not shows_outcomes(member.role):
        return {}
    return referral_outcomes(member.organisation, time_zone=release.time_zone, at=at)


OUTCOME_WORDS: Mapping[ReferralOutcome, str] = {
    ReferralOutcome.CONFIRMED: "outcome-got-it",
    ReferralOutcome.NOT_HAPPENED: "referral-not-happened",
    ReferralOutcome.DECLINED: "referral-declined",
    ReferralOutcome.LAPSED: "referral-lapsed",
}


def fitting(rows: Iterable[EntryRow], release: Release, kind: str, area: str) -> list[EntryRow]:
    """Those of a kind of help, for people of an area."""
    services = release.directory.services
    near = (row for row in rows if not kind or kind in row.types)
    return [
        row
        for row in near
        if not area
        or row.id not in services
        or distance(release.directory.areas, area, services[row.id]) < AWAY
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    id: str
    name: str
    does: str
    where: str
    organisation: str
    service: Service
    tier: str


def _public(service: Service, release: Release, language: str, kept: Mapping[str, DirectoryEdit]) -> _Told:
    words = [
        release.text(text, language) if text else "" for text in (service.name, service.does, service.address)
    ]
    name, does, where = words
    organisation = release.directory.organization_of(service).name
    return _Told(service.id, name, does, where, organisation, service, DirectoryTier.PUBLIC.value)


def _is_hidden(row: DirectoryEdit, today: str) -> bool:
    """Whether an entry is shown to its tier alone; past its day it is shown to nobody."""
    entry = row.entry
    return row.tier != DirectoryTier.PUBLIC.value and not entry.is_closed and entry.expires > today


def kept_service(
    row: DirectoryEdit, release: Release, last: Mapping[tuple[str, str], Dialled], today: str
) -> Service:
    """An entry that is in no release, as a service, with what was found by dialling."""
    record = row.entry
    drafts = read_record(record, release, Findings()).drafts
    service = drafts[0].service if drafts else Service(record.id, record.organization, "", "", record.types)
    found = with_dials(service, last)
    return msgspec.structs.replace(found, stale=sinks(found, today))


def _hidden(row: DirectoryEdit, service: Service, release: Release, language: str) -> _Told:
    record = row.entry
    name, does, where = (
        said_in(each, language, release) for each in (record.name, record.does, record.address)
    )
    return _Told(record.id, name, does, where, record.organization_name, service, row.tier)


def said_in(words: Mapping[str, str], language: str, release: Release) -> str:
    """Words of an entry in a language; else in the country's, else in English."""
    return next((words[code] for code in (language, release.default_language, "en") if code in words), "")


def _row(
    told: _Told,
    member: Member,
    edit: DirectoryEdit | None,
    said: Mapping[str, Capacity],
    became: Mapping[str, ToldOutcomes],
    today: str,
) -> EntryRow:
    service, capacity = told.service, said.get(told.id)
    return EntryRow(
        id=told.id,
        name=told.name,
        does=told.does,
        where=told.where,
        organisation=told.organisation,
        phones=service.phones,
        website=service.website,
        types=service.types,
        expires=service.expires,
        stale=service.stale,
        tier=told.tier,
        edit=edit.id if edit is not None else "",
        own=edit is not None and edit.organisation_id == member.organisation,
        capacity=capacity,
        capacity_is_old=capacity is not None and not is_capacity_fresh(capacity.on.isoformat(), today),
        outcomes=tuple((OUTCOME_WORDS[each], n) for each, n in became.get(told.id, {}).items()),
    )
