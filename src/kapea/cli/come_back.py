"""kapea come-back: news for whoever has a number to come back with, at a terminal. For a place where somebody
sits at a machine of the deployment, and no browser is to know of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kapea.cli import common, terminal
from kapea.core.care.way_in import SIGNS
from kapea.core.dialogue.step import begin, look
from kapea.core.dialogue.world import World
from kapea.core.present.contact import without_breaks
from kapea.core.present.dates import in_words

if TYPE_CHECKING:
    from kapea.care.way_back import HeldThread

THROW_AWAY = "!throw"


@click.command("come-back")
@click.argument("pack")
@click.option("--language", help="The language to speak (default: the pack's own).")
def hear_by_code(pack: str, language: str | None) -> None:
    """Hear what became of something that was left in PACK, with the number that was given for it.

    The number and the pictures are asked for, and shown nowhere: not as they are typed, and in no list of
    programs. Two pictures are two figures, as "1 10"; none says that it is no good time. Whatever is typed
    meets the same question; what does not open is answered alike, in the same time. Type !throw instead of
    pictures to throw the number away.
    """
    from kapea.vault.code_steps import carried_digits
    from kapea.vault.passphrases import PassphrasesBusy
    from kapea.vault.return_codes import NoPepper
    from kapea.web.public.way_back import at_same_moment

    common.database(patient=True, keys=True)
    world, at = _live(pack), common.now()
    said = language if language in world.release.languages else world.release.languages[0]
    words = _Words(world, said)
    digits = carried_digits(click.prompt(words("way-back-type"), hide_input=True, default="", type=str))
    click.echo("\n".join(_question(world, said, at)))
    answer = click.prompt(words("way-back-pick"), hide_input=True, default="", type=str)
    try:
        found = at_same_moment(lambda: _opened(digits, answer, at))
    except PassphrasesBusy:
        common.stop(words("slow-down"), common.NOT_NOW)
    except NoPepper:
        found = None
    click.echo("\n".join(_rest(world, said, at) if found is None else _heard(found, world, said, at)))


def _opened(digits: str, answer: str, at: datetime) -> HeldThread | None:
    from kapea.care.way_back import opened_thread, say_not_now, throw_away

    if answer.strip() == THROW_AWAY:
        throw_away(digits, at=at)
        return None
    numbers = [int(each) for each in answer.replace(",", " ").split() if each.isdecimal()]
    chosen = [SIGNS[number - 1] for number in numbers if 0 < number <= len(SIGNS)]
    if not chosen:
        say_not_now(digits, at=at)
        return None
    return opened_thread(digits, chosen, at=at)


def _question(world: World, language: str, at: datetime) -> Iterator[str]:
    words = _Words(world, language)
    yield words("way-back-ask")
    yield from _contacts(world, language, at)
    yield from (f"{number:4}  {words(f'sign-{each}')}" for number, each in enumerate(SIGNS, 1))


def _rest(world: World, language: str, at: datetime) -> Iterator[str]:
    words = _Words(world, language)
    yield words("way-back-people")
    yield from _contacts(world, language, at)
    yield words("way-back-later")


def _heard(found: HeldThread, world: World, language: str, at: datetime) -> Iterator[str]:
    from kapea.care.way_back import heard_by

    words = _Words(world, language)
    for block in heard_by(found, world.release, at=at):
        for line in block.lines:
            yield f"{in_words(line.on.isoformat(), language)}  {words(f'news-{line.word}')}"
            if line.said:
                yield f"    {line.said}"
    yield from _contacts(world, language, at)


def _contacts(world: World, language: str, at: datetime) -> Iterator[str]:
    view = look(world, begin(world, language), at=at)
    yield from (terminal.contact_lines(world, language, each) for each in view.contacts)


class _Words:
    """Small words of the screen, without break marks."""

    def __init__(self, world: World, language: str) -> None:
        self.world, self.language = world, language

    def __call__(self, name: str) -> str:
        return without_breaks(self.world.release.text(f"word.{name}", self.language))


def _live(pack: str) -> World:
    from kapea.content.queries import NothingLive, worlds

    try:
        return worlds.live(pack)
    except NothingLive:
        common.stop(f"Nothing of {pack} is live: kapea publish.", common.NOT_NOW)
