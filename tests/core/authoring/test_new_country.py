"""A country that is only begun: every file reads, no number is in it, and all that is missing is named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.checker.small_pack import ON, files

from kapea.core.authoring.new_country import Missing, Start, missing_parts, new_country_files
from kapea.core.checker.check import check
from kapea.core.pack.build import Built, build
from kapea.core.pack.parse.pack_toml import parse_meta
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

TEXTS = 1234
NAMES = st.text(st.characters(categories=("L", "Zs")) | st.sampled_from("\"'\\{}#:"), min_size=1, max_size=20)
starts = st.builds(
    Start,
    id=st.just("land"),
    country=st.sampled_from(("TH", "KE", "PE")),
    name=NAMES,
    language=st.sampled_from(("th", "en", "sw", "es")),
    spoken=NAMES,
    own_name=NAMES,
    time_zone=st.sampled_from(("Asia/Bangkok", "America/Lima")),
    is_new=st.booleans(),
)
THAILAND = Start("land", "TH", "Thailand", "th", "Thai", "ไทย", "Asia/Bangkok", is_new=True)


def begun(start: Start = THAILAND) -> Built:
    """The country on the journeys of the small pack, without that pack's own services and head."""
    below = {
        name.replace("small/", "common/"): data
        for name, data in files().items()
        if not name.startswith(("small/pack.toml", "small/contacts", "small/services", "small/holidays"))
        and not name.startswith(("small/areas", "small/locale"))
    }
    menu = below["common/menus/chat.yaml"].replace(b"chat-writers", b"any-report")
    below["common/menus/report.yaml"] = menu.replace(b"[Settings,", b"[Report,")
    own = {f"land/{path}": text.encode() for path, text in new_country_files(start, TEXTS).items()}
    return build({**below, **own}, "land")


@given(starts)
def test_every_file_of_it_reads_whatever_the_country_is_called(start):
    findings = Findings()
    for path, text in new_country_files(start, TEXTS).items():
        if path.endswith(".yaml"):
            assert read_yaml(f"land/{path}", text.encode(), findings) is not None
    meta = parse_meta(
        {"land/pack.toml": new_country_files(start, TEXTS)["pack.toml"].encode()}, "land", findings
    )
    assert findings.problems == []
    assert meta is not None
    assert (meta.name, meta.begun, meta.live, meta.default_language) == (start.name, True, False, "en")


@given(starts)
def test_no_number_that_could_be_dialled_stands_in_any_of_it(start):
    for path, text in new_country_files(start, TEXTS).items():
        found = re.findall(r"number: *[\"']?\d|phones:|tel:", text)
        assert found == [], path


@given(starts)
def test_all_that_is_missing_stands_in_its_readme_with_what_to_do_the_gravest_first(start):
    page = new_country_files(start, TEXTS)["README.md"]
    gaps = missing_parts(start, TEXTS)
    places = [page.index(f"{n}. **{gap.what}.** To mend: {gap.mend}.") for n, gap in enumerate(gaps, 1)]
    assert places == sorted(places)
    assert gaps[0].what.startswith("Nobody to call")


def whats(gaps: tuple[Missing, ...]) -> str:
    return "\n".join(gap.what for gap in gaps)


@pytest.mark.parametrize(
    ("language", "is_new", "translations", "word_list"),
    [("th", True, True, True), ("th", False, True, False), ("en", False, False, False)],
)
def test_what_a_language_lacks_is_asked_for_and_nothing_that_is_there(
    language, is_new, translations, word_list
):
    start = Start("land", "TH", "Thailand", language, "Thai", "ไทย", "Asia/Bangkok", is_new)
    said = whats(missing_parts(start, TEXTS))
    assert ("1,234 texts to translate" in said) == translations
    assert ("No word list" in said) == word_list
    assert (f"lint/{language}.yaml" in new_country_files(start, TEXTS)) == is_new
    assert start.languages == (("en",) if language == "en" else (language, "en"))


def test_a_begun_country_has_no_error_but_for_what_says_that_it_is_unfinished():
    built = begun()
    assert [str(p) for p in built.problems if p.severity == "error"] == []
    report = check(built, on=ON)
    assert report.begun
    assert report.waiting, "something waits for numbers"
    assert [str(p) for p in report.errors] == []


def test_a_begun_country_is_refused_where_people_would_meet_it():
    assert not check(begun(), on=ON, live=True).ok
