"""A yes counts for what it was given for, as long as it holds, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import (
    AT,
    CLINIC,
    GIVEN,
    NEEDED,
    answers,
    caregiver,
    child,
    other_adult,
    permission,
    scope,
)

from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, SharedField
from kapea.core.care.decisions import Granted, Refused, RefusedBecause, decide
from kapea.core.care.permissions import CasePermissions, NotAPermission
from kapea.core.care.scopes import OrganisationScope, PermissionKind

LATER = AT + timedelta(hours=1)
MORE = NEEDED | {SharedField.NAME}


def why(*given, about=CLINIC, band=AgeBand.FROM_12, at=AT) -> RefusedBecause | None:
    decided = decide(answers(*given, band=band), about, at=at)
    return decided.because if isinstance(decided, Refused) else None


def test_a_grant_names_what_it_rests_on_and_ends_with_the_first_of_it():
    mother = caregiver(expires=AT + timedelta(days=3))
    granted = decide(answers(child(), mother), CLINIC, at=AT)
    assert isinstance(granted, Granted)
    assert granted.scope == CLINIC
    assert granted.by == (child().id, mother.id)
    assert granted.until == mother.expires


@pytest.mark.parametrize("side", [child, caregiver])
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"expires": AT}, RefusedBecause.EXPIRED),
        ({"withdrawn": AT}, RefusedBecause.WITHDRAWN),
        ({"given": LATER}, RefusedBecause.NOT_YET),
        ({"about": replace(CLINIC, target="police")}, RefusedBecause.OTHER_SCOPE),
        ({"about": replace(CLINIC, purpose="legal")}, RefusedBecause.OTHER_SCOPE),
        ({"about": replace(CLINIC, fields=frozenset({SharedField.CODE}))}, RefusedBecause.MORE_FIELDS),
    ],
)
def test_a_yes_that_is_not_to_this_now_is_none(side, changed, reason):
    other = caregiver() if side is child else child()
    assert why(side(), other) is None
    assert why(side(**changed), other) is reason


def test_a_yes_holds_until_the_very_moment_it_expires():
    kept = child(band=AgeBand.FROM_15, expires=AT)
    assert why(kept, band=AgeBand.FROM_15, at=AT - timedelta(microseconds=1)) is None
    assert why(kept, band=AgeBand.FROM_15, at=AT) is RefusedBecause.EXPIRED


def test_a_child_who_grew_into_another_age_is_asked_again_and_the_adult_is_not():
    young, mother = child(band=AgeBand.FROM_6), caregiver(band=AgeBand.FROM_6)
    assert why(young, mother, band=AgeBand.FROM_12) is RefusedBecause.ASKED_AT_ANOTHER_AGE
    assert why(child(), mother, band=AgeBand.FROM_12) is None
    grown = child(band=AgeBand.FROM_15)
    assert why(grown, band=AgeBand.ADULT) is RefusedBecause.ASKED_AT_ANOTHER_AGE


def test_fewer_fields_than_were_allowed_may_be_told_and_no_more():
    wide = child(about=replace(CLINIC, fields=MORE), band=AgeBand.FROM_15)
    assert why(wide, band=AgeBand.FROM_15) is None
    beyond = replace(CLINIC, fields=MORE | {SharedField.SCHOOL})
    assert why(wide, about=beyond, band=AgeBand.FROM_15) is RefusedBecause.MORE_FIELDS


def test_a_no_to_a_receiver_for_a_purpose_is_a_no_whatever_the_fields():
    assert (
        why(child(ConsentAnswer.NO, replace(CLINIC, fields=MORE)), caregiver())
        is RefusedBecause.CHILD_SAID_NO
    )


def test_a_no_to_one_receiver_is_no_answer_about_another():
    police = replace(CLINIC, target="police")
    assert why(child(), child(ConsentAnswer.NO, police, id="other"), caregiver()) is None


@pytest.mark.parametrize("later", [ConsentAnswer.NOT_ASKED, ConsentAnswer.CANNOT])
@pytest.mark.parametrize("band", [b for b in AgeBand])
def test_a_no_is_not_undone_by_writing_down_that_the_child_cannot_say(later, band):
    """Else a caregiver's yes could cancel it."""
    after = child(later, band=band, given=GIVEN + timedelta(hours=1), id="later")
    given = (child(ConsentAnswer.NO, band=band), after, caregiver(band=band), other_adult(band=band))
    assert why(*given, band=band) is RefusedBecause.CHILD_SAID_NO


def test_the_last_answer_counts_and_of_two_at_one_moment_the_no():
    later = {"given": GIVEN + timedelta(hours=1), "id": "later"}
    assert why(child(ConsentAnswer.NO), child(**later), caregiver()) is None
    assert why(child(), child(ConsentAnswer.NO, **later), caregiver()) is RefusedBecause.CHILD_SAID_NO
    for both in ((child(), child(ConsentAnswer.NO)), (child(ConsentAnswer.NO), child())):
        assert why(*both, caregiver()) is RefusedBecause.CHILD_SAID_NO


