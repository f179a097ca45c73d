"""All that properties look at: a release, where it stands, what was explored; how to say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property

from kapea.core.checker.contacts_by_hour import ContactsByHour
from kapea.core.checker.graph import Graph
from kapea.core.checker.readers import DIRECTORY, NOBODY_YET, Readers
from kapea.core.checker.unanswered import Unanswered, places_unanswered
from kapea.core.dialogue.world import World
from kapea.core.pack.model import Release
from kapea.core.pack.parse.journeys import node_place
from kapea.core.pack.problem import Place, Problem, Reason, Severity
from kapea.core.pack.text_forms import FORMS


class CheckContext:
    """One check under way."""

    def __init__(
        self,
        places: Mapping[str, Place],
        release: Release,
        graph: Graph,
        *,
        on: date,
        live: bool,
        seen: Readers | None = None,
    ) -> None:
        """`seen` spares reading the views again where they were read for the same walk."""
        self.places, self.release, self.graph = places, release, graph
        self.on, self.live = on, live
        self.searched = graph.searched
        self.seen = seen or Readers(graph)
        self.people = ContactsByHour(graph, on)

    @property
    def world(self) -> World:
        return self.graph.world

    @property
    def today(self) -> str:
        return self.on.isoformat()

    @cached_property
    def unanswered(self) -> Unanswered:
        """Places of a known danger until somebody has answered."""
        return places_unanswered(self.graph)

    # --- texts -------------------------------------------------------------------

    @property
    def english(self) -> tuple[str, ...]:
        """The id of every text, without its forms."""
        return self.searched.english

    @cached_property
    def conversational(self) -> tuple[str, ...]:
        """Texts a person meets as words, in conversations, on pages and screens; not names of services."""
        others = [id for id in self.english if self.is_page(id)]
        return tuple(dict.fromkeys((*self.seen.by, *others)))

    def is_page(self, text: str) -> bool:
        """Anyone may meet it outside a conversation: words of the screen, pages, paper, workshops."""
        if text.startswith("word.") or text.split(".", 1)[0] in self.pages:
            return True
        return text in self.printed or text in self.asks or text in self.listed or text in self.in_rooms

    @cached_property
    def printed(self) -> frozenset[str]:
        """Texts that stand on paper, and blocks' lines among them: paper is read by anyone."""
        made = self.release.materials.values()
        return frozenset(text for m in made for text in (m.title, *(t for p in m.parts for t in p.texts)))

    @cached_property
    def in_rooms(self) -> frozenset[str]:
        """Texts of workshop plans and studies: said to a group, or lying on the table; anyone hears them."""
        plans, measures = self.release.workshops.values(), self.release.measures.values()
        texts = {text for plan in plans for text in (*plan.said, *plan.for_facilitators)}
        texts |= {text for made in self.release.instruments.values() for text in made.said}
        return frozenset(texts.union(text for measure in measures for text in measure.texts))

    @cached_property
    def asks(self) -> frozenset[str]:
        """Sentences that ask an operator for somebody who speaks another language."""
        return frozenset(book.ask for book in self.release.phrasebooks.values())

    @cached_property
    def listed(self) -> frozenset[str]:
        """What lists of lessons, stories and practices say of each; what may be sent, and hung on a wall."""
        units = self.release.units.values()
        return frozenset(text for u in units for text in (u.title, u.able, u.nudge, u.wall) if text)

    @cached_property
    def pages(self) -> frozenset[str]:
        """Blocks that are pages, named by a word; lines of some are met in conversations besides."""
        return frozenset(id for id in self.release.blocks if id.islower())

    def readers(self, text: str) -> tuple[str, ...]:
        """Who may read a text: whoever meets it in a conversation; anyone, where it stands on a page."""
        met = tuple(self.seen.by.get(text, ()))
        return (*met, NOBODY_YET) if self.is_page(text) or text.startswith(DIRECTORY) else met

    def words(self, text: str) -> Iterator[tuple[str, str]]:
        """Each language that has a text or a form of it, with the words."""
        for language, texts in self.release.texts.items():
            for form in ("", *(f"~{f}" for f in FORMS)):
                if (words := texts.get(text + form)) is not None:
                    yield language, words

    # --- what is wrong -----------------------------------------------------------

    def place_of(self, id: str) -> Place:
        """Where a text, a document or a service stands."""
        return self.places.get(id, Place(f"{self.release.id}/pack.toml"))

    def node_at(self, id: str) -> Place:
        """Where a node stands; a text of its journey may have the same id."""
        return self.place_of(node_place(id))

    def problem(
        self,
        code: str,
        where: str | Place,
        says: str,
        mend: str,
        *,
        at: int = -1,
        way: list[int] | None = None,
        severity: Severity = "error",
        reason: Reason = "",
    ) -> Problem:
        """A finding; `at` is a place in the graph whose shortest way is told with it."""
        place = where if isinstance(where, Place) else self.place_of(where)
        walked = way if way is not None else self.graph.way(at) if at >= 0 else []
        return Problem(code, place, says, mend, severity, self.graph.transcript(walked), reason)

    def quoted(self, text: str) -> str:
        return f"“{self.graph.words(text)}”"


Property = Callable[[CheckContext], Iterator[Problem]]
"""Finds whatever is not as it should be; it asks for nothing but what the case holds."""
