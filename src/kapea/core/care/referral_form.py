"""What leaves with a referral: the fields that its permission lists, in words, and nothing else.

Notes and the safety plan have no field, and so cannot be in it. The ids of the permissions go with it, beside
its body, so that the receiver can be told when one is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from zoneinfo import ZoneInfo

from kapea.core.care.asking import SharedField
from kapea.core.care.care_effects import NotPermitted, TellOrganisation
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_answers import answer_due
from kapea.core.care.referral_codes import ReferralClock, ReferralStep
from kapea.core.care.referral_needs import ReferralFacts, needs_met
from kapea.core.care.referral_states import allowed_referral_move
from kapea.core.care.referral_table import SENDER
from kapea.core.care.referrals import Referral, tells_of_shelter

_F = SharedField
LEAST_FORM = (
    _F.CODE,
    _F.SENDER,
    _F.LEVEL,
    _F.SERVICE_TYPE,
    _F.AGE_BAND,
    _F.LANGUAGE,
    _F.COMMUNICATION,
    _F.ACCESS_NEEDS,
    _F.SAFE_CONTACT,
    _F.MUST_NOT_KNOW,
    _F.CHILD_WAS_TOLD,
    _F.SAFETY_MEANWHILE,
    _F.ANSWER_BY,
)
"""What a child is asked for at first, in this order. The others are asked for one by one, each with a reason:
name, summary, school, wishes, whereabouts.
"""
ALWAYS_NEEDED = frozenset({_F.CODE, _F.SENDER, _F.LEVEL, _F.SERVICE_TYPE, _F.ANSWER_BY})
"""Without these nobody could answer. They tell nothing of the child but how urgent it is, and for what."""


class FormLacks(ValueError):
    """The form lacks words, or a field for which nobody was asked. `fields`: which, in order."""

    def __init__(self, fields: tuple[SharedField, ...]) -> None:
        self.fields = fields
        super().__init__(f"the form lacks: {', '.join(field.value for field in fields)}")


@dataclass(frozen=True, slots=True)
class ReferralSending:
    """What leaves: the message, and on which permissions or act-first record it rests until when."""

    message: TellOrganisation
    rests_on: tuple[str, ...]
    until: datetime


def needed_fields(referral: Referral, *, list_is_empty: bool) -> frozenset[SharedField]:
    """Fields that have to be in it. `list_is_empty`: nobody is on the list of who must not know; whoever is,
    the receiver has to be told of, or they would walk to their door.
    """
    needed = ALWAYS_NEEDED
    if referral.level is CaseLevel.RED:
        needed |= {_F.SAFETY_MEANWHILE}
    return needed if list_is_empty else needed | {_F.MUST_NOT_KNOW}


def form_lacks(
    referral: Referral, words: Mapping[SharedField, str], *, list_is_empty: bool
) -> tuple[SharedField, ...]:
    """What is missing: needed and not on the allow-list, so that the child is asked; or listed and without
    words. `words`: of the fields that somebody writes; what the referral knows itself needs none.
    """
    allowed = referral.fields
    wordless = {f for f in allowed - KNOWN_FIELDS if not words.get(f, "").strip()}
    missing = (needed_fields(referral, list_is_empty=list_is_empty) - allowed) | wordless
    return tuple(field for field in SharedField if field in missing)


def referral_sending(
    facts: ReferralFacts, words: Mapping[SharedField, str], *, at: datetime
) -> ReferralSending:
    """What is sent now: the one way out. `words`: the very ones that were read back; whoever changes one goes
    by CHANGE, and reads it back again. Raises NoSuchReferralMove where it is not ready, FormLacks,
    ReferralLacks for any other need of sending, NotPermitted for where a shelter is.
    """
    referral, granted = facts.referral, facts.granted
    list_is_empty = granted is None or not granted.must_not_know
    if lacks := form_lacks(referral, words, list_is_empty=list_is_empty):
        raise FormLacks(lacks)
    if tells_of_shelter(referral):
        raise NotPermitted("whereabouts: where a shelter is, is told by voice, when somebody is driving")
    has = needs_met(replace(facts, lacks=()), at=at)
    allowed_referral_move(referral.state, ReferralStep.SEND, referral.level, SENDER, has)
    return _sending(facts, words, at)


def _sending(facts: ReferralFacts, words: Mapping[SharedField, str], at: datetime) -> ReferralSending:
    referral, granted = facts.referral, facts.granted
    if granted is None:
        raise NotPermitted("granted: nobody said yes")
    said = {**words, **_known_words(referral, facts.time_zone, at)}
    message = TellOrganisation(
        granted=granted,
        case=referral.case,
        at=at,
        target=referral.organisation,
        purpose=referral.purpose,
        payload={field: said[field] for field in granted.scope.fields},
    )
    return ReferralSending(message, granted.by, granted.until)


KNOWN_FIELDS = frozenset({_F.CODE, _F.LEVEL, _F.SERVICE_TYPE, _F.ANSWER_BY})
"""What the referral knows itself: nobody writes it."""


def _known_words(referral: Referral, time_zone: str, at: datetime) -> dict[SharedField, str]:
    """What is not left to whoever writes."""
    due = answer_due(ReferralClock.DECIDED, referral.level, at, time_zone=time_zone).at
    answer_by = due.astimezone(ZoneInfo(time_zone)).isoformat(timespec="minutes") if due else ""
    return {
        _F.CODE: referral.code,
        _F.LEVEL: referral.level.value,
        _F.SERVICE_TYPE: referral.service_type,
        _F.ANSWER_BY: answer_by,
    }


# --- what is shown of who receives it ----------------------------------------------------------


class ReceiverFact(Enum):
    """What the directory knows of a service that can be asked."""

    ALIAS = "alias"
    """How staff speak of a shelter. Another service has none."""
    STAFF_PHONE = "staff_phone"
    NAME = "name"
    PHONE = "phone"
    PLACE = "place"
    AREA = "area"
    HOURS = "hours"
    WEBSITE = "website"


OF_A_SHELTER = frozenset({ReceiverFact.ALIAS, ReceiverFact.STAFF_PHONE})


def receiver_shown(known: Mapping[ReceiverFact, str], *, is_shelter: bool) -> Mapping[ReceiverFact, str]:
    """What a page, a message, a search may say of it: of a shelter its alias and the phone of its staff, and
    nothing by which it could be found.
    """
    shown = OF_A_SHELTER if is_shelter else frozenset(ReceiverFact) - OF_A_SHELTER
    return {fact: words for fact, words in known.items() if fact in shown}
