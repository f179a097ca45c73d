"""A referral from draft to the child's own answer: the one table of what leads from one state to the next.

Each move names who makes it, at which levels, what must be there, which clocks it starts, what the child
hears and what it leaves to be done. What the table does not name is refused, whoever asks and by whatever
way.

* Only the receiver accepts, declines, starts, writes news and says that it is done. Only the sender and the
  child revoke.
* The clock closes nothing: it reminds once, then rings a supervisor. That nobody answers any more is said by
  that supervisor, and what is needed then goes to another service. Who accepted it and is silent since hears
  stop: the sender revokes it, and asks the child for another.
* "Done" is what the service says. It ends with the child's answer, or after two safe tries to ask; once the
  service has said it, the sender can no longer revoke, which would end it unasked.
* A child's "nobody came" ends it where the service says that it is done. Before that somebody may be on the
  way: it rings there and goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.care.case_levels import EVERY_LEVEL, CaseLevel
from kapea.core.care.referral_codes import (
    ReferralClock,
    ReferralHand,
    ReferralNeed,
    ReferralNews,
    ReferralState,
    ReferralStep,
    ReferralTask,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralMove:
    """One row of the table. `ends` is None where the referral stays in its state."""

    step: ReferralStep
    begins: frozenset[ReferralState]
    ends: ReferralState | None
    by: frozenset[ReferralHand]
    needs: tuple[ReferralNeed, ...] = ()
    levels: frozenset[CaseLevel] = EVERY_LEVEL
    starts: tuple[ReferralClock, ...] = ()
    tells: ReferralNews | None = None
    opens: ReferralTask | None = None

    def state_after(self, state: ReferralState) -> ReferralState:
        """Where the referral stands after it."""
        return self.ends or state


_S, _D, _N, _T = ReferralState, ReferralStep, ReferralNeed, ReferralTask
SENDER, RECEIVER = frozenset({ReferralHand.SENDER}), frozenset({ReferralHand.RECEIVER})
CHILD, CLOCK = frozenset({ReferralHand.CHILD}), frozenset({ReferralHand.CLOCK})
SUPERVISOR = frozenset({ReferralHand.SUPERVISOR})
UNANSWERED = frozenset({_S.SENT, _S.RECEIVED})
UNDER_WAY = frozenset({_S.ACCEPTED, _S.STARTED})
RED = frozenset({CaseLevel.RED})
TO_PASS_ON = (_N.MAY_KNOW, _N.PERMISSION, _N.PROTOCOL, _N.FORM, _N.READ_BACK)
"""Asked twice: a yes may be taken back between being ready and being sent."""
WAITS = (ReferralClock.RECEIVED, ReferralClock.DECIDED)
NEWS = (ReferralClock.NEWS,)

REFERRAL_TABLE: tuple[ReferralMove, ...] = (
    ReferralMove(
        step=_D.MAKE_READY,
        begins=frozenset({_S.DRAFT}),
        ends=_S.READY,
        by=SENDER,
        needs=TO_PASS_ON,
    ),
    ReferralMove(step=_D.CHANGE, begins=frozenset({_S.READY}), ends=_S.DRAFT, by=SENDER),
    ReferralMove(
        step=_D.SEND,
        begins=frozenset({_S.READY}),
        ends=_S.SENT,
        by=SENDER,
        needs=TO_PASS_ON,
        levels=EVERY_LEVEL - RED,
        starts=WAITS,
        tells=ReferralNews.SENT,
    ),
    ReferralMove(
        step=_D.SEND,
        begins=frozenset({_S.READY}),
        ends=_S.SENT,
        by=SENDER,
        needs=(*TO_PASS_ON, _N.SAFETY_MEANWHILE),
        levels=RED,
        starts=WAITS,
        tells=ReferralNews.SENT,
    ),
    # Who hears on the telephone that somebody has it may write down who, and when.
    ReferralMove(
        step=_D.RECEIVE,
        begins=frozenset({_S.SENT}),
        ends=_S.RECEIVED,
        by=RECEIVER | SENDER,
        needs=(_N.NAMED_RECEIVER,),
        tells=ReferralNews.RECEIVED,
    ),
    ReferralMove(
        step=_D.ACCEPT,
        begins=UNANSWERED,
        ends=_S.ACCEPTED,
        by=RECEIVER,
        needs=(_N.NAMED_RECEIVER,),
        starts=NEWS,
        tells=ReferralNews.ACCEPTED,
    ),
    # Also what was begun: who finds out that they are kin, or must close, says so and is not silent.
    ReferralMove(
        step=_D.DECLINE,
        begins=UNANSWERED | UNDER_WAY,
        ends=_S.DECLINED,
        by=RECEIVER,
        needs=(_N.DECLINE_REASON,),
        tells=ReferralNews.DECLINED,
        opens=_T.FIND_NEXT_SERVICE,
    ),
    ReferralMove(
        step=_D.START,
        begins=frozenset({_S.ACCEPTED}),
        ends=_S.STARTED,
        by=RECEIVER,
        starts=NEWS,
        tells=ReferralNews.STARTED,
    ),
    # At every moment one there has it. Whom it was handed to takes it; until then it stays where it was.
    ReferralMove(
        step=_D.TAKE_OVER,
        begins=UNDER_WAY | {_S.RECEIVED},
        ends=None,
        by=RECEIVER,
        needs=(_N.NAMED_RECEIVER,),
    ),
    ReferralMove(
        step=_D.WRITE_NEWS,
        begins=UNDER_WAY,
        ends=None,
        by=RECEIVER,
        needs=(_N.NEWS_NOTE,),
        starts=NEWS,
        tells=ReferralNews.NEWS,
    ),
    ReferralMove(
        step=_D.FINISH,
        begins=UNDER_WAY,
        ends=_S.DONE_BY_SERVICE,
        by=RECEIVER,
        tells=ReferralNews.DID_YOU_GET_IT,
    ),
    ReferralMove(
        step=_D.CONFIRM,
        begins=frozenset({_S.DONE_BY_SERVICE}),
        ends=_S.CONFIRMED,
        by=CHILD | SENDER,
        needs=(_N.SAID_YES,),
        tells=ReferralNews.CONFIRMED,
    ),
    ReferralMove(
        step=_D.WAIT_LONGER,
        begins=frozenset({_S.DONE_BY_SERVICE}),
        ends=None,
        by=CHILD | SENDER,
        needs=(_N.SAID_NOT_YET,),
        tells=ReferralNews.WE_ASK_THEM,
        opens=_T.PHONE_RECEIVER,
    ),
    ReferralMove(
        step=_D.SAY_NOBODY_CAME,
        begins=UNDER_WAY,
        ends=None,
        by=CHILD | SENDER,
        needs=(_N.SAID_NOBODY_CAME,),
        tells=ReferralNews.WE_ASK_THEM,
        opens=_T.PHONE_RECEIVER,
    ),
    ReferralMove(
        step=_D.SAY_NOBODY_CAME,
        begins=frozenset({_S.DONE_BY_SERVICE}),
        ends=_S.NOT_HAPPENED,
        by=CHILD | SENDER,
        needs=(_N.SAID_NOBODY_CAME,),
        tells=ReferralNews.WE_ASK_THEM,
        opens=_T.REOPEN_NEED,
    ),
    # In danger nobody stops asking alone.
    ReferralMove(
        step=_D.END_UNHEARD,
        begins=frozenset({_S.DONE_BY_SERVICE}),
        ends=_S.CONFIRMED,
        by=SENDER,
        needs=(_N.TWO_SAFE_TRIES,),
        levels=EVERY_LEVEL - RED,
        tells=ReferralNews.ENDED,
    ),
    ReferralMove(
        step=_D.END_UNHEARD,
        begins=frozenset({_S.DONE_BY_SERVICE}),
        ends=_S.CONFIRMED,
        by=SUPERVISOR,
        needs=(_N.TWO_SAFE_TRIES,),
        levels=RED,
        tells=ReferralNews.ENDED,
    ),
    ReferralMove(
        step=_D.REVOKE,
        begins=frozenset({_S.DRAFT, _S.READY}),
        ends=_S.REVOKED,
        by=SENDER | CHILD,
        tells=ReferralNews.STOPPED,
    ),
    ReferralMove(
        step=_D.REVOKE,
        begins=UNANSWERED | UNDER_WAY,
        ends=_S.REVOKED,
        by=SENDER | CHILD,
        tells=ReferralNews.STOPPED,
        opens=_T.TELL_RECEIVER_TO_STOP,
    ),
    ReferralMove(
        step=_D.REVOKE,
        begins=frozenset({_S.DONE_BY_SERVICE}),
        ends=_S.REVOKED,
        by=CHILD,
        tells=ReferralNews.STOPPED,
        opens=_T.TELL_RECEIVER_TO_STOP,
    ),
    ReferralMove(
        step=_D.REMIND,
        begins=UNANSWERED | UNDER_WAY,
        ends=None,
        by=CLOCK,
        needs=(_N.LATE,),
        tells=ReferralNews.STILL_WAITING,
    ),
    ReferralMove(
        step=_D.RING_SUPERVISOR,
        begins=UNANSWERED | UNDER_WAY,
        ends=None,
        by=CLOCK,
        needs=(_N.LATE_AGAIN,),
        tells=ReferralNews.STILL_WAITING,
        opens=_T.PHONE_RECEIVER,
    ),
    ReferralMove(
        step=_D.LAPSE,
        begins=UNANSWERED,
        ends=_S.LAPSED,
        by=SUPERVISOR,
        needs=(_N.SUPERVISOR_RUNG,),
        tells=ReferralNews.WE_FIND_ANOTHER,
        opens=_T.FIND_NEXT_SERVICE,
    ),
)
