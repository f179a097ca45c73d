"""K13: every text and every answer fits every door, whole, in every language."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.phrases import length
from kapea.core.doors.limits import DOORS, LABEL, VOICE, Door, fits
from kapea.core.pack.problem import Problem
from kapea.core.paper.space_estimate import has_room
from kapea.core.present.drawings import TooLong, filled, slots


def messages_fit(case: CheckContext) -> Iterator[Problem]:
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
    yield from _drawings(case)
    for material in case.release.materials.values():
        for language in case.release.languages:
            if not has_room(case.release, material, language):
                says = f"{language}: {material.id} has more words than an {material.size} sheet has room for"
                yield case.problem("K13", material.id, says, "say less, or allow more `pages:`")


def _drawings(case: CheckContext) -> Iterator[Problem]:
    """The words of a menu fit the phone that is drawn, and a phone with room for a word has one."""
    for node in case.release.nodes:
        drawing = case.release.pictures.get(node.picture, "")
        words = node.screen.slots if node.screen is not None else ()
        if drawing and 1 in slots(drawing) and not (words and words[0]):
            says = f"the drawing {node.picture} has room for a word, and this screen has none"
            yield case.problem("K13", case.node_at(node.id), says, "choose a drawing without a slot")
        for language in case.release.texts if words else ():
            try:
                filled(drawing, [case.release.text(text, language) if text else "" for text in words])
            except TooLong as error:
                says = f"{language}: “{error}” has no room in the drawing {node.picture}"
                yield case.problem("K13", case.node_at(node.id), says, "choose one with a larger slot")


def _spoken(case: CheckContext, text: str, language: str, door: Door) -> str:
    texts = case.release.texts[language]
    return (texts.get(f"{text}~spoken") if door is VOICE else None) or texts.get(text, "")


def _labels(case: CheckContext) -> Iterator[Problem]:
    for text, at in case.seen.labels.items():
        for language, texts in case.release.texts.items():
            full, small = texts.get(text, ""), texts.get(f"{text}~short", "")
            if length(full) <= LABEL or (small and length(small) <= LABEL):
                continue
            long = small or full
            says = f"{language}: the answer “{long}” has {length(long)} characters, and buttons show {LABEL}"
            mend = f"add `short:` of at most {LABEL} characters"
            yield case.problem("K13", text, says, mend, at=at)
