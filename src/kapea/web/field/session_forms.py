"""The forms of sessions and of whom a study asked. None has a field for words: whatever could be typed into
one could name somebody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kapea.core.studies.consent_scopes import IN_PERSON, ResearchScope
from kapea.core.studies.guardian_waivers import WaiverReason
from kapea.core.studies.recruitment import RecruitmentRoute
from kapea.core.studies.research_consent import QUESTIONS, CheckResult
from kapea.core.studies.seating import ChosenGroup
from kapea.core.studies.study_people import ReachedBy
from kapea.core.studies.waiver_entering import FAMILY_SENTENCES
from kapea.web.field.forms import DaysForm, OfferedForm

PILOT = "pilot:"
MOST_COUNTED = 9_999
REFERENCE = r"^(?=.*[0-9])[A-Za-z0-9./-]{1,40}$"
"""The number of a letter: signs without a blank, one of them a digit, so no name is typed here."""
CHECKED = [f"understood-{number}" for number in range(1, QUESTIONS + 1)]
"""One field for each question of the check of understanding."""


def values(kinds: Iterable[Any]) -> list[tuple[str, str]]:
    """Choices out of an enumeration; pages have the words for each."""
    return [(each.value, each.value) for each in kinds]


class SessionPlanForm(OfferedForm):
    """Where, whom and with what."""

    site = forms.ChoiceField()
    whom = forms.ChoiceField()
    tool = forms.ChoiceField()
    translated = forms.BooleanField(required=False)


class SeatForm(OfferedForm):
    """Three results of a check, and what somebody takes part as."""

    kind = forms.ChoiceField()
    group = forms.ChoiceField(choices=values(ChosenGroup))
    gender = forms.ChoiceField()
    by = forms.ChoiceField(choices=values(ReachedBy))
    safe_adult = forms.BooleanField(required=False)

    def __init__(self, data: Any, **offered: Iterable[str]) -> None:
        super().__init__(data, **offered)
        for name in CHECKED:
            self.fields[name] = forms.ChoiceField(choices=values(CheckResult))

    @property
    def results(self) -> tuple[CheckResult, ...]:
        """Of the check."""
        return tuple(CheckResult(self.cleaned_data[name]) for name in CHECKED)


class HowAskedForm(forms.Form):
    """In which way somebody was asked."""

    how = forms.ChoiceField(choices=values(sorted(IN_PERSON, key=lambda each: each.value)))


class WaiverForm(DaysForm):
    """What stands in the letter of a committee."""

    days = ("valid_from", "valid_to")
    committee = forms.ChoiceField()
    reference = forms.RegexField(REFERENCE)
    stratum = forms.ChoiceField()
    reason = forms.ChoiceField(choices=values(WaiverReason))
    scopes = forms.MultipleChoiceField(choices=values(ResearchScope))
    told_family = forms.ChoiceField(choices=[(each, each) for each in FAMILY_SENTENCES])
    valid_from = forms.DateField()
    valid_to = forms.DateField()


class CountsForm(OfferedForm):
    """How many were asked, on one day at one place by one way."""

    site = forms.ChoiceField()
    stratum = forms.ChoiceField()
    route = forms.ChoiceField(choices=values(RecruitmentRoute))
    asked = forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
    not_reachable = forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
    no = forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
    yes = forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
    came = forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
    left = forms.IntegerField(min_value=0, max_value=MOST_COUNTED)
