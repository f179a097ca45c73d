"""Taking what somebody answers on their own phone. Nothing tells who; what is not open is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kapea.content.queries import NothingLive
from kapea.core.pack.model import Release
from kapea.core.workshops.own_phones import MOST_ON_PHONES, asked_on_phones, fit_answers, tally_with
from kapea.core.workshops.workshop_states import WorkshopState
from kapea.learning.models import PhonePart, SentForm, Workshop
from kapea.learning.phone_links import keep_linked, links_of
from kapea.learning.phone_models import STILL_OPEN
from kapea.learning.queries import NoSuchPlan, plan_of
from kapea.vault.link_keys import form_mark


class NotOpenNow(LookupError):
    """No such number is open: it never was, is over, or its answers are in. Nobody is told which."""


@dataclass(frozen=True, slots=True)
class PhoneQuestions:
    """What stands behind a number: the items, in the words of the workshop."""

    part: str
    asked: str
    workshop: Workshop
    release: Release
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhoneAnswers:
    """What one phone sends: a card by item, a code or none, and the word of this copy of the form."""

    cards: Mapping[str, str] = field(repr=False)
    code: str = field(repr=False)
    word: str = field(repr=False)


def questions_under(number: str, *, pack: str, at: datetime) -> PhoneQuestions:
    """What is asked under a number just now, in a country. Raises NotOpenNow."""
    found = _open(at).filter(number=number, workshop__organisation__pack=pack)
    part = found.select_related("workshop__organisation").first()
    if part is None:
        raise NotOpenNow
    try:
        release, plan = plan_of(part.workshop)
    except (NothingLive, NoSuchPlan):
        raise NotOpenNow from None
    items = asked_on_phones(plan, part.asked, part.workshop.fields)
    return PhoneQuestions(part.id, part.asked, part.workshop, release, items)


def take_phone_answers(to: PhoneQuestions, given: PhoneAnswers, *, at: datetime) -> None:
    """Counts the answers of one phone. The same copy of a form counts once. Raises NotOpenNow."""
    answers = fit_answers(given.cards, to.items)
    links = links_of(to.workshop, at=at) if given.code else None
    with transaction.atomic():
        # Whoever closes it holds the same row: either these answers are among those, or they come too late.
        Workshop.objects.select_for_update().get(id=to.workshop.id)
        part = _open(at).filter(id=to.part).first()
        if part is None:
            raise NotOpenNow
        mark = form_mark(part.id, given.word)
        if not answers or SentForm.objects.filter(mark=mark).exists():
            return
        SentForm.objects.create(mark=mark, part=part)
        part.tally, part.answered = tally_with(part.tally, answers), part.answered + 1
        part.save(update_fields=["tally", "answered"])
        if links is not None:
            keep_linked(to.workshop, links, given.code, to.asked, answers, to.release)


def _open(at: datetime) -> QuerySet[PhonePart]:
    """The parts whose numbers may be typed now."""
    return PhonePart.objects.filter(
        STILL_OPEN,
        closes_at__gt=at,
        answered__lt=MOST_ON_PHONES,
        workshop__state=WorkshopState.RUNNING.value,
    )
