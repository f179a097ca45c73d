"""The group that advises: who gives it something to read, what it may read, and what its answer opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.demo_consents import demo_passages, demo_register
from tests.core.studies.made_studies import (
    AT,
    INVESTIGATOR,
    LEAD,
    account,
    done,
    opened,
    with_items,
)
from tests.core.studies.reported_demo import matter, now, output, report_words
from tests.core.studies.test_study_gates import deidentified_study

from kapea.core.studies.advisory_answers import (
    AdviceTold,
    AdviceVerdict,
    GroupHeard,
    StudyAdvice,
    TextGiven,
    advice_told,
    finding_sign,
)
from kapea.core.studies.advisory_changes import answer_group_text, give_group_text
from kapea.core.studies.advisory_text import (
    MOST_OF_TEXT,
    AdviceFolder,
    AdviceWritten,
    QuoteRead,
    advice_written,
    chosen_text,
    folder_left,
    quotes_shown,
    text_given,
)
from kapea.core.studies.gate_table import GateItem, StudyGate
from kapea.core.studies.handed_papers import OutputRefused
from kapea.core.studies.quote_bank import QuoteUse, quote_refusal
from kapea.core.studies.reports.method_tables import advice_lines, tells_advice
from kapea.core.studies.reports.report_paper import report_paper
from kapea.core.studies.study_book import StudyBook, may_sign, sign_gate
from kapea.core.studies.study_changes import stop_study
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_report import OutputKind
from kapea.core.studies.study_roles import StudyRole, end_study_role
from kapea.core.studies.study_standing import StudyStanding, missing_items

GROUP, ANALYST = account(StudyRole.ADVISORY_GROUP), account(StudyRole.ANALYST)
CHANGE, AGREES = AdviceVerdict.ASKS_FOR_CHANGE, AdviceVerdict.AGREES
CLAIM = StudyClaim("c-1", "Shame keeps many quiet.", frozenset({"s1"}), frozenset({"s2"}), frozenset())
QUOTES = tuple(QuoteRead(each, f"mark of {each.session}") for each in demo_passages())
MAY = tuple(q for q in QUOTES if quote_refusal(q.passage, QuoteUse.ADVICE, demo_register()) is None)
MARKS = {each.passage.session: each.mark for each in QUOTES}


def coded_study() -> StudyStanding:
    """All of findings is there but the group."""
    study = replace(deidentified_study(), advice=StudyAdvice())
    return with_items(opened(study, StudyGate.CODING, AT), StudyGate.FINDINGS, AT)


def shown_text(id: str = "t-1", by: str = INVESTIGATOR, at=AT) -> TextGiven:
    return TextGiven(id, frozenset({finding_sign(CLAIM.id, CLAIM.words)}), by, at)


def heard(*verdicts: AdviceVerdict) -> StudyStanding:
    study = done(give_group_text(coded_study(), shown_text()))
    for each in verdicts:
        study = done(answer_group_text(study, "t-1", each, by=GROUP, at=AT))
    return study


def test_the_gate_of_findings_opens_by_the_answer_of_the_group_and_by_nothing_else():
    assert missing_items(coded_study(), StudyGate.FINDINGS, AT) == (GateItem.ADVISORY_HEARD,)
    for study in (coded_study(), heard(), heard(CHANGE), heard(AGREES, CHANGE)):
        for account_ in (ANALYST, GROUP, INVESTIGATOR):
            assert not may_sign(StudyBook(study), StudyGate.FINDINGS, account_, AT), "nobody agreed"
    agreed = StudyBook(heard(CHANGE, AGREES))
    assert not may_sign(agreed, StudyGate.FINDINGS, INVESTIGATOR, AT), "the group has a hand, not the lead"
    after = done(sign_gate(agreed, StudyGate.FINDINGS, by=ANALYST, at=AT))
    assert set(after.standing.openings[-1].by) == {ANALYST, GROUP}


def test_a_new_text_waits_for_an_answer_of_its_own():
    study = done(give_group_text(heard(AGREES), shown_text("t-2")))
    assert missing_items(study, StudyGate.FINDINGS, AT) == (GateItem.ADVISORY_HEARD,)
    stale = answer_group_text(study, "t-1", AGREES, by=GROUP, at=AT)
    assert isinstance(stale, StudyRefused), "the group has not read what lies there now"


def test_whoever_speaks_for_the_group_no_more_holds_no_gate_open():
    study = heard(AGREES)
    study = replace(study, team=end_study_role(study.team, GROUP, StudyRole.ADVISORY_GROUP))
    assert missing_items(study, StudyGate.FINDINGS, AT) == (GateItem.ADVISORY_HEARD,)


@pytest.mark.parametrize("role", list(StudyRole))
def test_only_the_lead_gives_and_only_the_group_answers(role):
    by = account(role)
    given_ = give_group_text(coded_study(), shown_text(by=by))
    assert isinstance(given_, StudyStanding) is (role is StudyRole.INVESTIGATOR)
    answered = answer_group_text(heard(), "t-1", AGREES, by=by, at=AT)
    assert isinstance(answered, StudyStanding) is (role is StudyRole.ADVISORY_GROUP)


def test_before_coding_while_stopped_and_without_a_text_nothing_is_taken():
    early = give_group_text(replace(deidentified_study(), advice=StudyAdvice()), shown_text())
    assert early == StudyRefused("advice.give", StudyRefusal.GATE_SHUT, ("g9",))
    stopped = done(stop_study(heard(), by=LEAD, at=AT))
    refused = answer_group_text(stopped, "t-1", AGREES, by=GROUP, at=AT)
    assert refused == StudyRefused("advice.answer", StudyRefusal.STOPPED)
    assert isinstance(answer_group_text(coded_study(), "t-1", AGREES, by=GROUP, at=AT), StudyRefused)
    too_early = answer_group_text(heard(), "t-1", AGREES, by=GROUP, at=AT - timedelta(hours=1))
    assert isinstance(too_early, StudyRefused)


def test_a_report_says_how_far_the_group_was_heard_and_on_which_findings():
    mine, other = finding_sign(CLAIM.id, CLAIM.words), finding_sign(CLAIM.id, "Nobody is quiet.")
    cases = {
        GroupHeard.NOT_ASKED: (coded_study(), 0, 0),
        GroupHeard.NOT_ANSWERED: (heard(), 0, 0),
        GroupHeard.AGREED: (heard(CHANGE, AGREES), 1, 1),
        GroupHeard.ASKED_FOR_CHANGE: (heard(AGREES, CHANGE), 1, 1),
    }
    for expected, (study, read, changes) in cases.items():
        told = advice_told(study.advice, [mine, other])
        assert (told.heard, told.read, told.findings, told.changes) == (expected, read, 2, changes)
    assert mine != other, "one whose words were changed was not read"


def test_a_report_that_says_of_the_group_what_is_so_no_more_is_found_out():
    agreed, words = AdviceTold(GroupHeard.AGREED, 1, 2, 0), report_words("en")
    made = {
        kind: report_paper(output(kind), matter(advice=agreed), now(output(kind)), words, is_draft=True)
        for kind in (OutputKind.REPORT, OutputKind.BRIEF)
    }
    assert tells_advice(made[OutputKind.REPORT], agreed, words)
    for other in (AdviceTold(GroupHeard.ASKED_FOR_CHANGE, 1, 2, 1), replace(agreed, read=0)):
        assert not tells_advice(made[OutputKind.REPORT], other, words)
        assert tells_advice(made[OutputKind.BRIEF], other, words), "it says nothing of it"
    assert advice_lines(replace(agreed, read=0, findings=0), words).lines == (words.own("advice-agreed"),), (
        "a report without findings counts none"
    )


# --- what it may read ---------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from(range(len(MAY)))), st.sets(st.sampled_from(sorted(MARKS))))
def test_quotes_are_shown_only_while_covered_and_of_the_text_that_is_released_now(gone, renewed):
    text = chosen_text("t-1", "What we would tell.", [CLAIM], MAY, demo_register())
    left = {MAY[each].passage.spoken[0].seat for each in gone}
    register = replace(demo_register(), withdrawn=frozenset(left))
    marks = {code: "another" if code in renewed else mark for code, mark in MARKS.items()}
    shown = quotes_shown(text, register, marks, lambda _: False)
    for each in MAY:
        seats = {turn.seat for turn in each.passage.spoken}
        stays = not seats & left and each.passage.session not in renewed
        assert (each.passage in shown) == stays
    assert quotes_shown(text, register, marks, lambda _: True) == (), "what was disclosed is not shown"
    kept = folder_left(AdviceFolder(text), shown).text
    assert kept is not None
    assert [each.passage for each in kept.quotes] == list(shown), "the words of the others are gone"


def test_what_says_nothing_is_too_long_or_is_not_covered_is_not_given():
    for words, quotes, why in (
        (" ", (), "says-nothing"),
        ("a" * (MOST_OF_TEXT + 1), (), "too-long"),
        ("Plain.", [q for q in QUOTES if q not in MAY][:1], "quote-not-covered"),
    ):
        with pytest.raises(OutputRefused) as refused:
            chosen_text("t-1", words, [], quotes, demo_register())
        assert refused.value.why == why
    assert len(MAY) < len(QUOTES), "the corpus has quotes that nobody may read"


def test_an_answer_is_to_what_lies_there_and_a_change_is_named():
    folder = text_given(AdviceFolder(), chosen_text("t-1", "Plain.", [], [], demo_register()))
    for text, verdict, words, why in (
        ("t-0", AGREES, "", "another-text"),
        ("t-1", CHANGE, "  ", "which-change"),
        ("t-1", AGREES, "a" * 3_000, "too-long"),
    ):
        with pytest.raises(OutputRefused) as refused:
            advice_written(folder, AdviceWritten(text, verdict, words, AT.date()))
        assert refused.value.why == why
    kept = advice_written(folder, AdviceWritten("t-1", CHANGE, " Say it shorter. ", AT.date()))
    assert [each.words for each in kept.advice] == ["Say it shorter."]
