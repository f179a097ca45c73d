"""Building a release out of files, and reading one back to serve it."""

from __future__ import annotations

from bench import clock, menu, path
from bench.figures import Section
from kapea.core.dialogue.world import World
from kapea.core.pack.model import decode_release, encode_release

HOW = """\
Building reads the files of Cambodia and of the common pack, resolves every name, takes in the catalogues and
puts break marks into Khmer (the first build of a process also loads the word cutter; this is a later one).
Loading turns the stored bytes of a release into a world ready to walk; a worker does it once a release."""


def measure(effort: clock.Effort = clock.USUAL) -> Section:
    section, release = Section("Building and loading a release", HOW), path.world().release
    stored, small = encode_release(release), encode_release(menu.release())
    seconds = clock.each(
        {
            "build": path.built,
            "decode": lambda: decode_release(stored),
            "world": lambda: World(release),
            "menu": lambda: World(decode_release(small)),
        },
        effort,
    )
    section.add("building Cambodia from its files", 1000 * seconds["build"], "ms")
    section.add("the stored release", len(stored) / 1000, "kB")
    section.add("loading it: bytes to values", 1000 * seconds["decode"], "ms")
    section.add("loading it: values to a world", 1000 * seconds["world"], "ms")
    section.add("loading the ten-node menu", 1000 * seconds["menu"], "ms")
    return section
