"""The coding and the analysis of the study of trials: two invented coders, both done, were let to see each
other; what they differed in was decided; there are memos, claims and quotes, and the gates of coding and of
findings were opened. The gate of a report never is: a report of the trial stays a draft.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.quote_bank import QuotePassage
from kapea.core.studies.reconciling import segment_reconciled
from kapea.core.studies.study_memos import StudyClaim, require_own_words
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.member import Member
from kapea.studies.actions import record_in_study
from kapea.studies.coded_texts import coded_material
from kapea.studies.coding_acts import keep_decision, say_coding_done, unblind_study
from kapea.studies.coding_state import CODER_ROLES, double_coding
from kapea.studies.demo_advice import ask_demo_group, write_demo_pages
from kapea.studies.demo_codings import write_demo_codings
from kapea.studies.demo_findings import (
    INVENTED_DECISIONS,
    MARK,
    invented_claims,
    invented_memos,
    invented_quotes,
)
from kapea.studies.demo_gates import DemoTeam, open_demo_gate
from kapea.studies.demo_study import demo_study_row, demo_team
from kapea.studies.models import Study
from kapea.studies.queries import book_of
from kapea.studies.quote_actions import bank_quote
from kapea.studies.reconciled_rows import reconciled_segments
from kapea.studies.study_keys import StudyCustody, make_study_key
from kapea.studies.study_memo_rows import claims_key, keep_claims, keep_memo, memo_key
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_wraps import RecordKey

R = StudyRole
MEMO_WRITERS = (*CODER_ROLES, R.ADJUDICATOR)
Texts = Mapping[str, SessionTranscript]


def write_demo_analysis(texts: Texts, *, at: datetime) -> int:
    """Writes it once, of what was released just now; how many segments were coded. Outside a transaction."""
    row = demo_study_row()
    if row is None or not texts or row.coded_segments.exists():
        return 0
    by = demo_team()
    keys = {role: memo_key(by[role], row, _no_words_yet, at=at) for role in MEMO_WRITERS}
    with transaction.atomic():
        coded = write_demo_codings(row, texts, (by[R.CODER_A].user, by[R.CODER_B].user))
        _unblind(row, by, at)
        _decide(row, by[R.ADJUDICATOR], texts, keys[R.ADJUDICATOR], at)
        _write_memos(row, by, keys, texts, at)
        open_demo_gate(row, by, StudyGate.CODING, at)
    claims = _write_claims(row, by[R.ANALYST], texts, at)
    quotes = _bank_quotes(row, by[R.AUTHOR], texts, at)
    ask_demo_group(row, by, claims, quotes, at)
    with transaction.atomic():
        open_demo_gate(row, by, StudyGate.FINDINGS, at)
    write_demo_pages(row, by, at)
    return coded


def _no_words_yet(record: str) -> RecordKey:
    raise ValueError(f"the study of trials: {record} stood there before it was written")


def _unblind(row: Study, by: DemoTeam, at: datetime) -> None:
    standing = book_of(row).standing
    for role in CODER_ROLES:
        say_coding_done(by[role], row, double_coding(row, standing), done=True, at=at)
    unblind_study(by[R.ADJUDICATOR], row, double_coding(row, standing), at=at)


def _decide(row: Study, by: Member, texts: Texts, key: RecordKey, at: datetime) -> None:
    """What both gave alike needs no decision."""
    state = double_coding(row, book_of(row).standing)
    codings = coded_material(row, texts, state, by.user).all_codings()
    for each in reconciled_segments(row, state, codings, by.user, {}):
        told = INVENTED_DECISIONS.get((each.session, ",".join(sorted(each.a)), ",".join(sorted(each.b))))
        if told is not None:
            reason = f"{MARK} {told.why}"
            decided = segment_reconciled(
                each, state, final=told.final, by=by.user, reason=reason, revision=each.revision
            )
            keep_decision(by, row, decided, key, at=at)


def _write_memos(
    row: Study, by: DemoTeam, keys: Mapping[StudyRole, RecordKey], texts: Texts, at: datetime
) -> None:
    """No memo repeats what somebody says in a transcript: also of the trial."""
    day, accounts = book_of(row).standing.day(at), {role: by[role].user for role in MEMO_WRITERS}
    role_of = {account: role for role, account in accounts.items()}
    for memo in invented_memos(accounts, day):
        role = role_of[memo.author]
        require_own_words(memo.words, _words_in(texts))
        keep_memo(row, memo, keys[role])
        record_in_study(by[role], row, StudyDeed.MEMO, at)


def _write_claims(row: Study, by: Member, texts: Texts, at: datetime) -> tuple[StudyClaim, ...]:
    claims = invented_claims(texts)
    for each in claims:
        require_own_words(f"{each.words}\n{each.looked_where}", _words_in(texts))
    key = claims_key(by, row, _no_words_yet, at=at)
    with transaction.atomic():
        keep_claims(row, claims, key, turn=-1)
        record_in_study(by, row, StudyDeed.CLAIM, at)
    return claims


def _bank_quotes(row: Study, by: Member, texts: Texts, at: datetime) -> list[QuotePassage]:
    quotes = invented_quotes(texts, by.user)
    for session, quote in quotes.items():
        key = make_study_key(by, row, StudyCustody.OUTPUT, at=at)
        with transaction.atomic():
            bank_quote(by, row, key, -1, quote, texts[session], at=at)
    return [each.passage for each in quotes.values()]


def _words_in(texts: Texts) -> Iterator[str]:
    return (each.text for each in texts.values())
