"""The engine: full turns a CPU second beside its ceiling and a peer, and how large a state grows."""

from __future__ import annotations

from itertools import cycle

from bench import clock, floip, menu, path
from bench.ceiling import Ceiling
from bench.figures import Section
from kapea.core.dialogue.world import World
from kapea.core.pack.model import decode_release, encode_release

HOW = """\
A full turn: state bytes in, read, one answer applied, every text and quick reply looked up in the language,
state bytes out. Ten nodes and twenty answers, conversations in English and Khmer by turns. Releases are built
from pack files, stored and read back, as a worker has them. The ceiling does the same walk with two
dictionaries and orjson and checks nothing. The Cambodia rows walk the help journey as a child who taps S02,
with contacts matched at 22:40 in Phnom Penh. What a place says is worked out once and then kept, so these are
rates of a worker that has been asked before; a place nobody asked for yet costs about twice as much."""


def measure(effort: clock.Effort = clock.USUAL, peers: bool = True) -> Section:
    section = Section("Engine", HOW)
    data, world, country = menu.menu(), World(decode_release(encode_release(menu.release()))), path.world()
    ceiling, keys = Ceiling(data), path.child(country)[0]
    languages, tongues = cycle(menu.LANGUAGES), cycle(menu.LANGUAGES)
    seconds = clock.each(
        {
            "ours": lambda: menu.walk(world, next(languages), data.script),
            "ceiling": lambda: ceiling.walk(next(tongues), data.script),
            "cambodia": lambda: menu.walk(country, path.LANGUAGE, tuple(keys)),
        },
        effort,
    )
    turns = {"ours": len(data.script), "ceiling": len(data.script), "cambodia": len(keys)}
    rate = {name: turns[name] / seconds[name] for name in seconds}
    section.add("turns per CPU-second, ten-node menu", rate["ours"], bar=25_000, aim=100_000, more=True)
    section.add(
        "the same, Cambodia help journey, Khmer",
        rate["cambodia"],
        note="contacts, conditions, effects and all",
    )
    section.add(
        "bare Python with orjson (the ceiling)",
        rate["ceiling"],
        note=f"{rate['ceiling'] / rate['ours']:.1f} times ours",
    )
    state = len(menu.walk(world, "km", data.script))
    section.add("state after 20 turns, menu", state / 1000, "kB", bar=1.5, aim=0.6)
    state = len(menu.walk(country, path.LANGUAGE, tuple(keys)))
    section.add(f"state after {len(keys)} turns, Cambodia", state / 1000, "kB", bar=1.5, aim=0.6)
    _peer(section, rate["ours"], peers)
    return section


def _peer(section: Section, ours: float, asked: bool) -> None:
    found = floip.measure() if asked else "not asked for"
    if isinstance(found, str):
        section.add("FLOIP flow-runner", None, note=found)
        return
    section.add(
        "FLOIP flow-runner, same menu", found.rate, note=f"ours is {ours / found.rate:.0f} times as fast"
    )
    section.add("FLOIP flow-runner, state after 20 turns", found.state / 1000, "kB")
