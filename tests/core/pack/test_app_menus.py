"""Places in menus: what is read, and what each mistake is told."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import built, files, released

from kapea.core.pack.build import build
from kapea.core.pack.model import Setting, Upkeep

MENU = "menus/chat.yaml"
BROKEN = [
    # what stands there, what is put instead, code, what the message must name
    ("app: Chat\n", "", "P02", "a menu has no `app`"),
    ("settings:", "setings:", "P04", "setings"),
    ("    goal: Only friends can write.\n", "", "P02", "setting chat-writers has no `goal`"),
    ("    path: [Settings, (who can write), Friends]\n", "", "P02", "no `path`"),
    ("    sources: [a guide, another guide]\n", "", "P02", "no `sources`"),
    ("    seen: a guide without a date\n", "", "P02", "no `seen`"),
    ("    expires: 2027-05-24\n", "", "P02", "no `expires`"),
    ("expires: 2027-05-24", "expires: in May", "P03", "no date"),
    ("stops: Strangers", "stop: Strangers", "P04", "knows no `stop`"),
    ("confidence: C2", "confidence: sure", "P03", "one of C2, C3, C3+, OWN"),
    ("chat-writers:", "chat writers:", "P03", "letters, digits and - only"),
    ("chat-writers:", "LAW-1:", "P07", "already the id of small/law/LAW-1.yaml"),
]


@pytest.mark.parametrize(("before", "after", "code", "names"), BROKEN, ids=[b[3] for b in BROKEN])
def test_a_fault_is_named_with_its_place_and_mend(before, after, code, names):
    twin = built((MENU, before, after))
    found = [p for p in twin.problems if p.code == code and p.place.file == f"small/{MENU}"]
    assert not twin.ok
    assert any(names in str(p) and p.mend for p in found), [str(p) for p in twin.problems]


def test_a_setting_is_read_with_all_that_keeps_it_honest():
    release = released()
    assert release.menus["chat-writers"] == Setting(
        id="chat-writers",
        app="Chat",
        path=("Settings", "(who can write)", "Friends"),
        differs=("Contacts",),
        upkeep=Upkeep(
            sources=("a guide", "another guide"), on="a guide without a date", expires="2027-05-24"
        ),
        confidence="C2",
        stops="Strangers cannot write.",
        does_not_stop="Friends still can.",
    )


def test_a_record_that_does_not_say_how_sure_it_is_may_not_be_shown():
    release = released((MENU, "    confidence: C2\n", ""))
    assert release.menus["chat-writers"].confidence == "GK"


def test_an_id_stands_in_one_file_only():
    both = files()
    twice = build(both | {"small/menus/again.yaml": both[f"small/{MENU}"]}, "small")
    assert [p.code for p in twice.problems if "already the id" in p.says] == ["P07"]


def test_what_a_text_rests_on_goes_with_its_words():
    release = released()
    assert release.marks["S02.child.after.1"].menu == ("chat-writers",)
    assert release.texts["en"]["S02.child.after.1"] == "In Settings, choose Friends."
