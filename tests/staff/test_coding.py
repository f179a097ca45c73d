"""Coding over HTTP: a codebook and its versions, marking words with and without a script, two screens of one
coder, unblinding once, settling differences.
"""

from __future__ import annotations

import re

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.coding_walk import ADJUDICATOR, ANALYST, A, B, CodingWalk

from kapea.audit.models import Event
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.coding_state import codebook_of
from kapea.studies.models import CodedSegment, DecidedSegment, StudyBlindness, StudyScopeAnswer, StudySeat

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDS = "Someone adds you and you do not know who."


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    return made


def test_st_r29_each_change_of_the_codebook_makes_a_version_and_old_codings_keep_theirs(walk):
    walk.code(A, 1, 2, WORDS, "exp-added")
    edited = {
        "kind": "edited",
        "code": "EXP-ADDED",
        "definition": "Put into a list unasked",
        "why": "clearer",
    }
    walk.post(ADJUDICATOR, "codebook/write", turn=1, **edited)
    walk.post(ADJUDICATOR, "codebook/write", 409, turn=1, **edited)
    walk.post(
        ADJUDICATOR, "codebook/write", turn=2, kind="merged", old="EXP-ADDED, EXP-SEEN", code="NEW-UNASKED",
        theme="children's experiences", definition="Whatever comes unasked", why="told together",
    )  # fmt: skip
    book = codebook_of(walk.row)
    assert [v.change.kind.value for v in book.versions] == ["begun", "edited", "merged"]
    kept = CodedSegment.objects.get()
    assert (kept.code, kept.version) == ("EXP-ADDED", 1)
    page = walk.get(ADJUDICATOR, "codebook")
    assert "EXP-ADDED, EXP-SEEN → NEW-UNASKED" in page
    walk.code(A, 1, 2, WORDS, "EXP-ADDED", 409)
    walk.post(
        ADJUDICATOR,
        "codebook/write",
        409,
        turn=3,
        kind="added",
        code="EXP-SEEN",
        theme="t",
        definition="d",
        why="w",
    )


def test_a_codebook_goes_out_as_qdc_and_another_study_begins_with_it(walk, cast):
    file = walk.clients[A].get(f"/staff/studies/{walk.id}/codebook/file")
    assert file["content-type"] == "application/xml"
    other = CodingWalk(cast).begin(texts=False)
    other.post(ADJUDICATOR, "codebook/import", 409, turn=0, qdc="<CodeBook")
    other.post(ADJUDICATOR, "codebook/import", turn=0, qdc=file.content.decode())
    ours, theirs = codebook_of(walk.row).live.codes, codebook_of(other.row).live.codes
    assert {c: (x.definition, x.when, x.example) for c, x in ours.items()} == {
        c: (x.definition, x.when, x.example) for c, x in theirs.items()
    }


def test_words_are_marked_where_they_stand_and_a_memo_is_sealed(walk):
    walk.code(A, 1, 2, f"  {WORDS}\r\n", "EXP-ADDED", memo="sure of it?")
    kept = CodedSegment.objects.get()
    assert kept.session == "s1"
    assert b"sure" not in bytes(kept.memo)
    assert len(bytes(kept.memo)) > 20
    page = walk.get(A, "coding/session?s=1&turn=2")
    assert f'<mark title="EXP-ADDED">{WORDS}</mark>' in page
    assert "sure of it?" in page
    walk.code(A, 1, 2, "words that nobody said", "EXP-ADDED", 409)
    walk.code(A, 1, 2, WORDS, "EXP-ADDED", 409, memo=f"as she says: {WORDS}")
    walk.code(A, 1, 2, WORDS, "EXP-NONE", 409)
    walk.code(A, 1, 99, WORDS, "EXP-ADDED", 409)
    walk.code(ANALYST, 1, 2, WORDS, "EXP-ADDED", 409)
    assert CodedSegment.objects.count() == 1


def test_words_that_stand_twice_in_a_turn_are_not_guessed(walk):
    walk.code(A, 1, 2, "you", "EXP-ADDED", 409)
    walk.code(A, 1, 2, "you", "EXP-ADDED", at=42)
    text = walk.get(A, "coding/session?s=1&turn=2")
    assert CodedSegment.objects.count() == 1
    assert '<mark title="EXP-ADDED">you</mark>' in text


def test_two_screens_of_one_coder_write_over_nothing(walk):
    walk.code(A, 1, 2, WORDS, "EXP-ADDED")
    on_screen = {"number": 1, "revision": 1}
    walk.code(A, 1, 2, WORDS, "EXP-FEAR", **on_screen)
    answer = walk.code(A, 1, 2, WORDS, "EXP-SEEN", 409, **on_screen)
    assert SAID["study-fault-stale"] in answer.content.decode()
    walk.post(A, "coding/back", 409, s=1, turn=2, **on_screen)
    assert CodedSegment.objects.values_list("code", "revision").get() == ("EXP-FEAR", 2)
    walk.post(A, "coding/back", s=1, turn=2, number=1, revision=2)
    walk.code(A, 1, 2, WORDS, "EXP-BOYS")
    walk.post(A, "coding/back", 409, s=1, turn=2, **on_screen)
    walk.code(A, 1, 2, WORDS, "EXP-SEEN", 409, **on_screen)
    assert CodedSegment.objects.filter(taken_back=False).values_list("number", "code").get() == (
        2,
        "EXP-BOYS",
    )


