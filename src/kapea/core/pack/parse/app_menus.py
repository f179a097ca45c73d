"""Places in the menus of apps and phones: where to tap, who says so, and until when that is believed.

Menus change with every version. So no text names a place in one without a record, and a record expires.
"""

from __future__ import annotations

from kapea.core.directory.trust import CONFIRMED, LABELS, UNSAID
from kapea.core.pack.model import Setting, Upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import iso_date
from kapea.core.pack.read.yaml_reader import Item, Reader

Local = dict[str, dict[str, str]]


def read_menu(root: Item, findings: Findings) -> list[tuple[Setting, Place]]:
    """The settings of one app, as `menus/<app>.yaml` lists them by id, and where each stands."""
    reader = Reader(root, findings, "a menu")
    app = reader.text("app", required=True)
    local = {language: _local(language, item, findings) for language, item in reader.pairs("words")}
    settings = [
        (_setting(id, app, local, item, findings), item.place)
        for id, item in reader.pairs("settings", required=True)
    ]
    reader.done()
    return settings


def _local(language: str, item: Item, findings: Findings) -> dict[str, str]:
    """How the app itself says its words in a language. Nothing of it counts before it is confirmed."""
    reader = Reader(item, findings, f"the words in {language}")
    reader.words("sources", required=True)
    reader.text("seen", required=True)
    words = {word: str(said.value) for word, said in reader.pairs("says", required=True)}
    confidence = reader.one_of("confidence", LABELS, UNSAID)
    reader.done()
    return words if confidence in CONFIRMED else {}


def _setting(id: str, app: str, local: Local, item: Item, findings: Findings) -> Setting:
    reader = Reader(item, findings, f"setting {id}")
    reader.text("goal", required=True)
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
        confidence=reader.one_of("confidence", LABELS, UNSAID),
        stops=reader.text("stops"),
        does_not_stop=reader.text("does_not_stop"),
        local=local,
    )
    reader.done()
    return setting
