"""Opening items for people's own phones, and what becomes of the answers: added, or thrown away. Each act is
in the trail. The caller holds a transaction, and found the workshop so that nobody else changes it meanwhile.

Who answered what nobody is told; of fewer than five phones, nobody is told anything.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from kapea.audit import actions as audit
from kapea.core.pack.measure_model import CARDS
from kapea.core.pack.workshop_model import WorkshopPlan
from kapea.core.workshops.count_entries import CountedField, CountEntry, fields_that_differ
from kapea.core.workshops.counted_fields import card_field
from kapea.core.workshops.own_phones import (
    LEAST_ON_PHONES,
    NUMBER_DIGITS,
    OPEN_FOR,
    CardTally,
    answered_by_enough,
    asked_on_phones,
)
from kapea.core.workshops.workshop_states import NumbersDiffer, WorkshopState, WorkshopStep, takes_numbers
from kapea.learning.actions import NotTaken, enter_counts, take_step
from kapea.learning.models import PhonePart, SentForm, Workshop
from kapea.learning.phone_links import forget_part, has_open_phones, prepare_links, settle_pairs
from kapea.learning.phone_models import STILL_OPEN
from kapea.learning.queries import counted_in
from kapea.people.ids import new_id
from kapea.people.member import Member


class NotForPhones(ValueError):
    """Children sit there, or nothing is asked then."""


class PhonesAlready(ValueError):
    """Answers are on their way: of this part, or of the other; or those of this part are in."""


class TooFewPhones(ValueError):
    """So few answered that whoever leads the group could say who did."""


class NumbersChanged(ValueError):
    """Cards were counted meanwhile: whoever adds the answers has to see both numbers."""


def open_for_phones(by: Member, row: Workshop, plan: WorkshopPlan, asked: str, *, at: datetime) -> None:
    """A number to type, for two hours at most. It begins the workshop, as a first number does. Raises
    NotTaken, NotForPhones, PhonesAlready.
    """
    if not asked_on_phones(plan, asked, row.fields):
        raise NotForPhones
    if row.standing is WorkshopState.PLANNED:
        take_step(by, row, WorkshopStep.BEGIN, at=at)
    if not takes_numbers(row.standing):
        raise NotTaken
    if has_open_phones(row) or PhonePart.objects.filter(workshop=row, asked=asked).exists():
        raise PhonesAlready
    prepare_links(row, at=at)
    PhonePart.objects.create(
        workshop=row, asked=asked, number=_new_number(), opened_at=at, closes_at=at + OPEN_FOR
    )
    _record("workshop.phones-open", by.name_in_audit, row, asked, at)


def add_phone_answers(by: Member, row: Workshop, asked: str, seen: frozenset[str], *, at: datetime) -> None:
    """Closes the part, and adds its answers to the cards that were counted: whoever does it has said that
    nobody did both. `seen` are the ids of the entries that they saw.

    Items that too few answered are left out. Raises PhonesAlready where it is not open, TooFewPhones,
    NumbersDiffer, NumbersChanged, and what `enter_counts` raises.
    """
    part = _open_part(row, asked)
    enough = answered_by_enough(part.tally)
    if part.answered < LEAST_ON_PHONES or not enough:
        raise TooFewPhones
    standing = _standing(row, asked)
    if differ := fields_that_differ(standing):
        raise NumbersDiffer(differ)
    if seen != {id for each in standing.values() for id in each.over}:
        raise NumbersChanged
    enter_counts(by, row, _entries(asked, enough, standing), at=at)
    part.number, part.tally = "", {}
    part.save(update_fields=["number", "tally"])
    SentForm.objects.filter(part=part).delete()
    settle_pairs(row, at=at)
    _record("workshop.phones-add", by.name_in_audit, row, asked, at)


def throw_phone_answers_away(by: str, row: Workshop, asked: str, *, at: datetime) -> None:
    """Closes the part without its answers; it may be opened again. Raises PhonesAlready where it is not."""
    part = _open_part(row, asked)
    forget_part(row, asked)
    part.delete()
    _record("workshop.phones-discard", by, row, asked, at)


def _open_part(row: Workshop, asked: str) -> PhonePart:
    part = PhonePart.objects.filter(STILL_OPEN, workshop=row, asked=asked).first()
    if part is None:
        raise PhonesAlready
    return part


def _new_number() -> str:
    """Six digits that nobody types just now, and that do not begin with a zero."""
    first = 10 ** (NUMBER_DIGITS - 1)
    while True:
        number = str(first + secrets.randbelow(9 * first))
        if not PhonePart.objects.filter(number=number).exists():
            return number


def _standing(row: Workshop, asked: str) -> Mapping[str, CountedField]:
    """What stands in the fields of a part."""
    return {name: each for name, each in counted_in(row).items() if name.partition(".")[0] == asked}


def _entries(asked: str, tally: CardTally, standing: Mapping[str, CountedField]) -> Iterator[CountEntry]:
    """An entry for each card, over what stood there. UnfitEntry where it is more than any room holds."""
    for id, cards in tally.items():
        for card in CARDS:
            name = card_field(asked, id, card)
            stood = standing.get(name)
            counted, over = (stood.value or 0, stood.over) if stood is not None else (0, frozenset[str]())
            yield CountEntry(new_id(), name, counted + cards[card], over)


def _record(action: str, by: str, row: Workshop, asked: str, at: datetime) -> None:
    audit.record(
        action=action,
        subject=f"workshop:{row.id}",
        by=by,
        at=at,
        organisation=row.organisation_id,
        part=asked,
    )
