"""What stands between a trial and a deployment on which people rely: facts come in, findings come out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DRILL_COUNTS = timedelta(days=90)
"""A drill of before that proves nothing of the shares of today: holders move, and paper is lost."""
HEADS_COUNT = timedelta(days=2)
"""Heads are written once a day; one day may be missed."""
BACKUP_COUNTS = timedelta(days=7)
"""No copy of the key store is kept longer, so whoever has only an older one has none."""
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})
ANY_HOST = "*"


@dataclass(frozen=True, slots=True)
class DeploymentFinding:
    """Something that is amiss, in a sentence, and what to do about it."""

    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """How pages are served, with or without staff.

    `open_to_others`: paths that more accounts than the service's can read or change. `trial_packs` and
    `unpublished_packs`: names of served packs that are not `live = true`, or of which nothing is published.
    """

    https: bool
    hosts: tuple[str, ...]
    proxies: int
    open_to_others: tuple[str, ...] = ()
    trial_packs: tuple[str, ...] = ()
    unpublished_packs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """An organisation that is no demo. Administrators and auditors count who can sign in with both factors.

    `own_word`: members whose vetting stands there by nobody's word but their own, or by nobody's.
    """

    id: str
    name: str
    has_recovery_key: bool
    drilled_at: datetime | None
    administrators: int
    auditors: int
    own_word: int


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """Keys, the trail, and the people. `key_store` is what is the matter with it, if anything is.

    `heads_on`: the last day on which heads of the trail were written. `backed_up_at`: the last backup of the
    key store that is known.
    """

    key_store: DeploymentFinding | None
    key_store_apart: bool
    has_pepper: bool
    has_delivery_key: bool
    heads_on: date | None
    backed_up_at: datetime | None
    demo_members: int
    organisations: tuple[OrganisationFacts, ...]
    shut_factors: int = 0
    """Second steps by codes that no secret named here opens."""


def deployment_findings(
    server: ServerFacts, staff: StaffFacts | None, *, at: datetime
) -> Sequence[DeploymentFinding]:
    """All that is amiss; nothing where a deployment is ready. `staff` is None where none are to sign in."""
    found = [*_about_pages(server), *_about_files(server), *_about_packs(server)]
    if staff is not None:
        found += [*_about_keys(staff), *_about_upkeep(staff, at), *_about_people(staff)]
        for organisation in staff.organisations:
            found += [*_about_recovery(organisation, at), *_about_members(organisation)]
    return found


def _about_pages(server: ServerFacts) -> Iterator[DeploymentFinding]:
    if not server.https:
        yield DeploymentFinding(
            "Pages are served without HTTPS.",
            "Put a proxy in front that speaks it, and set KAPEA_HTTPS=true.",
        )
    if ANY_HOST in server.hosts:
        yield DeploymentFinding(
            "The server answers to every name.", "Set KAPEA_HOSTS to the one that people type, without *."
        )
    elif LOCAL_HOSTS.issuperset(server.hosts):
        yield DeploymentFinding(
            "The server has no name but this machine's own.",
            "Set KAPEA_HOSTS to the name that people type, like help.example.org.",
        )
    if server.https and not server.proxies:
        yield DeploymentFinding(
            "All visitors seem to come from the proxy: whoever guesses at sign-in slows everybody.",
            "Set KAPEA_PROXIES to the number of proxies in front.",
        )


def _about_files(server: ServerFacts) -> Iterator[DeploymentFinding]:
    for path in server.open_to_others:
        yield DeploymentFinding(
            f"Others than the account of the service may read {path}.", f"chmod go= {shlex.quote(path)}"
        )


def _about_packs(server: ServerFacts) -> Iterator[DeploymentFinding]:
    for pack in server.trial_packs:
        yield DeploymentFinding(
            f"The pack {pack} says that it is a trial.",
            f"See what it lacks with kapea check --live packs/{pack}; then set live = true, and publish it.",
        )
    for pack in server.unpublished_packs:
        yield DeploymentFinding(
            f"Nothing of the pack {pack} is published.",
            f"kapea publish packs/{pack}, or leave it out of KAPEA_PACKS.",
        )


def _about_keys(staff: StaffFacts) -> Iterator[DeploymentFinding]:
    if staff.key_store is not None:
        yield staff.key_store
    if not staff.key_store_apart:
        yield DeploymentFinding(
            "Keys are in the same database as what they open.",
            "Give KAPEA_KEYS_DATABASE a database of its own.",
        )
    if not staff.has_pepper:
        yield DeploymentFinding(
            "There is no pepper here: return codes cannot be made.",
            "kapea keys init; where it was made elsewhere, bring it from there.",
        )
    if not staff.has_delivery_key:
        yield DeploymentFinding(
            "There is no delivery key: no message can be sent to a safe contact.", "kapea keys init"
        )


def _about_upkeep(staff: StaffFacts, at: datetime) -> Iterator[DeploymentFinding]:
    if staff.heads_on is None or at.date() - staff.heads_on > HEADS_COUNT:
        yield DeploymentFinding(
            f"Heads of the trail were last written {_when(staff.heads_on)}.",
            "kapea audit heads, and let cron send them to somebody elsewhere.",
        )
    if staff.backed_up_at is None or at - staff.backed_up_at > BACKUP_COUNTS:
        yield DeploymentFinding(
            f"The key store was last backed up {_when(staff.backed_up_at)}.",
            "Let cron run kapea keys backup each day.",
        )


def _about_people(staff: StaffFacts) -> Iterator[DeploymentFinding]:
    if staff.demo_members:
        yield DeploymentFinding(
            f"{staff.demo_members} people of a trial can sign in, with passphrases that were printed.",
            "kapea people end-demo",
        )
    if staff.shut_factors:
        yield DeploymentFinding(
            f"{staff.shut_factors} second steps were sealed under another secret: those codes let nobody in.",
            "Name the former secret in KAPEA_SECRET_FORMER for an hour, or invite their owners anew.",
        )
    if not staff.organisations:
        yield DeploymentFinding("There are keys, and no organisation.", "kapea people add NAME --pack PACK")


def _about_recovery(organisation: OrganisationFacts, at: datetime) -> Iterator[DeploymentFinding]:
    name, id = organisation.name, organisation.id
    if not organisation.has_recovery_key:
        yield DeploymentFinding(
            f"{name} has no recovery key: a lost passphrase would lose records.",
            f"kapea keys init --organisation {id}",
        )
    elif organisation.drilled_at is None or at - organisation.drilled_at > DRILL_COUNTS:
        yield DeploymentFinding(
            f"The shares of {name} were last tried {_when(organisation.drilled_at)}.",
            f"kapea keys backup FILE, then kapea keys drill FILE --organisation {id}",
        )


def _about_members(organisation: OrganisationFacts) -> Iterator[DeploymentFinding]:
    name = organisation.name
    if not organisation.administrators:
        yield DeploymentFinding(
            f"{name} has no administrator who can sign in with both steps.",
            f"kapea people invite NAME --organisation {shlex.quote(name)} --role administrator",
        )
    if not organisation.auditors:
        yield DeploymentFinding(
            f"{name} has no auditor who can sign in with both steps: nobody sees who looked.",
            "An administrator invites one: Invitations, on the pages of staff.",
        )
    if organisation.own_word:
        yield DeploymentFinding(
            f"{name}: the vetting of {organisation.own_word} members stands there by nobody else's word.",
            "Another administrator vets them, and says so: People, on the pages of staff.",
        )


def _when(moment: date | None) -> str:
    """A day in words; also for a moment, which is a day too."""
    return f"on {moment:%Y-%m-%d}" if moment is not None else "never"
