"""Adding one to a day's counter: one statement on either database, right with any number of workers."""

from __future__ import annotations

from datetime import date, datetime

from django.db import connection

from kapea.core.dialogue.view import Effect
from kapea.guide.models import Count

COLUMNS = ("day", "pack", "channel", "language", "who", "band", "situation", "level", "outcome")


def count(effects: tuple[Effect, ...], *, pack: str, channel: str, language: str, at: datetime) -> None:
    """Counts the outcomes among a turn's effects; whatever else they are is not this module's."""
    for effect in effects:
        if effect.kind == "count":
            who = (effect.who, effect.band, effect.situation, effect.level, effect.outcome)
            _add_one((at.date(), pack, channel, language, *who))


def _add_one(key: tuple[date | str, ...]) -> None:
    # The ORM's upsert cannot add to what is there; both databases can, in the same words.
    table, names = Count._meta.db_table, ", ".join(COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}, times) VALUES ({places}, 1) "  # noqa: S608 - names are ours
            f"ON CONFLICT ({names}) DO UPDATE SET times = {table}.times + 1",
            key,
        )
