"""One referral as it is written down: ids, codes and days. Its words stand elsewhere, sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kapea.core.care.asking import SharedField, require_opaque
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ChildSays, DeclineReason, ReferralState, SafetyQuestion
from kapea.core.care.scopes import OrganisationScope
from kapea.core.care.sharing_protocol import SentBy


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The child heard the words of these fields. A word changed since takes it away: the row is deleted."""

    at: datetime
    fields: frozenset[SharedField]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Who there has it, by an opaque id, and since when. `written_by`: who heard it on the telephone; empty
    where they said it here themselves.
    """

    named: str
    at: datetime
    written_by: str = ""

    def __post_init__(self) -> None:
        require_opaque("named", self.named)
        require_opaque("written_by", self.written_by, empty=True)


@dataclass(frozen=True, slots=True)
class ChildAnswered:
    """What the child said. `written_by`: the worker who asked them; empty for their own code."""

    says: ChildSays
    at: datetime
    written_by: str = ""

    def __post_init__(self) -> None:
        require_opaque("written_by", self.written_by, empty=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """A referral from `sender` to `organisation`, both ids of organisations, for one service of theirs.

    `code`: how both speak of it, of this referral alone and never the return code. `fields`: the allow-list.
    `told_of_it`: the child knows that it is made; only who acts first may begin with no. `concerns_shelter`:
    the service is one, or the child lives in one. `rests_on`: ids of the permissions or the act-first record
    on which it was sent.
    `waits_since`: since when the answer that is waited for now has been, of the service or of the child.
    `news`: how many notes came since it was accepted. `tries`: when somebody tried in a safe way to ask the
    child whether they got it, and could not.
    """

    id: str
    case: str
    code: str
    sender: str
    organisation: str
    service: str
    service_type: str
    purpose: str
    fields: frozenset[SharedField]
    sent_by: SentBy
    level: CaseLevel
    told_of_it: bool
    state: ReferralState = ReferralState.DRAFT
    concerns_shelter: bool = False
    read_back: ReadBack | None = None
    safety_meanwhile: frozenset[SafetyQuestion] = frozenset()
    sent_at: datetime | None = None
    rests_on: tuple[str, ...] = ()
    receipt: Receipt | None = None
    declined_because: DeclineReason | None = None
    waits_since: datetime | None = None
    news: int = 0
    reminded_at: datetime | None = None
    rung_at: datetime | None = None
    child_answer: ChildAnswered | None = None
    tries: tuple[datetime, ...] = ()

    def __post_init__(self) -> None:
        ids = ("id", "case", "code", "sender", "organisation", "service", "service_type", "purpose")
        for what in ids:
            require_opaque(what, getattr(self, what))

    @property
    def scope(self) -> OrganisationScope:
        """What its permission has to be for."""
        return OrganisationScope(target=self.organisation, purpose=self.purpose, fields=self.fields)


OPEN_REFERRAL = frozenset(
    {
        ReferralState.DRAFT,
        ReferralState.READY,
        ReferralState.SENT,
        ReferralState.RECEIVED,
        ReferralState.ACCEPTED,
        ReferralState.STARTED,
        ReferralState.DONE_BY_SERVICE,
    }
)
"""A case with one of these is not closed. Done by the service is one of them."""


def tells_of_shelter(referral: Referral) -> bool:
    """Whether its allow-list holds a place, and a shelter is in it: an address of one is told by voice alone,
    to whoever drives, at the time.
    """
    return referral.concerns_shelter and SharedField.WHEREABOUTS in referral.fields


def child_confirmed(referral: Referral) -> bool:
    """Whether the child themselves said yes, and it did not end unheard: that alone is counted as a yes."""
    said = referral.child_answer
    return referral.state is ReferralState.CONFIRMED and said is not None and said.says is ChildSays.YES


HELD_BY_RECEIVER = frozenset(
    {
        ReferralState.RECEIVED,
        ReferralState.ACCEPTED,
        ReferralState.STARTED,
        ReferralState.DONE_BY_SERVICE,
        ReferralState.CONFIRMED,
    }
)


def sender_stays(referral: Referral) -> bool:
    """Whether whoever sent it still holds the child, as if nothing had been sent: in danger always until a
    named person there has it, and it is written since when; and again once they no longer do.
    """
    held = referral.state in HELD_BY_RECEIVER and referral.receipt is not None
    return referral.level is CaseLevel.RED and not held
