"""What comes back from translators: nothing the check would refuse, and nothing taken away from readers."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from kapea.core.checker import translation_import
from kapea.core.pack.model import Lint

ENGLISH = {"a": "Stop now.", "a~short": "Stop", "b": "Call {number} now.", "c": "Rest."}
LINT = Lint(banned={"អាក្រក់": "leave it out"}, media=("ផ្ញើរូប",))


def theirs(*messages: str, language: str = "km") -> dict:
    text = f'msgid ""\nmsgstr "Language: {language}\\n"\n\n' + "\n".join(messages)
    return read_po(io.BytesIO(text.encode()), abort_invalid=True)


def message(id: str = "a", words: str = "ឈប់", source: str = "", flags: str = "") -> str:
    head = f"#, {flags}\n" if flags else ""
    return f'{head}msgctxt "{id}"\nmsgid "{source or ENGLISH[id]}"\nmsgstr "{words}"\n'


def look(*messages: str, ours: dict | None = None) -> translation_import.ReturnedTranslations:
    return translation_import.check_returned({"S01.po": theirs(*messages)}, ours or {}, ENGLISH, LINT)


def own(words: str, id: str = "a", flags: tuple[str, ...] = ()) -> dict:
    return {id: Message(ENGLISH[id], words, context=id, flags=flags)}


def test_a_good_translation_is_taken():
    came = look(message())
    assert came.kept["a"].string == "ឈប់"
    assert came.counts == {"taken": 1}
    assert not came.problems


def test_an_empty_one_keeps_ours():
    came = look(message(words=""), ours=own("ឈប់"))
    assert "a" not in came.kept
    assert came.counts == {"empty": 1}


@pytest.mark.parametrize(
    ("wrong", "code", "names"),
    [
        ('msgctxt "zz"\nmsgid "x"\nmsgstr "ឈប់"\n', "P07", "no text of this pack has the id “zz”"),
        ('msgid "x"\nmsgstr "ឈប់"\n', "P07", "no id (msgctxt)"),
        (message("b", "ទូរស័ព្ទ"), "P08", "{number}"),
        (message("a", "អ្នកអាក្រក់"), "K12", "leave it out"),
        (message("a", "សូមផ្ញើរូប"), "K09", "picture"),
        (message("a~short", "ក" * 21), "K13", "21 characters"),
    ],
)
def test_what_the_check_would_refuse_is_named_with_its_line_and_mend(wrong, code, names):
    came = look(wrong, message("c"))
    [problem] = came.problems
    assert problem.code == code
    assert names in str(problem)
    assert problem.mend
    assert problem.place.file == "S01.po"
    assert problem.place.line > 1
    assert came.counts == {"refused": 1, "taken": 1}, "the rest is taken"


def test_a_changed_source_is_kept_as_fuzzy_and_said():
    came = look(message(source="Stop it."))
    assert came.counts == {"fuzzy": 1}
    assert came.kept["a"].id == "Stop it."
    assert "English changed" in str(came.problems[0])


def test_a_changed_source_never_replaces_what_readers_see():
    came = look(message(source="Stop it.", words="ចាស់"), ours=own("ឈប់"))
    assert came.kept["a"].string == "ឈប់"
    assert came.counts == {"ours": 1}


def test_a_doubt_of_theirs_never_replaces_what_readers_see():
    came = look(message(words="ប្រហែល", flags="fuzzy"), ours=own("ឈប់"))
    assert came.kept["a"].string == "ឈប់"
    assert not came.kept["a"].fuzzy


def test_a_mended_fuzzy_is_taken():
    came = look(message(), ours=own("ចាស់", flags=("fuzzy",)))
    assert came.kept["a"].string == "ឈប់"
    assert not came.kept["a"].fuzzy


def test_notes_of_both_sides_stay():
    ours = own("ឈប់")
    ours["a"].user_comments = ["ours"]
    came = look("# theirs\n" + message(), ours=ours)
    assert came.kept["a"].user_comments == ["ours", "theirs"]


def test_two_files_that_disagree_are_both_named():
    files = {"one.po": theirs(message()), "two.po": theirs(message(words="ទៅ"))}
    came = translation_import.check_returned(files, {}, ENGLISH, LINT)
    assert came.kept["a"].string == "ឈប់"
    assert "two.po" in str(came.problems[0])
    assert "one.po" in str(came.problems[0])


@pytest.mark.parametrize(
    ("said", "language", "is_wrong"),
    [("km", "km", False), ("km_KH", "km", False), ("tl", "fil", False), ("sw", "km", True)],
)
def test_a_file_of_another_language_is_refused(said, language, is_wrong):
    found = translation_import.wrong_language("x.po", theirs(language=said), language)
    assert (found is not None) == is_wrong
