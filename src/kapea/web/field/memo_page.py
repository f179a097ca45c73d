"""Memos of the team, and claims with the sessions that speak for them, against them, or say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.study_memos import (
    MemoKind,
    StudyClaim,
    StudyMemo,
    UnfitMemo,
    claim_faults,
    require_no_quote,
    require_own_words,
)
from kapea.core.studies.study_permissions import StudyAct
from kapea.people.ids import new_id
from kapea.studies.actions import record_in_study
from kapea.studies.study_memo_rows import (
    StaleWords,
    claims_key,
    claims_of,
    keep_claims,
    keep_memo,
    memo_key,
    memos_seen_by,
)
from kapea.studies.trail_names import StudyDeed
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import (
    CodingSeen,
    coding_seen,
    do_coding,
    material_seen,
    open_keys,
    render_coding,
)
from kapea.web.field.found import STUDIES, StudyFault, number_said
from kapea.web.staff.gate import request_time

MEMO_FAULT, CLAIM_FAULT = "coding-fault-memo", "coding-fault-claim"
MOST_OF_MEMO_WORDS, MOST_OF_CLAIM = 4_000, 500
SPEAKS = ("supporting", "contrary", "silent")


@dataclass(frozen=True, slots=True)
class MemoShown:
    """A memo, and whether whoever looks wrote it."""

    memo: StudyMemo
    is_mine: bool
    side: str


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim, with the sessions of each kind in their order."""

    claim: StudyClaim
    sessions: tuple[tuple[str, str], ...]


@require_safe
def read_memos(request: HttpRequest, id: str) -> HttpResponse:
    """One's own memos, and after unblinding everybody's; the claims."""
    return memo_page(request, id)


@require_POST
def write_memo(request: HttpRequest, id: str) -> HttpResponse:
    """Adds a memo. It never repeats what somebody said."""
    coding = coding_seen(request, id, StudyAct.WRITE_MEMO)
    at = request_time()
    texts = [text.transcript.text for text in material_seen(request, coding).texts.values()]
    key = memo_key(coding.seen.member, coding.row, open_keys(request, coding), at=at)

    def do(now: CodingSeen) -> None:
        memo = _memo(request, now)
        require_no_quote(memo, texts)
        if keep_memo(now.row, memo, key):
            record_in_study(now.seen.member, now.row, StudyDeed.MEMO, at)

    fault = do_coding(request, id, StudyAct.WRITE_MEMO, do, MEMO_FAULT)
    return memo_page(request, id, fault) if fault else _back(id)


def _memo(request: HttpRequest, now: CodingSeen) -> StudyMemo:
    said = form_of(request)
    kind = next((each for each in MemoKind if each.value == said.get("kind")), None)
    if kind is None:
        raise UnfitMemo("kind: choose one")
    return StudyMemo(
        id=new_id(),
        kind=kind,
        written_on=now.seen.book.standing.day(request_time()),
        author=now.account,
        words=said.get("words", "").strip()[:MOST_OF_MEMO_WORDS],
        about=said.get("about", "").strip()[:40],
    )


@require_POST
def write_claim(request: HttpRequest, id: str) -> HttpResponse:
    """Makes a claim: every session speaks for it, against it, or is silent."""
    coding = coding_seen(request, id, StudyAct.ANALYSE)
    at, open_key = request_time(), open_keys(request, coding)
    claims, turn = claims_of(coding.row, open_key)
    key = claims_key(coding.seen.member, coding.row, open_key, at=at)
    sessions = material_seen(request, coding).texts
    said = [text.transcript.text for text in sessions.values()]
    claim = _claim(request, tuple(sessions))

    def do(now: CodingSeen) -> None:
        if not now.sees_others or not claim.words or claim_faults(claim, set(sessions)):
            raise UnfitMemo("claim: not yet complete")
        require_own_words(f"{claim.words}\n{claim.looked_where}", said)
        if number_said(request, "turn", -1) != turn:
            raise StaleWords
        keep_claims(now.row, (*claims, claim), key, turn=turn)
        record_in_study(now.seen.member, now.row, StudyDeed.CLAIM, at)

    fault = do_coding(request, id, StudyAct.ANALYSE, do, CLAIM_FAULT)
    return memo_page(request, id, fault) if fault else _back(id)


def _claim(request: HttpRequest, sessions: tuple[str, ...]) -> StudyClaim:
    """A session that nobody placed stands in no list, so that the claim is not made."""
    said = form_of(request)
    placed = {kind: frozenset(s for s in sessions if said.get(f"session-{s}") == kind) for kind in SPEAKS}
    return StudyClaim(
        id=new_id(),
        words=said.get("claim", "").strip()[:MOST_OF_CLAIM],
        looked_where=said.get("looked", "").strip()[:MOST_OF_CLAIM],
        **placed,
    )


def memo_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding = coding_seen(request, id, StudyAct.WRITE_MEMO)
    open_key = open_keys(request, coding)
    memos, _ = memos_seen_by(coding.row, coding.state, coding.account, open_key)
    claims, turn = claims_of(coding.row, open_key) if coding.sees_others else ((), -1)
    may_claim = coding.sees_others and coding.seen.may(StudyAct.ANALYSE)
    return render_coding(
        request,
        coding,
        "memos",
        fault,
        memos=[
            MemoShown(each, each.author == coding.account, coding.side(each.author))
            for each in reversed(memos)
        ],
        kinds=[each.value for each in MemoKind],
        claims=[ClaimShown(each, _placed(each)) for each in claims],
        claims_turn=turn,
        may_claim=may_claim,
        sessions=list(material_seen(request, coding).texts) if may_claim else [],
        speaks=SPEAKS,
        said=form_of(request) if fault else {},
        most=MOST_OF_MEMO_WORDS,
        most_claim=MOST_OF_CLAIM,
    )


def _placed(claim: StudyClaim) -> tuple[tuple[str, str], ...]:
    told = ((kind, sorted(int(session[1:]) for session in getattr(claim, kind))) for kind in SPEAKS)
    return tuple((kind, ", ".join(map(str, numbers))) for kind, numbers in told)


def _back(id: str) -> HttpResponse:
    return HttpResponseRedirect(f"{STUDIES}{id}/memos")
