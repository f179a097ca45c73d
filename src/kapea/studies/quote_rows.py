"""The quote bank of a study as rows: quotes of each session sealed together, asked for at every use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.quote_bank import QuotePassage
from kapea.core.studies.quote_cutting import BankedQuote, still_said
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.transcript import SessionTranscript
from kapea.studies.models import Study, StudySealedText
from kapea.studies.released_texts import RELEASED, release_mark
from kapea.studies.sealed_values import OpenedPlace, SealedPlace
from kapea.studies.study_keys import StudyCustody
from kapea.studies.turns_gone import turns_disclosed

QUOTES = "quotes"
"""The kind under which they are sealed."""


@dataclass(frozen=True, slots=True)
class SessionQuotes:
    """Quotes of one session. `text`: of which released text they were last found in: another one may have
    other words in their place.
    """

    text: str = ""
    quotes: tuple[BankedQuote, ...] = ()


def quotes_place(session: str) -> SealedPlace[SessionQuotes]:
    """Where the quotes of a session stand."""
    return SealedPlace(session, QUOTES, StudyCustody.OUTPUT, SessionQuotes)


def released_mark(study: Study, session: str) -> str:
    """Which released text stands there now; empty where there is none."""
    rows = StudySealedText.objects.filter(study=study, session=session, kind=RELEASED)
    found = rows.values_list("record", "turn").first()
    return "" if found is None else release_mark(*found)


def released_marks(study: Study) -> frozenset[str]:
    """Which released texts stand now, of all sessions."""
    rows = StudySealedText.objects.filter(study=study, kind=RELEASED).values_list("record", "turn")
    return frozenset(release_mark(*each) for each in rows)


def sessions_with_quotes(study: Study) -> list[str]:
    """Codes of the sessions of which there are quotes."""
    rows = StudySealedText.objects.filter(study=study, kind=QUOTES)
    return sorted(rows.values_list("session", flat=True), key=lambda code: (len(code), code))


def passages_now(
    study: Study,
    opened: Iterable[OpenedPlace[SessionQuotes]],
    consent: ConsentRegister,
    texts: Mapping[str, SessionTranscript] | None = None,
) -> list[BankedQuote]:
    """Every quote whose words still stand in what is released, of people who still take part. `texts`: the
    released transcripts of whoever reads them; without them, what was released anew is not vouched for.
    """
    found: list[BankedQuote] = []
    disclosed = turns_disclosed(study)
    for each in opened:
        mark, session = released_mark(study, each.place.session), each.place.session
        if each.value is None:
            continue
        if texts is not None and session in texts:
            held = looked_at_again(each.value, texts[session], mark, consent)
        elif each.value.text == mark:
            held = each.value
        else:
            continue
        found += quotes_left(held, consent, disclosed.get(session, frozenset())).quotes
    return found


def quotes_left(held: SessionQuotes, consent: ConsentRegister, disclosed: Collection[int]) -> SessionQuotes:
    """Without those of people who take part no more, and of turns in which somebody told of harm."""
    kept = (q for q in held.quotes if not _is_of_the_gone(q.passage, consent))
    told = (q for q in kept if not any(turn.turn in disclosed for turn in q.passage.spoken))
    return replace(held, quotes=tuple(told))


def _is_of_the_gone(passage: QuotePassage, consent: ConsentRegister) -> bool:
    return not all(consent.covers(turn.seat, ResearchScope.TAKE_PART) for turn in passage.spoken)


def looked_at_again(
    held: SessionQuotes | None, transcript: SessionTranscript, mark: str, consent: ConsentRegister
) -> SessionQuotes:
    """The quotes that still stand, found in the text of now. Those whose words were cut or replaced, and
    those of people who take part no more, are gone.
    """
    quotes = still_said(held.quotes if held else (), transcript)
    return SessionQuotes(mark, tuple(q for q in quotes if not _is_of_the_gone(q.passage, consent)))


def with_quote(held: SessionQuotes, quote: BankedQuote) -> SessionQuotes:
    """One more; the same again, of a form that is sent again since its answer was lost, is no more."""
    if any(_alike(each, quote) for each in held.quotes):
        return held
    return replace(held, quotes=(*held.quotes, quote))


def _alike(one: BankedQuote, other: BankedQuote) -> bool:
    return replace(one, passage=replace(one.passage, id=other.passage.id)) == other


def without_quote(held: SessionQuotes | None, id: str) -> SessionQuotes:
    """One less; which outputs it stood in, it stands in no more."""
    kept = tuple(each for each in held.quotes if each.passage.id != id) if held else ()
    return SessionQuotes(held.text if held else "", kept)
