"""Materials: what is read, and what each mistake is told."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import HEAD, files

from kapea.core.pack.build import Built, build
from kapea.core.pack.model import Part

LEAFLET = f"""
id: leaflet
number: 1
size: A4
for: child 9-11
title: {{say: Something to keep, short: To keep}}
picture: person
{HEAD.strip()}
parts:
  - {{head: Someone to call, picture: person}}
  - {{people: [HELPLINE, EMERGENCY]}}
  - {{list: [Read this., Fold it.], mark: box}}
  - {{block: A5, lines: [pay]}}
  - {{write: Your own words, lines: 3}}
  - {{sign: [The child, The adult]}}
  - {{address: More is here.}}
"""
BROKEN = [
    # what stands there, what is put instead, code, what the message must name
    ("size: A4", "size: A3", "P03", "one of A4, A5, A6"),
    ("number: 1", "number: none", "P03", "number: none"),
    ("title: {say: Something to keep, short: To keep}\n", "", "P02", "no `title`"),
    ("for: child 9-11", "for: martian", "P03", "martian"),
    ("{people: [HELPLINE, EMERGENCY]}", "{people: [HELPLIN]}", "P06", "no kind of service “HELPLIN”"),
    ("{people: [HELPLINE, EMERGENCY]}", "{people: []}", "P02", "names nobody"),
    ("block: A5, lines: [pay]", "block: A5, lines: [fly]", "P06", "no line “fly”"),
    ("block: A5, lines: [pay]", "block: A0", "P06", "no block “A0”"),
    ("mark: box", "mark: star", "P03", "one of dot, box, number"),
    ("lines: 3", "lines: many", "P03", "lines: many"),
    ("{write: Your own words, lines: 3}", "{wrte: Your own words}", "P02", "one of head, say"),
    ("{head: Someone to call,", "{head: Someone to call, say: Twice,", "P02", "a part is one thing"),
    ("{address: More is here.}", "{address: More is here., colour: red}", "P04", "colour"),
    ("id: leaflet", "id: flyer", "P03", "flyer"),
]


def made(leaflet: str = LEAFLET, **more: str) -> Built:
    """The small pack with a leaflet, and other materials by name."""
    own = {f"small/materials/{name}.yaml": text.encode() for name, text in more.items()}
    return build({**files(), "small/materials/leaflet.yaml": leaflet.encode(), **own}, "small")


def test_a_material_is_read_part_by_part():
    release = made().release
    assert release is not None
    leaflet = release.materials["leaflet"]
    assert (leaflet.number, leaflet.size, leaflet.most_pages, leaflet.fold) == (1, "A4", 1, False)
    assert [part.kind for part in leaflet.parts] == [
        "head", "people", "list", "block", "write", "sign", "address",
    ]  # fmt: skip
    assert leaflet.parts[0] == Part("head", ("leaflet.1",), picture="person")
    assert leaflet.parts[1].people == ("HELPLINE", "EMERGENCY")
    assert leaflet.parts[4].lines == 3
    assert release.texts["en"]["leaflet.3.2"] == "Fold it."
    assert release.upkeep["leaflet"].sources == ("ONE",)


def test_lines_of_a_block_keep_the_ids_they_are_translated_under():
    release = made().release
    assert release is not None
    [text] = release.materials["leaflet"].parts[3].texts
    assert text.startswith("A5.pay")


@pytest.mark.parametrize(("before", "after", "code", "names"), BROKEN, ids=[b[3] for b in BROKEN])
def test_a_fault_is_named_with_its_place_and_mend(before, after, code, names):
    assert LEAFLET.count(before) == 1
    twin = made(LEAFLET.replace(before, after))
    found = [p for p in twin.problems if p.code == code and p.place.file == "small/materials/leaflet.yaml"]
    assert not twin.ok
    assert any(names in str(p) for p in found), [str(p) for p in twin.problems]


def test_two_cannot_have_one_number_for_addresses_hold_it():
    twin = made(flyer=LEAFLET.replace("id: leaflet", "id: flyer"))
    assert "number 1 is that of" in "".join(p.says for p in twin.problems if p.code == "P07")


def test_none_can_take_the_id_of_another_document():
    twin = made(S01=LEAFLET.replace("id: leaflet", "id: S01").replace("number: 1", "number: 2"))
    assert "“S01” is already the id of" in "".join(p.says for p in twin.problems if p.code == "P07")
