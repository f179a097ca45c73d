"""The way back in a call: a return code by the keypad, the same question for any, news in recorded words.

The code lives in the memory of this call alone. What is pressed is never said again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from kapea.care.way_back_turns import CodeTurn
from kapea.channels.voice.caller import DOOR, Caller
from kapea.channels.voice.prompts import PromptFolder
from kapea.channels.voice.speaker import Speaker
from kapea.channels.way_back_messages import turn_unless_slow
from kapea.core.care.way_back_screens import (
    CLOSE,
    SLOW,
    CodeLine,
    CodeScreen,
    HeldCode,
    code_texts,
    question_screen,
)
from kapea.core.dialogue.look import look
from kapea.core.dialogue.turn import begin
from kapea.core.dialogue.world import World
from kapea.core.doors import voice
from kapea.core.doors.limits import VOICE, choice_pages
from kapea.core.doors.voice import Prompt
from kapea.vault.code_digits import DIGITS
from kapea.vault.code_steps import carried_digits

MOST_ROUNDS_OF_CODE = 60
"""Times that this says something and waits."""
MOST_SILENT = 2
TYPE = "word.way-back-type"


def code_prompts(world: World, language: str) -> tuple[Prompt, ...]:
    """What is said here and in no other part of a call: a language that lacks one has no way back by call."""
    found = (voice.prompt_of(world.release, text, language) for text in (TYPE, SLOW, *code_texts()))
    return tuple(prompt for prompt in found if prompt is not None)


def is_spoken_in(prompts: PromptFolder, world: World, language: str) -> bool:
    """Whether the whole way back can be said in a language."""
    live = world.release.live
    return all(prompts.file_of(each, live=live) is not None for each in code_prompts(world, language))


class CodeCall:
    """One way back, from the keypad to its end. Raises CallEnded, NotAsterisk and NothingPlays."""

    def __init__(
        self, speaker: Speaker, caller: Caller, world: World, language: str, now: Callable[[], datetime]
    ) -> None:
        self._speaker, self._caller = speaker, caller
        self._world, self._language, self._now = world, language, now
        self._rounds = 0

    def run(self) -> str:
        """Until it is over; the key by which somebody went on: that of a person, or none."""
        held = HeldCode(carried_digits(self._keyed_code()))
        turn = CodeTurn(question_screen(DOOR), held)
        while True:
            choice = self._chosen(turn.screen)
            if turn.held is None or choice in (voice.PERSON, "", CLOSE):
                return voice.PERSON if choice == voice.PERSON else ""
            turn = self._turn(turn.held, choice)

    def _keyed_code(self) -> str:
        """Keys until there are as many as a code has, or none comes, or # is pressed."""
        first = voice.prompt_of(self._world.release, TYPE, self._language)
        key = self._speaker.ask(self._world.release, [first] if first is not None else [])
        pressed = ""
        while key and key != voice.BACK and len(pressed) < DIGITS:
            pressed += key
            key = self._speaker.handset.next_key() if len(pressed) < DIGITS else ""
        return pressed

    def _turn(self, held: HeldCode, choice: str) -> CodeTurn:
        address, release = self._caller.address, self._world.release
        turn = turn_unless_slow(DOOR, address, held, choice, DOOR, release, at=self._now())
        return turn or CodeTurn(CodeScreen((CodeLine(SLOW),)))

    def _chosen(self, screen: CodeScreen) -> str:
        """Says a screen until a choice is made; that of a person; or empty: it is over."""
        pages = choice_pages([key for key, _ in screen.choices], VOICE) or ((),)
        page, silences = 0, 0
        while self._rounds < MOST_ROUNDS_OF_CODE and silences <= MOST_SILENT:
            self._rounds += 1
            said = tuple(self._said(screen, pages[page], has_more=len(pages) > 1, page=page))
            key = self._speaker.ask(self._world.release, said)
            if not screen.choices:
                return key if key == voice.PERSON else ""
            silences = 0 if key else silences + 1
            offered = dict(zip(voice.CHOICES, pages[page], strict=False))
            if key in offered:
                return offered[key]
            if key in (voice.PERSON, voice.BACK):
                return key if key == voice.PERSON else ""
            if key == voice.MORE:
                page = (page + 1) % len(pages)
        return ""

    def _said(
        self, screen: CodeScreen, keys: tuple[str, ...], *, has_more: bool, page: int
    ) -> Iterator[Prompt]:
        release, language, texts = self._world.release, self._language, dict(screen.choices)
        if page == 0:
            lines, after = ([each.text for each in part] for part in (screen.lines, screen.after))
            yield from voice.listed_prompts(release, language, lines, (), has_more=False)
            yield from () if screen.opened else self._people()
            yield from voice.listed_prompts(release, language, after, (), has_more=False)
        choices = [texts[key] for key in keys]
        yield from voice.listed_prompts(release, language, (), choices, has_more=has_more)

    def _people(self) -> Iterator[Prompt]:
        view = look(self._world, begin(self._world, self._language), at=self._now())
        for found in view.contacts[:1]:
            yield from voice.contact_prompts(self._world.release, found, self._language, brief=True)
