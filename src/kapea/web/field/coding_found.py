"""The coding of a study for whoever asks: what they may see, and how something is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from kapea.access.rows import acting
from kapea.core.studies.blind_coding import CodingRefused, DoubleCoding, NotTheirsToCode
from kapea.core.studies.codebook import Codebook, UnfitCodebook
from kapea.core.studies.codings import StaleCoding
from kapea.core.studies.study_memos import UnfitMemo
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.text_edits import UnfitSpan
from kapea.studies.actions import StaleTurn
from kapea.studies.coded_texts import CodedMaterial, coded_material, open_all_released
from kapea.studies.coding_state import codebook_of, double_coding
from kapea.studies.models import Study
from kapea.studies.queries import book_of
from kapea.studies.released_texts import ReleasedTranslation, open_translation
from kapea.studies.session_texts import TextChanged
from kapea.studies.study_memo_rows import OpenKey, StaleWords, opener
from kapea.vault.record_wraps import RecordKey
from kapea.web.field.found import STALE, StudyFault, StudySeen, lock_allowed, study_seen
from kapea.web.staff.frame import render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member, private_key

STOPPED = "study-refused-stopped"
NOT_THEIRS = "coding-fault-not-theirs"
NOT_DONE = (CodingRefused, UnfitCodebook, UnfitSpan, UnfitMemo)
STALE_KINDS = (StaleTurn, StaleCoding, StaleWords)


class NothingSuch(CodingRefused):
    """A form names what is not there, or not for them."""


@dataclass(frozen=True, slots=True)
class CodingSeen:
    """A study, how its coding stands, and whoever asks."""

    seen: StudySeen
    state: DoubleCoding
    book: Codebook | None

    @property
    def row(self) -> Study:
        return self.seen.row

    @property
    def account(self) -> str:
        return self.seen.member.user

    @property
    def codes_here(self) -> bool:
        """Whether they are one of the two coders."""
        return self.account in self.state.coders

    @property
    def sees_others(self) -> bool:
        """Whether they may see what others coded."""
        return self.state.unblinded is not None

    def whose(self, session: str) -> str:
        """Whose a session is to code, for whoever looks: nothing of what anybody did with it. Before codes
        are open a coder is not told which of theirs the other codes too: who knows takes more care there.
        """
        if self.state.by_two(session) and (self.sees_others or not self.codes_here):
            return "both"
        if not self.codes_here:
            return "one"
        return "yours" if self.account in self.state.coders_of(session) else "other"

    def side(self, account: str) -> str:
        """A or B, for a coder; else nothing."""
        return "AB"[self.state.coders.index(account)] if account in self.state.coders else ""


def coding_seen(request: HttpRequest, id: str, act: StudyAct) -> CodingSeen:
    """Raises NotHere."""
    return _coding(study_seen(request, id, act))


def _coding(seen: StudySeen) -> CodingSeen:
    state = double_coding(seen.row, seen.book.standing)
    return CodingSeen(seen, state, codebook_of(seen.row))


def open_keys(request: HttpRequest, coding: CodingSeen) -> OpenKey:
    """Opens keys of released words, for this request."""
    return opener(private_key(request), coding.seen.member, coding.row, at=request_time())


def material_seen(
    request: HttpRequest,
    coding: CodingSeen,
    sessions: Iterable[str] | None = None,
    memos: dict[str, RecordKey] | None = None,
) -> CodedMaterial:
    """What they may see of some sessions, or of all."""
    opened = open_all_released(
        private_key(request), coding.seen.member, coding.row, sessions, at=request_time()
    )
    return coded_material(coding.row, opened, coding.state, coding.account, memos)


def translation_seen(request: HttpRequest, coding: CodingSeen, session: str) -> ReleasedTranslation:
    """What stands beside a session in another language."""
    with suppress(TextChanged):
        return open_translation(
            private_key(request), coding.seen.member, coding.row, session, at=request_time()
        )
    return ReleasedTranslation()


def do_coding(
    request: HttpRequest, id: str, act: StudyAct, do: Callable[[CodingSeen], None], fault: str
) -> StudyFault | None:
    """Does one thing in a transaction; why not, where it was not done (`fault`: the id of its words). Raises
    NotHere.
    """
    member = acting_member(request)
    try:
        with acting(member, "studies.change", Study, id) as row:
            lock_allowed(row, member, act)
            coding = _coding(StudySeen(row, book_of(row), member))
            if coding.seen.book.standing.stop is not None:
                return StudyFault(STOPPED)
            do(coding)
    except STALE_KINDS:
        return StudyFault(STALE)
    except NotTheirsToCode:
        return StudyFault(NOT_THEIRS)
    except NOT_DONE:
        return StudyFault(fault)
    return None


def render_coding(
    request: HttpRequest, coding: CodingSeen, page: str, fault: StudyFault | None = None, **more: Any
) -> HttpResponse:
    """A page of the coding of a study, with what stands around each of them."""
    seen = coding.seen
    return render_staff(
        request,
        f"field/{page}.html",
        409 if fault else 200,
        row=coding.row,
        fault=fault,
        missing=fault.missing if fault else (),
        here=page,
        may_read_texts=seen.may(StudyAct.READ_DEIDENTIFIED),
        may_reconcile=seen.may(StudyAct.RECONCILE),
        may_export=seen.may(StudyAct.EXPORT),
        is_unblinded=coding.sees_others,
        **more,
    )
