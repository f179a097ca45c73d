"""Reconciling: what each coder made of a segment, what it finally is, and why. After unblinding only."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from kapea.core.studies.reconciling import ReconciledSegment, segment_reconciled
from kapea.core.studies.study_memos import require_own_words
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.text_edits import TextSpan
from kapea.studies.coded_texts import CodedMaterial
from kapea.studies.coding_acts import keep_decision
from kapea.studies.coding_rows import coding_of_row, segments_seen_by
from kapea.studies.reconciled_rows import reconciled_segments
from kapea.studies.study_memo_rows import memo_key, memos_seen_by
from kapea.web.base.request import form_of
from kapea.web.field.coding_found import (
    CodingSeen,
    NothingSuch,
    coding_seen,
    do_coding,
    material_seen,
    open_keys,
    render_coding,
)
from kapea.web.field.found import STUDIES, StudyFault, number_said
from kapea.web.staff.gate import request_time

FAULT = "coding-fault-decide"
MOST_OF_REASON = 1_000
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SegmentShown:
    """A segment with its words, for whoever decides."""

    segment: ReconciledSegment
    number: str
    words: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    final: tuple[str, ...]
    is_decided: bool


@require_safe
def read_reconciling(request: HttpRequest, id: str) -> HttpResponse:
    """Every segment, those without a decision first."""
    return reconcile_page(request, id)


@require_POST
def decide_segment_here(request: HttpRequest, id: str) -> HttpResponse:
    """Says what a segment finally is, and why."""
    coding = coding_seen(request, id, StudyAct.RECONCILE)
    if not coding.sees_others:
        return reconcile_page(request, id, StudyFault(FAULT))
    key = memo_key(coding.seen.member, coding.row, open_keys(request, coding), at=request_time())
    said = form_of(request)
    texts = material_seen(request, coding, [f"s{number_said(request, 's', 0)}"]).texts.values()

    def do(now: CodingSeen) -> None:
        require_own_words(said.get("reason", ""), [text.transcript.text for text in texts])
        standing = _standing(request, now)
        decided = segment_reconciled(
            standing,
            now.state,
            final=_final(said.get("final", ""), now),
            by=now.account,
            reason=said.get("reason", "").strip()[:MOST_OF_REASON],
            revision=number_said(request, "revision"),
        )
        keep_decision(now.seen.member, now.row, decided, key, at=request_time())

    fault = do_coding(request, id, StudyAct.RECONCILE, do, FAULT)
    return reconcile_page(request, id, fault) if fault else HttpResponseRedirect(f"{STUDIES}{id}/reconcile")


def _standing(request: HttpRequest, now: CodingSeen) -> ReconciledSegment:
    """The segment that a form names, as it stands now."""
    start, end = number_said(request, "start"), number_said(request, "end")
    session = f"s{number_said(request, 's', 0)}"
    codings = [coding_of_row(row) for row in segments_seen_by(now.row, now.state, now.account, [session])]
    every = reconciled_segments(now.row, now.state, codings, now.account, {})
    found = [each for each in every if each.session == session and each.span == TextSpan(start, end)]
    if not found:
        raise NothingSuch("segment: there is none like that now; look again")
    return found[0]


def _final(said: str, now: CodingSeen) -> frozenset[str]:
    """Codes that are live, parted by commas or blanks; none is a decision too."""
    codes = frozenset(said.upper().replace(",", " ").split())
    if now.book is None or not codes <= now.book.live.codes.keys():
        raise NothingSuch("final: codes of the codebook")
    return codes


def reconcile_page(request: HttpRequest, id: str, fault: StudyFault | None = None) -> HttpResponse:
    """The page, and what was not done if something was not."""
    coding = coding_seen(request, id, StudyAct.RECONCILE)
    if not coding.sees_others:
        return render_coding(request, coding, "reconcile", fault, segments=[], left=0, total=0, by_one=0)
    _, keys = memos_seen_by(coding.row, coding.state, coding.account, open_keys(request, coding))
    material = material_seen(request, coding)
    segments = reconciled_segments(coding.row, coding.state, material.all_codings(), coding.account, keys)
    shown = [_shown(each, material) for each in segments]
    waiting = [each for each in shown if not each.is_decided]
    decided = [each for each in shown if each.is_decided]
    return render_coding(
        request,
        coding,
        "reconcile",
        fault,
        segments=[*waiting, *decided][:MOST_SHOWN],
        left=len(waiting),
        total=len(shown),
        by_one=sum(not coding.state.by_two(session) for session in material.texts),
        codes=sorted(coding.book.live.codes) if coding.book else [],
        most=MOST_OF_REASON,
    )


def _shown(each: ReconciledSegment, material: CodedMaterial) -> SegmentShown:
    return SegmentShown(
        each,
        each.session[1:],
        material.texts[each.session].words_of(each.span),
        tuple(sorted(each.a)),
        tuple(sorted(each.b)),
        tuple(sorted(each.final)),
        bool(each.decided_by) or each.agrees,
    )
