"""The forms of the planner: a way of asking with its chances, a plan, totals. None takes words of anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kapea.core.evidence.proportions import AnswerCount, NotAProportion
from kapea.core.studies.anchor_correction import AnchoredAnswers, NotAnchored
from kapea.core.studies.paper_chances import PAPER_CHANCES, PaperWay
from kapea.core.studies.sensitive_designs import DesignKind, ListQuestion, MixedAnswer, NotADesign
from kapea.core.studies.sensitive_questions import QuestionPlan, QuestionTopic

ADULTS, CHILDREN, ALONE, GROUP = "adults", "children", "alone", "group"
RANDOM, CHOSEN, ALL_READ, SOME_NOT = "random", "chosen", "all-read", "some-not"
CHANCES_OF: dict[DesignKind, tuple[str, ...]] = {
    DesignKind.CROSSWISE: ("crosswise_p",),
    DesignKind.WARNER: ("warner_p",),
    DesignKind.FORCED: ("forced_yes", "forced_no"),
    DesignKind.UNRELATED: ("unrelated_p", "unrelated_q"),
}
"""The chances that a way of asking needs, by the names of their fields."""
STARTS = {
    "design": DesignKind.CROSSWISE.value,
    "crosswise_p": "3/20",
    "warner_p": "1/4",
    "forced_yes": "1/6",
    "forced_no": "1/6",
    "unrelated_p": "7/10",
    "unrelated_q": "1/10",
    "long_varies": "0.848",
    "short_varies": "0.647",
    "effect": "2",
}
"""What stands in the fields before anybody typed."""
MOST_PEOPLE = 10_000_000
MOST_LISTED = 12


class PlanNumber(forms.DecimalField):
    """A number; whatever is wrong with one that was typed has the same words."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            raise _unfit(error) from error


