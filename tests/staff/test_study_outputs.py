"""From quotes to a paper that leaves, over HTTP on the invented corpus: page 2 is there, consent is asked at
every copy, two read it last, two hand it out.
"""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from tests.core.studies.coded_demo import corpus
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person, signed_in
from tests.staff.drawn_sessions import draw_alone
from tests.staff.sent_forms import fields_of
from tests.staff.study_corpus import BEFORE, CODES, StudiedCorpus, studied_corpus

from kapea.core.staff.roles import Role
from kapea.core.studies.double_draw import CoderSide
from kapea.core.studies.output_book import MOST_SIGNS
from kapea.core.studies.output_writing import TITLE, WRITTEN_ITEMS
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.models import Study, StudyBlindness, StudyGrant, StudyHandedOut, StudySealedText
from kapea.studies.study_keys import StudyCustody
from kapea.vault.models import RecordWrap

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
R = StudyRole
TEAM = {
    R.AUTHOR: Role.RESEARCHER,
    R.LAST_READER: Role.RESEARCHER,
    R.INVESTIGATOR: Role.RESEARCHER,
    R.SAFEGUARDING_LEAD: Role.SUPERVISOR,
}


class Writing:
    """A study whose findings gate was opened, and its people at their browsers."""

    def __init__(self, cast) -> None:
        self.cast = cast
        people = {role: make_person(cast.organisation, house, cast.at) for role, house in TEAM.items()}
        self.study: StudiedCorpus = studied_corpus(
            cast.organisation, people, cast.at, gates=(*BEFORE, "g10", "g11")
        )
        other = make_person(cast.organisation, Role.RESEARCHER, cast.at)
        StudyGrant.objects.create(
            study=self.study.row,
            user=other.user,
            role=R.LAST_READER.value,
            given_by="x",
            given_at=cast.at,
        )
        self.clients = {role: signed_in(person, cast.at) for role, person in people.items()}
        self.second_reader = signed_in(other, cast.at)
        self.at = f"/staff/studies/{self.study.row.id}/outputs/report"

    def page(self, role: StudyRole = R.AUTHOR) -> str:
        return unescape(self.clients[role].get(self.at).content.decode())

    def turn(self) -> int:
        row = StudySealedText.objects.filter(kind="output-report").first()
        return -1 if row is None else row.turn

    def post(self, step: str, client=None, **said) -> int:
        browser = client or self.clients[R.AUTHOR]
        return browser.post(f"{self.at}/{step}", {"turn": self.turn(), **said}).status_code

    def form(self) -> dict[str, Any]:
        """What a browser sends of the page as it is."""
        return fields_of(self.clients[R.AUTHOR].get(self.at).content.decode(), f"{self.at}/write")

    def write(self, **said) -> int:
        """Saves the page with something written over."""
        return self.clients[R.AUTHOR].post(f"{self.at}/write", {**self.form(), **said}).status_code

    def quote(self, *speakers: str) -> None:
        for each in corpus()["coded_segments"]:
            if each["speaker"] in speakers:
                number = CODES[each["transcript"]].removeprefix("s")
                address = f"/staff/studies/{self.study.row.id}/quotes/new/{number}"
                said = {
                    "turn": each["turn"],
                    "words": each["text"],
                    "code": each["coder_a"],
                    "third_party": "nobody",
                }
                assert self.clients[R.AUTHOR].post(address, said).status_code == 302

    def choose_all_quotes(self) -> None:
        ids = [part.split('"', 1)[0] for part in self.page().split('name="quote" value="')[1:]]
        assert self.write(quote=ids) == 302

    def draft(self) -> str:
        return self.clients[R.AUTHOR].get(f"{self.at}/draft.md").content.decode()


@pytest.fixture
def writing(cast) -> Writing:
    return Writing(cast)


def test_st_r35_a_draft_has_page_2_and_says_that_it_is_a_draft_and_what_keeps_it(writing):
    untitled = writing.clients[R.AUTHOR].get(f"{writing.at}/draft.pdf")
    assert untitled.content[:5] == b"%PDF-", "also before it has a title"
    assert writing.write(**{TITLE: "What helps children to tell"}) == 302
    draft = writing.draft()
    assert SAID["study-report-part-bias"] in draft
    assert SAID["study-report-draft"] in draft
    assert draft.index(SAID["study-report-part-bias"]) < draft.index(SAID["study-report-part-methods"])
    assert SAID["study-report-blocked-item-missing"] in writing.page()
    assert writing.post("make") == 409, "nothing that is blocked is made for the last readers"


