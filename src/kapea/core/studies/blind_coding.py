"""Two code the same sessions without knowing of each other. What one sees until both are done is worked out
from their own rows alone, so nothing of the other's can show, in no count, order, number or colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kapea.core.studies.codebook import Codebook
from kapea.core.studies.codings import StudyCoding, next_number
from kapea.core.studies.double_draw import CoderSide, DoubleDraw
from kapea.core.studies.text_edits import TextSpan

MOST_RECENT = 8


class CodingRefused(ValueError):
    """Something that would end the blindness early, or code what cannot be; the message says what to do."""


class NotTheirsToCode(CodingRefused):
    """The other coder codes it alone."""


@dataclass(frozen=True, slots=True)
class Unblinding:
    """One act, by whom and when. There is no way back."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DoubleCoding:
    """Two coders and who reconciles: three different people, by opaque ids. `done`: who said so. `alone`: the
    sessions that one codes, and who; all others two code.
    """

    coders: tuple[str, str]
    adjudicator: str
    done: frozenset[str] = frozenset()
    unblinded: Unblinding | None = None
    alone: Mapping[str, CoderSide] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len({*self.coders, self.adjudicator}) < 3:
            raise CodingRefused("coders: two, and somebody else who reconciles; name three people")

    def coders_of(self, session: str) -> tuple[str, ...]:
        """Who codes a session."""
        side = self.alone.get(session)
        return self.coders if side is None else (self.coders[list(CoderSide).index(side)],)

    def by_two(self, session: str) -> bool:
        """Whether two code a session."""
        return session not in self.alone

    def of_one(self, coding: StudyCoding) -> bool:
        """Whether it is of a session that one codes, and theirs: then it stands as they made it."""
        return coding.session in self.alone and coding.coder in self.coders_of(coding.session)


def coded_alone(draw: DoubleDraw) -> Mapping[str, CoderSide]:
    """The sessions that one codes, and who, as they were drawn."""
    return {each.session: each.alone for each in draw.sessions if each.alone is not None}


@dataclass(frozen=True, slots=True)
class CoderPage:
    """All that a coder is shown beside text and codebook: what they coded, how often with each code, the
    codes
    they used last, whether they said they are done. `others`: of the other coder, empty until unblinding.
    """

    own: tuple[StudyCoding, ...]
    counts: Mapping[str, int]
    recent: tuple[str, ...]
    done: bool
    others: tuple[StudyCoding, ...] = ()


def coder_page(state: DoubleCoding, codings: Iterable[StudyCoding], coder: str) -> CoderPage:
    """What a coder is shown, of all codings of both. Nothing for who is no coder here."""
    everything = tuple(codings)
    own = tuple(sorted((c for c in everything if c.coder == coder), key=lambda c: c.number))
    page = _own_page(own, coder in state.done) if coder in state.coders else CoderPage((), {}, (), False)
    if state.unblinded is None or coder not in state.coders:
        return page
    return replace(page, others=tuple(sorted(_of_others(everything, state, coder), key=lambda c: c.number)))


def _own_page(own: tuple[StudyCoding, ...], done: bool) -> CoderPage:
    counts = Counter(coding.code for coding in own)
    recent = tuple(dict.fromkeys(coding.code for coding in reversed(own)))[:MOST_RECENT]
    return CoderPage(own, {code: counts[code] for code in sorted(counts)}, recent, done)


def _of_others(codings: Iterable[StudyCoding], state: DoubleCoding, coder: str) -> Iterable[StudyCoding]:
    return (c for c in codings if c.coder != coder and c.coder in state.coders)


def codings_to_reconcile(
    state: DoubleCoding, codings: Iterable[StudyCoding], account: str
) -> tuple[StudyCoding, ...]:
    """All codings of both, for the three who reconcile; none before unblinding, and none for anybody else."""
    if state.unblinded is None or account not in (*state.coders, state.adjudicator):
        return ()
    both = (c for c in codings if c.coder in state.coders)
    return tuple(sorted(both, key=lambda c: (c.session, c.span, c.coder, c.number)))


def new_coding(
    state: DoubleCoding,
    own: Iterable[StudyCoding],
    book: Codebook,
    text: str,
    *,
    coder: str,
    session: str,
    span: TextSpan,
    code: str,
    memo: str = "",
) -> StudyCoding:
    """A coding of words of `text` with a code that is live now. `own`: the codings of this coder. After
    unblinding it says so for ever.
    """
    if coder not in state.coders:
        raise CodingRefused("coder: they do not code this; ask the study manager")
    if coder not in state.coders_of(session):
        raise NotTheirsToCode("session: the other coder codes it; choose one of your own")
    if coder in state.done and state.unblinded is None:
        raise CodingRefused("coding: you said you are done; take that back first")
    if code not in book.live.codes:
        raise CodingRefused(
            f"{code[:40]!r}: not in version {book.live.number} of the codebook; choose another"
        )
    span.within(text)
    number = next_number(c for c in own if c.coder == coder)
    return StudyCoding(
        coder, number, session, span, code, book.live.number, state.unblinded is not None, memo
    )


def coder_done(state: DoubleCoding, coder: str, *, done: bool = True) -> DoubleCoding:
    """A coder is done with all that is theirs, or takes it back; after unblinding nobody can."""
    if coder not in state.coders:
        raise CodingRefused("done: only a coder says it, and only for themselves")
    if state.unblinded is not None:
        raise CodingRefused("done: it is unblinded; that cannot be undone")
    return replace(state, done=state.done | {coder} if done else state.done - {coder})


def unblind(state: DoubleCoding, *, by: str, at: datetime) -> DoubleCoding:
    """Coders see each other's codings from now on. Once, by who reconciles, when both are done."""
    if state.unblinded is not None:
        raise CodingRefused("unblinding: it was done, once; it stays as it was")
    if by != state.adjudicator:
        raise CodingRefused("unblinding: only who reconciles, and codes nothing, opens it")
    if state.done != frozenset(state.coders):
        raise CodingRefused("unblinding: wait until both coders are done")
    return replace(state, unblinded=Unblinding(by, at))
