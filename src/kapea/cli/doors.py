"""kapea doors: which doors are set up, what waits, and whether each works."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kapea.cli import common

if TYPE_CHECKING:
    from kapea.channels.channel import Channel


@click.group("doors")
def doors() -> None:
    """Doors by which people write: what is set up, what waits, whether it works.

    \b
    kapea doors list
    kapea doors set-up telegram --address https://help.example.org
    kapea doors try telegram
    kapea doors link telegram --qr poster.svg
    """
    common.database(patient=True)


@doors.command("list")
def list_doors() -> None:
    """Each door: what is left to set up, what waits and since when, what was given up and why."""
    from kapea.channels.doors import KINDS, channels, settings_missing

    for name in KINDS:
        if missing := settings_missing(name):
            click.echo(f"{name}  not set up: it needs {', '.join(missing)}")
    for channel in channels().values():
        for line in _standing(channel):
            click.echo(line)
    for line in _voice():
        click.echo(line)


def _standing(channel: Channel) -> Iterator[str]:
    """How a door stands, a line each; the first says most."""
    from kapea.channels.counting import Became
    from kapea.guide.queries import times_counted
    from kapea.outbox.queries import standing_of_door

    at, name = common.now(), channel.name
    told, counted = standing_of_door(name, at=at), times_counted(before=at.date() + timedelta(days=1))
    twice = counted.get((channel.door.name, Became.PERHAPS_TWICE.value), 0)
    yield (
        f"{name}  speaks for {channel.pack}; {told.waiting} wait, {told.parked} were given up, "
        f"{twice} perhaps sent twice"
    )
    if told.waiting:
        yield f"    the oldest waits {told.oldest // timedelta(minutes=1)} minutes"
    yield from (f"    {times} wait: {reason}" for reason, times in told.waits_because.items())
    yield from (f"    {times} x {reason}" for reason, times in told.reasons.items())
    if told.is_shut:
        yield f"    the provider refuses us: kapea doors try {name}"


def _voice() -> Iterator[str]:
    """The door that sends nothing: in which languages a call can be held."""
    from kapea.channels.voice.setting_up import NotSetUp, voice_door, voice_standing
    from kapea.content.queries import NothingLive, worlds

    try:
        door = voice_door()
        if door is None:
            yield "voice  not set up: it needs KAPEA_VOICE_PACK"
            return
        yield f"voice  speaks for {door.pack}; kapea voice answers"
        yield from (f"    {line}" for line in voice_standing(door, worlds.live(door.pack)))
    except NotSetUp as error:
        yield f"voice  not set up: {error}"
    except NothingLive:
        yield "    nothing of that pack is live: run kapea publish first"


@doors.command("prompts")
@click.option("--computer", is_flag=True, help="For a trial: let a computer speak what nobody has recorded.")
@click.option("--wide", is_flag=True, help="Also write .sln16, for lines that carry more: thrice as large.")
def make_prompts(computer: bool, wide: bool) -> None:
    """Write the prompts of the voice door as files that a telephone switch plays.

    Into KAPEA_VOICE_PROMPTS, out of the recordings of what is live; what is there already stays. Give the
    folder to the switch under the name `kapea`: docs/doors/voice.md. A computer speaks English, Swahili and
    Nepali, never in a pack that is live.
    """
    from kapea.cli.voice import write_prompts

    for line in write_prompts(computer=computer, wide=wide):
        click.echo(line)


@doors.command("try")
@click.argument("door")
def try_door(door: str) -> None:
    """Ask the provider of DOOR what it knows of us, and say what a person has to try."""
    if door == "voice":
        from kapea.cli.voice import tried, what_to_try

        _say(tried)
        _say(lambda: _by_hand(what_to_try()))
        return
    channel = _channel(door)
    _say(channel.tried)
    _say(lambda: _by_hand(channel.to_try))


def _by_hand(lines: Sequence[str]) -> Iterator[str]:
    yield "To be tried by a person, before the door is told of:"
    yield from (f"    [ ] {line}" for line in lines)


@doors.command("link")
@click.argument("door")
@click.option("--code", default="k1", help="To tell one poster from another: a letter and up to four digits.")
@click.option("--qr", type=click.Path(path_type=Path), help="Also write it as a square code: .svg or .png")
def link_door(door: str, code: str, qr: Path | None) -> None:
    """Print the link by which somebody begins at DOOR. It tells nothing of what for."""
    from kapea.channels.setting_up import is_neutral_code

    if not is_neutral_code(code):
        common.stop(
            "A code is a letter and up to four digits, like k7: whoever reads the link learns nothing."
        )
    if qr is not None and qr.suffix not in (".svg", ".png"):
        common.stop("A square code is written as .svg or .png")
    _say(lambda: _link(_channel(door), code, qr))


def _link(channel: Channel, code: str, qr: Path | None) -> Iterator[str]:
    link = channel.link(code)
    if qr is not None:
        _write_square(link, qr)
    yield link


def _write_square(link: str, path: Path) -> None:
    """A quarter of it may be dirty or torn, as on walls it will be."""
    import segno

    try:
        segno.make_qr(link, error="q").save(str(path), border=3, scale=10)
    except OSError as error:
        common.stop(f"{path} cannot be written ({type(error).__name__}).")


@doors.command("set-up")
@click.argument("door")
@click.option("--address", default="", help="Where this site is: https://help.example.org")
def set_up_door(door: str, address: str) -> None:
    """Tell the provider of DOOR where messages are to be brought, or print what to write where it looks."""
    if address and not address.startswith("https://"):
        common.stop("Messages are brought by HTTPS only: --address with one that begins with https://")
    _say(lambda: _channel(door).set_up(address))


def _channel(door: str) -> Channel:
    from kapea.channels.doors import channels

    found = channels().get(door)
    if found is None:
        common.stop(f"{door} is not set up here. Run kapea doors list: it says what it needs.")
    return found


def _say(lines: Callable[[], Iterator[str]]) -> None:
    from kapea.channels.channel import NotDone

    try:
        for line in lines():
            click.echo(line)
    except NotDone as error:
        common.stop(str(error), common.FINDINGS)
