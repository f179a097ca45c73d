"""Nothing is stored of which nobody said what it tells, what for, how long, and what erases it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.audit.duties import DataDuty, Sensitivity, data_page, duty_of

OWN = (Sensitivity.CODES, Sensitivity.SEALED, Sensitivity.PERSONAL)
SAID = {"purpose": "to answer", "retention": "a day", "erasure": "by hand"}
words = st.text(min_size=1, max_size=20).filter(str.strip)


def model(label: str, duty: object, *columns: str) -> type:
    fields = [SimpleNamespace(column=column) for column in columns]
    return type(label, (), {"duty": duty, "_meta": SimpleNamespace(label=label, concrete_fields=fields)})


@pytest.mark.parametrize("left_out", SAID)
@pytest.mark.parametrize("silence", ["", "  ", "\n"])
def test_a_duty_that_leaves_something_unsaid_is_none(left_out, silence):
    with pytest.raises(ValueError, match="what the data is for, how long it is kept, and how it is erased"):
        DataDuty(Sensitivity.TOTALS, **{**SAID, left_out: silence})


@pytest.mark.parametrize("sensitivity", Sensitivity)
def test_what_is_a_persons_own_names_the_code_that_erases_it(sensitivity):
    if sensitivity in OWN:
        with pytest.raises(ValueError, match="code that erases it"):
            DataDuty(sensitivity, **SAID)
    assert DataDuty(sensitivity, **SAID, erased_by=("kapea.guide.actions.sweep",)).erased_by


@pytest.mark.parametrize("said", [None, "kept a day", SAID])
def test_words_alone_are_no_duty(said):
    assert duty_of(model("guide.Kept", said)) is None


def test_no_model_has_the_duty_of_another():
    """A model with more columns would tell more than the one it was made of."""
    parent = model("guide.Count", DataDuty(Sensitivity.TOTALS, **SAID))
    assert duty_of(type("More", (parent,), {})) is None


@given(words, words, words, st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=4, unique=True))
def test_the_page_says_all_that_was_declared_and_every_column(purpose, retention, erasure, columns):
    duty = DataDuty(Sensitivity.STAFF, purpose, retention, erasure)
    page = data_page([model("guide.Kept", duty, *columns)])
    for said in (purpose, retention, erasure, Sensitivity.STAFF.value, *columns):
        assert said in page


def test_the_page_is_the_same_in_whatever_order_the_models_come():
    made = [model(f"guide.{name}", DataDuty(Sensitivity.TOTALS, **SAID)) for name in ("C", "A", "B")]
    assert data_page(made) == data_page(reversed(made))


def test_a_model_that_declares_none_ends_the_page_and_is_named():
    with pytest.raises(ValueError, match=r"guide\.Kept declares no duty"):
        data_page([model("guide.Kept", None)])
