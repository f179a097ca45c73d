"""How a study was done, in words: what the software knows of it, how far coders agreed, and whether later
sessions still brought new codes. No figure stands without its name, its units and its table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kapea.core.paper.study_paper import StudyBlock, StudyLines, StudyPaper, StudyTable
from kapea.core.studies.advisory_answers import AdviceTold, GroupHeard
from kapea.core.studies.agreement import AgreementTable
from kapea.core.studies.agreement_interval import AgreementInterval, NoInterval
from kapea.core.studies.coded_units import AgreementBasis, CodesThere
from kapea.core.studies.coreq import PEOPLE_FACTS, REPORT_ITEMS, FactValue, ItemFilled, ReportItemStands
from kapea.core.studies.reports.report_matter import FigureShown, SaturationApart
from kapea.core.studies.reports.report_word_ids import OWN
from kapea.core.studies.reports.report_words import JOINED, ReportWords
from kapea.core.studies.saturation import NoSaturation, SaturationCurve
from kapea.core.studies.study_report import OutputKind


def shown_facts(
    facts: Mapping[str, FactValue | None], words: ReportWords, *, counts_stale: bool, saturation_stale: bool
) -> Mapping[str, str]:
    """Everything the software knows, in words and in the order of the items that ask for it. What rests on
    figures that are out of date is not told.
    """
    stale = (PEOPLE_FACTS | {"sample_table"} if counts_stale else frozenset()) | (
        {"saturation"} if saturation_stale else frozenset()
    )
    asked = dict.fromkeys(fact for item in REPORT_ITEMS for fact in item.facts)
    return {fact: words.own("stale") if fact in stale else words.fact(facts.get(fact)) for fact in asked}


def facts_table(facts: Mapping[str, str], words: ReportWords) -> StudyTable:
    """What the software knows, a row each."""
    rows = ((words.own(f"fact-{fact.replace('_', '-')}"), told) for fact, told in facts.items())
    heads = (words.own("head-what"), words.own("head-answer"))
    return StudyTable(words.own("table-facts"), heads, tuple(rows))


# --- how far coders agreed ------------------------------------------------------------------------


def agreement_blocks(
    shown: Sequence[FigureShown], facts: Mapping[str, FactValue | None], words: ReportWords
) -> Iterator[StudyBlock]:
    """The figures, on how many of all sessions they rest, and under them the raw table of each. Those on the
    whole text praise silence, and are never published.
    """
    told = [each for each in shown if each.figure.table.basis is not AgreementBasis.WHOLE_TEXT]
    if not told:
        return
    heads = ("basis", "measure", "units", "value", "interval", "reading")
    yield StudyTable(
        words.own("table-agreement"),
        tuple(words.own(f"head-{head}") for head in heads),
        tuple(_figure(each, words) for each in told),
    )
    yield StudyLines((*_rests_on(facts, words), words.own("agreement-why")))
    tables: list[AgreementTable] = []
    for each in told:
        if each.figure.table not in tables:
            tables.append(each.figure.table)
            yield _raw(each.figure.table, words)


def _rests_on(facts: Mapping[str, FactValue | None], words: ReportWords) -> Iterator[str]:
    two, one = facts.get("coded_by_two"), facts.get("coded_by_one")
    if isinstance(two, int) and isinstance(one, int):
        yield words.own("agreement-rests", two=two, sessions=two + one)


def _figure(shown: FigureShown, words: ReportWords) -> tuple[str, ...]:
    figure = shown.figure
    return (
        _about(figure.table, words),
        words.code("agreement-measure-", figure.measure),
        str(figure.table.units),
        words.figure(figure.value),
        _interval(shown.interval, words),
        words.code("agreement-reading-", figure.reading),
    )


def _interval(interval: AgreementInterval | NoInterval, words: ReportWords) -> str:
    if isinstance(interval, NoInterval):
        return words.own("no-interval", why=words.figure(interval))
    return words.own("between", low=words.figure(interval.low), high=words.figure(interval.high))


def _about(table: AgreementTable, words: ReportWords) -> str:
    of = words.code("agreement-of-", table.scope)
    named = f" {table.named}" if table.named else ""
    return words.own("figure-of", what=f"{of}{named}", basis=words.code("agreement-basis-", table.basis))


def _raw(table: AgreementTable, words: ReportWords) -> StudyTable:
    heads = ("first-coder", "second-coder", "units")
    rows = ((_codes(c.first, words), _codes(c.second, words), str(c.units)) for c in table.cells)
    return StudyTable(
        words.own("table-raw", what=_about(table, words), units=table.units),
        tuple(words.own(f"head-{head}") for head in heads),
        tuple(rows),
    )


def _codes(codes: CodesThere, words: ReportWords) -> str:
    return JOINED.join(codes) or words.own("head-no-code")


# --- whether new codes still came -----------------------------------------------------------------


def saturation_blocks(apart: SaturationApart, words: ReportWords) -> Iterator[StudyBlock]:
    """A few sentences for each kind of session in each stratum."""
    if not apart:
        return
    lines = (_curve_told(key, curve, words) for key, curve in sorted(apart.items(), key=lambda each: each[0]))
    yield StudyLines((*lines, words.own("codes-not-meaning")), words.own("saturation"), listed=True)


def _curve_told(key: tuple[str, str], curve: SaturationCurve | NoSaturation, words: ReportWords) -> str:
    about = JOINED.join(words.named(code) for code in key if code)
    if isinstance(curve, NoSaturation):
        return f"{about}: {words.code('saturation-none-', curve)}"
    return f"{about}: {' '.join(_sentences(curve, words))}"


def _sentences(curve: SaturationCurve, words: ReportWords) -> Iterator[str]:
    plan, run = curve.plan, curve.reached
    yield words.own(
        "base", sessions=plan.base, codes=curve.base_codes, run=plan.run, limit=f"{float(plan.threshold):.2f}"
    )
    if run is None:
        yield words.own("run-not-reached", seen=curve.seen)
        return
    told = {"first": run.first, "last": run.last, "new": run.new, "codes": curve.base_codes}
    yield words.own("run-reached", **told)
    yield words.own("after-run", new=curve.new_after)


# --- the group that advises -----------------------------------------------------------------------


def advice_lines(told: AdviceTold, words: ReportWords) -> StudyLines:
    """Whether it was heard, on how much of what stands here, and whether it asked for something else."""
    lines = [words.code(f"{OWN}advice-", told.heard)]
    if told.findings and told.heard in (GroupHeard.AGREED, GroupHeard.ASKED_FOR_CHANGE):
        lines.append(words.own("advice-read", read=told.read, findings=told.findings))
    if told.changes:
        lines.append(words.own("advice-changes", times=told.changes))
    return StudyLines(tuple(lines), words.own("advice"))


def tells_advice(paper: StudyPaper, told: AdviceTold, words: ReportWords) -> bool:
    """Whether a paper that was made says of the group what is so now. Other papers than a report say nothing
    of it.
    """
    if paper.id != f"study-{OutputKind.REPORT.value}":
        return True
    return any(advice_lines(told, words) in part.blocks for part in paper.parts)


# --- the checklist --------------------------------------------------------------------------------


def checklist_table(
    items: Iterable[ReportItemStands],
    facts: Mapping[str, str],
    written: Mapping[str, str],
    words: ReportWords,
) -> StudyTable:
    """COREQ and SRQR, item by item, with what stands there. `facts`: in words."""
    heads = ("item", "what", "answer")
    return StudyTable(
        words.own("table-coreq"),
        tuple(words.own(f"head-{head}") for head in heads),
        tuple(_item(each, facts, written, words) for each in items),
    )


def _item(
    stands: ReportItemStands, facts: Mapping[str, str], written: Mapping[str, str], words: ReportWords
) -> tuple[str, ...]:
    item = stands.item
    number = f"{item.guideline.name} {int(item.id.rpartition('-')[2])}"
    if stands.filled is ItemFilled.BY_PERSON:
        return number, words.words[item.id], words.written(written.get(item.id, words.own("missing")))
    told = (f"{words.own('fact-' + fact.replace('_', '-'))}: {facts[fact]}" for fact in item.facts)
    return number, words.words[item.id], "; ".join(told) or words.own("missing")
