"""One record of a language is all that Kapea needs: what depends on a language takes it from there."""

from __future__ import annotations

import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import styles
from tests.conftest import COUNTRIES, world_of
from tests.ways import LANGUAGES as OF_COUNTRY

from kapea.content import word_breaks
from kapea.core.checker import content_report, readability
from kapea.core.dialogue.text_input import normalised
from kapea.core.languages import known
from kapea.core.languages.known import LANGUAGES, LATIN, LineHeights, Script, language, language_code
from kapea.core.languages.speech import speech_seconds
from kapea.core.languages.text import FULL_STOPS, is_spaced, is_tall
from kapea.core.present.dates import in_words

THAI = known.Language(
    code="th",
    name="ไทย",
    script=Script(code="Thai", digits="๐๑๒๓๔๕๖๗๘๙", screen=LineHeights(1.9, 1.8, 1.7), paper=0.4, room=1.8),
    aliases=("tha",),
    letters_a_second=5.0,
    most_words=7,
    words_because="thrown away after this test",
    cutter="khmercut",
    site_name="กาเปีย",
)


@pytest.fixture
def thai(monkeypatch):
    """A language that comes along as one record, for one test."""
    monkeypatch.setitem(LANGUAGES, "th", THAI)
    return THAI


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_language_that_is_served_has_a_record_and_is_called_what_it_calls_itself(country):
    release = world_of(country).release
    for code in release.languages:
        assert release.text(f"word.language-{code}", code) == LANGUAGES[code].name
    assert set(OF_COUNTRY[country]) <= LANGUAGES.keys()


def test_a_language_of_which_nobody_has_said_how_long_a_sentence_may_be_claims_no_number(monkeypatch):
    monkeypatch.setitem(LANGUAGES, "vi", known.Language(code="vi", name="Tiếng Việt"))
    made = content_report.content_report_page([])
    assert "* vi: sentences are not counted" in made
    assert " 0 words" not in made


def test_a_new_record_makes_all_its_facts_reachable(thai):
    assert language_code("tha-TH") == "th"
    assert speech_seconds("ก" * 50, "th") == pytest.approx(10.4)
    assert ":lang(th){line-height:1.9;--small:1.7}" in styles.languages_css()
    assert "* th: 7 words a sentence (thrown away after this test)" in content_report.content_report_page([])
    assert "th" in word_breaks.breakers()
    assert language("th").site_name == "กาเปีย"


def test_what_has_no_record_is_read_as_slowly_as_the_slowest_and_never_by_a_computer():
    unknown = language("xx")
    assert unknown.letters_a_second == min(each.letters_a_second for each in LANGUAGES.values())
    assert (unknown.voice, unknown.cutter, unknown.most_words, unknown.graded) == ("", "", 0, False)
    assert unknown.script == LATIN


def test_no_code_or_alias_stands_for_two_languages():
    every = [code for each in LANGUAGES.values() for code in (each.code, *each.aliases)]
    assert len(every) == len(set(every))
    assert all(code == each.code for code, each in LANGUAGES.items())


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_number_in_the_digits_of_any_script_is_the_same_number(code):
    own = LANGUAGES[code].script.digits
    assert normalised(own[1] + own[2] + own[8] + own[0]) == "1280"
    assert known.western_digits(own) == "0123456789"


@pytest.mark.parametrize(
    ("code", "letter"), [("km", "ក"), ("ne", "क"), ("sw", "k"), ("fil", "k"), ("en", "k")]
)
def test_a_record_and_the_letters_of_its_script_say_the_same(code, letter):
    """What is decided by the letter (words without a language beside them) agrees with the record."""
    script = LANGUAGES[code].script
    assert is_tall(letter) == (script.room > LATIN.room)
    assert is_spaced(letter) == (not LANGUAGES[code].cutter)


def test_english_alone_has_a_grade_and_says_the_day_before_the_month():
    assert [each.code for each in LANGUAGES.values() if each.graded] == ["en"]
    assert readability.measure_reading(["They can call now."], "en").grade is not None
    assert readability.measure_reading(["Piga simu sasa."], "sw").grade is None
    assert in_words("2027-05-24", "en") == "24 May 2027"


def test_the_style_sheet_has_the_heights_of_every_record():
    kept = styles.STYLES.read_text(encoding="utf-8")
    assert styles.with_languages(kept) == kept, "run: python scripts/styles.py"


def test_a_sentence_takes_its_letters_and_a_breath():
    assert speech_seconds("a" * 120, "en") == pytest.approx(10.4)
    assert speech_seconds("One. Two.", "en") > speech_seconds("One, two.", "en")
    for stop in FULL_STOPS:
        assert speech_seconds(f"ក{stop}ក{stop}", "km") == pytest.approx(2 / 11 + 0.8)


@given(st.text(max_size=60))
def test_letters_marks_and_numbers_take_time_and_other_signs_none(words: str):
    alone = "".join(each for each in words if unicodedata.category(each)[0] in "LMN")
    sentences = max(1, sum(words.count(stop) for stop in FULL_STOPS))
    letters = len(alone) / LANGUAGES["en"].letters_a_second
    assert speech_seconds(words, "en") == pytest.approx(letters + 0.4 * sentences)


def test_records_do_not_change_after_they_are_made():
    with pytest.raises(AttributeError):
        LANGUAGES["km"].cutter = ""
    assert msgspec.structs.replace(LANGUAGES["km"], cutter="") != LANGUAGES["km"]
