"""Signing together, typing approvals, giving roles: by anybody in any order, never against the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.made_studies import (
    AT,
    INVESTIGATOR,
    LEAD,
    PROTOCOL,
    SECOND,
    STEWARD,
    account,
    approvals_for,
    begun_study,
    done,
    opened,
    with_items,
)

from kapea.core.studies.approval_changes import (
    confirm_approval,
    end_approval,
    offered_committees,
    type_approval,
)
from kapea.core.studies.ethics_committees import HOME_COMMITTEE
from kapea.core.studies.gate_table import GATE_TABLE, StudyGate
from kapea.core.studies.study_book import (
    StudyBook,
    drop_amendment,
    of_standing,
    sign_amendment,
    sign_gate,
    write_protocol,
)
from kapea.core.studies.study_changes import WRITERS, edit_study, stop_study
from kapea.core.studies.study_protocol import ProtocolChange, ProtocolPart
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_roles import SAFEGUARDING, StudyRole
from kapea.core.studies.study_standing import confirmed_approvals
from kapea.core.studies.team_changes import end_role, first_team, give_new_role

ADVISER = account(StudyRole.ADVISER)
MANAGER = account(StudyRole.MANAGER)
people = st.sampled_from([account(role) for role in StudyRole])


def agreed_book() -> StudyBook:
    study = opened(begun_study(), StudyGate.IDEA, AT)
    study = done(edit_study(study, PROTOCOL, by=INVESTIGATOR))
    return StudyBook(opened(study, StudyGate.PROTOCOL, AT))


def because(result) -> StudyRefusal:
    assert isinstance(result, StudyRefused), result
    return result.because


@settings(max_examples=40)
@given(st.lists(people, max_size=12))
def test_however_people_sign_a_gate_opens_only_with_one_of_each_role(signers):
    book = StudyBook(with_items(begun_study(), StudyGate.IDEA, AT))
    for who in signers:
        signed = sign_gate(book, StudyGate.IDEA, by=who, at=AT)
        book = book if isinstance(signed, StudyRefused) else signed
    needed = {account(role) for role in GATE_TABLE[StudyGate.IDEA].opened_by}
    assert (book.standing.opening(StudyGate.IDEA) is not None) == (needed <= set(signers))


def test_nobody_signs_what_is_not_ready():
    book = StudyBook(begun_study())
    assert because(sign_gate(book, StudyGate.IDEA, by=INVESTIGATOR, at=AT)) is StudyRefusal.ITEMS_MISSING
    assert because(sign_gate(book, StudyGate.PROTOCOL, by=INVESTIGATOR, at=AT)) is StudyRefusal.GATE_SHUT


def test_a_change_takes_signatures_away():
    book = StudyBook(with_items(begun_study(), StudyGate.IDEA, AT))
    book = done(sign_gate(book, StudyGate.IDEA, by=INVESTIGATOR, at=AT))
    assert book.signed("g0") == (INVESTIGATOR,)
    change = ProtocolChange(parts={ProtocolPart.QUESTION: "other"})
    assert done(write_protocol(book, change, by=INVESTIGATOR)).signatures == ()
    assert done(of_standing(lambda study: study)(book)).signatures == ()


def test_st_r03_what_is_written_after_agreeing_is_a_proposal_until_two_sign():
    book = agreed_book()
    before = book.standing.protocol
    change = ProtocolChange(parts={ProtocolPart.QUESTION: "other"}, dropped=frozenset({"cards"}))
    book = done(write_protocol(book, change, by=MANAGER))
    assert book.standing.protocol == before
    assert because(sign_amendment(book, by=MANAGER, at=AT)) is StudyRefusal.NOT_YOURS
    one = done(sign_amendment(book, by=ADVISER, at=AT))
    assert one.standing.protocol == before
    assert because(sign_amendment(one, by=ADVISER, at=AT)) is StudyRefusal.SAME_PERSON
    other = ProtocolChange(parts={ProtocolPart.FRAME: "x"})
    assert done(write_protocol(one, other, by=MANAGER)).signed("amendment") == ()
    two = done(sign_amendment(one, by=INVESTIGATOR, at=AT))
    assert (two.standing.protocol.current.number, two.amendment) == (2, None)
    assert set(two.standing.protocol.current.instruments) == {"guide-12-14"}


def test_a_proposal_is_dropped_by_who_writes_and_by_nobody_else():
    book = agreed_book()
    assert because(drop_amendment(book, by=MANAGER)) is StudyRefusal.NO_SUCH_STEP
    assert because(write_protocol(book, ProtocolChange(), by=STEWARD)) is StudyRefusal.NOT_YOURS
    book = done(write_protocol(book, ProtocolChange(dropped=frozenset({"cards"})), by=MANAGER))
    assert because(drop_amendment(book, by=ADVISER)) is StudyRefusal.NOT_YOURS
    assert done(drop_amendment(book, by=INVESTIGATOR)).amendment is None


def test_an_approval_counts_once_somebody_else_confirmed_it():
    study = agreed_book().standing
    new = replace(approvals_for(study)[0], confirmed_by=INVESTIGATOR)
    assert because(type_approval(begun_study(), new, by=STEWARD)) is StudyRefusal.GATE_SHUT
    assert because(type_approval(study, new, by=INVESTIGATOR)) is StudyRefusal.NOT_YOURS
    typed = done(type_approval(study, new, by=STEWARD))
    assert confirmed_approvals(typed) == (), "a confirmation is not typed along"
    assert because(type_approval(typed, new, by=STEWARD)) is StudyRefusal.NO_SUCH_STEP
    assert because(confirm_approval(typed, new.id, by=STEWARD)) is StudyRefusal.NOT_YOURS
    confirmed = done(confirm_approval(typed, new.id, by=INVESTIGATOR))
    assert [each.id for each in confirmed_approvals(confirmed)] == [new.id]
    ended = done(end_approval(confirmed, new.id, by=STEWARD, on=AT.date()))
    assert ended.approvals[0].ended_on == AT.date()
    assert because(confirm_approval(ended, new.id, by=INVESTIGATOR)) is StudyRefusal.NO_SUCH_STEP


def test_who_steps_back_and_becomes_the_investigator_does_not_confirm_their_own():
    study = agreed_book().standing
    typed = done(type_approval(study, approvals_for(study)[0], by=STEWARD))
    typed = done(give_new_role(typed, STEWARD, StudyRole.INVESTIGATOR, by=INVESTIGATOR))
    assert because(confirm_approval(typed, typed.approvals[0].id, by=STEWARD)) is StudyRefusal.SAME_PERSON


@pytest.mark.parametrize(
    ("home", "countries", "asked"),
    [
        ("KH", {"KH"}, ("nechr",)),
        ("other", {"KE"}, ("nacosti", "ke-accredited", HOME_COMMITTEE)),
        ("NP", {"PH"}, ("nhrc", "ph-nec", "phreb-accredited")),
    ],
)
def test_the_committees_of_host_and_home_are_asked(home, countries, asked):
    assert offered_committees(home, countries) == asked


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.booleans(), people, people, st.sampled_from(list(StudyRole))), min_size=1, max_size=25
    )
)
def test_st_r06_whoever_is_stopped_never_chooses_who_lets_it_go_on(steps):
    study = done(stop_study(begun_study(), by=LEAD, at=AT))
    before = study.team.holders(SAFEGUARDING)
    for gives, by, to, role in steps:
        result = (give_new_role if gives else end_role)(study, to, role, by=by)
        study = study if isinstance(result, StudyRefused) else result
        assert study.team.holders(WRITERS), "somebody can always give roles"
    assert study.team.holders(SAFEGUARDING) == before


def test_a_role_of_safeguarding_is_ended_by_safeguarding_alone():
    study = begun_study()
    for by in (INVESTIGATOR, MANAGER):
        assert because(end_role(study, LEAD, StudyRole.SAFEGUARDING_LEAD, by=by)) is StudyRefusal.NOT_YOURS
    ended = done(end_role(study, LEAD, StudyRole.SAFEGUARDING_LEAD, by=SECOND))
    assert LEAD not in ended.team.holders(SAFEGUARDING)


def test_a_study_is_started_by_who_gives_roles():
    assert first_team("a", StudyRole.MANAGER).roles("a") == {StudyRole.MANAGER}
    with pytest.raises(ValueError, match="investigator or manager"):
        first_team("a", StudyRole.SAFEGUARDING_LEAD)
