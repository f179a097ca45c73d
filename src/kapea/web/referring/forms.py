"""The forms of referrals. Only fields that are allowed have a place in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kapea.core.care.act_first import (
    LATEST_TELLING,
    ActFirstGround,
    ChildWish,
    NotYetBecause,
    ToldHow,
)
from kapea.core.care.asking import AgeBand, AskedOf, ConsentAnswer, HowAsked, SharedField
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.exchange_question import EXCHANGED
from kapea.core.care.referral_codes import ChildSays, DeclineReason, SafetyQuestion
from kapea.core.care.referral_form import ALWAYS_NEEDED, KNOWN_FIELDS
from kapea.core.care.sharing_protocol import SentBy
from kapea.web.desk.forms import SHORT, code_field, words_field

OFFERED_MEANS = (SentBy.ACCOUNT, SentBy.ONE_TIME_LINK)
"""How something is sent from here; by voice nothing is, and an exchange has its own yes."""


def field_choice(fields: Iterable[SharedField]) -> forms.MultipleChoiceField:
    """Some of the fields that may be told; what nobody could answer without is not chosen but there."""
    return forms.MultipleChoiceField(choices=[(each.value, each.value) for each in fields], required=False)


class NewReferralForm(forms.Form):
    """To which service, by what means, with which fields."""

    option = forms.ChoiceField()
    sent_by = forms.ChoiceField(choices=[(each.value, each.value) for each in OFFERED_MEANS])
    fields_told = field_choice(SharedField)
    concerns_shelter = forms.BooleanField(required=False)

    def chosen_fields(self) -> frozenset[SharedField]:
        return told_fields(self.cleaned_data["fields_told"])


class FieldsForm(forms.Form):
    """Another list of fields."""

    fields_told = field_choice(SharedField)

    def chosen_fields(self) -> frozenset[SharedField]:
        return told_fields(self.cleaned_data["fields_told"])


def told_fields(chosen: Iterable[str]) -> frozenset[SharedField]:
    """What was chosen, with what is always needed."""
    return frozenset(SharedField(each) for each in chosen) | ALWAYS_NEEDED


class TellingForm(forms.Form):
    """What somebody said to telling them."""

    asked_of = code_field(AskedOf)
    answer = code_field(ConsentAnswer)
    age_band = code_field(AgeBand)
    how = code_field(HowAsked)
    interpreter = forms.BooleanField(required=False)
    must_not_know = forms.MultipleChoiceField(required=False)
    form = forms.RegexField(r"^[a-z2-9]{16}$")


class ExchangeAnswerForm(TellingForm):
    """What somebody said to putting it into a system of somebody else."""

    system = forms.ChoiceField(choices=[(each.value, each.value) for each in EXCHANGED])


class ExchangeFileForm(forms.Form):
    """For which system, and how the client is known there, if they are."""

    system = forms.ChoiceField(choices=[(each.value, each.value) for each in EXCHANGED])
    known_there_as = forms.CharField(required=False, max_length=80)


class PastedForm(forms.Form):
    """A record of another system, as text; how urgent a person here takes it to be, and in which language."""

    system = forms.ChoiceField(choices=[(each.value, each.value) for each in EXCHANGED])
    level = code_field(CaseLevel)
    language = forms.ChoiceField()
    pasted = forms.CharField(strip=False)


class WordsForm(forms.Form):
    """Words for each field that is allowed, and for no other."""

    safety = forms.MultipleChoiceField(
        choices=[(each.value, each.value) for each in SafetyQuestion], required=False
    )

    def __init__(self, data: Mapping[str, Any] | None, allowed: Iterable[SharedField]) -> None:
        super().__init__(data)
        self.written = [each for each in SharedField if each in set(allowed) - KNOWN_FIELDS]
        for each in self.written:
            self.fields[f"said_{each.value}"] = words_field()

    def words(self) -> dict[SharedField, str]:
        said = {each: str(self.cleaned_data[f"said_{each.value}"]) for each in self.written}
        return {field: text for field, text in said.items() if text.strip()}

    def settled(self) -> frozenset[SafetyQuestion]:
        return frozenset(SafetyQuestion(each) for each in self.cleaned_data["safety"])


class ReceiptForm(forms.Form):
    """Who there has it, as somebody said on the telephone."""

    who = words_field(SHORT, required=True)


class ChildSaidForm(forms.Form):
    """What the child said; or that nobody could ask them."""

    says = forms.ChoiceField(choices=[(each.value, each.value) for each in ChildSays] + [("try", "try")])


class ActFirstForm(forms.Form):
    """Why it cannot wait for a yes, and when the child is told."""

    ground = code_field(ActFirstGround)
    duty = forms.ChoiceField(required=False)
    child_wish = code_field(ChildWish)
    told = forms.ChoiceField(choices=[(each.value, each.value) for each in (*ToldHow, *NotYetBecause)])
    within_days = forms.IntegerField(min_value=1, max_value=LATEST_TELLING.days, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("ground") == ActFirstGround.CONFIRMED_DUTY.value) is not bool(cleaned.get("duty")):
            self.add_error("ground", ValidationError("duty", code="act-first-duty"))
        is_later = cleaned.get("told") in {each.value for each in NotYetBecause}
        if is_later and not cleaned.get("within_days"):
            self.add_error("within_days", ValidationError("when", code="act-first-when"))
        return cleaned


class ServiceAnswerForm(forms.Form):
    """What a service answers."""

    step = forms.ChoiceField()
    because = code_field(DeclineReason, required=False)
    news = words_field()


class ProtocolForm(forms.Form):
    """What one organisation proposes to another. `partner`: one that is here; `new_partner`: a name of one
    that is not.
    """

    partner = forms.ChoiceField(required=False)
    new_partner = words_field(SHORT)
    purpose = forms.ChoiceField()
    runs = forms.ChoiceField(required=False)
    fields_told = field_choice(SharedField)
    sent_by = forms.MultipleChoiceField(choices=[(each.value, each.value) for each in OFFERED_MEANS])
    kept_days = forms.IntegerField(min_value=1, max_value=3650)
    review_on = forms.DateField()
