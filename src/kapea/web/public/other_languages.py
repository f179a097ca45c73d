"""Pages for somebody who reads none of a country's languages: numbers, drawings, one sentence to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kapea.core.dialogue.world import World
from kapea.core.directory.match import Match, Need, match
from kapea.core.pack.conditions import pick
from kapea.core.pack.model import Phrasebook
from kapea.core.paper.phrase_card import NUMBERS_FROM
from kapea.core.present.contact import BETWEEN, ContactInWords
from kapea.core.present.phrases import GROUPS, PointedAt, phrase, phrasebooks, pointed_at
from kapea.web.public.address import home_path
from kapea.web.public.audio import Sound, spoken_by_a_person
from kapea.web.public.contacts import contact_card

PAPERS = "papers"
"""The block about names and papers, of which any country may say more."""
HELPLINE = "HELPLINE"
PICTURES = {HELPLINE: "ear", "EMERGENCY": "shield"}
"""Who listens and who comes, told apart without words; anybody else has the drawing of a call."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to call. `says`: what is known of them in the other language; `speaks`: that they speak it."""

    card: ContactInWords
    picture: str
    says: str
    speaks: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """What to say on the phone: the words of `language`, in letters to read out, and what they mean."""

    language: str
    words: str
    aloud: str
    own: str
    means: str
    sound: Sound | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Two words for when nobody understands, in the country's language; `aloud` as they are read out."""

    child: str
    danger: str
    aloud: str


@dataclass(frozen=True, slots=True)
class PhrasesPage:
    """The page in one language; `card` is the way to a card of it.

    `say_this` and `back` are empty where their words are not known.
    """

    code: str
    name: str
    reviewed: bool
    people: tuple[Person, ...]
    say_this: str
    sentence: Sentence
    alarm: Alarm
    here: tuple[PointedAt, ...]
    leave: tuple[PointedAt, ...]
    asked: tuple[PointedAt, ...]
    answers: tuple[PointedAt, ...]
    told: tuple[PointedAt, ...]
    papers: tuple[str, ...]
    card: str
    back: str
    back_to: str


def phrases_page(world: World, language: str, number: int, *, at: datetime) -> PhrasesPage | None:
    """The page of a number; what its sentences mean is said in `language`. None: there is no such page."""
    release = world.release
    book = next((each for each in phrasebooks(release) if each.number == number), None)
    if book is None:
        return None
    kept = release.upkeep.get(book.id)
    return PhrasesPage(
        code=book.language,
        name=book.name,
        reviewed=kept is not None and kept.is_reviewed,
        people=tuple(_people(world, book, language, at)),
        say_this=phrase(book, "say-this"),
        sentence=_sentence(world, book, language),
        alarm=_alarm(world, book),
        **{group: pointed_at(release, book, group, language) for group in GROUPS},
        papers=tuple(_papers(world, language)),
        card=f"{home_path(world, language)}print/{NUMBERS_FROM + number}",
        back=phrase(book, "back"),
        back_to=home_path(world, language),
    )


def _people(world: World, book: Phrasebook, language: str, at: datetime) -> Iterator[Person]:
    """Those who are closed now come last."""
    named = [_found(world, id, book.language, at) for id in book.call]
    for found in sorted(named, key=lambda each: each.open == "closed"):
        speaks = world.release.text("word.reason-speaks", language).replace("{language}", book.name)
        yield Person(
            card=contact_card(world, found, language, brief=True),
            picture=next((PICTURES[kind] for kind in found.service.types if kind in PICTURES), "call"),
            says=BETWEEN.join(words for words in _known_of(found, book) if words),
            speaks=speaks if book.language in found.service.languages else "",
        )


def _found(world: World, id: str, language: str, at: datetime) -> Match:
    """A service that a pack names, or the one that stands for it where two have one number."""
    service = world.directory.services[id]
    numbers = {phone.number for phone in service.phones}
    found = match(world.directory, Need(types=service.types, language=language), at=at)
    return next(each for each in found if each.phone is not None and each.phone.number in numbers)


def _known_of(found: Match, book: Phrasebook) -> Iterator[str]:
    yield phrase(book, "call")
    if HELPLINE in found.service.types:
        yield phrase(book, "child-helpline")
    if found.phone is not None and found.phone.no_credit == "yes":
        yield phrase(book, "no-credit")
    elif found.phone is not None and found.phone.free == "yes":
        yield phrase(book, "free")


def _sentence(world: World, book: Phrasebook, language: str) -> Sentence:
    spoken = world.release.default_language
    means = world.release.text(book.ask, language) if language != spoken else ""
    return Sentence(
        language=spoken,
        words=world.release.text(book.ask, spoken),
        aloud=book.aloud,
        own=phrase(book, "need-speaker"),
        means=means,
        sound=spoken_by_a_person(world, book.ask, spoken),
    )


def _alarm(world: World, book: Phrasebook) -> Alarm:
    text, spoken = world.release.text, world.release.default_language
    return Alarm(
        child=text("word.phrases-child", spoken),
        danger=text("word.phrases-danger", spoken),
        aloud=book.alarm,
    )


def _papers(world: World, language: str) -> Iterator[str]:
    block = world.release.blocks.get(PAPERS)
    if block is not None:
        ids = (pick(say, world.fresh, frozenset()) for say in (block.title, *block.lines.values()))
        yield from (world.release.text(id, language) for id in ids if id)
