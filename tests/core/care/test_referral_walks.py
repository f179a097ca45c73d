"""Random walks over referrals, by every hand, with whatever is there or not."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT
from tests.core.care.made_referrals import HOUR, ZONE, acted_first, facts, granted, protocol, referral

from kapea.core.care.asking import SharedField
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ChildSays, DeclineReason, ReferralHand, ReferralState, ReferralStep
from kapea.core.care.referral_moves import make_referral_move
from kapea.core.care.referral_states import NoSuchReferralMove, ReferralLacks, referral_steps
from kapea.core.care.referrals import OPEN_REFERRAL, ChildAnswered, Receipt

State, Step = ReferralState, ReferralStep
OTHER = replace(referral().scope, target="police")
RECORD, RECORD_GRANT = acted_first(referral().scope)
GRANTS = {
    "yes": {"granted": granted(referral().scope)},
    "first": {"granted": RECORD_GRANT, "acted_first": RECORD},
    "none": {"granted": None},
    "other": {"granted": granted(OTHER)},
    "fewer": {"granted": granted(replace(referral().scope, fields=frozenset({SharedField.CODE})))},
}
PROTOCOLS = {"live": protocol(), "old": protocol(review_on=AT.date()), "none": None}
KEPT = {
    "nobody": frozenset(),
    "clinic": frozenset({"clinic"}),
    "service": frozenset({"clinic-day"}),
    "nurse": frozenset({"member-nurse"}),
}
GOOD = {"grant": "yes", "protocol": "live", "kept": "nobody", "lacks": (), "receipt": True, "why": True}
OTHERWISE = {
    "grant": ("first", "none", "other", "fewer"),
    "protocol": ("old", "none"),
    "kept": ("clinic", "service", "nurse"),
    "lacks": ((SharedField.CODE,),),
    "receipt": (False,),
    "why": (False,),
}


def attempt(random: Random, now: State, level: CaseLevel) -> dict:
    """What is tried next, and what is there for it: often a step that leads on, sometimes any by anybody."""
    tried = {each: random.choice(OTHERWISE[each]) if random.random() < 0.15 else GOOD[each] for each in GOOD}
    ways = [(s, h) for h in ReferralHand for s in referral_steps(now, level, frozenset({h}))]
    onward = [way for way in ways if way[0] not in (Step.REVOKE, Step.CHANGE, Step.DECLINE)]
    anything = [(s, h) for s in Step for h in ReferralHand]
    step, hand = random.choice(random.choice([onward, onward, ways, anything]) or anything)
    says, wait = random.choice([None, *ChildSays]), random.choice([HOUR, 5 * HOUR, 30 * HOUR])
    return tried | {"step": step, "hand": hand, "says": says, "wait": wait, "tried": random.random() < 0.5}


def test_cw_15_and_35_and_37_no_walk_leaves_the_table_or_reaches_whom_it_may_not():
    """Whatever is tried, by whomever. Together the walks come to every state."""
    reached = set()

    @given(st.randoms(use_true_random=True), st.sampled_from(CaseLevel))
    def every_walk(random, level):
        reached.update(walk(random, level))

    every_walk()
    assert reached == set(State)


def walk(random: Random, level: CaseLevel) -> set[State]:
    """The states that one walk comes to."""
    now, at, reached = referral(level=level), AT, set()
    for _ in range(24):
        tried = attempt(random, now.state, level)
        at += tried["wait"]
        held = with_what_is_there(now, tried, at)
        try:
            made = make_referral_move(
                known(held, tried, at), tried["step"], frozenset({tried["hand"]}), at=at
            )
        except (NoSuchReferralMove, ReferralLacks):
            now = replace(now, tries=held.tries)
            continue
        obeys(now, made, tried, held, at)
        now = made.referral
        reached.add(now.state)
    return reached


def with_what_is_there(now, tried, at):
    return replace(
        now,
        receipt=Receipt("member-nurse", at) if tried["receipt"] else None,
        declined_because=DeclineReason.FULL if tried["why"] else None,
        child_answer=ChildAnswered(tried["says"], at) if tried["says"] else None,
        tries=(*now.tries, at) if tried["tried"] else now.tries,
    )


def hands_of(tried) -> frozenset[ReferralHand]:
    return frozenset({tried["hand"]})


def known(held, tried, at):
    return facts(
        held,
        **GRANTS[tried["grant"]],
        protocol=PROTOCOLS[tried["protocol"]],
        kept_from=KEPT[tried["kept"]],
        lacks=tried["lacks"],
        news_on=at.date(),
    )


RECEIVERS = {Step.ACCEPT, Step.DECLINE, Step.START, Step.WRITE_NEWS, Step.FINISH}


def obeys(before, made, tried, held, at):
    """What must be so of each step that was made, told apart from the table."""
    step, hand, ends = tried["step"], tried["hand"], made.referral.state
    if step in (Step.SEND, Step.MAKE_READY):
        assert hand is ReferralHand.SENDER
        assert (tried["grant"], tried["protocol"]) in {("yes", "live")} or tried["grant"] == "first"
        assert tried["grant"] != "first" or at < RECORD.review_due
        assert tried["kept"] not in ("clinic", "service")
        assert tried["lacks"] == ()
    if step in RECEIVERS:
        assert hand is ReferralHand.RECEIVER
    if step in (Step.RECEIVE, Step.ACCEPT):
        assert held.receipt is not None
        assert tried["kept"] != "nurse"
    if hand is ReferralHand.CLOCK:
        assert ends is before.state
    if ends is State.REVOKED:
        assert hand in (ReferralHand.SENDER, ReferralHand.CHILD)
    if ends is State.LAPSED:
        assert hand is ReferralHand.SUPERVISOR
        assert before.rung_at is not None
    if ends is State.CONFIRMED:
        assert before.state is State.DONE_BY_SERVICE
        assert (
            tried["says"] is ChildSays.YES
            or len({each.astimezone(ZoneInfo(ZONE)).date() for each in held.tries}) > 1
        )
    if ends is State.NOT_HAPPENED:
        assert tried["says"] is ChildSays.NOBODY_CAME
    assert before.state in OPEN_REFERRAL


def days_of(tries) -> set:
    return {each.astimezone(ZoneInfo(ZONE)).date() for each in tries}
