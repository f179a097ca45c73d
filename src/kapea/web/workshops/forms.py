"""The forms of workshops: choices of the pack's, and a day. Nothing that anybody could write a name into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kapea.core.pack.model import Release
from kapea.core.workshops.workshop_states import WorkshopStep
from kapea.learning.actions import WorkshopOutline
from kapea.web.staff.forms import offer

CARDS, SHEETS = "plan-cards", "plan-pictures"
"""What every plan prints: the facilitators' cards, and the drawings."""


class OutlineForm(forms.Form):
    """A plan, a place, a day."""

    plan = forms.ChoiceField()
    area = forms.ChoiceField()
    on = forms.DateField()
    begins = forms.TimeField(required=False)
    prints = forms.MultipleChoiceField(required=False)
    group = forms.ChoiceField(required=False)

    def __init__(self, data: Mapping[str, Any] | None, release: Release, groups: Iterable[str]) -> None:
        super().__init__(data)
        handouts = dict.fromkeys(id for plan in release.workshops.values() for id in plan.prints)
        given = {
            "plan": release.workshops,
            "area": release.directory.areas,
            "prints": (CARDS, SHEETS, *handouts),
            "group": ("", *groups),
        }
        for name, ids in given.items():
            offer(self, name, ids)

    def outline(self) -> WorkshopOutline:
        """What was chosen; handouts that the plan does not have are left out by the caller's page."""
        said = self.cleaned_data
        return WorkshopOutline(
            plan=said["plan"],
            area=said["area"],
            on=said["on"],
            begins=said["begins"],
            prints=tuple(said["prints"]),
            group=said["group"],
        )


class StepForm(forms.Form):
    """What is done with a workshop."""

    step = forms.ChoiceField(choices=[(step.value, step.value) for step in WorkshopStep])
