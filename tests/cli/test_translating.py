"""Translations go out, come back and are reviewed, as a translator and an author would do it."""

from __future__ import annotations

import re
import shlex
import shutil
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli import running
from tests.core.checker.small_pack import CATALOGUE

from kapea.cli.main import main
from kapea.content.folder import shipped

FIRST = "You did nothing wrong."


run = partial(running.run, "translate")


@pytest.fixture
def pack(pack):
    """The small pack, with every catalogue written and nothing translated."""
    (pack / CATALOGUE).unlink()
    assert run("update", pack).exit_code == 0
    return pack


@pytest.fixture
def s01(pack):
    return pack / "locale" / "km" / "S01.po"


def say(path, source: str, words: str) -> None:
    """Translates one text, as an editor would."""
    text = path.read_text("utf-8")
    assert text.count(f'msgid "{source}"\nmsgstr ""') == 1
    mended = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{words}"')
    path.write_text(mended, "utf-8")


def letter(s01, tmp_path, name: str = "from Sok (2).po"):
    """A copy of the catalogue, as it comes back by mail, still to be filled in."""
    path = tmp_path / name
    path.write_bytes(s01.read_bytes())
    return path


def test_a_template_is_written_for_each_source_file(pack, tmp_path):
    told = run("extract", pack, "--output", tmp_path / "out")
    assert told.exit_code == 0
    names = {p.name for p in (tmp_path / "out" / "small").iterdir()}
    assert {"S01.pot", "help.pot", "words.pot", "contacts.pot"} <= names


def test_a_letter_is_taken_and_status_says_draft(pack, s01, tmp_path):
    back = letter(s01, tmp_path)
    say(back, FIRST, "មិនខុសទេ។")
    told = run("import", pack, "km", back)
    assert told.exit_code == 0, told.output
    assert "1 taken" in told.output
    assert "មិនខុសទេ។" in s01.read_text("utf-8")
    assert "(1 draft, 0 reviewed)" in run("status", pack).output


def test_only_what_came_back_is_written(pack, s01, tmp_path):
    """Also where another catalogue is behind its English: that is for `update`, and seen there."""
    other = pack / "situations" / "S02.yaml"
    other.write_text(other.read_text("utf-8").replace("Breathe out slowly.", "Breathe slowly."), "utf-8")
    before = {p: p.read_bytes() for p in pack.rglob("*.po")}
    back = letter(s01, tmp_path)
    say(back, FIRST, "មិនខុសទេ។")
    run("import", pack, "km", back)
    assert [p for p, data in before.items() if p.read_bytes() != data] == [s01]


def test_a_banned_word_is_refused_with_its_line_and_the_rest_is_taken(pack, s01, tmp_path):
    back = letter(s01, tmp_path)
    say(back, FIRST, "អ្នកអាក្រក់")
    say(back, "Your calm helps.", "ល្អ")
    told = run("import", pack, "km", back)
    assert told.exit_code == 1
    assert "from Sok (2).po:" in told.output
    assert "mend: say instead: leave it out" in told.output
    assert "1 taken" in told.output
    assert "អាក្រក់" not in s01.read_text("utf-8")


@pytest.mark.parametrize(
    "data", [b"Dear all, here it is\n", b"\xff\xfe", b'msgid ""\nmsgstr "Language: sw\\n"\n']
)
def test_a_file_that_does_not_read_or_is_of_another_language_writes_nothing_at_all(pack, s01, tmp_path, data):
    good, bad = letter(s01, tmp_path), tmp_path / "bad.po"
    say(good, FIRST, "មិនខុសទេ។")
    bad.write_bytes(data)
    before = s01.read_bytes()
    told = run("import", pack, "km", good, bad)
    assert told.exit_code == 2
    assert "bad.po" in told.output
    assert "Nothing was written" in told.output
    assert s01.read_bytes() == before


def test_our_own_broken_catalogue_is_never_written_over(pack, s01):
    s01.write_bytes(b"msgid broken")
    told = run("update", pack)
    assert told.exit_code == 1
    assert "S01.po" in told.output
    assert s01.read_bytes() == b"msgid broken"


def test_a_language_the_pack_has_not_is_named(pack, s01):
    told = run("import", pack, "sw", s01)
    assert told.exit_code == 2
    assert "km" in told.output


