"""Publishing: store a checked release, move the live pointer, move it back. Nothing unchecked gets in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.content import media
from kapea.content.models import Live, StoredRelease
from kapea.core.checker.report import Report
from kapea.core.pack.build import Built
from kapea.core.pack.model import Release, encode_release

BEGUN = (
    "This pack is only begun: there is nobody to call. Close the gaps its README.md names, then take "
    "`begun = true` out of pack.toml."
)

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
def publish(*, built: Built, report: Report, by: str, at: datetime) -> Published:
    """Stores a release that its own check passed and makes it live; publishing the live one again changes
    nothing.
    """
    release = _fit(built, report)
    _store(release, report, at)
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
    if lacking := media.missing_recordings(built.release):
        raise PublishRefused(LACKING.format(count=len(lacking), some=", ".join(lacking[:3])))
    return built.release


def _store(release: Release, report: Report, at: datetime) -> None:
    StoredRelease.objects.get_or_create(
        hash=release.hash,
        defaults={
            "pack": release.id,
            "version": release.version,
            "body": encode_release(release),
            "stored_at": at,
            "checked": {"states": report.states, "warnings": len(report.warnings)},
        },
    )


@transaction.atomic
def roll_back(*, pack: str, to: str = "", by: str, at: datetime) -> Published:
    """Makes the release that was live before live again, or the stored one whose hash begins with `to`."""
    live = Live.objects.select_for_update().filter(pack=pack).first()
    if live is None:
        raise PublishRefused(f"Nothing of {pack} was ever published here.")
    target = _target(live, to)
    if target == live.release_id:
        return Published(target, moved=False)
    Live.objects.filter(pack=pack).update(release_id=target, before_id=live.release_id, moved_at=at)
    audit.record(action="content.rollback", subject=pack, by=by, at=at, release=target)
    return Published(target, moved=True)


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
