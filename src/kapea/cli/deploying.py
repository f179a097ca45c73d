"""kapea check --deploy: the facts of this deployment, from settings, files and databases. It changes none.

What they mean is judged in `core.staff.deployment`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kapea.cli import common
from kapea.cli.keys import BACKED_UP
from kapea.core.staff.deployment import (
    DeploymentFinding,
    OrganisationFacts,
    ServerFacts,
    StaffFacts,
    deployment_findings,
)
from kapea.core.staff.readiness import Gate, missing_gates
from kapea.core.staff.roles import Role

if TYPE_CHECKING:
    from kapea.people.models import Membership, Organisation

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_deployment() -> None:
    """Says all that is amiss, a line each, with what to do; ends the command with 1 where anything is."""
    found = deployment_findings(server_facts(), staff_facts(), at=common.now())
    for each in found:
        click.echo(f"{each.sentence} {each.remedy}")
    if found:
        raise SystemExit(common.FINDINGS)
    click.echo("Nothing stands between this deployment and people, as far as a program can tell.")


def server_facts() -> ServerFacts:
    """How pages are served here."""
    from django.conf import settings

    trial, unpublished = _packs(common.served())
    return ServerFacts(
        https=settings.HTTPS,
        hosts=tuple(settings.ALLOWED_HOSTS),
        proxies=settings.KAPEA_PROXIES,
        open_to_others=tuple(map(str, open_to_others(_private_paths()))),
        trial_packs=trial,
        unpublished_packs=unpublished,
    )


def staff_facts() -> StaffFacts | None:
    """Keys, the trail and the people; None where no key was made and there is no organisation."""
    from django.conf import settings

    from kapea.care.protocol_queries import only_partners
    from kapea.people.models import Organisation
    from kapea.people.second_factors import shut_factors
    from kapea.vault.audit_heads import last_heads_day
    from kapea.vault.queries import KeyStoreCondition, key_store_state

    state = key_store_state()
    if state.condition is KeyStoreCondition.NEVER_MADE and not Organisation.objects.exists():
        return None
    ours = Organisation.objects.filter(demo=False).exclude(id__in=only_partners())
    real = ours.order_by("name") if state.is_usable else ()
    return StaffFacts(
        key_store=None if state.is_usable else DeploymentFinding(state.sentence, state.remedy),
        key_store_apart=_is_apart(),
        has_pepper=bool(settings.KAPEA_PEPPER.words()),
        has_delivery_key=state.is_usable and _has_delivery_key(),
        heads_on=last_heads_day(),
        backed_up_at=_last_backup(),
        demo_members=_demo_members(),
        organisations=tuple(_organisation_facts(each) for each in real),
        shut_factors=shut_factors(),
    )


def open_to_others(paths: Sequence[Path]) -> Iterator[Path]:
    """Those that are there, and that other accounts than their owner's may read, change or enter."""
    for path in paths:
        with suppress(FileNotFoundError):
            if path.stat().st_mode & OTHERS:
                yield path


def _private_paths() -> list[Path]:
    from django.conf import settings

    named = [
        Path(settings.HOME),
        Path(os.environ.get("KAPEA_SECRET_FILE") or settings.HOME / "secret"),
        settings.KAPEA_PEPPER.file(),
        settings.KAPEA_DELIVERY_KEY.file(),
        Path(settings.KAPEA_AUDIT_KEY_FILE),
        Path(settings.KAPEA_CERTIFICATE_KEY_FILE),
    ]
    return [*(path for path in named if path is not None), *_database_files()]


def _database_files() -> Iterator[Path]:
    from django.db import connections

    for alias in ("default", "keys"):
        if connections[alias].vendor == "sqlite":
            file = Path(connections[alias].settings_dict["NAME"])
            yield from sorted(file.parent.glob(f"{file.name}*"))


def _packs(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of served packs, those whose release says that it is a trial, and those of which nothing is live."""
    from kapea.content.queries import NothingLive, worlds

    trial, unpublished = [], []
    for name in names:
        try:
            if not worlds.live(name).release.live:
                trial.append(name)
        except NothingLive:
            unpublished.append(name)
    return tuple(trial), tuple(unpublished)


def _is_apart() -> bool:
    """Whether keys and records are two databases, also where one file has two names."""
    from django.db import connections

    one, other = (connections[alias].settings_dict for alias in ("default", "keys"))
    if [one[part] for part in ("HOST", "PORT", "NAME")] == [other[part] for part in ("HOST", "PORT", "NAME")]:
        return False
    try:
        return not Path(one["NAME"]).samefile(other["NAME"])
    except OSError:
        return True


def _has_delivery_key() -> bool:
    from kapea.vault.models import DeliveryKey

    return DeliveryKey.objects.exists()


def _last_backup() -> datetime | None:
    from kapea.audit.models import Event

    return Event.objects.filter(action=BACKED_UP).order_by("-at").values_list("at", flat=True).first()


def _demo_members() -> int:
    from kapea.people.models import Membership

    return Membership.objects.filter(organisation__demo=True, ended_at=None).count()


def _organisation_facts(organisation: Organisation) -> OrganisationFacts:
    from kapea.people.models import Membership
    from kapea.vault.models import RecoveryKey

    recovery = RecoveryKey.objects.filter(organisation=organisation.id).first()
    there = Membership.objects.filter(organisation=organisation, ended_at=None, user__is_active=True)
    working = _who_can_work(list(there))
    return OrganisationFacts(
        id=organisation.id,
        name=organisation.name,
        has_recovery_key=recovery is not None,
        drilled_at=recovery.checked_at if recovery else None,
        administrators=working.count(Role.ADMINISTRATOR),
        auditors=working.count(Role.AUDITOR),
        own_word=_by_own_word(organisation, list(there.exclude(vetted_at=None))),
    )


def _who_can_work(there: Sequence[Membership]) -> list[Role]:
    """The roles of those who have both what signing in takes."""
    from kapea.people.queries import standings

    needed = {Gate.SECOND_FACTOR, Gate.KEYS}
    return [each.role for each in standings(there).values() if needed.isdisjoint(missing_gates(each))]


def _by_own_word(organisation: Organisation, vetted: Sequence[Membership]) -> int:
    """How many were vetted by nobody of the organisation but, at most, themselves."""
    from kapea.people.models import Membership

    everybody = Membership.objects.filter(organisation=organisation)
    people = dict(everybody.values_list("id", "user_id"))
    return sum(people.get(each.vetted_by, each.user_id) == each.user_id for each in vetted)
