"""What invented people of the trial decided, noted, claimed and chose to quote, after two of them had coded.
Nobody found out any of it: nobody was ever asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kapea.core.studies.quote_bank import QuotePassage, ThirdParty
from kapea.core.studies.quote_cutting import BankedQuote, cut_passage
from kapea.core.studies.study_memos import MemoKind, StudyClaim, StudyMemo, claim_faults
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.ids import new_id

MARK = "Demo, invented:"
"""How every sentence here begins, so that nobody takes it for a finding."""


@dataclass(frozen=True, slots=True)
class InventedDecision:
    """What a segment on which two coders differed finally is, and why."""

    final: frozenset[str]
    why: str


INVENTED_DECISIONS: Mapping[tuple[str, str, str], InventedDecision] = {
    ("s2", "BAR-STIGMA", "EXP-BOYS"): InventedDecision(
        frozenset({"BAR-STIGMA", "EXP-BOYS"}), "both are true, and a segment may have two codes."
    ),
    ("s4", "CAP-ROLE", ""): InventedDecision(frozenset({"CAP-ROLE"}), "the second coder agreed on reading."),
    ("s4", "PRO-ADULT", "BAR-STIGMA"): InventedDecision(
        frozenset({"PRO-ADULT"}), "whoever speaks rejects the norm; it was named by another before."
    ),
}
"""By session, and what each coder had given; nothing: they had left it alone."""
INVENTED_MEMOS: tuple[tuple[StudyRole, MemoKind, str, str], ...] = (
    (
        StudyRole.CODER_A,
        MemoKind.CODE,
        "EXP-ADDED",
        "it may be two codes: groups, single strangers.",
    ),
    (StudyRole.CODER_B, MemoKind.SELF, "", "as a parent I hear parents first; read the young again."),
    (StudyRole.ADJUDICATOR, MemoKind.METHOD, "", "twelve segments are far too few to judge two coders by."),
)
"""Who wrote it, of which kind, about what."""
SESSIONS = frozenset({"s1", "s2", "s3", "s4", "s5", "s6"})
INVENTED_CLAIMS: tuple[tuple[str, frozenset[str], frozenset[str], str], ...] = (
    (
        "shame keeps people from asking for help, unless somebody grown up speaks against it",
        frozenset({"s2", "s3"}),
        frozenset({"s4"}),
        "",
    ),
    (
        "an adult who shows how something is done is trusted more than one who forbids it",
        frozenset({"s1", "s4"}),
        frozenset(),
        "in all six, turn by turn, by two people who are invented as well",
    ),
)
"""Words, sessions that support it and that speak against it, and where one against it was looked for."""
INVENTED_QUOTES: tuple[tuple[str, str, str], ...] = (
    ("s2", "PRO-PEER", "Going together is good. Alone is bad."),
    ("s3", "CAP-SKILL", "I can only look at her face."),
    ("s4", "CAP-ROLE", "I pay for the data card. That is my part, I thought."),
    ("s5", "COM-DELAY", "Once we waited nine days."),
    ("s6", "REC-PATH", "One page: who to call, in what order, what not to do."),
)
"""Session, code, words: of people of the corpus who agree to be quoted."""


def invented_memos(accounts: Mapping[StudyRole, str], day: date) -> tuple[StudyMemo, ...]:
    """The memos of the trial. `accounts`: of each role, who holds it."""
    return tuple(
        StudyMemo(new_id(), kind, day, accounts[role], f"{MARK} {words}", about)
        for role, kind, about, words in INVENTED_MEMOS
    )


def invented_claims(sessions: Iterable[str]) -> tuple[StudyClaim, ...]:
    """The claims of the trial; none where a session of the corpus is not there."""
    if frozenset(sessions) != SESSIONS:
        return ()
    made = tuple(
        StudyClaim(new_id(), f"{MARK} {words}", pro, contrary, SESSIONS - pro - contrary, looked)
        for words, pro, contrary, looked in INVENTED_CLAIMS
    )
    assert not any(claim_faults(each, SESSIONS) for each in made), "they are whole, or not written at all"
    return made


def invented_quotes(texts: Mapping[str, SessionTranscript], by: str) -> dict[str, BankedQuote]:
    """The quotes of the trial, by session: those whose words stand in what was released. `by`: the account
    of whoever is said to have read them for others who could be recognised.
    """
    return {
        session: BankedQuote(passage=_passage(texts[session], words), code=code, by=by)
        for session, code, words in INVENTED_QUOTES
        if session in texts and words in texts[session].text
    }


def _passage(transcript: SessionTranscript, words: str) -> QuotePassage:
    turn = next(each.number for each in transcript.turns if words in each.words)
    return cut_passage(
        transcript, turn, words, id=new_id(), third_party=ThirdParty.NOBODY, shows_distress=False
    )
