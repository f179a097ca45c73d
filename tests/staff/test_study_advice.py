"""The group that advises, and pages for those who took part, over HTTP on the invented corpus: nothing beyond
consent, the gate opens by the answer, two read and two hand out.
"""

from __future__ import annotations

from html import unescape

import pytest
from tests.core.studies.coded_demo import corpus
from tests.staff.at_the_desk import SAID
from tests.staff.cast import make_person, member_of_person, signed_in
from tests.staff.study_corpus import BEFORE, CODES, studied_corpus

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.summary_book import SUMMARY_PLACES
from kapea.studies.models import Study, StudyGrant, StudyHandedOut, StudySealedText
from kapea.studies.study_keys import StudyCustody, make_study_key
from kapea.studies.study_memo_rows import keep_claims
from kapea.studies.summary_making import contacts_told
from kapea.vault.models import RecordWrap
from kapea.web.field import advice_writing, summary_found
from kapea.web.field.output_found import do_sealed

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
R = StudyRole
TEAM = {
    R.ANALYST: Role.RESEARCHER,
    R.INVESTIGATOR: Role.RESEARCHER,
    R.ADVISORY_GROUP: Role.RESEARCHER,
    R.SAFEGUARDING_LEAD: Role.SUPERVISOR,
    R.LAST_READER: Role.RESEARCHER,
}
WORDS = "Many are ashamed and ask nobody. It helps when somebody goes along."
PAGE = "summary-en"
TEXTS = {place: f"Plain words of {place}." for place in SUMMARY_PLACES}
"""Nobody of the corpus said so."""


class Advised:
    """A study whose codes are settled, and its people at their browsers."""

    def __init__(self, cast, *gates: str) -> None:
        self.people = people = {
            role: make_person(cast.organisation, house, cast.at) for role, house in TEAM.items()
        }
        self.study = studied_corpus(cast.organisation, people, cast.at, gates=(*BEFORE, *gates))
        self.row, self.cast = self.study.row, cast
        self.clients = {role: signed_in(person, cast.at) for role, person in people.items()}
        self.at = f"/staff/studies/{self.row.id}"

    def page(self, role: StudyRole, path: str = "advice", status: int = 200) -> str:
        answer = self.clients[role].get(f"{self.at}/{path}".rstrip("/"))
        assert answer.status_code == status, path
        return unescape(answer.content.decode())

    def post(self, role: StudyRole, path: str, kind: str, client=None, **said) -> tuple[int, str]:
        row = StudySealedText.objects.filter(study=self.row, kind=kind).first()
        turns = {"turn": -1 if row is None else row.turn, "study": Study.objects.get(id=self.row.id).turn}
        answer = (client or self.clients[role]).post(f"{self.at}/{path}", {**turns, **said})
        return answer.status_code, unescape(answer.content.decode())

    def bank(self, *speakers: str) -> None:
        for each in corpus()["coded_segments"]:
            if each["speaker"] in speakers:
                number = CODES[each["transcript"]].removeprefix("s")
                said = {"turn": each["turn"], "words": each["text"], "code": each["coder_a"]}
                said |= {"third_party": "nobody"}
                address = f"{self.at}/quotes/new/{number}"
                assert self.clients[R.ANALYST].post(address, said).status_code == 302

    def claim(self, words: str) -> str:
        """A finding of every session; its id."""
        analyst = member_of_person(self.people[R.ANALYST])
        key = make_study_key(analyst, self.row, StudyCustody.RELEASED, at=self.cast.at)
        claim = StudyClaim("c-1", words, frozenset(CODES.values()), frozenset(), frozenset(), "everywhere")
        keep_claims(self.row, [claim], key, turn=-1)
        return claim.id

    def offered(self, name: str) -> list[str]:
        """Ids of the findings, or the quotes, that may be chosen."""
        page = self.page(R.INVESTIGATOR)
        return [part.split('"', 1)[0] for part in page.split(f'name="{name}" value="')[1:]]

    def choose(self, words: str = WORDS, **said) -> tuple[int, str]:
        return self.post(R.INVESTIGATOR, "advice/choose", "advice", words=words, **said)

    def answer(self, verdict: str, words: str = "") -> tuple[int, str]:
        text = self.page(R.ADVISORY_GROUP).split('name="text" value="', 1)[1].split('"', 1)[0]
        said = {"verdict": verdict, "words": words, "text": text}
        return self.post(R.ADVISORY_GROUP, "advice/answer", "advice", **said)

    def items(self) -> str:
        return self.page(R.ANALYST, "").split('id="g10"', 1)[1].split('id="g11"', 1)[0]


def words_of(speaker: str) -> str:
    return next(each["text"] for each in corpus()["coded_segments"] if each["speaker"] == speaker)


