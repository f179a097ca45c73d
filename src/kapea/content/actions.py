"""Publishing: store a checked release, move the live pointer, move it back. Nothing unchecked gets in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from kapea.audit import actions as audit
from kapea.content import check_stored, media, proofs, queries
from kapea.content.last_good import keep_last_good
from kapea.content.models import Live, StoredRelease
from kapea.content.upgrade import Rechecked, recheck_after_upgrade
from kapea.core.pack.model import Release, encode_release, short_hash
from kapea.core.pack.stored import content_hash

if TYPE_CHECKING:
    from kapea.core.checker.report import Report
    from kapea.core.pack.build import Built

__all__ = ["PublishRefused", "Published", "Rechecked", "publish", "recheck_after_upgrade", "roll_back"]

BEGUN = (
    "This pack is only begun: there is nobody to call. Close the gaps its README.md names, then take "
    "`begun = true` out of pack.toml."
)

NOT_ASKED_LIVE = "This pack says `live = true`, and its check did not ask what a live service needs."

LACKING = (
    "The sound files of {count} recordings are not in the pack's media folder ({some}). Bring them along, or "
    "import the recordings again."
)


class PublishRefused(ValueError):
    """A release that may not be published, or nothing to go back to; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Published:
    """The release now live, and whether the pointer moved."""

    hash: str
    moved: bool


@transaction.atomic
def publish(*, built: Built, report: Report, by: str, at: datetime, shipped: bool = False) -> Published:
    """Stores a release that its own check passed and makes it live; publishing the live one again changes
    nothing. `shipped`: it was built from a pack that came with the program.
    """
    release = _fit(built, report)
    body = _store(release, report, at, shipped)
    transaction.on_commit(lambda: keep_last_good(release.id, release.hash, body))
    live = Live.objects.select_for_update().filter(pack=release.id).first()
    if live is not None and live.release_id == release.hash:
        return Published(release.hash, moved=False)
    before = live.release_id if live else None
    Live.objects.update_or_create(
        pack=release.id, defaults={"release_id": release.hash, "before_id": before, "moved_at": at}
    )
    audit.record(action="content.publish", subject=release.id, by=by, at=at, release=release.hash)
    return Published(release.hash, moved=True)


def _fit(built: Built, report: Report) -> Release:
    if built.release is None or not built.ok:
        raise PublishRefused("This pack does not build. Run `kapea check` and mend what it names.")
    if built.begun:
        raise PublishRefused(BEGUN)
    if report.errors or report.release != built.release.hash:
        raise PublishRefused("This pack does not pass its check. Run `kapea check` and mend what it names.")
    if built.release.live and not report.live:
        raise PublishRefused(NOT_ASKED_LIVE)
    if lacking := media.missing_recordings(built.release):
        raise PublishRefused(LACKING.format(count=len(lacking), some=", ".join(lacking[:3])))
    return built.release


def _store(release: Release, report: Report, at: datetime, shipped: bool) -> bytes:
    """The release's bytes, as they stand in the database from now on, also where others stood for them."""
    body = encode_release(release)
    row, new = StoredRelease.objects.get_or_create(
        hash=release.hash,
        defaults={
            "pack": release.id,
            "version": release.version,
            "format": release.format,
            "body": body,
            "stored_at": at,
            "checked": {"states": report.states, "warnings": len(report.warnings)},
            "shipped": shipped,
        },
    )
    if not new and content_hash(bytes(row.body)) != row.hash:
        StoredRelease.objects.filter(hash=row.hash).update(body=body, format=release.format)
    if not new and shipped:
        StoredRelease.objects.filter(hash=row.hash).update(shipped=True)
    proofs.record_proof(hash=release.hash, report=report, at=at)
    return body


def roll_back(*, pack: str, to: str = "", by: str, at: datetime) -> Published:
    """Makes the release that was live before live again, or the stored one whose hash begins with `to`.

    One that was never checked with this version is checked now, before anything is locked.
    """
    live = Live.objects.filter(pack=pack).first()
    if live is None:
        raise PublishRefused(f"Nothing of {pack} was ever published here.")
    target = _target(live, to)
    if target == live.release_id:
        return Published(target, moved=False)
    body = _proved_body(pack, target, at)
    with transaction.atomic():
        moved = Live.objects.filter(pack=pack, release_id=live.release_id).update(
            release_id=target, before_id=live.release_id, moved_at=at
        )
        if not moved:
            raise PublishRefused(f"Somebody else published {pack} just now. Look at `kapea releases` again.")
        audit.record(action="content.rollback", subject=pack, by=by, at=at, release=target)
        transaction.on_commit(lambda: keep_last_good(pack, target, body))
    return Published(target, moved=True)


def _proved_body(pack: str, hash: str, at: datetime) -> bytes:
    stored = proofs.release_to_check(StoredRelease.objects.get(hash=hash))
    if queries.servable_release(hash, stored.body) is None:
        verdict = check_stored.prove(stored)
        proofs.record_verdict(verdict, at=at)
        if not verdict.passed:
            raise PublishRefused(f"Release {short_hash(hash)} of {pack} may not be served: {verdict.why}")
    return stored.body


def _target(live: Live, to: str) -> str:
    if not to:
        if live.before_id is None:
            raise PublishRefused(f"{live.pack} has no earlier release to go back to.")
        return str(live.before_id)
    found = list(
        StoredRelease.objects.filter(pack=live.pack, hash__startswith=to).values_list("hash", flat=True)
    )
    if len(found) != 1:
        raise PublishRefused(
            f"{len(found)} stored releases of {live.pack} begin with {to!r}: name exactly one."
        )
    return str(found[0])
