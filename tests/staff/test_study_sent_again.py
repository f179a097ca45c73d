"""A form is sent again, since its answer was lost on the way, or from two windows at once, or on a text that
was cut meanwhile: nothing is done twice, nothing is lost, and no other words are meant.
"""

from __future__ import annotations

import pytest
from tests.core.studies.coded_demo import corpus
from tests.staff.coding_walk import ADJUDICATOR, A, B, CodingWalk
from tests.staff.happening import Meanwhile
from tests.staff.read_texts import release_it
from tests.staff.test_study_advice import Advised, R, words_of
from tests.staff.texts_held import texts_held

from kapea.audit.models import Event
from kapea.studies import disclosures, study_memo_rows
from kapea.studies.models import CodedSegment, StudySealedText, StudySeat
from kapea.vault.models import RecordWrap
from kapea.web.field import coding_writing, quote_writing

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.any_database,
]
WORDS = "Someone adds you and you do not know who."


@pytest.fixture
def meanwhile(monkeypatch) -> Meanwhile:
    return Meanwhile(monkeypatch)


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    return made


def test_two_windows_that_write_somebodys_first_memo_both_have_it(walk, meanwhile):
    def writes(words: str) -> None:
        walk.post(A, "memos/write", kind="method", words=words)

    meanwhile.before(study_memo_rows, "make_study_key", lambda: writes("One lantern."))
    writes("Two lanterns.")
    page = walk.get(A, "memos")
    assert [page.count(words) for words in ("One lantern.", "Two lanterns.")] == [1, 1]
    kept = set(StudySealedText.objects.filter(study=walk.row).values_list("record", flat=True))
    assert set(RecordWrap.objects.values_list("record", flat=True)) == kept, "no key without words"


def test_a_memo_that_is_sent_again_stands_there_once(walk):
    for _ in range(2):
        walk.post(ADJUDICATOR, "memos/write", kind="method", words="One lantern.")
    assert walk.get(ADJUDICATOR, "memos").count("One lantern.") == 1
    assert Event.objects.filter(subject=f"study:{walk.id}", action="study.memo").count() == 1


def test_a_segment_that_is_sent_again_is_coded_once_and_with_another_memo_or_code_again(walk):
    for said in ({}, {}, {"memo": "One lantern."}, {"memo": "One lantern."}):
        walk.code(A, 1, 2, WORDS, "EXP-ADDED", **said)
    walk.code(A, 1, 2, WORDS, "EXP-FEAR")
    assert list(CodedSegment.objects.order_by("number").values_list("code", flat=True)) == [
        "EXP-ADDED", "EXP-ADDED", "EXP-FEAR",
    ]  # fmt: skip
    assert walk.get(A, "coding/session?s=1&turn=2").count("One lantern.") == 1


def test_a_quote_that_is_sent_again_is_banked_once(cast):
    there = Advised(cast)
    for _ in range(2):
        there.bank("C4")
    banked = [each for each in corpus()["coded_segments"] if each["speaker"] == "C4"]
    assert there.page(R.INVESTIGATOR).count('name="quote" value="') == len(banked)
    assert Event.objects.filter(subject=f"study:{there.row.id}", action="study.quote").count() == len(banked)


def test_what_is_marked_in_a_text_that_is_cut_meanwhile_marks_no_other_words(walk, meanwhile):
    def cut() -> None:
        StudySeat.objects.filter(seat="s1-c1").update(withdrawn_on=walk.cast.at.date())
        walk.get(B, "coding/session?s=1&turn=4")

    meanwhile.before(coding_writing, "do_coding", cut)
    walk.code(A, 1, 12, "I keep mine.", "EXP-ADDED", 409)
    assert not CodedSegment.objects.exists()
    walk.code(A, 1, 12, "I keep mine.", "EXP-ADDED")
    assert "I keep mine.</mark>" in walk.get(A, "coding/session?s=1&turn=12")


def test_a_quote_out_of_a_text_that_is_cut_meanwhile_is_looked_at_again_first(cast, meanwhile):
    there = Advised(cast)
    released = StudySealedText.objects.filter(study=there.row, session="s1", kind="released")
    meanwhile.before(quote_writing, "key_to_write", lambda: released.update(turn=7))
    with pytest.raises(AssertionError):
        there.bank("C4")
    there.bank("C4")
    assert words_of("C4") in there.page(R.ANALYST, "quotes")


def test_of_two_who_cut_a_turn_at_once_the_trail_says_it_once(cast, meanwhile):
    held = texts_held(cast)
    release_it(held)
    meanwhile.before(disclosures, "transcript_in", lambda: held.post(R.ANALYST, "released/cut", turn=3))
    held.post(R.CODER_A, "released/cut", turn=3)
    assert Event.objects.filter(action="study.disclosure").count() == 1
