"""The forms of the desk: what is chosen from lists, and a few fields for words that are sealed at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from django import forms

from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked
from kapea.core.care.case_closing import ClosingReason
from kapea.core.care.case_contents import (
    ChildAgrees,
    GoalsMet,
    NeedAnswer,
    NeedDomain,
    NotAskedBecause,
    SaferNow,
)
from kapea.core.care.case_entries import (
    MOST_LETTERS,
    AssessmentEntry,
    CameBy,
    EntryKind,
    NoteEntry,
    PlanEntry,
    PlannedAction,
    Registered,
    ReviewEntry,
    WhoAsked,
)
from kapea.core.care.case_levels import CaseLevel, LoweredBecause
from kapea.core.care.contact_reasons import ContactReason

SHORT = 80
ACTIONS_SHOWN = 5
C = TypeVar("C", bound=Enum)
NOTES = (EntryKind.NOTE, EntryKind.SERVICE, EntryKind.TRY)


def code_field(codes: type[Enum], *, required: bool = True) -> forms.ChoiceField:
    """A field for one member of a closed list."""
    return forms.ChoiceField(choices=[(each.value, each.value) for each in codes], required=required)


def words_field(most: int = MOST_LETTERS, *, required: bool = False) -> forms.CharField:
    """A field for words, which are sealed before they are saved."""
    return forms.CharField(max_length=most, required=required)


class NewCaseForm(forms.Form):
    """The least that a case begins with."""

    level = code_field(CaseLevel)
    language = forms.ChoiceField()
    age_band = code_field(AgeBand)
    who_asked = code_field(WhoAsked)
    came_by = code_field(CameBy)
    reasons = forms.MultipleChoiceField(choices=[(each.value, each.value) for each in ContactReason])
    called = words_field(SHORT)
    wish = words_field()
    safe_with = words_field(SHORT * 2)
    too_close = forms.MultipleChoiceField(required=False)

    def content(self) -> Registered:
        """What is written on the first day."""
        said = self.cleaned_data
        return Registered(
            age_band=AgeBand(said["age_band"]),
            who_asked=WhoAsked(said["who_asked"]),
            came_by=CameBy(said["came_by"]),
            reasons=tuple(ContactReason(each) for each in said["reasons"]),
            called=said["called"],
            wish=said["wish"],
            safe_with=said["safe_with"],
        )


class KeepForm(forms.Form):
    """What somebody said to being written down."""

    asked_of = code_field(AskedOf)
    answer = code_field(ConsentAnswer)
    age_band = code_field(AgeBand)
    how = code_field(HowAsked)
    interpreter = forms.BooleanField(required=False)
    form = forms.RegexField(r"^[a-z2-9]{16}$")


class NoteForm(forms.Form):
    """A note; or what was done, or a try to reach the child."""

    kind = forms.ChoiceField(choices=[(each.value, each.value) for each in NOTES])
    said = words_field(required=True)

    def content(self) -> NoteEntry:
        return NoteEntry(said=self.cleaned_data["said"])


class AssessmentForm(forms.Form):
    """An answer for each domain, or why nobody asked."""

    strengths = words_field()
    wish = words_field()
    safe_with = words_field(SHORT * 2)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for domain in NeedDomain:
            self.fields[f"need_{domain.value}"] = code_field(NeedAnswer, required=False)
            self.fields[f"reason_{domain.value}"] = code_field(NotAskedBecause, required=False)
            self.fields[f"said_{domain.value}"] = words_field()

    def content(self) -> AssessmentEntry:
        said = self.cleaned_data
        return AssessmentEntry(
            needs=_by_domain(said, "need_", NeedAnswer),
            not_asked=_by_domain(said, "reason_", NotAskedBecause),
            said={each: said[f"said_{each.value}"] for each in NeedDomain if said[f"said_{each.value}"]},
            strengths=said["strengths"],
            wish=said["wish"],
            safe_with=said["safe_with"],
        )


class PlanForm(forms.Form):
    """Goals, what is done by whom, and what the child thinks of it."""

    goals = words_field()
    view = words_field()
    not_heard = code_field(NotAskedBecause, required=False)
    review_on = forms.DateField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        for n in range(ACTIONS_SHOWN):
            self.fields[f"what_{n}"] = words_field()
            self.fields[f"by_{n}"] = words_field(SHORT)
            self.fields[f"until_{n}"] = forms.DateField(required=False)
            self.fields[f"agrees_{n}"] = code_field(ChildAgrees, required=False)

    def content(self) -> PlanEntry:
        said = self.cleaned_data
        return PlanEntry(
            goals=said["goals"],
            actions=tuple(_action(said, n) for n in range(ACTIONS_SHOWN) if said[f"what_{n}"]),
            view=said["view"],
            not_heard=NotAskedBecause(said["not_heard"]) if said["not_heard"] else None,
            review_on=said["review_on"],
        )


class ReviewForm(forms.Form):
    """A look back."""

    safer = code_field(SaferNow)
    goals = code_field(GoalsMet)
    next_on = forms.DateField()
    safely = forms.BooleanField(required=False)
    said = words_field()

    def content(self) -> ReviewEntry:
        said = self.cleaned_data
        return ReviewEntry(
            safer=SaferNow(said["safer"]),
            goals=GoalsMet(said["goals"]),
            next_on=said["next_on"],
            safely=said["safely"],
            said=said["said"],
        )


class LevelForm(forms.Form):
    """Another level; for a lower one, why."""

    to = code_field(CaseLevel)
    because = code_field(LoweredBecause, required=False)


class ClosingForm(forms.Form):
    """Why a case is to be closed, and what the child thinks of it."""

    reason = code_field(ClosingReason)
    view = words_field()
    goals = words_field()
    not_heard = code_field(NotAskedBecause, required=False)
    way_back_told = forms.BooleanField(required=False)
    aftercare = forms.BooleanField(required=False)
    taken_over = forms.BooleanField(required=False)
    outside_review = forms.BooleanField(required=False)


def _by_domain(said: Mapping[str, Any], prefix: str, codes: type[C]) -> dict[NeedDomain, C]:
    given = {each: said[f"{prefix}{each.value}"] for each in NeedDomain}
    return {domain: codes(value) for domain, value in given.items() if value}


def _action(said: Mapping[str, Any], n: int) -> PlannedAction:
    until: date | None = said[f"until_{n}"]
    agrees = ChildAgrees(said[f"agrees_{n}"] or ChildAgrees.NOT_ASKED.value)
    return PlannedAction(said[f"what_{n}"], said[f"by_{n}"], until, agrees)
