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
    from kapea.core.care.way_back_screens import CodeScreen

THROW_AWAY = "!throw"


@click.command("come-back")
@click.argument("pack")
@click.option("--language", help="The language to speak (default: the pack's own).")
def hear_by_code(pack: str, language: str | None) -> None:
    """Hear what became of something that was left in PACK, with the number that was given for it.

    The number and the pictures are asked for, and shown nowhere: not as they are typed, and in no list of
    programs. Two pictures are two figures, as "1 10"; none says that it is no good time. Whatever is typed
    meets the same question; what does not open is answered alike, in the same time. Type !throw instead of
    pictures to throw the number away. Once it opened: a number does what stands there, nothing ends it.
    """
    from kapea.care.same_moment import at_same_moment
    from kapea.vault.code_steps import carried_digits
    from kapea.vault.passphrases import PassphrasesBusy
    from kapea.vault.return_codes import NoPepper

    common.database(patient=True, keys=True)
    world, at = live_world(pack), common.now()
    said = language if language in world.release.languages else world.release.languages[0]
    words = ScreenWords(world, said)
    digits = carried_digits(click.prompt(words("way-back-type"), hide_input=True, default="", type=str))
    click.echo("\n".join(_question(world, said, at)))
    answer = click.prompt(words("way-back-pick"), hide_input=True, default="", type=str)
    try:
        found = at_same_moment(lambda: _opened(digits, answer, at))
    except PassphrasesBusy:
        common.stop(words("slow-down"), common.NOT_NOW)
    except NoPepper:
        found = None
    if found is None:
        click.echo("\n".join(_rest(world, said, at)))
    else:
        _talk(digits, found, words, at)


def _talk(digits: str, found: HeldThread, words: ScreenWords, at: datetime) -> None:
    """Shows what is heard and does what is chosen, until nothing is."""
    from kapea.care.way_back import heard_by
    from kapea.care.way_back_turns import HERE, CodeTurn, heard_screen, take_choice
    from kapea.core.care.way_back_screens import CodeStep, HeldCode
    from kapea.vault.passphrases import PassphrasesBusy

    release = words.world.release
    held = HeldCode(digits, CodeStep.OPENED)
    turn = CodeTurn(heard_screen(heard_by(found, release, at=at), HERE), held)
    while turn.held is not None:
        click.echo("\n".join(_shown(turn.screen, words, at)))
        if not (choice := _chosen(turn.screen, words)):
            return
        try:
            turn = take_choice(held, choice, HERE, release, at=at)
        except PassphrasesBusy:
            common.stop(words("slow-down"), common.NOT_NOW)
    click.echo("\n".join([words.of(each.text) for each in turn.screen.lines]))
    click.echo("\n".join(contacts_said(words, at)))


def _chosen(screen: CodeScreen, words: ScreenWords) -> str:
    """The choice whose number is typed; empty where none is, or nobody types any more."""
    try:
        said = click.prompt(words("choose-one"), default="", show_default=False, type=str).strip()
    except click.Abort:
        return ""
    keys = [key for key, _ in screen.choices]
    return keys[int(said) - 1] if said.isdecimal() and 0 < int(said) <= len(keys) else ""


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
    words = ScreenWords(world, language)
    yield words("way-back-ask")
    yield from contacts_said(words, at)
    yield from (f"{number:4}  {words(f'sign-{each}')}" for number, each in enumerate(SIGNS, 1))


def _rest(world: World, language: str, at: datetime) -> Iterator[str]:
    words = ScreenWords(world, language)
    yield words("way-back-people")
    yield from contacts_said(words, at)
    yield words("way-back-later")


def _shown(screen: CodeScreen, words: ScreenWords, at: datetime) -> Iterator[str]:
    for line in screen.lines:
        day = f"{in_words(line.on.isoformat(), words.language)}  " if line.on is not None else ""
        yield f"{day}{words.of(line.text)}"
        if line.said:
            yield f"    {line.said}"
    yield from contacts_said(words, at)
    yield from (f"{number:4}  {words.of(text)}" for number, (_, text) in enumerate(screen.choices, 1))


def contacts_said(words: ScreenWords, at: datetime) -> Iterator[str]:
    """Who can help now, a line or more each."""
    world, language = words.world, words.language
    view = look(world, begin(world, language), at=at)
    yield from (terminal.contact_lines(world, language, each) for each in view.contacts)


class ScreenWords:
    """Small words of the screen, without break marks."""

    def __init__(self, world: World, language: str) -> None:
        self.world, self.language = world, language

    def __call__(self, name: str) -> str:
        return self.of(f"word.{name}")

    def of(self, text: str) -> str:
        return without_breaks(self.world.release.text(text, self.language))


def live_world(pack: str) -> World:
    """What is live of a pack; else the command ends."""
    from kapea.content.queries import NothingLive, worlds

    try:
        return worlds.live(pack)
    except NothingLive:
        common.stop(f"Nothing of {pack} is live: kapea publish.", common.NOT_NOW)
