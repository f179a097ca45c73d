"""The form of one question as XLSForm, in five languages: it converts, and nobody can be known by it."""

from __future__ import annotations

import io
from fractions import Fraction
from functools import cache
from xml.etree.ElementTree import Element, fromstring

import pytest
from openpyxl import load_workbook

from kapea.core.studies.paper_chances import PaperWay, made_chances
from kapea.core.studies.question_sheet import PREPARED, QUESTION_FORM_ID, STATEMENTS, question_sheet
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.studies.session_forms import FORM_LANGUAGES, converted, write_session_form
from kapea.web.field.plan_question_words import question_words
from kapea.web.staff.words import english_words

XFORMS = "{http://www.w3.org/2002/xforms}"
CHANCES = {
    DesignKind.CROSSWISE: (PaperWay.SLIPS, [Fraction(3, 20)]),
    DesignKind.WARNER: (PaperWay.MONTHS, [Fraction(1, 4)]),
    DesignKind.FORCED: (PaperWay.DIE, [Fraction(1, 6), Fraction(1, 6)]),
    DesignKind.UNRELATED: (PaperWay.SLIPS, [Fraction(7, 10), Fraction(1, 10)]),
}
KINDS = pytest.mark.parametrize("kind", DesignKind, ids=lambda kind: kind.value)


def words(kind: DesignKind, language: str) -> dict[str, str]:
    lines = tuple(f"{language} line {n}" for n in range(1, STATEMENTS[kind].least + 1))
    made = made_chances(kind, *CHANCES[kind]) if kind in PREPARED else None
    return question_words(language, kind, made, lines)


@cache
def form(kind: DesignKind) -> bytes:
    sheet = question_sheet(kind, STATEMENTS[kind].least, "words")
    return write_session_form(sheet, {code: words(kind, code) for code in FORM_LANGUAGES})


@cache
def xform(kind: DesignKind) -> Element:
    return fromstring(converted(form(kind)))


def labels(kind: DesignKind, language: str) -> str:
    page = load_workbook(io.BytesIO(form(kind)))["survey"]
    at = [cell.value for cell in page[1]].index(f"label::{FORM_LANGUAGES[language]}")
    return "\n".join(str(line[at]) for line in page.iter_rows(min_row=2, values_only=True) if line[at])


@KINDS
def test_it_converts_in_five_languages_and_every_row_has_words(kind):
    translations = {each.get("lang") for each in xform(kind).iter(f"{XFORMS}translation")}
    assert translations == set(FORM_LANGUAGES.values())
    instance = next(xform(kind).iter(f"{XFORMS}instance"))[0]
    assert instance.get("id") == QUESTION_FORM_ID
    for language in FORM_LANGUAGES:
        said = labels(kind, language)
        assert "{" not in said, "a place for a number that nobody filled in"
        assert f"{language} line 1" in said


@KINDS
def test_st_r11_it_takes_no_words_name_place_picture_sound_or_device(kind):
    tags = {each.tag for each in xform(kind).iter()}
    assert not {f"{XFORMS}upload", f"{XFORMS}trigger"} & tags
    binds = list(xform(kind).iter(f"{XFORMS}bind"))
    assert {bind.get("type") for bind in binds} - {None} <= {"int", "string"}
    typed = {each.get("ref") for each in xform(kind).iter(f"{XFORMS}input")}
    of_words = {bind.get("nodeset") for bind in binds if bind.get("type") == "string"}
    assert typed & of_words <= {bind.get("nodeset") for bind in binds if bind.get("readonly")}
    made_by_device = [name for bind in binds for name in bind.attrib if "preload" in name]
    assert len(made_by_device) == 1, "the instanceID alone"
    kept = {bind.get("nodeset", "").rpartition("/")[2] for bind in binds}
    assert not {"start", "end", "today", "deviceid", "username", "phonenumber", "name"} & kept


@KINDS
def test_it_says_that_it_is_a_draft_rehearses_and_hands_over_who_helps(kind):
    said = labels(kind, "en")
    order = [said.index(each) for each in ("Draft. Nobody", "Practise", "Now the question", "who helps")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (DesignKind.CROSSWISE, ["20 folded slips", "3 with a dot", "“the slip has a dot”"]),
        (DesignKind.WARNER, ["first 3 months of the year", "they answer the first, else the second"]),
        (
            DesignKind.FORCED,
            ["the die shows 1 or less, they say yes", "the die shows 6 or more, they say no"],
        ),
        (DesignKind.UNRELATED, ["14 with a dot", "second bag: 20 folded slips, 2 with a dot"]),
    ],
    ids=lambda value: value.value if isinstance(value, DesignKind) else "",
)
def test_chance_is_told_as_the_plan_has_it(kind, says):
    for each in says:
        assert each in labels(kind, "en")


def test_every_word_of_forms_stands_in_one_of_them():
    in_rows = {text for kind in DesignKind for text in question_sheet(kind, STATEMENTS[kind].least, "").texts}
    put_together = {f"in-form-{each}-{way.value}" for each in ("prepare", "if", "or") for way in PaperWay}
    put_together |= {f"in-form-how-{kind.value}" for kind in DesignKind} | {"in-form-prepare-slips-two"}
    there = {id for id in english_words() if id.startswith("in-form-")}
    assert there == put_together | {
        text
        for text in in_rows
        if text.startswith("in-form-") and text not in ("in-form-how", "in-form-prepare")
    }


def test_slips_of_a_forced_answer_have_dots_and_crosses():
    made = made_chances(DesignKind.FORCED, PaperWay.SLIPS, [Fraction(3, 20), Fraction(1, 10)])
    said = question_words("en", DesignKind.FORCED, made, ("line",))
    assert "3 with a dot, 2 with a cross" in said["in-form-prepare"]
    assert "If the slip has a cross, they say no" in said["in-form-how"]
