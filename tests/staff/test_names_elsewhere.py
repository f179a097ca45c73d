"""What was replaced in other sessions is looked for in this one: of all of them, at once, or not at all."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.staff.texts_held import R, TextsHeld, texts_held

from kapea.core.studies.paired_reading import MissRate, PairedReading
from kapea.core.studies.replacements import ReplacementLogRow
from kapea.core.studies.text_edits import TextSpan
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, SpokenTurn
from kapea.core.studies.transcript_release import DeidentifiedDraft, ReleasedTranscript
from kapea.studies.models import StudySealedText
from kapea.studies.release_actions import with_other_names
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_texts import TextKind
from kapea.studies.study_keys import StudyCustody, make_study_key
from kapea.vault.models import RecordWrap
from kapea.vault.record_keys import CannotOpen

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
STAFF = (SessionSpeaker("M", SpeakerRole.MODERATOR),)
READER = R.DEIDENTIFIER_1


@pytest.fixture
def held(cast) -> TextsHeld:
    return texts_held(cast, roles=(READER, R.DEIDENTIFIER_2))


def add_logs(held: TextsHeld, *numbers: int) -> None:
    """Releases of other sessions, in each of which one name was replaced."""
    for number in numbers:
        code, work = f"s{number}", held.work(READER)
        said = SessionTranscript(code, "en", STAFF, (SpokenTurn(1, "M", "Ask [friend]"),))
        row = ReplacementLogRow(TextSpan(7, 13), TextSpan(7, 15), f"Name{number:02}", "[friend]", "u", "name")
        key = make_study_key(work.member, work.study, StudyCustody.RAW, at=work.at)
        released = ReleasedTranscript(said, (row,), frozenset(), MissRate(0, 1))
        keep_sealed(work.study, code, TextKind.LOG.value, released, key)


def names(held: TextsHeld) -> tuple[frozenset[str], int]:
    """What is looked for in the first session, and how many statements that takes."""
    draft = DeidentifiedDraft(PairedReading(SessionTranscript("s1", "en", STAFF, ()), (), {}))
    work = held.work(READER)
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keys"]) as two,
    ):
        found = with_other_names(work, draft).elsewhere
    return found, len(one) + len(two)


def test_names_of_nine_sessions_take_no_more_statements_than_those_of_two(held):
    add_logs(held, 2, 3)
    found, before = names(held)
    assert found == {"Name02", "Name03"}
    add_logs(held, *range(4, 11))
    assert names(held) == (frozenset(f"Name{n:02}" for n in range(2, 11)), before)


def test_a_log_that_does_not_open_is_not_passed_over(held):
    add_logs(held, 2, 3)
    record = StudySealedText.objects.get(session="s3").record
    RecordWrap.objects.filter(record=record, reader=held.people[READER].membership.id).delete()
    with pytest.raises(CannotOpen):
        names(held)
