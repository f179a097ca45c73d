"""What goes when somebody takes a yes back: exactly, at each stage of a study, and what they are told.

It is a plan. Whoever carries it out deletes these ids and no others; whoever reads afterwards asks consent,
so nothing depends on the plan having been carried out in time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.retention_clocks import KEY_LIST_AFTER
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyDraft, StudyFigure, StudyHolding

AFTER_SESSION = timedelta(days=7)


class WithdrawalStage(Enum):
    """How far the study is with this person's words."""

    IN_SESSION = "in_session"
    BEFORE_DEIDENTIFIED = "before_deidentified"
    KEY_LIST_ALIVE = "key_list_alive"
    KEY_LIST_DESTROYED = "key_list_destroyed"


class WithdrawalTold(Enum):
    """What whoever withdraws is told: ids of sentences."""

    ALL_GONE = "withdrawal-all-gone"
    QUOTES_GONE = "withdrawal-quotes-gone"
    SCOPE_CLOSED = "withdrawal-scope-closed"
    PRINTED_STAYS = "withdrawal-printed-stays"
    """What was printed is out of our hands; there will be no new copy."""
    ARCHIVE_ASKED = "withdrawal-archive-asked"
    CANNOT_BE_FOUND = "withdrawal-cannot-be-found"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDates:
    """When a session ended, when its text was released de-identified, when the key list was destroyed; None
    where that has not happened.
    """

    ended: datetime | None = None
    deidentified: datetime | None = None
    key_destroyed: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stays of somebody: that a seat withdrew on a day, from what. It keeps out what comes late."""

    seat: str
    on: date
    scope: ResearchScope


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalPlan:
    """`deletes`: ids of what goes, by kind. `recomputes`: what is worked out anew. `stale`: ids of drafts
    that may not be published as they are. `printed`: ids of what was printed with a quote of theirs: there is
    no new copy.
    """

    stage: WithdrawalStage
    deletes: Mapping[HeldKind, tuple[str, ...]]
    tombstones: tuple[Tombstone, ...]
    recomputes: frozenset[StudyFigure]
    stale: tuple[str, ...]
    printed: tuple[str, ...]
    told: tuple[WithdrawalTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnScopes:
    """What does not cover a seat any more, since which day, as `scopes_lost` finds it. To take no part any
    more takes everything back.
    """

    seat: str
    scopes: frozenset[ResearchScope]
    on: date


WITH_THE_SEAT = frozenset(HeldKind) - {HeldKind.AUDIO_WHOLE}
OF_QUOTES = frozenset({HeldKind.QUOTE, HeldKind.QUEUED_EXPORT, HeldKind.CACHE_ENTRY})
OF_SCOPE: Mapping[ResearchScope, frozenset[HeldKind]] = {
    ResearchScope.TAKE_PART: WITH_THE_SEAT,
    ResearchScope.AUDIO: frozenset({HeldKind.AUDIO_SPAN}),
    ResearchScope.QUOTE: OF_QUOTES,
    ResearchScope.ARCHIVE: frozenset({HeldKind.ARCHIVE_ITEM}),
    ResearchScope.CONTACT_AGAIN: frozenset({HeldKind.CONTACT_LINE}),
}
"""What goes with each scope. What a person said in the room goes with taking part, and with nothing less."""
ONLY_CODED = frozenset({StudyFigure.AGREEMENT, StudyFigure.SATURATION})


def withdrawal_stage(dates: SessionDates, at: datetime) -> WithdrawalStage:
    """How far the study is at a moment. What has happened counts, not what was planned."""
    if dates.key_destroyed is not None and dates.key_destroyed <= at:
        return WithdrawalStage.KEY_LIST_DESTROYED
    if dates.deidentified is not None and dates.deidentified <= at:
        return WithdrawalStage.KEY_LIST_ALIVE
    if dates.ended is None or at <= dates.ended + AFTER_SESSION:
        return WithdrawalStage.IN_SESSION
    return WithdrawalStage.BEFORE_DEIDENTIFIED


def withdraw_until(dates: SessionDates) -> datetime | None:
    """The last moment at which somebody can be found, for the leaflet; None while no text is released."""
    if dates.key_destroyed is not None:
        return dates.key_destroyed
    return None if dates.deidentified is None else dates.deidentified + KEY_LIST_AFTER


def withdrawal_plan(
    asked: WithdrawnScopes, dates: SessionDates, at: datetime, holding: StudyHolding
) -> WithdrawalPlan:
    """What goes, what is worked out anew, what may not be published, what is told. Once the key list is
    destroyed nobody can be found, and the plan says so instead of pretending.
    """
    stage = withdrawal_stage(dates, at)
    if stage is WithdrawalStage.KEY_LIST_DESTROYED:
        return _nothing_found(stage)
    gone = _going(asked, holding.things)
    quotes = {each.id for each in gone if each.kind is HeldKind.QUOTE}
    recomputes = _recomputed(asked.scopes, gone, stage)
    hit = [each for each in holding.drafts if each.quotes & quotes or each.figures.keys() & recomputes]
    return WithdrawalPlan(
        stage=stage,
        deletes=_by_kind(gone),
        tombstones=_tombstones(asked),
        recomputes=recomputes,
        stale=tuple(sorted(each.id for each in hit if not each.is_printed)),
        printed=tuple(sorted(each.id for each in holding.drafts if each.is_printed and each.quotes & quotes)),
        told=_told(asked.scopes, gone, holding.drafts, quotes),
    )


def _tombstones(asked: WithdrawnScopes) -> tuple[Tombstone, ...]:
    """Of a single scope the no itself stays as a row, beside the other answers."""
    all_of_it = ResearchScope.TAKE_PART in asked.scopes
    return (Tombstone(asked.seat, asked.on, ResearchScope.TAKE_PART),) if all_of_it else ()


def _nothing_found(stage: WithdrawalStage) -> WithdrawalPlan:
    return WithdrawalPlan(
        stage=stage,
        deletes={},
        tombstones=(),
        recomputes=frozenset(),
        stale=(),
        printed=(),
        told=(WithdrawalTold.CANNOT_BE_FOUND,),
    )


def _going(asked: WithdrawnScopes, things: Iterable[HeldThing]) -> list[HeldThing]:
    """What is of this seat and goes with these scopes. Where nobody marked who spoke when, all sound goes."""
    kinds = frozenset().union(*(OF_SCOPE[scope] for scope in asked.scopes))
    mine = [each for each in things if asked.seat in each.seats]
    if HeldKind.AUDIO_SPAN not in kinds:
        return [each for each in mine if each.kind in kinds]
    return [each for each in mine if each.kind in kinds or each.kind is HeldKind.AUDIO_WHOLE]


def _recomputed(
    scopes: Collection[ResearchScope], gone: Iterable[HeldThing], stage: WithdrawalStage
) -> frozenset[StudyFigure]:
    if ResearchScope.TAKE_PART not in scopes:
        return frozenset()
    coded = stage is WithdrawalStage.KEY_LIST_ALIVE or any(each.kind is HeldKind.CODING for each in gone)
    return frozenset(StudyFigure) if coded else frozenset(StudyFigure) - ONLY_CODED


def _by_kind(gone: Iterable[HeldThing]) -> dict[HeldKind, tuple[str, ...]]:
    found: dict[HeldKind, list[str]] = {}
    for each in gone:
        found.setdefault(each.kind, []).append(each.id)
    return {kind: tuple(sorted(ids)) for kind, ids in found.items()}


def _told(
    scopes: Collection[ResearchScope],
    gone: Iterable[HeldThing],
    drafts: Iterable[StudyDraft],
    quotes: Collection[str],
) -> tuple[WithdrawalTold, ...]:
    told = [_first_told(scopes)]
    if any(each.is_printed and each.quotes & set(quotes) for each in drafts):
        told.append(WithdrawalTold.PRINTED_STAYS)
    if any(each.kind is HeldKind.ARCHIVE_ITEM for each in gone):
        told.append(WithdrawalTold.ARCHIVE_ASKED)
    return tuple(told)


def _first_told(scopes: Collection[ResearchScope]) -> WithdrawalTold:
    if ResearchScope.TAKE_PART in scopes:
        return WithdrawalTold.ALL_GONE
    return WithdrawalTold.QUOTES_GONE if ResearchScope.QUOTE in scopes else WithdrawalTold.SCOPE_CLOSED


def holding_after(holding: StudyHolding, plan: WithdrawalPlan) -> StudyHolding:
    """What is held once a plan is carried out. Drafts stay, and are stale: their figures are of a former
    state of the data.
    """
    gone = {(kind, id) for kind, ids in plan.deletes.items() for id in ids}
    figures = {f: holding.figures_of.get(f, 0) + (f in plan.recomputes) for f in StudyFigure}
    things = tuple(each for each in holding.things if (each.kind, each.id) not in gone)
    return replace(holding, things=things, figures_of=figures)


def stale_figures(draft: StudyDraft, holding: StudyHolding) -> tuple[StudyFigure, ...]:
    """Figures of a draft that are not of the data as it is now; each blocks publishing until it is anew."""
    return tuple(f for f in StudyFigure if f in draft.figures and draft.figures[f] != _now(holding, f))


def lost_quotes(draft: StudyDraft, holding: StudyHolding) -> tuple[str, ...]:
    """Quotes of a draft that are not held any more; each blocks publishing until it is taken out."""
    held = {each.id for each in holding.things if each.kind is HeldKind.QUOTE}
    return tuple(sorted(draft.quotes - held))


def _now(holding: StudyHolding, figure: StudyFigure) -> int:
    return holding.figures_of.get(figure, 0)
