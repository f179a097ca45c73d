"""What can be written down as a permission, and what cannot."""

from __future__ import annotations

import inspect
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT, GIVEN, caregiver, child, scope

from kapea.core.care.asking import ConsentAnswer, HowAsked, NotOpaque, require_opaque
from kapea.core.care.permissions import HOLDS, NotAPermission, Permission, Wording
from kapea.core.care.scopes import PermissionKind

NAMES = ["Sok Dara", "+855 12 345 678", "012345678", "012-345-678", "ដារ៉ា", "a@b.org", ""]
STUDY = scope(PermissionKind.STUDY)


def test_no_answer_is_there_by_default():
    said = inspect.signature(Permission).parameters
    for needed in ("answer", "asked_of", "scope", "wording", "asked_by", "how", "expires", "legal_ground"):
        assert said[needed].default is inspect.Parameter.empty
    assert timedelta(days=90) == HOLDS


def test_there_is_no_way_of_asking_that_asks_nobody():
    assert {each.value for each in HowAsked}.isdisjoint({"import", "file", "default", "silence", "timeout"})


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"wording": Wording("", "3f9a1c07be12")}, "wording"),
        ({"wording": Wording("word.ask", "")}, "wording"),
        ({"expires": GIVEN}, "expires"),
        ({"withdrawn": GIVEN - timedelta(1)}, "withdrawn"),
        ({"answer": ConsentAnswer.NO, "withdrawn": AT}, "withdrawn"),
        ({"answered_by": "person-mother"}, "answered_by"),
        ({"about": STUDY, "last_helped_on": None}, "last_helped_on"),
        ({"about": STUDY, "last_helped_on": GIVEN.date()}, "on the day of help"),
        ({"last_helped_on": date(2026, 11, 1)}, "only a study"),
    ],
)
def test_what_lacks_something_is_no_permission_and_the_error_names_it(changed, names):
    with pytest.raises(NotAPermission, match=names):
        child(**changed)


def test_an_adult_who_answers_is_named_by_an_id():
    with pytest.raises(NotOpaque, match="answered_by"):
        caregiver(answered_by="")


@pytest.mark.parametrize("said", NAMES)
@pytest.mark.parametrize("place", ["id", "case", "asked_by", "language"])
def test_nobodys_name_or_number_is_an_id(place, said):
    with pytest.raises(NotOpaque, match=place) as refused:
        child(**{place: said})
    assert not said or said not in str(refused.value)


@given(st.text("aZ09 .:-_@é\nក", max_size=30))
def test_an_id_has_neither_blank_nor_another_script(said):
    try:
        require_opaque("case", said)
    except NotOpaque:
        return
    assert said.isascii()
    assert not any(each.isspace() for each in said)
