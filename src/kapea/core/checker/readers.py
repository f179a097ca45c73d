"""Who meets which text, and where first: all views are read once, so that each text is judged once."""

from __future__ import annotations

from kapea.core.checker.graph import Graph
from kapea.core.dialogue.view import View

YOUNG = ("child", "peer")
NOBODY_YET = "none"
SELF_HARM = frozenset({"S26"})
"""Situations of whoever may want to die."""
OWN_DOING = frozenset({"S30", "S36"})
"""Situations of whoever fears what they do themselves: nobody else is meant."""
DIRECTORY = ("service.", "type.", "area.")
"""Texts of the directory: names, with sources of their own."""


class Readers:
    """Text ids met in conversations. `by` has, for each, who meets it and at which place first.

    `young_home_open` are those a child or a friend meets while home is not known to be safe, `young_dying`
    those met where dying was named; each with the place where that is so first. No words are kept: it is the
    same for every release that is walked so.
    """

    def __init__(self, graph: Graph) -> None:
        self.by: dict[str, dict[str, int]] = {}
        self.home_open: dict[str, int] = {}
        self.young_home_open: dict[str, int] = {}
        self.young_dying: dict[str, int] = {}
        self.labels: dict[str, int] = {}
        self.firsts: dict[str, int] = {}
        self.reached: dict[int, int] = {}
        noted: set[tuple[int, bool, bool]] = set()
        for at, view in graph.screens():
            self.reached.setdefault(graph.places[at][0], at)
            safe = graph.value(at, graph.world.home) == "safe"
            dying = view.who in YOUNG and _speaks_of_dying(graph, at)
            if (same := (id(view), safe, dying)) not in noted:
                noted.add(same)
                self._note(graph, at, view, safe=safe, dying=dying)

    def _note(self, graph: Graph, at: int, view: View, *, safe: bool, dying: bool) -> None:
        if dying:
            for shown in view.shown:
                if _of_no_other(graph, shown.text):
                    self.young_dying.setdefault(shown.text, at)
        for shown in view.shown:
            self._met(shown.text, view.who, at, safe)
            if shown.role == "first":
                self.firsts.setdefault(shown.text, at)
        if view.ask is not None:
            self._met(view.ask.text, view.who, at, safe)
        for offer in view.offers:
            self._met(offer.text, view.who, at, safe)
            self.labels.setdefault(offer.text, at)

    def _met(self, text: str, who: str, at: int, safe: bool) -> None:
        self.by.setdefault(text, {}).setdefault(who, at)
        if not safe:
            self.home_open.setdefault(text, at)
        if not safe and who in YOUNG:
            self.young_home_open.setdefault(text, at)

    def place(self, text: str, who: tuple[str, ...] = ()) -> int:
        """The first place where one of `who` (anyone, when empty) meets a text; -1 for nowhere."""
        met = self.by.get(text, {})
        places = [at for person, at in met.items() if not who or person in who]
        return min(places, default=-1)


def _speaks_of_dying(graph: Graph, at: int) -> bool:
    named = graph.value(at, graph.world.danger) == "dying"
    return named or graph.value(at, graph.world.situation) in SELF_HARM


def _of_no_other(graph: Graph, text: str) -> bool:
    """Whether a text is not of a situation in which the danger may have been another one before."""
    document = text.split(".", 1)[0]
    return document in SELF_HARM or document not in graph.world.release.situations
