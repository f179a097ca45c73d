"""What holds of all sheets that came, in whatever order, however often, however late.

It is worked out from the set of what came, never from the order. So two servers that got the same sheets, or
one that was restored, hold the same ones for true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kapea.core.studies.openrosa_submissions import Submission

EARLY_EDITS_WAIT = timedelta(days=30)
"""For how long an edit waits for the sheet that it replaces."""


@dataclass(frozen=True, slots=True)
class Received:
    """A sheet, and the first day on which it came."""

    submission: Submission
    on: date


@dataclass(frozen=True, slots=True)
class SettledSheets:
    """Each sheet that came is in one of these, by instanceID: what is counted; what a later edit replaced;
    edits that wait for the sheet they replace; and what waits for somebody, each with its reason in `held`.
    """

    counted: Mapping[str, Submission]
    replaced: Mapping[str, Submission]
    waiting: Mapping[str, Submission]
    held: Mapping[str, tuple[Submission, ...]]


def settled(received: Iterable[Received], on: date) -> SettledSheets:
    """What holds on a day. The same sheet twice is one; what is held is never dropped."""
    came = _by_id(received)
    alone = {id: next(iter(each)) for id, each in came.items() if len(each) == 1}
    reasons = {id: "two-contents" for id, each in came.items() if len(each) > 1}
    reasons |= {id: each.held for id, each in alone.items() if each.held}
    reasons |= _edit_faults(alone, reasons)
    waiting = {id: each for id, each in alone.items() if id not in reasons and _waits(each, came)}
    for id in [id for id in waiting if on - came[id][waiting[id]] > EARLY_EDITS_WAIT]:
        reasons[id] = "no-parent"
        del waiting[id]
    good = {id: each for id, each in alone.items() if id not in reasons and id not in waiting}
    gone = {each.deprecated_id for each in good.values()} & good.keys()
    return SettledSheets(
        counted={id: good[id] for id in sorted(good.keys() - gone)},
        replaced={id: good[id] for id in sorted(gone)},
        waiting={id: waiting[id] for id in sorted(waiting)},
        held={id: _marked(came[id], reasons[id]) for id in sorted(reasons)},
    )


def _by_id(received: Iterable[Received]) -> dict[str, dict[Submission, date]]:
    """Each instanceID to its different contents, and the first day of each."""
    out: dict[str, dict[Submission, date]] = {}
    for each in received:
        days = out.setdefault(each.submission.instance_id, {})
        days[each.submission] = min(each.on, days.get(each.submission, each.on))
    return out


def _edit_faults(alone: Mapping[str, Submission], held: Mapping[str, str]) -> dict[str, str]:
    """Edits of one sheet by two, and edits in a circle."""
    edits: dict[str, list[str]] = {}
    for id, each in alone.items():
        if each.deprecated_id and id not in held:
            edits.setdefault(each.deprecated_id, []).append(id)
    faults = {id: "two-edits" for ids in edits.values() if len(ids) > 1 for id in ids}
    return faults | {id: "circle" for id in alone if id not in held and _in_circle(id, alone)}


def _in_circle(id: str, alone: Mapping[str, Submission]) -> bool:
    at, steps = alone[id].deprecated_id, 0
    while at in alone and steps <= len(alone):
        if at == id:
            return True
        at, steps = alone[at].deprecated_id, steps + 1
    return False


def _waits(submission: Submission, came: Mapping[str, object]) -> bool:
    return bool(submission.deprecated_id) and submission.deprecated_id not in came


def _marked(contents: Iterable[Submission], reason: str) -> tuple[Submission, ...]:
    return tuple(sorted((replace(each, held=reason) for each in contents), key=repr))
