"""Run by test_upgrade: brings a home made by an earlier version up to date, as `kapea serve` does, and says
as JSON what visitors then meet. The arguments are the home and what its visitors had seen.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HOME = Path(sys.argv[1])
THEN: dict[str, Any] = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
ROOT = Path(__file__).parents[2]
MADE_AT = datetime.fromisoformat(THEN["made_at"])
for name in [name for name in os.environ if name.startswith("KAPEA_")]:
    del os.environ[name]
os.environ |= {
    "KAPEA_HOME": str(HOME),
    "KAPEA_PACKS": ",".join(THEN["live"]),
    "KAPEA_HOSTS": "testserver",
    "DJANGO_SETTINGS_MODULE": "kapea.config.settings",
}
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def as_if_made_just_now() -> None:
    """Conversations are kept for ten minutes: these began a moment ago."""
    database = sqlite3.connect(HOME / "kapea.sqlite3")
    soon = (datetime.now(UTC) + timedelta(minutes=5)).replace(tzinfo=None)
    database.execute("UPDATE guide_conversation SET expires_at = ?", (soon.isoformat(sep=" "),))
    database.commit()
    database.close()


def upgrade() -> list[dict[str, Any]]:
    """What `kapea serve` does before anybody is served."""
    from kapea.cli import common

    common.home()
    from django.db import connections

    from kapea.config import migrating

    for alias in connections:
        with migrating.lock(alias):
            migrating.migrate_database(alias)
    from kapea.content import actions

    outcomes = actions.recheck_after_upgrade(packs=THEN["live"], by="test", at=MADE_AT)
    return [
        {"pack": each.pack, "hash": each.hash, "passed": each.passed, "why": each.why} for each in outcomes
    ]


def walk(conversation: dict[str, Any]) -> dict[str, Any]:
    """Looks at the page a visitor was on, and answers as they might have."""
    from tests.pages.conftest import Visitor, buttons, dials

    from kapea.vault.keys import tag_of

    visitor = Visitor(enforce_csrf_checks=True)
    visitor.cookies["k"] = conversation["cookie"]
    visitor.tag = tag_of(conversation["cookie"])
    page = visitor.get(conversation["address"])
    seen = {"status": page.status_code, "buttons": sorted(buttons(page)), "dials": dials(page)}
    after = visitor.answer(page, a=conversation["buttons"][0])
    return seen | {
        "went_to": after.request["PATH_INFO"],
        "then": after.status_code,
        "then_dials": dials(after),
    }


def stored() -> dict[str, Any]:
    """What the home holds after the upgrade."""
    from django.db.models import Sum

    from kapea.audit.models import Event
    from kapea.content.models import Live, StoredRelease
    from kapea.guide.models import Conversation, Count

    return {
        "releases": sorted(row.hash[:12] for row in StoredRelease.objects.all()),
        "live": {row.pack: row.release_id[:12] for row in Live.objects.all()},
        "published": Event.objects.filter(action="content.publish").count(),
        "conversations": Conversation.objects.count(),
        "counted": Count.objects.aggregate(times=Sum("times"))["times"],
    }


def first_views() -> dict[str, list[str]]:
    """Address of each country's first view in its own language, to the numbers on it."""
    from tests.pages.conftest import Visitor, dials

    from kapea.content.queries import live_worlds
    from kapea.web.public.address import home_path

    addresses = [home_path(w, w.release.default_language) for w in live_worlds()]
    return {address: dials(Visitor().get(address)) for address in addresses}


as_if_made_just_now()
told: dict[str, Any] = {"rechecked": upgrade(), "stored": stored(), "first": first_views()}
told["walks"] = [walk(each) for each in THEN["conversations"]]
told["last_good"] = sorted(path.name for path in (HOME / "last_good").iterdir())
print(json.dumps(told))
