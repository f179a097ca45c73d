"""Word lists of one language, which the checker reads every view against."""

from __future__ import annotations

from kapea.core.pack.model import Lint
from kapea.core.pack.problem import Findings
from kapea.core.pack.source import Item, Reader


def parse_lint(item: Item, found: Findings) -> Lint:
    """`lint/<language>.yaml`: banned words with what to say instead, and lists of phrases."""
    reader = Reader(item, found, "a word list")
    lint = Lint(
        banned={term: str(inner.value or "") for term, inner in reader.pairs("banned")},
        tells_home=reader.words("tells_home"),
        reveals=reader.words("reveals"),
        legal=reader.words("legal"),
        methods=reader.words("methods"),
        media=reader.words("media"),
        revealing=reader.words("revealing"),
        reserved={move: _words(inner) for move, inner in reader.pairs("reserved")},
    )
    reader.done()
    return lint


def _words(item: Item) -> tuple[str, ...]:
    values = item.value if isinstance(item.value, list) else [item]
    return tuple(str(v.value).casefold() for v in values)
