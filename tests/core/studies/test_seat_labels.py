"""A label and its seat are one number, both ways."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kapea.core.studies.seat_labels import label_of_seat, seat_of_label


@given(
    st.from_regex(r"s[1-9][0-9]{0,3}", fullmatch=True), st.from_regex(r"[A-Z]{1,2}[0-9]{0,3}", fullmatch=True)
)
def test_a_label_of_a_session_and_its_seat_are_one(session: str, label: str) -> None:
    seat = seat_of_label(session, label)
    assert label_of_seat(seat) == label
    assert seat.startswith(f"{session}-")
    assert seat == seat.lower()
