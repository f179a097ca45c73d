"""Reads `duty_to_report.yaml`: one card for each rule of a country, for staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kapea.core.directory.trust import LABELS, UNSAID
from kapea.core.pack.duty_model import REPORTERS, STAFF_TEXTS, DutyToReport
from kapea.core.pack.layers import Layers
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import an_id, each_in
from kapea.core.pack.read.yaml_reader import Item, Reader

AddText = Callable[[str, Item], str]
By = Mapping[str, Mapping[str, str]]
"""Language to text id to words."""


def read_duties(
    layers: Layers, add_text: AddText, places: dict[str, Place], findings: Findings
) -> dict[str, DutyToReport]:
    """The cards of a country by id, and in `places` where each stands; none where there is no file."""
    root = layers.read("duty_to_report.yaml", findings)
    if root is None:
        return {}
    reader = Reader(root, findings, "duty_to_report.yaml")
    cards = dict(reader.pairs("cards", required=True))
    reader.done()
    out = {}
    for id, item in cards.items():
        if an_id(id, item.place, places, findings):
            out[id], places[id] = _card(id, item, add_text, findings), item.place
    return out


def apart(said: By) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """What whoever asks for help may meet, and what only staff read, each by language."""
    met = {lang: {id: w for id, w in each.items() if not is_for_staff(id)} for lang, each in said.items()}
    staff = {lang: {id: w for id, w in each.items() if is_for_staff(id)} for lang, each in said.items()}
    return met, {language: each for language, each in staff.items() if each}


def is_for_staff(text: str) -> bool:
    """Whether a text is for staff only, by its id."""
    return text.startswith(STAFF_TEXTS)


def _card(id: str, item: Item, add_text: AddText, findings: Findings) -> DutyToReport:
    reader = Reader(item, findings, "a card")
    roles = each_in(reader, "roles", REPORTERS, required=True)
    said = {key: _text(reader, id, key, add_text) for key in ("rule", "to", "by-when")}
    offices = tuple(
        (name, add_text(f"{STAFF_TEXTS}{id}.office.{name}", each)) for name, each in reader.pairs("offices")
    )
    reader.words("open")
    kept = read_upkeep(reader, required=True)
    reader.get("confidence", required=True)
    confidence = reader.one_of("confidence", LABELS, UNSAID)
    reader.done()
    return DutyToReport(id, roles, said["rule"], said["to"], said["by-when"], kept, confidence, offices)


def _text(reader: Reader, card: str, key: str, add_text: AddText) -> str:
    item, id = reader.get(key, required=True), f"{STAFF_TEXTS}{card}.{key}"
    return add_text(id, item) if item is not None else id
