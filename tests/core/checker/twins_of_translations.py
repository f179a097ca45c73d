"""Twins of the small pack whose Khmer says something else than its English, where that can be told: K28."""

from __future__ import annotations

from tests.core.checker.small_pack import CATALOGUE, stand_in
from tests.core.checker.twins_of_walks import HELP, Change


def translated(english: str, khmer: str) -> Change:
    """A change of the one message with some English."""
    head = f'msgid "{english}"\nmsgstr "'
    return (CATALOGUE, f'{head}{stand_in(english)}"', f'{head}{khmer}"')


STOP, NEVER, FIRST = "Stop answering them.", "Never keep the picture.", "You did nothing wrong."
MACHINE, BAND = "I am a machine, not a person.", "How old are you?"
TWINS: list[tuple[str, str, list[Change]]] = [
    ("K28", "a no left out", [translated(NEVER, "ការទៅផ្ទះដៃ។")]),
    ("K28", "one no of two left out", [translated("Do not pay or bargain.", "ការទៅផ្ទះ។")]),
    ("K28", "something forbidden that English asks for", [translated(STOP, "កុំទៅផ្ទះ។")]),
    ("K28", "another number", [translated("9 to 11 years", "១២ទៅ១៤ការ")]),
    (
        "K28",
        "two numbers swapped",
        [translated("9 to 11 years", "១២ដល់១៤ការ"), translated("12 to 14 years", "៩ដល់១១ការ")],
    ),
    ("K28", "a question that asks nothing", [translated(BAND, "ការទៅផ្ទះ។")]),
    ("K28", "a sentence that became a question", [translated(STOP, "ការទៅផ្ទះ?")]),
    ("K28", "three dots", [translated(STOP, "…")]),
    ("K28", "question marks where letters were", [translated(BAND, "ការ?????")]),
    ("K28", "its English again", [translated(STOP, STOP)]),
    ("K28", "another English", [translated(STOP, "Do what they ask of you and pay.")]),
    ("K28", "Swahili", [translated(STOP, "Acha kuwajibu watu hao.")]),
    ("K28", "Nepali", [translated(STOP, "जवाफ दिन छोड।")]),
    ("K28", "letters that only look alike", [translated(STOP, "ការទៅ раураl ផ្ទះ។")]),
    (
        "K28",
        "something nothing is put into",
        [(HELP, "Call now. They are kind.", "'Call now, {name}. They are kind.'")],
    ),
    ("K28", "a brace left open", [(HELP, "Call now. They are kind.", "'Call now, {name. They are kind.'")]),
]
