"""Properties that look at no words are not asked again where only words have changed.

Each is asked with a release whose words cannot be read. One that comes to its end there and finds nothing has
looked at no word, so it finds nothing whatever the words are: nothing has to be believed about what it reads.
Whoever reaches for a word is stopped, and asked with the words at every check. So is whoever finds something.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kapea.core.checker.context import CheckContext, Property
from kapea.core.checker.readers import DIRECTORY
from kapea.core.checker.walk_memory import WORDS, Memory, keep_last
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release, encode_release
from kapea.core.understanding.flags import FlagsWhenAsked

KIND = "nothing found "
NAMES = (*DIRECTORY, "word.")
"""Texts that may be read: lines about a person to call are made of them, and authors seldom change them."""


class WordsRead(Exception):
    """A property looked at words, so that others may let it find something."""


class _Unreadable(Mapping[str, Any]):
    """Part of a release of which nothing can be learned but what has one of some names, whole or its lack."""

    def __init__(self, each: Mapping[str, Any] | None = None, names: tuple[str, ...] = ()) -> None:
        self._each, self._names = each or {}, names

    def __getitem__(self, id: str) -> Any:
        if not id.startswith(self._names):
            raise WordsRead
        return self._each[id]

    def __iter__(self) -> Iterator[str]:
        raise WordsRead

    def __len__(self) -> int:
        raise WordsRead


def found_nothing(case: CheckContext, properties: Sequence[Property], memory: Memory) -> frozenset[Property]:
    """Those that find nothing, whatever the words are. The walk is one out of the memory."""
    key = KIND + fingerprint(case)
    if key not in memory:
        wordless = without_words(case)
        nothing = [_name(each) for each in properties if _finds_nothing(each, wordless)]
        keep_last(memory, KIND, key, msgspec.msgpack.encode(nothing))
    names = msgspec.msgpack.decode(memory[key], type=frozenset[str])
    return frozenset(each for each in properties if _name(each) in names)


def _name(each: Property) -> str:
    return f"{each.__module__}.{each.__qualname__}"


def _finds_nothing(each: Property, wordless: CheckContext) -> bool:
    try:
        return next(each(wordless), None) is None
    except WordsRead:
        return False


def fingerprint(case: CheckContext) -> str:
    """Of all that a property can read which reads no words: the walk, the rest of the release, the day.

    The hash of the release is left out here and there: it is a name, and another for every word.
    """
    bare: dict[str, Mapping[str, Any]] = {name: {} for name in WORDS}
    release = msgspec.structs.replace(case.release, **bare | {"texts": _names(case)}, hash="")
    told = hashlib.sha256(f"{case.graph.kept_as} {case.on} {case.live}\n".encode())
    told.update(encode_release(release))
    return told.hexdigest()


def without_words(case: CheckContext) -> CheckContext:
    """The same case, in which words and where things stand cannot be read; nothing of it is shared with the
    other that may hold words. Who meets which text, by its id, is.
    """
    texts = {language: _Unreadable(names, NAMES) for language, names in _names(case).items()}
    hidden: dict[str, Mapping[str, Any]] = {name: _Unreadable() for name in WORDS}
    release: Release = msgspec.structs.replace(case.release, **hidden | {"texts": texts}, hash="")
    graph = case.graph.told_with(World(release, flags=FlagsWhenAsked(release.flags.values())))
    return CheckContext(_Unreadable(), release, graph, on=case.on, live=case.live, seen=case.seen)


def _names(case: CheckContext) -> dict[str, dict[str, str]]:
    """The texts that may be read, of every language."""
    return {
        language: {id: words for id, words in texts.items() if id.startswith(NAMES)}
        for language, texts in case.release.texts.items()
    }
