"""A return code that comes by a message: the same question for any; nothing is looked up before an answer.

The code is taken out of the chat where we can. What is remembered until the answer is sealed under the
address it came from, lasts ten minutes, and goes with the answer; no conversation, reply or log holds it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
from django.db import transaction

from kapea.care.answering_desks import has_codes
from kapea.care.way_back_turns import CodeTurn, take_choice
from kapea.channels.channel import Channel, ReceivedMessage
from kapea.channels.counting import Became
from kapea.channels.incoming import claims_message, language_of_message
from kapea.channels.way_back_rendering import choice_of_number, code_messages
from kapea.content.queries import worlds
from kapea.core.care.way_back_screens import (
    SLOW,
    CodeLine,
    CodeScreen,
    CodeStep,
    HeldCode,
    has_shape_of_code,
    is_slow_deed,
    question_screen,
)
from kapea.core.pack.model import Release
from kapea.guide import access, keys
from kapea.guide.short_memory import forget_remembered, remember_shortly, remembered_shortly, short_memory_key
from kapea.outbox import actions as outbox
from kapea.outbox import standing
from kapea.outbox.pace import keeps_pace
from kapea.vault.code_steps import GOOD_FOR, carried_digits
from kapea.vault.passphrases import PassphrasesBusy

PACE = "return code"
"""Under which the answers of one sender are counted, by whichever door they come."""
ANSWERS_AT_ONCE, ONE_EACH = 6, timedelta(seconds=20)
"""Second answers of one sender, and how often one more: each costs as much as signing in."""
BY_NUMBER = ("whatsapp", "kannel", "android", "voice")
"""Doors whose addresses are telephone numbers: whoever has one number is one sender."""


class _Kept(msgspec.Struct, frozen=True):
    digits: str
    step: str
    first: str
    until: float


def answer_code_message(channel: Channel, message: ReceivedMessage, *, at: datetime) -> Became | None:
    """Answers a message that belongs to a return code; None for every other, which ends what was begun so
    where answers are numbers.
    """
    if has_shape_of_code(message.words):
        return _ask(channel, message, at) if has_codes(channel.pack) else None
    if not (message.code or channel.door.numbered):
        return None
    key = short_memory_key(channel.name, message.address)
    kept = remembered_shortly(key, _Kept, at=at)
    if kept is None:
        return None
    held = HeldCode(kept.digits, CodeStep(kept.step), kept.first)
    choice = message.code or choice_of_number(question_screen(channel.door.name), message.words)
    if not choice:
        forget_remembered(key)
        return None
    return _answer(channel, message, held, choice, datetime.fromtimestamp(kept.until, at.tzinfo), at)


def take_out(channel: Channel, message: ReceivedMessage, *, at: datetime) -> None:
    """Takes a message that looks like a code out of its chat, where its provider does so."""
    if message.own_id and has_shape_of_code(message.words):
        _delete(channel, message, message.own_id, at=at, due=at)


def sender_of(door: str, address: str) -> str:
    """Whose answers count together: those of one telephone number, or of one address of a door."""
    if door not in BY_NUMBER:
        return f"{door}\0{address}"
    return "".join(each for each in address if each.isdecimal()) or address


def turn_unless_slow(
    channel: str, address: str, held: HeldCode, choice: str, door: str, release: Release, *, at: datetime
) -> CodeTurn | None:
    """What comes of an answer; None where a sender, or everybody, has had too many codes looked up. `door`:
    whose screens these are; `channel` and `address`: by what one sender is counted.
    """
    if is_slow_deed(held, choice, door) and not _may_answer(channel, address, at):
        return None
    try:
        return take_choice(held, choice, door, release, at=at)
    except PassphrasesBusy:
        return None


def _may_answer(door: str, address: str, at: datetime) -> bool:
    """Whether a sender may have one more code looked up; and counts it."""
    with transaction.atomic():
        return keeps_pace(PACE, sender_of(door, address), at=at, at_once=ANSWERS_AT_ONCE, one_each=ONE_EACH)


@transaction.atomic
def _ask(channel: Channel, message: ReceivedMessage, at: datetime) -> Became:
    """The question. Nothing is looked up, so it is the same, and as quick, for whatever was typed."""
    conversation = keys.of_address(channel.name, message.address)
    if not claims_message(channel, message, conversation, at=at):
        return Became.REPEATED
    take_out(channel, message, at=at)
    if not keeps_pace(channel.name, message.address, at=at):
        return Became.SLOWED
    until = at + GOOD_FOR
    turn = CodeTurn(question_screen(channel.door.name), HeldCode(carried_digits(message.words)))
    _say(channel, message, turn, until, at)
    return Became.ANSWERED


def _answer(
    channel: Channel,
    message: ReceivedMessage,
    held: HeldCode,
    choice: str,
    until: datetime,
    at: datetime,
) -> Became:
    """Looks up and does it first, holding nothing, for what is opened is written down before it is seen; then
    it is claimed and said. Brought twice, it is done as if once: what was remembered is gone by then.
    """
    door, release = channel.door.name, worlds.live(channel.pack).release
    turn = turn_unless_slow(channel.name, message.address, held, choice, door, release, at=at)
    turn = turn or CodeTurn(_slow_screen(held, door), held)
    with transaction.atomic():
        if not claims_message(channel, message, keys.of_address(channel.name, message.address), at=at):
            return Became.REPEATED
        if not keeps_pace(channel.name, message.address, at=at):
            return Became.SLOWED
        _say(channel, message, turn, until, at, was_opened=held.step is CodeStep.OPENED)
    return Became.ANSWERED


def _slow_screen(held: HeldCode, door: str) -> CodeScreen:
    """Too many at once: said before anything is looked up, so alike for any code."""
    asked = question_screen(door)
    choices = asked.choices if held.step is CodeStep.ASKED else ()
    return CodeScreen((CodeLine(SLOW),), choices)


def _say(
    channel: Channel,
    message: ReceivedMessage,
    turn: CodeTurn,
    until: datetime,
    at: datetime,
    *,
    was_opened: bool = False,
) -> None:
    """Queues what is said, and remembers what the next answer needs. What a code opened goes from the chat:
    at once where it is closed, at the latest when nothing is remembered any more.
    """
    world, language = worlds.live(channel.pack), _language(channel, message, at)
    conversation = keys.of_address(channel.name, message.address)
    leaves = was_opened and not turn.screen.opened
    into = replace(message, tapped="") if leaves else message
    said = code_messages(world, turn.screen, language, channel.door, at=at)
    outbox.queue(conversation.id, channel.name, channel.bodies(into, said), at=at)
    if message.tapped and (leaves or turn.screen.opened):
        _delete(channel, message, message.tapped, at=at, due=at if leaves else until)
    key = short_memory_key(channel.name, message.address)
    if turn.held is None:
        forget_remembered(key)
        return
    held = turn.held
    kept = _Kept(held.digits, held.step.value, held.first, until.timestamp())
    remember_shortly(key, kept, until=until, at=at)


def _delete(channel: Channel, message: ReceivedMessage, id: str, *, at: datetime, due: datetime) -> None:
    bodies = channel.deletions(replace(message, tapped=""), [id], [])
    apart = short_memory_key(f"{channel.name} {due - at}", message.address)
    standing.queue_deletions(apart.id, channel.name, bodies, at=at, due=due)


def _language(channel: Channel, message: ReceivedMessage, at: datetime) -> str:
    found = access.conversation(keys.of_address(channel.name, message.address), at=at)
    world = worlds.live(channel.pack)
    if found is not None and found.state.language in world.release.languages:
        return found.state.language
    return language_of_message(world, message)
