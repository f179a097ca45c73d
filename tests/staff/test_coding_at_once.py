"""Many released texts are opened at once: as many statements for twenty as for two, each key once, and none
whose words nobody asked for.
"""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.staff.at_the_desk import SAID
from tests.staff.coding_walk import ADJUDICATOR, A, B, CodingWalk

from kapea.audit.actions import READING
from kapea.audit.models import Event
from kapea.audit.verify import verify_chains
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, SpokenTurn
from kapea.studies.models import CodedSegment, StudySealedText

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STAFF = (SessionSpeaker("M", SpeakerRole.MODERATOR),)


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin(texts=False)
    made.start_codebook()
    return made


def add_sessions(walk: CodingWalk, *numbers: int) -> None:
    """Short texts, each with one segment of either coder."""
    for number in numbers:
        code = f"s{number}"
        walk.hold(walk.row, code)
        walk.release(
            SessionTranscript(code, "en", STAFF, (SpokenTurn(1, "M", f"We met at lantern {number}"),))
        )
        CodedSegment.objects.bulk_create(
            CodedSegment(
                study_id=walk.id, coder=walk.account(role), number=number, code="EXP-ADDED", version=1,
                session=code, start=3, end=9,
            )
            for role in (A, B)
        )  # fmt: skip


def statements(walk: CodingWalk) -> list[int]:
    """Of a search by words, one by a code, the list of sessions, and agreement."""
    ways = (
        lambda: walk.post(A, "search", 200, words="lantern"),
        lambda: walk.post(A, "search", 200, code="EXP-ADDED"),
        lambda: walk.get(A, "coding"),
        lambda: walk.get(ADJUDICATOR, "agreement"),
    )
    return [_sent(way) for way in ways]


def _sent(way) -> int:
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keys"]) as two,
    ):
        way()
    return len(one) + len(two)


def test_twenty_texts_take_no_more_statements_than_two(walk):
    add_sessions(walk, 1, 2)
    walk.unblind()
    statements(walk)
    before = statements(walk)
    add_sessions(walk, *range(3, 21))
    assert statements(walk) == before
    assert SAID["coding-found"] + " 20" in walk.post(A, "search", 200, words="lantern").content.decode()


def readings(walk: CodingWalk, way) -> list[str]:
    """The records that a way opens, by the trail, which holds together."""
    last = Event.objects.latest("id")
    way()
    [trail] = verify_chains([walk.row.organisation_id], is_signed=lambda *_: False)
    assert not trail.faults
    rows = Event.objects.filter(action=READING, detail__purpose="study-released", id__gt=last.id)
    return sorted(rows.values_list("subject", flat=True))


def test_the_trail_says_each_text_once_and_none_that_nobody_asked_for(walk):
    add_sessions(walk, 1, 2, 3)
    CodedSegment.objects.filter(study_id=walk.id, session="s2").update(code="EXP-FEAR")
    records = dict(StudySealedText.objects.filter(study_id=walk.id).values_list("session", "record"))
    assert readings(walk, lambda: walk.post(A, "search", 200, words="lantern")) == sorted(records.values())
    assert readings(walk, lambda: walk.post(A, "search", 200, code="EXP-FEAR")) == [records["s2"]]
    assert readings(walk, lambda: walk.post(A, "search", 200, words="met", code="EXP-NONE")) == []


def test_st_r27_which_texts_a_search_opens_says_nothing_of_what_the_other_coded(walk):
    add_sessions(walk, 1, 2)
    CodedSegment.objects.filter(study_id=walk.id, session="s2", coder=walk.account(B)).update(code="EXP-FEAR")
    assert readings(walk, lambda: walk.post(A, "search", 200, code="EXP-FEAR")) == []
    assert len(readings(walk, lambda: walk.post(B, "search", 200, code="EXP-FEAR"))) == 1
