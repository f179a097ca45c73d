"""What somebody leaves for those who answer: one thing at a time, under their own yes to that very thing.

No name, birth date, sex or place is asked for. Who leaves it matters for one thing alone: what a grown-up
says is theirs, and never the child's yes.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum
from typing import TypeVar

from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, LegalGround
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.decisions import Granted, Refused, decide
from kapea.core.care.permissions import HOLDS, CasePermissions, Permission, Wording
from kapea.core.care.safe_contact import HOLDS_DAYS
from kapea.core.care.scopes import CallBackScope, KeepScope, PermissionKind, PermissionScope

BY_DOOR = "way-in"
"""Who asked, in a permission and in the trail: the page, and no member of staff."""
SIGNS = (
    *("boat", "cup", "fish", "key", "ladder", "light"),
    *("map", "star", "sun", "tree", "umbrella", "bell"),
)
"""Pictures of which somebody chooses two. With their code these open what is addressed to them."""
SIGNS_CHOSEN = 2
LONGEST_WAIT = timedelta(hours=72)
"""Where somebody waited for so long and nobody took it, nobody else is asked to wait. Programme default."""
MOST_WAITING = 200
"""As many may wait for one organisation: more could not be answered, or were left to hide others."""
MOST_TOLD = 2_000
"""Letters of one message."""
MOST_REACH = 120
S = TypeVar("S", bound=PermissionScope)


class LeftKind(Enum):
    """What somebody left."""

    MESSAGE = "message"
    CONTACT = "contact"


class WhoLeaves(Enum):
    """Whose words they are."""

    CHILD = "child"
    ADULT = "adult"


WAY_OFFER = "way-offer"
"""The small word by which a page offers people who answer. A pack without it offers none."""
SOON = (CaseLevel.RED, CaseLevel.ORANGE, CaseLevel.YELLOW)
"""How soon somebody may say that they need an answer."""


def scope_left(kind: LeftKind, words: str) -> PermissionScope:
    """What is asked for: to keep a message, or to be contacted by the way of that id."""
    return KeepScope() if kind is LeftKind.MESSAGE else CallBackScope(target=words)


def permission_left(
    *,
    id: str,
    record: str,
    scope: PermissionScope,
    who: WhoLeaves,
    wording: Wording,
    language: str,
    at: datetime,
) -> Permission:
    """The yes of whoever leaves something, as it was given on a page."""
    calls = scope.kind is PermissionKind.CALL_BACK
    child = who is WhoLeaves.CHILD
    return Permission(
        id=id,
        case=record,
        scope=scope,
        asked_of=AskedOf.CHILD if child else AskedOf.CAREGIVER,
        answer=ConsentAnswer.YES,
        answered_by="" if child else f"adult-of-{record}",
        age_band=AgeBand.NOT_KNOWN,
        how=HowAsked.TEXT_MESSAGE,
        wording=wording,
        language=language,
        interpreter=False,
        asked_by=BY_DOOR,
        given=at,
        expires=at + (timedelta(days=HOLDS_DAYS) if calls else HOLDS),
        legal_ground=LegalGround.NOT_SETTLED,
    )


def grant_left(
    record: str, given: Collection[Permission], scope: S, who: WhoLeaves, *, at: datetime
) -> Granted[S] | Refused:
    """Whether what was left may be kept or used so. Of a child the child's yes counts. What a grown-up leaves
    is their own: theirs counts, as for a child too young to say; in a case about a child it does not.
    """
    band = AgeBand.NOT_KNOWN if who is WhoLeaves.CHILD else AgeBand.UNDER_6
    return decide(CasePermissions(case=record, age_band=band, given=tuple(given)), scope, at=at)


# --- what somebody hears of it ----------------------------------------------------------------


class LeftNews(Enum):
    """What is heard of something that was left: a code, for which a pack has the words."""

    WAITING = "waiting"
    WAITING_LONG = "waiting_long"
    """Longer than was said: nobody should wait for us."""
    TAKEN = "taken"
    CLOSED = "closed"


def left_news(*, left_at: datetime, hours: int, taken: bool, closed: bool, at: datetime) -> LeftNews:
    """How it stands with something that was left. `hours`: how long it was said to take."""
    if closed:
        return LeftNews.CLOSED
    if taken:
        return LeftNews.TAKEN
    return LeftNews.WAITING_LONG if at >= left_at + timedelta(hours=hours) else LeftNews.WAITING


# --- the second question ----------------------------------------------------------------------


class CodeAlertKind(Enum):
    """What somebody did with a code that a supervisor should know of."""

    NOT_NOW = "not_now"
    """They said that it is no good time."""
    OTHER_SIGNS = "other_signs"
    """They chose other pictures: they may be forced, or it is somebody else."""
    ERASE = "erase"
    """They want all of it erased: it goes a day later, so that nobody has it done who forced them."""


ERASED_AFTER = timedelta(hours=24)
"""So long whoever asked for erasing may take that back. Programme default."""
SHUT_FOR = timedelta(hours=1)
"""After other pictures the right ones open nothing for so long. Programme default."""
MOST_WRONG = 3
"""After so many within a day only a supervisor lets them open it again. Programme default."""


def is_shut(wrong: Collection[datetime], *, at: datetime) -> bool:
    """Whether the right pictures open nothing now. `wrong`: when others were chosen, as far as no supervisor
    has looked at it since.
    """
    last_day = [each for each in wrong if at - each < timedelta(days=1)]
    return len(last_day) >= MOST_WRONG or any(at - each < SHUT_FOR for each in last_day)


def signs_in_order(chosen: Collection[str]) -> str:
    """Two pictures as they are sealed and compared; empty where they are not two of ours."""
    known = [each for each in SIGNS if each in set(chosen)]
    return " ".join(known) if len(known) == SIGNS_CHOSEN == len(set(chosen)) else ""
