"""No live protocol, nobody told by a permission."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.core.care.made_referrals import FIELDS, protocol, referral

from kapea.core.care.asking import NotOpaque, SharedField
from kapea.core.care.sharing_protocol import (
    BREACH_NOTICE,
    ProtocolIncomplete,
    ProtocolLacks,
    ProtocolSection,
    SentBy,
    live_protocol,
    protocol_lacks,
)

ON = date(2026, 11, 29)
SCOPE = referral().scope


def lacks(made, *, scope=SCOPE, sender="desk", sent_by=SentBy.VOICE, on=ON):
    return protocol_lacks(made, scope, sender=sender, sent_by=sent_by, on=on)


def test_it_is_live_from_its_first_day_until_the_day_of_its_review():
    made = protocol(agreed_on=ON, review_on=ON + timedelta(days=2))
    days = [ON + timedelta(days=n) for n in range(-1, 4)]
    assert [lacks(made, on=day) for day in days] == [
        (ProtocolLacks.NOT_YET,),
        (),
        (),
        (ProtocolLacks.REVIEW_OVERDUE,),
        (ProtocolLacks.REVIEW_OVERDUE,),
    ]


@pytest.mark.parametrize(
    ("changed", "asked", "why"),
    [
        ({"left": {"clinic": ON}}, {}, ProtocolLacks.LEFT),
        ({"left": {"desk": ON}}, {}, ProtocolLacks.LEFT),
        ({}, {"sender": "police"}, ProtocolLacks.NOT_A_PARTY),
        ({}, {"scope": replace(SCOPE, target="police")}, ProtocolLacks.NOT_A_PARTY),
        ({}, {"sender": "clinic"}, ProtocolLacks.NOT_A_PARTY),
        ({}, {"scope": replace(SCOPE, purpose="legal")}, ProtocolLacks.OTHER_PURPOSE),
        ({"fields": FIELDS - {SharedField.LEVEL}}, {}, ProtocolLacks.MORE_FIELDS),
        ({"sent_by": frozenset({SentBy.ACCOUNT})}, {}, ProtocolLacks.OTHER_MEANS),
    ],
)
def test_it_says_why_it_does_not_cover_what_is_to_be_told(changed, asked, why):
    assert lacks(protocol(**changed), **asked) == (why,)


def test_who_leaves_tomorrow_is_in_today_and_the_others_stay():
    made = protocol(parties=frozenset({"desk", "clinic", "police"}), left={"police": date(2026, 11, 2)})
    assert lacks(made) == ()
    assert lacks(protocol(left={"clinic": ON + timedelta(days=1)})) == ()


def test_the_first_that_covers_it_is_taken_and_none_where_none_does():
    old, live = protocol(id="old", review_on=ON), protocol()
    assert live_protocol([old, live], SCOPE, sender="desk", sent_by=SentBy.VOICE, on=ON) is live
    assert live_protocol([old], SCOPE, sender="desk", sent_by=SentBy.VOICE, on=ON) is None
    assert live_protocol([], SCOPE, sender="desk", sent_by=SentBy.VOICE, on=ON) is None


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"parties": frozenset({"desk"})}, "parties"),
        ({"fields": frozenset()}, "fields"),
        ({"seen_by": frozenset()}, "seen_by"),
        ({"sent_by": frozenset()}, "sent_by"),
        ({"kept_for": timedelta(0)}, "kept_for"),
        ({"breach_notice": timedelta(0)}, "breach_notice"),
        ({"review_on": date(2026, 11, 1)}, "review_on"),
        ({"left": {"police": ON}}, "left"),
        *(
            ({"sections": dict.fromkeys(set(ProtocolSection) - {s}, "text")}, s.value)
            for s in ProtocolSection
        ),
    ],
)
def test_one_that_lacks_something_cannot_be_made(changed, names):
    with pytest.raises(ProtocolIncomplete, match=names):
        protocol(**changed)


def test_its_parties_are_ids_and_a_breach_is_told_within_a_day():
    with pytest.raises(NotOpaque):
        protocol(parties=frozenset({"desk", "Sister Mary's House"}))
    assert protocol().breach_notice == BREACH_NOTICE == timedelta(hours=24)