def test_st_r36_only_quotes_within_their_scope_stand_in_it_and_one_that_goes_is_gone_from_every_copy(writing):
    writing.quote("C4", "C5", "C1")
    page = writing.page()
    assert page.count('name="quote" value="') == 2, "of C1 the guardian said no"
    writing.choose_all_quotes()
    said = {each["speaker"]: each["text"] for each in corpus()["coded_segments"]}
    plain = writing.draft().replace("\\", "")
    assert SAID["study-report-part-bias"] in plain
    assert said["C5"] in plain
    assert said["C1"] not in plain
    writing.study.seats["C5"].answers.filter(answer__contains="quote").delete()
    assert said["C5"] not in writing.draft().replace("\\", "")


def test_a_share_in_hundredths_and_words_that_somebody_said_keep_it_from_leaving(writing):
    assert writing.write(**{"part-findings": "60 % of children are afraid."}) == 302
    assert SAID["study-report-blocked-percentage"] in writing.page()
    said = next(each["text"] for each in corpus()["coded_segments"] if each["speaker"] == "C3")
    assert writing.write(**{"part-findings": f"A child said: {said}"}) == 302
    assert said not in writing.draft().replace("\\", "")


def test_everything_that_was_typed_is_saved_at_once_whichever_button_is_pressed(writing):
    typed = {
        TITLE: "A title",
        "part-methods": "How.",
        "part-findings": "What.\r\nAnd more.",
        "srqr-02": "Short.",
    }
    assert writing.write(**typed) == 302
    said = {name: str(words).replace("\r\n", "\n") for name, words in typed.items()}
    assert {name: words for name, words in writing.form().items() if name in said} == said


def test_of_two_who_write_at_once_the_second_reads_what_the_first_wrote_and_keeps_their_own(writing):
    writing.write(**{TITLE: "Before", "part-methods": "Both will write here."})
    late = writing.form()
    writing.write(**{TITLE: "First", "part-methods": "By the first.", "srqr-02": "An abstract."})
    late |= {"part-methods": "By the second.", "part-limits": "Small."}
    refused = writing.clients[R.AUTHOR].post(f"{writing.at}/write", late)
    assert refused.status_code == 409
    page = refused.content.decode()
    form = fields_of(page, f"{writing.at}/write")
    kept = {
        TITLE: "First",
        "srqr-02": "An abstract.",
        "part-methods": "By the second.",
        "part-limits": "Small.",
    }
    assert {name: form[name] for name in kept} == kept
    beside = page.split(SAID["study-written-meanwhile"])
    assert len(beside) == 2, "of one place alone: in the others nobody wrote over anybody"
    assert "By the first." in beside[1]
    assert writing.clients[R.AUTHOR].post(f"{writing.at}/write", form).status_code == 302
    assert {name: writing.form()[name] for name in kept} == kept


def test_what_is_refused_comes_back_with_its_ticks(writing):
    writing.quote("C4", "C5")
    form = writing.form()
    [quote, _] = [part.split('"', 1)[0] for part in writing.page().split('name="quote" value="')[1:]]
    form |= {"quote": [quote], "part-limits": "x" * (MOST_SIGNS + 1), TITLE: "Kept"}
    refused = writing.clients[R.AUTHOR].post(f"{writing.at}/write", form)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert SAID["study-output-too-long"] in page
    again = fields_of(page, f"{writing.at}/write")
    assert (again["quote"], again[TITLE], len(again["part-limits"])) == ([quote], "Kept", MOST_SIGNS + 1)
    assert writing.turn() == -1, "nothing of it was saved"


def test_an_ask_of_an_office_wants_both_its_halves_and_is_kept_when_one_is_missing(writing):
    writing.at = writing.at.replace("outputs/report", "outputs/brief")
    form = writing.form() | {"office": "Commune council", "ask": "", "rests-on": ""}
    refused = writing.clients[R.AUTHOR].post(f"{writing.at}/write", form)
    assert refused.status_code == 409
    assert SAID["study-output-ask-half"] in refused.content.decode()


