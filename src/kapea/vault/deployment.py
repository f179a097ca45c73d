"""Which key store belongs to which deployment: a mark in the one, and a row of the trail that names it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.audit.models import Event
from kapea.vault.models import KeyStoreMark

ACTION, SUBJECT = "keys.mark", "key-store"


class OtherKeyStore(RuntimeError):
    """The two databases do not belong together; nothing was changed."""


def mark_in_key_store() -> str | None:
    """The mark of the key store; None where it has none. Raises DatabaseError where there is no key store."""
    return KeyStoreMark.objects.values_list("mark", flat=True).first()


def mark_in_trail() -> str | None:
    """The mark of the key store that this deployment knows; None where it knows none."""
    known = Event.objects.filter(subject=SUBJECT, action=ACTION).order_by("-at", "-id").first()
    return str(known.detail["mark"]) if known is not None else None


def mark_key_store(*, by: str, at: datetime, adopt: bool = False) -> None:
    """Begins a key store, or does nothing where it has begun. `adopt`: one that is there already is to be
    that of a database which knows none. Raises OtherKeyStore where they do not belong together.
    """
    known, found = mark_in_trail(), mark_in_key_store()
    if known is not None and known == found:
        return
    if known is not None or (found is not None and not adopt):
        raise OtherKeyStore("This key store and this database do not belong together.")
    mark = found or secrets.token_hex(16)
    with transaction.atomic():
        audit.record(action=ACTION, subject=SUBJECT, by=by, at=at, mark=mark)
        if found is None:
            KeyStoreMark.objects.create(mark=mark, made_at=at)


@contextmanager
def keeping_mark(*, by: str, at: datetime) -> Iterator[None]:
    """A transaction in which an old part of the trail may go. Where the mark of the key store went with it,
    it is written again: without it the store would count as that of another deployment.
    """
    known = mark_in_trail()
    with transaction.atomic():
        yield
        if known is not None and mark_in_trail() is None:
            audit.record(action=ACTION, subject=SUBJECT, by=by, at=at, mark=known)
