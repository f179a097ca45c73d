"""An output out of what is stored of a study: page 2 and all counts from the rows, quotes by the consent of
this moment, findings as they are claimed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kapea.core.paper.study_paper import StudyPaper
from kapea.core.studies.advisory_answers import advice_told, finding_sign
from kapea.core.studies.agreement import coder_agreement
from kapea.core.studies.agreement_interval import agreement_interval
from kapea.core.studies.bias_report import BiasReport, bias_report
from kapea.core.studies.coded_units import AgreementBasis
from kapea.core.studies.compared_codings import compared_codings
from kapea.core.studies.coreq import report_items
from kapea.core.studies.output_book import OutputBook
from kapea.core.studies.quote_bank import PlacedQuotes, QuotePassage, QuoteUse, placed_quotes
from kapea.core.studies.report_facts import (
    StudyKnown,
    held_sessions,
    overlooked_percent,
    report_facts,
    sampled_strata,
)
from kapea.core.studies.reports.report_matter import FigureShown, OutputNow, ReportMatter, SaturationApart
from kapea.core.studies.reports.report_paper import report_paper
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.sample_told import ToldSample
from kapea.core.studies.saturation import SaturationCurve, new_codes_by_session, saturation_curve
from kapea.core.studies.study_holding import HeldKind, HeldThing, StudyFigure, StudyHolding
from kapea.core.studies.study_memos import StudyClaim
from kapea.core.studies.study_people import StudyPerson
from kapea.core.studies.study_report import OutputKind, SaidInSessions, StudyOutput
from kapea.studies.actions_consent import recruitment_of
from kapea.studies.coding_state import saturation_plan_of
from kapea.studies.held_things import figures_of
from kapea.studies.models import Study
from kapea.studies.output_source import OutputSource
from kapea.studies.reconciled_rows import final_codes, final_segments
from kapea.studies.steady_draws import steady_draws
from kapea.studies.told_now import people_now, told_of_people

ALL_SESSIONS = ("all", "")


@dataclass(frozen=True, slots=True)
class MadeOutput:
    """An output with all that stands beside it."""

    output: StudyOutput
    matter: ReportMatter
    now: OutputNow

    def paper(self, words: ReportWords, *, is_draft: bool) -> StudyPaper:
        """In words. Raises NotPublishable where it is no draft and something keeps it."""
        return report_paper(self.output, self.matter, self.now, words, is_draft=is_draft)


def holding_of_quotes(row: Study, passages: Sequence[QuotePassage]) -> StudyHolding:
    """The quotes that are held now, and the state of the data of each figure."""
    things = tuple(
        HeldThing(each.id, HeldKind.QUOTE, frozenset(turn.seat for turn in each.spoken)) for each in passages
    )
    return StudyHolding(things, figures_of=figures_of(row))


def make_output(source: OutputSource, book: OutputBook) -> MadeOutput:
    """The output as it would be now. Raises NotAStratum where the frame and who came do not fit."""
    people, rows = people_now(source.row, source.consent), recruitment_of(source.row)
    strata = sampled_strata(source.standing.protocol.current.frame, rows, people)
    told, passages = told_of_people(people, strata), [each.passage for each in source.quotes]
    bias = bias_report(strata, people, told, places_in_frame=_places(source))
    placed, saturation = _placed(source, book, passages), _saturation(source)
    written = {**dict(book.written), **({"srqr-01": book.title} if book.title else {})}
    facts = report_facts(_known(source, people, told, placed, bias, saturation))
    holding = holding_of_quotes(source.row, passages)
    output = StudyOutput(
        kind=book.kind,
        draft=book.draft({each: holding.figures_of.get(each, 0) for each in StudyFigure}),
        bias=bias,
        items=report_items(facts, written),
        findings=tuple(_said_in(claim) for claim in book.findings),
        texts=book.texts,
        quotes=placed,
        labels=told.labels,
    )
    matter = ReportMatter(
        study=source.row.code,
        title=book.title or source.row.code,
        facts=facts,
        written=written,
        said=told.said,
        findings={claim.id: claim.words for claim in book.findings},
        agreement=_agreement(source),
        saturation=saturation,
        asks=book.asks,
        advice=advice_told(source.standing.advice, (finding_sign(c.id, c.words) for c in book.findings)),
        is_invented=source.row.organisation.demo,
    )
    now = OutputNow(
        holding=holding, consent=source.consent, passages=passages, readers=None, turns=source.turns()
    )
    return MadeOutput(output, matter, now)


def _said_in(claim: StudyClaim) -> SaidInSessions:
    every = len(claim.supporting) + len(claim.contrary) + len(claim.silent)
    return SaidInSessions(claim.id, len(claim.supporting), every)


def _places(source: OutputSource) -> list[str]:
    frame = source.standing.protocol.current.frame
    return list(dict.fromkeys(each.stratum.place.value for each in frame.strata.values()))


def _placed(source: OutputSource, book: OutputBook, passages: Sequence[QuotePassage]) -> PlacedQuotes:
    by_id = {each.id: each for each in passages}
    chosen = [by_id[id] for id in book.quotes if id in by_id]
    use = QuoteUse.SLIDES if book.kind is OutputKind.SLIDES else QuoteUse.REPORT
    sessions = [each.id for each in held_sessions(source.standing)]
    return placed_quotes(chosen, use, source.consent, sessions=sessions)


def _last_new_codes(saturation: SaturationApart) -> int | None:
    """How many codes the last sessions looked at brought that none before them had."""
    curve = saturation.get(ALL_SESSIONS)
    return curve.runs[-1].new if isinstance(curve, SaturationCurve) and curve.runs else None


def _known(
    source: OutputSource,
    people: Sequence[StudyPerson],
    told: ToldSample,
    placed: PlacedQuotes,
    bias: BiasReport,
    saturation: SaturationApart,
) -> StudyKnown:
    overlooked = source.row.sessions.exclude(overlooked=[]).values_list("overlooked", flat=True)
    return StudyKnown(
        standing=source.standing,
        people=people,
        told=told,
        recruitment=recruitment_of(source.row),
        released=frozenset(source.texts),
        missed=overlooked_percent(overlooked),
        positions=source.positions,
        coders=len({each.coder for each in source.material.all_codings()}),
        by_two=_sessions(source, by_two=True),
        by_one=_sessions(source, by_two=False),
        book=source.book.live if source.book else None,
        last_new_codes=_last_new_codes(saturation),
        quotes=placed,
        unsaid=len(bias.unsaid),
        labels=told.labels,
    )


def _sessions(source: OutputSource, *, by_two: bool) -> int | None:
    """How many sessions two coded, or one; None while that is blind."""
    if source.state.unblinded is None:
        return None
    return sum(source.state.by_two(session) is by_two for session in source.texts)


def _agreement(source: OutputSource) -> tuple[FigureShown, ...]:
    if source.state.unblinded is None or source.book is None:
        return ()
    material = source.material
    compared = compared_codings(source.state, material.all_codings(), source.book, material.lengths())
    figures = (
        figure
        for basis in AgreementBasis
        if basis is not AgreementBasis.WHOLE_TEXT
        for figure in coder_agreement(compared.texts, compared.families, basis, with_families=False)
    )
    return tuple(FigureShown(each, agreement_interval(each, steady_draws().randrange)) for each in figures)


def _saturation(source: OutputSource) -> SaturationApart:
    plan = saturation_plan_of(source.row)
    if plan is None or source.state.unblinded is None:
        return {}
    finals = final_segments(source.row, source.state, source.material.all_codings())
    by_session = final_codes(finals)
    codes = [by_session[session] for session in source.texts]
    return {ALL_SESSIONS: saturation_curve(new_codes_by_session(codes), plan)}
