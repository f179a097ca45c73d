"""A small plan as it is read, in words: to be seen in a review when what stands on cards changes."""

from __future__ import annotations

from pathlib import Path

import msgspec
from tests.conftest import world_of
from tests.core.checker.small_workshop import workshop

from kapea.core.pack.model import Release
from kapea.core.present.plan_in_words import PlanInWords, PlanRow, plan_in_words

GOLDEN = Path(__file__).parent / "plans" / "evening.txt"


def evening() -> Release:
    """The small pack with a plan, and the words of the screen that ship."""
    small, shipped = workshop().release, world_of("cambodia").release.texts["en"]
    assert small is not None
    words = {id: said for id, said in shipped.items() if id.startswith("word.")}
    return msgspec.structs.replace(small, texts={**small.texts, "en": {**small.texts["en"], **words}})


def written(told: PlanInWords) -> str:
    """A plan as lines, to be read in a review."""
    lines = [told.title, told.able, " · ".join(told.facts), *map(_row, told.before)]
    for part in told.parts:
        held = " ".join(f"[{picture.number} {picture.name}]" for picture in part.pictures)
        lines += ["", f"{part.number}. {part.name} · {part.minutes} {held}".rstrip(), *map(_row, part.rows)]
    return "\n".join([*lines, "", *map(_row, (told.after, told.told, told.distress))]) + "\n"


def _row(row: PlanRow) -> str:
    cards = row.cards or ((),) * len(row.lines)
    return f"{row.label} ({row.kind})\n" + "\n".join(
        f"  {line}{''.join(f' | {word}' for word in of)}" for line, of in zip(row.lines, cards, strict=True)
    )


def test_the_small_plan_reads_as_it_did(pytestconfig):
    release = evening()
    made = written(plan_in_words(release, release.workshops["evening"], "en"))
    if pytestconfig.getoption("--update-golden"):
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")
