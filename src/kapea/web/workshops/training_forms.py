"""The forms of training: choices, a day, ticks. A name is typed for one print only, and goes nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kapea.core.workshops.facilitator_training import (
    SESSION_MINUTES,
    ConfirmedTraining,
    DisclosureCheck,
    TrainingKind,
)
from kapea.people.models import MAX_ID
from kapea.web.staff.forms import offer

MOST_TYPED = 200
KINDS = tuple(kind.value for kind in TrainingKind)
CHECKS = tuple(check.value for check in DisclosureCheck)


class TrainingForm(forms.Form):
    """A piece of training that was had. `form` is the id of what it becomes: sent twice, it is one."""

    form = forms.RegexField(rf"^[a-z0-9]{{{MAX_ID}}}$")
    kind = forms.ChoiceField(choices=[(kind, kind) for kind in KINDS])
    on = forms.DateField()
    minutes = forms.TypedChoiceField(choices=[(str(each), str(each)) for each in SESSION_MINUTES], coerce=int)
    right = forms.MultipleChoiceField(choices=[(check, check) for check in CHECKS], required=False)

    def training(self) -> ConfirmedTraining:
        """What was said."""
        said = self.cleaned_data
        right = frozenset(DisclosureCheck(each) for each in said["right"])
        return ConfirmedTraining(TrainingKind(said["kind"]), said["on"], said["minutes"], right)


class WithdrawForm(forms.Form):
    """Whoever withdraws a certificate is sure."""

    sure = forms.BooleanField()


class PrintForm(forms.Form):
    """In which language, and with which name, if any."""

    language = forms.ChoiceField()
    name = forms.CharField(max_length=MOST_TYPED, required=False)

    def __init__(self, data: Mapping[str, Any] | None, languages: Iterable[str]) -> None:
        super().__init__(data)
        offer(self, "language", languages)
