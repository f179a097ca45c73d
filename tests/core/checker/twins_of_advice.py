"""Twins of the small pack that say what nobody is told: K29, and a relative named while home is open: K10."""

from __future__ import annotations

from tests.core.checker.twins_of_walks import HELP, S01, Change

STOP, NEAR = "Stop answering them.", "Stay where someone is near you."


def says(words: str, old: str = STOP) -> list[Change]:
    return [(S01, old, words)]


TWINS: list[tuple[str, str, list[Change]]] = [
    ("K29", "says to pay", says("Pay them once.")),
    ("K29", "says to pay after a no that belongs to something else", says("Do not answer, pay them.")),
    ("K29", "says to meet", says("Meet them in a shop.")),
    ("K29", "says to confront", says("Ask them kindly why.")),
    ("K29", "says to erase first", says("Delete the chat.")),
    ("K29", "says to keep the picture", says("Keep the picture.")),
    ("K29", "says to a child to tell nobody", says("Do not tell anyone.")),
    ("K29", "says to forgive", says("Forgiveness helps.")),
    ("K29", "blames", says("Be more careful now.")),
    ("K29", "promises silence", says("It stays between us.")),
    (
        "K29",
        "sends one who may want to die to the police",
        [(HELP, "Go and sit with someone.", "Call the police.")],
    ),
    ("K10", "names an aunt while home is open", [(S01, f"after: [{NEAR}]", "after: [Stay with your aunt.]")]),
]

FINE: list[tuple[str, list[Change]]] = [
    ("a no before it", says("Do not pay, or meet them.")),
    ("a no right after it", says("Pay nothing.")),
    ("a question", [(HELP, "q-home: Is it someone at home?", "q-home: Did you pay or meet them?")]),
    ("what a person says of themselves", [(S01, "I already paid", "I want to pay")]),
    (
        "an adult who is told whom not to tell",
        [(S01, "Stay beside your child now.", "Do not tell anyone here.")],
    ),
    ("a word that only holds the letters", says("Put the payment away.")),
]
