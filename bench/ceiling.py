"""The least a turn can cost in Python: read the state, follow an edge, look the words up, write the state.

It checks nothing and keeps no one safe. It is there to say how much of a turn is ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from bench.menu import LANGUAGES, Menu


class Ceiling:
    """The menu as two dictionaries."""

    def __init__(self, menu: Menu) -> None:
        self.start = menu.start
        self.edges = {
            name: {str(n): a["to"] for n, a in enumerate(node["answers"], 1)}
            for name, node in menu.nodes.items()
        }
        self.words = {
            language: {
                n: (node[language], [a[language] for a in node["answers"]]) for n, node in menu.nodes.items()
            }
            for language in LANGUAGES
        }

    def begin(self, language: str) -> bytes:
        return orjson.dumps({"v": 1, "lang": language, "path": [self.start]})

    def turn(self, saved: bytes, key: str) -> tuple[bytes, Any]:
        state = orjson.loads(saved)
        here = self.edges[state["path"][-1]].get(key, state["path"][-1])
        state["path"].append(here)
        return orjson.dumps(state), self.words[state["lang"]][here]

    def walk(self, language: str, script: Iterable[str]) -> bytes:
        """A whole conversation; the last state."""
        saved = self.begin(language)
        for key in script:
            saved, _ = self.turn(saved, key)
        return saved