def test_one_of_two_caregivers_who_says_no_or_takes_it_back_stops_it():
    father = {"answered_by": "person-father", "id": "father"}
    assert why(child(), caregiver(), caregiver(**father)) is None
    assert why(child(), caregiver(), caregiver(ConsentAnswer.NO, **father)) is RefusedBecause.ADULT_SAID_NO
    assert why(child(), caregiver(), caregiver(withdrawn=AT, **father)) is RefusedBecause.WITHDRAWN


# --- whom it is kept from -------------------------------------------------------------------


@pytest.mark.parametrize("kind", set(PermissionKind) - {PermissionKind.KEEP})
@pytest.mark.parametrize("ended", [{}, {"withdrawn": AT}, {"expires": AT}])
def test_nothing_reaches_whom_it_is_kept_from(kind, ended):
    """Also when the answer that says so was about something else, and is over."""
    about = scope(kind)
    band = AgeBand.FROM_15
    hidden = child(about=CLINIC, band=band, must_not_know=frozenset({about.target}), id="hidden", **ended)
    yes = (child(about=about, band=band), caregiver(about=about, band=band))
    assert why(*yes, about=about, band=band) is None
    assert why(*yes, hidden, about=about, band=band) is RefusedBecause.MUST_NOT_KNOW


def test_whom_the_child_keeps_it_from_neither_agrees_nor_forbids():
    hidden = child(must_not_know=frozenset({"person-mother"}))
    assert why(hidden, caregiver()) is RefusedBecause.ADULT_NOT_ASKED
    assert why(hidden, caregiver(ConsentAnswer.NO), other_adult()) is None


def test_whom_the_child_keeps_it_from_cannot_cut_off_help_by_a_list():
    hidden = child(must_not_know=frozenset({"person-mother"}))
    mother = caregiver(must_not_know=frozenset({"clinic"}))
    assert why(child(), mother, other_adult()) is RefusedBecause.MUST_NOT_KNOW
    assert why(hidden, mother, other_adult()) is None


def test_a_caregiver_cannot_silence_the_no_of_another_by_a_list():
    father = caregiver(answered_by="person-father", id="father", must_not_know=frozenset({"person-mother"}))
    assert why(child(), father, caregiver(ConsentAnswer.NO)) is RefusedBecause.ADULT_SAID_NO


def test_asked_anew_the_child_may_name_fewer():
    later = child(given=GIVEN + timedelta(hours=1), id="later")
    assert why(child(must_not_know=frozenset({"clinic"})), later, caregiver()) is None


# --- properties -----------------------------------------------------------------------------


sides = st.sampled_from(AskedOf)
said = st.builds(
    lambda side, answer, kind, band, hours, n: permission(
        side, answer, scope(kind), band, given=GIVEN - timedelta(hours=hours), id=f"answer-{n}"
    ),
    sides,
    st.sampled_from(ConsentAnswer),
    st.sampled_from((PermissionKind.KEEP, PermissionKind.TELL_ORG, PermissionKind.STUDY)),
    st.sampled_from(AgeBand),
    st.integers(0, 9),
    st.integers(0, 99),
)
many = st.lists(said, max_size=8)


@given(many, st.sampled_from(PermissionKind), st.sampled_from(AgeBand))
def test_nothing_is_granted_without_a_yes_to_that_very_question(given, kind, band):
    about = scope(kind)
    decided = decide(answers(*given, band=band), about, at=AT)
    if isinstance(decided, Granted):
        rests = [
            p for p in given if p.id in decided.by and p.answer is ConsentAnswer.YES and p.scope == about
        ]
        assert rests


@given(many, st.sampled_from(PermissionKind), st.sampled_from(AgeBand))
def test_no_adult_ever_cancels_a_childs_no(given, kind, band):
    about = scope(kind)
    no = child(ConsentAnswer.NO, about, band, given=AT)
    assert why(*given, no, about=about, band=band) is RefusedBecause.CHILD_SAID_NO


@given(many, st.sampled_from(PermissionKind), st.sampled_from(AgeBand), st.randoms())
def test_the_order_in_which_answers_are_read_changes_nothing(given, kind, band, chance):
    given = [replace(p, id=f"answer-{n}") for n, p in enumerate(given)]
    shuffled = chance.sample(given, len(given))
    assert why(*given, about=scope(kind), band=band) is why(*shuffled, about=scope(kind), band=band)


def test_permissions_of_two_cases_are_never_read_together():
    with pytest.raises(NotAPermission, match="another case"):
        CasePermissions(case="case-b", age_band=AgeBand.FROM_12, given=(child(),))


def test_a_scope_says_all_that_its_kind_needs_and_no_more():
    with pytest.raises(ValueError, match="needs fields"):
        OrganisationScope(target="clinic", purpose="medical")
    with pytest.raises(ValueError, match="needs purpose"):
        OrganisationScope(target="clinic", fields=NEEDED)
