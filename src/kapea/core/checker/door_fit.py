"""K13: every line of every message of every door fits it whole, in every language; so does what is printed.

A message holds whole lines only (core/doors/render.py), so it fits when its lines do. Looking at each line
once, instead of each message of each view, is what keeps this quick.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from kapea.core.checker.context import CheckContext
from kapea.core.checker.readers import DIRECTORY
from kapea.core.dialogue.menu_screen import DATE
from kapea.core.directory.areas import area_classes
from kapea.core.directory.match import Match, Need, match
from kapea.core.doors.limits import DOORS, LABEL, VOICE, Door, fits
from kapea.core.doors.numbered import longest_keys
from kapea.core.doors.render import contact_said, text_said
from kapea.core.languages.phrases import length
from kapea.core.pack.problem import ASKED_SINCE, Problem
from kapea.core.paper.space_estimate import has_room
from kapea.core.present.drawings import TooLong, filled, slots

LONGEST_DATE = "12/2026"
"""Of what stands where a text says when a menu was seen."""
MOST_NUMBER = 99
BOUNDED = tuple(door for door in DOORS if door.body)
"""Doors whose messages end somewhere."""
BY_FORM = {door.form: door for door in BOUNDED}
"""A door for each form of a text: others say the same words."""


def messages_fit(case: CheckContext) -> Iterator[Problem]:
    """K13. Every unit that a message of any door is made of fits it whole; then so does every message."""
    yield from _labels(case)
    yield from _texts(case)
    yield from _numbered(case)
    yield from _drawings(case)
    for material in case.release.materials.values():
        for language in case.release.languages:
            if not has_room(case.release, material, language):
                says = f"{language}: {material.id} has more words than an {material.size} sheet has room for"
                mend = "say less, or allow more `pages:`"
                # letters were smaller once: what was made then is refused by the press, and stops no help
                yield case.problem("K13", material.id, says, mend, reason=ASKED_SINCE)


def _texts(case: CheckContext) -> Iterator[Problem]:
    named = (text for text in case.english if text.startswith(DIRECTORY))
    room = _Room(case)
    for text in (*case.conversational, *named):
        for language in case.release.texts:
            by_form = {form: _said(case, text, language, door) for form, door in BY_FORM.items()}
            tight = [d for d in BOUNDED if not room.is_for(by_form[d.form], d, language)]
            if tight:
                says = f"{language}: too long for one message by {', '.join(d.name for d in tight)}"
                # A voice alone says the spoken form; at every other door it mends nothing.
                spoken = ", or give it a shorter `spoken`" if tight == [VOICE] else ""
                yield case.problem("K13", text, says, f"make it two texts{spoken}", at=case.seen.place(text))


class _Room:
    """Whether a line stands whole in a message; by text message with the keys under it."""

    def __init__(self, case: CheckContext) -> None:
        self._release = case.release
        self._keys: dict[tuple[str, str], str] = {}

    def is_for(self, line: str, door: Door, language: str) -> bool:
        return fits(f"{line}{self._under(door, language)}", door, language)

    def _under(self, door: Door, language: str) -> str:
        known = self._keys.get((door.name, language))
        if known is None:
            known = f"\n{longest_keys(self._release, language, door)}" if door.shows_keys else ""
            self._keys[door.name, language] = known
        return known


def _said(case: CheckContext, text: str, language: str, door: Door) -> str:
    """As the door says it, with the longest date where a menu was seen; nothing if it is not translated."""
    if text not in case.release.texts[language]:
        return ""
    return text_said(case.release, text, language, door).replace(DATE, LONGEST_DATE)


def contacts_fit(case: CheckContext) -> Iterator[Problem]:
    """K13. So does everybody who is ever named, with the number, the reasons and the doubts said then."""
    known, room = set[tuple[str, str]](), _Room(case)
    for language, found, at in (*_named(case), *_near(case)):
        line = contact_said(case.release, found, language)
        if (language, line) in known:
            continue
        known.add((language, line))
        lines = {door: contact_said(case.release, found, language, door) for door in DOORS}
        tight = [door.name for door in DOORS if not room.is_for(lines[door], door, language)]
        if tight:
            says = f"{language}: “{line}” is too long for one message by {', '.join(tight)}"
            mend = "shorten the name of the service, or its address, or give the name a `short:`"
            yield case.problem("K13", found.service.id, says, mend, at=at)


def _named(case: CheckContext) -> Iterator[tuple[str, Match, int]]:
    """Each different line about somebody, its language, and the first place that has it."""
    languages = case.release.languages
    rows: set[int] = set()
    lines: set[tuple[str, str, str, tuple[str, ...]]] = set()
    for at, _ in case.graph.screens():
        named = case.people.at(at)
        if id(named) in rows:
            continue
        rows.add(id(named))
        for n, matches in enumerate(named):
            language = languages[n * len(languages) // len(named)]
            for found in matches:
                number = found.phone.number if found.phone else ""
                if (line := (language, found.service.id, number, found.reasons)) not in lines:
                    lines.add(line)
                    yield language, found, at


def _near(case: CheckContext) -> Iterator[tuple[str, Match, int]]:
    """Everybody who serves certain areas, as they are named to whoever is there; places are in any view."""
    directory, start = case.release.directory, min(case.graph.starts.values())
    for area in area_classes(directory.areas, directory.services.values()):
        for language, who, hour in product(case.release.languages, ("child", "caregiver"), case.people.hours):
            need = Need(tuple(directory.types), language, area=area, who=who)
            yield from ((language, m, start) for m in match(directory, need, at=hour) if m.service.areas)


def _numbered(case: CheckContext) -> Iterator[Problem]:
    """Answers where there is nothing to tap, each with its number."""
    doors, room = [door for door in BOUNDED if door.numbered], _Room(case)
    for text, at in case.seen.labels.items():
        for language in case.release.texts:
            lines = ((d, f"{MOST_NUMBER} {_said(case, text, language, d)}") for d in doors)
            tight = [door.name for door, line in lines if not room.is_for(line, door, language)]
            if tight:
                says = f"{language}: with its number, too long for one message by {', '.join(tight)}"
                yield case.problem("K13", text, says, "say it in fewer words", at=at)


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
