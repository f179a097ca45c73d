"""The invented study as what leaves it: report, brief, slides, pages for those who took part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random

from tests.core.studies.coded_demo import CODER_A, CODER_B, codebook, codings, release, sessions
from tests.core.studies.demo_consents import (
    DEMO,
    DEMO_STRATA,
    demo_passages,
    demo_people,
    demo_register,
)

from kapea.content.word_breaks import breakers
from kapea.core.studies.agreement import coder_agreement
from kapea.core.studies.agreement_interval import agreement_interval
from kapea.core.studies.bias_report import bias_report
from kapea.core.studies.coded_units import AgreementBasis, CodedSpan, TextOfTwoCoders
from kapea.core.studies.coreq import REPORT_ITEMS, report_items
from kapea.core.studies.quote_attribution import PlaceTold
from kapea.core.studies.quote_bank import QuoteUse, placed_quotes
from kapea.core.studies.reports.report_matter import (
    FigureShown,
    LawNamed,
    OfficeAsk,
    OutputNow,
    ReportMatter,
)
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.reports.summary_paper import SummaryMatter
from kapea.core.studies.sample_told import TOTAL_KEY, told_sample
from kapea.core.studies.saturation import SaturationPlan, new_codes_by_session, saturation_curve
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyDraft, StudyFigure, StudyHolding
from kapea.core.studies.study_report import OutputKind, SaidInSessions, StudyOutput
from kapea.core.studies.summary_pages import SummaryPart, SummaryWords
from kapea.web.staff.words import staff_words

NAMES = {
    "T1": "Children of 12 to 14, edge of a large town",
    "T2": "Boys of 15 to 17, remote commune",
    "T3": "Mothers and grandmothers, informal settlement",
    "T4": "Fathers, remote commune",
    "T5": "A teacher",
    "T6": "An official",
    "group": "Groups",
    "caregiver": "Parents and carers",
    "who-caregiver": "a parent or carer",
    "who-caregiver-woman": "a mother or carer",
    "who-caregiver-man": "a father or carer",
    "commune official": "Officials",
    "who-commune official": "an official",
}
FINDINGS = {
    "shame": "Children say nothing when they fear that they are blamed.",
    "together": "Somebody who goes along makes it easier to tell.",
}
QUOTES_OF = {"shame": ("S03", "S06", "S10"), "together": ("S07", "S11")}
TEXTS = {
    "methods": "Six groups and talks were held in two kinds of places.\nNotes were written by hand.",
    "limits": "All of this was invented.",
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'


def report_words(language: str = "en") -> ReportWords:
    return ReportWords(language, staff_words(language), NAMES, breakers()["km"])


@cache
def told():
    return told_sample(demo_people(), DEMO_STRATA, PlaceTold.COUNTRY_OR_CITY)


def spans(session: str, coder: str) -> tuple[CodedSpan, ...]:
    mine = [c for c in codings() if c.session == session and c.coder == coder]
    return tuple(CodedSpan(c.span.start, c.span.end, c.code) for c in mine)


@cache
def agreement() -> tuple[FigureShown, ...]:
    texts = [
        TextOfTwoCoders(
            session=s,
            length=len(release(s).transcript.text),
            first=spans(s, CODER_A),
            second=spans(s, CODER_B),
        )
        for s in sessions()
    ]
    families = {code.code: code.theme for code in codebook().live.codes.values()}
    every = (
        figure
        for basis in AgreementBasis
        for figure in coder_agreement(texts, families, basis)
        if not figure.table.named
    )
    return tuple(
        FigureShown(figure, agreement_interval(figure, Random(7).randrange, rounds=60)) for figure in every
    )


@cache
def saturation():
    by_session = [frozenset(c.code for c in codings() if c.session == s) for s in sessions()]
    plan = SaturationPlan(base=2, run=2, threshold=Fraction(1, 4))
    return {("group", "T1"): saturation_curve(new_codes_by_session(by_session), plan)}


FACTS = {
    "session_roles": ("moderator", "co-moderator"),
    "training": 2,
    "positions": 2,
    "sampling_routes": 2,
    "asked_by_route": 2,
    "place_types": ("edge of a large town", "remote commune", "informal settlement"),
    "others_present": 0,
    "sample_table": 3,
    "guide_versions": ("guide-12-14", "guide-15-17"),
    "pilots": 1,
    "repeat_sessions": 0,
    "audio_sessions": 0,
    "note_sessions": 6,
    "minutes": 330,
    "saturation": 3,
    "returned_transcripts": 0,
    "coders": 2,
    "coded_by_two": 6,
    "coded_by_one": 0,
    "codebook_version": 1,
    "codes": 40,
    "themes_given": 8,
    "themes_found": 0,
    "software": "Kapea",
    "validation_sessions": 1,
    "quotes": 8,
    "quote_labels": 8,
    "approvals": ("DEMO-0000",),
    "deidentified": 6,
    "miss_rate": 0,
    "unsaid_lines": 4,
}
WRITTEN = {item.id: "Invented for this example." for item in REPORT_ITEMS if not item.facts} | {
    "srqr-02": "What children, parents and those who help say of telling somebody. All of it is invented."
}


def facts():
    people = told().said.get(TOTAL_KEY)
    return FACTS | {"took_part": people, "said_no": told().said[TOTAL_KEY], "left": told().said[TOTAL_KEY]}


def matter(**other) -> ReportMatter:
    made = ReportMatter(
        study="DEMO",
        title=DEMO["study"]["title"],
        facts=facts(),
        written=WRITTEN,
        said=told().said,
        findings=FINDINGS,
        quotes_of=QUOTES_OF,
        agreement=agreement(),
        saturation=saturation(),
        asks=(
            OfficeAsk("Office of education", "together", "Let a child choose who goes along."),
            OfficeAsk("Child helpline", "shame", "Say first that nobody is blamed."),
        ),
        laws=(LawNamed("An invented law.", "Invented gazette", date(2026, 11, 1)),),
        is_invented=True,
    )
    return replace(made, **other)


def output(kind: OutputKind = OutputKind.REPORT, register=None, passages=None) -> StudyOutput:
    use = QuoteUse.SLIDES if kind is OutputKind.SLIDES else QuoteUse.REPORT
    said = demo_passages() if passages is None else passages
    quotes = placed_quotes(said, use, register or demo_register(), sessions=sessions())
    return StudyOutput(
        kind=kind,
        draft=StudyDraft(
            id=kind.value,
            quotes=frozenset(each.quote for each in quotes.placed),
            figures=dict.fromkeys(StudyFigure, 0),
        ),
        bias=bias_report(DEMO_STRATA, demo_people(), told(), places_in_frame=("city", "remote commune")),
        items=report_items(facts(), WRITTEN),
        findings=(SaidInSessions("shame", 3, 6), SaidInSessions("together", 2, 6)),
        texts=TEXTS,
        quotes=quotes,
        labels=told().labels,
    )


def now(made: StudyOutput, **other) -> OutputNow:
    things = (HeldThing(id, HeldKind.QUOTE, frozenset({"C4"})) for id in made.draft.quotes)
    holds = {
        "holding": StudyHolding(tuple(things)),
        "consent": demo_register(),
        "passages": demo_passages(),
        "readers": ("reader-1", "reader-2"),
    }
    return OutputNow(**(holds | other))


def summary() -> SummaryWords:
    return SummaryWords(
        asked="asked",
        heard=("heard-1", "heard-2", "heard-3"),
        not_heard="not-heard",
        what_now="what-now",
        contacts=("helpline",),
        thanks="thanks",
        pictures={part: "drawing" for part in SummaryPart},
    )


def summary_matter(**other) -> SummaryMatter:
    texts = {
        "asked": "Who helps when something goes wrong online?",
        "heard-1": "Many are afraid to be blamed.",
        "heard-2": "It helps when somebody goes along.",
        "heard-3": "Grown-ups want to help and do not know how.",
        "not-heard": "We did not hear children who do not go to school.",
        "what-now": "We tell the offices what you said. Nobody learns that it was you.",
        "thanks": "Thank you for your time and your trust.",
    }
    said = {
        "study": "DEMO",
        "title": "What we heard from you",
        "texts": texts,
        "contacts": {"helpline": "An invented helpline: ask your lead"},
        "drawings": {"drawing": DRAWING},
        "passages": demo_passages(),
        "is_draft": True,
        "is_invented": True,
    }
    return SummaryMatter(**(said | other))
