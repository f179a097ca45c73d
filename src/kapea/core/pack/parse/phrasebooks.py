"""Phrases: what somebody needs who reads none of a pack's languages, one file a language.

Such a file holds no number: it names services, and what is shown of them comes from the directory.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kapea.core.directory.model import Service
from kapea.core.pack.model import PHRASES_OF, Phrase, Phrasebook, Upkeep
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.parse.upkeep import read_upkeep
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read.field_readers import count, place_of, placed
from kapea.core.pack.read.yaml_reader import Item, Reader

PHRASES = (
    "child-helpline", "call", "free", "no-credit",
    "say-this", "need-speaker", "child-hurt", "hospital",
    "near", "yes", "no", "unsure",
    "stop", "stop-answering", "no-paying", "no-pictures", "tell-adult", "not-alone-tonight",
    "not-your-fault", "believe", "not-alone",
    "machine", "no-name", "press-leave", "back",
)  # fmt: skip
"""The sentences that a page has a place for; a language may have any of them."""
SEEN, WEAK, OWN_DRAFT = "A", "B", "N"
GRADES = (SEEN, WEAK, OWN_DRAFT)
MOST_PHRASEBOOKS = 9

Read = tuple[Phrasebook, Upkeep, Place]


def read_phrasebooks(
    items: Mapping[str, Item],
    texts: Texts,
    services: Mapping[str, Service],
    languages: tuple[str, ...],
    findings: Findings,
) -> dict[str, Read]:
    """Id to what is read, its upkeep and place, from the files of `phrases/` by name.

    Problems: a file named otherwise than its language, a language or number twice, nobody to call.
    """
    out: dict[str, Read] = {}
    numbers: dict[int, str] = {}
    for name, item in items.items():
        book, kept = _phrasebook(item, texts, services, findings)
        if book.language != name:
            says = f"language “{book.language}” in a file named {name}"
            findings.add("P03", item.place, says, "make the two the same")
        if book.language in languages:
            says = f"{book.language} is a language of this pack already"
            findings.add("P07", item.place, says, "its pages are translated: take this file away")
        other = numbers.setdefault(book.number, name)
        if other != name:
            findings.add("P07", item.place, f"number {book.number} is that of {other}", "choose another")
        out[f"{PHRASES_OF}{name}"] = (book, kept, item.place)
    return out


def _phrasebook(
    item: Item, texts: Texts, services: Mapping[str, Service], findings: Findings
) -> tuple[Phrasebook, Upkeep]:
    reader = Reader(item, findings, "a file of phrases")
    language = reader.text("language", required=True)
    ask = reader.get("ask", required=True)
    phrases = {name: _phrase(name, said, findings) for name, said in reader.pairs("phrases")}
    book = Phrasebook(
        language=language,
        name=reader.text("name", required=True),
        number=count(reader, "number", MOST_PHRASEBOOKS),
        call=_call(reader, services),
        ask=texts.one(f"{PHRASES_OF}{language}.say", ask) if ask is not None else "",
        aloud=reader.text("aloud"),
        alarm=reader.text("alarm"),
        phrases=phrases,
    )
    kept = read_upkeep(reader)
    reader.done()
    seen = (source for phrase in phrases.values() for source in phrase.sources)
    return book, msgspec.structs.replace(kept, sources=tuple(dict.fromkeys((*kept.sources, *seen))))


def _call(reader: Reader, services: Mapping[str, Service]) -> tuple[str, ...]:
    """Services that are shown, have a number to speak to, and are not run by people who live near."""
    named = placed(reader, "call", required=True)
    for id, place in named:
        service = services.get(id)
        if service is None or service.local or not any(phone.kind == "voice" for phone in service.phones):
            says = f"`call`: “{id}” is no service that is shown, far enough, with a number to speak to"
            reader.findings.add("P06", place, says, "name the `id` of one in services/")
    return tuple(id for id, _ in named)


def _phrase(name: str, item: Item, findings: Findings) -> Phrase:
    reader = Reader(item, findings, f"the phrase {name}")
    if name not in PHRASES:
        mend = "one of " + ", ".join(PHRASES)
        findings.add("P03", item.place, f"there is no place for a phrase “{name}”", mend)
    phrase = Phrase(
        says=reader.text("says", required=True),
        grade=reader.one_of("grade", GRADES, OWN_DRAFT),
        sources=reader.words("sources"),
    )
    reader.done()
    if (phrase.grade == SEEN) > bool(phrase.sources):
        findings.add("P02", item.place, f"{name} was seen, and not where", "write `sources: [ids]`")
    if phrase.grade == OWN_DRAFT and phrase.sources:
        says = f"{name} is our own draft, and names where it was seen"
        findings.add("P02", place_of(reader, "sources"), says, "write `grade: A` or `B`, or no sources")
    return phrase
