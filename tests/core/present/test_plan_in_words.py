"""A plan in words: all of it, each text as often as it is used, under the label it is used by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from tests.each import for_each
from tests.packs import IN_EACH_LANGUAGE
from tests.packs import world as world_of

from kapea.core.pack.measure_model import CARDS
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.present.card_faces import CARD_FACES
from kapea.core.present.plan_in_words import (
    PRESSED,
    PlanInWords,
    PlanRow,
    pictures_in_order,
    plan_in_words,
    plans_in_order,
)

NOT_OF_THE_PLAN = ("handouts", "pictures", "roles")
"""Rows that say titles of materials, numbers and roles."""


def every_plan() -> Iterator[tuple[str, str, str]]:
    yield from (
        (country, id, language)
        for country, language in IN_EACH_LANGUAGE
        for id in world_of(country).release.workshops
    )


each_plan = for_each("country id language", every_plan)


@cache
def told_of(country: str, id: str, language: str) -> PlanInWords:
    release = world_of(country).release
    return plan_in_words(release, release.workshops[id], language)


def texts_of(release: Release, plan: WorkshopPlan) -> Iterator[str]:
    """The id of each text that whoever leads needs, as often as it is used."""
    asked = (release.measures[id].ask for part in plan.parts for id in part.measures)
    yield from (*plan.said, *plan.for_facilitators, *asked)


def rows_of(told: PlanInWords) -> Iterator[PlanRow]:
    yield from (*told.before, *(row for part in told.parts for row in part.rows))
    yield from (told.after, told.told, told.distress)


@each_plan
def test_every_text_of_a_plan_stands_in_it_once_for_each_use(country, id, language):
    release = world_of(country).release
    plan = release.workshops[id]
    told = told_of(country, id, language)
    said = (line for row in rows_of(told) if row.kind not in NOT_OF_THE_PLAN for line in row.lines)
    meant = (release.text(text, language) for text in texts_of(release, plan))
    assert Counter((told.title, told.able, *said)) == Counter(meant)


@each_plan
def test_every_row_has_its_label_and_every_part_its_name(country, id, language):
    told = told_of(country, id, language)
    words = (told.audience, *told.facts, *(row.label for row in rows_of(told)))
    assert all((*words, *(word for part in told.parts for word in (part.name, part.minutes))))


@each_plan
def test_a_hard_line_stands_only_where_the_facilitator_alone_speaks(country, id, language):
    release = world_of(country).release
    plan = release.workshops[id]
    hard = {release.text(text, language) for part in plan.parts for text in part.pressure}
    for row in rows_of(told_of(country, id, language)):
        assert not hard & set(row.lines) or row.kind == PRESSED


@each_plan
def test_pictures_have_one_number_each_as_they_are_first_held_up(country, id, language):
    release = world_of(country).release
    plan = release.workshops[id]
    told = told_of(country, id, language)
    assert [picture.number for picture in told.pictures] == list(range(1, len(told.pictures) + 1))
    assert len({picture.name for picture in told.pictures}) == len(told.pictures)
    for part, spoken in zip(plan.parts, told.parts, strict=True):
        assert {picture.name for picture in spoken.pictures} == set(part.pictures)
    assert all(release.pictures[picture.name] for picture in pictures_in_order(plan))


@each_plan
def test_a_question_with_cards_says_what_each_of_the_three_means(country, id, language):
    release = world_of(country).release
    plan = release.workshops[id]
    told = told_of(country, id, language)
    for part, spoken in zip(plan.parts, told.parts, strict=True):
        answered = [cards for row in spoken.rows for cards in row.cards]
        assert len(answered) == len(part.measures)
        assert all(len(cards) == len(CARDS) == len(CARD_FACES) and all(cards) for cards in answered)


def test_plans_come_in_the_order_of_their_numbers():
    numbers = [plan.number for plan in plans_in_order(world_of("cambodia").release)]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(world_of("cambodia").release.workshops)
