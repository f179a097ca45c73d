"""What leaves a study as one page for a browser: no script, nothing from elsewhere, and no way out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from kapea.core.languages.known import language as known_language
from kapea.core.paper.study_paper import (
    StudyBlock,
    StudyDrawing,
    StudyLines,
    StudyPaper,
    StudyPart,
    StudyQuote,
    StudyTable,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
STYLE = """
:root{color-scheme:light dark}
body{margin:0 auto;max-width:46rem;padding:1rem;font:1.05rem/1.6 "Noto Sans","Noto Sans Khmer","Hanuman",
"Khmer OS","Noto Sans Devanagari",system-ui,sans-serif;overflow-wrap:anywhere}
:lang(km),:lang(ne){line-height:1.8}
h1,h2,h3{line-height:1.4;margin:1.5rem 0 .5rem}
h1{font-size:clamp(1.4rem,5vw,2rem)}
section{border-top:2px solid;margin-top:2rem}
section:first-child{border:0;margin:0}
.mark{border:2px solid;padding:.2rem .6rem;font-weight:bold}
.box{border:2px solid;padding:.2rem 1rem;margin:1rem 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:.5rem 0;overflow-wrap:normal}
caption{text-align:start;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid;padding:.25rem .5rem;text-align:start;vertical-align:top}
blockquote{margin:1rem 0;padding-inline-start:1rem;border-inline-start:4px solid}
figure{margin:1rem 0}
.drawn{display:flex;gap:1rem;align-items:flex-start}
.drawn img{width:4rem;height:4rem;background:#fff;flex:none}
@media print{section{break-before:page}}
"""


def study_html(paper: StudyPaper) -> str:
    """The whole page, the same for the same paper. Words are words, whatever they look like."""
    return "\n".join((*_head(paper), *_body(paper), "</html>")) + "\n"


def _way(code: str) -> str:
    return f'lang="{escape(code)}" dir="{known_language(code).script.direction}"'


def _head(paper: StudyPaper) -> Iterator[str]:
    yield "<!doctype html>"
    yield f"<html {_way(paper.language)}>"
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
    yield f"<title>{escape(paper.title)}</title><style>{STYLE}</style></head>"


def _body(paper: StudyPaper) -> Iterator[str]:
    yield "<body><main>"
    for number, part in enumerate(paper.parts):
        yield from _section(paper, part, number)
    yield f"</main><footer><p>{escape(paper.foot)}</p></footer></body>"


def _section(paper: StudyPaper, part: StudyPart, number: int) -> Iterator[str]:
    id, level = f"part-{number + 1}", 1 if not number else 2
    yield f'<section aria-labelledby="{id}">'
    yield f'<h{level} id="{id}">{escape(part.heading)}</h{level}>'
    yield from (f'<p class="mark">{escape(mark)}</p>' for mark in paper.marks)
    for at, block in enumerate(part.blocks):
        yield from _block(block, f"{id}-{at + 1}", min(3, level + 1))
    yield "</section>"


def _block(block: StudyBlock, id: str, level: int) -> Iterator[str]:
    if isinstance(block, StudyTable):
        yield from _table(block, id)
    elif isinstance(block, StudyQuote):
        yield f"<figure><blockquote {_way(block.language)}><p>{escape(block.words)}</p></blockquote>"
        yield f"<figcaption>{escape(block.label)}</figcaption></figure>"
    elif isinstance(block, StudyDrawing):
        image = b64encode(block.drawing.encode()).decode()
        yield f'<div class="drawn"><img alt="" src="data:image/svg+xml;base64,{image}"><div>'
        yield from _sentences(StudyLines(block.lines, block.heading), level)
        yield "</div></div>"
    else:
        yield from _sentences(block, level)


def _sentences(block: StudyLines, level: int) -> Iterator[str]:
    around, each = ("<ul>", "</ul>"), "li"
    if not block.listed:
        around, each = ("", ""), "p"
    yield '<div class="box">' if block.boxed else "<div>"
    if block.heading:
        yield f"<h{level}>{escape(block.heading)}</h{level}>"
    said = "".join(f"<{each}>{escape(line)}</{each}>" for line in block.lines)
    yield f"{around[0]}{said}{around[1]}</div>"


def _table(table: StudyTable, id: str) -> Iterator[str]:
    """A wide one is moved by keys, and says its name to whoever hears the page."""
    yield f'<div class="wide" role="region" tabindex="0" aria-labelledby="{id}">'
    yield f'<table><caption id="{id}">{escape(table.caption)}</caption>'
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    yield f"<thead><tr>{head}</tr></thead><tbody>"
    for first, *rest in table.rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
