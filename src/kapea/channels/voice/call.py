"""A call from its first word to its last: a greeting that says nothing, then turn after turn by keys.

Whoever hears it need not be whoever called before: nothing is said until a key is pressed, and going on is
asked for. Silence is answered twice, then the call ends; it never goes on by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import Error as AnyDatabaseError

from kapea.care.answering_desks import has_codes
from kapea.channels.voice.caller import DOOR, Caller
from kapea.channels.voice.handset import Handset, NothingPlays
from kapea.channels.voice.prompts import PromptFolder
from kapea.channels.voice.speaker import Speaker
from kapea.channels.voice.way_back_call import CodeCall, is_spoken_in
from kapea.content.queries import NothingLive, worlds
from kapea.core.dialogue.contacts import helpline
from kapea.core.dialogue.events import Move
from kapea.core.dialogue.look import look
from kapea.core.dialogue.once import Sent
from kapea.core.dialogue.world import World
from kapea.core.doors import voice
from kapea.core.doors.voice import Prompt
from kapea.guide import access, actions, keys
from kapea.guide.access import CHAT_IDLE
from kapea.guide.actions import Beginning, Turn

MOST_ROUNDS = 600
"""Times that a call says something and waits: more than anybody needs, and the end of a key that is stuck."""
MOST_SILENCES = 2
"""Answered: the first with the same once more, the second with somebody to talk to."""
UNSURE = ("silence", "unreadable")
"""Notes of a turn after which the keys are said."""
PERSON, DOWN = "person", "down"
"""What the dialplan finds in KAPEA_NEXT: dial KAPEA_PERSON; or, nothing works here just now."""


@dataclass(frozen=True, slots=True)
class VoiceDoor:
    """What an operator set up: the pack that is spoken for, the prompts, and what to dial for a person;
    empty where nobody can be reached so.
    """

    pack: str
    prompts: PromptFolder
    person: str = ""


class _SaidNothing(Exception):
    """Nobody pressed a key for too long."""


class VoiceCall:
    """One call. `rest` is done after each turn: until the next key nothing of ours need be held."""

    def __init__(
        self,
        door: VoiceDoor,
        handset: Handset,
        caller: Caller,
        *,
        now: Callable[[], datetime],
        rest: Callable[[], object] = lambda: None,
    ) -> None:
        self._door, self._handset, self._caller = door, handset, caller
        self._speaker = Speaker(handset, door.prompts)
        self._now, self._rest = now, rest
        self._key = keys.of_address(DOOR, caller.address)
        self._events, self._event_key = 0, f"{caller.id}:{secrets.token_hex(8)}"
        self._rounds, self._silences = 0, 0
        self._world: World | None = None
        self._languages: tuple[str, ...] = ()
        self._language = ""
        self._put_through = self._noticed = False

    def run(self) -> None:
        """Until somebody hangs up, or the dialplan goes on. Raises CallEnded and NotAsterisk."""
        try:
            self._guarded()
        finally:
            if not self._caller.known and not self._put_through:
                with suppress(AnyDatabaseError):
                    actions.forget(self._key)
            self._rest()

    def _guarded(self) -> None:
        try:
            self._walk()
        except _SaidNothing:
            self._goodbye()
        except (AnyDatabaseError, NothingLive, NothingPlays):
            self._rest()
            self._sorry()

    def _walk(self) -> None:
        self._world = world = worlds.live(self._door.pack)
        self._languages = self._door.prompts.languages(world)
        if not self._languages:
            raise NothingPlays
        self._language = self._languages[0]
        key, event = ("", None) if self._caller.came_back else self._greeted(world)
        while True:
            turn = self._taken(event)
            if turn.state is None:
                return self._goodbye()
            if key == voice.PERSON and self._door.person:
                return self._connect()
            key, event = self._answered(turn)

    # --- before anything is said ------------------------------------------------------------

    def _greeted(self, world: World) -> tuple[str, Sent | None]:
        """The key by which somebody begins or goes on, and the event with which they do."""
        resumes = self._stands()
        while True:
            said = voice.greeting_prompts(world.release, self._language, self._other, resumes=resumes)
            key = self._asked(said)
            if key == voice.LANGUAGE:
                self._language = self._other or self._language
            elif key == voice.PERSON:
                return key, Move("help")
            elif key == voice.COME_BACK and self._may_come_back(world):
                if self._came_back(world):
                    return voice.PERSON, Move("help")
            elif key == voice.GO_ON:
                return key, None
            elif key == voice.BEGIN and resumes:
                actions.forget(self._key)
                return key, None

    def _may_come_back(self, world: World) -> bool:
        """Whether somebody may have a return code here, and all of it can be said in their language."""
        try:
            return has_codes(world.release.id) and is_spoken_in(self._door.prompts, world, self._language)
        finally:
            self._rest()

    def _came_back(self, world: World) -> bool:
        """Whether a person is asked for after it; else the greeting comes again."""
        try:
            return bool(CodeCall(self._speaker, self._caller, world, self._language, self._now).run())
        finally:
            self._rest()

    def _stands(self) -> bool:
        """Whether there is a conversation of this caller to go on with, in a language that is spoken here."""
        if not self._caller.known:
            return False
        found = access.conversation(self._key, at=self._now())
        self._rest()
        if found is None or found.world.release.id != self._door.pack:
            return False
        if found.state.language in self._languages:
            self._language = found.state.language
        return True

    # --- a turn -----------------------------------------------------------------------------

    def _taken(self, event: Sent | None) -> Turn:
        turn = self._take(event)
        if turn is None:  # it stands there for another pack
            actions.forget(self._key)
            turn = self._take(event)
        if turn is None:
            raise NothingLive(self._door.pack)
        self._world = turn.world
        return turn

    def _take(self, event: Sent | None) -> Turn | None:
        assert self._world is not None
        journeys, wanted = self._world.release.journeys, self._caller.journey
        self._events += 1
        try:
            return actions.take(
                self._key,
                event,
                f"{self._event_key}:{self._events}".encode(),
                at=self._now(),
                language=self._language,
                door=DOOR,
                pack=self._door.pack,
                beginning=Beginning(self._world, wanted if wanted in journeys else "help"),
                idle=CHAT_IDLE,
            )
        finally:
            self._rest()

    def _answered(self, turn: Turn) -> tuple[str, Sent]:
        """Says where a conversation stands until a key means something there; the key, and what it means."""
        assert turn.state is not None
        state, world = turn.state, turn.world
        view = look(world, state, at=self._now(), note=turn.note)
        said = (*self._notice(world), *voice.screen_prompts(world, view))
        if turn.begun or turn.note in UNSURE:
            said = (*said, *voice.keys_prompts(world.release, self._language, self._other))
        page = 0
        while True:
            key = self._asked(said)
            meant = voice.meaning_of_key(state, view, key, page=page, next_language=self._other)
            if meant.event is not None:
                if key == voice.LANGUAGE:
                    self._language = self._other
                return key, meant.event
            page = meant.page
            said = voice.screen_prompts(world, view, page=page)

    def _notice(self, world: World) -> tuple[Prompt, ...]:
        """Before the first screen of a call, where it is so: that nothing is checked yet."""
        noticed, self._noticed = self._noticed, True
        return () if noticed else voice.not_checked_prompts(world.release, self._language)

    # --- saying and hearing -----------------------------------------------------------------

    @property
    def _other(self) -> str:
        """The language that 9 leads to; empty where there is one only."""
        spoken = self._languages
        at = spoken.index(self._language) if self._language in spoken else -1
        following = spoken[(at + 1) % len(spoken)] if spoken else ""
        return following if following != self._language else ""

    def _asked(self, prompts: Sequence[Prompt]) -> str:
        self._rounds += 1
        assert self._world is not None
        key = self._speaker.ask(self._world.release, prompts)
        self._silences = 0 if key else self._silences + 1
        if self._silences > MOST_SILENCES or self._rounds > MOST_ROUNDS:
            raise _SaidNothing
        return key

    # --- ends ---------------------------------------------------------------------------------

    def _connect(self) -> None:
        """The dialplan dials a person; where none answers it comes back to us."""
        self._say("word.call-connect")
        self._put_through = True
        self._handset.hand_over(KAPEA_NEXT=PERSON, KAPEA_PERSON=self._door.person)

    def _goodbye(self) -> None:
        self._say("word.call-bye")
        self._handset.hang_up()

    def _sorry(self) -> None:
        """What can be said without a database: that it does not work, and whom to call."""
        if self._world is not None and self._language:
            self._say("word.cannot-go-on", *self._helpline())
        self._handset.hand_over(KAPEA_NEXT=DOWN)

    def _helpline(self) -> tuple[Prompt, ...]:
        assert self._world is not None
        world, language = self._world, self._language
        found = helpline(world, world.fresh, language, at=self._now())
        return voice.contact_prompts(world.release, found[0], language) if found else ()

    def _say(self, text: str, *more: Prompt) -> None:
        assert self._world is not None
        first = voice.prompt_of(self._world.release, text, self._language)
        self._speaker.say(self._world.release, *((first,) if first is not None else ()), *more)
