"""What doors need no more is deleted: about once a minute by whoever sends, and by `kapea tidy`."""

from __future__ import annotations

from datetime import datetime

from kapea.guide.access import CHAT_IDLE
from kapea.guide.queries import is_kept
from kapea.outbox import actions, pace, standing


def tidy_doors(*, at: datetime) -> None:
    """Deletes claims, reasons and paces that are old, and notes of chats whose conversation is over."""
    actions.delete_old(at=at)
    pace.delete_paces(at=at)
    standing.drop_unless(is_kept("conversation"), sent_before=at - CHAT_IDLE)
