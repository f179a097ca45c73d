"""What must be recorded, the most urgent first; what is red, where a computer's voice is never heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kapea.core.checker.context import CheckContext
from kapea.core.checker.needed_prompts import composed_texts
from kapea.core.checker.readers import NOBODY_YET
from kapea.core.dialogue.look import NOTES
from kapea.core.dialogue.view import Shown, View
from kapea.core.pack.model import Recorded
from kapea.core.pack.problem import Problem
from kapea.core.speech.speech_script import is_sayable, spoken_words

BY_TELEPHONE = "by telephone"
"""What only calls say: it comes last, for those who have no such door."""
URGENCIES = ("red", "first words and steps", "first view", "question", "rest", BY_TELEPHONE)
"""In the order in which a person records them."""
REST = "rest"
FIRST_ROLES = ("first", "do")
NAMED = 3
READ_ALOUD = (
    "word.purpose",
    "word.cannot-read",
    "word.unread-call",
    "word.unread-say",
    "word.unread-tap",
)
"""Small words of screens that are said besides: what this is, and the page for who reads nothing."""


class Wanted(msgspec.Struct, frozen=True):
    """A text to record: how urgent, and who is spoken to (nobody named: anyone)."""

    text: str
    urgency: str
    who: tuple[str, ...]


def wanted_recordings(case: CheckContext, language: str) -> tuple[Wanted, ...]:
    """Every text of a language that people meet and that can be recorded, the most urgent first."""
    urgent, called = _urgencies(case), _with_words(case, language, _by_telephone(case))
    found = [Wanted(id, urgent.get(id, REST), _who(case, id)) for id in _sayable(case, language)]
    found += (Wanted(id, BY_TELEPHONE, ()) for id in called)
    return tuple(sorted(found, key=lambda each: URGENCIES.index(each.urgency)))


def _sayable(case: CheckContext, language: str) -> list[str]:
    return _with_words(case, language, needed(case))


def _with_words(case: CheckContext, language: str, ids: Iterable[str]) -> list[str]:
    said = case.release.texts.get(language, {})
    return [id for id in ids if is_sayable(spoken_words(said, id))]


def _by_telephone(case: CheckContext) -> list[str]:
    """Texts and forms of texts that calls alone say."""
    known, english = needed(case), case.release.texts.get("en", {})
    composed = [id for id in composed_texts(case.world) if id not in set(known)]
    return list(dict.fromkeys((*composed, *(form for id in known if (form := f"{id}~call") in english))))


def needed(case: CheckContext) -> tuple[str, ...]:
    """Texts met in conversations and on pages to read; of the small words of screens, those that are said.
    What a facilitator says to a group needs no recording.
    """
    met = {*case.seen.by, *NOTES.values(), *READ_ALOUD}
    others = (id for id in case.conversational if id in met or not id.startswith("word."))
    return tuple(id for id in others if id in met or id not in case.in_rooms)


def missing_by_language(case: CheckContext, language: str) -> tuple[str, ...]:
    """Texts to record that no person has recorded, the most urgent first."""
    have = case.release.media.get(language, {})
    return tuple(
        each.text for each in wanted_recordings(case, language) if not by_a_person(have.get(each.text))
    )


def count_missing(case: CheckContext, language: str) -> int:
    """How many texts of conversations and pages no person has recorded; not what only calls say."""
    have = case.release.media.get(language, {})
    return sum(1 for id in _sayable(case, language) if not by_a_person(have.get(id)))


def by_a_person(heard: Recorded | None) -> bool:
    return heard is not None and not heard.placeholder


def red(case: CheckContext) -> dict[str, int]:
    """Texts on a screen of danger, or in a red view that names whom to call; and a place where each stands.

    A level once red stays so: what is said later, on the way on, is not meant here. The pages see to it that
    no computer speaks there either.
    """
    out: dict[str, int] = {}
    for at, view in case.graph.screens():
        if view.node in case.world.red_nodes or (view.level == "red" and case.people.at(at)):
            for shown in _said(view):
                out.setdefault(shown.text, at)
    return out


def unfit(case: CheckContext) -> Iterator[Problem]:
    """A computer's voice where it is red, or in a pack that is live: never."""
    spoken = {
        lang: [id for id, h in each.items() if h.placeholder] for lang, each in case.release.media.items()
    }
    urgent = red(case) if any(spoken.values()) else {}
    for language, made in spoken.items():
        for id in (each for each in made if each in urgent):
            says = f"{language}: a computer speaks {case.quoted(id)}, and that is shown where it is red"
            mend = "take the recording out of the index, and have a person record it"
            yield case.problem("K15", id, says, mend, at=urgent[id])
        if made and (case.live or case.release.live):
            says = f"{language}: {len(made)} texts are spoken by a computer ({_some(made)})"
            yield case.problem("K15", made[0], says, "have a person record them")


def _some(texts: list[str]) -> str:
    return ", ".join(texts[:NAMED]) + (" …" if len(texts) > NAMED else "")


def _said(view: View) -> Iterator[Shown]:
    yield from view.shown
    if view.ask is not None:
        yield view.ask


def _urgencies(case: CheckContext) -> dict[str, str]:
    """Text to how urgent it is; what is not here comes last."""
    out = dict.fromkeys(case.asks, "first words and steps") | dict.fromkeys(READ_ALOUD, "first view")
    for _, view in case.graph.screens():
        for shown in _said(view):
            kind = _urgency(case, view, shown)
            if _is_sooner(kind, out.get(shown.text)):
                out[shown.text] = kind
    return out


def _urgency(case: CheckContext, view: View, shown: Shown) -> str:
    if view.node in case.world.red_nodes:
        return "red"
    if view.node == case.release.nodes[case.world.start].id:
        return "first view"
    if shown is view.ask:
        return "question"
    return "first words and steps" if shown.role in FIRST_ROLES else "rest"


def _is_sooner(kind: str, than: str | None) -> bool:
    return than is None or URGENCIES.index(kind) < URGENCIES.index(than)


def _who(case: CheckContext, text: str) -> tuple[str, ...]:
    """Who is spoken to; empty where anyone may be."""
    met = tuple(case.seen.by.get(text, ()))
    return () if NOBODY_YET in met else met
