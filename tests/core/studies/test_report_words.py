"""Words of reports: no id of core is without them in any of the five languages, and no gap is lost."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from tests.core.studies.demo_consents import demo_people
from tests.core.studies.reported_demo import report_words

from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.studies.chance_agreement import NoFigure
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.core.studies.quote_attribution import PlaceTold, label_ladder, label_message
from kapea.core.studies.quote_bank import PlacedQuote, QuoteRefusal, RefusedQuote
from kapea.core.studies.reports.report_word_ids import OWN, REPORT_WORD_IDS
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.web.staff.words import english_words, staff_languages, translated_words

GAP = re.compile(r"\{\w+\}")
OTHERS = [language for language in staff_languages() if language != "en"]


def test_every_id_that_core_gives_has_words_and_no_other_is_kept():
    assert [id for id in REPORT_WORD_IDS if id not in english_words()] == []
    figures = ("agreement-measure-", "agreement-basis-", "agreement-of-", "agreement-reading-")
    none = ("agreement-none-", "saturation-none-")
    begins = (OWN, *figures, *none, "coreq-", "srqr-", "unsaid-", "quote-", "finding-", "mend-")
    assert {id for id in english_words() if id.startswith(begins)} <= REPORT_WORD_IDS


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_them_with_the_same_gaps(language):
    said = translated_words(language)
    gone = {
        id
        for id in REPORT_WORD_IDS
        if set(GAP.findall(said.get(id, ""))) != set(GAP.findall(english_words()[id]))
    }
    assert gone == set()
    assert said.keys() >= REPORT_WORD_IDS


@pytest.mark.parametrize("place", PlaceTold)
@pytest.mark.parametrize("language", staff_languages())
def test_every_label_that_somebody_can_bear_has_words(language, place):
    words = report_words(language)
    people = [*demo_people(), *(replace(each, years=13) for each in demo_people())]
    for person in people:
        for label in label_ladder(person, place):
            assert label_message(label)[0] in REPORT_WORD_IDS
            said = words.label(label)
            assert said
            assert "{" not in said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ((("role", "child"), ("age", "12-14"), ("gender", "boy"), ("years", "14")), "a boy, 14 years"),
        ((("group", "child"), ("role", "child"), ("age", "12-14")), "a child, 12 to 14 years"),
        ((("group", "adult"), ("role", "carer"), ("gender", "woman")), "a mother or carer"),
        ((("group", "adult"), ("role", "teacher"), ("gender", "man")), "a teacher (man)"),
        ((("group", "adult"), ("role", "unheard-of"), ("gender", "man")), "a grown-up (man)"),
        ((("group", "adult"),), "a grown-up"),
        ((("place", "remote"),), "somebody from: Far from roads and services"),
        ((), "somebody who took part"),
    ],
    ids=str,
)  # fmt: skip
def test_a_label_says_its_parts_and_no_other(label, said):
    assert report_words().label(label) == said


def test_words_that_were_not_said_so_are_marked():
    quote = PlacedQuote("q", "T1", ("C1",), "Yes.", translated=True)
    assert report_words().under_quote(quote, (("group", "child"),)) == "a child; translated"
    assert report_words().under_quote(replace(quote, translated=False), (("group", "child"),)) == "a child"


@pytest.mark.parametrize(
    "because", [*QuoteRefusal, *(o for o in ScopeOutcome if o is not ScopeOutcome.COVERED)]
)
def test_every_refusal_of_a_quote_is_told(because):
    scope = ResearchScope.QUOTE if isinstance(because, ScopeOutcome) else None
    said = report_words("km").refusal(RefusedQuote("q", because, "C1", scope))
    assert said
    assert "C1" not in said
    assert "{" not in said


def test_counts_and_figures_are_told_apart():
    words = report_words()
    told = [words.mark(mark) for mark in (ShownCount(7), CountMark.ZERO, CountMark.HIDDEN, CountMark.NO_DATA)]
    assert told == ["7", "0", "hidden", "no data"]
    assert words.figure(Fraction(7252, 10_000)) == "0.7252"
    assert words.figure(NoFigure.ONE_VALUE_ONLY) == "all bear the same code"
    assert words.fact(None) == words.fact(()) == "Missing"
    assert words.fact(0) == "0"


def test_every_age_that_is_seated_has_words():
    assert {f"study-band-{band.value}" for band in ResearchAgeBand} <= REPORT_WORD_IDS
