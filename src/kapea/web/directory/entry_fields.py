"""The fields of an entry's form, as its page lays them out: what stands in each, and what may be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm

from kapea.core.languages.known import language as known_language
from kapea.core.pack.overlay_record import latest_day
from kapea.web.directory.forms import COSTS, HOURS, PHONES, SERVES, SURE, TIERS, TYPES, EntryForm
from kapea.web.directory.found import DirectoryDesk

MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class EntryField:
    """`kind` is text, long, day, tick, one or many; `options` are value and word of what can be chosen."""

    name: str
    kind: str
    label: str
    note: str
    value: str
    chosen: frozenset[str]
    options: tuple[tuple[str, str], ...]
    says: str = ""
    """What stands behind the label: a language, a number."""
    latest: str = ""

    @property
    def rows(self) -> int:
        """How many of its options are seen at once, where several may be chosen."""
        return min(len(self.options), MOST_ROWS)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields that belong together, under a heading."""

    heading: str
    fields: tuple[EntryField, ...]


def entry_fields(form: EntryForm, given: Mapping[str, Any], desk: DirectoryDesk) -> list[FieldGroup]:
    """Everything that is asked of an entry, in order."""
    made = _Fields(form, given)
    types, areas = [("", "–"), *desk.type_words()], desk.area_words()
    worded = [(code, known_language(code).name) for code in desk.release.languages]
    words = [
        made.of(f"{field}_{code}", kind, f"entry-{field}", note=note, says=name)
        for field, kind, note in (("name", "text", ""), ("does", "long", "entry-does-note"))
        for code, name in worded
    ]
    where = [
        made.of(f"address_{code}", "text", "entry-where", note="entry-where-note", says=name)
        for code, name in worded
    ]
    numbers = [
        each
        for n in PHONES
        for each in (
            made.of(f"number_{n}", "text", "entry-number", note="entry-number-note", says=str(n)),
            made.of(f"kind_{n}", "one", "entry-kind", _coded("entry-kind-", ("voice", "sms"))),
            made.of(f"cost_{n}", "one", "entry-cost", _coded("entry-cost-", COSTS)),
        )
    ]
    helps = [made.of(f"type_{n}", "one", "entry-type", types, says=str(n)) for n in TYPES]
    return [
        FieldGroup("entry-what", (*words, *helps)),
        FieldGroup("entry-reached", (*numbers, made.of("website", "text", "entry-website"))),
        FieldGroup(
            "entry-when-where",
            (
                made.of("hours", "one", "entry-hours", _coded("entry-hours-", HOURS)),
                made.of("openings", "long", "entry-openings", note="entry-openings-note"),
                made.of("closed_on_holidays", "tick", "entry-holidays"),
                made.of("areas", "many", "entry-areas", areas, note="entry-areas-note"),
                *where,
                made.of("shelter", "tick", "entry-shelter", note="entry-shelter-note"),
                made.of("local", "tick", "entry-local"),
            ),
        ),
        FieldGroup(
            "entry-for-whom",
            (
                made.of("serves", "many", "entry-serves", _coded("entry-serves-", SERVES)),
                made.of("ages", "text", "entry-ages", note="entry-ages-note"),
                made.of("speaks", "text", "entry-speaks", note="entry-speaks-note"),
            ),
        ),
        FieldGroup(
            "entry-how-sure",
            (
                made.of("sure", "one", "entry-sure", _coded("entry-sure-", SURE)),
                made.of("sources", "long", "entry-sources", note="entry-sources-note"),
                made.of(
                    "expires",
                    "day",
                    "entry-expires",
                    note="entry-expires-note",
                    latest=latest_day(desk.today),
                ),
                made.of("tier", "one", "entry-tier", _coded("entry-tier-", TIERS)),
                made.of("is_closed", "tick", "entry-closed"),
            ),
        ),
    ]


def _coded(begins: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Choices whose words are staff's own, marked by a sign that no word begins with."""
    return [(code, f"={begins}{code.lower()}") for code in codes]


class _Fields:
    def __init__(self, form: BaseForm, given: Mapping[str, Any]) -> None:
        self.form, self.given = form, given

    def of(
        self,
        name: str,
        kind: str,
        label: str,
        options: Iterable[tuple[str, str]] = (),
        *,
        note: str = "",
        says: str = "",
        latest: str = "",
    ) -> EntryField:
        """The field with what was typed; before anything was, with what stands now."""
        chosen = frozenset(map(str, self._many(name)))
        return EntryField(name, kind, label, note, self._value(name), chosen, tuple(options), says, latest)

    def _many(self, name: str) -> list[Any]:
        if self.form.is_bound:
            data: Any = self.form.data
            return list(data.getlist(name)) if hasattr(data, "getlist") else [data.get(name, "")]
        value = self.given.get(name, "")
        return list(value) if isinstance(value, list) else [value]

    def _value(self, name: str) -> str:
        value = self.form.data.get(name, "") if self.form.is_bound else self.given.get(name, "")
        if isinstance(value, bool):
            return "yes" if value else ""
        return "" if isinstance(value, list) else str(value)
