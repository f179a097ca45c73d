"""The study that an address names, for whoever has a role in it, and how something is done to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from kapea.access.rows import NotHere, acting, visible_row
from kapea.core.studies.study_book import BookChange, StudyBook
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


def study_seen(request: HttpRequest, id: str, act: StudyAct) -> StudySeen:
    """The study for somebody whose role does that. Raises NotHere."""
    member = acting_member(request)
    row = visible_row(member, "studies.read", Study, id)
    return _allowed(StudySeen(row, book_of(row), member), act)


def act_in_study(
    request: HttpRequest, id: str, act: StudyAct, did: str, change: BookChange, **detail: str
) -> StudyFault | None:
    """Does one thing in a transaction; why not, where it was not done. Raises NotHere."""
    member = acting_member(request)
    try:
        with acting(member, "studies.change", Study, id) as row:
            _allowed(StudySeen(row, book_of(row), member), act)
            turn = row.turn if act is StudyAct.STOP_STUDY else turn_seen(request)
            return fault_of_refusal(change_study(member, row, turn, did, change, at=request_time(), **detail))
    except StaleTurn:
        return StudyFault(STALE)


def lock_allowed(row: Study, member: Member, act: StudyAct) -> None:
    """Asked again of a locked row. Raises NotHere."""
    _allowed(StudySeen(row, book_of(row), member), act)


def turn_seen(request: HttpRequest) -> int:
    """The turn of the page on which somebody pressed; of a form that does not say it, none."""
    said = form_of(request).get("turn", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else -1


def fault_of_refusal(refused: StudyRefused | None) -> StudyFault | None:
    """A refusal for a page."""
    if refused is None:
        return None
    return StudyFault(f"study-refused-{refused.because.value}", refused.missing)


def _allowed(seen: StudySeen, act: StudyAct) -> StudySeen:
    if not seen.may(act):
        raise NotHere
    return seen
