"""Publishing what people keep of the directory: laid over the pack, proved, and only then live.

Proving takes longer than a page may, so it is done by a process of its own; nothing is locked meanwhile. What
does not pass stays out, and its editor reads why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kapea.audit import actions as audit
from kapea.content import actions as content
from kapea.content.models import Live, StoredRelease
from kapea.content.word_breaks import breakers
from kapea.core.checker.report import Report
from kapea.core.directory.edit_states import EditStep, next_edit_state
from kapea.core.pack.build import Built
from kapea.core.pack.model import Release
from kapea.core.pack.stored import read_release
from kapea.directory import queries
from kapea.directory.actions import findings_told
from kapea.directory.models import DirectoryEdit, OverlaidRelease
from kapea.directory.proving import OverlayOutcome, OverlayTrial, Prove, prove_on

MOST_FINDINGS = 20
"""Findings kept with a change that was stopped; the rest are like them."""


class MovedMeanwhile(RuntimeError):
    """Something else was published while this was proved; it is done again the next time."""


@dataclass(frozen=True, slots=True)
class NewerPack:
    """A pack that was just built and checked, to be published together with the entries laid over it."""

    built: Built
    report: Report
    shipped: bool


@dataclass(frozen=True, slots=True)
class DirectoryPublished:
    """What came of it: the release that is live, how many entries it has, services whose change was stopped,
    services kept past their day.
    """

    hash: str
    moved: bool
    entries: int
    stopped: tuple[str, ...]
    kept: tuple[str, ...]


def publish_entries(
    pack: str, *, by: str, at: datetime, newer: NewerPack | None = None, prove: Prove | None = None
) -> DirectoryPublished:
    """Lays the entries of a pack over it as of today and makes that live. `newer`: over this pack, which is
    published with it. Raises PublishRefused, PackFails, MovedMeanwhile.
    """
    seen = Live.objects.filter(pack=pack).values_list("release_id", flat=True).first()
    base = newer.built.release if newer is not None else _base(pack)
    if base is None:
        raise content.PublishRefused(f"Nothing of {pack} is live here: publish it first.")
    served, waiting = queries.edits_served(pack), queries.edits_waiting(pack)
    today = queries.day_there(base, at)
    trial = OverlayTrial(base, today, queries.dials_of(pack), dict(breakers()), prove or prove_on(today))
    found = trial.outcome(served, waiting)
    with transaction.atomic():
        if (
            Live.objects.select_for_update().filter(pack=pack).values_list("release_id", flat=True).first()
            != seen
        ):
            raise MovedMeanwhile(pack)
        return _go_live(pack, base, newer, found, by=by, at=at)


def _base(pack: str) -> Release | None:
    hash = queries.base_hash(pack)
    row = StoredRelease.objects.filter(hash=hash).first() if hash else None
    return read_release(bytes(row.body), row.hash) if row is not None else None


def _go_live(
    pack: str, base: Release, newer: NewerPack | None, found: OverlayOutcome, *, by: str, at: datetime
) -> DirectoryPublished:
    if newer is not None:
        content.publish(built=newer.built, report=newer.report, by=by, at=at, shipped=newer.shipped)
    release = found.built.release
    assert release is not None
    is_shipped = StoredRelease.objects.filter(hash=base.hash, shipped=True).exists()
    done = content.publish(built=found.built, report=found.report, by=by, at=at, shipped=is_shipped)
    if release.hash != base.hash:
        OverlaidRelease.objects.get_or_create(release_id=release.hash, defaults={"base_id": base.hash})
    for edit in found.taken:
        _take(edit, by=by, at=at)
    for edit, problems in found.stopped:
        told = findings_told(problems[:MOST_FINDINGS])
        _move(edit, EditStep.STOP, by=by, at=at, findings=told)
    return DirectoryPublished(
        done.hash,
        done.moved,
        len(found.taken),
        tuple(edit.service for edit, _ in found.stopped),
        found.kept,
    )


def _take(edit: DirectoryEdit, *, by: str, at: datetime) -> None:
    """A change that waited is the entry now, and the one before it is past."""
    if edit in queries.edits_served(edit.pack):
        return
    for before in DirectoryEdit.objects.filter(pack=edit.pack, service=edit.service, state="live"):
        _move(before, EditStep.REPLACE, by=by, at=at)
    _move(edit, EditStep.PUBLISH, by=by, at=at)
    if edit.entry.shelter:
        _forget_places(edit)


def _move(edit: DirectoryEdit, step: EditStep, *, by: str, at: datetime, **columns: object) -> None:
    """To the next state, if nobody took it elsewhere meanwhile: a change taken back is not published."""
    after = next_edit_state(edit.standing, step).value
    moved = DirectoryEdit.objects.filter(id=edit.id, state=edit.state).update(state=after, **columns)
    if not moved:
        raise MovedMeanwhile(edit.pack)
    audit.record(
        action=f"directory.{step.value}",
        subject=f"service:{edit.service}",
        by=by,
        at=at,
        organisation=edit.organisation_id,
        edit=edit.id,
    )


def _forget_places(edit: DirectoryEdit) -> None:
    """Where a service became a shelter, no former row says where it was."""
    for row in DirectoryEdit.objects.filter(pack=edit.pack, service=edit.service).exclude(id=edit.id):
        if row.record.get("address"):
            row.record = {**row.record, "address": {}}
            row.save(update_fields=["record"])
