"""Words of sessions: written, checked, read by two, released, cut, taken back, opened in need, destroyed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from tests.core.studies.coded_demo import planted, told_of
from tests.staff.read_texts import keep_rest, read_it, release_it, sign_it, write_down
from tests.staff.texts_held import R, TextsHeld, texts_held

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.glass_reasons import GlassReason
from kapea.core.studies.transcript import SessionTranscript
from kapea.core.studies.transcript_release import surfaces_left
from kapea.studies import sealed_values
from kapea.studies.disclosures import cut_disclosure
from kapea.studies.found_names import take_back_release
from kapea.studies.glass_actions import agree_to_glass, ask_for_glass, end_glasses, read_by_glass
from kapea.studies.held_matters import certify_held, destroy_due, witness_held
from kapea.studies.models import StudyHeldMatter, StudyKeyLeft, StudySealedText, StudyTakenBack
from kapea.studies.queries import book_of
from kapea.studies.reading_actions import open_reading, sit_down
from kapea.studies.released_texts import NotReleasedYet, open_released
from kapea.studies.session_texts import NoSuchText, TextKind
from kapea.studies.text_work import GateRefused, TextRefused
from kapea.studies.transcript_actions import write_transcript
from kapea.studies.upkeep import tidy_studies
from kapea.vault.record_keys import CannotOpen

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def held(cast) -> TextsHeld:
    return texts_held(cast)


def released(held: TextsHeld, told: str = "T1", role=R.CODER_A) -> SessionTranscript:
    work = held.work(role, told)
    return open_released(work.private, work.member, work.study, work.session, at=work.at)


def test_a_text_walks_from_its_writing_to_its_release_and_every_gate_with_it(held):
    with pytest.raises(NotReleasedYet):
        released(held)
    release_it(held)
    assert released(held).text == told_of("T1")["deidentified_text"]
    standing = book_of(held.work(R.CODER_A).study).standing
    gates = {each.gate for each in standing.openings if each.session == "s1"}
    assert gates >= {StudyGate.TRANSCRIPT, StudyGate.DEIDENTIFIED}
    with pytest.raises(CannotOpen):
        held.work(R.CODER_A).open(TextKind.RAW)
    with pytest.raises(CannotOpen):
        held.work(R.TRANSCRIBER).open(TextKind.RELEASED)


def test_st_r16_whoever_withdrew_is_out_of_every_text_before_it_is_shown_and_older_copies_stay_dark(held):
    release_it(held)
    before = {each.kind: (each.record, bytes(each.sealed)) for each in StudySealedText.objects.all()}
    held.withdraw("C2")
    assert "C2:" not in released(held).text
    for kind in (TextKind.RAW, TextKind.READING, TextKind.LOG):
        held.work(R.DEIDENTIFIER_1).open(kind)
    assert not StudyKeyLeft.objects.exists()
    for row in StudySealedText.objects.all():
        record, sealed = before[row.kind]
        assert row.record != record, row.kind
        StudySealedText.objects.filter(id=row.id).update(record=record, sealed=sealed)
    for kind in (TextKind.RAW, TextKind.READING, TextKind.LOG):
        with pytest.raises(CannotOpen):
            held.work(R.DEIDENTIFIER_1).open(kind)
    with pytest.raises(CannotOpen):
        released(held)


def test_a_server_that_stops_between_sealing_and_destroying_loses_and_shows_nothing(held, monkeypatch):
    release_it(held)
    held.withdraw("C2")

    def stops(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("kapea.studies.session_texts.erase_record", stops)
    with pytest.raises(KeyboardInterrupt):
        released(held)
    assert StudyKeyLeft.objects.count() == 1
    monkeypatch.undo()
    assert "C2:" not in released(held).text
    assert "C1:" in released(held).text
    assert not StudyKeyLeft.objects.exists()


def test_whoever_opens_while_another_cuts_looks_again_instead_of_being_shut_out(held, monkeypatch):
    release_it(held)
    held.withdraw("C2")
    real, opened = sealed_values.open_study_key, []

    def cut_by_another_first(*said, **more):
        if not opened:
            opened.append(1)
            assert "C2:" not in released(held).text
        return real(*said, **more)

    monkeypatch.setattr(sealed_values, "open_study_key", cut_by_another_first)
    assert "C2:" not in released(held).text


def test_st_r20_a_disclosure_is_in_no_text_whoever_marked_it(held):
    release_it(held)
    gone = released(held).turns[3]
    cut_disclosure(held.work(R.CODER_A), TextKind.RELEASED, gone.number)
    assert gone.number not in {turn.number for turn in released(held).turns}
    for kind in (TextKind.RAW, TextKind.READING, TextKind.LOG):
        text = held.work(R.DEIDENTIFIER_1).open(kind).value
        assert gone.words not in str(text), kind


def test_a_transcript_written_anew_after_a_cut_keeps_the_turns_that_now_have_that_number(held):
    write_down(held)
    cut_disclosure(held.work(R.CHECKER), TextKind.RAW, 2)
    assert 2 not in {turn.number for turn in held.work(R.CHECKER).open(TextKind.RAW).value.transcript.turns}
    seen = held.work(R.CHECKER).open(TextKind.RAW).turn
    write_transcript(held.work(R.TRANSCRIBER), "C1: one\nC2: two\nC3: three", "en", seen)
    anew = held.work(R.CHECKER).open(TextKind.RAW).value
    assert [turn.number for turn in anew.transcript.turns] == [1, 2, 3]
    with pytest.raises(GateRefused):
        sit_down(held.work(R.DEIDENTIFIER_1), R.DEIDENTIFIER_1)
    assert anew.checked_by == "", "whoever listened before listened to another version"


def test_st_r24_no_planted_surface_is_left_in_what_coders_see(cast):
    ids = tuple(f"T{n}" for n in range(1, 7))
    held = texts_held(cast, told=ids)
    for told in ids:
        release_it(held, told)
    texts = [released(held, told).text for told in ids]
    surfaces = [plant["surface"] for plant in planted()]
    assert len(surfaces) == 27
    assert surfaces_left(texts, surfaces) == 0


def test_a_name_found_after_release_takes_it_back_at_once_and_readers_have_it(held):
    release_it(held)
    released(held)
    held.withdraw("C4")
    word = released(held, role=R.ANALYST).turns[1].words.split()[2]
    assert take_back_release(held.work(R.CODER_A), word) == ("s1",)
    with pytest.raises(NotReleasedYet):
        released(held)
    taken = StudyTakenBack.objects.get()
    reached = {held.people[role].membership.id for role in (R.CODER_A, R.ANALYST)}
    assert set(taken.reached) == reached, "also who read it before a cut gave it another key"
    draft = open_reading(held.work(R.DEIDENTIFIER_2)).value
    assert draft.elsewhere == {word}
    assert draft.signed == ()
    with pytest.raises(GateRefused):
        take_back_release(held.work(R.CODER_A), word)
    keep_rest(held, "T1")
    assert sign_it(held)
    assert "C4:" not in released(held).text
    assert "C1:" in released(held).text


def test_st_r21_raw_words_open_in_need_by_two_people_for_an_hour(held):
    write_down(held)
    steward, guard = R.DATA_STEWARD, R.SAFEGUARDING_LEAD
    for role in (steward, guard, R.CODER_A):
        with pytest.raises(CannotOpen):
            held.work(role).open(TextKind.RAW)
    glass = ask_for_glass(held.work(steward), GlassReason.DANGER_NOW)
    with pytest.raises(TextRefused):
        read_by_glass(held.work(steward), glass)
    with pytest.raises(TextRefused):
        agree_to_glass(held.work(steward), glass)
    with pytest.raises(TextRefused):
        agree_to_glass(held.work(guard, later=timedelta(hours=1)), glass)
    agree_to_glass(held.work(guard), glass)
    glass.refresh_from_db()
    assert "C2:" in read_by_glass(held.work(steward), glass).transcript.text
    with pytest.raises(TextRefused):
        read_by_glass(held.work(steward, later=timedelta(hours=1)), glass)
    assert end_glasses(at=held.cast.at + timedelta(hours=1)) == 1
    with pytest.raises(CannotOpen):
        read_by_glass(held.work(steward), glass)


def test_raw_words_read_in_need_are_without_whoever_withdrew(held):
    write_down(held)
    glass = ask_for_glass(held.work(R.SAFEGUARDING_LEAD), GlassReason.WITHDRAWAL)
    agree_to_glass(held.work(R.DATA_STEWARD), glass)
    glass.refresh_from_db()
    held.withdraw("C2")
    record = StudySealedText.objects.get(kind="glass").record
    assert "C2:" not in read_by_glass(held.work(R.SAFEGUARDING_LEAD), glass).transcript.text
    assert StudySealedText.objects.get(kind="glass").record != record


def test_raw_words_go_on_their_day_with_a_certificate_of_two(held):
    release_it(held)
    raw = StudyHeldMatter.objects.get(matter="raw-text")
    assert destroy_due(at=held.cast.at + timedelta(days=364)) == 1, "the list of numbers alone"
    assert tidy_studies(at=held.cast.at + timedelta(days=366)) == 1
    raw.refresh_from_db()
    with pytest.raises(NoSuchText):
        held.work(R.DEIDENTIFIER_1).open(TextKind.RAW)
    assert set(StudySealedText.objects.values_list("kind", flat=True)) == {"released"}
    steward, at = held.work(R.DATA_STEWARD).member, held.cast.at
    witness = held.work(R.WITNESS).member
    with transaction.atomic():
        assert witness_held(raw, witness, at=at) is not None, "nobody says yet that it is gone"
        assert certify_held(raw, steward, at=at) is None
        assert witness_held(raw, steward, at=at).because.value == "same-person"
        assert witness_held(raw, witness, at=at) is None
    raw.refresh_from_db()
    assert (raw.certified_by, raw.witness) == (steward.user, witness.user)


def test_what_was_destroyed_is_not_written_anew(held):
    write_down(held)
    assert destroy_due(at=held.cast.at + timedelta(days=366)) == 1
    with pytest.raises(TextRefused, match="destroyed"):
        write_transcript(held.work(R.TRANSCRIBER), "C1: again", "en", None)


def test_nothing_is_written_before_the_session_and_nothing_read_before_it_was_checked(held):
    with pytest.raises(GateRefused):
        read_it(held)
    StudySealedText.objects.all().delete()
    write_down(held)
    read_it(held)
    with pytest.raises(TextRefused, match="begun"):
        write_down(held)
