"""Twins of the small pack found by looking at nodes and steps: who is named where (K05), what comes first
(K29), what stands in a sentence and belongs in a service (K18).
"""

from __future__ import annotations

from tests.core.checker.small_pack import CATALOGUE
from tests.core.checker.twins_of_walks import HELP, S01, SERVICES, Change

STOP = "      - act: stop\n        do: Stop answering them."
BLOCK = "      - act: [write, report, block]\n        do: Write it on paper. Then report and block."
TWINS: list[tuple[str, str, list[Change]]] = [
    ("K05", "a first view that names nobody", [(HELP, "  first:\n    contacts: now\n", "  first:\n")]),
    (
        "K05",
        "call now, and nobody to call",
        [
            (HELP, "    contacts: situation\n    show: [call-lead", "    show: [call-lead"),
            (HELP, "  call-next:\n    contacts: situation\n", "  call-next:\n    contacts: [EMERGENCY]\n"),
        ],
    ),
    (
        "K29",
        "blocked before it is written down",
        [(S01, STOP, BLOCK.replace("[write, report, block]", "[block, write, report]"))],
    ),
    ("K29", "blocked, and nothing is ever written down", [(S01, STOP, BLOCK.replace("write, report, ", ""))]),
    (
        "K29",
        "left before it is reported",
        [(S01, STOP, BLOCK.replace("[write, report, block]", "[leave, report]"))],
    ),
    ("K18", "a site in a sentence", [(S01, "Stay beside your child now.", "Look at help.example.org now.")]),
    (
        "K18",
        "a site in what a service does",
        [(SERVICES, "Listens to you.", "Write at www.example.kh today.")],
    ),
    ("K18", "a mailbox in a sentence", [(S01, "Your calm helps.", "Write to child@helpline.org now.")]),
]
WORSE: list[tuple[str, str, list[Change]]] = [
    (
        "K18",
        "km: “help.com” is an address, and stands in a sentence",
        [(CATALOGUE, 'msgid "All right."\nmsgstr "', 'msgid "All right."\nmsgstr "help.com ')],
    ),
]
FINE: list[tuple[str, list[Change]]] = [
    ("blocked after it is written down", [(S01, STOP, BLOCK)]),
    (
        "a step before that writes",
        [(S01, STOP, STOP.replace("stop", "write")), (S01, "act: tell", "act: block")],
    ),
    ("gone away from a screen", [(S01, STOP, STOP.replace("stop", "leave"))]),
    ("two sentences without a space", [(S01, "Your calm helps.", "Your calm helps.Truly.")]),
]
