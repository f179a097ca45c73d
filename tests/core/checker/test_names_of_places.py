"""K12 and the names of where help is: a place may be named after a river, and is no means of self-harm."""

from __future__ import annotations

import msgspec
import pytest
from tests.core.checker.small_pack import ON, built

from kapea.core.checker import check

NAME, ADDRESS, AREA = "service.helpline.name", "service.hall.address", "area.01"
ROPE = "ខ្សែពួរ"


def found(text: str, *, km: str, en: str = "") -> list[str]:
    """What K12 says of a text with these words."""
    small = built()
    texts = {language: dict(words) for language, words in small.release.texts.items()}
    assert text in texts["en"]
    texts["km"][text] = km
    texts["en"][text] = en or texts["en"][text]
    small.release = msgspec.structs.replace(small.release, texts=texts)
    return [problem.says for problem in check(small, on=ON).of("K12")]


@pytest.mark.parametrize("text", [NAME, ADDRESS, AREA])
def test_a_name_that_has_the_word_of_a_thing_in_it_is_a_name(text):
    assert found(text, km=f"មណ្ឌល {ROPE} បាទី") == []


@pytest.mark.parametrize("text", [NAME, ADDRESS, AREA])
def test_a_name_that_says_it_in_english_is_no_name(text):
    said = found(text, km=f"មណ្ឌល {ROPE} បាទី", en="House of the rope")
    assert {each.split(":")[0] for each in said} == {"en", "km"}


@pytest.mark.parametrize("text", ["service.helpline.does", "A5.pay/child"])
def test_whatever_is_no_name_is_searched_as_before(text):
    [said] = found(text, km=f"យក {ROPE} ចេញ")
    assert "means of self-harm" in said


def test_what_is_never_said_is_said_in_no_name():
    [said] = found(NAME, km="មណ្ឌល អាក្រក់")
    assert "is never said" in said