def test_turns_that_consent_does_not_cover_are_nowhere(walk):
    said = "In our class at [school] the older boys make these groups."
    assert said in walk.get(A, "coding/session?s=1")
    walk.code(A, 1, 3, said, "EXP-ADDED")
    seat = StudySeat.objects.get(session__study_id=walk.id, seat="s1-c2")
    seat.withdrawn_on = walk.cast.at.date()
    seat.save()
    StudyScopeAnswer.objects.filter(seat=seat).delete()
    page = walk.get(A, "coding/session?s=1")
    assert said not in page
    assert "EXP-ADDED</h3>" not in page
    assert said not in walk.post(A, "search", 200, words="class").content.decode()
    assert SAID["coding-found"] + " 0" in walk.post(A, "search", 200, code="EXP-ADDED").content.decode()
    walk.code(A, 1, 3, said, "EXP-ADDED", 409)


def test_st_r28_unblinding_needs_both_is_one_act_and_codings_after_it_say_so(walk):
    walk.code(A, 1, 2, WORDS, "EXP-ADDED")
    walk.post(ADJUDICATOR, "coding/unblind", 409)
    walk.post(A, "coding/done", done="yes")
    walk.code(A, 1, 2, WORDS, "EXP-FEAR", 409)
    walk.post(A, "coding/back", 409, s=1, turn=2, number=1, revision=1)
    walk.post(ADJUDICATOR, "coding/unblind", 409)
    walk.post(B, "coding/done", done="yes")
    walk.post(A, "coding/unblind", 404)
    walk.post(ADJUDICATOR, "coding/unblind")
    walk.post(ADJUDICATOR, "coding/unblind", 409)
    walk.post(A, "coding/done", 409, done="no")
    assert Event.objects.filter(action="study.unblind", subject=f"study:{walk.id}").count() == 1
    walk.code(B, 1, 2, WORDS, "EXP-ADDED")
    assert CodedSegment.objects.values_list("number", "after_unblinding").order_by("id").last() == (1, True)
    assert SAID["coding-after"] in walk.get(A, "coding/session?s=1&turn=2")


def test_after_unblinding_three_settle_each_segment_and_both_readings_stay(walk):
    walk.code_corpus(A, B)
    assert "EXP-FEAR" not in walk.get(A, "reconcile")
    walk.post(
        ADJUDICATOR, "reconcile/decide", 409, s=2, start=1, end=2, final="EXP-BOYS", reason="w", revision=0
    )
    walk.unblind()
    page = walk.get(ADJUDICATOR, "reconcile")
    assert f"{SAID['reconcile-left']} 3 / 12" in page
    forms = re.findall(
        r'name="s" value="(\d)"><input[^>]*"start" value="(\d+)"><input[^>]*"end" value="(\d+)"', page
    )
    s, start, end = next(each for each in forms if each[0] == "2")
    which = {"s": s, "start": start, "end": end}
    walk.post(ADJUDICATOR, "reconcile/decide", 409, **which, final="EXP-BOYS", reason="", revision=0)
    quoted = "If a boy tells, they say he is weak, or they say he wanted it."
    walk.post(ADJUDICATOR, "reconcile/decide", 409, **which, final="EXP-BOYS", reason=quoted, revision=0)
    walk.post(
        ADJUDICATOR, "reconcile/decide", **which, final="BAR-STIGMA, EXP-BOYS", reason="both", revision=0
    )
    walk.post(A, "reconcile/decide", 409, **which, final="EXP-BOYS", reason="mine", revision=0)
    kept = DecidedSegment.objects.get()
    assert (kept.a, kept.b, kept.final) == (["BAR-STIGMA"], ["EXP-BOYS"], ["BAR-STIGMA", "EXP-BOYS"])
    assert b"both" not in bytes(kept.reason)
    page = walk.get(B, "reconcile")
    assert f"{SAID['reconcile-left']} 2 / 12" in page
    assert "both" in page
    walk.post(ANALYST, "reconcile/decide", 404, **which, final="EXP-BOYS", reason="w", revision=1)


def test_nothing_is_coded_in_a_study_that_was_stopped(walk):
    row = walk.row
    row.document["standing"]["stop"] = {"by": "u1", "at": walk.cast.at.isoformat()}
    row.save()
    answer = walk.code(A, 1, 2, WORDS, "EXP-ADDED", 409)
    assert SAID["study-refused-stopped"] in answer.content.decode()
    assert not CodedSegment.objects.exists()


def test_whoever_is_no_coder_while_one_is_missing_unblinds_nothing(cast):
    walk = CodingWalk(cast).begin(texts=False)
    walk.post(A, "coding/done", 409, done="yes")
    walk.start_codebook()
    walk.row.grants.filter(role=StudyRole.CODER_B.value).delete()
    walk.post(A, "coding/done", done="yes")
    walk.post(ADJUDICATOR, "coding/unblind", 409)
    assert not StudyBlindness.objects.exclude(unblinded_at=None).exists()
