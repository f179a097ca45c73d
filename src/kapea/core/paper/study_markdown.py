"""What leaves a study as Markdown: signs that would set or link something stand as themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from kapea.core.paper.study_paper import (
    StudyBlock,
    StudyDrawing,
    StudyLines,
    StudyPaper,
    StudyPart,
    StudyQuote,
    StudyTable,
)

_SETS = re.compile(r"([\\`*_\[\]<>|~&@]|:(?=//)|(?<=www)\.|^[#+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
"""Each of them sets or links something in Markdown, or in what is made of it."""


def study_markdown(paper: StudyPaper) -> str:
    """All of a paper. Whatever stands on every page stands under every heading."""
    return (
        "\n\n".join(chain.from_iterable(_part(paper, part, n) for n, part in enumerate(paper.parts))) + "\n"
    )


def plain_signs(words: str) -> str:
    """Words in one line as Markdown shows them as they are."""
    return _SETS.sub(r"\\\1", " ".join(words.split()))


def _part(paper: StudyPaper, part: StudyPart, number: int) -> Iterator[str]:
    yield f"{'#' if not number else '##'} {plain_signs(part.heading)}"
    yield from (f"**{plain_signs(mark)}**" for mark in paper.marks)
    for block in part.blocks:
        yield from _block(block)
    if number == len(paper.parts) - 1:
        yield plain_signs(paper.foot)


def _block(block: StudyBlock) -> Iterator[str]:
    if isinstance(block, StudyTable):
        yield f"**{plain_signs(block.caption)}**"
        yield "\n".join(map(_row, (block.head, ("---",) * len(block.head), *block.rows)))
    elif isinstance(block, StudyQuote):
        yield f"> {plain_signs(block.words)}\n>\n> — {plain_signs(block.label)}"
    else:
        yield from _sentences(block)


def _sentences(block: StudyLines | StudyDrawing) -> Iterator[str]:
    if block.heading:
        yield f"### {plain_signs(block.heading)}"
    each = [plain_signs(line) for line in block.lines]
    if isinstance(block, StudyLines) and block.listed:
        yield "\n".join(f"- {line}" for line in each)
    elif isinstance(block, StudyLines) and block.boxed:
        yield "\n>\n".join(f"> {line}" for line in each)
    else:
        yield from each


def _row(cells: tuple[str, ...]) -> str:
    is_rule = set(cells) == {"---"}
    return f"| {' | '.join(cells if is_rule else map(plain_signs, cells))} |"
