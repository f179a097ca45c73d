"""K14 and K15: what is not translated, and which pictures and recordings are missing."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker import needed_recordings
from kapea.core.checker.context import CheckContext
from kapea.core.dialogue.view import View
from kapea.core.pack.problem import Problem, Severity
from kapea.core.present.blocks import sign_of

HELP = "help"
NAMED = 3
"""Missing texts named in one line; the rest are counted."""


def translations_complete(case: CheckContext) -> Iterator[Problem]:
    """K14. One line for each document and language."""
    if "en" not in case.release.texts:
        yield case.problem("K14", "", "English, the source language, is not among the languages", 'add "en"')
    for language, texts in case.release.texts.items():
        gaps: dict[str, list[str]] = {}
        for text in case.english:
            if text not in texts:
                gaps.setdefault(document_of_text(text), []).append(text)
        for name, missing in gaps.items():
            is_default = language == case.release.default_language
            more = " …" if len(missing) > NAMED else ""
            some = ", ".join(missing[:NAMED]) + more
            says = f"{language}: {len(missing)} texts of {name} are not translated: {some}"
            mend = f"translate them in locale/{language}/"
            severity: Severity = "error" if is_default or case.live else "warning"
            yield case.problem("K14", missing[0], says, mend, severity=severity)


def document_of_text(text: str) -> str:
    """What a text belongs to, as a translator knows it: S02, help, words, services."""
    first = text.split(".", 1)[0]
    return {"word": "words", "service": "services", "type": "contacts", "area": "areas"}.get(first, first)


def media_listed(case: CheckContext) -> Iterator[Problem]:
    """K15. A report, not a proof: recordings are made after the words are settled."""
    for name, where in sorted(_pictures(case).items()):
        if name not in case.release.pictures:
            mend = f"draw pictures/{name}.svg, or name another"
            yield case.problem("K15", where, f"there is no picture “{name}”", mend, severity="warning")
    yield from _undrawn(case)
    yield from needed_recordings.unfit(case)
    for language in case.release.languages:
        if count := needed_recordings.count_missing(case, language):
            made = sum(1 for each in case.release.media.get(language, {}).values() if each.placeholder)
            has = f" ({made} of them have a computer's voice)" if made else ""
            mend = f"kapea recordings sheet {case.release.id} --language {language}: the most urgent first"
            says = f"{language}: {count} recordings missing{has}"
            yield case.problem("K15", "", says, mend, severity="note")


def _undrawn(case: CheckContext) -> Iterator[Problem]:
    """Answers and questions of the help that whoever reads nothing could not tell from others."""
    for what, mend, texts in (
        ("answers", "`picture:` beside their words, or in the choice", undrawn_answers(case)),
        ("questions", "`picture:` in the node that asks", undrawn_questions(case)),
    ):
        if texts:
            more = " …" if len(texts) > NAMED else ""
            says = f"{len(texts)} {what} have no drawing: {', '.join(list(texts)[:NAMED])}{more}"
            where, at = next(iter(texts.items()))
            yield case.problem("K15", where, says, f"write {mend}", severity="note", at=at)


def undrawn_answers(case: CheckContext) -> dict[str, int]:
    """Texts of answers met on the help that have no drawing, and a place where each is met."""
    out: dict[str, int] = {}
    for at, view in _help(case):
        for offer in view.offers:
            if not sign_of(offer, case.release.signs):
                out.setdefault(offer.text, at)
    return out


def undrawn_questions(case: CheckContext) -> dict[str, int]:
    """Questions met on the help over which no drawing stands. The first one has its answers' only: they are
    drawings themselves, and as high on the page as can be.
    """
    first = case.release.nodes[case.world.start].id
    asked = ((at, view) for at, view in _help(case) if view.ask is not None and view.node != first)
    out: dict[str, int] = {}
    for at, view in asked:
        if view.ask is not None and not view.picture and not any(each.picture for each in view.shown):
            out.setdefault(view.ask.text, at)
    return out


def _help(case: CheckContext) -> Iterator[tuple[int, View]]:
    """What is met on the way from a worry to help."""
    nodes = {node.id for node in case.release.nodes if node.journey == HELP}
    return ((at, view) for at, view in case.graph.screens() if view.node in nodes)


def _pictures(case: CheckContext) -> dict[str, str]:
    """Every picture that is named, and a place that names it."""
    named: dict[str, str] = {}
    for id, situation in case.release.situations.items():
        named.setdefault(situation.picture, id)
        for voice in situation.voices.values():
            for lines in voice.parts.values():
                named |= {line.picture: line.say[0].text for line in lines if line.picture and line.say}
    for block in case.release.blocks.values():
        named.setdefault(block.picture, block.id)
    for material in case.release.materials.values():
        named |= {name: material.id for name in (material.picture, *(p.picture for p in material.parts))}
    for plan in case.release.workshops.values():
        named |= {name: plan.id for name in (plan.picture, *(n for p in plan.parts for n in p.pictures))}
    for text, name in case.release.signs.items():
        named.setdefault(name, text)
    for node in case.release.nodes:
        for name in (node.picture, *(c.picture for c in node.choices)):
            named.setdefault(name, node.id)
    named.pop("", None)
    return named