class CountField(forms.IntegerField):
    """How many people."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except ValidationError as error:
            raise _unfit(error) from error


def _unfit(error: ValidationError) -> ValidationError:
    codes = {each.code for each in error.error_list}
    return error if codes == {"required"} else ValidationError("number", code="study-number")


def _chance() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(str(each), str(each)) for each in PAPER_CHANCES], required=False)


def _points(least: float, most: int, **given: Any) -> PlanNumber:
    return PlanNumber(min_value=Decimal(str(least)), max_value=most, max_digits=7, decimal_places=3, **given)


def _one_of(*codes: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(code, code) for code in codes])


class DesignForm(forms.Form):
    """How it is asked. `cleaned_data["made"]`: the design, None for a list."""

    design = _one_of(*(kind.value for kind in DesignKind))
    crosswise_p, warner_p = _chance(), _chance()
    forced_yes, forced_no = _chance(), _chance()
    unrelated_p, unrelated_q = _chance(), _chance()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "design" not in cleaned:
            return cleaned
        kind = DesignKind(cleaned["design"])
        names = CHANCES_OF.get(kind, ())
        if any(not cleaned.get(name) for name in names):
            self.add_error(names[0], ValidationError("chance", code="study-chance"))
            return cleaned
        try:
            cleaned["made"] = _mixed(kind, [Fraction(cleaned[name]) for name in names])
        except NotADesign:
            self.add_error(names[0], ValidationError("chance", code="study-chance"))
        return cleaned

    def chances(self) -> list[Fraction]:
        """The chances of the way that was chosen, of a valid form; none where it has none."""
        names = CHANCES_OF.get(DesignKind(self.cleaned_data["design"]), ())
        return [Fraction(self.cleaned_data[name]) for name in names]


def _mixed(kind: DesignKind, chances: list[Fraction]) -> MixedAnswer | None:
    """Raises NotADesign."""
    makers: dict[DesignKind, Callable[..., MixedAnswer]] = {
        DesignKind.CROSSWISE: MixedAnswer.crosswise,
        DesignKind.WARNER: MixedAnswer.warner,
        DesignKind.FORCED: MixedAnswer.forced,
        DesignKind.UNRELATED: MixedAnswer.unrelated,
        DesignKind.DIRECT: MixedAnswer.direct,
    }
    return makers[kind](*chances) if kind in makers else None


class QuestionPlanForm(DesignForm):
    """What somebody wishes to ask, whom, where. Nobody is chosen for them: who is asked has to be said."""

    long_varies, short_varies = _points(0, 4, required=False), _points(0, 4, required=False)
    people = CountField(min_value=2, max_value=MOST_PEOPLE)
    expected = _points(0, 100)
    width = _points(0.1, 99)
    effect = _points(1, 20)
    bias = _points(0, 100, required=False)
    topic = _one_of(*(topic.value for topic in QuestionTopic))
    asked = _one_of(ADULTS, CHILDREN)
    setting = _one_of(ALONE, GROUP)
    sample = _one_of(RANDOM, CHOSEN)
    reading = _one_of(ALL_READ, SOME_NOT)
    rehearsed = forms.BooleanField(required=False)
    piloted = forms.BooleanField(required=False)
    anchored = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("design") == DesignKind.LIST.value:
            for name in ("long_varies", "short_varies"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, ValidationError("number", code="required"))
            if not self.errors:
                cleaned["made"] = ListQuestion(
                    Fraction(cleaned["long_varies"]), Fraction(cleaned["short_varies"])
                )
        return cleaned

    def plan(self) -> QuestionPlan:
        """The plan of a valid form."""
        said = self.cleaned_data
        return QuestionPlan(
            design=said["made"],
            people=said["people"],
            half_width=Fraction(said["width"]) / 100,
            expected=Fraction(said["expected"]) / 100,
            topic=QuestionTopic(said["topic"]),
            of_children=said["asked"] == CHILDREN,
            in_group=said["setting"] == GROUP,
            is_random_sample=said["sample"] == RANDOM,
            has_non_readers=said["reading"] == SOME_NOT,
            was_rehearsed=said["rehearsed"],
            was_piloted=said["piloted"],
            has_anchor=said["anchored"],
            expected_bias=None if said["bias"] is None else Fraction(said["bias"]) / 100,
            effect=Fraction(said["effect"]),
        )


class FormChoices(forms.Form):
    """How chance is made for a form."""

    way = _one_of(*(way.value for way in PaperWay))


class TotalsForm(DesignForm):
    """Totals of answers. `cleaned_data["counts"]`: of a design that counts one answer; `["anchored"]`: with
    its second question; of a list `["long"]` and `["short"]`.
    """

    answered = CountField(min_value=0, max_value=MOST_PEOPLE, required=False)
    counted = CountField(min_value=0, max_value=MOST_PEOPLE, required=False)
    anchor = CountField(min_value=0, max_value=MOST_PEOPLE, required=False)
    both = CountField(min_value=0, max_value=MOST_PEOPLE, required=False)
    long = forms.CharField(max_length=120, required=False)
    short = forms.CharField(max_length=120, required=False)

    def clean_long(self) -> tuple[int, ...]:
        return _listed(self.cleaned_data["long"])

    def clean_short(self) -> tuple[int, ...]:
        return _listed(self.cleaned_data["short"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_list = cleaned.get("design") == DesignKind.LIST.value
        for name in ("long", "short") if is_list else ("answered", "counted"):
            if cleaned.get(name) in (None, ()) and name not in self.errors:
                self.add_error(name, ValidationError("number", code="required"))
        if self.errors or is_list:
            return cleaned
        try:
            cleaned["counts"] = AnswerCount(cleaned["counted"], cleaned["answered"])
            cleaned["anchored"] = _anchored(cleaned)
        except (NotAProportion, NotAnchored):
            self.add_error("counted", ValidationError("counts", code="study-counts"))
        return cleaned


def _anchored(cleaned: dict[str, Any]) -> AnchoredAnswers | None:
    """Raises NotAnchored."""
    if cleaned["design"] != DesignKind.CROSSWISE.value or cleaned["anchor"] is None:
        return None
    return AnchoredAnswers(
        of=cleaned["answered"],
        same=cleaned["counted"],
        anchor_same=cleaned["anchor"],
        both_same=cleaned["both"],
    )


def _listed(typed: str) -> tuple[int, ...]:
    """Counts with commas or spaces between them."""
    parts = [part for part in re.split(r"[\s,،]+", typed) if part]
    if len(parts) > MOST_LISTED or not all(part.isdecimal() and len(part) < 9 for part in parts):
        raise ValidationError("counts", code="study-number")
    return tuple(map(int, parts))
