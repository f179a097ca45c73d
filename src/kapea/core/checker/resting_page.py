"""The part of the report that says what each property rests on besides the proof: lists, tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kapea.core.checker.report import PROPERTIES

HEAD = """## What the properties rest on

A property that looks for words is as good as its list, one that reads tags as good as who set them. So it is
said how long they are: phrases of each language; *tags*, which an author sets and a reviewer signs (`act`,
`about`, `tells`, `law`, `menu`); *excused*, texts named one by one with a reason. A list that is short, or
excuses much, is read first. Whatever is not in this table is proved of the conversation itself.
"""


def resting_page(packs: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """The table as Markdown, of some packs: name, and by property what it rests on (`word_lists.sizes`)."""
    told = list(packs)
    return "\n".join((HEAD, *_rows(told), ""))


def _rows(told: list[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    yield f"| code | in every reachable state | {' | '.join(name for name, _ in told)} |"
    yield "|---|---|" + "---|" * len(told)
    for code, (_, says) in PROPERTIES.items():
        if any(code in rests for _, rests in told):
            each = (rests.get(code, "") for _, rests in told)
            yield f"| {code} | {says} | {' | '.join(each)} |"
