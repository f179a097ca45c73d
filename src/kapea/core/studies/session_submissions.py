"""What tablets send, in any order and as often as it comes: the same stands in the end, or is set apart with
its reason. Nothing that was sent is lost.

An edit names what it was written over, as OpenRosa's `deprecatedID` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

EARLY_EDIT_WAITS = timedelta(days=30)
"""For what it was written over; afterwards somebody looks at it."""
CLOCK_MAY_DIFFER = timedelta(days=1)
"""A tablet's clock, ahead of ours."""


class SetApart(Enum):
    """Why a submission does not stand."""

    TWO_CONTENTS = "two-contents"
    """Two different ones bear one id. Both are set apart: nothing says which is meant."""
    OTHER_FORM = "other-form"
    UNKNOWN_VERSION = "unknown-version"
    UNKNOWN_FIELD = "unknown-field"
    """It has a field that its form has not: it may hold words."""
    BAD_VALUE = "bad-value"
    UNREADABLE = "unreadable"
    """It does not open, or what it says is no entry."""
    UNKNOWN_SEAT = "unknown-seat"
    NOT_STARTED = "not-started"
    """Its session was never started."""
    CLOCK = "clock"
    """Its day is before the fieldwork, or after it came."""
    LATE = "late"
    """It came, or says it was made, when no approval held any more."""
    CIRCLE = "circle"
    """Each was written over another."""
    WAITS_FOR_PARENT = "waits-for-parent"
    PARENT_NEVER_CAME = "parent-never-came"
    PARENT_SET_APART = "parent-set-apart"
    TWO_EDITS = "two-edits"
    """Two people wrote over one without knowing of each other: what was before stands until one decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySubmission:
    """What was sent. `instance`: its id; `over`: of what it was written over, empty for a first one.
    `sealed`: a digest of the content. `made_on`: the tablet's day; `came_at`: ours, of the first time.
    `held`: what whoever read it says against it.
    """

    instance: str
    over: str = ""
    form: str
    version: str
    sealed: str
    made_on: date
    came_at: datetime
    held: SetApart | None = None

    @property
    def content(self) -> tuple[str, str, str, str, date]:
        """What is the same however often it is sent."""
        return self.over, self.form, self.version, self.sealed, self.made_on


@dataclass(frozen=True, slots=True)
class FormWindow:
    """A version of a form that we gave out, and the first and last day on which an approval holds for it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRules:
    """By what submissions are judged. `forms`: by name and version. `zone`: whose days count. `decided`: of
    what two wrote over, by its instance, the instance that somebody chose. `taken`: digests of contents that
    somebody looked at and took, whatever stood against them; `dropped`: of those that stand no more.
    """

    forms: Mapping[tuple[str, str], FormWindow]
    zone: str
    decided: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TakenSubmissions:
    """`standing`: by the instance that each began with, what stands now. `replaced`: what was written over.
    `apart`: what was set apart, and why, by instance.
    """

    standing: Mapping[str, StudySubmission]
    replaced: tuple[StudySubmission, ...]
    apart: tuple[tuple[StudySubmission, SetApart], ...]


def taken_submissions(
    submissions: Iterable[StudySubmission], rules: SubmissionRules, at: datetime
) -> TakenSubmissions:
    """What stands of all that was ever sent, at a moment."""
    contents = _by_instance(each for each in submissions if each.sealed not in rules.dropped)
    apart: dict[str, SetApart] = {}
    fit: dict[str, StudySubmission] = {}
    for instance, found in contents.items():
        reason = SetApart.TWO_CONTENTS if len(found) > 1 else _unfit(found[0], rules)
        if reason is None:
            fit[instance] = found[0]
        else:
            apart[instance] = reason
    edits = _edits(fit)
    roots = tuple(each for each in fit.values() if _begins(each, fit, rules))
    standing, replaced = _standing(roots, fit, edits, rules.decided)
    taken = {each.instance for each in (*standing.values(), *replaced)}
    for instance, one in fit.items():
        if instance not in taken:
            apart[instance] = _why_apart(one, fit, apart, edits, at)
    rows = tuple((each, apart[id]) for id in sorted(apart) for each in contents[id])
    return TakenSubmissions(standing, replaced, rows)


