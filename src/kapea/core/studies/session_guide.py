"""Which guide of a release a session is led with: that of its tool's name, or the only one for its age."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.instrument_model import CARDS_KIND, CHILDREN, GUIDE, WORDS_KIND, Instrument, StudyCard
from kapea.core.studies.research_ages import CHILD_BANDS
from kapea.core.studies.research_sessions import ResearchSession

NO_LINES: Mapping[str, Mapping[str, str]] = {}


def guide_of_session(instruments: Mapping[str, Instrument], session: ResearchSession) -> Instrument | None:
    """The guide; None where the release has none of that name, and not just one for children of that age."""
    named = instruments.get(session.tool)
    if named is not None and named.kind == GUIDE:
        return named
    if session.band not in CHILD_BANDS:
        return None
    fit = [
        each
        for each in instruments.values()
        if each.kind == GUIDE and each.audience == CHILDREN and session.band.value in each.bands
    ]
    return fit[0] if len(fit) == 1 else None


def cards_to_lay(instruments: Mapping[str, Instrument]) -> Mapping[str, StudyCard]:
    """The cards of a release, by the numbers under which they are entered: `c07` is 07."""
    sets = (each for each in instruments.values() if each.kind == CARDS_KIND)
    return {card.id.removeprefix("c"): card for each in sets for card in each.cards}


def lines_around(instruments: Mapping[str, Instrument]) -> Mapping[str, Mapping[str, str]]:
    """What is said around the questions: ids of texts by section and name."""
    return next((each.lines for each in instruments.values() if each.kind == WORDS_KIND), NO_LINES)
