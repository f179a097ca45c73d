"""The forms of the directory: an entry, field by field, and what a service says of open places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kapea.core.directory.edit_states import EditStep
from kapea.core.directory.freshness import DialResult
from kapea.core.directory.tiers import DirectoryTier
from kapea.core.pack.model import Release
from kapea.core.pack.overlay_record import HIDDEN_PLACE, OWN_WORDS, OverlayPhone, OverlayRecord, field_of
from kapea.core.pack.problem import Problem
from kapea.directory.actions import MOST_PLACES, MOST_WAIT_DAYS
from kapea.web.staff.forms import offer

PHONES, TYPES, MOST_AREAS, MOST_LINE, MOST_TEXT = (1, 2), (1, 2, 3), 20, 120, 400
COSTS = {
    "unknown": ("unknown", "unknown"),
    "free": ("yes", "unknown"),
    "no-credit": ("yes", "yes"),
    "not-free": ("no", "unknown"),
}
"""What a call costs, in a word, to what a number says of `free` and `no_credit`."""
HOURS, SERVES, SURE = ("unknown", "always", "listed"), ("children", "adults"), ("OWN", "C2", "C3")
TIERS = tuple(tier.value for tier in DirectoryTier)
SHOWN_AT = {"name": "name", "does": "does", "address": "address", "phones": "number_1", "types": "type_1"}


class EntryForm(forms.Form):
    """An entry. What people read is asked in each language of the country."""

    website = forms.CharField(max_length=200, required=False)
    hours = forms.ChoiceField(choices=[(each, each) for each in HOURS])
    openings = forms.CharField(max_length=MOST_TEXT, required=False)
    closed_on_holidays = forms.BooleanField(required=False)
    areas = forms.MultipleChoiceField(required=False)
    speaks = forms.CharField(max_length=MOST_LINE, required=False)
    ages = forms.CharField(max_length=10, required=False)
    serves = forms.MultipleChoiceField(choices=[(each, each) for each in SERVES], required=False)
    sure = forms.ChoiceField(choices=[(each, each) for each in SURE])
    sources = forms.CharField(max_length=MOST_TEXT)
    expires = forms.DateField()
    tier = forms.ChoiceField(choices=[(each, each) for each in TIERS])
    shelter = forms.BooleanField(required=False)
    local = forms.BooleanField(required=False)
    is_closed = forms.BooleanField(required=False)
    over = forms.CharField(max_length=16, required=False)
    service = forms.CharField(max_length=64, required=False)

    def __init__(self, data: Mapping[str, Any] | None, release: Release) -> None:
        super().__init__(data)
        self.release = release
        for language in release.languages:
            for field in OWN_WORDS:
                self.fields[f"{field}_{language}"] = forms.CharField(max_length=MOST_TEXT, required=False)
        for n in PHONES:
            self.fields[f"number_{n}"] = forms.CharField(max_length=40, required=False)
            self.fields[f"kind_{n}"] = forms.ChoiceField(
                choices=[(k, k) for k in ("voice", "sms")], required=False
            )
            self.fields[f"cost_{n}"] = forms.ChoiceField(choices=[(k, k) for k in COSTS], required=False)
        for n in TYPES:
            self.fields[f"type_{n}"] = forms.ChoiceField(required=n == 1)
            offer(self, f"type_{n}", ("", *release.directory.types))
        offer(self, "areas", release.directory.areas)

    def clean_areas(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["areas"]
        if len(chosen) > MOST_AREAS:
            raise ValidationError("many", code="entry-areas")
        return chosen

    def record(self, id: str, organization: tuple[str, str]) -> OverlayRecord:
        """What was written, as an entry of that id; who runs it is an id and a name."""
        said = self.cleaned_data
        return OverlayRecord(
            id=id,
            organization=organization[0],
            organization_name=organization[1],
            name=self._words("name"),
            does=self._words("does"),
            address=self._words("address"),
            types=tuple(dict.fromkeys(said[f"type_{n}"] for n in TYPES if said[f"type_{n}"])),
            phones=tuple(self._phone(n) for n in PHONES if said[f"number_{n}"]),
            website=said["website"],
            hours=said["hours"],
            openings=_lines(said["openings"]),
            closed_on_holidays=said["closed_on_holidays"],
            areas=tuple(said["areas"]),
            languages=tuple(said["speaks"].replace(",", " ").split()),
            ages=said["ages"].replace(" ", "").replace("–", "-"),
            serves=tuple(said["serves"]),
            local=said["local"],
            confidence=said["sure"],
            sources=_lines(said["sources"]),
            expires=said["expires"].isoformat(),
            tier=DirectoryTier(said["tier"]),
            shelter=said["shelter"],
            is_closed=said["is_closed"],
        )

    def add_found(self, found: Iterable[Problem]) -> None:
        """Puts what the check found at the fields it is about, under a code that has words."""
        default = self.release.default_language
        for problem in found:
            field = field_of(problem.place)
            at = SHOWN_AT.get(field, {"languages": "speaks", "confidence": "sure"}.get(field, field))
            at = f"{at}_{default}" if at in OWN_WORDS else at
            code = "entry-hidden-place" if problem.code == HIDDEN_PLACE else fault_code(field)
            self.add_error(at if at in self.fields else None, ValidationError("found", code=code))

    def _words(self, field: str) -> dict[str, str]:
        said = {code: self.cleaned_data[f"{field}_{code}"].strip() for code in self.release.languages}
        return {code: words for code, words in said.items() if words}

    def _phone(self, n: int) -> OverlayPhone:
        said = self.cleaned_data
        free, no_credit = COSTS[said[f"cost_{n}"] or "unknown"]
        return OverlayPhone(said[f"number_{n}"], said[f"kind_{n}"] or "voice", free, no_credit)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


FAULTED = (
    *("name", "does", "address", "types", "phones", "website", "hours", "areas"),
    *("languages", "ages", "serves", "confidence", "sources", "expires"),
)
"""Fields whose faults have words of their own."""


def fault_code(field: str) -> str:
    """The code of what is wrong with a field of an entry; of the whole where it is no field."""
    if field not in FAULTED:
        return "entry-whole"
    return "entry-where" if field == "address" else f"entry-{field}"


def given_by(record: OverlayRecord, release: Release) -> dict[str, Any]:
    """What the form shows of an entry before anybody has changed it."""
    given: dict[str, Any] = {
        f"{field}_{code}": getattr(record, field).get(code, "")
        for code in release.languages
        for field in OWN_WORDS
    }
    for n, phone in zip(PHONES, record.phones, strict=False):
        costs = (cost for cost, said in COSTS.items() if said == (phone.free, phone.no_credit))
        given |= {f"number_{n}": phone.number, f"kind_{n}": phone.kind, f"cost_{n}": next(costs, "unknown")}
    given |= {f"type_{n}": kind for n, kind in zip(TYPES, record.types, strict=False)}
    same = ("website", "hours", "closed_on_holidays", "ages", "expires", "shelter", "local", "is_closed")
    given |= {name: getattr(record, name) for name in same}
    return given | {
        "openings": "\n".join(record.openings),
        "areas": list(record.areas),
        "speaks": " ".join(record.languages),
        "serves": list(record.serves),
        "sure": record.confidence,
        "sources": "\n".join(record.sources),
        "tier": record.tier.value,
    }


class DialForm(forms.Form):
    """Which number was dialled, and what came of it."""

    service = forms.CharField(max_length=64)
    number = forms.CharField(max_length=40)
    result = forms.ChoiceField(choices=[(each.value, each.value) for each in DialResult])


class OpenPlacesForm(forms.Form):
    """How many places are open today, and for how many days one waits; either may be left out."""

    places = forms.IntegerField(min_value=0, max_value=MOST_PLACES, required=False)
    wait = forms.IntegerField(min_value=0, max_value=MOST_WAIT_DAYS, required=False)


class DecideForm(forms.Form):
    """Whether a change may be published."""

    step = forms.ChoiceField(
        choices=[(each.value, each.value) for each in (EditStep.APPROVE, EditStep.REFUSE)]
    )


class FindForm(forms.Form):
    """Which kind of help, and where. Sent, so that no address says what somebody looks for."""

    kind = forms.CharField(max_length=40, required=False)
    area = forms.CharField(max_length=40, required=False)
