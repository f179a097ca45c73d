"""Every model says what it holds of people, what for, how long, and what erases it; so does the page."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from kapea.audit import duties
from kapea.audit.duties import DataDuty, Sensitivity

PAGE = Path(__file__).parents[2] / "docs" / "data.md"
OURS = [m for m in apps.get_models() if m.__module__.startswith("kapea.")]
OWN = (Sensitivity.SEALED, Sensitivity.PERSONAL)
SAYS = {"purpose": "to help", "retention": "a day", "erasure": "by Leave"}

each_model = pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)


@each_model
def test_a_model_declares_its_duty(model):
    assert duties.duty_of(model) is not None, f"{model._meta.label}: write `duty = DataDuty(…)` in it"


@each_model
def test_what_is_said_to_erase_is_there(model):
    for name in duties.duty_of(model).erased_by:
        module, _, function = name.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function, None)), f"no {name}"


@each_model
def test_what_is_a_persons_own_is_sealed(model):
    """No name, number, address or words of a person stand in any table for whoever opens it to read."""
    assert duties.duty_of(model).sensitivity is not Sensitivity.PERSONAL


@each_model
def test_free_words_and_whoever_is_helped_are_a_persons_own(model):
    """A text of any length may hold a person's words; a model that has one must say so, or say why not."""
    free = [f.name for f in model._meta.concrete_fields if isinstance(f, models.TextField)]
    assert not free or duties.duty_of(model).sensitivity in OWN, f"{model._meta.label}: {free}"


def test_the_page_says_what_the_models_declare():
    assert PAGE.read_text(encoding="utf-8") == duties.data_page(OURS), "run: make pages"


@pytest.mark.parametrize("lacks", SAYS)
def test_a_duty_that_says_nothing_is_refused(lacks):
    with pytest.raises(ValueError, match="how long it is kept"):
        DataDuty(Sensitivity.NO_PERSON, **{**SAYS, lacks: " "})


@pytest.mark.parametrize("sensitivity", OWN)
def test_what_is_a_persons_own_names_what_erases_it(sensitivity):
    with pytest.raises(ValueError, match="code that erases"):
        DataDuty(sensitivity, **SAYS)
    assert DataDuty(sensitivity, **SAYS, erased_by=("kapea.guide.actions.sweep",)).erased_by


def test_a_model_cannot_lean_on_the_duty_of_another():
    from kapea.guide.models import Conversation

    class Leaning(Conversation):
        class Meta:
            app_label = "guide"
            proxy = True

    try:
        assert duties.duty_of(Leaning) is None
        with pytest.raises(ValueError, match="declares no duty"):
            duties.data_page([Leaning])
    finally:
        del apps.all_models["guide"]["leaning"]
        apps.clear_cache()
