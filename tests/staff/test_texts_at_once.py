"""Two who work on the words of one session in the same moment: nothing that either did is lost, and nothing
is shown that consent no longer covers. Threads with connections of their own, on each kind of database.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import connection, connections, transaction
from tests.staff.read_texts import READERS, release_it, write_down
from tests.staff.test_phones_at_once import at_once
from tests.staff.texts_held import R, TextsHeld, texts_held
from tests.vault.conftest import migrated_files, stores

from kapea.config import databases
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.people.invitations import add_organisation
from kapea.studies.models import StudyKeyLeft, StudySealedText
from kapea.studies.reading_actions import mark_words, open_reading, sit_down
from kapea.studies.released_texts import open_released
from kapea.studies.session_texts import TextChanged, TextKind
from kapea.studies.transcript_actions import write_transcript
from kapea.vault.deployment import mark_key_store

__all__ = ["migrated_files", "stores"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)


@pytest.fixture
def held(request, moment) -> TextsHeld:
    if connection.vendor == "sqlite":
        request.getfixturevalue("stores")
        databases.be_patient(connections.settings, databases.COMMAND_SECONDS)
    with transaction.atomic():
        mark_key_store(by="operator", at=moment)
        organisation = add_organisation(name="Line of ours", pack="cambodia", at=moment)
        held = texts_held(SimpleNamespace(organisation=organisation, at=moment))
    for role in (*READERS, R.TRANSCRIBER, R.CODER_A):
        held.work(role)
    return held


def test_two_readers_who_mark_in_the_same_moment_both_have_their_marks(held):
    write_down(held)
    for role in READERS:
        sit_down(held.work(role), role)

    def marks(role, words: str):
        work = held.work(role)
        return lambda: mark_words(work, 2, words, IdentifierKind.NAME)

    assert at_once(marks(READERS[0], "group"), marks(READERS[1], "chat")) == [None, None]
    reading = open_reading(held.work(READERS[0])).value.reading
    assert {mark.account for mark in reading.marks} == {held.people[role].user.id for role in READERS}


def test_two_who_open_in_the_same_moment_both_see_the_cut_text_under_one_new_key(held):
    release_it(held)
    before = StudySealedText.objects.get(kind=TextKind.RELEASED.value).record
    held.withdraw("C2")

    def opens(work):
        return lambda: open_released(work.private, work.member, work.study, work.session, at=work.at).text

    first, second = at_once(opens(held.work(R.CODER_A)), opens(held.work(R.CODER_A)))
    assert first == second
    assert "C2:" not in first
    assert "C1:" in first
    assert StudySealedText.objects.get(kind=TextKind.RELEASED.value).record != before
    assert not StudyKeyLeft.objects.exists()


def test_of_two_who_write_in_the_same_moment_one_is_kept_and_one_is_told(held):
    def writes(words: str):
        work = held.work(R.TRANSCRIBER)
        return lambda: write_transcript(work, words, "en", None)

    came = at_once(writes("C1: one"), writes("C1: two"))
    assert sorted(type(each).__name__ for each in came) == sorted(["NoneType", TextChanged.__name__]), came
    assert held.work(R.TRANSCRIBER).open(TextKind.RAW).value.version == 1
