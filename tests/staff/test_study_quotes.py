"""The quote bank over HTTP, on the invented corpus: every quote asks consent at that moment."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from tests.core.studies.coded_demo import corpus
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person, signed_in
from tests.staff.study_corpus import CODES, StudiedCorpus, studied_corpus

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import StudyGrant, StudySealedText

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
EXPECTED = {each["id"]: each for each in corpus()["expected_quote_bank"]}
WHY = {
    "guardian quote scope is no": "quote-refused-guardian-no",
    "own quote scope is no": "quote-refused-own-no",
    "guardian quote scope is not covered by the waiver": "quote-refused-waiver-does-not-cover",
}


@pytest.fixture
def analyst(cast):
    return make_person(cast.organisation, Role.RESEARCHER, cast.at)


@pytest.fixture
def study(cast, analyst) -> StudiedCorpus:
    return studied_corpus(cast.organisation, {StudyRole.ANALYST: analyst}, cast.at)


@pytest.fixture
def client(cast, analyst, study):
    return signed_in(analyst, cast.at)


def put(client, study, segment, **other) -> int:
    number = CODES[segment["transcript"]].removeprefix("s")
    said = {
        "turn": segment["turn"],
        "words": segment["text"],
        "code": segment["coder_a"],
        "third_party": "nobody",
    }
    page = f"/staff/studies/{study.row.id}/quotes/new/{number}"
    return client.post(page, said | other).status_code


def bank(client, study) -> str:
    return unescape(client.get(f"/staff/studies/{study.row.id}/quotes").content.decode())


def test_st_r36_of_twelve_segments_eight_may_be_said_and_four_say_why_not(client, study):
    for segment in corpus()["coded_segments"]:
        assert put(client, study, segment) == 302
    page = bank(client, study)
    assert page.count(SAID["study-quote-may"]) == 8
    for segment in corpus()["coded_segments"]:
        shown = page.split(segment["text"], 1)[1].split("</li>", 1)[0]
        expected = EXPECTED[segment["id"]]
        told = SAID[WHY.get(expected["reason"], "study-quote-may")]
        assert told.format(scope=SAID["study-report-scope-quote"]) in shown, segment["id"]


def test_who_withdraws_is_in_no_bank_at_once_and_who_says_no_is_quoted_no_more(client, study):
    [segment] = [each for each in corpus()["coded_segments"] if each["speaker"] == "C4"]
    put(client, study, segment)
    assert segment["text"] in bank(client, study)
    seat = study.seats["C4"]
    seat.answers.filter(answer="c4-quote-participant").delete()
    assert SAID["quote-refused-own-not-asked"].partition("{")[0] in bank(client, study)
    seat.withdrawn_on = date(2026, 11, 30)
    seat.save()
    assert segment["text"] not in bank(client, study)


def test_words_that_nobody_said_so_are_no_quote_and_what_was_typed_stays_on_the_page(client, study):
    segment = corpus()["coded_segments"][0]
    page = client.post(
        f"/staff/studies/{study.row.id}/quotes/new/1",
        {"turn": segment["turn"], "words": "Never said so", "code": "EXP-FEAR", "third_party": "nobody"},
    )
    assert page.status_code == 409
    assert "Never said so" in page.content.decode()
    assert not StudySealedText.objects.filter(kind="quotes").exists()


def test_what_staff_said_is_no_quote(client, study):
    turn = {"transcript": "T1", "turn": 1, "text": "Thank you for the cards.", "coder_a": "EXP-FEAR"}
    assert put(client, study, turn) == 409


def test_a_quote_is_sealed_and_a_text_that_was_released_anew_is_looked_at_again(client, study):
    first, second = corpus()["coded_segments"][:2]
    put(client, study, first)
    row = StudySealedText.objects.get(kind="quotes")
    assert first["text"].encode() not in bytes(row.sealed)
    StudySealedText.objects.filter(session="s1", kind="released").update(turn=7)
    page = bank(client, study)
    assert first["text"] not in page
    assert SAID["study-quotes-waiting"] in page
    put(client, study, second)
    page = bank(client, study)
    assert first["text"] in page
    assert SAID["study-quotes-waiting"] not in page


def test_a_quote_is_taken_out_and_the_trail_has_no_words(client, study):
    segment = corpus()["coded_segments"][0]
    put(client, study, segment)
    id = bank(client, study).split('name="quote" value="', 1)[1].split('"', 1)[0]
    address = f"/staff/studies/{study.row.id}/quotes/drop"
    assert client.post(address, {"session": "s1", "quote": id}).status_code == 302
    assert segment["text"] not in bank(client, study)
    trail = [
        f"{each.action} {each.detail}"
        for each in Event.objects.filter(subject=f"study:{study.row.id}", action__contains="quote")
    ]
    assert trail == ["study.quote {'session': 's1'}", "study.quote-drop {'session': 's1'}"]


def test_before_the_coding_gate_and_without_the_role_there_is_nothing(cast, analyst):
    early = studied_corpus(cast.organisation, {StudyRole.ANALYST: analyst}, cast.at, gates=("g0",))
    client = signed_in(analyst, cast.at)
    page = client.get(f"/staff/studies/{early.row.id}/quotes")
    assert page.status_code == 409
    assert SAID["study-gate-g9"] in page.content.decode()
    StudyGrant.objects.filter(study=early.row).update(role=StudyRole.MODERATOR.value)
    assert client.get(f"/staff/studies/{early.row.id}/quotes").status_code == 404
