"""Passing on without a yes: only with a complete record, and never to whom it may not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.care.made import AT, CASE, CLINIC, NEEDED, act_first, answers, child, scope

from kapea.core.care.act_first import (
    ActFirstGround,
    ActFirstIncomplete,
    ChildTold,
    NotYetBecause,
    TellLater,
    ToldHow,
)
from kapea.core.care.asking import ConsentAnswer, SharedField
from kapea.core.care.decisions import Granted, Refused, RefusedBecause, decide_act_first
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.scopes import PermissionKind, PersonScope

HOUR = timedelta(hours=1)
FATHER = PersonScope(target="person-father", fields=NEEDED)
UNCLE = PersonScope(target="person-uncle", fields=NEEDED)


def later(by=AT + HOUR) -> TellLater:
    return TellLater(NotYetBecause.TELLING_RAISES_DANGER, by)


def test_a_complete_record_passes_a_childs_no():
    decided = decide_act_first(act_first(), answers(child(ConsentAnswer.NO)), CLINIC, at=AT)
    assert isinstance(decided, Granted)
    assert decided.by == ("first-1",)
    assert decided.until == AT + timedelta(days=1)


@pytest.mark.parametrize("ground", ActFirstGround)
def test_each_ground_of_the_list_is_one(ground):
    duty = "duty-ph-anyone" if ground is ActFirstGround.CONFIRMED_DUTY else ""
    assert act_first(ground=ground, duty=duty).ground is ground


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"id": ""}, "id"),
        ({"case": ""}, "case"),
        ({"worker": ""}, "worker"),
        ({"supervisor": ""}, "supervisor"),
        ({"second": ""}, "second"),
        ({"supervisor": "member-counsellor", "second": "member-other"}, "other than the worker"),
        ({"second": "member-supervisor"}, "one more person"),
        ({"ground": None}, "ground"),
        ({"ground": "danger"}, "ground"),
        ({"ground": ActFirstGround.CONFIRMED_DUTY}, "duty"),
        ({"duty": "duty-ph-anyone"}, "duty"),
        ({"scope": None}, "scope"),
        ({"scope": FATHER}, "fears"),
        ({"scope": UNCLE}, "keeps this from"),
        ({"decided_at": None}, "decided_at"),
        ({"child_wish": None}, "child_wish"),
        ({"told": None}, "told"),
        ({"told": later(AT)}, "told"),
        ({"told": later(AT + timedelta(days=8))}, "told"),
    ],
)
def test_an_incomplete_record_cannot_be_made_and_says_what_it_lacks(changed, names):
    with pytest.raises(ActFirstIncomplete, match=names):
        act_first(**changed)


def test_all_that_is_lacking_is_said_at_once():
    with pytest.raises(ActFirstIncomplete) as refused:
        act_first(ground=None, second="", told=None, scope=None, child_wish=None)
    assert [lack.split(":")[0] for lack in refused.value.lacks] == [
        "second",
        "ground",
        "scope",
        "child_wish",
        "told",
    ]


@pytest.mark.parametrize("kind", PermissionKind)
def test_only_telling_those_who_protect_goes_first(kind):
    if kind in (PermissionKind.TELL_ORG, PermissionKind.TELL_PERSON, PermissionKind.EXCHANGE):
        assert act_first(scope=scope(kind)).scope.kind is kind
        return
    with pytest.raises(ActFirstIncomplete, match=f"never to {kind.value}"):
        act_first(scope=scope(kind))


def test_the_child_may_be_told_later_and_it_is_said_why_and_when():
    assert act_first(told=later()).told == later()
    assert act_first(told=ChildTold(AT, ToldHow.PICTURES)).told.at == AT


@pytest.mark.parametrize(
    ("about", "at", "reason"),
    [
        (replace(CLINIC, target="police"), AT, RefusedBecause.RECORD_OF_OTHER_CASE),
        (replace(CLINIC, purpose="legal"), AT, RefusedBecause.RECORD_OF_OTHER_CASE),
        (replace(CLINIC, fields=NEEDED | {SharedField.NAME}), AT, RefusedBecause.RECORD_OF_OTHER_CASE),
        (scope(PermissionKind.STUDY), AT, RefusedBecause.RECORD_OF_OTHER_CASE),
        (CLINIC, AT - HOUR, RefusedBecause.NOT_YET),
        (CLINIC, AT + timedelta(days=1), RefusedBecause.EXPIRED),
    ],
)
def test_a_record_grants_what_it_names_and_for_one_day(about, at, reason):
    assert decide_act_first(act_first(), answers(), about, at=at) == Refused(reason)


def test_a_record_of_one_case_grants_nothing_in_another():
    other = CasePermissions(case=f"{CASE}-other", age_band=answers().age_band)
    assert decide_act_first(act_first(), other, CLINIC, at=AT) == Refused(RefusedBecause.RECORD_OF_OTHER_CASE)


def test_whom_the_child_has_since_kept_it_from_is_not_told():
    hidden = answers(child(ConsentAnswer.NO, must_not_know=frozenset({"clinic"})))
    assert decide_act_first(act_first(), hidden, CLINIC, at=AT) == Refused(RefusedBecause.MUST_NOT_KNOW)
