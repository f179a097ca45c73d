"""What has a form is found whole; what machines miss is written where people read it, figure by figure."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.planted_sets import (
    DIGITS,
    GROUPS,
    LANGUAGES,
    false_marks,
    measured,
    planted_turns,
    well_formed,
)

from kapea.core.studies.identifier_finder import proposed_identifiers
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.identifier_lists import BY_COUNTRY, EVERYWHERE, listed_identifiers
from kapea.core.studies.identifier_patterns import formed_identifiers, with_western_digits
from kapea.core.studies.text_edits import TextSpan

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "studies.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## What machines find, and miss\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_st_r25_whatever_is_well_formed_is_found_whole_in_every_script(language):
    country = planted_turns(language)[0]
    planted = list(well_formed(language))
    missed = [
        span.within(text)
        for text, span in planted
        if not any(mark.span.holds(span) for mark in proposed_identifiers(text, country))
    ]
    assert missed == []
    assert len(planted) > 80
    own = set(DIGITS.get(language, "0123456789"))
    assert any(own & set(span.within(text)) for text, span in planted)


def told_rows():
    rows = re.findall(r"^\| ([A-Z][a-z]+) \|(.+)\|$", SECTION, re.M)
    return {language: [cell.strip() for cell in cells.split("|")] for language, cells in rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_st_r25_the_page_says_what_is_measured(language):
    told = told_rows()[LANGUAGES[language]]
    found = [measured(language)[group] for group in GROUPS]
    formed = len(list(well_formed(language)))
    expected = [
        f"{formed} of {formed}",
        *(f"{r.found} of {r.planted}" for r in found),
        str(false_marks(language)),
    ]
    assert told == expected


def test_st_r25_every_language_is_on_the_page_and_nothing_is_called_safe():
    assert set(told_rows()) == set(LANGUAGES.values())
    assert not re.search(r"\b(is|are|be) safe\b|\bsafe(ly)? to\b", SECTION)
    names = [measured(language)["names"] for language in LANGUAGES]
    assert all(recall.percent < 50 for recall in names)
    assert f"fewer than {1 + max(recall.percent for recall in names)} of 100 names" in SECTION


def test_rare_details_and_spoken_numbers_are_found_by_people_alone():
    for language in LANGUAGES:
        assert measured(language)["rare details"].found == 0
        assert measured(language)["spoken numbers"].found == 0


@pytest.mark.parametrize(
    ("text", "kind", "surface"),
    [
        ("write to ⟨@phkay_repair_09⟩ now", IdentifierKind.HANDLE, "@phkay_repair_09"),
        ("លេខ ០១២ ០០០ ៤១៧។", IdentifierKind.PHONE, "០១២ ០០០ ៤១៧"),
        ("फोन ९८०००००४१७", IdentifierKind.PHONE, "९८०००००४१७"),
        ("जन्म २०६५/०३/११ मा", IdentifierKind.DATE, "२०६५/०३/११"),
        ("since ١٤/٠٣/٢٠٢٤ she", IdentifierKind.DATE, "١٤/٠٣/٢٠٢٤"),
        ("code QFT7X9K2LM came", IdentifierKind.NUMBER, "QFT7X9K2LM"),
        ("see https://t.me/phkay417.", IdentifierKind.LINK, "https://t.me/phkay417"),
        ("a.b@example.org,", IdentifierKind.MAIL, "a.b@example.org"),
        ("in November we", IdentifierKind.DATE, "November"),
    ],
)
def test_a_form_is_marked_as_what_it_is(text, kind, surface):
    (mark,) = formed_identifiers(text)
    assert (mark.kind, mark.span.within(text)) == (kind, surface)


@pytest.mark.parametrize(
    "text",
    ["I may go in march with 40 others", "it costs 12000", "call 1280 or 116", "half-way, 3 of 4", "मे मा"],
)
def test_what_is_no_identifier_is_left_alone(text):
    assert formed_identifiers(text) == ()


@settings(max_examples=100)
@given(st.text("ab01២៧३९۴٢ @._-/+:\u200bកា A\n", max_size=60))
def test_marks_lie_in_the_text_and_never_over_each_other(text):
    assert len(with_western_digits(text)) == len(text)
    marks = proposed_identifiers(text, "KH")
    assert [mark.span.within(text) for mark in marks] == [text[m.span.start : m.span.end] for m in marks]
    for one, other in pairwise(marks):
        assert one.span.end <= other.span.start


@pytest.mark.parametrize("country", BY_COUNTRY)
def test_every_word_of_a_list_leads_to_something(country):
    names = {"KH": "ផ្កាយ", "NP": "तारा"}
    for cue in (*EVERYWHERE, *BY_COUNTRY[country]):
        for word in cue.words.replace("_", "\x00").split():
            said = word.replace("\x00", " ")
            name = "Tara" if said.isascii() else names[country]
            texts = {"after": f"{said} {name}", "before": f"{name} {said}", "numbered": f"{said} 7"}
            text = texts[cue.side.value]
            assert TextSpan(0, len(text)) in {m.span for m in listed_identifiers(text, country)}, text


def test_a_word_of_a_list_inside_another_word_leads_to_nothing():
    assert list(listed_identifiers("Tala nimetaka si Mamaland ya", "KE")) == []
    assert list(listed_identifiers("គេបង្ហាញ បង្ហាញ", "KH")) == []
