"""Twins of the small pack: for each property, small changes after which it, and nothing else, is not so."""

from __future__ import annotations

from tests.core.checker.small_pack import CATALOGUE

HELP, REMIND = "journeys/help.yaml", "journeys/remind.yaml"
S01, S02 = "situations/S01.yaml", "situations/S02.yaml"
MENU, SERVICES = "menus/chat.yaml", "services/all.yaml"

Change = tuple[str, str, str]
TWINS: list[tuple[str, str, list[Change]]] = [
    # property, what was done to the pack, the changes: file, old words, new words
    (
        "K01",
        "a node that nothing leads to",
        [
            (HELP, "  end:\n", "  lost: {show: [done], choices: [{say: ok, to: end}]}\n  end:\n"),
        ],
    ),
    (
        "K02",
        "an answer that is only for children",
        [
            (HELP, "never], choices: [{say: go-on,", "never], choices: [{say: go-on, only: {who: child},"),
        ],
    ),
    (
        "K02",
        "a screen with no words for an adult",
        [
            (S01, "why: Your calm helps.", "why: {child: It helps.}"),
        ],
    ),
    (
        "K02",
        "an answer without words for an adult",
        [
            (HELP, "not-do: What not to do", "not-do: {child: What not to do}"),
        ],
    ),
    (
        "K03",
        "thirteen answers to choose from",
        [
            (REMIND, "to: help.first}]", "to: help.first}" + ", {say: back, to: help.first}" * 12 + "]"),
        ],
    ),
    (
        "K03",
        "two nodes that stand aside for each other",
        [
            (HELP, "else: step-2", "else: band"),
        ],
    ),
    (
        "K03",
        "nine lines on one screen",
        [
            (
                "blocks/A3.yaml",
                "  no-picture",
                "".join(f"  l{n}: More.\n" for n in range(7)) + "  no-picture",
            ),
        ],
    ),
    (
        "K04",
        "no word for stop",
        [
            ("lint/en.yaml", "  stop: [stop, leave]\n", ""),
        ],
    ),
    (
        "K04",
        "one word for two moves",
        [
            ("lint/en.yaml", "[back]", "[back, help]"),
        ],
    ),
    (
        "K04",
        "leaving leads nowhere",
        [
            ("pack.toml", "https://km.wikipedia.org/", ""),
        ],
    ),
    (
        "K05",
        "help that names nobody",
        [
            (HELP, "  now:\n    contacts: now\n", "  now:\n"),
        ],
    ),
    (
        "K06",
        "the police first for who thinks of dying",
        [
            ("contacts.yaml", "dying: [HELPLINE, HEALTH, EMERGENCY]", "dying: [EMERGENCY, HELPLINE, HEALTH]"),
        ],
    ),
    (
        "K06",
        "no hospital for who thinks of dying",
        [
            ("contacts.yaml", "dying: [HELPLINE, HEALTH, EMERGENCY]", "dying: [HELPLINE, EMERGENCY]"),
        ],
    ),
    (
        "K06",
        "the helpline first for who is hurt",
        [
            ("contacts.yaml", "hurt: [EMERGENCY, HELPLINE]", "hurt: [HELPLINE, EMERGENCY]"),
        ],
    ),
    (
        "K06",
        "the second contact first",
        [
            (HELP, "    contacts: danger\n    show:\n", "    contacts: danger\n    next: true\n    show:\n"),
        ],
    ),
    (
        "K07",
        "what is kept is not said",
        [
            (HELP, "show: [machine, not-kept]", "show: [machine]"),
        ],
    ),
    (
        "K07",
        "who speaks is not said",
        [
            (HELP, "show: [machine, not-kept]", "show: [not-kept]"),
        ],
    ),
    (
        "K08",
        "a reminder for who refused",
        [
            (REMIND, "{say: refuse, to: thanks}\n  offer", "{say: refuse, to: offer}\n  offer"),
        ],
    ),
    (
        "K08",
        "a reminder that rests on nothing",
        [
            (REMIND, ", consent: remind-ok=yes", ""),
        ],
    ),
    (
        "K08",
        "two things asked at once",
        [
            (REMIND, '{safe-contact: "yes"}', '{safe-contact: "yes", remind-ok: "yes"}'),
        ],
    ),
    (
        "K08",
        "one consent for two things",
        [
            (
                REMIND,
                "{say: refuse, to: thanks}\n  thanks",
                "{say: refuse, effect: {kind: keep, consent: remind-ok=yes}, to: thanks}\n  thanks",
            ),
        ],
    ),
    (
        "K09",
        "a picture is asked for",
        [
            (HELP, "Go and sit with someone.", "Please upload your picture."),
        ],
    ),
    (
        "K10",
        "home is not known",
        [
            (
                S01,
                "9-11 home=safe: {say: Tell your mother now., tells: home}",
                "9-11 home=unsafe: Tell your mother now.",
            ),
        ],
    ),
    (
        "K10",
        "a mark without a selector",
        [
            (S01, "after: [Stay where someone is near you.]", "after: [{say: Go home now., tells: home}]"),
        ],
    ),
    (
        "K11",
        "nothing to say on the phone",
        [
            (S01, "    say: Someone scares my child.\n", ""),
        ],
    ),
    (
        "K11",
        "an age that is not asked",
        [
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
    (
        "K12",
        "a word that blames",
        [
            (S01, "You did nothing wrong.", "You are not stupid."),
        ],
    ),
    (
        "K12",
        "a means of self-harm to a child",
        [
            (S01, "Stop answering them.", "Put the rope away."),
        ],
    ),
    (
        "K13",
        "an answer too long for a button",
        [
            (HELP, "who-caregiver: A parent or carer", "who-caregiver: A parent, grandparent or carer"),
        ],
    ),
    (
        "K13",
        "a name of a service too long for a message",
        [
            (SERVICES, "    name: Helpline\n", "    name: {say: " + "Helpline of all of us " * 12 + "}\n"),
        ],
    ),
    (
        "K13",
        "a text too long for a voice",
        [
            (
                HELP,
                "What you tap here is not kept.",
                "What you tap is not kept. " * 9,
            ),
        ],
    ),
    (
        "K14",
        "a sentence nobody translated",
        [
            (CATALOGUE, 'msgctxt "S01.child.first"', 'msgctxt "S01.child.lost"'),
        ],
    ),
    (
        "K16",
        "nobody, and no fallback",
        [
            ("contacts.yaml", "fallback: [helpline]", "fallback: []"),
        ],
    ),
    (
        "K17",
        "law without a record",
        [
            (S01, "You did nothing wrong.", "What they did is a crime."),
        ],
    ),
    (
        "K17",
        "a record that is not there",
        [
            (S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-2]}"),
        ],
    ),
    (
        "K17",
        "a record that is not sure enough",
        [
            (S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-1]}"),
            ("law/LAW-1.yaml", "confidence: C3", "confidence: S1"),
        ],
    ),
    (
        "K18",
        "no source",
        [
            (S02, "sources: [ONE]\n", ""),
        ],
    ),
    (
        "K18",
        "a source that is not listed",
        [
            (S02, "sources: [ONE]", "sources: [TWO]"),
        ],
    ),
    (
        "K18",
        "an old number on the first view",
        [
            (
                "services/all.yaml",
                "sources: [its own page]\n    expires: 2027-05-24",
                "sources: [its own page]\n    expires: 2026-11-24",
            ),
        ],
    ),
    (
        "K18",
        "a number without a source",
        [
            (SERVICES, "sources: [its own page]", "sources: []"),
        ],
    ),
    (
        "K18",
        "a number in words that no service has",
        [
            (HELP, "Call now. They are kind.", "Call 1999 now. They are kind."),
        ],
    ),
    (
        "K18",
        "a number in Khmer words that no service has",
        [
            (CATALOGUE, 'msgid "All right."\nmsgstr "', 'msgid "All right."\nmsgstr "១៩៩៩ '),
        ],
    ),
    (
        "K18",
        "a place in a menu without a record",
        [
            (S02, '{say: "In Settings, choose Friends.", menu: [chat-writers]}', '"Open Settings."'),
        ],
    ),
    (
        "K18",
        "a record of a place that is not there",
        [
            (S02, "menu: [chat-writers]", "menu: [chat-readers]"),
        ],
    ),
    (
        "K18",
        "a place that is not sure enough",
        [
            (MENU, "confidence: C2", "confidence: GK"),
        ],
    ),
    (
        "K18",
        "a place without a source",
        [
            (MENU, "sources: [a guide, another guide]", "sources: []"),
        ],
    ),
    (
        "K18",
        "a record whose words the text does not say",
        [
            (S02, "In Settings, choose Friends.", "Someone befriends who can write."),
        ],
    ),
    (
        "K19",
        "a page that tells what it was",
        [
            ("words.yaml", "gone: This page is closed.", "gone: This page on abuse is closed."),
        ],
    ),
    (
        "K20",
        "a reminder to a phone that others use",
        [
            (REMIND, "{say: shared, to: thanks}", "{say: shared, to: consent}"),
        ],
    ),
    (
        "K21",
        "an adult learns what a child said",
        [
            (S01, "You came for help.", "Your child told us."),
        ],
    ),
    (
        "L01",
        "a long sentence",
        [
            (S01, "Stop answering them.", "Stop answering them now and then go and sit with someone kind."),
        ],
    ),
    (
        "L01",
        "many first words",
        [
            (
                S01,
                "You did nothing wrong.",
                "You did nothing wrong. " * 4,
            ),
        ],
    ),
]

WORSE: list[tuple[str, str, list[Change]]] = [
    # changes that break more than one thing: a property among them, what is said of it, the changes
    (
        "K02",
        "two answers that nobody understood lead to no person",
        [
            ("contacts.yaml", "fallback: [helpline]", "fallback: []"),
            ("services/all.yaml", "types: [HELPLINE]", "types: [NGO]"),
        ],
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
        "K17",
        "law record LAW-1 has no sources or no review state",
        [
            (S01, "first: You did nothing wrong.", "first: {say: It is a crime., law: [LAW-1]}"),
            ("law/LAW-1.yaml", "sources: [ONE]", "sources: []"),
        ],
    ),
]
