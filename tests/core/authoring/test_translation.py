"""Catalogues: what a translator is told, what is kept, and a review that holds only for what was read."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Message

from kapea.core.authoring import reviews, translation, translation_status, translator_notes
from kapea.core.authoring.glossary import parse_glossary
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.yaml_reader import read_yaml

AT = {"S01.child.first": Place("common/situations/S01.yaml"), "word.yes": Place("common/words.yaml")}
ENGLISH = {"S01.child.first": "You did nothing wrong.", "word.yes": "Yes"}
GLOSSARY = """
terms:
  wrong: {en: nothing wrong, about: never weakened, km: {say: គ្មានកំហុស, from: a helpline}}
  "yes": {en: "yes", whole: true, km: {needs: native review}}
"""


def translated(**changed: str) -> dict[str, bytes]:
    first = Message(ENGLISH["S01.child.first"], "ប្អូនគ្មានកំហុសទេ។", context="S01.child.first")
    for key, value in changed.items():
        setattr(first, key, value)
    return translation.write_catalogue(ENGLISH, AT, "km", {"S01.child.first": first})


def kept(files: dict[str, bytes]) -> dict[str, Message]:
    found = Findings()
    out = translation.read_catalogue(files, found)
    assert not found.problems
    return out


def glossary(text: str = GLOSSARY) -> tuple:
    found = Findings()
    item = read_yaml("glossary.yaml", text.encode(), found)
    terms = parse_glossary(item, found)
    return terms, found.problems


def reviewed(
    by: str = "Sok Dara", files: dict[str, bytes] | None = None, on: str = "2026-11-24"
) -> dict[str, bytes]:
    """The catalogue after somebody read its first text."""
    ours = kept(files or translated())
    first = ours["S01.child.first"]
    first.user_comments = reviews.reviewed(first, by, on)
    return translation.write_catalogue(ENGLISH, AT, "km", ours)


class TestWritten:
    def test_one_catalogue_a_source_file_with_a_header_and_no_date(self):
        made = translated()
        assert set(made) == {"S01", "words"}
        head = made["S01"].decode().split("\n\n")[0]
        assert '"Language: km\\n"' in head
        assert "charset=UTF-8" in head
        assert "Date" not in head

    def test_a_template_has_every_text_and_no_translation(self):
        made = translation.templates(ENGLISH, AT)
        assert '"Language: \\n"' in made["words"].decode()
        assert not any(m.string for m in kept(made).values())

    def test_writing_again_changes_no_byte(self):
        once = translation.write_catalogue({**ENGLISH, "word.yes": "Yes!"}, AT, "km", kept(translated()))
        assert translation.write_catalogue({**ENGLISH, "word.yes": "Yes!"}, AT, "km", kept(once)) == once

    def test_what_was_translated_is_told_again_until_it_is_mended(self):
        """Babel takes `#| msgid` for a comment of the translator; it must stay what it is."""
        files = translated()
        for words in ("You did no wrong.", "You did not do wrong."):
            files = translation.write_catalogue({**ENGLISH, "S01.child.first": words}, AT, "km", kept(files))
        assert '#| msgid "You did nothing wrong."' in files["S01"].decode()
        assert kept(files)["S01.child.first"].fuzzy

    def test_a_catalogue_that_does_not_read_is_told_and_not_taken_for_an_empty_one(self):
        found = Findings()
        assert translation.read_catalogue({"S01.po": b"msgid broken"}, found) == {}
        assert [(p.code, p.place.file) for p in found.problems] == [("P07", "S01.po")]
        assert "gettext" in found.problems[0].says

    def test_names_and_dates_in_the_head_are_taken_out_again(self):
        head = b'"Language: km\\n"\n'
        more = b'"Last-Translator: A <a@b.example>\\n"\n"PO-Revision-Date: 2026-11-25 10:00+0000\\n"\n'
        theirs = {name: data.replace(head, head + more) for name, data in translated().items()}
        assert theirs != translated()
        assert translation.write_catalogue(ENGLISH, AT, "km", kept(theirs)) == translated()

    @pytest.mark.parametrize("change", [b"\xef\xbb\xbf%s", None])
    def test_what_other_programs_add_does_not_matter(self, change):
        data = translated()["S01"]
        data = change % data if change else data.replace(b"\n", b"\r\n")
        assert kept({"S01.po": data}).keys() == {"S01.child.first"}


class TestReview:
    def test_a_translation_is_a_draft_until_somebody_has_read_it(self):
        far = translation_status.translation_status(ENGLISH, kept(translated()))
        assert (far.draft, far.reviewed, far.missing) == (1, 0, 1)
        far = translation_status.translation_status(ENGLISH, kept(reviewed()))
        assert (far.draft, far.reviewed, far.missing) == (0, 1, 1)

    def test_changed_words_are_a_draft_again_and_the_mark_goes(self):
        ours = kept(reviewed())
        ours["S01.child.first"].string = "ប្អូនមិនខុសទេ។"
        assert translation_status.translation_status(ENGLISH, ours).reviewed == 0
        assert b"reviewed by" not in translation.write_catalogue(ENGLISH, AT, "km", ours)["S01"]

    def test_changed_english_is_fuzzy_and_the_mark_goes(self):
        english = {**ENGLISH, "S01.child.first": "This is not your fault."}
        made = translation.write_catalogue(english, AT, "km", kept(reviewed()))
        assert translation_status.translation_status(english, kept(made)).fuzzy == 1
        assert b"reviewed by" not in made["S01"]

    def test_a_long_name_is_broken_over_lines_and_still_holds(self):
        made = reviewed("Sok Dara of the Centre for Children of Battambang Province")
        assert made["S01"].count(b"\n# ") == 2
        assert translation_status.translation_status(ENGLISH, kept(made)).reviewed == 1
        assert translation.write_catalogue(ENGLISH, AT, "km", kept(made)) == made

    def test_two_people_stand_beside_each_other_and_one_person_once(self):
        made = reviewed("Chan Thy", reviewed("Sok Dara", reviewed("Sok Dara", on="2026-11-01")))
        found = reviews.holding(kept(made)["S01.child.first"])
        assert [(m.by, m.on) for m in found] == [("Sok Dara", "2026-11-24"), ("Chan Thy", "2026-11-24")]

    def test_a_note_of_the_translator_stays(self):
        made = translated(user_comments=["ask the helpline about this word"])
        assert b"# ask the helpline about this word" in reviewed(files=made)["S01"]

    @pytest.mark.parametrize("name", ["", "  ", "123", "x" * 61, "A, text b"])
    def test_a_name_that_is_none_is_refused(self, name):
        with pytest.raises(ValueError, match="name"):
            reviews.sign_review(name, "2026-11-24", kept(translated())["S01.child.first"])


class TestHints:
    def test_a_translator_is_told_who_reads_it_its_picture_and_terms(self):
        terms, problems = glossary()
        assert not problems
        told = translator_notes.Hints(terms, {"S01.child.first": "hand"}).of(
            "S01.child.first", ENGLISH["S01.child.first"], "km"
        )
        assert told[0].startswith("the first words")
        assert "spoken to a child or teen" in told
        assert "picture beside it: pictures/hand.svg" in told
        assert "glossary: nothing wrong: “គ្មានកំហុស” (never weakened)" in told

    def test_what_is_said_to_a_group_is_told_apart_from_what_whoever_leads_it_does(self):
        notes = translator_notes.Hints()
        said = {
            "workshop-one.3.say.2": "said aloud to a group",
            "workshop-one.3.ask.1": "asked of a group",
            "workshop-one.3.pressure.1": "a hard line of somebody made up",
            "workshop-one.3.do": "for whoever leads a group",
            "workshop-one.after.1": "for whoever leads a group",
        }
        for id, begins in said.items():
            assert notes.of(id, "Words.", "km")[0].startswith(begins)
        assert notes.of("S01.child.after.1", "Words.", "km")[0] == "what to do later"
        assert "spoken to a child or teen" not in notes.of("told-here.thank/child", "Words.", "km")

    def test_a_short_form_is_told_its_limit(self):
        assert "short form: a button, at most 20 characters" in translator_notes.Hints().of(
            "a.title~short", "A", "km"
        )

    def test_a_word_of_a_button_is_told_only_where_it_is_the_whole_text(self):
        terms, _ = glossary()
        told = translator_notes.Hints(terms)
        assert any("native speaker" in line for line in told.of("word.yes", "Yes", "km"))
        assert not any("glossary" in line for line in told.of("a.b", "Say yes to it.", "km"))

    def test_a_form_nobody_has_seen_says_so(self):
        _, problems = glossary("terms: {a: {en: a, km: {say: b}}}")
        assert [p.code for p in problems] == ["P02"]

    def test_pictures_are_those_of_the_conversation(self, cambodia):
        found = translator_notes.pictures_of_texts(cambodia.release)
        assert found["S02.child.step.1.do"] == "stop-chat"
        assert found["help.who-child"] == "who-child"
