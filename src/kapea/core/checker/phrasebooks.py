"""K16 and K18 for pages in other languages: who listens and who comes are named, and no other number is."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.unsourced_facts import known_numbers, pressed, written
from kapea.core.pack.model import Phrasebook
from kapea.core.pack.problem import Problem

NEEDED = ("HELPLINE", "EMERGENCY")


def both_to_call(case: CheckContext) -> Iterator[Problem]:
    """K16. Who reads none of a country's languages looks no further than this page."""
    services = case.release.directory.services
    for id, book in case.release.phrasebooks.items():
        kinds = {kind for service in book.call for kind in services[service].types}
        for kind in NEEDED:
            if kind not in kinds:
                says = f"the page in {book.name} names no {kind} to call"
                yield case.problem(
                    "K16", id, says, f"add one of that type to `call:` in {book.language}.yaml"
                )


def no_other_number(case: CheckContext) -> Iterator[Problem]:
    """K18. No phrase names a number: the one that its speakers know may be of the country next door."""
    known = known_numbers(case)
    for id, book in case.release.phrasebooks.items():
        for words in _words(book):
            for number in written(words):
                if pressed(number) not in known:
                    says = f"{book.language}: “{number}” is the number of no service that is shown"
                    mend = "leave it out, and name a service under `call:`"
                    yield case.problem("K18", id, says, mend)


def _words(book: Phrasebook) -> tuple[str, ...]:
    return (book.name, book.aloud, book.alarm, *(phrase.says for phrase in book.phrases.values()))
