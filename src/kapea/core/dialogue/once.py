"""Turns that happen once: an event that was taken before changes nothing, however often it is sent.

A conversation remembers the keys of its last events, and which effects it has brought about, beside its
state. Forms are sent twice, providers deliver twice, people go back and walk the same way again.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode

import msgspec

from kapea.core.dialogue.effects import COUNT, FORGET, Effect
from kapea.core.dialogue.events import Answer, Event, Move, Said
from kapea.core.dialogue.greeting import is_only_greeted
from kapea.core.dialogue.numbered_input import GREETED, meant_on_page
from kapea.core.dialogue.state import Place, State, Unreadable, cut, dump_state, load_state
from kapea.core.dialogue.text_input import understood
from kapea.core.dialogue.turn import begin, turn
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Choice

MAX_CLAIMED = 32
"""Events whose doubles are known. An older form sent again is an answer to an earlier step."""
MAX_PERFORMED = 60
"""Effects one conversation can bring about: far more than a pack has to offer."""
MARK_BYTES = 8
"""Bytes of the digest by which a key or an effect is known again."""
PLACE_MARK_BYTES = 5
HAS_PAGE = 64
"""Added to the number of keys in the stored form: a page follows."""
SHARED_PHONE = 128
"""Added to the number of effects in the stored form: others use the phone too."""
STATE_BEGINS = b"{"
"""How a state begins that was stored by itself, before keys were remembered with it. No count is so large."""


class After(msgspec.Struct, frozen=True, tag="after"):
    """An event of a door whose pages stay open: it answers what stood there after so many answers."""

    answers: int
    event: Event


class AtPlace(msgspec.Struct, frozen=True, tag="at-place"):
    """An event of a door whose messages stay for years: it answers the place that a mark names, no other."""

    mark: str
    event: Event


class TypedToNumbers(msgspec.Struct, frozen=True, tag="typed-to-numbers"):
    """Words of a door that shows numbers, page by page: what they mean depends on what was sent last."""

    words: str


class Memory(msgspec.Struct, frozen=True):
    """A conversation: its state; one after the other the marks of its last event keys, and of its effects.

    `shared_phone`: somebody said so when it began. It then ends sooner, whatever is answered later. `page`:
    which page of its screen was sent last; GREETED where none was, only a greeting.
    """

    state: State
    claimed: bytes = b""
    performed: bytes = b""
    shared_phone: bool = False
    page: int = 0


class Taken(msgspec.Struct, frozen=True):
    """What an event came to. No memory: nothing is kept.

    `repeated`: its key was taken before, and nothing changed. Not `applied`: repeated, or made for a step
    that is not there any more; its key is claimed all the same, so that it does nothing when it comes again
    and the step is there.
    """

    memory: Memory | None
    effects: tuple[Effect, ...] = ()
    note: str = ""
    applied: bool = True
    repeated: bool = False


Sent = Event | After | AtPlace | TypedToNumbers
"""An event as a door sends it: what happened, and on some doors which screen it answers."""


def place_mark(state: State) -> str:
    """Eight letters and digits by which a screen is known again: where it stands, what it offers there."""
    told = repr((state.release, state.path, state.likely)).encode()
    return b32encode(hashlib.blake2b(told, digest_size=PLACE_MARK_BYTES).digest()).decode().lower()


def answers_a_screen(world: World, state: State, event: Sent) -> bool:
    """Whether an event chooses among what stands on a screen; words that tell something and moves do not."""
    inner = event.event if isinstance(event, After | AtPlace) else event
    if isinstance(inner, Said | TypedToNumbers):
        return isinstance(understood(world, state, inner.words), Choice)
    return isinstance(inner, Answer)


def typed_words(event: Sent | None) -> str:
    """What was typed; nothing where something was tapped."""
    inner = event.event if isinstance(event, After | AtPlace) else event
    return inner.words if isinstance(inner, Said | TypedToNumbers) else ""


def greeted(world: World, taken: Taken, words: str) -> Taken:
    """What a first message came to, where nothing was sent before. Where only a greeting is sent now, nothing
    else came of it: a hello is not taken for a worry later.
    """
    memory = taken.memory
    if memory is None or not is_only_greeted(world, memory.state, taken.note, words):
        return taken
    fresh = begin(world, memory.state.language)
    return msgspec.structs.replace(taken, memory=msgspec.structs.replace(memory, state=fresh, page=GREETED))


def take_once(world: World, memory: Memory, event: Sent | None, key: bytes) -> Taken:
    """Applies an event once. Without an event only the key is claimed: the conversation has begun.

    Same world, memory, event and key: same result. What `After` names is answered, later answers are
    forgotten first. What `AtPlace` names is answered if the conversation stands there.
    """
    claim = _digest(key)
    if _has(memory.claimed, claim):
        return Taken(memory, applied=False, repeated=True)
    if event is not None:
        event, memory = _on_page(world, memory, event)
    if isinstance(event, AtPlace):
        if event.mark != place_mark(memory.state):
            return Taken(_claiming(memory, claim), applied=False)
        event = event.event
    if not isinstance(event, After):
        return _applied(world, memory, memory.state, event, claim)
    if event.answers >= len(memory.state.path):
        return Taken(_claiming(memory, claim), applied=False)
    return _applied(world, memory, cut(memory.state, event.answers), event.event, claim)


def _on_page(world: World, memory: Memory, event: Sent) -> tuple[Event | After | AtPlace, Memory]:
    """The event as it is meant after what was sent last, and the page that comes next."""
    if isinstance(event, TypedToNumbers):
        event, page = meant_on_page(world, memory.state, memory.page, event.words)
        return event, _at_page(memory, page)
    if memory.page == GREETED and isinstance(event, Said) and answers_a_screen(world, memory.state, event):
        event = Move("repeat")
    return event, _at_page(memory, 0)


def _at_page(memory: Memory, page: int) -> Memory:
    return memory if page == memory.page else msgspec.structs.replace(memory, page=page)


def _applied(world: World, memory: Memory, state: State, event: Event | None, claim: bytes) -> Taken:
    memory = _claiming(memory, claim)
    if event is None:
        return Taken(memory)
    result = turn(world, state, event)
    if result.state is None:
        return Taken(None, result.effects)
    effects, performed = _new_effects(memory, state.place, result.state, result.effects)
    after = msgspec.structs.replace(memory, state=result.state, performed=performed)
    return Taken(after, effects, result.note)


def _claiming(memory: Memory, claim: bytes) -> Memory:
    return msgspec.structs.replace(memory, claimed=(memory.claimed + claim)[-MAX_CLAIMED * MARK_BYTES :])


def _new_effects(
    memory: Memory, place: Place, state: State, effects: tuple[Effect, ...]
) -> tuple[tuple[Effect, ...], bytes]:
    """Those effects that this conversation has not brought about, and all that it has by now.

    A count is new unless this very way was walked already. Whatever is declared happens once for the place
    where it was agreed to, whichever way and however often one comes there.
    """
    new, performed = [], memory.performed
    for effect in effects:
        if effect.kind == COUNT:
            is_new = memory.state.path[: len(state.path)] != state.path
        elif effect.kind == FORGET:
            is_new = True
        else:
            mark = _digest(repr((effect.kind, place)).encode())
            is_new = not _has(performed, mark) and len(performed) < MAX_PERFORMED * MARK_BYTES
            performed += mark if is_new else b""
        if is_new:
            new.append(effect)
    return tuple(new), performed


def _digest(key: bytes) -> bytes:
    return hashlib.blake2b(key, digest_size=MARK_BYTES).digest()


def _has(marks: bytes, mark: bytes) -> bool:
    at = marks.find(mark)
    while at >= 0 and at % MARK_BYTES:  # across two marks: look on
        at = marks.find(mark, at + 1)
    return at >= 0


# --- as bytes ----------------------------------------------------------------------


def dump_memory(memory: Memory) -> bytes:
    """How many keys and effects, the page where it is not the first, their marks, the state as small JSON."""
    effects = len(memory.performed) // MARK_BYTES + SHARED_PHONE * memory.shared_phone
    page = bytes((memory.page,)) if memory.page else b""
    counts = bytes((len(memory.claimed) // MARK_BYTES + HAS_PAGE * bool(page), effects)) + page
    return counts + memory.claimed + memory.performed + dump_state(memory.state)


def load_memory(data: bytes) -> Memory:
    """Reads what `dump_memory` wrote, or a state by itself; raises Unreadable for anything else."""
    if data[:1] == STATE_BEGINS:
        return Memory(load_state(data))
    paged = len(data) > 2 and HAS_PAGE <= data[0] < 2 * HAS_PAGE
    keys = data[0] - HAS_PAGE * paged if data else 0
    if len(data) < 2 or keys > MAX_CLAIMED or data[1] % SHARED_PHONE > MAX_PERFORMED:
        raise Unreadable("not a memory")
    claimed = 2 + paged
    effects = claimed + keys * MARK_BYTES
    state = effects + data[1] % SHARED_PHONE * MARK_BYTES
    shared, page = data[1] >= SHARED_PHONE, data[2] if paged else 0
    return Memory(load_state(data[state:]), data[claimed:effects], data[effects:state], shared, page)
