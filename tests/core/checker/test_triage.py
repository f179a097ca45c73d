"""What the triage of a country must not lose: power asked before home, a way out of naming somebody."""

from __future__ import annotations

from datetime import date

import pytest
from tests.golden.test_taken_away import HOLDS, case_of, found_by

from kapea.content import folder
from kapea.core.checker.check import EVERY, check
from kapea.core.dialogue import contacts
from kapea.core.pack.build import build

ON = date(2026, 11, 24)
HELP = "common/journeys/help.yaml"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return folder.read_pack_files(folder.shipped() / "nepal")[1]


@pytest.mark.parametrize(
    ("path", "before", "after", "code", "says"),
    [
        (
            HELP,
            "      - {say: that-person, only: {has: tell.2}, set: {power: someone}, to: other-person-2}\n",
            "",
            "K24",
            "step 2 may name somebody to tell, and no answer says: it is that person",
        ),
        (
            "common/situations/S02.yaml",
            "asks: [band, power, dying, home]",
            "asks: [band, dying, home]",
            "K24",
            "S02 for child asks about home, and not whether whoever hurts has power here",
        ),
        (
            HELP,
            '    "yes": {set: {level: orange, power: someone}, to: power}\n',
            '    "yes": {set: {level: orange}, to: power}\n',
            "K22",
            "help.q-power asks “power”: “yes” sets power to nothing, not someone",
        ),
        (
            HELP,
            "      - {say: still-nobody, to: until-morning}\n",
            "      - {say: still-nobody, to: end}\n",
            "K22",
            "it is red, nobody has answered, and no answer leads on to morning",
        ),
        (
            HELP,
            "answered: [red-after]",
            "answered: [red, red-after]",
            "K22",
            "a danger leads to help.red before anybody was called, and `answered:` names it",
        ),
    ],
)
def test_a_branch_that_is_taken_away_is_missed(files, path, before, after, code, says):
    text = files[path].decode()
    assert before in text
    changed = build(files | {path: text.replace(before, after).encode()}, "nepal", {})
    assert any(says in each for each in found_by(code, case_of(changed))), "nothing was found"


def test_what_is_asked_alone_here_is_asked_in_every_check():
    assert {holds for each in HOLDS.values() for holds in each} <= set(EVERY)


def test_once_somebody_answered_in_danger_a_line_or_the_police_still_lead(files, monkeypatch):
    """Red, and no danger known any more: a page to report on, which a situation may name first, is late."""
    monkeypatch.setattr(contacts, "_danger", lambda world, facts: world.value(facts, world.danger))
    found = check(build(files, "nepal", {}), on=ON).of("K06")
    assert {p.place.key for p in found} >= {"nodes.call", "nodes.say"}
    assert all("red, and no danger is known any more" in p.says for p in found)