def test_the_group_reads_what_was_chosen_answers_and_its_answer_is_what_the_gate_waits_for(cast):
    there = Advised(cast)
    assert SAID["study-advice-nothing"] in there.page(R.ADVISORY_GROUP)
    listed = there.clients[R.ADVISORY_GROUP].get("/staff/studies/").content.decode()
    assert f"{there.at}/advice" in listed, "the only page of the group is where its list leads"
    there.bank("C4", "C5", "C1")
    assert words_of("C1") not in there.page(R.INVESTIGATOR), "the guardian said no"
    assert there.choose(quote=there.offered("quote"))[0] == 302
    page = there.page(R.ADVISORY_GROUP)
    assert WORDS in page
    assert words_of("C5") in page
    assert "s1" not in page.split("<main", 1)[1].split("<form", 1)[0], "no session, no seat"
    status, again = there.answer("asks-for-change")
    assert status == 409
    assert SAID["study-output-which-change"] in again
    status, again = there.answer("asks-for-change", "Call us under 012 345 678.")
    assert status == 409, "a number points to somebody"
    assert there.answer("asks-for-change", "Say it shorter.")[0] == 302
    assert "Say it shorter." in there.page(R.INVESTIGATOR)
    assert f"{SAID['study-item-advisory-heard']}: <b>{SAID['study-missing']}" in there.items()
    assert there.answer("agrees")[0] == 302
    assert f"{SAID['study-item-advisory-heard']}: <b>{SAID['study-there']}" in there.items()
    trail = Event.objects.filter(subject=f"study:{there.row.id}")
    assert {"study.advice-give", "study.advice-answer"} <= set(trail.values_list("action", flat=True))
    assert not any("shorter" in str(each) for each in trail.values_list("detail", flat=True))


def test_whoever_takes_a_quote_back_is_read_by_the_group_no_more_and_leaves_the_sealed_text(cast):
    there = Advised(cast)
    there.bank("C4", "C5")
    assert there.choose(quote=there.offered("quote"))[0] == 302
    sealed = StudySealedText.objects.get(study=there.row, kind="advice")
    there.study.seats["C5"].answers.filter(answer__contains="quote").delete()
    page = there.page(R.ADVISORY_GROUP)
    assert words_of("C5") not in page
    assert words_of("C4") in page
    again = StudySealedText.objects.get(study=there.row, kind="advice")
    assert again.record != sealed.record, "it is sealed anew, and the key of before is gone"


def test_another_text_takes_the_place_of_one_that_no_older_copy_opens_any_more(cast):
    there = Advised(cast)
    assert there.choose()[0] == 302
    before = StudySealedText.objects.get(study=there.row, kind="advice").record
    assert there.choose("It helps when somebody goes along.")[0] == 302
    assert "It helps when somebody goes along." in there.page(R.ADVISORY_GROUP)
    assert StudySealedText.objects.get(study=there.row, kind="advice").record != before
    assert not RecordWrap.objects.filter(record=before).exists()


def test_whoever_takes_a_quote_back_while_it_is_chosen_is_not_laid_before_the_group(cast, monkeypatch):
    there = Advised(cast)
    there.bank("C4", "C5")

    def taken_back_meanwhile(*asked):
        there.study.seats["C5"].answers.filter(answer__contains="quote").delete()
        return do_sealed(*asked)

    chosen = there.offered("quote")
    monkeypatch.setattr(advice_writing, "do_sealed", taken_back_meanwhile)
    status, page = there.choose(quote=chosen)
    assert status == 409
    assert SAID["study-output-quote-not-covered"] in page
    assert not StudySealedText.objects.filter(study=there.row, kind="advice").exists()


def test_a_finding_is_held_against_the_same_lists_as_the_words_beside_it(cast):
    there = Advised(cast)
    finding = there.claim("3 victims are afraid.")
    status, page = there.choose(finding=[finding])
    assert status == 409
    for why in ("small-number", "never-said"):
        assert f"<li>3 victims are afraid.: {SAID[f'study-word-{why}']}" in page
    assert there.choose()[0] == 302


def test_what_somebody_said_a_share_and_a_small_number_are_not_laid_before_the_group(cast):
    there = Advised(cast)
    there.bank("C4")
    [quote] = [p.split('"', 1)[0] for p in there.page(R.INVESTIGATOR).split('name="quote" value="')[1:]]
    for words, why in (
        (f"A child said: {words_of('C3')}", "somebody-said"),
        ("60 % are afraid.", "percentage"),
        ("3 of them are afraid.", "small-number"),
    ):
        status, page = there.choose(words, quote=[quote])
        assert status == 409
        assert SAID[f"study-word-{why}"] in page
        assert f'value="{quote}" checked' in page, "what was ticked stays ticked"
        assert SAID["study-advice-nothing"] in page
    assert not StudySealedText.objects.filter(study=there.row, kind="advice").exists()
    late = there.clients[R.INVESTIGATOR].post(f"{there.at}/advice/choose", {"words": WORDS, "turn": -1})
    assert late.status_code == 409, "a form that does not say what it has seen does nothing"


def fewer_contacts(*asked) -> tuple[str, ...]:
    """Who helps once the directory names one fewer."""
    _, *others = contacts_told(*asked)
    assert others
    return tuple(others)


