"""Over HTTP: some sessions two code, the rest one. Each sees what is theirs, and nothing of what was done;
what one coded alone stands as theirs, and agreement says on how many sessions it rests.
"""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.coding_walk import ADJUDICATOR, ANALYST, NUMBER_OF, STEWARD, A, B, CodingWalk, released_here
from tests.staff.read_texts import keep_rest, release_it, sign_it
from tests.staff.test_coding_exports import taken
from tests.staff.texts_held import R, texts_held

from kapea.audit.models import Event
from kapea.core.studies.brought_codings import BroughtCoding, line_mark
from kapea.core.studies.double_draw import CoderSide, DrawnSession, SessionKind
from kapea.core.studies.gate_table import StudyGate
from kapea.studies.coded_texts import coded_material
from kapea.studies.coding_state import double_coding
from kapea.studies.found_names import take_back_release
from kapea.studies.models import CodedSegment
from kapea.studies.queries import book_of
from kapea.studies.reconciled_rows import final_codes, final_segments

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
FIRST_WORDS = released_here("T6").turns[1].words[:40].strip()
ALONE = {"s5": CoderSide.A, "s6": CoderSide.B}


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    made.draw_alone(**ALONE)
    return made


def whose(page: str) -> list[str]:
    """What the list says of each session, in its order."""
    of = {SAID[f"coding-whose-{each}"]: each for each in ("both", "yours", "other", "one")}
    return [of[said] for said in re.findall(r'<p class="help">(.*?)</p></li>', page)]


def test_each_sees_which_sessions_are_theirs_to_code_and_not_which_the_other_codes_too(walk):
    both = ["both"] * 4
    assert whose(walk.get(A, "coding")) == ["yours"] * 5 + ["other"]
    assert whose(walk.get(B, "coding")) == ["yours"] * 4 + ["other", "yours"]
    assert whose(walk.get(ANALYST, "coding")) == [*both, "one", "one"]
    assert f"{SAID['coding-theirs']} 5." in walk.get(A, "coding")
    walk.unblind()
    assert whose(walk.get(A, "coding")) == [*both, "yours", "other"]


def test_nobody_codes_what_the_other_codes_alone(walk):
    is_refused(walk)
    walk.unblind()
    is_refused(walk)
    assert not CodedSegment.objects.exists()
    assert 'id="mark"' in walk.get(B, "coding/session?s=6")
    assert SAID["coding-whose-other"] not in walk.get(B, "coding/session?s=6")


def is_refused(walk: CodingWalk) -> None:
    """A codes some words of what B codes alone."""
    refused = walk.code(A, 6, 2, FIRST_WORDS, "REC-PATH", 409)
    assert SAID["coding-fault-not-theirs"] in refused.content.decode()
    page = walk.get(A, "coding/session?s=6")
    assert SAID["coding-whose-other"] in page
    assert 'id="mark"' not in page


def test_nor_does_anybody_bring_such_codings_from_another_program(walk):
    turn = released_here("T6").turns[1]
    line = BroughtCoding("s6", line_mark(turn.line), 1, 1, 0, len(FIRST_WORDS), "REC-PATH").line
    page = unescape(walk.post(A, "coding/bring", 200, lines=line).content.decode())
    assert f"<code>{line}</code>: {SAID['coding-brought-code']}" in page
    assert not CodedSegment.objects.exists()
    walk.post(B, "coding/bring", 200, lines=line)
    assert CodedSegment.objects.get().coder == walk.account(B)


def test_agreement_rests_on_what_two_coded_and_says_on_how_many_of_how_many(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    page = walk.get(ANALYST, "agreement")
    assert f"{SAID['agreement-by-two']} 4 / 6" in page
    assert "n = 10" in page
    assert "0.7252" not in page


def test_what_one_coded_stands_as_theirs_and_is_not_settled(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    page = walk.get(ADJUDICATOR, "reconcile")
    assert f"{SAID['reconcile-left']} 3 / 10" in page
    assert f"{SAID['reconcile-by-one']} 2" in page
    kept = CodedSegment.objects.get(session="s5", coder=walk.account(A))
    where = {"s": 5, "start": kept.start, "end": kept.end}
    walk.post(ADJUDICATOR, "reconcile/decide", 409, **where, final="", reason="no", revision=0)
    finals = final_codes(finals_of(walk))
    assert (finals["s5"], finals["s6"]) == ({"COM-DELAY"}, {"REC-PATH"})


def finals_of(walk: CodingWalk):
    row = walk.row
    state = double_coding(row, book_of(row).standing)
    texts = {code: released_here(id) for id, code in NUMBER_OF.items()}
    codings = coded_material(row, texts, state, state.adjudicator).all_codings()
    return final_segments(row, state, codings)


def test_a_table_taken_out_has_a_row_only_of_who_coded(walk):
    CodedSegment.objects.all().delete()
    walk.code_corpus(A, B)
    walk.unblind()
    table = list(csv.DictReader(io.StringIO(taken(walk, ANALYST, STEWARD, "csv").decode())))
    assert [row["coder"] for row in table if row["session"] == "s5"] == ["A"]
    assert [row["coder"] for row in table if row["session"] == "s6"] == ["B"]
    assert len(table) == 10


def test_the_share_is_set_by_who_codes_nothing_until_the_codes_are_opened(walk):
    told = f"{SAID['coding-share']} 20 · {SAID['coding-share-default']}"
    assert told in walk.get(A, "agreement")
    for unfit in ("0", "101", "half"):
        walk.post(ADJUDICATOR, "agreement/share", 409, share=unfit)
    walk.post(A, "agreement/share", 404, share="50")
    walk.post(ADJUDICATOR, "agreement/share", share="50")
    page = walk.get(A, "agreement")
    assert f"{SAID['coding-share']} 50" in page
    assert SAID["coding-share-default"] not in page
    assert [each.alone for each in book_of(walk.row).standing.draw.sessions] == [*[None] * 4, *ALONE.values()]
    assert Event.objects.filter(action="study.share", subject=f"study:{walk.id}").count() == 1
    walk.unblind()
    walk.post(ADJUDICATOR, "agreement/share", 409, share="30")


def test_a_session_is_drawn_as_it_is_released_and_never_again(cast):
    held = texts_held(cast, told=("T1", "T5"))

    def drawn():
        return book_of(held.work(R.CODER_A).study).standing.draw.sessions

    release_it(held)
    first = DrawnSession("s1", SessionKind.GROUP, "")
    assert drawn() == (first,)
    release_it(held, "T5")
    assert drawn()[0] == first
    assert drawn()[1].session == "s2"
    assert drawn()[1].kind is SessionKind.INTERVIEW
    as_it_was = drawn()
    take_back_release(held.work(R.CODER_A), "phone")
    keep_rest(held, "T1")
    assert sign_it(held)
    assert drawn() == as_it_was


def test_what_was_released_before_there_was_a_draw_stays_with_two_when_it_is_released_anew(cast):
    held = texts_held(cast)
    release_it(held)
    row = held.work(R.CODER_A).study
    row.document["standing"].pop("draw")
    row.save()
    take_back_release(held.work(R.CODER_A), "phone")
    keep_rest(held, "T1")
    assert sign_it(held)
    standing = book_of(held.work(R.CODER_A).study).standing
    assert standing.opening(StudyGate.DEIDENTIFIED, "s1") is not None
    assert standing.draw.sessions == ()
