"""How the key store stands: is it there, is it ours, what is wrapped for whom. Numbers and ids only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Q

from kapea.vault.deployment import mark_in_key_store, mark_in_trail
from kapea.vault.for_one_reader import FOR_ONESELF
from kapea.vault.hybrid import VERSION_NOW, key_fingerprint
from kapea.vault.models import PersonKey, RecordWrap, RecoveryKey, StaffKey
from kapea.vault.public_keys import PERSON, RECOVERY


class KeyStoreCondition(Enum):
    """What may be the matter with a key store."""

    READY = "ready"
    NEVER_MADE = "never made"
    MISSING = "missing"
    EMPTY = "empty"
    OTHER_DEPLOYMENT = "of another deployment"
    UNKNOWN_HERE = "unknown here"


@dataclass(frozen=True, slots=True)
class KeyStoreState:
    """How the key store stands, in a sentence for whoever runs the server, and what to do."""

    condition: KeyStoreCondition
    sentence: str
    remedy: str

    @property
    def is_usable(self) -> bool:
        """Whether staff may work. Guidance goes on whatever it is."""
        return self.condition is KeyStoreCondition.READY


STATES = {
    KeyStoreCondition.READY: ("The key store is there, and it is that of this deployment.", ""),
    KeyStoreCondition.NEVER_MADE: (
        "No keys have been made yet.",
        "Where staff are to sign in, run kapea keys init.",
    ),
    KeyStoreCondition.MISSING: (
        "The key store does not answer, or has no tables.",
        "Start its database or mend KAPEA_KEYS_DATABASE; after an upgrade run kapea migrate.",
    ),
    KeyStoreCondition.EMPTY: (
        "The key store is empty, and this deployment has keys.",
        "Bring the key store back from its last backup with kapea keys restore, or mend KAPEA_KEYS_DATABASE. "
        "Make no new one: nothing that is sealed would open.",
    ),
    KeyStoreCondition.OTHER_DEPLOYMENT: (
        "The key store is that of another deployment.",
        "Mend KAPEA_KEYS_DATABASE or KAPEA_DATABASE: they belong to different deployments.",
    ),
    KeyStoreCondition.UNKNOWN_HERE: (
        "The key store has keys, and the database knows of none.",
        "Mend KAPEA_DATABASE, or restore its backup. If this new database is to go on with these keys, run "
        "kapea keys init --adopt.",
    ),
}


def key_store_state() -> KeyStoreState:
    """How the key store stands now. It opens the key store: guidance does not ask."""
    known = mark_in_trail()
    if settings.KAPEA_KEYS_LATER:
        return judged_key_store(known, None, answers=False)
    try:
        found = mark_in_key_store()
    except DatabaseError:
        return judged_key_store(known, None, answers=False)
    return judged_key_store(known, found)


def judged_key_store(known: str | None, found: str | None, *, answers: bool = True) -> KeyStoreState:
    """What the marks of the two databases say together."""
    condition = _condition(known, found) if answers else KeyStoreCondition.MISSING
    return KeyStoreState(condition, *STATES[condition])


def _condition(known: str | None, found: str | None) -> KeyStoreCondition:
    if known == found:
        return KeyStoreCondition.NEVER_MADE if known is None else KeyStoreCondition.READY
    if found is None:
        return KeyStoreCondition.EMPTY
    return KeyStoreCondition.UNKNOWN_HERE if known is None else KeyStoreCondition.OTHER_DEPLOYMENT


def has_staff_keys(key_ids: Collection[str]) -> set[str]:
    """Those of some people who have keys."""
    return set(StaffKey.objects.filter(id__in=key_ids).values_list("id", flat=True))


def can_read(reader: str, records: Collection[str]) -> bool:
    """Whether something of each of these records is wrapped for a reader."""
    theirs = RecordWrap.objects.filter(reader=reader, record__in=records)
    return set(theirs.values_list("record", flat=True)) == set(records)


# --- what is wrapped for whom ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyReport:
    """What stands in the key store. Lists hold ids of keys and records, never a name."""

    records: int
    wraps: int
    readers: int
    without_key: tuple[str, ...]
    """Keys that are gone, for which something is still wrapped."""
    for_former_key: tuple[str, ...]
    """Keys that were replaced since something was wrapped for them: officers can mend that."""
    of_those_who_left: tuple[str, ...]
    """Keys of people who work here no more."""
    old_versions: int
    without_officers: int
    """Records that only their readers can open, but for what somebody sealed for themselves alone."""


def key_report(active: Collection[str] | None = None) -> KeyReport:
    """What an auditor looks at. `active` are the key ids of those who work here, where they are known."""
    prints = _fingerprints()
    used = RecordWrap.objects.values_list("key_id", "fingerprint").order_by().distinct()
    staff = set(StaffKey.objects.values_list("id", flat=True))
    records = RecordWrap.objects.exclude(purpose=FOR_ONESELF).values("record", "purpose").order_by()
    officers = Count("id", filter=Q(reader__startswith=RECOVERY))
    return KeyReport(
        records=RecordWrap.objects.values("record").distinct().count(),
        wraps=RecordWrap.objects.count(),
        readers=RecordWrap.objects.values("reader").distinct().count(),
        without_key=_sorted(key for key, _ in used if key not in prints),
        for_former_key=_sorted(key for key, made in used if key in prints and prints[key] != made),
        of_those_who_left=() if active is None else _sorted(staff - set(active)),
        old_versions=RecordWrap.objects.exclude(version=VERSION_NOW).count(),
        without_officers=records.annotate(officers=officers).filter(officers=0).count(),
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _fingerprints() -> dict[str, str]:
    """By the name of each key, which public key it is now."""
    keys = [
        *StaffKey.objects.values_list("id", "public_key"),
        *((f"{RECOVERY}{o}", p) for o, p in RecoveryKey.objects.values_list("organisation", "public_key")),
        *((f"{PERSON}{i}", p) for i, p in PersonKey.objects.values_list("index", "public_key")),
    ]
    return {name: key_fingerprint(bytes(public)) for name, public in keys}
