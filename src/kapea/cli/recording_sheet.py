"""The recording sheet: for a table program, or printed for the person at the microphone."""

from __future__ import annotations

import csv as tables
import io
from collections.abc import Sequence
from html import escape
from itertools import groupby

from kapea.cli.recording_session import ScriptLine

HEAD = ("number", "urgency", "file", "spoken to", "say this", "in English", "about seconds", "why")
ANYONE = "anyone"
STYLE = (
    "body{font:18px/1.7 system-ui,'Noto Sans Khmer',sans-serif;margin:2rem;max-width:60rem}"
    "table{border-collapse:collapse;table-layout:fixed;width:100%}tr{break-inside:avoid}h2{break-after:avoid}"
    "td,th{padding:.5rem;border-top:1px solid #999;text-align:start;vertical-align:top}"
    "th:first-child{width:27%}th:nth-child(3){width:16%}th:last-child{width:9%}"
    "code{font-size:14px;overflow-wrap:anywhere}"
    ".say{font-size:22px;font-weight:700}small{color:#444}thead{display:table-header-group}"
    "@media print{@page{margin:12mm}body{margin:0;font-size:13px;line-height:1.4}.say{font-size:17px}"
    "td,th{padding:.25rem .5rem}code{font-size:11px}}"
)
TITLES = {
    "red": "1. Words for danger. First, by a calm and experienced voice.",
    "first words and steps": "2. First words, and what to do",
    "first view": "3. The first words anybody meets",
    "question": "4. Questions",
    "rest": "5. Everything else",
    "by telephone": "6. What only calls say",
}


def csv(lines: Sequence[ScriptLine]) -> str:
    """The sheet as comma-separated values."""
    out = io.StringIO()
    table = tables.writer(out)
    table.writerow(HEAD)
    for number, line in enumerate(lines, 1):
        told = (line.urgency, line.file, _who(line), line.words, line.english, line.seconds, line.why)
        table.writerow((number, *told))
    return out.getvalue()


def html(lines: Sequence[ScriptLine], pack: str, language: str) -> str:
    """The sheet as a page to print: it asks for nothing from anywhere."""
    minutes = sum(line.seconds for line in lines) / 60
    parts = [_part(kind, list(group), language) for kind, group in groupby(lines, lambda line: line.urgency)]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Recording sheet</title>'
        f"<style>{STYLE}</style><h1>To record: {escape(pack)}, {escape(language)}</h1>"
        f"<p>{len(lines)} texts, about {minutes:.0f} minutes of speech. Say the large words, nothing else. "
        f"Save each under the name beside it.</p>{''.join(parts)}</html>\n"
    )


def _part(urgency: str, lines: Sequence[ScriptLine], language: str) -> str:
    head = "<thead><tr><th>File<th>Say this<th>To<th>Seconds</tr></thead>"
    rows = "".join(_row(line, language) for line in lines)
    return f"<h2>{TITLES[urgency]}</h2><table>{head}{rows}</table>"


def _row(line: ScriptLine, language: str) -> str:
    meant = f"<br><small>{escape(line.english)}</small>" if line.english != line.words else ""
    return (
        f"<tr><td><code>{escape(line.file)}</code><br><small>{line.why}</small>"
        f'<td><span class="say" lang="{escape(language)}">{escape(line.words)}</span>{meant}'
        f"<td>{_who(line)}<td>{line.seconds}</tr>"
    )


def _who(line: ScriptLine) -> str:
    return ", ".join(line.who) or ANYONE
