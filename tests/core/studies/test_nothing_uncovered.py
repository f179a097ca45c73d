"""Random consent, withdrawal and withheld turns: no report, in whatever form, and no file of an archive says
what is not covered as it is made.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.studies.archived_demo import NAMESPACE, archive_source, every_text, unpacked
from tests.core.studies.demo_consents import WORDS, passage, row, seat
from tests.core.studies.reported_demo import matter, now, output, report_words

from kapea.core.paper.study_html import study_html
from kapea.core.paper.study_markdown import study_markdown
from kapea.core.studies.archived_turns import ArchivedFrom
from kapea.core.studies.consent_scopes import ResearchScope, ScopeParty
from kapea.core.studies.quote_bank import QuotedTurn, QuoteUse, ThirdParty, placed_quotes
from kapea.core.studies.reports.report_paper import NotPublishable, report_paper
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.study_archive import study_archive
from kapea.core.studies.transcript import SessionSpeaker, SessionTranscript, SpeakerRole, SpokenTurn

SCOPES = (ResearchScope.TAKE_PART, ResearchScope.QUOTE, ResearchScope.ARCHIVE)
AGES = {
    "C1": ResearchAgeBand.FROM_9,
    "C2": ResearchAgeBand.FROM_12,
    "C3": ResearchAgeBand.FROM_15,
    "P1": ResearchAgeBand.ADULT,
    "P2": ResearchAgeBand.ADULT,
    "P3": ResearchAgeBand.ADULT,
}
SESSIONS = {"T1": ("C1", "C2", "C3"), "T2": ("P1", "P2", "P3")}
ROUNDS = 2
TOKEN = re.compile(r"zq\d+qz")
ANSWERS = st.sampled_from(["yes", "yes", "yes", "no", "not_asked", None])


def said_by(label: str, number: int) -> str:
    """What somebody said in a turn, with a sign of that turn alone."""
    return f"I tell my friend about zq{sorted(AGES).index(label)}{number:02}qz every time."


def transcript(session: str, echoing: frozenset[str]) -> SessionTranscript:
    """Everybody speaks in turn; whoever leads takes up each turn, and some repeat who is not of the group."""
    turns: list[SpokenTurn] = []
    for n in range(ROUNDS):
        for label in SESSIONS[session]:
            words = said_by(label, len(turns) + 1)
            if label in echoing and n == 1:
                other = next(each for each in AGES if each not in SESSIONS[session])
                words += f" Somebody said: {said_by(other, 1)}"
            turns.append(SpokenTurn(len(turns) + 1, label, words))
            turns.append(SpokenTurn(len(turns) + 1, "M", f"Thank you. {words}"))
    speakers = [SessionSpeaker(label, SpeakerRole.OTHER) for label in SESSIONS[session]]
    leads = SessionSpeaker("M", SpeakerRole.MODERATOR)
    return SessionTranscript(session, "en", (leads, *speakers), tuple(turns))


@dataclass(frozen=True)
class Drawn:
    """A study at one moment. `answers`: of each seat, scope and party."""

    answers: dict
    withdrawn: frozenset[str]
    withheld: dict
    others: dict
    echoing: frozenset[str]

    @property
    def register(self) -> ConsentRegister:
        seats = {
            id: seat(id, age, session="T1" if id in SESSIONS["T1"] else "T2") for id, age in AGES.items()
        }
        rows = [
            row(id, scope, answer, party, age=AGES[id])
            for (id, scope, party), answer in self.answers.items()
            if answer is not None
        ]
        return ConsentRegister(
            seats=seats,
            rows=tuple(rows),
            words=frozenset({WORDS}),
            withdrawn=self.withdrawn,
            withheld=self.withheld,
        )

    def covers(self, id: str, *scopes: ResearchScope) -> bool:
        """By the table of who must say yes, apart from the code that is tried."""
        parties = [ScopeParty.PARTICIPANT]
        if AGES[id] is not ResearchAgeBand.ADULT:
            parties.append(ScopeParty.GUARDIAN)
        asked = [(id, s, p) for s in (ResearchScope.TAKE_PART, *scopes) for p in parties]
        return id not in self.withdrawn and all(self.answers[each] == "yes" for each in asked)

    def turns(self):
        for session in SESSIONS:
            for turn in transcript(session, self.echoing).turns:
                if turn.speaker != "M":
                    yield session, turn

    def may(self, turn: SpokenTurn, *scopes: ResearchScope) -> bool:
        """Whether a turn may stand somewhere by itself."""
        is_withheld = turn.number in self.withheld.get(turn.speaker, ())
        is_held = self.others.get((turn.speaker, turn.number)) is ThirdParty.RECOGNISABLE
        return self.covers(turn.speaker, *scopes) and not is_withheld and not is_held

    def passages(self):
        return [
            passage(
                f"q-{turn.speaker}-{turn.number}",
                QuotedTurn(turn.speaker, turn.number),
                session=session,
                words=said_by(turn.speaker, turn.number),
                third_party=self.others.get((turn.speaker, turn.number), ThirdParty.NOBODY),
            )
            for session, turn in self.turns()
        ]


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    keys = [(id, scope, party) for id in AGES for scope in SCOPES for party in ScopeParty]
    numbers = st.sampled_from(range(1, 4 * len(SESSIONS["T1"]), 2))
    ids = st.sampled_from(sorted(AGES))
    return Drawn(
        answers=dict(zip(keys, draw(st.lists(ANSWERS, min_size=len(keys), max_size=len(keys))), strict=True)),
        withdrawn=draw(st.frozensets(ids, max_size=2)),
        withheld=draw(st.dictionaries(ids, st.frozensets(numbers, max_size=2), max_size=3)),
        others=draw(st.dictionaries(st.tuples(ids, numbers), st.sampled_from(ThirdParty), max_size=3)),
        echoing=draw(st.frozensets(ids, max_size=2)),
    )


def token(turn: SpokenTurn) -> str:
    return TOKEN.findall(said_by(turn.speaker, turn.number))[0]


def archive_of(study: Drawn):
    sessions = tuple(
        ArchivedFrom(transcript(id, study.echoing), {label: label for label in labels}, len(labels))
        for id, labels in SESSIONS.items()
    )
    told = replace(archive_source().told, labels=dict.fromkeys(AGES, ()))
    source = archive_source(sessions=sessions, codings=(), passages=study.passages(), told=told)
    return study_archive(source, study.register, NAMESPACE, [report_words()])


@settings(max_examples=60, deadline=None)
@given(drawn())
def test_an_archive_says_nothing_that_is_not_covered(study):
    archive = archive_of(study)
    may = {token(turn) for _, turn in study.turns() if study.may(turn, ResearchScope.ARCHIVE)}
    found = set(TOKEN.findall(every_text(archive.data)))
    assert found <= may
    if not study.echoing:
        assert found == may, "nothing that is covered is lost"
        assert archive.seats == {turn.speaker for _, turn in study.turns() if token(turn) in may}


@settings(max_examples=60, deadline=None)
@given(drawn())
def test_st_r36_an_archive_gives_only_quotes_of_those_who_allow_both(study):
    held = dict(unpacked(archive_of(study).data))["tables/quotes.csv"].decode()
    quotes = {TOKEN.findall(words)[0] for words, _ in list(csv.reader(io.StringIO(held)))[1:]}
    both = {token(t) for _, t in study.turns() if study.may(t, ResearchScope.QUOTE, ResearchScope.ARCHIVE)}
    assert quotes <= both


@settings(max_examples=60, deadline=None)
@given(drawn())
def test_st_r36_no_report_says_what_was_taken_back_since_it_was_written(study):
    """It was written when everybody had agreed to everything."""
    agreed = replace(study, answers=dict.fromkeys(study.answers, "yes"), withdrawn=frozenset(), withheld={})
    quotes = placed_quotes(
        [replace(each, third_party=ThirdParty.NOBODY) for each in agreed.passages()],
        QuoteUse.REPORT,
        agreed.register,
        sessions=SESSIONS,
    )
    written = output()
    draft = replace(written.draft, quotes=frozenset(each.quote for each in quotes.placed))
    written = replace(written, quotes=quotes, labels=dict.fromkeys(AGES, ()), draft=draft)
    holds = now(written, consent=study.register, passages=study.passages())
    made = report_paper(written, matter(quotes_of={}), holds, report_words(), is_draft=True)
    may = {
        token(turn)
        for _, turn in study.turns()
        if study.may(turn, ResearchScope.QUOTE)
        and study.others.get((turn.speaker, turn.number), ThirdParty.NOBODY) is ThirdParty.NOBODY
    }
    placed = {TOKEN.findall(each.words)[0] for each in quotes.placed}
    assert len(placed) == 2 * len(AGES)
    for said in (study_html(made), study_markdown(made)):
        assert set(TOKEN.findall(said)) == placed & may
    try:
        report_paper(written, matter(quotes_of={}), holds, report_words())
    except NotPublishable:
        assert not placed <= may
    else:
        assert placed <= may
