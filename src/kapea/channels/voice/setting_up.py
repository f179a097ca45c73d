"""The voice door out of the settings, and what an operator is told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from kapea.channels.voice.call import VoiceDoor
from kapea.channels.voice.prompts import BY_COMPUTER, SILENCE, PromptFolder
from kapea.core.dialogue.world import World

DIALLED = re.compile(r"[A-Za-z0-9/@._+:&;=-]{0,200}")
"""What a dialplan may be told to dial, such as PJSIP/helpline or SIP/100@10.0.0.5."""
ADDRESS = re.compile(r"\[?([^\[\]]*)\]?:(\d{1,5})")
NAMED = 3
TO_TRY: tuple[str, ...] = (
    "Call from a phone of each network: is it free where that was promised?",
    "Press each key while a prompt speaks, from an old phone and by each trunk: does it count?",
    "Press 0: does a person answer, and what happens where nobody does?",
    "Hang up in the midst, and call again.",
    "Look at the bill and at the list of calls of that phone: what shows?",
)
"""As `Channel.to_try`."""


class NotSetUp(ValueError):
    """A setting of the voice door that does not read; the message says which and what to write."""


def voice_door() -> VoiceDoor | None:
    """The door, where a pack is named for it; raises NotSetUp."""
    if not settings.KAPEA_VOICE_PACK:
        return None
    if DIALLED.fullmatch(settings.KAPEA_VOICE_PERSON) is None:
        raise NotSetUp("KAPEA_VOICE_PERSON is what a dialplan dials, like PJSIP/helpline, without spaces")
    folder = Path(settings.KAPEA_VOICE_PROMPTS or Path(settings.HOME) / "prompts")
    return VoiceDoor(settings.KAPEA_VOICE_PACK, PromptFolder(folder), settings.KAPEA_VOICE_PERSON)


def listening_address() -> tuple[str, int]:
    """Where the switch reaches us; raises NotSetUp."""
    found = ADDRESS.fullmatch(settings.KAPEA_VOICE_LISTEN)
    if found is None or not 0 <= int(found[2]) < 65_536:
        raise NotSetUp("KAPEA_VOICE_LISTEN is an address and a port, like 127.0.0.1:4573")
    return found[1] or "127.0.0.1", int(found[2])


def voice_standing(door: VoiceDoor, world: World) -> Iterator[str]:
    """Line by line, in which languages a call can be held, and what is in the way of the others."""
    folder, missing = door.prompts, door.prompts.missing(world)
    for language in world.release.languages:
        if lacking := missing[language]:
            some = ", ".join(prompt.text for prompt in lacking[:NAMED]) + (
                " …" if len(lacking) > NAMED else ""
            )
            yield f"{language}: not offered, {len(lacking)} prompts are missing ({some})"
        else:
            yield f"{language}: can be spoken{_by_whom(folder, world, language)}"
    if not (folder.folder / f"{SILENCE}.wav").is_file():
        yield "the silence before the first word is missing: run kapea doors prompts"
    yield from (
        f"a switch cannot play {path.relative_to(folder.folder)}: 8,000 Hz, 16 bit, one channel is needed"
        for path in folder.unplayable()
    )


def _by_whom(folder: PromptFolder, world: World, language: str) -> str:
    computer = any((folder.folder / language / BY_COMPUTER).glob("*.wav")) and not world.release.live
    return ", some of it by a computer: for a trial only" if computer else ""
