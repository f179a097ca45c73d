"""What translators send back, looked at text by text before it takes the place of ours.

Nothing is taken that the check would refuse anyway, and a doubt of theirs takes no words away from readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from babel.messages.catalog import Catalog, Message

from kapea.core.doors.limits import LABEL
from kapea.core.languages.known import language_code
from kapea.core.languages.phrases import Phrases, length, plain
from kapea.core.pack.model import Lint
from kapea.core.pack.problem import Findings, Place, Problem
from kapea.core.pack.read import gettext_reader
from kapea.core.pack.read.gettext_reader import normal

"""Codes other programs write for a language of ours."""


@dataclass(slots=True)
class ReturnedTranslations:
    """What came of some files: messages to keep by text id, what is said of the others, and counts.

    Counts: taken; fuzzy (kept for translators, not shown); ours (the same, or newer); empty; refused.
    """

    kept: dict[str, Message] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def wrong_language(file: str, theirs: Catalog, language: str) -> Problem | None:
    """A problem when a file says it is of another language; one that says nothing is taken at its word."""
    said = str(theirs.locale_identifier or "").replace("-", "_").split("_")[0]
    if said in ("", language) or language_code(said) == language:
        return None
    mend = f"name the language it is of: kapea translate import PACK {said} …"
    return Problem("P07", Place(file), f"this file says it is “{said}”, not “{language}”", mend)


def check_returned(
    files: Mapping[str, Catalog], ours: Mapping[str, Message], english: Mapping[str, str], lint: Lint
) -> ReturnedTranslations:
    """Looks at every message of the files (name to catalogue) against our texts of one language."""
    desk = _Desk(ours, english, lint)
    for file, theirs in files.items():
        for message in theirs:
            if message.id:
                desk.take(Place(file, message.lineno or 1, message.context or ""), message)
    return desk.out


class _Desk:
    """Where what came back is looked at, message by message."""

    def __init__(self, ours: Mapping[str, Message], english: Mapping[str, str], lint: Lint) -> None:
        self.ours, self.english, self.lint = ours, english, lint
        self.banned, self.media = Phrases(lint.banned), Phrases(lint.media)
        self.out, self.origin = ReturnedTranslations(), dict[str, str]()

    def take(self, place: Place, theirs: Message) -> None:
        words = normal(theirs.string) if isinstance(theirs.string, str) else ""
        if not words:
            self.out.counts["empty"] += 1
        elif wrong := [*self._unusable(place, theirs, words), *self._said(place, words)]:
            self.out.problems += wrong
            self.out.counts["refused"] += 1
        else:
            self.origin[place.key] = place.file
            self._keep(place, theirs, self.ours.get(place.key))

    def _unusable(self, place: Place, theirs: Message, words: str) -> Iterator[Problem]:
        if place.key not in self.english:
            says = f"no text of this pack has the id “{place.key}”" if place.key else "it has no id (msgctxt)"
            yield Problem("P07", place, says, "send a file made by kapea translate update or extract")
            return
        findings = Findings()
        gettext_reader.check_placeholders(str(theirs.id), words, place, findings)
        yield from findings.problems
        before = self.out.kept.get(place.key)
        if before is not None and normal(str(before.string)) != words:
            says = f"{self.origin[place.key]} has other words for this text"
            yield Problem("P07", place, says, "decide for one of the two, and send one file")

    def _said(self, place: Place, words: str) -> Iterator[Problem]:
        said = plain(words)
        if (term := self.banned.find(said)) is not None:
            instead = {plain(t): mend for t, mend in self.lint.banned.items()}.get(term) or "leave it out"
            yield Problem("K12", place, f"“{term}” is never said", f"say instead: {instead}")
        if (phrase := self.media.find(said)) is not None:
            mend = "ask for words, a name or a link; never for a picture"
            yield Problem("K09", place, f"this asks for a picture, file or recording (“{phrase}”)", mend)
        if place.key.endswith("~short") and length(words) > LABEL:
            says = f"a short form of {length(words)} characters, and buttons show {LABEL}"
            yield Problem("K13", place, says, "say less, rather than cut")

    def _keep(self, place: Place, theirs: Message, ours: Message | None) -> None:
        """Takes a translation that nothing is wrong with, keeps it as fuzzy, or keeps ours."""
        words = self.english[place.key]
        is_shown = ours is not None and bool(ours.string) and not ours.fuzzy and ours.id == words
        is_old = theirs.id != words
        if is_old:
            mend = "ours is kept" if is_shown else "kept as fuzzy: look at it again, and clear the mark"
            says = "the English changed since this file was made"
            self.out.problems.append(Problem("P07", place, says, mend, "warning"))
        is_ours = ours is not None and is_shown and (is_old or theirs.fuzzy or _same(ours, theirs))
        self.out.kept[place.key] = _noted(ours if ours is not None and is_ours else theirs, ours, theirs)
        self.out.counts["ours" if is_ours else "fuzzy" if is_old or theirs.fuzzy else "taken"] += 1


def _same(ours: Message, theirs: Message) -> bool:
    return normal(str(ours.string)) == normal(str(theirs.string))


def _noted(kept: Message, ours: Message | None, theirs: Message) -> Message:
    """A message with what both sides noted beside it."""
    own = list(ours.user_comments) if ours is not None else []
    out = Message(
        kept.id, kept.string, context=kept.context, flags=kept.flags, previous_id=list(kept.previous_id)
    )
    out.user_comments = [*own, *(line for line in theirs.user_comments if line not in own)]
    return out
