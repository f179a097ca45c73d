"""Twins of the small pack that ask a child what only trained people ask, once: K07."""

from __future__ import annotations

from tests.core.checker.twins_of_walks import HELP, S01, Change

LAST = (
    "    show: [situation.step.2]\n"
    "    choices: [{say: done, to: write}, {say: why, minor: true, to: why-2}]\n"
)
WORDS: Change = (
    HELP,
    "  q-home: Is it someone at home?\n",
    "  q-home: Is it someone at home?\n  q-body: What did that person do to your body?\n"
    "  b-touched: They touched me\n  b-looked: They looked at me\n",
)


MORE = "{say: why, minor: true, to: why-2}"


def body(about: str = "", sets: str = "") -> list[Change]:
    """After the second step: what was done to the body, as two answers to choose from."""
    asked = "    ask: q-body\n" + (f"    about: {about}\n" if about else "")
    choices = f"    choices: [{{say: b-touched, {sets}to: write}}, {{say: b-looked, to: write}}, {MORE}]\n"
    return [WORDS, (HELP, LAST, f"    show: [situation.step.2]\n{asked}{choices}")]


TWINS: list[tuple[str, str, list[Change]]] = [
    ("K07", "the body of a child, as choices", body()),
    ("K07", "the body of a child, said to be a question of triage", body("recent")),
    ("K07", "the body of a child, as the question of the red tile", body("urgent")),
    ("K07", "the body of a child, as a question for adults", body("place")),
    ("K07", "an exercise that sets how urgent it is", body("learn", "set: {level: orange}, ")),
    ("K07", "a step that asks", [(S01, "Stop answering them.", "What did that person do?")]),
    ("K07", "first words that ask", [(S01, "You did nothing wrong.", "What happened to you?")]),
    (
        "K07",
        "a line of the journey that asks",
        [(HELP, "call-lead: Call now. They are kind.", "call-lead: What did they do?")],
    ),
]
FINE: list[tuple[str, list[Change]]] = [
    ("words to say that ask", [(S01, "Stop answering them.", '"You can say: Can you sit with me?"')]),
    ("what a person says on the phone", [(S01, "say: Someone scares me. I need help.", "say: Can I talk?")]),
    ("a question to an adult in a step", [(S01, "Stay beside your child now.", "Can you stay near them?")]),
    ("how a call went", body("call")),
]
