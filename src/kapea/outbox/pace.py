"""How fast an address may write before it is slowed down: so many at once, and one more every few seconds.

The idea is that of `web.public.rate_limit`. There a network is slowed, by each worker for itself; here it is
one address, and its messages count together whichever worker of whichever machine has them. So it is a row:
one number, changed by one statement in the transaction of the turn. Its id leads to no conversation.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from kapea.outbox.models import WritingPace
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose

AT_ONCE = 40
"""Messages that an address may write as fast as it likes: more than anybody taps through in a minute."""
EACH = timedelta(seconds=6)
"""After so long it may write one more. WhatsApp takes no more replies to one person either."""
CLOCKS_DIFFER = timedelta(minutes=1)
"""A pace from later than that was kept under a clock that ran ahead: it slows nobody."""
TAKE = (
    "INSERT INTO outbox_writingpace AS kept (id, full_at) VALUES (%s, %s) "
    "ON CONFLICT (id) DO UPDATE SET full_at = CASE "
    "WHEN kept.full_at <= %s OR kept.full_at > %s THEN excluded.full_at ELSE kept.full_at + %s END "
    "WHERE kept.full_at <= %s OR kept.full_at > %s"
)


def keeps_pace(
    door: str, address: str, *, at: datetime, at_once: int = AT_ONCE, one_each: timedelta = EACH
) -> bool:
    """Counts a message; False, and it is not counted, where its address writes too fast. Two of one address
    at once: the second waits for the first. Others than messages are counted under a name of their own, in
    place of the door: together they may last no longer than the pace of messages, or `delete_paces` takes
    them for those of a clock that ran ahead.
    """
    now, each = _milliseconds(at), one_each // timedelta(milliseconds=1)
    most = now + (at_once - 1) * each
    ahead = now + at_once * each + CLOCKS_DIFFER // timedelta(milliseconds=1)
    made = derive(settings.SECRET_KEY, Purpose.WRITING_PACE, f"{door}\0{address}".encode())[:16].hex()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, (made, now + each, now, ahead, each, most, ahead))
        return bool(cursor.rowcount == 1)


def delete_paces(*, at: datetime) -> int:
    """Deletes what slows nobody any more; how many."""
    ahead = at + AT_ONCE * EACH + CLOCKS_DIFFER
    over = WritingPace.objects.filter(full_at__lte=_milliseconds(at))
    return over.delete()[0] + WritingPace.objects.filter(full_at__gt=_milliseconds(ahead)).delete()[0]


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
