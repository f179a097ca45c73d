"""Places in the menus of apps and phones: where to tap, who says so, and until when that is believed.

Menus change with every version. So no text names a place in one without a record, and a record expires.
"""

from __future__ import annotations

from kapea.core.pack.law import CONFIDENCE
from kapea.core.pack.model import Setting, Upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.source import Item, Reader
from kapea.core.pack.values import iso_date

NOTES = ("goal", "stops", "does_not_stop")
"""What is written for authors and reviewers, and shown to nobody."""


def read_menu(root: Item, found: Findings) -> list[tuple[Setting, Place]]:
    """The settings of one app, as `menus/<app>.yaml` lists them by id, and where each stands."""
    reader = Reader(root, found, "a menu")
    app = reader.text("app", required=True)
    settings = [
        (_setting(id, app, item, found), item.place) for id, item in reader.pairs("settings", required=True)
    ]
    reader.done()
    return settings


def _setting(id: str, app: str, item: Item, found: Findings) -> Setting:
    reader = Reader(item, found, f"setting {id}")
    for note in NOTES:
        reader.text(note, required=note == "goal")
    setting = Setting(
        id=id,
        app=app,
        path=reader.words("path", required=True),
        differs=reader.words("differs"),
        upkeep=Upkeep(
            sources=reader.words("sources", required=True),
            on=reader.text("seen", required=True),
            expires=iso_date(reader, "expires", required=True),
        ),
        confidence=reader.one_of("confidence", CONFIDENCE, "GK"),
    )
    reader.done()
    return setting
