"""The page about a case, written from its tables: so it says what they say, and nothing else.

Words for codes stand here alone. A code without words raises KeyError, and so does a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from kapea.core.care.case_clocks import SO_OFTEN, CaseClock, clock_id
from kapea.core.care.case_closing import (
    RED_WITHIN,
    ClosingAsked,
    ClosingFacts,
    ClosingLacks,
    ClosingReason,
    closing_lacks,
)
from kapea.core.care.case_contents import NotAskedBecause
from kapea.core.care.case_levels import EVERY_LEVEL, LEVELS, MOST_POINTS, POINTS, CaseLevel, LoweredBecause
from kapea.core.care.case_states import NEW_EPISODE, RAISED, TABLE, CaseHand, CaseMove, CaseNeed, CaseState
from kapea.core.pack.clock_model import ClockRow
from kapea.core.pack.model import Release

HEAD = """\
# A case, from the first day to the last

Written by `make pages` from `kapea.core.care` and the packs; do not edit. Nobody has reviewed it: a
child-protection lead comes before any use with a child.

One worker holds a case, the *owner*. A supervisor who is not the owner agrees to what presses, and closes it.
What these tables do not name is refused, whoever asks.
"""
MOVES = """\
A case that is registered starts: {registered}. One whose level goes up starts: {raised}.

* In danger whoever is there acts, before permission and paper. The case then says that somebody acted first.
* A plan that became pressing is not begun before a supervisor agreed to it. Help that goes on is not stopped.
* Opened again, a case begins a new episode: nothing that was allowed, agreed or tried before holds in it.
* Where the supervisor has left, or holds the case, any other stands in. Where there is none, nobody approves.
"""
CARRIED = """\
One worker carries {points} points at most (programme default). A case above that is refused; a red one goes
to the supervisor, never back to a queue.

One person raises a level, without a reason. Two lower it, with one: {because}.
"""
RESTS = """\
All of these are programme defaults. Hours are those of the clock; a span of days ends with the last of them,
as they are counted in the country. Where a row is missing, or nobody looked at it in time, what holds in
danger holds at every level, and workers are told. What was found in a country, and what it changes:
"""
CLOSING = """\
Always: {always}.

