"""Twins of the small pack that leave out what must be said, or say the opposite: K26."""

from __future__ import annotations

from tests.core.checker.small_pack import stand_in
from tests.core.checker.twins_of_translations import MACHINE, translated
from tests.core.checker.twins_of_walks import HELP, MENU, Change

TO_SOME = f'machine: {{who=none: "{MACHINE}", any: I am kind.}}'

TWINS: list[tuple[str, str, list[Change]]] = [
    ("K26", "says that it is no machine", [(HELP, MACHINE, "I am a person, not a machine.")]),
    ("K26", "leaves out the half that warns", [(HELP, MACHINE, "I am a machine, not like you.")]),
    ("K26", "a translation that says the opposite", [translated(MACHINE, "ការជួយផ្ទះ កុំទៅ។")]),
    ("K26", "says it to some only", [(HELP, f"machine: {MACHINE}", TO_SOME)]),
    ("K26", "a small word left out", [("words.yaml", "reason-old-source: Word.\n", "")]),
    ("K26", "a protected word left out", [("words.yaml", "keep-found: Word.\n", "")]),
    ("K26", "ways to say it left out", [("lint/km.yaml", f"  word.keep-found: [{stand_in('Word')}]\n", "")]),
    (
        "K26",
        "a blaming word where no text is",
        [(MENU, "stops: Strangers cannot write.", "stops: Stupid people.")],
    ),
]
