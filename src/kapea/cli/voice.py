"""kapea voice: answers calls that a telephone switch brings."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.core.dialogue.world import World

if TYPE_CHECKING:
    from kapea.channels.voice.call import VoiceDoor

NEEDS = "This needs two packages more. Where Kapea is installed, say: pip install 'kapea[recordings]'"


@click.command()
def voice() -> None:
    """Answer the calls that Asterisk brings, until stopped. docs/doors/voice.md says how to set it up.

    It listens on this machine only, unless KAPEA_VOICE_LISTEN says otherwise: what comes there is in clear.
    """
    common.database()
    from kapea.channels.voice.server import VoiceServer
    from kapea.channels.voice.setting_up import NotSetUp, listening_address, voice_standing

    door, world = _door()
    try:
        address = listening_address()
    except NotSetUp as error:
        common.stop(str(error))
    for line in voice_standing(door, world):
        click.echo(line)
    if not door.prompts.languages(world):
        click.echo("No language can be spoken: every call goes on in the dialplan at once.")
    try:
        server = VoiceServer(address, door)
    except OSError as error:
        common.stop(f"{address[0]}:{address[1]} cannot be listened on: {error.strerror}.", common.NOT_NOW)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: threading.Thread(target=server.stop).start())
    host, port = server.server_address[:2]
    click.echo(f"Answering for {door.pack} on {host!s}:{port}  (stop with Ctrl-C)")
    server.serve_forever()


def tried() -> Iterator[str]:
    """Whether `kapea voice` answers where the switch looks for it, and in which languages."""
    import socket

    from kapea.channels.channel import NotDone
    from kapea.channels.voice.setting_up import NotSetUp, listening_address, voice_standing

    door, world = _door()
    try:
        address = listening_address()
        socket.create_connection(address, timeout=5).close()
    except NotSetUp as error:
        common.stop(str(error))
    except OSError as error:
        raise NotDone(f"Nothing answers at {address[0]}:{address[1]}. Does kapea voice run?") from error
    yield f"kapea voice answers at {address[0]}:{address[1]}"
    yield from voice_standing(door, world)


def what_to_try() -> tuple[str, ...]:
    """What only a person with a phone can find out."""
    from kapea.channels.voice.setting_up import TO_TRY

    return TO_TRY


def write_prompts(*, computer: bool, wide: bool) -> Iterator[str]:
    """Writes what is missing, and says what was made and what is missing still."""
    door, world = _door()
    if find_spec("av") is None or find_spec("numpy") is None:
        common.stop(NEEDS)
    from kapea.channels.voice.making import PromptMaker
    from kapea.channels.voice.setting_up import voice_standing
    from kapea.channels.voice.way_back_call import code_prompts
    from kapea.sound.synthetic_voice import Mute

    if computer and world.release.live:
        common.stop(f"{door.pack} is live: no computer speaks there.", common.FINDINGS)
    maker = PromptMaker(door.prompts, world.release, wide=wide)
    maker.silence()
    for language, missing in door.prompts.missing(world).items():
        missing = (*missing, *code_prompts(world, language))
        yield f"{language}: {maker.from_recordings(missing)} made from recordings"
        try:
            if computer:
                yield f"{language}: {maker.by_computer(missing, language)} spoken by a computer"
        except Mute as mute:
            common.stop(str(mute), common.FINDINGS)
    yield from voice_standing(door, world)


def _door() -> tuple[VoiceDoor, World]:
    """The door as it is set up, and what it speaks for; else the command ends."""
    from kapea.channels.voice.setting_up import NotSetUp, voice_door
    from kapea.content.queries import NothingLive, worlds

    try:
        door = voice_door()
    except NotSetUp as error:
        common.stop(str(error))
    if door is None:
        common.stop("The voice door is not set up here. Run kapea doors list: it says what it needs.")
    try:
        return door, worlds.live(door.pack)
    except NothingLive:
        common.stop(f"Nothing of {door.pack} is live here. Run kapea publish first.", common.NOT_NOW)
