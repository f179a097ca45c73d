"""Whatever people answered, took back or withheld: no page, search, file, row or log shows a word of a turn
that consent does not cover, to nobody in any role that reads words.
"""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.staff.coding_walk import STEWARD, A, B
from tests.staff.consented_study import (
    AUTHOR,
    KINDS,
    MARK,
    READER,
    SAID_BY,
    SEATS,
    TEXTS,
    WRITER,
    Everywhere,
    marks,
    of_the_covered,
)

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.studies.models import CodedSegment, DecidedSegment, StudySealedText
from kapea.studies.quote_rows import QUOTES
from kapea.studies.released_texts import RELEASED
from kapea.vault.models import RecordWrap

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
NEVER = {"no-part", "not-asked", "withdrawn"}
"""Of these nothing is read, whatever the rest of consent says."""


def rows_in_clear() -> str:
    return "\n".join(str(list(kind.objects.values_list())) for kind in apps.get_models())


@pytest.fixture
def walk(cast) -> Everywhere:
    return Everywhere(cast).begin()


@settings(
    max_examples=2, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    said=st.fixed_dictionaries({seat: st.sampled_from(KINDS) for seat in SEATS}),
    unblinded=st.booleans(),
    session=st.sampled_from(sorted(TEXTS)),
)
def test_no_word_of_a_turn_that_is_not_covered_is_anywhere(walk, caplog, said, unblinded, session):
    caplog.set_level(logging.DEBUG)
    walk.lay(said, unblinded=unblinded)
    may = of_the_covered(walk, ResearchScope.TAKE_PART)
    never = {seat for seat, kind in said.items() if kind in NEVER}
    assert not may & {turn for turn, seat in SAID_BY.items() if seat in never}
    told = walk.coded(session) | walk.read()
    again = {"searched": walk.post(B, "search", 200, words="qz").content.decode()}
    again["taken"] = walk.taken(STEWARD, "qdpx")
    for place, words in [*told.items(), *again.items()]:
        assert marks(words) <= may, place
    assert marks(told[f"{A} search"]) == may == marks(again["taken"])
    assert not MARK.search(rows_in_clear())
    assert not MARK.search(caplog.text)


# --- one who goes -----------------------------------------------------------------------------


def test_after_a_withdrawal_whoever_codes_cuts_and_an_older_copy_stays_dark(walk):
    """Nobody has to open the page of the text: any look at it cuts, codings and decisions with it."""
    walk.lay(dict.fromkeys(SEATS, "yes"), unblinded=True)
    gone = {turn for turn, seat in SAID_BY.items() if seat == "s1-c1"}
    rows = StudySealedText.objects.filter(study=walk.row, session="s1")
    keys = {kind: rows.get(kind=kind).record for kind in (RELEASED, QUOTES, "raw", "reading")}
    spans = TEXTS["s1"].turn_spans()
    for number in (n for _, n in gone):
        DecidedSegment.objects.create(
            study=walk.row, session="s1", start=spans[number].start, end=spans[number].end, a=[], b=[],
            final=[], decided_by="x", record="r", reason=b"sealed",
        )  # fmt: skip
    assert DecidedSegment.objects.count() == len(gone) > 0
    walk.say(walk.seats().get(seat="s1-c1"), "withdrawn")
    assert marks(walk.post(A, "search", 200, words="qz").content.decode()) == SAID_BY.keys() - gone
    own = CodedSegment.objects.filter(study=walk.row, coder=walk.account(A), session="s1")
    assert own.count() == len(spans) - len(gone)
    assert not DecidedSegment.objects.exists()
    assert not marks(walk.get(AUTHOR, "quotes")) & gone
    for page, role in (("transcript", WRITER), ("reading", READER)):
        assert not marks(walk.get(role, f"sessions/1/{page}")) & gone
    left = RecordWrap.objects.filter(record__in=keys.values()).values_list("record", flat=True)
    assert not set(left), keys


def test_what_was_disclosed_leaves_coding_search_files_and_bank_at_once(walk):
    """Whoever writes the transcript marks it, and cannot open what was released."""
    walk.lay(dict.fromkeys(SEATS, "yes"), unblinded=False)
    told = next(turn for turn, seat in SAID_BY.items() if seat == "s1-c1")
    walk.post(WRITER, "sessions/1/transcript/cut", turn=told[1])
    assert told not in marks(walk.get(AUTHOR, "quotes"))
    assert told not in marks(walk.post(A, "search", 200, words="qz").content.decode())
    assert told not in marks(walk.taken(STEWARD, "qdpx"))
