"""What is put on paper of a workshop plan: the cards of whoever leads it, and its pictures, large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.paper.belief import Unprintable, believed_until
from kapea.core.paper.contacts import PaperContacts, groups
from kapea.core.paper.piece import TITLE
from kapea.core.paper.sheets import PLAN_SHEET, Sheet
from kapea.core.present.card_faces import CARD_FACES
from kapea.core.present.contact import BETWEEN
from kapea.core.present.dates import in_words
from kapea.core.present.plan_in_words import WORD, PlanInWords, pictures_in_order, plan_in_words

PICTURES_OF = "-pictures"
"""How the name of a plan's picture sheets ends."""
MEASURES = "measures"
"""The document of all that workshops ask before and after."""


class PlanCards(msgspec.Struct, frozen=True, tag=True):
    """The cards of a plan. `drawings` are those of the plan by name, `faces` those of the cards that a group
    holds up; `call` stands over whom to call, `demo` beside the numbers until the pack is live, `foot` on
    every page.
    """

    id: str
    number: int
    language: str
    title: str
    sheet: Sheet
    plan: PlanInWords
    drawings: Mapping[str, str]
    faces: tuple[str, ...]
    call: str
    contacts: tuple[PaperContacts, ...]
    demo: str
    foot: str


class PictureSheets(msgspec.Struct, frozen=True, tag=True):
    """The drawings of a plan, a sheet each, in the order of the numbers by which the cards name them."""

    id: str
    number: int
    language: str
    title: str
    sheet: Sheet
    drawings: tuple[str, ...]


def plan_cards(release: Release, plan: WorkshopPlan, language: str, *, at: datetime) -> PlanCards:
    """The cards of a plan. Raises Unprintable where words are past their day, or nobody may be named."""
    believed = believed_until(release, plan_documents(plan), at=at)
    try:
        named = groups(release, plan.calls, language, at=at)
    except LookupError as nobody:
        raise nobody_answers(plan, nobody) from nobody
    until = min([believed, *(who.until for group in named for who in group.people if who.until)])
    drawn = {name: release.pictures.get(name, "") for name in _drawn(plan)}
    return PlanCards(
        id=plan.id,
        number=plan.number,
        language=language,
        title=TITLE,
        sheet=PLAN_SHEET,
        plan=plan_in_words(release, plan, language),
        drawings=drawn,
        faces=tuple(CARD_FACES.values()),
        call=release.text(f"{WORD}call", language),
        contacts=named,
        demo="" if release.live else release.text("word.demo", language),
        foot=BETWEEN.join(_foot(release, plan, language, until)),
    )


def picture_sheets(release: Release, plan: WorkshopPlan, language: str) -> PictureSheets:
    """The drawings of a plan, large. No word stands on them: they are held up before people who may not read,
    and lie about where anybody passes.
    """
    drawings = tuple(release.pictures.get(picture.name, "") for picture in pictures_in_order(plan))
    if not drawings:
        raise Unprintable(f"{plan.id} has no pictures to hold up.")
    return PictureSheets(f"{plan.id}{PICTURES_OF}", plan.number, language, TITLE, PLAN_SHEET, drawings)


def nobody_answers(plan: WorkshopPlan, kind: object) -> Unprintable:
    """Why a plan goes to nobody: a kind of service that it calls has no number that may be shown."""
    says = f"{plan.id}: nobody who may be printed answers to {kind}."
    return Unprintable(f"{says} Look at the records of services, and at the days on which they expire.")


def plan_documents(plan: WorkshopPlan) -> tuple[str, ...]:
    """The documents whose words stand on the cards: the plan, and the blocks it takes lines from."""
    ids = (text.split(".", 1)[0] for text in (*plan.start, *plan.if_told, *plan.distress))
    asked = (MEASURES,) if any(part.measures for part in plan.parts) else ()
    return tuple(dict.fromkeys((plan.id, *ids, *asked)))


def review_state(release: Release, plan: WorkshopPlan, language: str) -> str:
    """When the words of a plan were reviewed, or that nobody has reviewed them."""
    kept = [release.upkeep[id] for id in plan_documents(plan)]
    if all(each.is_reviewed for each in kept):
        day = in_words(min(each.on for each in kept), language)
        return release.text(f"{WORD}reviewed", language).replace("{date}", day)
    said = (release.text(f"word.{name}", language) for name in ("draft", "reviewed-by-nobody"))
    return BETWEEN.join(said)


def edition_words(release: Release, language: str) -> str:
    """The release by the code that people compare."""
    return release.text(f"{WORD}edition", language).replace("{code}", release.short_hash)


def _foot(release: Release, plan: WorkshopPlan, language: str, until: str) -> Iterator[str]:
    yield edition_words(release, language)
    yield review_state(release, plan, language)
    yield release.text("word.print-until", language).replace("{date}", in_words(until, language))


def _drawn(plan: WorkshopPlan) -> tuple[str, ...]:
    return tuple(dict.fromkeys((plan.picture, *(each.name for each in pictures_in_order(plan)))))
