"""Taking turns in tests as a door does: a token, forms with keys of their own, one call each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from kapea.core.dialogue.events import Answer, Event
from kapea.core.dialogue.once import After
from kapea.core.dialogue.world import World
from kapea.guide import access, actions, keys
from kapea.guide.actions import Beginning, Turn

_forms = count()


def new_form() -> bytes:
    """The key of a form that nobody has sent yet."""
    return f"form {next(_forms)}".encode()


@dataclass(slots=True)
class Visitor:
    """Somebody at the web door, with a token of their own; knows where their last turn led."""

    world: World
    at: datetime
    token: str = field(default_factory=keys.new_token)
    language: str = "en"
    turn: Turn | None = None
    shared_phone: bool = False

    @property
    def key(self) -> keys.ConversationKey:
        return keys.of_token(self.token)

    def begin(self, event: Event | None = None, form: bytes = b"", journey: str = "help") -> Visitor:
        """Begins with an answer, the first there is unless another is given."""
        beginning = Beginning(self.world, journey, self.shared_phone)
        self.send(event or Answer("1"), form, after=0, beginning=beginning)
        return self

    def answer(self, key: str, form: bytes = b"", after: int | None = None) -> Visitor:
        """Answers what stands there now, or what stood there after so many answers."""
        self.send(Answer(key), form, after)
        return self

    def send(
        self,
        event: Event | None,
        form: bytes = b"",
        after: int | None = None,
        beginning: Beginning | None = None,
    ) -> Turn | None:
        depth = self.turn.depth if after is None and self.turn is not None else (after or 0)
        self.turn = actions.take(
            self.key,
            After(depth, event) if event is not None else None,
            form or new_form(),
            at=self.at,
            language=self.language,
            door="web",
            beginning=beginning,
        )
        return self.turn

    # --- where it stands ------------------------------------------------------------

    @property
    def depth(self) -> int:
        assert self.turn is not None
        return self.turn.depth

    @property
    def node(self) -> str:
        assert self.turn is not None
        assert self.turn.state is not None
        return self.turn.world.release.nodes[self.turn.state.place[0]].id

    @property
    def situation(self) -> str:
        assert self.turn is not None
        assert self.turn.state is not None
        return self.turn.world.value(self.turn.state.place[1], self.turn.world.situation)

    def stored(self, at: datetime | None = None) -> access.OpenConversation | None:
        """The conversation as the database has it."""
        return access.conversation(self.key, at=at or self.at)
