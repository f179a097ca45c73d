"""K18 and K19: every document says where it is from and how long it holds; names others see say nothing.

Numbers and places in menus, which K18 covers too, are in `facts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.languages.phrases import Phrases, plain
from kapea.core.pack.assets import picture_place
from kapea.core.pack.model import Material, Upkeep
from kapea.core.pack.problem import Place, Problem, Severity

_BETWEEN = re.compile(r"[\W_\d]+|(?<=[a-z])(?=[A-Z])")


def sourced(case: CheckContext) -> Iterator[Problem]:
    """K18."""
    for id, kept in case.release.upkeep.items():
        yield from document(case, id, kept)
        for source in kept.sources:
            if source not in case.release.known_sources:
                mend = "write it in sources.yaml, or correct the id"
                yield case.problem("K18", id, f"{id} names a source “{source}” that is not listed", mend)
    for id, law in case.release.law.items():
        yield from document(case, id, law.upkeep)
    yield from _services(case)


def document(case: CheckContext, id: str, kept: Upkeep) -> Iterator[Problem]:
    """That it has a source and a day to look at it again, and that the day has not come."""
    if not kept.sources:
        yield case.problem("K18", id, f"{id} names no source", "write `sources: [ids of sources.yaml]`")
    if not kept.expires:
        mend = "write `expires: year-month-day`"
        yield case.problem("K18", id, f"{id} does not say when to look at it again", mend, severity="warning")
    elif is_past(case, kept.expires):
        says = f"{id} expired on {kept.expires}"
        severity: Severity = "error" if case.live else "warning"
        yield case.problem("K18", id, says, "review it, and move the date", severity=severity)


def is_past(case: CheckContext, expires: str) -> bool:
    """On the day itself it has expired."""
    return bool(expires) and expires <= case.today


def _services(case: CheckContext) -> Iterator[Problem]:
    """A number on the first view that has expired is an error: everybody meets it."""
    first = {m.service.id for at in case.graph.starts.values() for named in case.people.at(at) for m in named}
    for id, service in case.release.directory.services.items():
        for phone in service.phones:
            if phone.verified_on > case.today:
                says = f"{phone.number} was dialled on {phone.verified_on}, a day that is yet to come"
                yield case.problem("K18", id, says, "write the day on which somebody dialled it, or none")
        if not service.sources:
            yield case.problem("K18", id, f"{id} names no source", "write `sources:`")
        if is_past(case, service.expires):
            on_first = " and stands on the first view" if id in first else ""
            severity: Severity = "error" if on_first or case.live else "warning"
            says = f"{id} expired on {service.expires}{on_first}"
            yield case.problem("K18", id, says, "call, confirm it, and move the date", severity=severity)


def neutral(case: CheckContext) -> Iterator[Problem]:
    """K19."""
    for language in ("en", *(lang for lang in case.release.languages if lang != "en")):
        lint = case.release.lint.get(language)
        phrases = Phrases(lint.revealing if lint is not None else ())
        for where, what, words in _open_to_eyes(case, language):
            if (phrase := phrases.find(plain(words))) is not None:
                says = f"{what} may be seen by others, and says “{phrase}”"
                yield case.problem("K19", where, says, "choose a plain everyday word")


def _apart(name: str) -> str:
    """A name as its words are read: signs and figures part them, and so does a capital letter."""
    return _BETWEEN.sub(" ", name)


def _open_to_eyes(case: CheckContext, language: str) -> Iterator[tuple[str | Place, str, str]]:
    """Everything that stands in an address, a title or a note: where, what it is, its words."""
    release = case.release
    named = (release.journeys, release.blocks, release.situations, release.materials, release.phrasebooks)
    for id in (*(id for each in named for id in each), *release.workshops, *release.instruments, release.id):
        yield id, f"the name {id}", _apart(id)
    for id, book in release.phrasebooks.items():
        yield id, "the name of a language", book.name
    for name in release.pictures:
        yield picture_place(name), f"the picture's name {name}", _apart(name)
    yield "", "the name of the pack", release.name
    yield "", "the address that leave opens", _apart(release.leave_to)
    titles = [t for t in case.english if t.startswith(("word.page-", "word.note-")) or t == "word.gone"]
    titles += [f"{id}.title" for id in case.pages]
    titles += sorted(case.listed)
    titles += [text for m in release.materials.values() for text in _outside(m)]
    titles += [text for plan in release.workshops.values() for text in (plan.title, plan.able)]
    titles += [made.title for made in release.instruments.values()]
    for text in titles:
        for spoken, words in case.words(text):
            if spoken == language:
                yield text, f"the {'note' if '.note-' in text else 'title'} {text}", words


def _outside(material: Material) -> Iterator[str]:
    """What a stranger sees of a material: its title in a list, and the outer panels of a folded one."""
    yield material.title
    for part in material.parts:
        if part.panel in ("front", "back"):
            yield from part.texts
