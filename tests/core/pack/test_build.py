"""A pack builds to one release or says everything that is wrong, with file, line and mend."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.packs import MUCH

from kapea.content import folder, word_breaks
from kapea.core.pack.build import build
from kapea.core.pack.model import decode_release, encode_release
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return folder.read_pack_files(folder.shipped() / "cambodia")[1]


def _with(files, path, before, after):
    text = files[path].decode("utf-8")
    assert before in text
    return files | {path: text.replace(before, after, 1).encode()}


BROKEN = [
    # file, what stands there, what is put instead, code, what the message must name
    ("common/situations/S02.yaml", "level: orange", "level: purple", "P03", "green, yellow, orange, red"),
    ("common/situations/S02.yaml", "level: orange", "lvel: orange", "P04", "lvel"),
    ("common/situations/S02.yaml", "id: S02", "id: S99", "P03", "S99"),
    ("common/situations/S02.yaml", "never: [pay,", "never: [dance,", "P06", "dance"),
    ("common/situations/S02.yaml", "evidence: A3", "evidence: A77", "P06", "A77"),
    ("common/situations/S02.yaml", "asks: [band, power, dying, home]", "asks: [weather]", "P03", "weather"),
    ("common/situations/S02.yaml", "  child:", "  children:", "P03", "child, caregiver"),
    ("common/situations/S02.yaml", "level: orange", "level: orange\nlevel: red", "P01", "twice"),
    ("common/situations/S02.yaml", "level: orange", "level: &x orange", "P01", "anchors"),
    ("common/journeys/help.yaml", "to: q-danger}", "to: nowhere}", "K01", "nowhere"),
    ("common/journeys/help.yaml", "set: {who: child}", "set: {who: cat}", "P03", "cat"),
    ("common/journeys/help.yaml", "ask: who\n", "ask: whom\n", "K01", "whom"),
    ("common/words.yaml", 'yes: "Yes"', "yes: [a, b]", "P02", "sentence"),
    ("cambodia/pack.toml", 'country = "KH"', "country = KH", "P01", "quotes"),
    ("cambodia/pack.toml", 'id = "cambodia"', 'id = "kambodia"', "P03", "kambodia"),
    ("cambodia/pack.toml", 'name = "Cambodia"', 'nmae = "Cambodia"', "P02", "nmae"),
]


@pytest.mark.parametrize(
    ("path", "before", "after", "code", "names"), BROKEN, ids=[b[2][:24] for b in BROKEN]
)
def test_a_fault_is_named_with_its_place_and_mend(files, path, before, after, code, names):
    problems = build(_with(files, path, before, after), "cambodia").problems
    found = [p for p in problems if p.code == code and p.place.file == path]
    assert found, [str(p) for p in problems]
    assert names in str(found[0])
    assert found[0].place.line >= 1


def test_one_run_reports_every_fault(files):
    broken = _with(files, "common/situations/S02.yaml", "id: S02", "id: S99")
    broken = _with(broken, "common/situations/S03.yaml", "level: orange", "lvel: orange")
    broken = _with(broken, "common/words.yaml", 'yes: "Yes"', "yes: [a, b]")
    assert {"P02", "P03", "P04"} <= {p.code for p in build(broken, "cambodia").problems}


def test_the_shipped_pack_builds_without_a_word(cambodia):
    assert [str(p) for p in cambodia.problems if p.severity == "error"] == []


def test_a_release_reads_back_as_it_was(cambodia):
    assert decode_release(encode_release(cambodia.release)) == cambodia.release


def test_the_same_files_give_the_same_hash(files, cambodia):
    again = build(dict(reversed(list(files.items()))), "cambodia", word_breaks.breakers())
    assert again.release.hash == cambodia.release.hash


def test_another_word_gives_another_hash(files, cambodia):
    changed = build(
        _with(files, "common/words.yaml", "Not sure", "Unsure"), "cambodia", word_breaks.breakers()
    )
    assert changed.release.hash != cambodia.release.hash


def test_a_countrys_own_file_stands_before_the_common_one(files):
    changed = _with(files, "common/words.yaml", "Not sure", "Our own words")
    own = files | {"cambodia/words.yaml": changed["common/words.yaml"]}
    assert build(own, "cambodia").release.texts["en"]["word.unsure"] == "Our own words"


def test_every_text_of_a_situation_has_a_place(cambodia):
    assert cambodia.places["S02.child.step.1.do"].file == "common/situations/S02.yaml"
    assert cambodia.places["S02.child.step.1.do"].line > 10


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_never_a_crash(data):
    found = Findings()
    item = read_yaml("x.yaml", data, found)
    assert item is not None or found.problems


@settings(max_examples=8 * MUCH, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_pack_with_a_line_lost_builds_or_says_why(files, data):
    path = data.draw(st.sampled_from(sorted(p for p in files if p.endswith(".yaml") and b"\n" in files[p])))
    lines = files[path].split(b"\n")
    lost = data.draw(st.integers(0, len(lines) - 1))
    built = build(files | {path: b"\n".join(lines[:lost] + lines[lost + 1 :])}, "cambodia")
    assert built.release is not None or built.problems


def test_yes_and_no_are_words():
    found = Findings()
    item = read_yaml("x.yaml", b"yes: no\nmaybe: true\ncount: 3\nphone: '0123'\nempty:\n", found)
    assert item.plain() == {"yes": "no", "maybe": True, "count": 3, "phone": "0123", "empty": None}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"a: b: c", "quotes"),
        (b"", "empty"),
        (b"\xff", "UTF-8"),
        (b"a: [1, 2", "indentation"),
        (b"x" * 600_000, "split"),
    ],
)
def test_what_does_not_read_says_how_to_mend_it(data, says):
    found = Findings()
    assert read_yaml("x.yaml", data, found) is None
    assert says in str(found.problems[0])
