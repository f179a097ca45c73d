"""kapea talk, kapea find: the terminal door."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kapea.cli import common, terminal
from kapea.cli.door_talk import DOOR_BY_NAME, DoorTalk, shown_on_phone
from kapea.core.dialogue.events import Event
from kapea.core.dialogue.step import Step, begin, look, step
from kapea.core.dialogue.world import World
from kapea.core.directory.match import Need, match

WHEN = click.DateTime(["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"])


@click.command()
@click.argument("pack")
@click.option("--language", help="The language to speak (default: the pack's own).")
@click.option("--journey", default="help", show_default=True, help="Which journey to walk.")
@click.option(
    "--say",
    "answers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of answers, one a line; the transcript is printed. Lines that begin with # are left out.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--at", type=WHEN, help="As at this moment, e.g. 2026-11-24T22:40+0700 (default: now).")
@click.option("--door", type=click.Choice(sorted(DOOR_BY_NAME)), help="As the phone shows it at this door.")
def talk(
    pack: str,
    language: str | None,
    journey: str,
    answers: Path | None,
    form: str,
    at: datetime | None,
    door: str | None,
) -> None:
    """Walk through PACK as a person would, in the terminal.

    Type the number of an answer, its words, or a move: help, back, repeat, language, stop. To try what is
    no word, type !silence,
    !picture, !sticker or !timeout. Nothing is kept.

    \b
    kapea talk cambodia --language km
    kapea talk cambodia --say tests/golden/answers/S02-child.txt
    kapea talk cambodia --say answers.txt --format json | jq .view.level

    With --door it begins as whoever writes first meets it; a button is tapped by typing what stands on it.

    \b
    kapea talk cambodia --door sms --language km
    """
    world = common.world_of(pack)
    if journey not in world.release.journeys:
        common.stop(f"No journey “{journey}”. There are: {', '.join(world.release.journeys)}.")
    moment = at or common.now()
    spoken = language or world.release.default_language
    said = None if answers is None else _answers_in(answers)
    if door is not None:
        _at_door(DoorTalk(world, spoken, DOOR_BY_NAME[door], at=moment), said)
    elif said is not None:
        _transcript(world, spoken, said, journey, form, moment)
    else:
        _live(world, spoken, journey, form, at)


def _answers_in(file: Path) -> list[str]:
    try:
        return [w for w in file.read_text(encoding="utf-8").splitlines() if terminal.is_answer(w)]
    except UnicodeDecodeError:
        common.stop(f"{file} is not a UTF-8 text file.")


def _at_door(talk: DoorTalk, said: list[str] | None) -> None:
    """Until there is nothing more to say, or all is kept nowhere."""
    for words in said if said is not None else iter(_ask, None):
        click.echo((f"> {words}\n" if said is not None else "") + shown_on_phone(talk.says(words), talk.door))
        if talk.memory is None:
            return


def _transcript(world: World, language: str, said: list[str], journey: str, form: str, at: datetime) -> None:
    for turn, (words, taken) in enumerate(terminal.play(world, language, said, journey, at=at)):
        if form == "json":
            click.echo(terminal.line(world, turn, words, taken))
        else:
            click.echo((f"\n> {words}\n\n" if words else "") + terminal.view_text(world, taken.view))


def _live(world: World, language: str, journey: str, form: str, at: datetime | None) -> None:
    state, turn = begin(world, language, journey), 0
    _show(world, turn, "", Step(state, look(world, state, at=at or common.now())), form)
    while (words := _ask()) is not None:
        turn += 1
        taken = step(world, state, _event(words), at=at or common.now())
        _show(world, turn, words, taken, form)
        if taken.state is None:
            return
        state = taken.state


def _event(words: str) -> Event:
    return terminal.event_of(words)


def _ask() -> str | None:
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        return None


def _show(world: World, turn: int, said: str, taken: Step, form: str) -> None:
    click.echo(
        terminal.line(world, turn, said, taken)
        if form == "json"
        else "\n" + terminal.view_text(world, taken.view) + "\n"
    )


@click.command()
@click.argument("pack")
@click.argument("type_", metavar="TYPE", required=False)
@click.option("--area", default="", help="An area's code, e.g. 12 for Phnom Penh.")
@click.option("--language", help="The language spoken.")
@click.option(
    "--who", default="", type=click.Choice(["", "child", "caregiver", "peer", "community", "professional"])
)
@click.option("--at", type=WHEN, help="As at this moment, e.g. 2026-11-24T22:40+0700 (default: now).")
def find(
    pack: str, type_: str | None, area: str, language: str | None, who: str, at: datetime | None
) -> None:
    """Which services of PACK can help with TYPE, and why each is named.

    Without TYPE, the types there are. Only what may be shown is shown.

    \b
    kapea find cambodia
    kapea find cambodia HEALTH --area 17 --language en
    """
    world = common.world_of(pack)
    spoken = language or world.release.default_language
    directory = world.directory
    if type_ is None:
        for name, text in directory.types.items():
            click.echo(f"{name:13} {world.release.text(text, spoken)}")
        return
    if type_ not in directory.types:
        common.stop(f"No service type “{type_}”. There are: {', '.join(directory.types)}.")
    if area and area not in directory.areas:
        common.stop(f"No area “{area}”. Codes are those of packs/{pack}/areas.yaml.")
    need = Need(types=(type_,), language=spoken, area=area, who=who, local_is_safe=True)
    for found in match(directory, need, at=at or common.now()):
        click.echo(terminal.contact_lines(world, spoken, found))
