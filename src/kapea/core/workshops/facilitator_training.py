"""What a facilitator's certificate takes: hours of four kinds, and the first minutes after a child tells done
rightly, all six things of them. And for how long it counts, and what renews it.

The hours and the 24 months are of the programme's guide for schools; so is that one passes by doing. What
renews a certificate, and when all begins anew, are defaults of ours: whoever leads on protection judges them.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kapea.core.staff.readiness import Gate


class TrainingKind(Enum):
    """What an hour of training was spent on."""

    CONTENT = "content"
    """What workshops teach."""
    REHEARSAL = "rehearsal"
    """What to do if a child tells, played through."""
    OBSERVED = "observed"
    """A session led while somebody who supervises looked on."""
    REFERRALS = "referrals"
    """Who helps here, and how each is reached."""


class DisclosureCheck(Enum):
    """What is done in the first minutes after somebody begins to tell; each is seen, and right or not yet."""

    STOPS = "stops"
    """Stops kindly whoever tells before others, and says when and where to go on."""
    BELIEVES = "believes"
    """Thanks, believes, and says that it is not the child's fault."""
    PROMISES_NOTHING = "promises-nothing"
    """No silence is promised; who must know is said before it is told."""
    ASKS_NOTHING = "asks-nothing"
    """No question about what happened, no look at a picture or into a phone."""
    CALLS_OUTSIDE = "calls-outside"
    """The helpline first, on the same day; nobody here and no family before it."""
    STAYS = "stays"
    """In danger, or where dying is spoken of: stays, and calls at once."""


class CertificateLevel(Enum):
    """Which training stands behind a certificate."""

    FIRST = "first"
    """All of it."""
    RENEWED = "renewed"
    """What is done by doing, once more."""


NEEDED_MINUTES: Mapping[CertificateLevel, Mapping[TrainingKind, int]] = {
    CertificateLevel.FIRST: {
        TrainingKind.CONTENT: 240,
        TrainingKind.REHEARSAL: 180,
        TrainingKind.OBSERVED: 120,
        TrainingKind.REFERRALS: 60,
    },
    CertificateLevel.RENEWED: {
        TrainingKind.REHEARSAL: 180,
        TrainingKind.OBSERVED: 120,
        TrainingKind.REFERRALS: 60,
    },
}
"""What was heard is not heard again. What is done fades unless it is done, and who helps here changes."""
VALID_MONTHS = 24
RENEWABLE_MONTHS = 6
"""Months after its end in which a certificate can still be renewed; later all begins anew."""
SESSION_MINUTES = (30, 40, 60, 80, 90, 120, 150, 180, 240)
"""How long a piece of training may have been: lessons of 40 minutes and workshops of 90 among them."""
MOST_MINUTES_A_DAY = 480
NEEDED_GATES = (Gate.CONDUCT, Gate.VETTING)
"""What must be there besides training: a school takes a certificate for more than it says."""


class UnfitTraining(ValueError):
    """Training that cannot have been, or could not count; the message says why, in a code."""


@dataclass(frozen=True, slots=True)
class ConfirmedTraining:
    """A piece of training that somebody who supervises confirmed. `right`: the checks done rightly in it,
    of a rehearsal in which somebody looked for them.
    """

    kind: TrainingKind
    on: date
    minutes: int
    right: frozenset[DisclosureCheck] = frozenset()


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate of somebody. `lapses_on`: the first day on which it counts no more. `withdrawn_on`: when
    it was withdrawn, if it was.
    """

    on: date
    lapses_on: date
    level: CertificateLevel
    withdrawn_on: date | None = None

    def counts_on(self, day: date) -> bool:
        return self.withdrawn_on is None and self.on <= day < self.lapses_on


@dataclass(frozen=True, slots=True)
class NeededTraining:
    """What a certificate takes. Only training from the day `since` on counts for it."""

    level: CertificateLevel
    since: date

    @property
    def minutes(self) -> Mapping[TrainingKind, int]:
        return NEEDED_MINUTES[self.level]


@dataclass(frozen=True, slots=True)
class MissingTraining:
    """What is still missing: minutes by kind, checks, and what must be there besides training."""

    minutes: Mapping[TrainingKind, int]
    checks: tuple[DisclosureCheck, ...]
    gates: tuple[Gate, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether a certificate can be given."""
        return not (self.minutes or self.checks or self.gates)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or before; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def lapse_after(on: date) -> date:
    """The day on which a certificate of that day lapses."""
    return months_after(on, VALID_MONTHS)


def needed_training(issued: Sequence[IssuedCertificate], today: date) -> NeededTraining:
    """What the next certificate takes of whoever has these.

    Nothing counts twice: what was done up to the day of a certificate stands behind that one. After one was
    withdrawn all begins anew, with what is done from the next day on.
    """
    withdrawn = max((each.withdrawn_on for each in issued if each.withdrawn_on), default=None)
    counting = [each for each in issued if withdrawn is None or each.on > withdrawn]
    over = [*(each.on for each in counting), *([withdrawn] if withdrawn else [])]
    since = max([months_after(today, -VALID_MONTHS), *(day + timedelta(days=1) for day in over)])
    renews = any(today < months_after(each.lapses_on, RENEWABLE_MONTHS) for each in counting)
    return NeededTraining(CertificateLevel.RENEWED if renews else CertificateLevel.FIRST, since)


def missing_training(
    needed: NeededTraining, confirmed: Sequence[ConfirmedTraining], gates: Collection[Gate]
) -> MissingTraining:
    """What is missing of what is needed. `gates`: those that are missing of a membership. Of the checks, the
    last rehearsal in which somebody looked for them decides: it says what is done now. Of two on one day, the
    later of the sequence.
    """
    counting = [each for each in confirmed if each.on >= needed.since]
    done = {kind: sum(each.minutes for each in counting if each.kind is kind) for kind in TrainingKind}
    looked = [each for each in counting if each.right]
    right = max(reversed(looked), key=lambda each: each.on).right if looked else frozenset()
    return MissingTraining(
        {kind: minutes - done[kind] for kind, minutes in needed.minutes.items() if done[kind] < minutes},
        tuple(check for check in DisclosureCheck if check not in right),
        tuple(gate for gate in NEEDED_GATES if gate in gates),
    )


def check_training(new: ConfirmedTraining, known: Sequence[ConfirmedTraining], today: date) -> None:
    """Raises UnfitTraining for what cannot have been beside what is known, or is too old to count."""
    if not months_after(today, -VALID_MONTHS) <= new.on <= today:
        raise UnfitTraining("day")
    if new.minutes not in SESSION_MINUTES:
        raise UnfitTraining("minutes")
    if new.right and new.kind is not TrainingKind.REHEARSAL:
        raise UnfitTraining("checks")
    if new.minutes + sum(each.minutes for each in known if each.on == new.on) > MOST_MINUTES_A_DAY:
        raise UnfitTraining("long-day")
