"""`kapea coverage`: a table for people, one object for programs, and exit 1 on a hole."""

from __future__ import annotations

import json
from functools import partial

from tests.cli import running

from kapea.core.pack.parse.situations import AUDIENCES

AGES = ", ".join(f"{who}: [12-14]" for who in AUDIENCES)


run = partial(running.run, "coverage")


def expects(pack, situations: str) -> None:
    (pack / "catalogue.yaml").write_text(f"ages: {{{AGES}}}\nsituations: {{{situations}}}\n", "utf-8")


def test_no_hole_is_exit_0(pack):
    expects(pack, "S01: {title: A threat, for: [child], asks: {child: [dying]}}")
    told = run(pack)
    assert told.exit_code == 0, told.output
    assert "no hole" in told.output


def test_a_hole_is_named_and_is_exit_1(pack):
    expects(pack, "S01: {title: A threat, for: [child, peer], asks: {child: [dying], peer: [dying]}}")
    told = run(pack)
    assert told.exit_code == 1
    assert "S01 peer, 12-14, km, en: no text: everything" in told.output
    [row] = [line for line in told.output.splitlines() if line.startswith("S01 ")]
    assert "A threat" in row
    assert "✗" in row


def test_json_has_each_hole_by_itself(pack):
    expects(pack, "S01: {title: A threat, for: [child, peer], asks: {child: [dying], peer: [dying]}}")
    [found] = json.loads(run(pack, "--json").output)["packs"]
    assert [(h["audience"], h["language"], h["no_text"]) for h in found["holes"]] == [
        ("peer", "km", ["everything"]),
        ("peer", "en", ["everything"]),
    ]


def test_plain_files_and_packs_that_are_only_built_on_are_left_out(pack):
    licence, base = pack.parent / "LICENSE", pack.parent / "base"
    licence.write_text("free", "utf-8")
    base.mkdir()
    (base / "pack.toml").write_text('id = "base"\ncountry = ""\n', "utf-8")
    assert run(licence, base, pack).output.startswith("small:")
    assert run(licence, base).exit_code == 2