def test_a_page_for_people_is_written_made_read_by_two_others_and_handed_out_by_two(cast, monkeypatch):
    there = Advised(cast, "g10", "g11")
    other = make_person(cast.organisation, Role.RESEARCHER, cast.at)
    StudyGrant.objects.create(
        study=there.row, user=other.user, role=R.LAST_READER.value, given_by="x", given_at=cast.at
    )
    at = f"summaries/{PAGE}"
    bad = TEXTS | {"heard-1": words_of("C3"), "thanks": "Victims, thank you."}
    assert there.post(R.INVESTIGATOR, f"{at}/write", PAGE, **bad)[0] == 302
    page = there.page(R.INVESTIGATOR, at)
    assert SAID["study-word-somebody-said"] in page
    assert SAID["study-word-never-said"] in page
    assert there.post(R.INVESTIGATOR, f"{at}/make", PAGE)[0] == 409
    long = "This one sentence goes on and on until nobody can follow it."
    assert there.post(R.INVESTIGATOR, f"{at}/write", PAGE, **(TEXTS | {"asked": long}))[0] == 302
    assert SAID["study-summary-long"] in there.page(R.INVESTIGATOR, at), "a hint, and no more"
    assert there.post(R.INVESTIGATOR, f"{at}/make", PAGE)[0] == 302
    paper = there.page(R.LAST_READER, f"{at}/paper.md").replace("\\", "")
    assert TEXTS["heard-1"] in paper
    assert SAID["study-report-draft"] in paper
    assert "1280" in paper, "who helps, from the directory"
    assert "number not tested yet" in paper, "and what is not known of them, as on every print"
    digest = there.page(R.LAST_READER, at).split('name="paper" value="', 1)[1].split('"', 1)[0]
    assert there.post(R.INVESTIGATOR, f"{at}/hand-out", PAGE, paper=digest)[0] == 409, "nobody has read it"
    assert SAID["study-output-sign"] not in there.page(R.INVESTIGATOR, at), "no button that does nothing"
    assert there.post(R.LAST_READER, f"{at}/read", PAGE, paper=digest)[0] == 302
    second = signed_in(other, cast.at)
    assert there.post(R.LAST_READER, f"{at}/read", PAGE, second, paper=digest)[0] == 302
    assert SAID["study-output-sign"] in there.page(R.INVESTIGATOR, at)
    assert there.post(R.INVESTIGATOR, f"{at}/hand-out", PAGE, paper=digest)[0] == 302
    assert not StudyHandedOut.objects.exists(), "one alone hands nothing out"
    assert there.post(R.SAFEGUARDING_LEAD, f"{at}/hand-out", PAGE, paper=digest)[0] == 302
    assert StudyHandedOut.objects.get().kind == PAGE
    assert SAID["study-report-draft"] not in there.page(R.INVESTIGATOR, f"{at}/paper.md")
    for now in (fewer_contacts, lambda *_: ()):
        with monkeypatch.context() as patch:
            patch.setattr(summary_found, "contacts_told", now)
            there.page(R.INVESTIGATOR, f"{at}/paper.md", status=409)
    Study.objects.filter(id=there.row.id).update(figures_of={"counts": 1})
    assert SAID["study-summary-stands-no-more"] in there.page(R.INVESTIGATOR, at)
    there.page(R.INVESTIGATOR, f"{at}/paper.md", status=409)


def test_whoever_writes_is_told_that_their_keys_do_not_open_yet_what_it_is_held_against(cast):
    there = Advised(cast, "g10")
    there.claim("Many are ashamed.")
    reader = there.people[R.INVESTIGATOR].membership.id
    RecordWrap.objects.filter(reader=reader, purpose=StudyCustody.RELEASED.value).delete()
    for path in ("advice", f"summaries/{PAGE}"):
        page = there.page(R.INVESTIGATOR, path, status=409)
        assert SAID["study-fault-keys"] in page, path
        assert "<textarea" not in page, path


def test_before_findings_there_is_no_page_and_the_group_sees_none(cast):
    there = Advised(cast)
    assert SAID["study-summaries-why"] in there.page(R.INVESTIGATOR, f"summaries/{PAGE}", status=409)
    there.page(R.ADVISORY_GROUP, f"summaries/{PAGE}", status=404)
    there.page(R.INVESTIGATOR, "summaries/summary-xx", status=404)
    for path in ("", "outputs", "quotes", "sessions/1/released"):
        there.page(R.ADVISORY_GROUP, path, status=404)


def test_a_page_for_which_nobody_of_the_directory_may_be_printed_says_who_mends_that(cast, monkeypatch):
    there = Advised(cast, "g10")
    monkeypatch.setattr("kapea.web.field.summary_found.contacts_told", lambda *_: ())
    page = there.page(R.INVESTIGATOR, f"summaries/{PAGE}")
    assert SAID["study-summary-nobody-helps"] in page
    assert there.post(R.INVESTIGATOR, f"summaries/{PAGE}/make", PAGE)[0] == 409
