"""A country says only what differs; everything else, and every other country, stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.content import folder
from kapea.core.pack.build import build, english
from kapea.core.pack.overrides import changed
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import Item, read_yaml


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return folder.read_pack_files(folder.shipped() / "cambodia")[1]


def _said(files, path, text):
    return build(files | {f"cambodia/{path}": text.encode()}, "cambodia")


def test_a_country_names_its_own_people_and_nothing_else_moves(files):
    before = build(files, "cambodia").release
    after = _said(files, "situations/S06.yaml", CHANGE).release
    assert after.texts["en"]["S06.child.first"] == "They put you there. It is not your fault."
    moved = {id for id, words in after.texts["en"].items() if before.texts["en"].get(id) != words}
    assert moved == {"S06.child.first", "S06.child.step.1.stuck.2.then", "S06.child.after.3"}
    assert after.texts["en"].keys() == before.texts["en"].keys()


CHANGE = """
changes: common
for:
  child:
    first: They put you there. It is not your fault.
    steps: {1: {stuck: {2: {then: Do not answer. Call first.}}}}
    after: {3: Come back here any day.}
"""


def test_a_text_in_forms_is_replaced_whole(files):
    texts = _said(
        files, "situations/S06.yaml", "changes: common\nfor: {child: {title: {say: Bad group}}}\n"
    ).release.texts["en"]
    assert texts["S06.child.title"] == "Bad group"
    assert "S06.child.title~short" not in texts  # the old short form would say something else


def test_one_of_several_sentences_is_changed_by_its_number():
    found = Findings()
    base = read_yaml("common/a.yaml", b"parts: [{kind: talk, say: [One., Two.]}]\n", found)
    change = read_yaml("kenya/a.yaml", b"changes: common\nparts: {1: {say: {2: Three.}}}\n", found)
    assert changed(base, change, found).plain() == {"parts": [{"kind": "talk", "say": ["One.", "Three."]}]}
    assert not found.problems


def test_a_selector_that_is_added_is_looked_at_first(files):
    said = "changes: common\nfor: {child: {steps: {2: {do: {12-14: Write its name on paper.}}}}}\n"
    release = _said(files, "situations/S06.yaml", said).release
    wordings = release.situations["S06"].voices["child"].parts["step.2"][0].say
    assert wordings[0].text == "S06.child.step.2.do/12-14"


def test_a_line_that_is_added_to_a_block_is_read_after_its_lines(files):
    """What is sure in one country must not come before “I do not know”."""
    release = _said(files, "blocks/A11.yaml", "changes: common\nlines: {here: A house is in town.}\n").release
    lines = list(release.blocks["A11"].lines)
    assert (lines[0], lines[-1]) == ("know", "here")


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("situations/S99.yaml", "changes: common\nlevel: red\n", "no file of this path"),
        ("situations/S06.yaml", "changes: common\nlevle: red\n", "levle"),
        ("situations/S06.yaml", "changes: common\nfor: {child: {after: {9: Later.}}}\n", "no item “9”"),
        ("journeys/help.yaml", "changes: common\nnodes: {who: {ask: [1]}}\n", "nodes.who"),
    ],
)
def test_a_change_that_changes_nothing_is_named_where_it_stands(files, path, text, names):
    problems = _said(files, path, text).problems
    assert any(p.place.file == f"cambodia/{path}" and names in str(p) for p in problems), problems


def test_each_pack_translates_its_own_words(files):
    """The common words stay the common catalogue's, also where one country says them in its own way."""
    common, _ = english(files, "common")
    ours, places = english(files, "cambodia")
    assert common["help.power-who"] != ours["help.power-who"]
    assert places["help.power-who"].file == "cambodia/journeys/help.yaml"


def test_a_catalogue_that_serves_other_countries_too_is_no_mistake(files):
    fewer = "changes: common\nfor: {child: {after: [Rest now.]}}\n"
    made = _said(files, "situations/S06.yaml", fewer)
    assert not [p for p in made.problems if p.code == "P07"]


values = st.recursive(
    st.text(alphabet="abc", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("wxyz"), inner, max_size=3),
    max_leaves=12,
)


def _item(value) -> Item:
    if isinstance(value, dict):
        return Item({k: _item(v) for k, v in value.items()}, Place("f"))
    return Item([_item(v) for v in value] if isinstance(value, list) else value, Place("f"))


@given(st.dictionaries(st.sampled_from("wxyz"), values, max_size=4))
def test_an_empty_change_changes_nothing_and_a_change_of_everything_is_that(value):
    base = _item(value)
    nothing = Item({"changes": _item("common")}, Place("f"))
    assert changed(base, nothing, Findings()).plain() == value
    same = Item({"changes": _item("common"), **base.value}, Place("f"))
    assert changed(base, same, Findings()).plain() == value


def test_every_value_keeps_the_place_where_it_was_written():
    found = Findings()
    base = read_yaml("common/a.yaml", b"one: x\ntwo: {three: y, four: z}\n", found)
    change = read_yaml("kenya/a.yaml", b"changes: common\ntwo: {four: w}\n", found)
    both = changed(base, change, found)
    assert both.value["one"].place.file == both.value["two"].value["three"].place.file == "common/a.yaml"
    assert str(both.value["two"].value["four"].place).startswith("kenya/a.yaml:2")
