"""What may be put into the system of somebody else: only under a yes to that, only what was allowed, and
not at all where the system demands what we do not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kapea.core.care.asking import ConsentAnswer, SharedField
from kapea.core.care.care_effects import ExchangeRecord
from kapea.core.care.decisions import Granted
from kapea.core.care.exchange.exchange_question import exchange_target
from kapea.core.care.exchange.incoming import names_consent_set_aside
from kapea.core.care.exchange.state_maps import STATE_MAPS, OutsideSystem
from kapea.core.care.never_ask import never_asked
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referrals import Referral
from kapea.core.care.scopes import PermissionScope

V = TypeVar("V")
S = TypeVar("S", bound=PermissionScope)


class NeverCarried(ValueError):
    """A field under which we would tell what nobody is asked; the message names it."""


class ExchangeRefused(ValueError):
    """It may not be put there; the message says why, and no value."""


class OutsideLacks(ValueError):
    """The system demands fields that we do not have: it is not sent. `fields`: their names there."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(f"not sent, since it would lack: {', '.join(fields)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideFields:
    """How one system calls what may be shared, and what it demands. NeverCarried where we would fill a field
    of the list in `never_ask`. What it demands may be one of those: it stays empty, and nothing is sent.
    """

    shared: Mapping[SharedField, str]
    demands: frozenset[str]

    def __post_init__(self) -> None:
        require_carried(self.shared.values())


def require_carried(names: Iterable[str]) -> None:
    """Raises NeverCarried for the first name under which nothing is ever put into any system."""
    for name in names:
        if never_asked(name) or names_consent_set_aside(name):
            raise NeverCarried(f"{name}: never put into any system")


def require_exchange(system: OutsideSystem, referral: Referral, effect: ExchangeRecord) -> None:
    """Raises ExchangeRefused unless this is the effect of a grant to put this referral into this system, and
    it was sent.
    """
    if type(effect) is not ExchangeRecord:
        raise ExchangeRefused("effect: nobody said yes to exchange")
    if effect.case != referral.case:
        raise ExchangeRefused("effect: of another case")
    if effect.target.partition(":")[0] != system.value:
        raise ExchangeRefused("effect: the yes is for another system")
    if effect.target != exchange_target(system, referral.id):
        raise ExchangeRefused("effect: the yes is for another referral")
    if referral.sent_at is None:
        raise ExchangeRefused("referral: it has not been sent")


def outside_words(fields: OutsideFields, effect: ExchangeRecord, ours: Mapping[str, str]) -> dict[str, str]:
    """What is put there: words that were allowed and have a place, and `ours`: ids, states, names of
    services. Raises OutsideLacks, NeverCarried.
    """
    require_carried(ours)
    shared = {fields.shared[f]: words for f, words in effect.payload.items() if f in fields.shared}
    said = {name: words for name, words in {**shared, **ours}.items() if words.strip()}
    require_demanded(fields.demands, said)
    return said


def require_demanded(demands: Iterable[str], said: Mapping[str, object]) -> None:
    """Raises OutsideLacks for what a system demands and is not said, or is said with nothing."""
    if lacking := tuple(sorted(name for name in demands if not said.get(name))):
        raise OutsideLacks(lacking)


def rests_on_yes(granted: Granted[S], permissions: CasePermissions) -> bool:
    """Whether a grant rests on answers that are all a yes, and not on an act-first record: only then may
    another system be told that somebody agreed.
    """
    yes = {each.id for each in permissions.given if each.answer is ConsentAnswer.YES}
    return bool(granted.by) and granted.case == permissions.case and yes.issuperset(granted.by)


def word_for(system: OutsideSystem, referral: Referral) -> str:
    """What a system calls the state of a referral. Raises ExchangeRefused for one that it is not told."""
    word = STATE_MAPS[system].says.get(referral.state)
    if word is None:
        raise ExchangeRefused(f"{referral.state.value}: {system.value} is not told; a person says it")
    return word


def outside_service(services: Mapping[str, V], service_type: str) -> V:
    """What a system calls a kind of service. Raises OutsideLacks where nobody has mapped it: the nearest is
    not taken for it.
    """
    found = services.get(service_type)
    if found is None:
        raise OutsideLacks((f"service for {service_type}",))
    return found
