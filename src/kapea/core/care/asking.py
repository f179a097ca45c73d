"""What is written down of an asking: who was asked, what they said, at what age, how. Closed lists only: what
somebody says in their own words stands in no permission.
"""

from __future__ import annotations

import re
from enum import Enum

OPAQUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
PHONE_LIKE = re.compile(r"(?:[._:-]*[0-9]){7,15}[._:-]*")
"""So many digits and no letter could be a telephone number."""


class NotOpaque(ValueError):
    """An id that may say who somebody is. The message names the place, never what stands there."""


class AskedOf(Enum):
    """Whose answer it is."""

    CHILD = "child"
    CAREGIVER = "caregiver"
    OTHER_TRUSTED_ADULT = "other_trusted_adult"
    """An adult of the child's trust, or a case worker, where a caregiver is not there or not safe to ask."""


class ConsentAnswer(Enum):
    """What they said. Whoever is in no record was not asked; nobody's silence is a yes."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"
    CANNOT = "cannot"
    """Cannot say: too young, too ill, not to be reached, or not safe to ask."""


class AgeBand(Enum):
    """How old the child is, as far as anybody needs to know."""

    UNDER_6 = "0-5"
    FROM_6 = "6-11"
    FROM_12 = "12-14"
    FROM_15 = "15-17"
    ADULT = "18+"
    NOT_KNOWN = "not-known"
    """Nobody asked, or nobody could tell. Rules take it for 6-11: both are heard."""


class HowAsked(Enum):
    """By what means. There is no member for a file, a form letter or another system: those ask nobody."""

    FACE_TO_FACE = "face_to_face"
    CALL = "call"
    CHAT = "chat"
    TEXT_MESSAGE = "text_message"
    PICTURES = "pictures"
    """Pictures, gestures or signs, with whoever does not speak or read."""


class LegalGround(Enum):
    """What data-protection law lets us keep or pass on, beside the permission. It never stands in for one."""

    CONSENT = "consent"
    CHILD_PROTECTION_BODY = "child_protection_body"
    """A body that gives counselling or child protection only, where the law asks no parent of it."""
    LIFE = "life"
    LEGAL_DUTY = "legal_duty"
    NOT_SETTLED = "not_settled"
    """No lawyer of the country has said."""


class SharedField(Enum):
    """All that can ever be passed on. Notes and the safety plan are not in it, and so never are."""

    CODE = "code"
    SENDER = "sender"
    LEVEL = "level"
    SERVICE_TYPE = "service_type"
    AGE_BAND = "age_band"
    LANGUAGE = "language"
    COMMUNICATION = "communication"
    ACCESS_NEEDS = "access_needs"
    WISHES = "wishes"
    SAFE_CONTACT = "safe_contact"
    MUST_NOT_KNOW = "must_not_know"
    CHILD_WAS_TOLD = "child_was_told"
    SAFETY_MEANWHILE = "safety_meanwhile"
    ANSWER_BY = "answer_by"
    NAME = "name"
    SUMMARY = "summary"
    """What the child told, as it was read back to them."""
    SCHOOL = "school"
    WHEREABOUTS = "whereabouts"
    """Where the child is, for somebody who is being sent there."""


def require_opaque(what: str, id: str, *, empty: bool = False) -> None:
    """Raises NotOpaque for what may be a name, a number or an address; `what` says which id it is."""
    if (empty and not id) or (OPAQUE.fullmatch(id) and not PHONE_LIKE.fullmatch(id)):
        return
    raise NotOpaque(f"{what}: not an id of ours; give the record's id, never a name, number or address")
