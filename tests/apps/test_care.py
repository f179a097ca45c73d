"""Answers and records of acting first, as stored: one row each, with its row in the trail, or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT, CASE, CLINIC, NEEDED, act_first, caregiver, child, permission, scope

from kapea.audit.models import Event
from kapea.care import actions, queries
from kapea.care.models import RecordedActFirst, RecordedPermission
from kapea.care.rows import (
    act_first_columns,
    act_first_of_row,
    permission_columns,
    permission_of_row,
)
from kapea.core.care.act_first import (
    ActFirstGround,
    ActFirstIncomplete,
    ChildTold,
    NotYetBecause,
    TellLater,
    ToldHow,
)
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, LegalGround
from kapea.core.care.decisions import Granted, Refused, RefusedBecause, decide, decide_act_first
from kapea.core.care.scopes import PermissionKind
from kapea.core.care.withdrawal import PassedOn

ORG = "org-a"
HOUR = timedelta(hours=1)
COUNSELLOR, SUPERVISOR, LEAD = "member-counsellor", "member-supervisor", "member-lead"


def record(answer, **changed) -> None:
    said = {"organisation": ORG, "permission": answer, "by": COUNSELLOR, "at": AT}
    actions.record_permission(**said | changed)


def first(made=None, **changed) -> None:
    said = {"organisation": ORG, "record": made or act_first(), "by": SUPERVISOR, "at": AT}
    actions.record_act_first(**said | changed)


def decided(at=AT, **named):
    found = queries.case_permissions(organisation=ORG, case=CASE, age_band=AgeBand.FROM_12)
    return decide(found, CLINIC, at=at, **named)


def trail() -> list[tuple[str, str, str]]:
    return list(Event.objects.order_by("id").values_list("action", "subject", "by"))


# --- one answer, one row ----------------------------------------------------------------------


def test_what_was_answered_is_read_back_and_decided_by(db):
    record(child())
    assert decided() == Refused(RefusedBecause.ADULT_NOT_ASKED)
    record(caregiver())
    assert isinstance(decided(), Granted)


@pytest.mark.parametrize("kind", PermissionKind)
def test_one_request_makes_one_row_of_one_kind_and_one_row_in_the_trail(db, kind):
    record(permission(about=scope(kind)))
    assert list(RecordedPermission.objects.values_list("kind", flat=True)) == [kind.value]
    assert trail() == [("care.permission", "answer-child-yes", COUNSELLOR)]


def test_a_form_sent_twice_is_one_answer(db):
    record(child())
    with pytest.raises(actions.CareRefused, match="before"):
        record(child(ConsentAnswer.NO, id=child().id))
    assert RecordedPermission.objects.get().assent == "yes"
    assert len(trail()) == 1


@pytest.mark.parametrize(
    ("answer", "changed"),
    [
        (child(given=AT + HOUR), {}),
        (child(withdrawn=AT), {}),
        (child(), {"by": "member-another"}),
    ],
)
def test_an_answer_that_was_not_just_given_to_whoever_records_it_is_refused(db, answer, changed):
    with pytest.raises(actions.CareRefused):
        record(answer, **changed)
    assert not RecordedPermission.objects.exists()
    assert trail() == []


def test_without_its_row_in_the_trail_no_answer_is_kept(db, monkeypatch):
    def fails(**_):
        raise DatabaseError

    monkeypatch.setattr(actions.audit, "record", fails)
    with pytest.raises(DatabaseError):
        record(child())
    with pytest.raises(DatabaseError):
        first()
    assert not RecordedActFirst.objects.exists()
    assert not RecordedPermission.objects.exists()


def test_the_answers_of_one_organisation_are_not_anothers(db):
    record(child(), organisation="org-b")
    record(caregiver(), organisation="org-b")
    assert decided() == Refused(RefusedBecause.CHILD_NOT_ASKED)
    with pytest.raises(actions.CareRefused):
        actions.withdraw_permission(organisation=ORG, id=child().id, by=COUNSELLOR, at=AT)


def test_assent_and_consent_stand_in_columns_of_their_own(db):
    record(child())
    record(caregiver(ConsentAnswer.NO))
    rows = RecordedPermission.objects.order_by("asked_of").values_list("asked_of", "assent", "consent")
    assert list(rows) == [("caregiver", "", "no"), ("child", "yes", "")]


@pytest.mark.parametrize(
    "changed",
    [
        {"consent": "yes"},
        {"assent": "", "consent": "yes"},
        {"assent": ""},
        {"assent": "perhaps"},
        {"asked_of": "caregiver", "assent": "yes"},
        {"asked_of": "caregiver", "assent": "", "consent": "yes"},
        {"answered_by": "person-mother"},
        {"kind": "everything"},
        {"how": "import"},
        {"age_band": "9"},
        {"legal_ground": "ours"},
        {"expires_at": child().given},
        {"withdrawn_at": child().given - HOUR},
        {"assent": "no", "withdrawn_at": AT},
    ],
)
def test_the_database_itself_refuses_what_is_no_answer(db, changed):
    made = permission_columns(child()) | {"organisation": ORG}
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordedPermission.objects.create(**made | changed)
    RecordedPermission.objects.create(**made)


answers_of_any_kind = st.builds(
    lambda side, answer, kind, band, ground, hidden: permission(
        side, answer, scope(kind), band, legal_ground=ground, must_not_know=hidden
    ),
    st.sampled_from(AskedOf),
    st.sampled_from(ConsentAnswer),
    st.sampled_from(PermissionKind),
    st.sampled_from(AgeBand),
    st.sampled_from(LegalGround),
    st.frozensets(st.sampled_from(("person-a", "person-b"))),
)


@given(answers_of_any_kind)
def test_every_answer_comes_back_from_its_row_as_it_was(answer):
    assert permission_of_row(RecordedPermission(organisation=ORG, **permission_columns(answer))) == answer


# --- taking it back -----------------------------------------------------------------------------


def test_what_is_taken_back_counts_no_more_and_what_follows_is_said(db):
    record(child())
    record(caregiver())
    waiting = PassedOn(id="sent-1", scope=CLINIC, rests_on=(child().id,))
    gone = replace(waiting, id="sent-2", sent_at=AT)
    after = actions.withdraw_permission(
        organisation=ORG, id=child().id, by=COUNSELLOR, at=AT + HOUR, passed_on=[waiting, gone]
    )
    assert (after.stop, after.tell_to_stop, after.already_went) == (("sent-1",), ("clinic",), (gone,))
    assert decided(AT + HOUR) == Refused(RefusedBecause.WITHDRAWN)
    assert trail()[-1] == ("care.withdraw", child().id, COUNSELLOR)


@pytest.mark.parametrize("answer", [ConsentAnswer.NO, ConsentAnswer.NOT_ASKED, ConsentAnswer.CANNOT])
def test_only_a_yes_is_taken_back_and_once(db, answer):
    record(child(answer))
    record(caregiver())
    with pytest.raises(actions.CareRefused):
        actions.withdraw_permission(organisation=ORG, id=child(answer).id, by=COUNSELLOR, at=AT)
    actions.withdraw_permission(organisation=ORG, id=caregiver().id, by=COUNSELLOR, at=AT)
    with pytest.raises(actions.CareRefused):
        actions.withdraw_permission(organisation=ORG, id=caregiver().id, by=COUNSELLOR, at=AT)
    assert len(trail()) == 3


# --- acting first -------------------------------------------------------------------------------


def test_acting_first_is_recorded_by_the_supervisor_before_anything_goes(db):
    for refused in ({"by": COUNSELLOR}, {"at": AT - HOUR}):
        with pytest.raises(actions.CareRefused):
            first(**refused)
    first()
    (stored,) = queries.act_first_records(organisation=ORG, case=CASE)
    assert stored == act_first()
    found = queries.case_permissions(organisation=ORG, case=CASE, age_band=AgeBand.FROM_12)
    assert isinstance(decide_act_first(stored, found, CLINIC, at=AT), Granted)
    assert trail() == [("care.act-first", "first-1", SUPERVISOR)]


def test_whom_the_child_keeps_it_from_is_not_told_first_whatever_the_record_says(db):
    record(child(ConsentAnswer.NO, must_not_know=frozenset({"clinic"})))
    with pytest.raises(ActFirstIncomplete, match="keeps this from"):
        first()
    assert not RecordedActFirst.objects.exists()


def test_a_duty_that_is_not_confirmed_is_no_ground(db):
    made = act_first(ground=ActFirstGround.CONFIRMED_DUTY, duty="duty-anyone")
    with pytest.raises(actions.CareRefused, match="ask your lead"):
        first(made, confirmed_duties=frozenset({"duty-school"}))
    first(made, confirmed_duties=frozenset({"duty-anyone"}))
    assert RecordedActFirst.objects.get().duty_card == "duty-anyone"


def test_it_is_due_for_review_until_somebody_who_did_not_decide_looked(db):
    first()
    due = AT + timedelta(days=1)
    assert queries.reviews_due(organisation=ORG, by=due - HOUR) == []
    assert queries.reviews_due(organisation="org-b", by=due) == []
    assert queries.reviews_due(organisation=ORG, by=due) == ["first-1"]
    for decider in (COUNSELLOR, SUPERVISOR, ""):
        with pytest.raises(actions.CareRefused):
            actions.review_act_first(organisation=ORG, id="first-1", by=decider, at=AT + HOUR)
    actions.review_act_first(organisation=ORG, id="first-1", by=LEAD, at=AT + HOUR)
    assert queries.reviews_due(organisation=ORG, by=due) == []
    with pytest.raises(actions.CareRefused):
        actions.review_act_first(organisation=ORG, id="first-1", by=LEAD, at=AT + HOUR)
    assert trail()[1:] == [("care.review", "first-1", LEAD)]


def tell(told, by=SUPERVISOR, at=AT + HOUR) -> None:
    actions.record_telling(organisation=ORG, id="first-1", told=told, by=by, at=at)


def test_telling_the_child_is_put_off_by_the_supervisor_and_never_skipped(db):
    later = TellLater(NotYetBecause.TELLING_RAISES_DANGER, AT + 2 * HOUR)
    first(act_first(told=later))
    assert queries.tellings_due(organisation=ORG, by=AT + HOUR) == []
    assert queries.tellings_due(organisation=ORG, by=AT + 2 * HOUR) == ["first-1"]
    again = TellLater(NotYetBecause.NO_SAFE_CONTACT_NOW, AT + timedelta(days=3))
    for refused in (
        {"told": again, "by": COUNSELLOR},
        {"told": TellLater(again.because, AT + timedelta(days=9))},
        {"told": TellLater(again.because, AT)},
        {"told": ChildTold(AT + 2 * HOUR, ToldHow.CHAT)},
    ):
        with pytest.raises(actions.CareRefused):
            tell(**refused)
    tell(again)
    assert queries.tellings_due(organisation=ORG, by=AT + timedelta(days=3)) == ["first-1"]
    tell(ChildTold(AT + HOUR, ToldHow.CHAT), by=COUNSELLOR)
    assert queries.tellings_due(organisation=ORG, by=AT + timedelta(days=99)) == []
    with pytest.raises(actions.CareRefused):
        tell(again)


@pytest.mark.parametrize(
    "changed",
    [
        {"ground": "we thought so"},
        {"child_wish": ""},
        {"supervisor": COUNSELLOR},
        {"second": SUPERVISOR},
        {"second": ""},
        {"told_at": None, "told_how": ""},
        {"told_how": ""},
        {"tell_by": AT},
        {"reviewed_at": AT},
        {"reviewed_by": LEAD},
    ],
)
def test_the_database_itself_refuses_an_incomplete_record(db, changed):
    made = act_first_columns(act_first()) | {"organisation": ORG}
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordedActFirst.objects.create(**made | changed)
    RecordedActFirst.objects.create(**made)


@pytest.mark.parametrize("ground", ActFirstGround)
@pytest.mark.parametrize(
    "told", [ChildTold(AT, ToldHow.CALL), TellLater(NotYetBecause.CANNOT_UNDERSTAND_NOW, AT + HOUR)]
)
def test_every_record_comes_back_from_its_row_as_it_was(ground, told):
    duty = "duty-anyone" if ground is ActFirstGround.CONFIRMED_DUTY else ""
    made = act_first(ground=ground, told=told, duty=duty)
    assert act_first_of_row(RecordedActFirst(organisation=ORG, **act_first_columns(made))) == made


# --- erasing, and what is readable --------------------------------------------------------------


def test_a_case_is_erased_whole_and_no_other(db):
    record(child())
    first()
    record(child(case="case-b", id="other"))
    assert actions.erase_case_permissions(organisation=ORG, case=CASE, by=LEAD, at=AT) == 2
    assert [row.case for row in RecordedPermission.objects.all()] == ["case-b"]
    assert not RecordedActFirst.objects.exists()
    assert trail()[-1] == ("care.erase", CASE, LEAD)


def test_the_trail_holds_ids_and_codes_and_not_what_was_said(db):
    record(child(must_not_know=frozenset({"person-uncle"})))
    first()
    held = [value for event in Event.objects.all() for value in event.detail.values()]
    known = {CASE, ORG, "tell_org", "danger_to_life"}
    assert set(held) <= known
    assert NEEDED
