"""K29: nobody is told to pay, to meet or confront whoever hurts, to erase first, to keep the picture, to be
silent or to settle it, nor blamed, nor promised silence. Who is young and may want to die is not sent to the
police. In a workshop nobody is made to play whoever harms, or to tell what they went through.

A way to say it is a fault unless a no stands before it in the same part of a sentence. What a person says of
themselves (titles, what holds one back, what to say on the phone, what somebody made up says) is no advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kapea.core.checker.context import CheckContext
from kapea.core.checker.listed_words import ListedWords
from kapea.core.checker.readers import YOUNG
from kapea.core.languages.phrases import plain
from kapea.core.languages.text import FULL_STOPS
from kapea.core.pack.model import Lint
from kapea.core.pack.parse.word_lists import IN_ROOMS
from kapea.core.pack.problem import Problem
from kapea.core.understanding.flags import Ways
from kapea.core.understanding.spelling import spelled

MENDS: Mapping[str, str] = {
    "pay": "say not to pay; paying seldom ends it",
    "meet": "say to stay where others are; nobody meets whoever hurts",
    "confront": "say to keep away from that person, and who can help",
    "erase": "say to write it down first; blocking and erasing come after",
    "keep": "say what to write instead: names, links, times; never to keep a picture",
    "hush": "say whom to tell; silence helps whoever hurts",
    "settle": "say who outside can help; what was done is not settled",
    "blame": "say what they did; it is never the doing of whoever was hurt",
    "promise": "say who may need to know, and that they are told first",
    "play": "let them play who is told, who helps, who watches; the facilitator says what is hard to hear",
    "recount": "speak of people who are made up; say who listens afterwards",
}
"""By kind, how to mend it."""
YOUNG_ONLY = frozenset({"hush"})
"""An adult is told whom not to tell, so that whoever hurts learns nothing; a child is never silenced."""
OWN_WORDS = re.compile(
    r"\.title(/|$)|\.stuck\.\d+\.say(/|$)|^S\d+\.[a-z]+\.say(/|$)|^[^.]+\.\d+\.pressure\.\d+$"
)
"""Ids of what a person says, not of what is said to them."""
APP_WORDS = "menu."
_SENTENCE = re.compile(rf"[^{FULL_STOPS}…:;៖“”«»\n]+[{FULL_STOPS}]?")
_OR = frozenset({"or", "nor", "o", "ni", "au", "wala", "वा", "nguni"})
"""Words by which a no before them holds for what follows too."""
AFTER: Mapping[str, int] = {"ne": 3, "en": 1}
"""By language, how many words after what it belongs to a no may stand: pay nothing."""


def unwise(case: CheckContext) -> Iterator[Problem]:
    """K29."""
    for language in case.release.languages:
        lint = case.release.lint.get(language)
        if lint is None or not lint.advice:
            continue
        looked_for, excused = _Advice(lint, language), dict(lint.otherwise.get("advice", {}))
        for id, words in case.release.texts.get(language, {}).items():
            text = id.split("~", 1)[0]
            if _is_own(case, text):
                continue
            in_room = text in case.in_rooms
            for kind, said in looked_for.given(words, in_room=in_room):
                if kind in YOUNG_ONLY and not _young_read(case, text):
                    continue
                if text in lint.otherwise.get("advice", {}):
                    excused.pop(text, None)
                    continue
                says = f"{language}: this says to {_TO[kind]}: “{said}”"
                yield case.problem("K29", id, says, MENDS[kind], at=case.seen.place(text))
        for text in excused.keys() & case.release.texts.get(language, {}).keys():
            says = f"{language}: `otherwise: advice: {text}` excuses nothing"
            yield case.problem("K29", text, says, f"take it out of lint/{language}.yaml", severity="warning")


def _is_own(case: CheckContext, text: str) -> bool:
    """Whether these are a person's own words, or an app's: an answer, a title, a word of a menu."""
    return text in case.seen.labels or text.startswith(APP_WORDS) or OWN_WORDS.search(text) is not None


def _young_read(case: CheckContext, text: str) -> bool:
    return any(who in YOUNG for who in case.seen.by.get(text, ())) or case.is_page(text)


_TO = {
    "pay": "pay",
    "meet": "meet whoever may hurt",
    "confront": "confront whoever hurts",
    "erase": "erase or block before it is written down",
    "keep": "keep or show a picture",
    "hush": "be silent",
    "settle": "settle it with whoever hurts",
    "blame": "have been at fault",
    "promise": "rely on silence that nobody can promise",
    "play": "play whoever harms",
    "recount": "tell what they went through",
}


class _Advice:
    """The ways of one language."""

    def __init__(self, lint: Lint, language: str) -> None:
        self._after = AFTER.get(language, 0)
        self._no = ListedWords(lint.negations, lint.negations_alike)
        self._lists = lint.advice
        self._ways = {kind: Ways(ways) for kind, ways in lint.advice.items()}
        self._all = Ways(way for ways in lint.advice.values() for way in ways)

    def given(self, words: str, *, in_room: bool = False) -> Iterator[tuple[str, str]]:
        """Each kind of advice in a text, with the words that say it. A group is not asked for it either."""
        here = {way for way, _ in self._all.found(spelled(words))}
        if not here:
            return
        kinds = [kind for kind, ways in self._lists.items() if not here.isdisjoint(ways)]
        rooms = [kind for kind in kinds if kind in IN_ROOMS] if in_room else []
        each = [(part, [kind for kind in kinds if kind not in IN_ROOMS]) for part in _parts(words)]
        each += [(part, rooms) for part in _parts(words, asked=True)]
        told = dict.fromkeys((kind, said) for part, some in each for kind, said in self._in(part, some))
        yield from dict(sorted(told)).items()

    def _in(self, part: str, kinds: Iterable[str]) -> Iterator[tuple[str, str]]:
        text = spelled(part)
        for kind in kinds:
            for way, match in self._ways[kind].found(text):
                if not self._denied(way, text, match):
                    yield kind, match.group()
                    break

    def _denied(self, way: str, text: str, match: re.Match[str]) -> bool:
        """Whether a no belongs to it. A way that has a no itself is denied only by one before it."""
        before = text[: match.start()]
        if self._no.count(plain(re.sub(r"[()|]", " ", way))):
            return self._no.count(before) > 0
        after = " ".join(text[match.end() :].split()[: self._after])
        return self._no.count(f"{before} {match.group()}") > 0 or self._no.count(after) > 0


def _parts(words: str, *, asked: bool = False) -> Iterator[str]:
    """What is said by itself, parted at commas, unless an “or” goes on; questions only where `asked`."""
    for sentence in _SENTENCE.findall(words):
        if sentence.rstrip().endswith("?") and not asked:
            continue
        part = ""
        for clause in sentence.split(","):
            goes_on = part and _OR & set(clause.split()[:3])
            if part and not goes_on:
                yield part
            part = f"{part} {clause}" if goes_on else clause
        yield part


def no_police_for_dying(case: CheckContext) -> Iterator[Problem]:
    """K29. For a young person who may want to die help is a person who listens, and an ambulance."""
    excused = (case.release.lint.get("en") or Lint()).otherwise.get("police", {})
    for language in case.release.languages:
        police = ListedWords((case.release.lint.get(language) or Lint()).police)
        for text, at in case.seen.young_dying.items() if police else ():
            words = case.searched.by_text.get((text, language), "")
            if text not in excused and (said := police.first(words)) is not None:
                says = f"{language}: “{said}” where a young person may want to die"
                mend = "name the line that listens, and the ambulance or a hospital"
                yield case.problem("K29", text, says, mend, at=at)
