"""K26: whatever a release can show is searched by the word properties, or left out by name and for a reason.

Almost all that is shown is a text, and texts are searched. What else may be shown stands here, by field: one
that nobody has named here fails a test, so that no way to show words comes in unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kapea.core.checker.context import CheckContext
from kapea.core.languages.phrases import Phrases, plain
from kapea.core.pack.model import Lint, Release
from kapea.core.pack.problem import Place, Problem

SEARCHED = "searched"
SHOWN: Mapping[str, str] = {
    "Release.texts": SEARCHED,
    "Release.staff_texts": "only staff read it; duty_cards searches it",
    "Phrasebook.ask": SEARCHED,
    "Phrasebook.aloud": SEARCHED,
    "Phrasebook.alarm": SEARCHED,
    "Phrase.says": SEARCHED,
    "Setting.stops": SEARCHED,
    "Setting.does_not_stop": SEARCHED,
    "Phrasebook.name": "what a language calls itself",
    "Organization.name": "what an organisation calls itself; it is told to authors only",
    "Setting.app": "what an app calls itself",
    "Setting.path": "the app's own words; they rest on a record (K18)",
    "Setting.differs": "the app's own words; they rest on a record (K18)",
    "Setting.local": "the app's own words; they rest on a record (K18)",
    "Release.known_sources": "the title that its author gave a source; it names what the source is about",
    "Law.title": "the name of a law is the law's own; it is told to authors only",
    "Law.about": "what a law covers; it is told to authors only",
    "Release.pictures": "shapes from an allow-list: a drawing holds no text",
    "Service.website": "an address, of which pages show the host; no name of ours",
    "Phone.number": "digits",
    "StudyCard.sign": "a sign without words",
    "Instrument.left_out": "signs without words; they are told to authors only",
}
"""Fields of a release that hold words somebody may be shown: searched, or the reason why not."""


def others_are_seemly(case: CheckContext) -> Iterator[Problem]:
    """K26. There are no lists of the languages of phrasebooks: what is left there in English is found."""
    lint = case.release.lint.get("en") or Lint()
    never, media = Phrases(lint.banned), Phrases(lint.media)
    for where, what, words in _others(case.release):
        said = plain(words)
        if (phrase := never.find(said) or media.find(said)) is not None:
            says = f"{what} may be shown, and says “{phrase}”"
            yield case.problem("K26", where, says, "say it plainly, or leave it out")


def _others(release: Release) -> Iterator[tuple[str | Place, str, str]]:
    """What is shown besides texts and is searched: where it stands, what it is, its words."""
    for id, book in release.phrasebooks.items():
        where = Place(f"{release.id}/phrases/{id}.yaml")
        yield from (
            (where, f"a sentence in {book.name}", said) for said in (book.ask, book.aloud, book.alarm)
        )
        yield from ((where, f"a sentence in {book.name}", each.says) for each in book.phrases.values())
    for id, setting in release.menus.items():
        yield from ((id, f"the setting {id}", said) for said in (setting.stops, setting.does_not_stop))
