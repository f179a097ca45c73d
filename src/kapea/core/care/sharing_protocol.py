"""What two or more organisations agreed on before one tells another anything: as data, live or not on a day.

Without a live one nobody is told by a permission; it takes the yes of the child as well, never in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from kapea.core.care.asking import SharedField, require_opaque
from kapea.core.care.scopes import OrganisationScope

BREACH_NOTICE = timedelta(hours=24)
"""Within so long they tell each other that something got out. Programme default."""


class SentBy(Enum):
    """By what means a referral may go there."""

    VOICE = "voice"
    ACCOUNT = "account"
    """They have members here."""
    ONE_TIME_LINK = "one_time_link"
    """With a code that is told on the telephone."""
    EXCHANGE = "exchange"
    """Into a system of theirs, where the child said yes to that too."""


class ProtocolSection(Enum):
    """What a protocol says in words. Each has the id of its text."""

    CHILD_RIGHTS = "child_rights"
    """What the child may ask of each party: to see, to mend, to delete."""
    REQUESTS_BY_OTHERS = "requests_by_others"
    """What each does when a court, a ministry, a family asks for it."""
    CONTINGENCY = "contingency"
    """What becomes of it when a party can no longer keep it safe."""


class ProtocolLacks(Enum):
    """Why a protocol is not live, or does not cover what is to be told."""

    NOT_YET = "not_yet"
    REVIEW_OVERDUE = "review_overdue"
    LEFT = "left"
    NOT_A_PARTY = "not_a_party"
    OTHER_PURPOSE = "other_purpose"
    MORE_FIELDS = "more_fields"
    OTHER_MEANS = "other_means"


class ProtocolIncomplete(ValueError):
    """A protocol that lacks something; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingProtocol:
    """One agreement. ProtocolIncomplete where anything of it is missing.

    `parties`: ids of two or more organisations. `purpose`: the code for which a permission is asked.
    `fields`: the most that is ever told. `seen_by`: codes of roles there. `kept_for`: then they delete it.
    Live from `agreed_on` until `review_on`, which is not a live day; `left`: from when on a party is out.
    """

    id: str
    parties: frozenset[str]
    purpose: str
    fields: frozenset[SharedField]
    seen_by: frozenset[str]
    sent_by: frozenset[SentBy]
    kept_for: timedelta
    agreed_on: date
    review_on: date
    sections: Mapping[ProtocolSection, str]
    breach_notice: timedelta = BREACH_NOTICE
    left: Mapping[str, date]

    def __post_init__(self) -> None:
        if faults := self._faults():
            raise ProtocolIncomplete("; ".join(faults))
        for what, ids in (("parties", self.parties), ("seen_by", self.seen_by), ("left", self.left)):
            for id in ids:
                require_opaque(what, id)
        require_opaque("id", self.id)
        require_opaque("purpose", self.purpose)

    def _faults(self) -> list[str]:
        no_time = timedelta(0)
        said = {
            "parties: two at least": len(self.parties) < 2,
            "fields: what may be told": not self.fields,
            "seen_by: which roles see it": not self.seen_by,
            "sent_by: by what means": not self.sent_by,
            "kept_for: how long they keep it": self.kept_for <= no_time,
            "breach_notice: within how long": self.breach_notice <= no_time,
            "review_on: a day after it was agreed": self.review_on <= self.agreed_on,
            "left: only a party can leave": not self.left.keys() <= self.parties,
        }
        missing = [f"sections: {s.value}" for s in ProtocolSection if not self.sections.get(s)]
        return [*(fault for fault, is_so in said.items() if is_so), *missing]


def protocol_lacks(
    protocol: SharingProtocol, scope: OrganisationScope, *, sender: str, sent_by: SentBy, on: date
) -> tuple[ProtocolLacks, ...]:
    """Why `sender` may not tell what `scope` asks, by these means, on a day of the country; nothing where
    they may.
    """
    two = {sender, scope.target}
    stands = {
        ProtocolLacks.NOT_YET: on < protocol.agreed_on,
        ProtocolLacks.REVIEW_OVERDUE: protocol.review_on <= on,
        ProtocolLacks.LEFT: any(protocol.left.get(who, date.max) <= on for who in two),
        ProtocolLacks.NOT_A_PARTY: len(two) < 2 or not two <= protocol.parties,
        ProtocolLacks.OTHER_PURPOSE: scope.purpose != protocol.purpose,
        ProtocolLacks.MORE_FIELDS: not scope.fields <= protocol.fields,
        ProtocolLacks.OTHER_MEANS: sent_by not in protocol.sent_by,
    }
    return tuple(why for why, is_so in stands.items() if is_so)


def live_protocol(
    protocols: Iterable[SharingProtocol],
    scope: OrganisationScope,
    *,
    sender: str,
    sent_by: SentBy,
    on: date,
) -> SharingProtocol | None:
    """The first under which this may be told so; None: by a permission nobody is told."""
    live = (p for p in protocols if not protocol_lacks(p, scope, sender=sender, sent_by=sent_by, on=on))
    return next(live, None)
