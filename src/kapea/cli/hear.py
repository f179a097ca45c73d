"""kapea hear: what is heard in somebody's words, and why; nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kapea.cli import common
from kapea.core.dialogue.world import World
from kapea.core.understanding.explaining import Reason, reasons_for, reasons_to_ask
from kapea.core.understanding.listening import Heard

STRONG = 0.5
"""How strongly a kind of danger must be heard to be named beside the one that is asked about."""


@click.command("hear")
@click.argument("pack")
@click.argument("words", required=False)
@click.option("--why", is_flag=True, help="Show which parts of the words spoke for it, and which against.")
@click.option(
    "--file",
    "lines",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help='Hear every line of a file, each {"id": …, "text": …}; what is heard goes out one a line.',
)
def hear_words(pack: str, words: str | None, why: bool, lines: Path | None) -> None:
    """Say what PACK hears in WORDS: danger to ask about, situations, who tells, in which language.

    Made to try how well it hears, on lines of your own making. Never put in what somebody wrote to you.

    \b
    kapea hear cambodia --why "he says he will send my picture to everyone"
    kapea hear cambodia --file lines.jsonl > heard.jsonl
    """
    if (words is None) == (lines is None):
        common.stop('Say either the words, or --file with a file of lines. Words stand in quotes: "…".')
    world = common.world_of(pack)
    if lines is not None:
        for each in _lines(lines):
            click.echo(json.dumps(_as_row(each["id"], world.listener.hear(each["text"])), ensure_ascii=False))
        return
    assert words is not None
    click.echo("\n".join(_told(world, words, why)))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, raw in enumerate(path.read_bytes().splitlines(), 1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw)
        except ValueError as error:
            common.stop(f"{path}:{number}: this is no JSON: {error}")
        if not isinstance(line, dict) or "id" not in line or not isinstance(line.get("text"), str):
            common.stop(f'{path}:{number}: a line is {{"id": …, "text": "…"}}.')
        yield line


def _as_row(id: Any, heard: Heard) -> dict[str, Any]:
    strong = [kind for kind, strength in heard.danger if strength >= STRONG]
    named = dict.fromkeys([*([heard.kind] if heard.kind else []), *strong]) if heard.asks else {}
    situations = [] if heard.nothing else list(heard.situations)
    return {
        "id": id,
        "danger": list(named),
        "ask": heard.asks,
        "situations": situations,
        "nothing": heard.nothing,
    }


def _told(world: World, words: str, why: bool) -> Iterator[str]:
    heard = world.listener.hear(words)
    yield f"asks about danger: {heard.kind or 'no'}" + (" (a list of words has it)" if heard.listed else "")
    yield "  " + ", ".join(f"{kind} {strength:.0%}" for kind, strength in heard.danger)
    if why:
        yield from _why(reasons_to_ask(world.listener, words))
    if heard.nothing:
        yield "needs nothing"
    for id in () if heard.nothing else heard.situations:
        yield f"{id}: {_title(world, id)}"
        if why:
            yield from _why(reasons_for(world.listener, words, id))
    yield f"who tells: {heard.teller or 'not known'}; language: {heard.language or 'not known'}"
    yield f"met before: {heard.familiar:.0%} of it"
    if heard.by_vector:
        yield "a sentence vector was weighed besides; of that no part of the words can be named"


def _title(world: World, id: str) -> str:
    voices = world.release.situations[id].voices if id in world.release.situations else {}
    said = next((v.title[0].text for v in voices.values() if v.title), "")
    return world.release.text(said, "en")


def _why(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons:
        yield f"    {reason.speaks:+.2f}  {reason.kind}: “{reason.stands.strip()}”"
