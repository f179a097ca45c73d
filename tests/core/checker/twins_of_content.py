"""Twins whose words, services or papers are wrong: K10 and on."""

from __future__ import annotations

from tests.core.checker.small_pack import CATALOGUE
from tests.core.checker.twins_of_walks import HELP, MENU, REMIND, S01, S02, SERVICES, Change

WHERE = 'msgid "What you tap here is not kept.'
"""A message long enough for a word in other letters to be a name in it."""

TWINS: list[tuple[str, str, list[Change]]] = [
    (
        "K18",
        "a number dialled on a day to come",
        [(SERVICES, '{number: "110"}', '{number: "110", verified_by: Sok, verified_on: 2026-11-25}')],
    ),
    (
        "K10",
        "home is not known",
        [
            (
                S01,
                "9-11 home=safe: {say: Tell your mother now., tells: home}",
                "9-11 home=unsafe: Tell your mother now.",
            )
        ],
    ),
    (
        "K10",
        "a mark without a selector",
        [(S01, "after: [Stay where someone is near you.]", "after: [{say: Go home now., tells: home}]")],
    ),
    (
        "K10",
        "a service that tells those at home",
        [(SERVICES, "does: Listens to you.", "does: Tell your mother first.")],
    ),
    ("K11", "nothing to say on the phone", [(S01, "    say: Someone scares my child.\n", "")]),
    (
        "K11",
        "an age that is not asked",
        [
            ("catalogue.yaml", "child: [band, dying, home]", "child: [dying, home]"),
            (S01, "asks: [band, dying, home]", "asks: [dying, home]"),
            (S02, "asks: [dying]", "asks: [band, dying]"),
        ],
    ),
    (
        "K11",
        "a third tap before the first step",
        [
            (HELP, "to: what}\n      - {say: who-care", "to: whom}\n      - {say: who-care"),
            (
                HELP,
                "  what: {ask: what,",
                "  whom: {show: [done], choices: [{say: ok, to: what}]}\n  what: {ask: what,",
            ),
        ],
    ),
    ("K12", "a word that blames", [(S01, "You did nothing wrong.", "You are not stupid.")]),
    (
        "K12",
        "a word that blames, with a joiner inside",
        [(S01, "You did nothing wrong.", "You are stu\u200dpid.")],
    ),
    (
        "K12",
        "a banned word left in English",
        [(CATALOGUE, f'{WHERE}"\nmsgstr "', f'{WHERE}"\nmsgstr "Stupid ')],
    ),
    ("K12", "a means of self-harm to a child", [(S01, "Stop answering them.", "Put the rope away.")]),
    (
        "K13",
        "an answer too long for a button",
        [(HELP, "who-caregiver: A parent or carer", "who-caregiver: A parent, grandparent or carer")],
    ),
    (
        "K13",
        "a name of a service too long for a message",
        [(SERVICES, "    name: Helpline\n", "    name: {say: " + "Helpline of all of us " * 12 + "}\n")],
    ),
    (
        "K13",
        "the name of a kind of help too long for a message",
        [("contacts.yaml", "  NGO: Others who help\n", "  NGO: " + "Others who help all of us " * 14 + "\n")],
    ),
    (
        "K13",
        "a text too long for a voice",
        [(HELP, "What you tap here is not kept.", "What you tap is not kept. " * 9)],
    ),
    (
        "K14",
        "a sentence nobody translated",
        [(CATALOGUE, 'msgctxt "S01.child.first"', 'msgctxt "S01.child.lost"')],
    ),
    ("K16", "nobody, and no fallback", [("contacts.yaml", "fallback: [helpline]", "fallback: []")]),
    ("K17", "law without a record", [(S01, "You did nothing wrong.", "What they did is a crime.")]),
    (
        "K17",
        "a record that is not there",
        [(S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-2]}")],
    ),
    (
        "K17",
        "a record that is not sure enough",
        [
            (S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-1]}"),
            ("law/LAW-1.yaml", "confidence: C3", "confidence: S1"),
        ],
    ),
    ("K18", "no source", [(S02, "sources: [ONE]\n", "")]),
    ("K18", "a source that is not listed", [(S02, "sources: [ONE]", "sources: [TWO]")]),
    (
        "K18",
        "an old number on the first view",
        [
            (
                "services/all.yaml",
                "sources: [its own page, a list]\n    expires: 2027-05-24",
                "sources: [its own page, a list]\n    expires: 2026-11-24",
            )
        ],
    ),
    (
        "K18",
        "a number without a source",
        [
            (
                SERVICES,
                "confidence: C3\n    sources: [its own page, a list]",
                "confidence: OWN\n    sources: []",
            )
        ],
    ),
    (
        "K18",
        "a number in words that no service has",
        [(HELP, "Call now. They are kind.", "Call 1999 now. They are kind.")],
    ),
    (
        "K18",
        "a place in a menu without a record",
        [(S02, '{say: "In Settings, choose Friends.", menu: [chat-writers]}', '"Open Settings."')],
    ),
    ("K18", "a record of a place that is not there", [(S02, "menu: [chat-writers]", "menu: [chat-readers]")]),
    ("K18", "a place that is not sure enough", [(MENU, "confidence: C2", "confidence: GK")]),
    ("K18", "a place without a source", [(MENU, "sources: [a guide, another guide]", "sources: []")]),
    (
        "K18",
        "a record whose words the text does not say",
        [(S02, "In Settings, choose Friends.", "Someone befriends who can write.")],
    ),
    (
        "K19",
        "an address to leave to that tells, with signs between its words",
        [("pack.toml", "https://km.wikipedia.org/", "https://km.wikipedia.org/wiki/Child_abuse")],
    ),
    (
        "K19",
        "a page that tells what it was",
        [("words.yaml", "gone: This page is closed.", "gone: This page on abuse is closed.")],
    ),
    (
        "K20",
        "a reminder to a phone that others use",
        [(REMIND, "{say: shared, to: thanks}", "{say: shared, to: consent}")],
    ),
    ("K21", "an adult learns what a child said", [(S01, "You came for help.", "Your child told us.")]),
    (
        "L01",
        "a long sentence",
        [(S01, "Stop answering them.", "Stop answering them now and then go and sit with someone kind.")],
    ),
    ("L01", "many first words", [(S01, "You did nothing wrong.", "You did nothing wrong. " * 4)]),
]
