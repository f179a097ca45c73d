"""Twins with questions wired wrongly, nights without a way on, and somebody near called safe: K22 to K24."""

from __future__ import annotations

from tests.core.checker.twins_of_walks import HELP, Change

YES, NO = '"yes": {set: {level: red, danger: dying}, to: red}', '"no": {to: q-home}'
NIGHT = "red-next: {contacts: danger, next: true, show: [next-lead], choices: [{say: enough,"
TWINS: list[tuple[str, str, list[Change]]] = [
    (
        "K22",
        "yes and no of dying swapped",
        [
            (
                HELP,
                f"{YES}\n    {NO}",
                '"yes": {to: q-home}\n    "no": {set: {level: red, danger: dying}, to: red}',
            )
        ],
    ),
    ("K22", "a yes that sets nothing", [(HELP, YES, '"yes": {to: q-home}')]),
    ("K22", "a yes that is only orange", [(HELP, YES, '"yes": {set: {level: orange}, to: q-home}')]),
    (
        "K22",
        "dying that is taken for being hurt",
        [(HELP, YES, YES.replace("danger: dying", "danger: hurt"))],
    ),
    (
        "K22",
        "dying asked after the second step",
        [
            (HELP, "else: q-dying\n    ask: band", "else: q-home\n    ask: band"),
            (HELP, "has: band.9-11}, to: q-dying", "has: band.9-11}, to: q-home"),
            (HELP, "has: band.12-14}, to: q-dying", "has: band.12-14}, to: q-home"),
            (
                HELP,
                "choices: [{say: done, to: write}, {say: why, minor",
                "choices: [{say: done, to: q-dying}, {say: why, minor",
            ),
            (HELP, "else: q-home\n    ask: q-dying", "else: write\n    ask: q-dying"),
            (HELP, NO, '"no": {to: write}'),
        ],
    ),
    ("K22", "nothing says how to come to morning", [(HELP, "morning: red-next\n", "")]),
    (
        "K22",
        "words that two dangers share",
        [
            (
                HELP,
                "{say: red-dying, only: {danger: dying}}",
                "{say: red-dying, only: {danger: [dying, hurt]}}",
            )
        ],
    ),
    (
        "K22",
        "a danger for which nothing is said",
        [(HELP, "      - {say: red-meeting, only: {danger: meeting}}\n", "")],
    ),
    (
        "K22",
        "a danger that Help now does not offer",
        [(HELP, "      - {say: now-meeting, set: {level: red, danger: meeting}, to: red}\n", "")],
    ),
    (
        "K23",
        "the line just tried again",
        [(HELP, "  call-next:\n    contacts: situation\n", "  call-next:\n    contacts: [EMERGENCY]\n")],
    ),
    (
        "K24",
        "home that is safe because something was done",
        [(HELP, "      - {say: done, to: band}", "      - {say: done, set: {home: safe}, to: band}")],
    ),
]
WORSE: list[tuple[str, str, list[Change]]] = [
    (
        "K22",
        "situations ask “dying”, and no node of the journey asks it",
        [(HELP, "    only: {asks: dying}\n    else: q-home\n", "    only: {asks: home}\n    else: q-home\n")],
    ),
    (
        "K22",
        "it is red, nobody has answered, and no answer leads on to morning",
        [(HELP, "      - {say: nobody, to: red-next}\n", "")],
    ),
    (
        "K22",
        "no answer leads back to the lines",
        [
            (
                HELP,
                f"{NIGHT} to: end}}]}}",
                f"{NIGHT} to: after}}]}}",
            )
        ],
    ),
    (
        "K23",
        "it is red, nobody has answered, and nobody is named here who can be dialled first",
        [(HELP, "red-next: {contacts: danger, next: true, show", "red-next: {show")],
    ),
    (
        "K22",
        "people are named here, and no answer says that nobody answered",
        [(HELP, ", {say: nobody, to: call-next}]", "]")],
    ),
    (
        "K24",
        "“yes” of help.q-home says that home is safe, and it is no “no” to that question",
        [
            (HELP, "{set: {level: orange, home: unsafe}, to: step-2}", "{set: {home: safe}, to: step-2}"),
            (HELP, '"no": {set: {home: safe}, to: step-2}', '"no": {set: {home: unsafe}, to: step-2}'),
        ],
    ),
    (
        "K24",
        "home is safe before anybody was asked",
        [(HELP, "[unknown, safe, unsafe]", "[safe, unknown, unsafe]")],
    ),
    (
        "K06",
        "danger “hurt”: helpline comes first, not EMERGENCY",
        [(HELP, "    contacts: danger\n    show:\n", "    contacts: danger\n    next: true\n    show:\n")],
    ),
]
