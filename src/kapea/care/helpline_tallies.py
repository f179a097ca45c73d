"""Contacts are added to the total of their month when a case is opened, and what is done when it is done. No
row says which case it was, and the totals are sealed: whoever has the databases alone reads none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from kapea.care.models import HelplineTally
from kapea.core.care.case_entries import Registered
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.helpline_counts import MonthCounts, month_counts
from kapea.core.care.helpline_tally import HelpAct, MonthTally, no_contacts
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import Unsealable, netstrings, open_sealed, seal

PURPOSE = Purpose.HELPLINE_TALLY


def count_contact(
    organisation: str,
    first: Registered,
    level: CaseLevel,
    *,
    waited: timedelta | None = None,
    zone: str,
    at: datetime,
) -> None:
    """Adds one to the month of `at`, as it is in the country. The caller holds the transaction of the case,
    which is opened also where the total of its month opens no more. `waited`: how long it lay on a page.
    """
    _add(organisation, lambda tally: tally.with_contact(first, level, waited), month_of(zone, at))


def count_act(organisation: str, act: HelpAct, *, zone: str, at: datetime) -> None:
    """Adds one to what was done in the month of `at`. The caller holds the transaction it is done in."""
    _add(organisation, lambda tally: tally.with_act(act), month_of(zone, at))


def _add(organisation: str, more: Callable[[MonthTally], MonthTally], month: str) -> None:
    fresh = {"sealed": _sealed(no_contacts(), organisation, month)}
    HelplineTally.objects.get_or_create(organisation_id=organisation, month=month, defaults=fresh)
    row = HelplineTally.objects.select_for_update().get(organisation=organisation, month=month)
    with suppress(Unsealable):
        row.sealed = _sealed(more(_opened(row)), organisation, month)
        row.save(update_fields=["sealed"])


def counted_months(
    rows: QuerySet[HelplineTally], *, zone: str, at: datetime, most: int
) -> list[tuple[str, MonthCounts | None]]:
    """The months that are over, the latest first, and what may be said of each. None: sealed under a secret
    that is named here no more.
    """
    over = rows.filter(month__lt=month_of(zone, at)).order_by("-month")[:most]
    return [(row.month, _counts(row)) for row in over]


def reseal_tallies() -> int:
    """Seals anew what secrets of before have sealed, so that they need not be named for ever; how many."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    return sum(_resealed(pk) for pk in list(HelplineTally.objects.values_list("pk", flat=True)))


@transaction.atomic
def _resealed(pk: int) -> bool:
    """Under a lock: a case that is opened at this moment is added to the same total."""
    row = HelplineTally.objects.select_for_update().get(pk=pk)
    with suppress(Unsealable):
        _opened_under(settings.SECRET_KEY, row)
        return False
    with suppress(Unsealable):
        row.sealed = _sealed(_opened(row), row.organisation_id, row.month)
        row.save(update_fields=["sealed"])
        return True
    return False


def month_of(zone: str, at: datetime) -> str:
    """The month that it is in a country."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m}"


def _counts(row: HelplineTally) -> MonthCounts | None:
    with suppress(Unsealable):
        return month_counts(_opened(row))
    return None


def _sealed(tally: MonthTally, organisation: str, month: str) -> bytes:
    bound = netstrings(organisation, month)
    return seal(msgspec.json.encode(tally), _key(settings.SECRET_KEY), purpose=PURPOSE, record=bound)


def _opened(row: HelplineTally) -> MonthTally:
    """Raises Unsealable where neither the secret of now nor one that it replaced opens it."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with suppress(Unsealable):
            return _opened_under(secret, row)
    raise Unsealable("sealed under a secret that is not named here")


def _opened_under(secret: str, row: HelplineTally) -> MonthTally:
    bound = netstrings(row.organisation_id, row.month)
    opened = open_sealed(bytes(row.sealed), _key(secret), purpose=PURPOSE, record=bound)
    return msgspec.json.decode(opened, type=MonthTally)


def _key(secret: str) -> bytes:
    return derive(secret, PURPOSE, b"")
