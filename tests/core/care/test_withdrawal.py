"""Taking a yes back stops what waits, reaches who received, and tells the child what already went."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT, CLINIC, child

from kapea.core.care.withdrawal import PassedOn, after_withdrawal

MINE = child()


def passed(id: str, target: str, *, sent: int | None, rests_on=(MINE.id,)) -> PassedOn:
    at = None if sent is None else AT + timedelta(minutes=sent)
    return PassedOn(id=id, scope=replace(CLINIC, target=target), rests_on=rests_on, sent_at=at)


def test_what_waits_is_stopped_and_what_went_is_told_in_order():
    on = [
        passed("b", "clinic", sent=5),
        passed("a", "police", sent=2),
        passed("c", "clinic", sent=9),
        passed("d", "clinic", sent=None),
        passed("e", "clinic", sent=None, rests_on=("another",)),
    ]
    after = after_withdrawal(MINE, on)
    assert after.stop == ("d",)
    assert after.tell_to_stop == ("police", "clinic")
    assert [each.id for each in after.already_went] == ["a", "b", "c"]


some = st.lists(
    st.builds(
        passed,
        st.text("abc", min_size=1, max_size=3),
        st.sampled_from(("clinic", "police")),
        sent=st.none() | st.integers(0, 99),
        rests_on=st.sampled_from([(MINE.id,), ("another",), ("another", MINE.id)]),
    ),
    max_size=8,
)


@given(some)
def test_all_that_rests_on_it_is_either_stopped_or_told(on):
    after = after_withdrawal(MINE, on)
    mine = [each for each in on if MINE.id in each.rests_on]
    assert len(after.stop) + len(after.already_went) == len(mine)
    assert set(after.tell_to_stop) == {e.scope.target for e in mine if e.sent_at}
