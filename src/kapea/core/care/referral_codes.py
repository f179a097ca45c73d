"""The closed lists of a referral: where it stands, who moves it, what must be there, what is answered.

Codes only: what is said to somebody for a code are words of a pack.
"""

from __future__ import annotations

from enum import Enum


class ReferralState(Enum):
    """Where a referral stands. Until it is ready it is a draft: nobody outside can see that it is there."""

    DRAFT = "draft"
    READY = "ready"
    SENT = "sent"
    """It left; nobody there has said that they have it."""
    RECEIVED = "received"
    """A named person there has it."""
    ACCEPTED = "accepted"
    DECLINED = "declined"
    STARTED = "started"
    DONE_BY_SERVICE = "done_by_service"
    """The service says so. Whether it came about, the child says."""
    CONFIRMED = "confirmed"
    NOT_HAPPENED = "not_happened"
    """The child says that nobody came: the need is open again."""
    REVOKED = "revoked"
    LAPSED = "lapsed"
    """Nobody answered, and a supervisor gave up waiting."""


class ReferralStep(Enum):
    """What somebody does with a referral."""

    MAKE_READY = "make_ready"
    CHANGE = "change"
    """A word of it is to be another: it is a draft again, and is read back again."""
    SEND = "send"
    RECEIVE = "receive"
    ACCEPT = "accept"
    DECLINE = "decline"
    START = "start"
    TAKE_OVER = "take_over"
    """A colleague there has it from now on, and whoever had it before no more."""
    WRITE_NEWS = "write_news"
    """A dated note on how it goes."""
    FINISH = "finish"
    """The service says that it is done."""
    CONFIRM = "confirm"
    """The child says: yes."""
    WAIT_LONGER = "wait_longer"
    """The child says: not yet."""
    SAY_NOBODY_CAME = "say_nobody_came"
    END_UNHEARD = "end_unheard"
    """The child could not be asked, after two safe tries. It counts as no yes of theirs."""
    REVOKE = "revoke"
    REMIND = "remind"
    RING_SUPERVISOR = "ring_supervisor"
    LAPSE = "lapse"


class ReferralHand(Enum):
    """As what somebody acts on a referral."""

    SENDER = "sender"
    """The one worker who holds the case from which it goes out."""
    SUPERVISOR = "supervisor"
    """Supervises the sender."""
    RECEIVER = "receiver"
    CHILD = "child"
    """Whoever has the return code, beyond the second question."""
    CLOCK = "clock"


class ReferralNeed(Enum):
    """What must be there before a move."""

    FORM = "form"
    """Every field that has to be in it is allowed, and has words."""
    PERMISSION = "permission"
    """A grant to tell this organisation, for this purpose, these fields; or a complete act-first record."""
    PROTOCOL = "protocol"
    """A live sharing protocol with them; somebody who acts first needs none."""
    READ_BACK = "read_back"
    """The child heard every field of it; or is told later, by the act-first record."""
    MAY_KNOW = "may_know"
    """Neither the service nor who runs it is kin, or feared, or somebody from whom this is kept."""
    SAFETY_MEANWHILE = "safety_meanwhile"
    """How the child is safe until somebody comes."""
    NAMED_RECEIVER = "named_receiver"
    """Who has it there, and since when."""
    DECLINE_REASON = "decline_reason"
    NEWS_NOTE = "news_note"
    SAID_YES = "said_yes"
    """So the child said, by their own code or to a worker who wrote it down. So the next two."""
    SAID_NOT_YET = "said_not_yet"
    SAID_NOBODY_CAME = "said_nobody_came"
    TWO_SAFE_TRIES = "two_safe_tries"
    LATE = "late"
    """An answer is late, and nobody was reminded of it."""
    LATE_AGAIN = "late_again"
    """It is late after the reminder, and the supervisor was not rung."""
    SUPERVISOR_RUNG = "supervisor_rung"


class ReferralClock(Enum):
    """Which answer is due."""

    RECEIVED = "received"
    DECIDED = "decided"
    NEWS = "news"


class ReferralTask(Enum):
    """What a move leaves to be done by a person."""

    FIND_NEXT_SERVICE = "find_next_service"
    """See `referral_answers.after_decline`: never the same service."""
    REOPEN_NEED = "reopen_need"
    """The child still has no help: a supervisor phones the service, and another referral is made."""
    PHONE_RECEIVER = "phone_receiver"
    TELL_RECEIVER_TO_STOP = "tell_receiver_to_stop"
    """And to delete what the law lets them."""
    ASK_OUTSIDE_TO_DELETE = "ask_outside_to_delete"
    """It was taken out for a system of somebody else: a person asks those who run it to delete it there."""


class ReferralNews(Enum):
    """What a person hears of a referral: a code, for which a pack has the words."""

    BEING_PREPARED = "being_prepared"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    STARTED = "started"
    NEWS = "news"
    DID_YOU_GET_IT = "did_you_get_it"
    STILL_WAITING = "still_waiting"
    """They have not answered; somebody asks them again."""
    WE_ASK_THEM = "we_ask_them"
    """You said not yet, or that nobody came; somebody phones them."""
    CONFIRMED = "confirmed"
    ENDED = "ended"
    """It ended without your answer; you can come back."""
    WE_FIND_ANOTHER = "we_find_another"
    STOPPED = "stopped"


class ChildSays(Enum):
    """What the child says to whether they got it."""

    YES = "yes"
    NOT_YET = "not_yet"
    NOBODY_CAME = "nobody_came"


class DeclineReason(Enum):
    """Why a service does not take it. That the child said no is no reason of theirs: then it is revoked."""

    FULL = "full"
    OUTSIDE_TASK = "outside_task"
    OUTSIDE_AREA = "outside_area"
    AGE_OR_SEX = "age_or_sex"
    LANGUAGE_OR_ACCESS = "language_or_access"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    NEEDS_MORE_THAN_PERMITTED = "needs_more_than_permitted"
    COST = "cost"
    CLOSED_OR_MOVED = "closed_or_moved"
    NOT_SAFE_HERE = "not_safe_here"
    ALREADY_SERVED = "already_served"
    OTHER = "other"


class SafetyQuestion(Enum):
    """What is settled with the child in danger before anything is sent. The words stand sealed."""

    WITH_WHOM = "with_whom"
    WHERE_TONIGHT = "where_tonight"
    IF_THEY_COME = "if_they_come"
    """What the child does if whoever harms them comes."""
    NEXT_CALL = "next_call"
