"""Lists of lessons, practice conversations and stories: one tap begins each; a code marks what was done."""

from __future__ import annotations

import re

import pytest
from tests.conftest import COUNTRIES, world_of
from tests.pages.conftest import BUTTON, buttons, dials, unmarked, words
from tests.ways import LANGUAGES

from kapea.core.dialogue.progress import units
from kapea.core.languages.known import KHMER
from kapea.core.learning.progress_code import progress_code
from kapea.guide.models import Conversation
from kapea.web.public.unit_lists import KIND_AT, journey_at, unit_list

pytestmark = pytest.mark.any_database

UNIT = re.compile(r'<button class="unit([^"]*)" name="u" value="(\d+)">(.*?)</button>', re.S)
CODE = re.compile(r'<b class="code">([\d ]+)</b>')


def rows(page) -> dict[int, tuple[str, str]]:
    """By number, the class and the words of each row."""
    found = UNIT.findall(page.content.decode())
    return {int(n): (marks.strip(), re.sub(r"<[^>]+>", " ", unmarked(inner))) for marks, n, inner in found}


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_list_says_what_for_whom_and_how_long_in_every_language(country):
    world = world_of(country)
    for language in LANGUAGES[country]:
        for address, kind in KIND_AT.items():
            page = unit_list(world, language, address)
            listed = [row for _, group in page.groups for row in group]
            assert [row.number for row in listed] == [unit.number for unit in units(world, kind).values()]
            assert all(row.title and row.able[0] and row.picture in world.release.pictures for row in listed)
            assert all(re.search(r"\d", row.minutes) for row in listed)
            assert len({row.title for row in listed}) == len(listed)


def test_stories_stand_under_the_age_they_are_for(visitor, says):
    page = visitor.get("/en/stories")
    headings = re.findall(r'<h2 class="group">(.*?)</h2>', page.content.decode())
    assert headings == [says(f"word.learn-{band}") for band in ("9-11", "12-14", "15-17")]
    assert len(rows(page)) == 15


@pytest.mark.parametrize("address", KIND_AT)
@pytest.mark.parametrize("language", ["km", "en"])
def test_one_tap_begins_each_and_help_is_on_the_page(visitor, world, address, language):
    for number in rows(visitor.get(f"/{language}/{address}")):
        listed = visitor.get(f"/{language}/{address}")
        assert dials(listed)
        begun = visitor.answer(listed, u=str(number))
        assert begun.status_code == 200
        assert dials(begun)
        assert "help" in buttons(begun)


def test_a_form_without_a_number_begins_the_first(world):
    assert journey_at(world, "lessons", "", "") == next(iter(units(world, "lesson")))
    assert journey_at(world, "lessons", "", progress_code([1, 2])) == list(units(world, "lesson"))[2]
    assert journey_at(world, "lessons", "999", "") == next(iter(units(world, "lesson")))
    assert journey_at(world, "practice", "3", "") == list(units(world, "practice"))[2]


def brought(visitor, code: str, language: str = "en"):
    """The list after a code was written on it."""
    page = visitor.get(f"/{language}/lessons")
    return visitor.post(*visitor.form(page, typed=code))


def finish(visitor, page):
    """Walks a lesson by its first way on to the screen where it ends."""
    for _ in range(20):
        if CODE.search(page.content.decode()):
            return page
        offered = [
            (key, words)
            for name, key, words in BUTTON.findall(unmarked(page.content.decode()))
            if name == "a"
        ]
        onward = next((key for key, words in offered if "Go on" in words or "Done" in words), offered[0][0])
        page = visitor.answer(page, a=onward)
    raise AssertionError("the lesson did not end")


def test_a_lesson_ends_with_a_code_that_marks_it_on_the_list(visitor):
    ended = finish(visitor, visitor.answer(visitor.get("/en/lessons"), u="1"))
    [code] = CODE.findall(ended.content.decode())
    assert code == progress_code([1])
    listed = brought(visitor, code)
    assert [n for n, (_, said) in rows(listed).items() if "Done" in said] == [1]
    assert [n for n, (marks, _) in rows(listed).items() if marks == "next"] == [2]


def test_the_code_goes_with_whoever_begins_from_that_list(visitor):
    listed = brought(visitor, progress_code([1, 2, 3]))
    assert f'name="code" value="{progress_code([1, 2, 3])}"' in listed.content.decode()
    ended = finish(visitor, visitor.answer(listed, u="4"))
    assert CODE.findall(ended.content.decode()) == [progress_code([1, 2, 3, 4])]


def test_a_code_in_khmer_digits_and_a_mistyped_one(visitor, says):
    code = progress_code([1, 2]).translate({ord(str(n)): digit for n, digit in enumerate(KHMER.digits)})
    page = brought(visitor, code, "km")
    assert CODE.findall(page.content.decode()) == [progress_code([1, 2])]
    wrong = brought(visitor, "11 11 11", "km")
    assert says("word.note-code-wrong", "km") in words(wrong)
    assert not CODE.findall(wrong.content.decode())
    assert len(rows(wrong)) == 10
    assert 'value="11 11 11"' in wrong.content.decode()


def test_what_is_written_in_place_of_a_code_comes_back_as_words_and_nothing_else(visitor):
    page = brought(visitor, '"><script>alert(1)</script>')
    assert "&quot;&gt;&lt;script&gt;" in page.content.decode()
    assert len(brought(visitor, "9" * 5000).content) < len(page.content) + 200


def test_two_codes_of_one_household_come_together(visitor):
    mother = brought(visitor, progress_code([1, 2]))
    both = visitor.post(*visitor.form(mother, typed=progress_code([2, 6])))
    assert CODE.findall(both.content.decode()) == [progress_code([1, 2, 6])]
    wrong = visitor.post(*visitor.form(both, typed="11 11 11"))
    assert [n for n, (_, said) in rows(wrong).items() if "Done" in said] == [1, 2, 6]


def test_bringing_a_code_keeps_nothing_and_sets_no_cookie(visitor):
    visitor.get("/en/lessons")
    before = set(visitor.cookies)
    brought(visitor, progress_code([1]))
    assert set(visitor.cookies) == before
    assert not Conversation.objects.exists()


def test_the_code_is_in_no_address(visitor):
    ended = finish(visitor, visitor.answer(visitor.get("/en/lessons"), u="1"))
    [code] = CODE.findall(ended.content.decode())
    addresses = re.findall(r'(?:href|action)="([^"]*)"', ended.content.decode())
    assert not [a for a in addresses if code in a or code.replace(" ", "") in a]
