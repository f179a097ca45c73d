"""The lists of what can be learnt: lessons, practice conversations, stories. One tap begins each."""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.dialogue.progress import units
from kapea.core.dialogue.world import World
from kapea.core.learning.progress_code import lessons_of, progress_code
from kapea.core.pack.model import LearningUnit
from kapea.core.pack.parse.learning_units import LESSON, PRACTICE, STORY
from kapea.core.pack.parse.situations import BANDS
from kapea.web.public.address import home_path
from kapea.web.public.audio import WithSound, with_sound
from kapea.web.public.navigation import Link

KIND_AT = {"lessons": LESSON, "practice": PRACTICE, "stories": STORY}
"""By address, the kind that stands there. No address says what it is about."""
PICTURES = {LESSON: "learn-lesson", PRACTICE: "kind-words", STORY: "learn-story"}
LEADS = {LESSON: "word.lead-lessons", PRACTICE: "practice.note", STORY: "word.lead-stories"}
"""For whom it is, and what one does there."""
MAX_CODE = 40


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One to begin: its number, its name, what one will be able to do, how long, whether it is done."""

    number: int
    title: str
    able: WithSound
    minutes: str
    picture: str
    is_done: bool = False
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class UnitList:
    """A list of a kind, in groups where it is by age. `code` is what was brought and fits; `note` says what
    came of it; `typed` is what did not fit, to be looked at again. Only lessons take one. `printed`: where a
    card for the wall, or words to keep, are on paper.
    """

    heading: str
    lead: WithSound
    action: str
    groups: tuple[tuple[str, tuple[UnitRow, ...]], ...]
    back: str
    takes_code: bool = False
    code: str = ""
    typed: str = ""
    note: str = ""
    printed: str = ""


def unit_list(
    world: World, language: str, address: str, typed: str = "", before: str = ""
) -> UnitList | None:
    """The list at an address; None where the pack has none of its kind. `typed` may be a code, and `before`
    one that was brought already: the two come together.
    """
    kind, here = KIND_AT[address], home_path(world, language)
    found = units(world, kind)
    if not found:
        return None
    new, typed = lessons_of(typed), typed.strip() if kind == LESSON else ""
    done = (new or frozenset()) | (lessons_of(before) or frozenset())
    note = ("note-code" if new else "note-code-wrong") if typed else ""
    return UnitList(
        heading=world.release.text(f"word.page-{address}", language),
        lead=with_sound(world, LEADS[kind], language),
        action=f"{here}{address}",
        groups=_groups(world, language, tuple(found.values()), done),
        back=f"{here}more",
        takes_code=kind == LESSON,
        code=progress_code(done),
        note=world.release.text(f"word.{note}", language) if note else "",
        typed="" if new else typed,
        printed="" if kind == STORY else f"{here}print",
    )


def journey_at(world: World, address: str, number: str, code: str) -> str:
    """The journey of that number in a list; of none, the first that is not done yet."""
    found, done = units(world, KIND_AT[address]), lessons_of(code) or frozenset()
    chosen = [id for id, unit in found.items() if str(unit.number) == number]
    open_ = [id for id, unit in found.items() if unit.number not in done]
    return next(iter((*chosen, *open_, *found)), "")


def list_links(world: World, language: str) -> list[Link]:
    """The ways to the lists that a pack has."""
    here = home_path(world, language)
    return [
        Link(f"{here}{address}", world.release.text(f"word.page-{address}", language), PICTURES[kind])
        for address, kind in KIND_AT.items()
        if units(world, kind)
    ]


def _groups(
    world: World, language: str, found: tuple[LearningUnit, ...], done: frozenset[int]
) -> tuple[tuple[str, tuple[UnitRow, ...]], ...]:
    bands = [band for band in BANDS if any(unit.band == band for unit in found)]
    following = next((unit.number for unit in found if unit.number not in done), 0) if done else 0
    rows = {unit.number: _row(world, language, unit, done, following) for unit in found}
    if not bands:
        return (("", tuple(rows.values())),)
    text = world.release.text
    return tuple(
        (text(f"word.learn-{band}", language), tuple(rows[u.number] for u in found if u.band == band))
        for band in bands
    )


def _row(world: World, language: str, unit: LearningUnit, done: frozenset[int], following: int) -> UnitRow:
    text = world.release.text
    return UnitRow(
        number=unit.number,
        title=text(unit.title, language),
        able=with_sound(world, unit.able, language),
        minutes=text("word.learn-minutes", language).replace("{count}", str(unit.minutes)),
        picture=unit.picture,
        is_done=unit.number in done,
        is_next=unit.number == following,
    )
