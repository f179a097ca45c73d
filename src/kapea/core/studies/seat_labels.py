"""A speaker's label in a transcript and their seat in the session are one number: C1 of s1 sits on s1-c1."""

from __future__ import annotations


def seat_of_label(session: str, label: str) -> str:
    """The seat of who speaks under a label. Staff have labels too, and no seat: what this gives is nobody's
    then.
    """
    return f"{session}-{label.lower()}"


def label_of_seat(seat: str) -> str:
    """Under which label somebody of a seat speaks."""
    return seat.rpartition("-")[2].upper()