A case that is red, or was within {days} days, or of which a report is owed: {second}. Where the level went up
since it was asked for, it is asked for anew. There is no reason for a family that settled it.
"""
STATES: Mapping[CaseState, str] = {
    CaseState.REGISTERED: "somebody holds it; little is known",
    CaseState.ASSESSED: "it is known what is needed",
    CaseState.PLANNED: "it is known what is done, by whom, and when somebody looks again",
    CaseState.IN_ACTION: "it is being done",
    CaseState.REVIEWED: "somebody looked back: safer, the same, or worse",
    CaseState.CLOSED: "nothing is done any more; it can be opened again",
}
NEEDS: Mapping[CaseNeed, str] = {
    CaseNeed.KEEP: "a yes to keeping what was told, or somebody acted first",
    CaseNeed.ASSESSMENT: "each need is answered, or it says why it was not asked about",
    CaseNeed.PLAN: "an action to which the child did not say no, their view or why not, a day to look again",
    CaseNeed.APPROVAL: "a supervisor agreed to the plan as it stands now",
    CaseNeed.REVIEW: "a review that was written since the plan last began",
    CaseNeed.CLOSING_ASKED: "somebody asked to close it",
    CaseNeed.MAY_CLOSE: "nothing stands against closing: see below",
}
HANDS: Mapping[CaseHand, str] = {CaseHand.OWNER: "owner", CaseHand.SUPERVISOR: "supervisor"}
CLOCK_WORDS: Mapping[CaseClock, str] = {
    CaseClock.FIRST_ACTION: "first thing a person does",
    CaseClock.ASSESSMENT: "assessment",
    CaseClock.PLAN: "plan, from the assessment on",
    CaseClock.FOLLOW_UP: "following up, each time",
    CaseClock.SUPERVISOR_REVIEW: "a supervisor looks, each time",
    CaseClock.AFTER_CLOSING: "asking after closing, where the child wished it",
}
LACKS: Mapping[ClosingLacks, str] = {
    ClosingLacks.ASKED: "it was asked for",
    ClosingLacks.REFERRALS_ANSWERED: "no referral is open",
    ClosingLacks.CHILD_VIEW: "the child's view, or why they were not asked",
    ClosingLacks.WAY_BACK: "the child was told the way back",
    ClosingLacks.THREE_TRIES: "three safe tries on three days, over fourteen",
    ClosingLacks.NOT_RED: "it is not red",
    ClosingLacks.TAKEN_OVER: "somebody by name has taken it over",
    ClosingLacks.OUTSIDE_REVIEW: "somebody outside was asked to look at what was done",
    ClosingLacks.OTHER_APPROVER: "whoever agrees did not ask for it, and does not hold the case",
    ClosingLacks.SECOND_APPROVAL: "a second supervisor agrees",
}
OWN_VIEW = "the child's own view, and no reason why it is not there"
NOTHING = "nothing else"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def casework_page(common: Mapping[str, ClockRow], countries: Sequence[Release]) -> str:
    """The whole page. `common`: the rows of the common pack; `countries` have those, and what they change."""
    parts = (HEAD, _states(), _moves(), _levels(), _clocks(common, countries), _closing())
    return "\n".join(parts)


# --- states, moves, levels --------------------------------------------------------------------


def _states() -> str:
    return _table(
        "## States", ("state", "what it means"), ((_said(state), STATES[state]) for state in CaseState)
    )


def _moves() -> str:
    heads = ("what", "from", "to", "by", "at", "what must be there", "what is due from then on")
    needs = _table(
        "### What must be there", ("need", "what it means"), ((_said(n), NEEDS[n]) for n in CaseNeed)
    )
    also = MOVES.format(registered=_several(NEW_EPISODE), raised=_several(RAISED))
    return "\n".join((_table("## Moves", heads, map(_move, TABLE)), also, needs))


def _move(move: CaseMove) -> tuple[str, ...]:
    besides = f"; at red and orange {_several(move.pressing)}" if move.pressing else ""
    return (
        _said(move.step),
        _in_order(CaseState, move.begins),
        _said(move.ends) if move.ends else "stays",
        " or ".join(HANDS[hand] for hand in CaseHand if hand in move.by),
        "every level" if move.levels == EVERY_LEVEL else _in_order(CaseLevel, move.levels),
        (_several(move.needs) + besides) or "nothing",
        _several(move.starts) or "as before",
    )


def _levels() -> str:
    lines = ((_said(level), str(POINTS[level])) for level in LEVELS)
    also = CARRIED.format(points=MOST_POINTS, because=_several(LoweredBecause))
    return "\n".join((_table("## Levels", ("level", "points"), lines), also))


# --- clocks -----------------------------------------------------------------------------------


def _clocks(common: Mapping[str, ClockRow], countries: Sequence[Release]) -> str:
    heads = ("what is due", *(_said(level) for level in LEVELS))
    lines = (
        (CLOCK_WORDS[clock], *(_within(clock, common[clock_id(clock, level)]) for level in LEVELS))
        for clock in CaseClock
    )
    first = _table("## Until when", heads, lines)
    found = (line for release in countries for line in _found(common, release))
    heads = ("country", "what is due", "level", "within", "rests on", "source")
    return "\n".join((first, RESTS, _table("", heads, found).lstrip("\n")))


def _found(common: Mapping[str, ClockRow], release: Release) -> Iterator[tuple[str, ...]]:
    """What a country has of its own."""
    own = [(clock, level) for clock in CaseClock for level in LEVELS]
    rows = [(clock, level, release.clocks[clock_id(clock, level)]) for clock, level in own]
    changed = [each for each in rows if each[2] != common[each[2].id]]
    if not changed:
        yield release.name, "nothing of its own was found", "", "", "", ""
    for clock, level, row in changed:
        titles = "; ".join(release.known_sources.get(source, source) for source in row.upkeep.sources)
        yield release.name, CLOCK_WORDS[clock], _said(level), _within(clock, row), row.rests_on, titles


def _within(clock: CaseClock, row: ClockRow) -> str:
    between = " and " if clock in SO_OFTEN else ", then "
    return between.join(_span(*span) for span in row.spans) or "never"


def _span(hours: float | None, days: int | None) -> str:
    if hours is None:
        return f"{days} d" if days else "same day"
    return f"{hours:g} h" if hours >= 1 else f"{hours * 60:g} min"


# --- closing ----------------------------------------------------------------------------------


def _closing() -> str:
    every = (ClosingLacks.ASKED, ClosingLacks.REFERRALS_ANSWERED, ClosingLacks.OTHER_APPROVER)
    also = CLOSING.format(
        always=", ".join(LACKS[each] for each in every),
        days=RED_WITHIN.days,
        second=LACKS[ClosingLacks.SECOND_APPROVAL],
    )
    lines = ((_said(reason), "; ".join(_asked_for(reason)) or NOTHING) for reason in ClosingReason)
    return "\n".join((_table("## Closing", ("reason", "what must be there"), lines), also))


def _asked_for(reason: ClosingReason) -> Iterator[str]:
    """What a reason asks for besides what all do, found out by leaving out one thing after the other."""
    nothing = ClosingAsked(by="owner", at=LONG_AGO, reason=reason)
    silent = _lacks(CaseLevel.GREEN, replace(nothing, not_heard=NotAskedBecause.TOO_SOON))
    for each in _lacks(CaseLevel.GREEN, nothing):
        yield OWN_VIEW if each is ClosingLacks.CHILD_VIEW and each in silent else LACKS[each]
    if ClosingLacks.NOT_RED in _lacks(CaseLevel.RED, nothing):
        yield LACKS[ClosingLacks.NOT_RED]


def _lacks(level: CaseLevel, asked: ClosingAsked) -> tuple[ClosingLacks, ...]:
    facts = ClosingFacts(
        asked=asked,
        level=level,
        red_until=None,
        open_referrals=0,
        tries=(),
        approvals=frozenset(),
        time_zone="UTC",
    )
    return closing_lacks(facts, at=LONG_AGO)


# --- words ------------------------------------------------------------------------------------


def _said(code: Enum) -> str:
    return str(code.value).replace("_", " ")


def _several(codes: Iterable[Enum]) -> str:
    return ", ".join(map(_said, codes))


def _in_order(kind: type[Any], some: Iterable[Enum]) -> str:
    return _several(each for each in kind if each in set(some))


def _table(title: str, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join((title, "", *("| " + " | ".join(row) + " |" for row in rows), ""))
