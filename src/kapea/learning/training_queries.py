"""What is known of somebody's training: what was confirmed, what was given, what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kapea.content.queries import NothingLive, worlds
from kapea.core.staff.readiness import Gate, missing_gates
from kapea.core.workshops.facilitator_training import (
    CertificateLevel,
    ConfirmedTraining,
    DisclosureCheck,
    IssuedCertificate,
    MissingTraining,
    NeededTraining,
    TrainingKind,
    missing_training,
    needed_training,
)
from kapea.learning.models import TrainingCertificate, TrainingHours
from kapea.people.models import Membership
from kapea.people.queries import standings


@dataclass(frozen=True, slots=True)
class TrainingStanding:
    """The training of a membership: rows with the newest first, what the next certificate takes, and what of
    it is missing.
    """

    hours: tuple[TrainingHours, ...]
    certificates: tuple[TrainingCertificate, ...]
    needed: NeededTraining
    missing: MissingTraining
    today: date

    @property
    def counting(self) -> TrainingCertificate | None:
        """The certificate that counts today, the longest of several; None where none does."""
        found = [each for each in self.certificates if issued_certificate(each).counts_on(self.today)]
        return max(found, key=lambda each: each.lapses_on, default=None)

    @property
    def done_minutes(self) -> Mapping[TrainingKind, int]:
        """Of each kind that is needed, what there is, as far as it counts."""
        missing, needed = self.missing.minutes, self.needed.minutes
        return {kind: minutes - missing.get(kind, 0) for kind, minutes in needed.items()}


def training_standings(memberships: Sequence[Membership], today: date) -> Mapping[str, TrainingStanding]:
    """The training of each of some memberships, by its id."""
    ids = [each.id for each in memberships]
    hours, given = (
        defaultdict[str, list[TrainingHours]](list),
        defaultdict[str, list[TrainingCertificate]](list),
    )
    for row in TrainingHours.objects.filter(membership__in=ids).order_by("-on", "-confirmed_at"):
        hours[row.membership_id].append(row)
    for paper in TrainingCertificate.objects.filter(membership__in=ids).order_by("-on", "-lapses_on"):
        given[paper.membership_id].append(paper)
    gates = {id: missing_gates(each) for id, each in standings(memberships).items()}
    return {id: _standing(hours[id], given[id], gates[id], today) for id in ids}


def _standing(
    hours: Sequence[TrainingHours],
    given: Sequence[TrainingCertificate],
    gates: Collection[Gate],
    today: date,
) -> TrainingStanding:
    needed = needed_training([issued_certificate(each) for each in given], today)
    oldest_first = [confirmed_training(each) for each in reversed(hours)]
    missing = missing_training(needed, oldest_first, gates)
    return TrainingStanding(tuple(hours), tuple(given), needed, missing, today)


def training_standing(membership: Membership, today: date) -> TrainingStanding:
    """The training of one."""
    return training_standings([membership], today)[membership.id]


def confirmed_training(row: TrainingHours) -> ConfirmedTraining:
    """What a row says."""
    right = frozenset(DisclosureCheck(each) for each in row.right)
    return ConfirmedTraining(TrainingKind(row.kind), row.on, row.minutes, right)


def issued_certificate(row: TrainingCertificate) -> IssuedCertificate:
    """What a row says."""
    return IssuedCertificate(row.on, row.lapses_on, CertificateLevel(row.level), row.withdrawn_on)


def country_in_words(pack: str, language: str) -> str:
    """What the country of a pack is called; the pack's id where nothing of it is live."""
    try:
        release = worlds.live(pack).release
    except NothingLive:
        return pack
    return release.texts.get(language, {}).get("pack.name", release.name)


def day_in_pack(pack: str, at: datetime) -> date:
    """The day it is in the country of a pack; that of UTC where nothing of it is live."""
    try:
        zone = ZoneInfo(worlds.live(pack).release.time_zone)
    except NothingLive:
        zone = ZoneInfo("UTC")
    return at.astimezone(zone).date()


def names_of_members(ids: Collection[str]) -> Mapping[str, str]:
    """What colleagues are called today, by the ids of their memberships."""
    found = Membership.objects.filter(id__in=ids).values_list("id", "user__name")
    return dict(found)
