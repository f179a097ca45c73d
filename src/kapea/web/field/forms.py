"""The forms of studies. Nothing in them is about whoever takes part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from kapea.core.studies.study_changes import WRITERS
from kapea.core.studies.study_roles import StudyRole
from kapea.studies.study_models import MAX_CODE, MAX_WORDS
from kapea.web.staff.forms import offer

MAX_NUMBER = 80


class StartForm(forms.Form):
    """What a study is called by its team, and as what somebody starts it."""

    code = forms.RegexField(r"^[A-Z][A-Z0-9-]*$", max_length=MAX_CODE)
    role = forms.ChoiceField(choices=[(role.value, role.value) for role in StudyRole if role in WRITERS])

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(_upper(data))


def _upper(data: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Whoever writes small letters means the same."""
    if data is None:
        return None
    return {name: data[name].strip().upper() if name == "code" else data[name] for name in data}


class ToolForm(forms.Form):
    """A tool: its name is a code, its words are kept."""

    tool = forms.RegexField(r"^[a-z][a-z0-9-]*$", max_length=40, required=False)
    tool_words = forms.CharField(max_length=MAX_WORDS, required=False)


class ProtocolWordsForm(forms.Form):
    """One text of a protocol."""

    words = forms.CharField(max_length=MAX_WORDS, required=False)


class OfferedForm(forms.Form):
    """A form whose choices whoever makes it says, by field."""

    def __init__(self, data: Any, **offered: Iterable[str]) -> None:
        super().__init__(data)
        for name, ids in offered.items():
            offer(self, name, ids)


class DaysForm(OfferedForm):
    """The same, with a first and a last day in `days`: the last is not before the first."""

    days: ClassVar[tuple[str, str]]

    def clean(self) -> dict[str, Any]:
        cleaned, (first, last) = super().clean() or {}, self.days
        if first in cleaned and last in cleaned and cleaned[last] < cleaned[first]:
            self.add_error(last, forms.ValidationError("days", code="study-days"))
        return cleaned


class ReachForm(OfferedForm):
    """Where it goes and whom it asks."""

    home = forms.ChoiceField(required=False)
    sites = forms.MultipleChoiceField(required=False)
    bands = forms.MultipleChoiceField(required=False)
    places = forms.MultipleChoiceField(required=False)


class ApprovalForm(DaysForm):
    """What stands on the paper of a committee."""

    days = ("from_day", "to_day")
    committee = forms.ChoiceField()
    number = forms.CharField(max_length=MAX_NUMBER)
    from_day = forms.DateField()
    to_day = forms.DateField()
    sites = forms.MultipleChoiceField()
    bands = forms.MultipleChoiceField()
    tools = forms.MultipleChoiceField()
