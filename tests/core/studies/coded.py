"""Coded texts for tests: the segments of the invented corpus, the two continua, and any text."""

from __future__ import annotations

from hypothesis import strategies as st

from kapea.core.studies.coded_units import CodedSpan, TextOfTwoCoders

CORPUS = (
    ("T1", 170, 255, "EXP-ADDED", "EXP-ADDED"),
    ("T1", 578, 632, "EXP-FEAR", "EXP-FEAR"),
    ("T1", 772, 875, "PRO-ADULT", "PRO-ADULT"),
    ("T1", 1127, 1164, "BAR-WHERE", "BAR-WHERE"),
    ("T2", 626, 688, "BAR-STIGMA", "EXP-BOYS"),
    ("T2", 933, 970, "PRO-PEER", "PRO-PEER"),
    ("T3", 191, 219, "CAP-SKILL", "CAP-SKILL"),
    ("T3", 909, 963, "BAR-STIGMA", "BAR-STIGMA"),
    ("T4", 151, 203, "CAP-ROLE", ""),
    ("T4", 782, 818, "PRO-ADULT", "BAR-STIGMA"),
    ("T5", 662, 687, "COM-DELAY", "COM-DELAY"),
    ("T6", 852, 905, "REC-PATH", "REC-PATH"),
)
"""The twelve segments that two invented coders coded: session, from, to, the first's code, the second's."""
CODES = ("EXP-ADDED", "EXP-FEAR", "BAR-COST", "BAR-STIGMA", "PRO-PEER")


def family_of(code: str) -> str:
    return code.partition("-")[0]


def families(texts: list[TextOfTwoCoders]) -> dict[str, str]:
    return {span.code: family_of(span.code) for text in texts for span in (*text.first, *text.second)}


def corpus() -> list[TextOfTwoCoders]:
    """The invented corpus."""
    return [
        TextOfTwoCoders(
            session=session,
            length=2000,
            first=tuple(CodedSpan(s, e, one) for at, s, e, one, _ in CORPUS if at == session and one),
            second=tuple(CodedSpan(s, e, two) for at, s, e, _, two in CORPUS if at == session and two),
        )
        for session in dict.fromkeys(each[0] for each in CORPUS)
    ]


def continuum(length: int) -> list[TextOfTwoCoders]:
    """A text of this length with the same coded characters."""
    first = (CodedSpan(10, 40, "X"), CodedSpan(60, 80, "Y"), CodedSpan(85, 95, "X"))
    second = (CodedSpan(15, 40, "X"), CodedSpan(60, 80, "Y"), CodedSpan(85, 95, "Y"))
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
