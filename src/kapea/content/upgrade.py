"""After an upgrade: what is live was proved with another engine, so it is proved again before it serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kapea.audit import actions as audit
from kapea.content import proofs, queries
from kapea.content.check_stored import EVERY_EFFECT, ReleaseToCheck, Verdict, prove, why_failed
from kapea.content.engine import engine_fingerprint
from kapea.content.last_good import keep_last_good, read_last_good
from kapea.content.models import Live, Proof, StoredRelease
from kapea.core.pack.stored import UnreadableRelease, read_release

Each = Callable[[Callable[[ReleaseToCheck], Verdict], Sequence[ReleaseToCheck]], Iterable[Verdict]]
"""Applies a check to several: `map`, or that of a pool of processes."""
STILL_OPEN = timedelta(days=1)
"""A release that went out of live within this time may have conversations that have not ended."""
MOST_TRIED = 5
"""Earlier releases that are tried, the newest first, when the live one fails."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What is live of a pack, and whether it may be served with this version.

    Where it may not, `instead` is the hash of the release that stands in (empty: what the program came with).
    `asked_since` is how much was found of what no release of its format was asked for. `publish_anew`: it
    fails, or lacks some of that, and had come with the program, which brings a newer one.
    """

    pack: str
    hash: str
    passed: bool
    why: str = ""
    instead: str = ""
    publish_anew: bool = False
    asked_since: int = 0


def recheck_after_upgrade(
    *,
    packs: Iterable[str],
    by: str,
    at: datetime,
    each: Each = map,
    performs: frozenset[str] = EVERY_EFFECT,
) -> list[Rechecked]:
    """Checks with this engine whatever of these packs is live and was not checked with it yet.

    Nothing is deleted and no pointer moves: what fails stays stored, and what passed last stands in for it.
    `performs` names the kinds of effects that something performs here.
    """
    lives = {live.pack: live for live in Live.objects.filter(pack__in=list(packs)).select_related("release")}
    waiting = [row for live in lives.values() for row in _waiting(live, at)]
    verdicts = {v.hash: v for v in each(prove, [proofs.release_to_check(row, performs) for row in waiting])}
    for verdict in verdicts.values():
        _write_down(verdict, by, at)
    return [_outcome(live, verdicts.get(live.release_id), at, performs) for live in lives.values()]


def _waiting(live: Live, at: datetime) -> Iterator[StoredRelease]:
    """What is live, and what was until lately, as far as this engine has said nothing about it."""
    said = set(Proof.objects.filter(engine=engine_fingerprint()).values_list("release_id", flat=True))
    if live.release_id not in said:
        yield live.release
    if live.before is not None and live.before_id not in said and at - live.moved_at < STILL_OPEN:
        yield live.before


@transaction.atomic
def _write_down(verdict: Verdict, by: str, at: datetime) -> None:
    proofs.record_verdict(verdict, at=at)
    result = "passed" if verdict.passed else "failed"
    audit.record(
        action="content.recheck", subject=verdict.pack, by=by, at=at, release=verdict.hash, result=result
    )


def _outcome(live: Live, verdict: Verdict | None, at: datetime, performs: frozenset[str]) -> Rechecked:
    row = live.release
    if queries.servable_release(row.hash, bytes(row.body)) is not None:
        keep_last_good(live.pack, row.hash, bytes(row.body))
        lacks = len(verdict.told) if verdict is not None else 0
        anew = bool(row.shipped) and lacks > 0
        return Rechecked(live.pack, row.hash, True, publish_anew=anew, asked_since=lacks)
    why = verdict.why if verdict is not None else _why_refused(row)
    instead = next((s for s in _earlier(live, performs) if _passes(s, at)), None)
    if instead is not None:
        keep_last_good(live.pack, instead.hash, instead.body)
    return Rechecked(live.pack, row.hash, False, why, instead.hash if instead else "", bool(row.shipped))


def _why_refused(row: StoredRelease) -> str:
    """Why a release is not served that was looked at before."""
    try:
        read_release(bytes(row.body), row.hash)
    except UnreadableRelease as unreadable:
        return str(unreadable)
    proof = Proof.objects.get(release=row, engine=engine_fingerprint())
    return why_failed(proof.report["errors"])


def _earlier(live: Live, performs: frozenset[str]) -> Iterator[ReleaseToCheck]:
    """What may stand in for what is live: first what the home has, then what is stored, newest first."""
    kept = read_last_good(live.pack)
    if kept is not None:
        yield ReleaseToCheck(live.pack, kept.hash, kept.body, live.release.stored_at.date(), performs)
    others = StoredRelease.objects.filter(pack=live.pack).exclude(hash=live.release_id)
    yield from (proofs.release_to_check(row, performs) for row in others.order_by("-stored_at")[:MOST_TRIED])


def _passes(stored: ReleaseToCheck, at: datetime) -> bool:
    """Whether a release passes its check with this engine; of one that is stored that is written down."""
    verdict = prove(stored)
    if StoredRelease.objects.filter(hash=stored.hash).exists():
        proofs.record_verdict(verdict, at=at)
    return verdict.passed
