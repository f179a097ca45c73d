"""Every change of a second step stands in the trail, in the transaction of the change.

They are django-allauth's rows, made and deleted in its code; so Django's signals of their model tell of them.
What is written is said in `people.actions`.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from kapea.people.actions import record_second_step
from kapea.web.staff.gate import request_time


def record_changes() -> None:
    """From now on each change is recorded. Again: nothing more."""
    post_save.connect(_saved, sender=Authenticator, dispatch_uid="kapea second step saved")
    post_delete.connect(_deleted, sender=Authenticator, dispatch_uid="kapea second step deleted")


def _saved(instance: Authenticator, *, created: bool, **_: Any) -> None:
    if created:  # its use is saved, too, and is no change
        _record(instance, "added")


def _deleted(instance: Authenticator, **_: Any) -> None:
    _record(instance, "removed")


def _record(changed: Authenticator, change: str) -> None:
    with transaction.atomic():
        record_second_step(str(changed.user_id), kind=str(changed.type), change=change, at=request_time())
