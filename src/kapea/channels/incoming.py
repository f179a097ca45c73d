"""What every door does with a message before anything is said to it: it is claimed, and its language told."""

from __future__ import annotations

from datetime import datetime

from kapea.channels.channel import Channel, ReceivedMessage
from kapea.core.dialogue.world import World
from kapea.core.languages.known import is_written_in, language_code
from kapea.outbox import actions as outbox
from kapea.outbox import standing
from kapea.vault.keys import ConversationKey


def claims_message(channel: Channel, message: ReceivedMessage, key: ConversationKey, *, at: datetime) -> bool:
    """Whether a message is new, claimed here; where it can be deleted it is noted, and each piece of it."""
    is_new = is_unnoted = outbox.claim_message(channel.name, message.id, at=at)
    if message.is_piece:
        is_unnoted = outbox.claim_message(channel.name, f"{message.id} {message.own_id}", at=at)
    if message.own_id and is_unnoted:
        sent_at = min(at, message.sent_at or at)
        standing.note_standing(key.id, channel.name, message.own_id, sent_at=sent_at)
    return is_new


def language_of_message(world: World, message: ReceivedMessage) -> str:
    """That of the letters of a message; else that of whoever's app it is; else what its words are heard as;
    else the pack's own. A conversation that has one keeps it.
    """
    written = [code for code in world.release.languages if is_written_in(code, message.words)]
    told = language_code(message.language) or world.listener.language_of(message.words)
    return next(iter(written), told if told in world.release.languages else world.release.default_language)
