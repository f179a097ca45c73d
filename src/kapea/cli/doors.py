"""kapea doors: which doors are set up, what waits, and whether each works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import click

from kapea.cli import common

if TYPE_CHECKING:
    from kapea.channels.channel import Channel


NEEDED = {
    "telegram": ("KAPEA_TELEGRAM_TOKEN",),
    "whatsapp": ("KAPEA_META_APP_SECRET", "KAPEA_WHATSAPP_TOKEN", "KAPEA_WHATSAPP_NUMBER_ID"),
    "messenger": ("KAPEA_META_APP_SECRET", "KAPEA_MESSENGER_TOKEN"),
    "kannel": ("KAPEA_KANNEL_NUMBER", "KAPEA_KANNEL_PASSWORD"),
    "android": ("KAPEA_ANDROID_ADDRESS", "KAPEA_ANDROID_PASSWORD"),
}
"""What must be set for each door; docs/doors/ says where each comes from."""
OF_META = ("whatsapp", "messenger")
ON_THIS_MACHINE = ("kannel",)


@click.group("doors")
def doors() -> None:
    """Doors by which people write: what is set up, what waits, whether it works.

    \b
    kapea doors list
    kapea doors set-up telegram --address https://help.example.org
    kapea doors try telegram
    """
    common.database()


@doors.command("list")
def list_doors() -> None:
    """Each door, whether it is set up, and what waits to be sent."""
    from kapea.channels.doors import channels, webhook_secret
    from kapea.outbox.queries import standing_of_door

    for name, needed in NEEDED.items():
        if name not in channels():
            click.echo(f"{name}  not set up: it needs {', '.join(needed)}")
    for name, channel in channels().items():
        told = standing_of_door(name)
        click.echo(f"{name}  speaks for {channel.pack}; {told.waiting} wait, {told.parked} were given up")
        for reason, times in told.reasons.items():
            click.echo(f"    {times} x {reason}")
        if name in OF_META:
            click.echo(
                f"    for Meta's page Webhooks: your address and /d/{name}; word: {webhook_secret(name)}"
            )

    for line in _voice():
        click.echo(line)


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
    """Ask the provider of DOOR what it knows of us, and what it could not bring."""
    _say(_channel(door).tried)


@doors.command("set-up")
@click.argument("door")
@click.option("--address", default="", help="Where this site is: https://help.example.org")
def set_up_door(door: str, address: str) -> None:
    """Tell the provider of DOOR where messages are to be brought; for kannel, print its configuration."""
    from kapea.channels.doors import webhook_secret

    if door not in ON_THIS_MACHINE and not address.startswith("https://"):
        common.stop("Messages are brought by HTTPS only: --address with one that begins with https://")
    _say(lambda: _channel(door).set_up(address, webhook_secret(door)))


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
