"""The words of a release as they are searched for phrases of the lists in `lint/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from kapea.core.languages.phrases import Phrases, plain
from kapea.core.pack.model import Lint, Release

Hit = tuple[str, str, str]
"""A text, the language, and the phrase that stands there."""


class SearchedWords:
    """All texts, made plain once."""

    def __init__(self, release: Release) -> None:
        self.release = release

    @cached_property
    def english(self) -> tuple[str, ...]:
        """The id of every text, without its forms."""
        return tuple(id for id in self.release.texts.get("en", {}) if "~" not in id)

    @cached_property
    def plain(self) -> dict[str, dict[str, str]]:
        """Language to text id, forms among them, to the words as they are searched."""
        texts = self.release.texts
        return {spoken: {id: plain(words) for id, words in each.items()} for spoken, each in texts.items()}

    @cached_property
    def by_text(self) -> dict[tuple[str, str], str]:
        """Text id and language to the words as they are searched, all forms together."""
        out: dict[tuple[str, str], str] = {}
        for language, texts in self.plain.items():
            for id, words in texts.items():
                key = (id.split("~", 1)[0], language)
                out[key] = f"{out[key]}\n{words}" if key in out else words
        return out

    @cached_property
    def everything(self) -> dict[str, str]:
        """All searched words of a language in one."""
        return {
            language: "\n".join(words for (_, spoken), words in self.by_text.items() if spoken == language)
            for language in self.release.languages
        }

    def instead(self, language: str, phrase: str) -> str:
        """What to say instead of a banned phrase that was found in a language; empty: nobody has said."""
        lists = (self.release.lint.get(spoken) for spoken in (language, "en"))
        said = (lint.banned for lint in lists if lint is not None)
        return next((m for each in said for p, m in each.items() if m and plain(p) == phrase), "")

    def hits(self, listed: Callable[[Lint], Iterable[str]], texts: Iterable[str]) -> Iterator[Hit]:
        """Each of the texts that has a listed phrase, of the language's own list or the English one: a word
        left in English is no other word.
        """
        texts = tuple(texts)
        for language in self.release.languages:
            lists = (self.release.lint.get(spoken) for spoken in dict.fromkeys((language, "en")))
            each = dict.fromkeys(p for lint in lists if lint is not None for p in listed(lint))
            everything = self.everything[language]
            # Most phrases stand nowhere at all: one look through all words spares a look through each text.
            phrases = Phrases(p for p in each if plain(p) in everything)
            for text in texts if phrases else ():
                words = self.by_text.get((text, language))
                if words is not None and (phrase := phrases.find(words)) is not None:
                    yield text, language, phrase
