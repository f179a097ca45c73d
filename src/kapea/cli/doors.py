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


NEEDED = {
    "telegram": ("KAPEA_TELEGRAM_TOKEN",),
    "whatsapp": ("KAPEA_META_APP_SECRET", "KAPEA_WHATSAPP_TOKEN", "KAPEA_WHATSAPP_NUMBER_ID"),
    "messenger": ("KAPEA_META_APP_SECRET", "KAPEA_MESSENGER_TOKEN"),
}
"""What must be set for each door; docs/doors/ says where each comes from."""
OF_META = ("whatsapp", "messenger")


@click.group("doors")
def doors() -> None:
    """Doors by which people write: what is set up, what waits, whether it works.

    \b
    kapea doors list
    kapea doors set-up telegram --address https://help.example.org
    kapea doors try telegram
    kapea doors link telegram --qr poster.svg
    """
    common.database()


@doors.command("list")
def list_doors() -> None:
    """Each door: what is left to set up, what waits and since when, what was given up and why."""
    from kapea.channels.doors import channels

    for name, needed in NEEDED.items():
        if name not in channels():
            click.echo(f"{name}  not set up: it needs {', '.join(_unset(needed) or needed)}")
    for name, channel in channels().items():
        for line in _standing(name, channel.pack):
            click.echo(line)


def _unset(names: Sequence[str]) -> list[str]:
    from django.conf import settings

    return [name for name in names if not getattr(settings, name)]


def _standing(name: str, pack: str) -> Iterator[str]:
    """How a door stands, a line each; the first says most."""
    from kapea.channels.counting import Became
    from kapea.channels.doors import webhook_secret
    from kapea.guide.queries import times_counted
    from kapea.outbox.queries import standing_of_door

    at = common.now()
    told = standing_of_door(name, at=at)
    twice = times_counted(before=at.date() + timedelta(days=1)).get((name, Became.PERHAPS_TWICE.value), 0)
    yield (
        f"{name}  speaks for {pack}; {told.waiting} wait, {told.parked} were given up, "
        f"{twice} perhaps sent twice"
    )
    if told.waiting:
        yield f"    the oldest waits {told.oldest // timedelta(minutes=1)} minutes"
    yield from (f"    {times} wait: {reason}" for reason, times in told.waits_because.items())
    yield from (f"    {times} x {reason}" for reason, times in told.reasons.items())
    if told.is_shut:
        yield f"    the provider refuses us: kapea doors try {name}"
    if name in OF_META:
        yield f"    for Meta's page Webhooks: your address and /d/{name}; word: {webhook_secret(name)}"


@doors.command("try")
@click.argument("door")
def try_door(door: str) -> None:
    """Ask the provider of DOOR what it knows of us, and say what a person has to try."""
    from kapea.channels.setting_up import BY_HAND, trial_of

    if (trial := trial_of(_set_up_here(door))) is not None:
        _say(trial.tried())
    click.echo("To be tried by a person, before the door is told of:")
    for line in BY_HAND.get(door, ()):
        click.echo(f"    [ ] {line}")


@doors.command("link")
@click.argument("door")
@click.option("--code", default="k1", help="To tell one poster from another: a letter and up to four digits.")
@click.option("--qr", type=click.Path(path_type=Path), help="Also write it as a square code: .svg or .png")
def link_door(door: str, code: str, qr: Path | None) -> None:
    """Print the link by which somebody begins at DOOR. It tells nothing of what for."""
    from kapea.channels.setting_up import is_neutral_code, trial_of

    if not is_neutral_code(code):
        common.stop(
            "A code is a letter and up to four digits, like k7: whoever reads the link learns nothing."
        )
    if qr is not None and qr.suffix not in (".svg", ".png"):
        common.stop("A square code is written as .svg or .png")
    trial = trial_of(_set_up_here(door))
    if trial is None:
        common.stop(f"{door} has no link: its number is what people write to.")
    link = _answered(lambda: trial.link(code))
    click.echo(link)
    if qr is not None:
        _write_square(link, qr)


def _write_square(link: str, path: Path) -> None:
    """A quarter of it may be dirty or torn, as on walls it will be."""
    import segno

    try:
        segno.make_qr(link, error="q").save(str(path), border=3, scale=10)
    except OSError as error:
        common.stop(f"{path} cannot be written ({type(error).__name__}).")


@doors.command("set-up")
@click.argument("door")
@click.option("--address", required=True, help="Where this site is: https://help.example.org")
def set_up_door(door: str, address: str) -> None:
    """Tell the provider of DOOR where messages are to be brought."""
    from kapea.channels.doors import webhook_secret
    from kapea.channels.telegram.bot import TelegramBot
    from kapea.channels.telegram.setting_up import set_up

    if not address.startswith("https://"):
        common.stop("Messages are brought by HTTPS only: an address that begins with https://")
    bot = _set_up_here(door)
    if not isinstance(bot, TelegramBot):
        common.stop(f"{door} is set up on its provider's own pages: docs/doors/{door}.md.")
    _say(set_up(bot.api, address, webhook_secret(door)))


def _set_up_here(door: str) -> Channel:
    """The door; ends the command where it is not set up."""
    from kapea.channels.doors import channels

    channel = channels().get(door)
    if channel is None:
        common.stop(f"{door} is not set up here. Run kapea doors list: it says what it needs.")
    return channel


def _say(lines: Iterator[str]) -> None:
    for line in iter(lambda: _answered(lambda: next(lines, "")), ""):
        click.echo(line)


def _answered(ask: Callable[[], str]) -> str:
    from kapea.channels.setting_up import NotDone

    try:
        return ask()
    except NotDone as error:
        common.stop(str(error), common.FINDINGS)