class TestReview:
    def test_a_person_reviews_and_a_change_undoes_it(self, pack, s01):
        say(s01, FIRST, "មិនខុសទេ។")
        told = run("review", pack, "km", "S01", "--by", "Sok Dara", "--on", "2026-11-24")
        assert told.exit_code == 0, told.output
        assert "1 reviewed" in told.output
        assert "left out" in told.output
        assert "(0 draft, 1 reviewed)" in run("status", pack).output
        s01.write_text(s01.read_text("utf-8").replace("មិនខុសទេ។", "មិនខុស។"), "utf-8")
        assert "(1 draft, 0 reviewed)" in run("status", pack).output

    def test_it_survives_update(self, pack, s01):
        say(s01, FIRST, "មិនខុសទេ។")
        run("review", pack, "km", "S01", "--by", "Sok Dara", "--on", "2026-11-24")
        before = s01.read_bytes()
        run("update", pack)
        assert s01.read_bytes() == before

    def test_the_mark_comes_back_with_a_letter(self, pack, s01, tmp_path):
        back = letter(s01, tmp_path, "S01.po")
        say(s01, FIRST, "មិនខុសទេ។")
        run("review", pack, "km", "S01", "--by", "Sok Dara", "--on", "2026-11-24")
        reviewed = s01.read_bytes()
        s01.write_bytes(back.read_bytes())
        back.write_bytes(reviewed)
        run("import", pack, "km", back)
        assert "(0 draft, 1 reviewed)" in run("status", pack).output

    @pytest.mark.parametrize(
        "words",
        [("S99", "--by", "Sok Dara"), ("S01", "--by", "7"), ("S01", "--by", "A B", "--on", "2126-01-01")],
    )
    def test_what_cannot_be_is_refused_and_nothing_is_written(self, pack, s01, words):
        say(s01, FIRST, "មិនខុសទេ។")
        before = s01.read_bytes()
        assert run("review", pack, "km", *words).exit_code == 2
        assert s01.read_bytes() == before


def test_the_page_counts_each_catalogue(pack, s01, tmp_path):
    say(s01, FIRST, "មិនខុសទេ។")
    page = tmp_path / "translations.md"
    assert run("page", pack, "--output", page).exit_code == 0
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| S01 ")]
    assert len(rows) == 1
    assert rows[0].split("|")[3].strip() == "1"


# --- the page for translators ------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "translating.md"


def test_the_commands_of_the_page_work_one_after_the_other(tmp_path, monkeypatch):
    """A translator's file of S02 comes back with one short form that is too long, as the page shows."""
    for name in ("common", "cambodia"):
        shutil.copytree(shipped() / name, tmp_path / "packs" / name)
    (tmp_path / "docs").mkdir()
    (tmp_path / "back").mkdir()
    monkeypatch.chdir(tmp_path)
    told = {}
    for command in re.findall(r"^\$ kapea (.+)$", PAGE.read_text("utf-8"), re.M):
        if command.startswith("translate import"):
            _comes_back(tmp_path)
        done = CliRunner().invoke(main, shlex.split(command), catch_exceptions=False)
        told[command] = done.output
        assert done.exit_code in (0, 1), f"{command}: {done.output}"
    shown = re.search(r"^```text finding\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
    assert shown[1].strip().splitlines()[1] in told["translate import packs/cambodia km back/S02.po"]
    assert _said(shown[1]) == _said(told["translate import packs/cambodia km back/S02.po"])
    assert "reviewed" in (tmp_path / "docs" / "translations.md").read_text("utf-8")
    assert "# reviewed by Sok Dara on 2026-11-24, text " in _s02(tmp_path).read_text("utf-8")


def _s02(home: Path) -> Path:
    return home / "packs" / "common" / "locale" / "km" / "S02.po"


def _comes_back(home: Path) -> None:
    """The catalogue as a file of the translator's, with 24 characters on a button."""
    lines = _s02(home).read_text("utf-8").splitlines()
    at = lines.index('msgctxt "S02.child.title~short"') + 2
    assert lines[at].startswith("msgstr")
    lines[at] = f'msgstr "{"ក" * 24}"'
    (home / "back" / "S02.po").write_text("\n".join(lines) + "\n", "utf-8")


def _said(text: str) -> str:
    """A finding without its line in the file, which moves when words are added."""
    return re.sub(r":\d+ ", ":N ", text.strip().splitlines()[0])


def test_a_pack_that_stands_on_one_that_is_not_there_says_so(pack):
    toml = pack / "pack.toml"
    toml.write_text(toml.read_text("utf-8") + 'extends = ["nowhere"]\n', "utf-8")
    told = run("update", pack)
    assert told.exit_code == 2
    assert "nowhere" in told.output
