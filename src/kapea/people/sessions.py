"""Sessions of staff, in the database. Rows are found by a hash of what the cookie holds: whoever reads the
table signs in as nobody.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose


def row_of(cookie: str) -> str:
    """The id of the row that belongs to a cookie."""
    return derive(settings.SECRET_KEY, Purpose.STAFF_SESSION, cookie.encode())[:20].hex()


class SessionStore(DatabaseSessionStore):
    """Django's own, but for the name of the row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def exists(self, session_key: str) -> bool:
        return bool(self.model.objects.filter(session_key=row_of(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        made = super().create_model_instance(data)
        made.session_key = row_of(made.session_key)
        return made

    def delete(self, session_key: str | None = None) -> None:
        cookie = session_key or self.session_key
        if cookie is not None:
            self.model.objects.filter(session_key=row_of(cookie)).delete()

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = self.model.objects.filter(
            session_key=row_of(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if found is None:
            self._session_key = None
        return found
