"""Whatever a translator gave is there after each command, and comes back from each journey unchanged."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.cli import running
from tests.cli.disk import standing
from tests.core.checker.small_pack import CATALOGUE

GIVEN = {"You did nothing wrong.": "មិនខុសទេ។", "Stop answering them.": "ឈប់ឆ្លើយ។"}
ENGLISH = "You did nothing wrong."


run = partial(running.run, "translate", code=0)


@pytest.fixture
def pack(pack) -> Path:
    """The small pack with its catalogues written, and two texts of S01 translated."""
    (pack / CATALOGUE).unlink()
    run("update", pack)
    for english, words in GIVEN.items():
        fill(s01(pack), english, words)
    return pack


def s01(pack: Path) -> Path:
    return pack / "locale" / "km" / "S01.po"


def fill(path: Path, english: str, words: str) -> None:
    text = path.read_text("utf-8")
    empty = f'msgid "{english}"\nmsgstr ""'
    assert text.count(empty) == 1
    path.write_text(text.replace(empty, f'msgid "{english}"\nmsgstr "{words}"'), "utf-8")


def translated(path: Path) -> dict[str, str]:
    """English to translation, of what is translated in a catalogue."""
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}


def change(pack: Path, old: str, new: str) -> None:
    source = pack / "situations" / "S01.yaml"
    text = source.read_text("utf-8")
    assert old in text
    source.write_text(text.replace(old, new), "utf-8")


# --- update ------------------------------------------------------------------------------


def test_an_update_keeps_each_translation_whatever_else_changes(pack):
    change(pack, "Your calm helps.", "Your calm helps a lot.")
    run("update", pack)
    assert translated(s01(pack)) == GIVEN


def test_a_translation_of_changed_english_is_kept_for_translators_and_shown_to_nobody(pack):
    change(pack, ENGLISH, "Nothing of it is your fault.")
    run("update", pack)
    assert translated(s01(pack))["Nothing of it is your fault."] == GIVEN[ENGLISH]
    assert "1 fuzzy" in run("status", pack, code=1).output


def test_english_that_is_changed_and_changed_back_still_has_its_translation(pack):
    change(pack, ENGLISH, "Nothing of it is your fault.")
    run("update", pack)
    change(pack, "Nothing of it is your fault.", ENGLISH)
    run("update", pack)
    assert translated(s01(pack)) == GIVEN


def test_a_catalogue_of_no_file_is_named_and_left_for_a_person_to_remove(pack):
    stray = pack / "locale" / "km" / "S77.po"
    stray.write_bytes(s01(pack).read_bytes())
    assert "S77.po belongs to no file any more" in run("update", pack).output
    assert stray.is_file()


def test_what_another_language_has_is_not_touched(pack):
    other = pack / "locale" / "sw" / "S01.po"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"somebody's own")
    run("update", pack)
    assert other.read_bytes() == b"somebody's own"


# --- out, and in again -------------------------------------------------------------------


def test_a_template_filled_in_becomes_our_catalogue(pack, tmp_path):
    """The way of who begins a language: extract, translate, import."""
    run("extract", pack, "--output", tmp_path / "out")
    template = tmp_path / "out" / "small" / "S02.pot"
    fill(template, "Breathe out slowly.", "ដកដង្ហើមចេញយឺតៗ។")
    run("import", pack, "km", template)
    assert translated(pack / "locale" / "km" / "S02.po") == {"Breathe out slowly.": "ដកដង្ហើមចេញយឺតៗ។"}


def test_templates_carry_nobodys_translation_to_another_language(pack, tmp_path):
    run("extract", pack, "--output", tmp_path / "out")
    for template in (tmp_path / "out").rglob("*.pot"):
        assert translated(template) == {}
        assert not any(words in template.read_text("utf-8") for words in GIVEN.values())


def test_our_own_catalogue_sent_back_changes_no_byte(pack, tmp_path):
    before = standing(pack)
    back = tmp_path / "back.po"
    back.write_bytes(s01(pack).read_bytes())
    assert "0 taken, 0 kept as fuzzy, 2 already ours" in run("import", pack, "km", back).output
    assert standing(pack) == before


def test_a_letter_taken_twice_is_as_if_taken_once(pack, tmp_path):
    back = tmp_path / "back.po"
    back.write_bytes(s01(pack).read_bytes())
    fill(back, "Your calm helps.", "ភាពស្ងប់ជួយ។")
    run("import", pack, "km", back)
    once = standing(pack)
    run("import", pack, "km", back)
    assert standing(pack) == once


def test_a_letter_in_which_everything_was_emptied_takes_nothing_away(pack, tmp_path):
    back = tmp_path / "empty.po"
    text = s01(pack).read_text("utf-8")
    for words in GIVEN.values():
        text = text.replace(f'msgstr "{words}"', 'msgstr ""')
    back.write_text(text, "utf-8")
    before = standing(pack)
    assert "left empty" in run("import", pack, "km", back).output
    assert standing(pack) == before


def test_two_letters_that_say_the_same_text_otherwise_are_both_named(pack, tmp_path):
    letters = []
    for name, words in (("dara.po", "ភាពស្ងប់ជួយ។"), ("sok.po", "ស្ងប់គឺល្អ។")):
        path = tmp_path / name
        path.write_bytes(s01(pack).read_bytes())
        fill(path, "Your calm helps.", words)
        letters.append(path)
    told = run("import", pack, "km", *letters, code=1)
    assert all(path.name in told.output for path in letters)


def test_a_letter_with_a_single_text_takes_no_other_away(pack, tmp_path):
    letter = tmp_path / "one.po"
    letter.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "S01.caregiver.first"\nmsgid "You came for help."\nmsgstr "អ្នកមករកជំនួយ។"\n',
        "utf-8",
    )
    assert "1 taken" in run("import", pack, "km", letter).output
    assert translated(s01(pack)) == GIVEN | {"You came for help.": "អ្នកមករកជំនួយ។"}


def test_a_text_of_another_pack_is_named_and_ours_stay(pack, tmp_path):
    foreign = tmp_path / "foreign.po"
    foreign.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "S99.child.first"\nmsgid "Not ours."\nmsgstr "មិនមែន"\n',
        "utf-8",
    )
    before = standing(pack)
    told = run("import", pack, "km", foreign, code=1)
    assert "foreign.po:" in told.output
    assert "1 refused" in told.output
    assert standing(pack) == before


# --- reviews and the page ----------------------------------------------------------------


def test_a_review_of_one_catalogue_touches_no_other(pack):
    before = standing(pack)
    run("review", pack, "km", "S01", "--by", "Sok Dara", "--on", "2026-11-24")
    after = standing(pack)
    assert [path for path in before if after[path] != before[path]] == [s01(pack)]


def test_a_review_changes_no_word(pack):
    run("review", pack, "km", "S01", "--by", "Sok Dara", "--on", "2026-11-24")
    assert translated(s01(pack)) == GIVEN


def test_reviewing_what_has_no_translation_marks_nothing(pack):
    told = run("review", pack, "km", "S02", "--by", "Sok Dara", "--on", "2026-11-24")
    assert "S02: 0 reviewed" in told.output
    assert "Sok Dara" not in (pack / "locale" / "km" / "S02.po").read_text("utf-8")


def test_the_page_of_the_same_catalogues_is_the_same_page(pack, tmp_path):
    pages = [tmp_path / "one.md", tmp_path / "two.md"]
    for page in pages:
        run("page", pack, "--output", page)
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_status_writes_nothing_and_says_by_its_exit_that_work_is_left(pack):
    before = standing(pack)
    assert "missing" in run("status", pack, code=1).output
    assert standing(pack) == before
