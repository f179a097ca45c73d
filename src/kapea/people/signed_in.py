"""Who is signed in where: beginning, going on, ending. With a session ends what opens its keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from kapea.people.ids import new_id
from kapea.people.models import StaffSession
from kapea.people.sessions import row_of
from kapea.vault.staff_keys import lock_row

SEEN_EVERY = timedelta(minutes=1)


def begin_session(*, cookie: str, user: str, open_key: str, browser: str, at: datetime) -> StaffSession:
    """Somebody has signed in: both factors, or the first where there is no second yet."""
    made, _ = StaffSession.objects.update_or_create(
        key=row_of(cookie),
        defaults={
            "id": new_id(),
            "user_id": user,
            "open_key": open_key,
            "browser": browser,
            "began_at": at,
            "seen_at": at,
        },
    )
    return made


def session_of(cookie: str, user: str) -> StaffSession | None:
    """The session of a cookie, where it is that user's."""
    return StaffSession.objects.filter(key=row_of(cookie), user=user).first()


def go_on_as(session: StaffSession, *, cookie: str, open_key: str) -> None:
    """The same session under a fresh id, with keys that were opened anew."""
    session.key, session.open_key = row_of(cookie), open_key
    session.save(update_fields=["key", "open_key"])


def note_seen(session: StaffSession, *, at: datetime) -> None:
    """They are still here; written once a minute at most."""
    if at - session.seen_at >= SEEN_EVERY:
        StaffSession.objects.filter(id=session.id).update(seen_at=at)


def end_staff_session(session: StaffSession) -> None:
    """Signs out there, and what opened their keys is gone."""
    lock_row(session.open_key)
    Session.objects.filter(session_key=session.key).delete()
    session.delete()


def end_all_sessions(user: str, *, but: str = "") -> None:
    """Signs somebody out everywhere, or everywhere but in one session."""
    for session in StaffSession.objects.filter(user=user).exclude(id=but):
        end_staff_session(session)


def forget_sessions(*, at: datetime, idle: timedelta) -> int:
    """Deletes sessions in which nobody was seen for so long, and what Django kept of any; how many."""
    old = list(StaffSession.objects.filter(seen_at__lt=at - idle))
    for session in old:
        end_staff_session(session)
    Session.objects.filter(expire_date__lt=at).delete()
    return len(old)
