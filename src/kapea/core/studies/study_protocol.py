"""A study's protocol: edited until it is agreed, then frozen. Each change after that is a version of its own,
and so is each change of an instrument; what a session used is found as it was on that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import SamplingFrame
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused


class ProtocolPart(Enum):
    """What a protocol says; none may be missing when it is agreed."""

    QUESTION = "question"
    FRAME = "frame"
    TOOLS = "tools"
    DISTRESS = "distress"
    DISCLOSURE = "disclosure"
    REFERRALS = "referrals"
    """The list of who helps, each of them telephoned."""
    DATA_PLAN = "data-plan"
    WITHDRAWAL_DATES = "withdrawal-dates"
    FOLLOW_UP_MONEY = "follow-up-money"


@dataclass(frozen=True, slots=True)
class InstrumentVersion:
    """A guide, a card set, a form, as it was at one time. `digest`: of its very words."""

    instrument: str
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class StudyReach:
    """Where a study goes and whom it asks. `home`: the country of the institution; `sites`: areas, each with
    its country.
    """

    home: str
    sites: Mapping[str, str]
    bands: frozenset[ResearchAgeBand]


@dataclass(frozen=True, slots=True)
class ProtocolChange:
    """What is written anew. `parts`: a digest of the words of each. `instruments`: a digest of each.
    `dropped`: instruments that are used no more. `reach`, `frame`: None where it stays.
    """

    parts: Mapping[ProtocolPart, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()
    reach: StudyReach | None = None
    frame: SamplingFrame | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolVersion:
    """The protocol at one time. `frozen_at`: when it was agreed; None while it is still written."""

    number: int = 1
    parts: Mapping[ProtocolPart, str] = field(default_factory=dict)
    instruments: Mapping[str, InstrumentVersion] = field(default_factory=dict)
    reach: StudyReach | None = None
    frame: SamplingFrame = field(default_factory=SamplingFrame)
    frozen_at: datetime | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What has to be written before it is agreed."""
        parts = tuple(part.value for part in ProtocolPart if not self.parts.get(part))
        reached = self.reach is not None and self.reach.sites and self.reach.bands
        there = {"instrument": self.instruments, "reach": reached, "strata": self.frame.strata}
        return (*parts, *(code for code, found in there.items() if not found))


@dataclass(frozen=True, slots=True)
class StudyProtocol:
    """All versions, the newest last."""

    versions: tuple[ProtocolVersion, ...] = (ProtocolVersion(),)

    @property
    def current(self) -> ProtocolVersion:
        """The one that holds."""
        return self.versions[-1]

    def instrument(self, name: str, version: int) -> InstrumentVersion | None:
        """An instrument as a session used it, however often it was changed since."""
        used = (each.instruments.get(name) for each in self.versions)
        return next((found for found in used if found and found.version == version), None)


def edit_protocol(protocol: StudyProtocol, change: ProtocolChange) -> StudyProtocol | StudyRefused:
    """Goes on writing it, as long as it is not agreed."""
    if protocol.current.frozen_at is not None:
        return StudyRefused("protocol.edit", StudyRefusal.PROTOCOL_FROZEN)
    return StudyProtocol((*protocol.versions[:-1], _written(protocol, change)))


def freeze_protocol(protocol: StudyProtocol, at: datetime) -> StudyProtocol | StudyRefused:
    """It is agreed, and changes no more."""
    current = protocol.current
    if current.frozen_at is not None:
        return StudyRefused("protocol.freeze", StudyRefusal.PROTOCOL_FROZEN)
    if current.lacks:
        return StudyRefused("protocol.freeze", StudyRefusal.ITEMS_MISSING, current.lacks)
    return StudyProtocol((*protocol.versions[:-1], replace(current, frozen_at=at)))


def amend_protocol(
    protocol: StudyProtocol, change: ProtocolChange, at: datetime
) -> StudyProtocol | StudyRefused:
    """A version more, frozen from the start. Whoever calls this shuts the ethics gate: see `amend_study`."""
    if protocol.current.frozen_at is None:
        return StudyRefused("protocol.amend", StudyRefusal.PROTOCOL_NOT_FROZEN)
    written = _written(protocol, change)
    if written == protocol.current:
        return StudyRefused("protocol.amend", StudyRefusal.NOTHING_CHANGED)
    if written.lacks:
        return StudyRefused("protocol.amend", StudyRefusal.ITEMS_MISSING, written.lacks)
    amended = replace(written, number=protocol.current.number + 1, frozen_at=at)
    return StudyProtocol((*protocol.versions, amended))


def _written(protocol: StudyProtocol, change: ProtocolChange) -> ProtocolVersion:
    current = protocol.current
    changed = {name: _next_version(protocol, name, digest) for name, digest in change.instruments.items()}
    kept = {name: each for name, each in current.instruments.items() if name not in change.dropped}
    return replace(
        current,
        parts={**current.parts, **change.parts},
        instruments={**kept, **changed},
        reach=change.reach or current.reach,
        frame=change.frame or current.frame,
    )


def _next_version(protocol: StudyProtocol, name: str, digest: str) -> InstrumentVersion:
    """The same words keep their number; a number is never given to other words again, once agreed."""
    current = protocol.current.instruments.get(name)
    if current is not None and current.digest == digest:
        return current
    agreed = [each for each in protocol.versions if each.frozen_at is not None]
    used = [each.instruments[name].version for each in agreed if name in each.instruments]
    return InstrumentVersion(name, max(used, default=0) + 1, digest)