def test_a_report_says_how_many_sessions_two_coded_once_the_codes_are_opened(writing):
    row = writing.study.row
    draw_alone(row.id, CODES.values(), {"s6": CoderSide.A})
    two = SAID["study-report-fact-coded-by-two"]
    assert f"{two}: 5" not in writing.draft()
    StudyBlindness.objects.create(
        study=row, coders=["a", "b"], adjudicator="c", done=["a", "b"], unblinded_by="c",
        unblinded_at=writing.cast.at,
    )  # fmt: skip
    assert f"{two}: 5; {SAID['study-report-fact-coded-by-one']}: 1" in writing.draft()


def filled(writing: Writing) -> None:
    """Everything that a person writes; what the data lack is told by the page."""
    said = {TITLE: "What helps children to tell"} | dict.fromkeys(WRITTEN_ITEMS, "Invented.")
    assert writing.write(**said) == 302


def asked_since(writing: Writing) -> None:
    """The investigator gives the group that advises something to read."""
    said = {"turn": -1, "study": Study.objects.get(id=writing.study.row.id).turn, "words": "Plain words."}
    address = writing.at.replace("outputs/report", "advice/choose")
    assert writing.clients[R.INVESTIGATOR].post(address, said).status_code == 302


def test_an_author_is_told_that_their_keys_do_not_open_yet_what_a_report_is_made_of(writing):
    RecordWrap.objects.filter(purpose=StudyCustody.RELEASED.value).delete()
    assert SAID["study-fault-keys"] in writing.page()


def test_two_read_it_last_and_two_hand_it_out_and_a_withdrawal_stops_every_further_copy(writing, monkeypatch):
    writing.quote("C4", "C5", "P1", "P4", "K1")
    filled(writing)
    writing.choose_all_quotes()
    monkeypatch.setattr("kapea.core.studies.study_report.missing_report_items", lambda items: ())
    assert writing.post("make") == 302
    for role in (R.LAST_READER, R.INVESTIGATOR, R.SAFEGUARDING_LEAD):
        paper = writing.clients[role].get(f"{writing.at}/paper.md").content.decode()
        assert SAID["study-report-draft"] in paper
    digest = writing.page(R.LAST_READER).split('name="paper" value="', 1)[1].split('"', 1)[0]
    lead = writing.clients[R.INVESTIGATOR]
    assert writing.post("hand-out", lead, paper=digest) == 409, "nobody has read it"
    assert writing.post("read", writing.clients[R.LAST_READER], paper=digest) == 302
    assert writing.post("read", writing.second_reader, paper=digest) == 302
    assert writing.post("hand-out", lead, paper=digest) == 302
    assert not StudyHandedOut.objects.exists(), "one alone hands nothing out"
    assert writing.post("hand-out", writing.clients[R.SAFEGUARDING_LEAD], paper=digest) == 302
    row = StudyHandedOut.objects.get()
    assert {seat for seats in row.quotes.values() for seat in seats} >= {"s1-c4"}
    left = lead.get(f"{writing.at}/paper.md").content.decode()
    assert SAID["study-report-draft"] not in left
    assert SAID["study-report-advice-not-asked"] in left
    asked_since(writing)
    assert lead.get(f"{writing.at}/paper.md").status_code == 409, "it says that nobody was asked"
    Study.objects.filter(id=writing.study.row.id).update(document=writing.study.row.document)
    assert lead.get(f"{writing.at}/paper.md").status_code == 200
    writing.study.seats["C4"].withdrawn_on = writing.cast.at.date()
    writing.study.seats["C4"].save()
    kept = StudySealedText.objects.get(kind="output-report").record
    for role in (R.INVESTIGATOR, R.SAFEGUARDING_LEAD):
        assert writing.clients[role].get(f"{writing.at}/paper.md").status_code == 409
    assert SAID["study-output-stands-no-more"] in writing.page(R.INVESTIGATOR)
    assert StudySealedText.objects.get(kind="output-report").record != kept, "their words are out of it"
    assert not RecordWrap.objects.filter(record=kept).exists(), "and out of an older copy"


def test_nothing_of_it_stands_readable_and_before_findings_nothing_is_there(writing, cast):
    writing.write(**{TITLE: "Paper Boat"})
    row = StudySealedText.objects.get(kind="output-report")
    assert b"Paper Boat" not in bytes(row.sealed)
    document = Study.objects.get(id=writing.study.row.id).document
    document["standing"]["openings"] = []
    Study.objects.filter(id=writing.study.row.id).update(document=document)
    for address in ("", "/draft.md", "/paper.md"):
        page = writing.clients[R.AUTHOR].get(f"{writing.at}{address}")
        assert page.status_code == 409
        assert "Paper Boat" not in page.content.decode()
