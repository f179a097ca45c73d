"""Does a turn get dearer with more people or larger packs? Lookups are by key, states hold positions."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle

from bench import clock, menu, path, site, web
from bench.figures import Section
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, decode_release, encode_release

HOW = """\
People: stored conversations of other visitors are put into the database, and one visitor's turn and one new
beginning (the making of its request included) are measured among them. Packs: the ten-node menu over and
over, every copy with texts of its own and leading into the next; each walk is twenty answers long and begins
far from the last, so that all of the pack is used. “Times the smallest” should stay near one."""

CONVERSATIONS = (1_000, 10_000, 100_000, 1_000_000)
NODES = (10, 100, 1_000, 10_000)
SEALED_BYTES = 420
AT_ONCE = 10_000
FAR = 617
"""A prime: steps of it through any number of copies used here meet every one."""


def measure(
    effort: clock.Effort = clock.USUAL,
    conversations: Sequence[int] = CONVERSATIONS,
    nodes: Sequence[int] = NODES,
) -> Section:
    section = Section("Growing", HOW)
    _people(section, effort, conversations)
    _packs(section, effort, nodes)
    return section


def _people(section: Section, effort: clock.Effort, sizes: Sequence[int]) -> None:
    from kapea.guide.models import Conversation

    site.publish(path.world().release)
    ours, first = site.ours(), 0.0
    walk = web.Walk(ours, path.world())
    turn, beginner = walk.turn(web.STEP), site.Visitor(ours)
    beginner.get(f"/{path.LANGUAGE}/")

    def begin() -> object:
        form = beginner.form(a="1", b="1")
        return site.request(ours, beginner.environ("POST", f"/{path.LANGUAGE}/h/0", form))

    for size in sizes:
        fill(size - Conversation.objects.count())
        seconds = clock.each({"turn": web.sender(ours, *turn), "begin": begin}, effort)
        first = first or seconds["turn"]
        beginning = f"a new beginning {seconds['begin'] * 1e6:,.0f} µs"
        note = f"{seconds['turn'] / first:.2f} times the smallest; {beginning}"
        section.add(f"a turn among {size:,} conversations", seconds["turn"] * 1e6, "µs", note=note)


def fill(rows: int) -> None:
    """Puts conversations of nobody into the table, with ids and sizes like real ones."""
    from django.db import connection, transaction

    sql = "INSERT INTO guide_conversation (id, sealed, turn, expires_at) VALUES (%s, %s, %s, %s)"
    for done in range(0, rows, AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, _rows(min(AT_ONCE, rows - done)))


def _rows(count: int) -> Iterator[tuple[str, bytes, int, str]]:
    now = datetime.now(UTC)
    for at in range(count):
        expires = now + timedelta(hours=4, microseconds=997 * at)
        yield secrets.token_hex(16), secrets.token_bytes(SEALED_BYTES), 9, f"{expires:%Y-%m-%d %H:%M:%S.%f}"


def _packs(section: Section, effort: clock.Effort, sizes: Sequence[int]) -> None:
    base, script, first = menu.release(), menu.menu().script, 0.0
    for size in sizes:
        release: Release = decode_release(encode_release(menu.grown(base, size)))
        taken = clock.one(_walker(World(release), script, len(base.nodes)), effort) / len(script)
        first = first or taken
        loading = 1000 * clock.once(partial(_written_and_loaded, release))
        note = f"{taken / first:.2f} times the smallest; written and loaded in {loading:,.1f} ms"
        section.add(f"an engine turn in a pack of {len(release.nodes):,} nodes", taken * 1e6, "µs", note=note)


def _walker(world: World, script: tuple[str, ...], copy: int) -> clock.Work:
    """Walks from another copy of the menu at each call, far from the last: all of the pack is used."""
    copies = len(world.release.nodes) // copy
    starts = cycle([at * FAR % copies * copy for at in range(copies)])
    return lambda: menu.walk(world, "km", script, next(starts))


def _written_and_loaded(release: Release) -> None:
    World(decode_release(encode_release(release)))
