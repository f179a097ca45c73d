"""What it costs to say how far two coders agree, over many transcripts."""

from __future__ import annotations

from functools import partial
from random import Random

from bench import clock
from bench.figures import Section
from bench.steady import steady_random
from kapea.core.studies.agreement import coder_agreement
from kapea.core.studies.agreement_interval import ROUNDS, agreement_interval
from kapea.core.studies.coded_units import AgreementBasis, CodedSpan, TextOfTwoCoders

HOW = """\
Transcripts of 500 sessions, in each 50 segments of either coder, a code of forty in eight families each; nine
in ten of the second coder's are near one of the first's. All lines of one basis: of every code, of each
family, of each code. “Growth”: what a segment costs, beside a tenth of the sessions, in one run. The
interval: one line, a thousand rounds over all sessions."""
SESSIONS, SEGMENTS, APART = 500, 50, 400
"""A segment begins every so many characters, on the whole."""
CODES = {f"{family}-{n}": family for family in "ABCDEFGH" for n in range(5)}


def measure(effort: clock.Effort = clock.USUAL, sessions: int = SESSIONS) -> Section:
    section = Section("Agreement of two coders", HOW)
    many = coded_texts(sessions)
    few = many[: len(many) // 10]
    segments = sum(len(text.first) + len(text.second) for text in many)
    for basis in (AgreementBasis.CODED_BLOCKS, AgreementBasis.CODED_CHARACTERS):
        work = {"many": partial(_every_value, many, basis), "few": partial(_every_value, few, basis)}
        spent = clock.each(work, effort)
        name = f"{segments:,} segments, {basis.value.replace('_', ' ')}"
        growth = spent["many"] / spent["few"] * len(few) / len(many)
        section.add(name, spent["many"], "s", bar=10, aim=3)
        section.add(f"{name}: growth", growth, "×", bar=2, aim=1.2)
    figure = coder_agreement(many, CODES, AgreementBasis.CODED_BLOCKS)[-1]
    on_rounds = clock.once(lambda: agreement_interval(figure, steady_random(1).randrange))
    name = f"an interval, {ROUNDS:,} rounds over {sessions} sessions"
    section.add(name, on_rounds, "s", bar=20, aim=5)
    return section


def _every_value(texts: list[TextOfTwoCoders], basis: AgreementBasis) -> list[object]:
    return [figure.value for figure in coder_agreement(texts, CODES, basis)]


def coded_texts(sessions: int) -> list[TextOfTwoCoders]:
    """The same texts each time."""
    random = steady_random(1)
    return [_text(f"S{number}", random) for number in range(sessions)]


def _text(session: str, random: Random) -> TextOfTwoCoders:
    codes = sorted(CODES)
    first = [_span(at * APART, random.choice(codes), random) for at in range(SEGMENTS)]
    near = [span.code if random.random() < 0.9 else random.choice(codes) for span in first]
    second = [_span(span.start, code, random) for span, code in zip(first, near, strict=True)]
    length = (SEGMENTS + 2) * APART
    return TextOfTwoCoders(session=session, length=length, first=tuple(first), second=tuple(second))


def _span(start: int, code: str, random: Random) -> CodedSpan:
    return CodedSpan(begins := start + random.randrange(150), begins + random.randrange(20, 250), code)
