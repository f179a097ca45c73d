"""A home of its own, releases published after their real check, and a program of another version."""

from __future__ import annotations

from datetime import UTC, datetime

from kapea.content import last_good, proofs, queries, upgrade
from kapea.content.models import StoredRelease
from kapea.content.queries import StoredReleases
from kapea.content.worlds import Worlds
from kapea.core.pack.model import encode_release

AT = datetime(2026, 11, 24, 15, 40, tzinfo=UTC)


def become_another_engine(monkeypatch):
    for module in (queries, last_good, upgrade, proofs):
        monkeypatch.setattr(module, "engine_fingerprint", lambda: "next" * 16)


def served(pack="small"):
    return Worlds(StoredReleases()).live(pack).release


def damage(release):
    """A number in the stored bytes becomes another, as a disk or a stranger might do it."""
    body = encode_release(release)
    assert body.count(b"\xa3100") > 0
    StoredRelease.objects.filter(hash=release.hash).update(body=body.replace(b"\xa3100", b"\xa3666"))
