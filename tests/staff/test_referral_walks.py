"""Random walks through the pages of referrals, by everybody: only moves of the table happen, each by its own
hand, and nothing is sent without a yes and a live protocol.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.staff.cast import Cast
from tests.staff.referrals_made import RECEIVED, REFERRALS, Refers, make_partner, partner_worker
from tests.staff.test_matrix import undone

from kapea.care.models import CaseReferral, RecordedPermission, RecordedProtocol
from kapea.care.upkeep import tidy_referrals
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ReferralHand, ReferralState, ReferralStep
from kapea.core.care.referral_states import referral_move_of
from kapea.core.staff.roles import Role

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]

HANDS = {
    "sender": {ReferralHand.SENDER, ReferralHand.CHILD},
    "supervisor": {ReferralHand.SUPERVISOR},
    "nurse": {ReferralHand.RECEIVER},
    "clock": {ReferralHand.CLOCK},
}
"""As what each acts. By the sender's page the child takes back a yes."""
OTHERS = ("colleague", "administrator", "outsider")
STEPS = [each.value for each in ReferralStep]
WHAT = [
    *(("send", {"step": each}) for each in ("make_ready", "send")),
    *(("step", {"step": each}) for each in STEPS),
    *(("child", {"says": each}) for each in ("yes", "not_yet", "nobody_came", "try")),
    ("receipt", {"who": "Sister Sok"}),
    ("take-back", {}),
    ("read-back", {}),
    *(("received", {"step": each, "because": "full", "news": "well"}) for each in STEPS),
]
WHO = [*HANDS, *OTHERS, "protocol"]
KEEN = [
    *(("sender", "send", {"step": each}) for each in ("make_ready", "send")),
    *(("nurse", "received", {"step": each}) for each in ("accept", "start", "finish")),
]
"""What leads on: so that walks come further than luck takes them."""


@pytest.fixture
def people(cast: Cast):
    clinic = make_partner(cast)
    return clinic, {
        "sender": Refers(cast.pupil, cast.at),
        "supervisor": Refers(cast.ours[Role.SUPERVISOR], cast.at),
        "nurse": partner_worker(cast, clinic),
        "colleague": Refers(cast.ours[Role.CASE_WORKER], cast.at),
        "administrator": Refers(cast.ours[Role.ADMINISTRATOR], cast.at),
        "outsider": partner_worker(cast, make_partner(cast, "Clinic on the hill")),
    }


def acts(people, row: CaseReferral, who: str, what: str, said: dict) -> None:
    """Something that somebody does, or tries to."""
    if who == "clock":
        at = row.due_at or row.began_at
        tidy_referrals(at=at)
        return
    if who == "protocol":
        mine = RecordedProtocol.objects.filter(partner=row.partner_id)
        mine.update(left_on=None if mine.get().left_on else row.began_at.date())
        return
    address = f"{RECEIVED}{row.id}/answer" if what == "received" else f"{REFERRALS}{row.id}/{what}"
    people[who].client.post(address, {"seen": row.version, **said})


def check_move(before: CaseReferral, after: CaseReferral, who: str) -> None:
    """What happened stands in the table, by that hand; whoever has none changed nothing."""
    new = list(after.turns.order_by("at", "id"))[before.turns_seen :]
    if who in (*OTHERS, "protocol"):
        assert (after.version, new) == (before.version, []), who
        return
    if after.state != before.state:
        assert len(new) == 1, (before.state, after.state)
    for turn in new:
        step = ReferralStep(turn.step)
        assert ReferralHand(turn.hand) in HANDS[who], (who, step)
        hands = frozenset({ReferralHand(turn.hand)})
        level = CaseLevel(after.level)
        move = referral_move_of(ReferralState(turn.begins), step, level, hands)
        assert move.state_after(ReferralState(turn.begins)) is ReferralState(after.state)
        if step is ReferralStep.SEND:
            check_sent(after)


def check_sent(row: CaseReferral) -> None:
    yes = RecordedPermission.objects.get(id__in=row.rests_on)
    assert (yes.assent, yes.withdrawn_at, yes.target, yes.fields) == ("yes", None, row.partner_id, row.fields)
    protocol = RecordedProtocol.objects.get(partner=row.partner_id)
    assert protocol.agreed_on <= row.sent_at.date() < protocol.review_on
    assert protocol.left_on is None
    assert bytes(row.payload)


def test_cw_15_and_35_and_37_no_walk_through_the_pages_leaves_the_table(cast, people):
    clinic, everybody = people
    sender = everybody["sender"]
    row = sender.drafts(sender.new(), clinic)
    sender.hears(row)
    sender.writes(row, safety=[])
    sender.moves(row, "read-back")
    reached: set[str] = set()

    @settings(
        max_examples=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(
        st.lists(
            st.one_of(
                st.sampled_from(KEEN),
                st.tuples(st.sampled_from(WHO), st.sampled_from(WHAT)).map(lambda pair: (pair[0], *pair[1])),
            ),
            min_size=8,
            max_size=14,
        )
    )
    def walk(steps) -> None:
        with undone():
            for who, what, said in steps:
                before = CaseReferral.objects.get(id=row.id)
                before.turns_seen = before.turns.count()
                acts(everybody, before, who, what, said)
                after = CaseReferral.objects.get(id=row.id)
                check_move(before, after, who)
                reached.add(after.state)

    walk()
    assert {"draft", "ready", "sent", "accepted"} <= reached


def test_a_walk_that_leads_on_reaches_the_end(people):
    clinic, everybody = people
    sender = everybody["sender"]
    row = sender.sends(sender.new(), clinic)
    for who, what, said in [*KEEN[2:], ("sender", "child", {"says": "yes"})]:
        before = CaseReferral.objects.get(id=row.id)
        before.turns_seen = before.turns.count()
        acts(everybody, before, who, what, said)
        check_move(before, CaseReferral.objects.get(id=row.id), who)
    row.refresh_from_db()
    assert row.is_at is ReferralState.CONFIRMED
