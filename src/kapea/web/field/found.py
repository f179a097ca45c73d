"""The study that an address names, for whoever has a role in it, and how something is done to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from kapea.access.rows import NotHere, acting, visible_row
from kapea.core.studies.study_book import BookChange, StudyBook
from kapea.core.studies.study_gates import is_gate_open
from kapea.core.studies.study_permissions import STUDY_ACTS, StudyAct
from kapea.core.studies.study_refusals import StudyRefused
from kapea.people.member import Member
from kapea.studies.actions import StaleTurn, change_study
from kapea.studies.models import Study
from kapea.studies.queries import book_of
from kapea.web.base.request import form_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member

STUDIES = "/staff/studies/"
STALE = "study-fault-stale"


@dataclass(frozen=True, slots=True)
class StudyFault:
    """Why something was not done: the id of its words, and codes of what is missing."""

    word: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudySeen:
    """A study, as whoever asks stands in it."""

    row: Study
    book: StudyBook
    member: Member

    def may(self, act: StudyAct) -> bool:
        """Whether one of their roles does this at all; gates are asked when it is done."""
        return bool(self.book.standing.team.roles(self.member.user) & STUDY_ACTS[act].roles)


def study_seen(request: HttpRequest, id: str, *acts: StudyAct) -> StudySeen:
    """The study for somebody whose role does one of those. Raises NotHere."""
    member = acting_member(request)
    row = visible_row(member, "studies.read", Study, id)
    return _allowed(StudySeen(row, book_of(row), member), acts)


@dataclass(frozen=True, slots=True)
class StudyTab:
    """A page of a study to go to: the end of its address, and the id of its word."""

    page: str
    word: str


@dataclass(frozen=True, slots=True)
class StudyTabGroup:
    """Pages that belong together: the id of their word, and those of them that one may open."""

    word: str
    tabs: tuple[StudyTab, ...]

    @property
    def pages(self) -> frozenset[str]:
        """The ends of their addresses."""
        return frozenset(tab.page for tab in self.tabs)


TABS: dict[str, tuple[tuple[str, str, StudyAct], ...]] = {
    "study-pages-plan": (
        ("", "study-gates", StudyAct.READ_GATES),
        ("protocol", "study-protocol", StudyAct.READ_GATES),
        ("approvals", "study-approvals", StudyAct.READ_GATES),
        ("plan", "study-plan", StudyAct.PLAN_QUESTIONS),
        ("team", "study-team", StudyAct.SAY_ITEM),
    ),
    "study-pages-people": (
        ("recruitment", "study-recruitment", StudyAct.READ_COUNTS),
        ("consent", "study-consent", StudyAct.TYPE_WAIVER),
        ("sessions", "study-sessions", StudyAct.READ_SESSIONS),
        ("tablets", "tablets", StudyAct.KEEP_TABLETS),
        ("sheets", "sheets", StudyAct.RELEASE_SET_APART),
    ),
    "study-pages-words": (
        ("texts", "study-texts", StudyAct.SAY_ITEM),
        ("codebook", "coding", StudyAct.READ_CODEBOOK),
        ("quotes", "study-quotes", StudyAct.PLACE_QUOTE),
        ("advice", "study-advice", StudyAct.READ_CHOSEN_TEXT),
        ("outputs", "study-outputs", StudyAct.READ_OUTPUT),
        ("summaries", "study-summaries", StudyAct.READ_OUTPUT),
    ),
}
"""Pages of a study by what they are for; the word for each, and what one has to do to read it. A phone shows
the group in which one is, and the others folded.
"""


def study_tabs(seen: StudySeen) -> list[StudyTabGroup]:
    """The pages that whoever asks may open, in their groups."""
    groups = [
        StudyTabGroup(word, tuple(StudyTab(page, its) for page, its, act in tabs if seen.may(act)))
        for word, tabs in TABS.items()
    ]
    return [group for group in groups if group.tabs]


def act_in_study(
    request: HttpRequest, id: str, act: StudyAct, did: str, change: BookChange, **detail: str
) -> StudyFault | None:
    """Does one thing in a transaction; why not, where it was not done. Raises NotHere."""
    member = acting_member(request)
    try:
        with acting(member, "studies.change", Study, id) as row:
            _allowed(StudySeen(row, book_of(row), member), (act,))
            turn = row.turn if act is StudyAct.STOP_STUDY else turn_seen(request)
            return fault_of_refusal(change_study(member, row, turn, did, change, at=request_time(), **detail))
    except StaleTurn:
        return StudyFault(STALE)


def lock_allowed(row: Study, member: Member, *acts: StudyAct) -> None:
    """Asked again of a locked row. Raises NotHere."""
    _allowed(StudySeen(row, book_of(row), member), acts)


def turn_seen(request: HttpRequest) -> int:
    """The turn of the page on which somebody pressed; of a form that does not say it, none."""
    said = form_of(request).get("turn", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1


def fault_of_refusal(refused: StudyRefused | None) -> StudyFault | None:
    """A refusal for a page."""
    if refused is None:
        return None
    return StudyFault(f"study-refused-{refused.because.value}", refused.missing)


def _allowed(seen: StudySeen, acts: tuple[StudyAct, ...]) -> StudySeen:
    if not any(seen.may(act) for act in acts):
        raise NotHere
    return seen


def gate_fault(seen: StudySeen, act: StudyAct, at: datetime) -> StudyFault | None:
    """The gate that keeps an act from being done now; None where none does."""
    rule, standing = STUDY_ACTS[act], seen.book.standing
    opened = {each.gate for each in standing.openings}
    if standing.stop is not None:
        return StudyFault("study-refused-stopped")
    if rule.after is not None and rule.after not in opened:
        return StudyFault("study-refused-gate-shut", (rule.after.value,))
    if rule.while_open is not None and not is_gate_open(standing, rule.while_open, at):
        return StudyFault("study-refused-gate-shut", (rule.while_open.value,))
    return None


def number_said(request: HttpRequest, name: str, default: int = -1) -> int:
    """A whole number of a form or of the address; the default for anything else."""
    said = form_of(request).get(name, request.GET.get(name, ""))
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else default
