"""Twins of the small pack in which a fact is read by one thing alone, far from where it is set."""

from __future__ import annotations

from tests.core.checker.twins_of_walks import HELP, S01, S02, Change

ASKED = "never], choices: [{say: go-on, set: {mood: good}, to: after}, {say: ok, set: {mood: bad}, to: after}"
MOOD: tuple[Change, ...] = (
    (HELP, "  home: [unknown,", "  mood: [unsaid, good, bad]\n  home: [unknown,"),
    (HELP, "never], choices: [{say: go-on, to: after}", ASKED),
)
NO_BAND: tuple[Change, ...] = (
    (S01, "          9-11 home=safe: {say: Tell your mother now., tells: home}\n", ""),
    (S01, "          9-11: Tell a grown-up you trust.\n", ""),
)
NOBODY_LOCAL: Change = ("services/all.yaml", "    local: true\n", "    local: false\n")
TOLD = "  told-home: {say: Tell your mother now., tells: home}\n  q-home:"
DONE = "show: [done], choices: [{say: ok, to: end}]}"
FLAG = """  flag:
    show: [flag-words]
    ask: q-dying
    "yes": {set: {level: red, danger: dying}, to: red}
    "no": {back: true}
  red:
"""
NO_HELPLINE: tuple[Change, ...] = (
    ("contacts.yaml", "now: [HELPLINE, EMERGENCY]", "now: [EMERGENCY]"),
    ("contacts.yaml", "hurt: [EMERGENCY, HELPLINE]", "hurt: [EMERGENCY]"),
    ("contacts.yaml", "[HELPLINE, HEALTH, EMERGENCY]", "[HEALTH, EMERGENCY]"),
    ("contacts.yaml", "meeting: [EMERGENCY, HELPLINE]", "meeting: [EMERGENCY]"),
    ("contacts.yaml", "fallback: [helpline]", "fallback: [police]"),
    (HELP, "contacts: [HELPLINE, NGO, SOCIAL]", "contacts: [NGO, SOCIAL]"),
    (S01, "call: [HELPLINE, EMERGENCY]", "call: [EMERGENCY]"),
    (S01, "call: [HELPLINE]", "call: [SOCIAL]"),
    (S02, "call: [HELPLINE, HEALTH]", "call: [HEALTH]"),
)
"""The helpline is named by no screen: only after two misses."""
KEPT: Change = (
    HELP,
    "{say: another, unless: {who: none}, keep: [who], to: what}",
    "{say: another, unless: {who: none}, keep: [who, mood], to: what}",
)
"""Whoever comes with another worry comes in the mood they are in."""
HALL_BY_AGE: tuple[Change, ...] = (
    *NO_BAND,
    (HELP, "contacts: [HELPLINE, NGO, SOCIAL]", "contacts: [HELPLINE, NGO]"),
    ("services/all.yaml", "    local: true\n", "    local: false\n    ages: 0-11\n"),
)
READ_LATE: list[tuple[tuple[Change, ...], str]] = [
    (
        (*NO_BAND, ("services/all.yaml", "ages: 0-25", "ages: 0-11")),
        "a helpline that only some ages may call",
    ),
    (
        (
            *NO_BAND,
            NOBODY_LOCAL,
            (HELP, "  q-home: Is", f"{TOLD} Is"),
            (HELP, "set: {home: safe}, to: step-2}", "set: {home: safe}, to: told}"),
            (
                HELP,
                "  step-2:\n",
                "  told: {show: [told-home], choices: [{say: go-on, to: step-2}]}\n  step-2:\n",
            ),
        ),
        "words to those at home that only a way leads to",
    ),
    (
        (
            *MOOD,
            (HELP, "remind}, {say: enough, to: end}", "remind}, {say: enough, only: {mood: bad}, to: end}"),
        ),
        "an answer that one mood alone may give",
    ),
    (
        (
            *NO_BAND,
            (HELP, "start: first\n", "flags: {dying: flag}\nstart: first\n"),
            (HELP, "  red:\n", FLAG),
            (
                HELP,
                "  q-home: Is",
                "  flag-words: {child 9-11: Say yes., any: You can say yes.}\n  q-home: Is",
            ),
        ),
        "words by age that only typed words lead to",
    ),
    (
        (
            *MOOD,
            (HELP, "remind}, {say: enough, to: end}", "remind}, {say: enough, to: bad-mood}"),
            (
                HELP,
                "  never: {",
                f"  bad-mood: {{only: {{mood: bad}}, else: end, {DONE}\n  never: {{",
            ),
        ),
        "a node that stands aside for all but one mood",
    ),
    (
        (
            *MOOD,
            (HELP, "remind}, {say: enough, to: end}", "remind}, {say: enough, to: aside}"),
            (
                HELP,
                "  never: {",
                f"  aside: {{only: {{who: none}}, else: moody, {DONE}\n"
                f"  moody: {{only: {{mood: good}}, else: end, {DONE}\n  never: {{",
            ),
        ),
        "a mood asked for behind a node that stands aside",
    ),
    (
        (
            *NO_BAND,
            (S02, "do: Breathe out slowly.", "do: {9-11: Breathe., any: Breathe out slowly.}"),
            (
                HELP,
                "{say: another, unless: {who: none}, keep: [who], to: what}",
                "{say: another, unless: {who: none}, to: what}",
            ),
        ),
        "an age that only the next situation asks for",
    ),
    (
        (
            *MOOD,
            (
                HELP,
                "remind}, {say: enough, to: end}",
                "remind}, {say: enough, unless: {who: child, mood: bad}, to: end}",
            ),
        ),
        "an answer closed to children in one mood",
    ),
    (
        (*NO_BAND, *NO_HELPLINE, ("services/all.yaml", "ages: 0-25", "ages: 0-11")),
        "an age that only two misses ask for",
    ),
    (
        (
            *MOOD,
            (
                HELP,
                "remind}, {say: enough, to: end}",
                "remind}, {say: enough, unless: {who: child, mood: bad}, to: moody}",
            ),
            (HELP, "  never: {", f"  moody: {{only: {{mood: good}}, else: end, {DONE}\n  never: {{"),
        ),
        "a mood asked for behind an answer closed to children in another",
    ),
    (
        (
            *MOOD,
            (
                HELP,
                "now-lead: What is the danger?",
                "now-lead: {mood=bad: What is it?, any: What is the danger?}",
            ),
        ),
        "a question worded by mood",
    ),
    (
        (*MOOD, KEPT, (S02, "title: Something else", "title: {mood=bad: A new worry, any: Something else}")),
        "a title worded by mood",
    ),
    (
        (*MOOD, KEPT, (S01, "say: I already paid", "say: {mood=bad: I paid again, any: I already paid}")),
        "an answer of a situation worded by mood",
    ),
    (
        (*HALL_BY_AGE, (S01, "call: [HELPLINE, EMERGENCY]", "call: [HELPLINE, EMERGENCY, SOCIAL]")),
        "a service by age that one situation names",
    ),
    (
        (*HALL_BY_AGE, (S01, "        why: With", "        call: [SOCIAL]\n        why: With")),
        "a service by age that one step names",
    ),
]
"""Facts that one thing alone reads, far from where they are set."""
