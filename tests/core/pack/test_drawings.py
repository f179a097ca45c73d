"""A drawing is shapes and how they look: nothing in it speaks, runs, leads away, or is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.checker.small_pack import built, files

from kapea.core.pack.build import build
from kapea.core.pack.parse.drawings import MAX_BYTES, MAX_DEPTH, read_drawing
from kapea.core.pack.problem import Findings, Problem

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
SLOT = '<text data-slot="1" x="1" y="2" font-size="9" data-wide="8" data-high="8"/>'
HARMFUL = {
    "words": "<text>Your mother is told</text>",
    "words between shapes": "<g>Send it</g>",
    "words in a slot": SLOT.replace("/>", ">Pay</text>"),
    "a form": '<foreignObject><form action="https://x.org"><input/></form></foreignObject>',
    "a photo": '<image href="data:image/png;base64,AAAA"/>',
    "a file of the phone": '<image href="file:///etc/passwd"/>',
    "a link": '<a href="https://x.org"><path d="M0 0h9"/></a>',
    "a script": "<script>go()</script>",
    "what runs when it is tapped": '<path d="M0 0" onclick="go()"/>',
    "a look from elsewhere": '<path d="M0 0" fill="url(https://x.org/a#b)"/>',
    "a style": '<path d="M0 0" style="background:url(//x.org)"/>',
    "another style": "<style>*{display:none}</style>",
    "a shape from elsewhere": '<use href="https://x.org/a.svg#b"/>',
    "a shape many times": '<use href="#b"/>',
    "what moves": '<animate attributeName="d"/>',
    "a name of ours": '<path id="leave" d="M0 0"/>',
    "a look of ours": '<path class="hidden" d="M0 0"/>',
    "a size that is none": SLOT.replace('font-size="9"', 'font-size="big"'),
    "a slot without a place": SLOT.replace(' x="1"', ""),
    "a drawing in a drawing": f"{HEAD}</svg>",
}


def found(data: bytes) -> list[Problem]:
    findings = Findings()
    read_drawing("a/pictures/p.svg", data, findings)
    return findings.problems


@pytest.mark.parametrize("inner", HARMFUL.values(), ids=HARMFUL)
def test_what_is_more_than_a_shape_is_refused_at_its_line(inner: str):
    problems = found(f"{HEAD}\n<path d='M0 0h9'/>\n{inner}</svg>".encode())
    assert problems
    assert {(p.code, p.severity, p.place.line) for p in problems} == {("P10", "error", 3)}
    assert all(p.mend for p in problems)


def test_shapes_slots_and_turned_groups_are_drawings():
    drawn = f'{HEAD}<g transform="rotate(-4 3 3)"><rect x="1" y="1" width="2" height="2"/></g>{SLOT}</svg>'
    assert found(drawn.encode()) == []
    findings = Findings()
    assert read_drawing("p.svg", f"{drawn}\n".encode(), findings) == drawn


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"<svg", "P01", "does not read as SVG"),
        (b"", "P01", "does not read as SVG"),
        (b"\xff\xfe<svg/>", "P01", "not UTF-8 at byte 0"),
        (b"<p/>", "P10", "<p> stands where it cannot"),
        (b"<svg/>", "P10", "its size is not said"),
        (b'<svg xmlns="http://x.org/2000/svg" viewBox="0 0 9 9"/>', "P10", "`xmlns` is more than a look"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>', "P10", "declares nothing"),
        (b'<?xml-stylesheet href="//x.org"?>' + HEAD.encode() + b"</svg>", "P10", "declares nothing"),
        (HEAD.encode() + b"<g>" * 5000, "P10", f"more than {MAX_DEPTH} groups"),
        (HEAD.encode() + b" " * MAX_BYTES + b"</svg>", "P01", "larger than"),
    ],
)
def test_what_does_not_read_as_a_drawing_is_told_and_never_shown(data: bytes, code: str, says: str):
    problems = found(data)
    assert problems[0].code == code
    assert says in problems[0].says
    assert problems[0].mend
    assert read_drawing("p.svg", data, Findings()) == ""


def test_a_drawing_of_a_pack_that_speaks_stops_the_build_in_its_own_file():
    twin = built(("pictures/person.svg", "></svg>", "><text>Come alone</text></svg>"))
    [*_, problem] = twin.problems
    assert (problem.code, problem.place.file) == ("P10", "small/pictures/person.svg")
    assert not twin.ok


def test_every_drawing_of_every_shipped_pack_is_shapes():
    drawn = sorted((Path(__file__).parents[3] / "packs").glob("*/pictures/*.svg"))
    assert len(drawn) > 100
    assert [str(p) for path in drawn for p in found(path.read_bytes())] == []


def test_a_drawing_that_is_no_text_does_not_stop_the_rest_from_being_told():
    pack = files() | {"small/pictures/person.svg": b"\x89PNG\r\n", "small/tiles.yaml": b"child: [S99]\n"}
    assert {p.code for p in build(pack, "small").problems} == {"P01", "P03"}