def _by_instance(submissions: Iterable[StudySubmission]) -> dict[str, tuple[StudySubmission, ...]]:
    """Each content of an instance once, as it first came."""
    found: dict[str, dict[object, StudySubmission]] = defaultdict(dict)
    for each in submissions:
        known = found[each.instance].get(each.content)
        if known is None or each.came_at < known.came_at:
            found[each.instance][each.content] = each
    return {id: tuple(each for _, each in sorted(same.items())) for id, same in sorted(found.items())}


def _unfit(one: StudySubmission, rules: SubmissionRules) -> SetApart | None:
    if one.sealed in rules.taken:
        return None
    if one.held is not None:
        return one.held
    window = rules.forms.get((one.form, one.version))
    came_on = one.came_at.astimezone(ZoneInfo(rules.zone)).date()
    if window is None:
        return SetApart.UNKNOWN_VERSION
    if one.made_on < window.first or one.made_on > came_on + CLOCK_MAY_DIFFER:
        return SetApart.CLOCK
    return SetApart.LATE if max(one.made_on, came_on) > window.last else None


def _begins(one: StudySubmission, fit: Mapping[str, StudySubmission], rules: SubmissionRules) -> bool:
    """Whether it was written over nothing, or somebody took it without what it was written over."""
    return not one.over or (one.sealed in rules.taken and one.over not in fit)


def _edits(fit: Mapping[str, StudySubmission]) -> Mapping[str, tuple[str, ...]]:
    edits: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for each in fit.values():
        if each.over:
            edits[each.over] += (each.instance,)
    return edits


def _standing(
    roots: Iterable[StudySubmission],
    fit: Mapping[str, StudySubmission],
    edits: Mapping[str, tuple[str, ...]],
    decided: Mapping[str, str],
) -> tuple[dict[str, StudySubmission], tuple[StudySubmission, ...]]:
    """From each first one along its edits, as long as there is one only, or somebody chose one."""
    standing: dict[str, StudySubmission] = {}
    replaced: list[StudySubmission] = []
    for root in roots:
        newest = root
        while following := _next_edit(edits.get(newest.instance, ()), decided.get(newest.instance)):
            replaced.append(newest)
            newest = fit[following]
        standing[root.instance] = newest
    return standing, tuple(sorted(replaced, key=lambda each: each.instance))


def _next_edit(edits: tuple[str, ...], chosen: str | None) -> str | None:
    if chosen in edits:
        return chosen
    return edits[0] if len(edits) == 1 else None


def _why_apart(
    one: StudySubmission,
    fit: Mapping[str, StudySubmission],
    apart: Mapping[str, SetApart],
    edits: Mapping[str, tuple[str, ...]],
    at: datetime,
) -> SetApart:
    """Up along what it was written over, to what is the matter there."""
    seen: set[str] = set()
    above = one
    while above.instance not in seen:
        seen.add(above.instance)
        if len(edits.get(above.over, ())) > 1 and above.over in fit:
            return SetApart.TWO_EDITS if above is one else SetApart.PARENT_SET_APART
        if above.over not in fit:
            return _without_parent(one, above, apart, at)
        above = fit[above.over]
    return SetApart.CIRCLE


def _without_parent(
    one: StudySubmission, above: StudySubmission, apart: Mapping[str, SetApart], at: datetime
) -> SetApart:
    if above.over in apart:
        return SetApart.PARENT_SET_APART
    waits = at - one.came_at <= EARLY_EDIT_WAITS
    return SetApart.WAITS_FOR_PARENT if waits else SetApart.PARENT_NEVER_CAME
