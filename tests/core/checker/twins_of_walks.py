"""Twins whose walks are broken: K01 to K09."""

from __future__ import annotations

HELP, REMIND = "journeys/help.yaml", "journeys/remind.yaml"
S01, S02 = "situations/S01.yaml", "situations/S02.yaml"
MENU, SERVICES = "menus/chat.yaml", "services/all.yaml"

Change = tuple[str, str, str]


HEARD: Change = (HELP, "start: first\n", "heard: perhaps\nstart: first\n")


def perhaps(none: str) -> Change:
    """Where words lead in which no danger is heard, and where whoever it is none of these comes."""
    node = (
        "  perhaps:\n    unless: {who: none}\n    else: first\n    contacts: now\n    ask: what\n"
        f"    each: likely\n    to: words\n    none: {{say: go-on, to: {none}}}\n"
    )
    return HELP, "  words:\n", f"{node}  words:\n"


def entering(change: Change, facts: str) -> Change:
    """The same node, which sets some facts when somebody comes there."""
    file, old, new = change
    return file, old, new.replace("    else: first\n", f"    else: first\n    enter: {facts}\n")


TWINS: list[tuple[str, str, list[Change]]] = [
    # property, what was done to the pack, the changes: file, old words, new words
    (
        "K01",
        "a node that nothing leads to",
        [(HELP, "  end:\n", "  lost: {show: [done], choices: [{say: ok, to: end}]}\n  end:\n")],
    ),
    (
        "K02",
        "an answer that is only for children",
        [(HELP, "never], choices: [{say: go-on,", "never], choices: [{say: go-on, only: {who: child},")],
    ),
    (
        "K02",
        "a screen with no words for an adult",
        [(S01, "why: Your calm helps.", "why: {child: It helps.}")],
    ),
    (
        "K02",
        "an answer without words for an adult",
        [(HELP, "not-do: What not to do", "not-do: {child: What not to do}")],
    ),
    (
        "K03",
        "thirteen answers to choose from",
        [(REMIND, "to: help.first}]", "to: help.first}" + ", {say: back, to: help.first}" * 12 + "]")],
    ),
    ("K03", "two nodes that stand aside for each other", [(HELP, "else: step-2", "else: band")]),
    (
        "K03",
        "nine lines on one screen",
        [("blocks/A3.yaml", "  no-picture", "".join(f"  l{n}: More.\n" for n in range(7)) + "  no-picture")],
    ),
    ("K04", "no word for stop", [("lint/en.yaml", "  stop: [stop, leave]\n", "")]),
    ("K04", "one word for two moves", [("lint/en.yaml", "[back]", "[back, help]")]),
    (
        "K04",
        "an answer that is called as a move is",
        [(HELP, "enough: Enough for now", "enough: Stop")],
    ),
    ("K04", "leaving leads nowhere", [("pack.toml", "https://km.wikipedia.org/", "")]),
    ("K05", "help that names nobody", [(HELP, "  now:\n    contacts: now\n", "  now:\n")]),
    (
        "K06",
        "the police first for who thinks of dying",
        [("contacts.yaml", "dying: [HELPLINE, HEALTH, EMERGENCY]", "dying: [EMERGENCY, HELPLINE, HEALTH]")],
    ),
    (
        "K06",
        "no hospital for who thinks of dying",
        [("contacts.yaml", "dying: [HELPLINE, HEALTH, EMERGENCY]", "dying: [HELPLINE, EMERGENCY]")],
    ),
    (
        "K06",
        "the helpline first for who is hurt",
        [("contacts.yaml", "hurt: [EMERGENCY, HELPLINE]", "hurt: [HELPLINE, EMERGENCY]")],
    ),
    ("K07", "what is kept is not said", [(HELP, "show: [machine, not-kept]", "show: [machine]")]),
    ("K07", "who speaks is not said", [(HELP, "show: [machine, not-kept]", "show: [not-kept]")]),
    (
        "K08",
        "a reminder for who refused",
        [(REMIND, "{say: refuse, to: thanks}\n  offer", "{say: refuse, to: offer}\n  offer")],
    ),
    ("K08", "a reminder that rests on nothing", [(REMIND, ", consent: remind-ok=yes", "")]),
    (
        "K08",
        "a consent that is there from the start",
        [(REMIND, 'remind-ok: [none, "yes"]', 'remind-ok: ["yes", none]')],
    ),
    (
        "K08",
        "a consent that is set by coming to a node",
        [(REMIND, "  offer:\n    show", '  offer:\n    enter: {remind-ok: "yes"}\n    show')],
    ),
    (
        "K20",
        "a safe contact that is there from the start",
        [(REMIND, 'safe-contact: [none, "yes"]', 'safe-contact: ["yes", none]')],
    ),
    (
        "K20",
        "somebody referred who never said how to be reached",
        [
            (REMIND, "to: consent}", "to: thanks}"),
            (REMIND, "shared, to: thanks}", "shared, to: consent}"),
            (REMIND, "kind: remind", "kind: refer"),
        ],
    ),
    (
        "K08",
        "two things asked at once",
        [(REMIND, '{safe-contact: "yes"}', '{safe-contact: "yes", remind-ok: "yes"}')],
    ),
    (
        "K08",
        "one consent for two things",
        [
            (
                REMIND,
                "{say: refuse, to: thanks}\n  thanks",
                "{say: refuse, effect: {kind: keep, consent: remind-ok=yes}, to: thanks}\n  thanks",
            )
        ],
    ),
    (
        "K25",
        "a danger that is typed and has no question",
        [(HELP, "start: first\n", "flags: {meeting: red}\nheard: perhaps\nstart: first\n"), perhaps("what")],
    ),
    (
        "K32",
        "words lead to no list of what is likely",
        [HEARD, perhaps("end")],
    ),
    ("K09", "a picture is asked for", [(HELP, "Go and sit with someone.", "Please upload your picture.")]),
]
