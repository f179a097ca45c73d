"""K13: every text and every answer fits every door, whole, in every language."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.case import Case
from kapea.core.checker.doors import DOORS, LABEL, VOICE, Door, fits
from kapea.core.checker.phrases import length
from kapea.core.pack.problem import Problem


def fitting(case: Case) -> Iterator[Problem]:
    """K13."""
    yield from _labels(case)
    for text in case.conversational:
        for language in case.release.texts:
            tight = [
                door.name for door in DOORS if not fits(_spoken(case, text, language, door), door, language)
            ]
            if tight:
                says = f"{language}: too long for one message by {', '.join(tight)}"
                mend = "make it two texts, or give it a shorter `spoken`"
                yield case.problem("K13", text, says, mend, at=case.seen.place(text))


def _spoken(case: Case, text: str, language: str, door: Door) -> str:
    texts = case.release.texts[language]
    return (texts.get(f"{text}~spoken") if door is VOICE else None) or texts.get(text, "")


def _labels(case: Case) -> Iterator[Problem]:
    for text, at in case.seen.labels.items():
        for language, texts in case.release.texts.items():
            full, small = texts.get(text, ""), texts.get(f"{text}~short", "")
            if length(full) <= LABEL or (small and length(small) <= LABEL):
                continue
            long = small or full
            says = f"{language}: the answer “{long}” has {length(long)} characters, and buttons show {LABEL}"
            mend = f"add `short:` of at most {LABEL} characters"
            yield case.problem("K13", text, says, mend, at=at)
