"""Coded texts for tests: the segments of the invented corpus, the two continua, and any text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kapea.core.studies.coded_units import CodedSpan, TextOfTwoCoders

DEMO: Mapping[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "studies-demo.json").read_text(encoding="utf-8")
)
"""The invented study, with what two invented coders coded."""
TRUTH: Mapping[str, Any] = DEMO["ground_truth"]
"""Figures worked out apart from us, to the printed digit."""
CODES = ("EXP-ADDED", "EXP-FEAR", "BAR-COST", "BAR-STIGMA", "PRO-PEER")


def family_of(code: str) -> str:
    return code.partition("-")[0]


def families(texts: list[TextOfTwoCoders]) -> dict[str, str]:
    return {span.code: family_of(span.code) for text in texts for span in (*text.first, *text.second)}


def corpus() -> list[TextOfTwoCoders]:
    """The twelve segments of the invented study, in its six transcripts."""
    found: dict[str, tuple[list[CodedSpan], list[CodedSpan]]] = {}
    for each in DEMO["coded_segments"]:
        for spans, code in zip(
            found.setdefault(each["transcript"], ([], [])), (each["coder_a"], each["coder_b"]), strict=True
        ):
            spans += [CodedSpan(each["start"], each["end"], code)] if code else []
    lengths = {each["id"]: len(each["deidentified_text"]) for each in DEMO["transcripts"]}
    return [
        TextOfTwoCoders(session=id, length=lengths[id], first=tuple(first), second=tuple(second))
        for id, (first, second) in found.items()
    ]


def continuum(length: int) -> list[TextOfTwoCoders]:
    """A text of this length with the same coded characters."""
    first, second = (
        tuple(CodedSpan(*span) for span in TRUTH["continuum"][coder]) for coder in ("coder_a", "coder_b")
    )
    return [TextOfTwoCoders(session="S", length=length, first=first, second=second)]


@st.composite
def _span(draw: st.DrawFn) -> CodedSpan:
    start = draw(st.integers(0, 55))
    return CodedSpan(start, draw(st.integers(start + 1, 60)), draw(st.sampled_from(CODES)))


SPANS = st.lists(_span(), max_size=5).map(tuple)


@st.composite
def _text(draw: st.DrawFn) -> TextOfTwoCoders:
    return TextOfTwoCoders(
        session=draw(st.sampled_from("ABCD")), length=60, first=draw(SPANS), second=draw(SPANS)
    )


TEXTS = st.lists(_text(), max_size=4)
"""Some texts of some sessions: segments touch, overlap, hold each other, or are not there at all."""
