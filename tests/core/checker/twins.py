"""Twins of the small pack: for each property, small changes after which it, and nothing else, is not so."""

from __future__ import annotations

from tests.core.checker import (
    twins_of_advice,
    twins_of_content,
    twins_of_demands,
    twins_of_nodes,
    twins_of_protected,
    twins_of_questions,
    twins_of_translations,
    twins_of_triage,
    twins_of_walks,
)
from tests.core.checker.twins_of_walks import HEARD, HELP, REMIND, S01, Change, entering, perhaps

TWINS = [
    *twins_of_walks.TWINS,
    *twins_of_content.TWINS,
    *twins_of_translations.TWINS,
    *twins_of_advice.TWINS,
    *twins_of_triage.TWINS,
    *twins_of_protected.TWINS,
    *twins_of_demands.TWINS,
    *twins_of_nodes.TWINS,
    *twins_of_questions.TWINS,
]

WORSE: list[tuple[str, str, list[Change]]] = [
    *twins_of_triage.WORSE,
    *twins_of_nodes.WORSE,
    # changes that break more than one thing: a property among them, what is said of it, the changes
    (
        "K02",
        "two answers that nobody understood lead to no person",
        [
            ("contacts.yaml", "fallback: [helpline]", "fallback: []"),
            ("services/all.yaml", "types: [HELPLINE]", "types: [NGO]"),
        ],
    ),
    (
        "K32",
        "words lead to a danger that nobody was asked about",
        [HEARD, entering(perhaps("what"), "{level: red, danger: dying}")],
    ),
    (
        "K32",
        "words lead to what is said in danger, unasked",
        [(HELP, "start: first\n", "heard: red\nstart: first\n")],
    ),
    (
        "K32",
        "words in which no danger is heard lead nowhere",
        [(HELP, "start: first\n", "flags: {meeting: red}\nstart: first\n")],
    ),
    ("K04", "help now leads nowhere", [(HELP, "help: now\n", "")]),
    (
        "K05",
        "no person to call within two inputs of here",
        [
            (HELP, "  now:\n    contacts: now\n", "  now:\n"),
            (HELP, "    contacts: danger\n    show:\n", "    show:\n"),
            (HELP, "  first:\n    contacts: now\n", "  first:\n"),
        ],
    ),
    (
        "K07",
        "this is asked before anyone was told: I am a machine",
        [
            (HELP, "    only: {asks: home}\n    else: step-2\n", ""),
            (REMIND, "to: help.first", "to: help.q-home"),
        ],
    ),
    ("K08", "“remind” rests on no consent", [(REMIND, ", consent: remind-ok=yes", "")]),
    (
        "K18",
        "km: “១៩៩៩” is the number of no service that is shown",
        [("locale/km/all.po", 'msgid "All right."\nmsgstr "', 'msgid "All right."\nmsgstr "១៩៩៩ ')],
    ),
    (
        "K17",
        "law record LAW-1 has no sources or no review state",
        [
            (S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-1]}"),
            ("law/LAW-1.yaml", "sources: [ONE]", "sources: []"),
        ],
    ),
]
