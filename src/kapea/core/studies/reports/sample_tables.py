"""Who could have been asked, who came, and what therefore cannot be said, in words: what may be published of
it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kapea.core.evidence.counts import CountMark, FigureKey, PublishedCount
from kapea.core.evidence.tables import TOTAL
from kapea.core.paper.study_paper import StudyBlock, StudyLines, StudyTable
from kapea.core.studies.bias_report import BiasReport, StratumLine
from kapea.core.studies.reports.report_word_ids import BAND, OWN
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.sampling_frame import FrameSurety
from kapea.core.studies.study_people import ReachedBy

ROLE_AGE, ROLE_GENDER, PLACE = "role-age", "role-gender", "place"


def bias_blocks(bias: BiasReport, words: ReportWords, *, is_stale: bool) -> Iterator[StudyBlock]:
    """Page 2. What cannot be said stands there first, also where the counts beside it are out of date."""
    unsaid = (
        words.say(line.id, **{gap: words.named(code) for gap, code in line.parts.items()})
        for line in bias.unsaid
    )
    yield StudyLines(tuple(unsaid), words.own("unsaid"), listed=True, boxed=True)
    if is_stale:
        yield StudyLines((words.own("stale"),), boxed=True)
        return
    yield _frame(bias.strata, words)
    yield _reached(bias, words)
    yield StudyLines((words.own("no-frame-share"), *_legend(words)), listed=True)


def _legend(words: ReportWords) -> tuple[str, ...]:
    return tuple(words.own(id) for id in ("is-hidden", "is-no-data", "is-zero"))


def _frame(strata: Sequence[StratumLine], words: ReportWords) -> StudyTable:
    heads = tuple(words.own(f"head-{head}") for head in ("stratum", "in-frame", "asked", "came"))
    return StudyTable(
        words.own("table-frame"),
        (*heads, *(words.code(f"{OWN}by-", by) for by in ReachedBy)),
        tuple(_stratum(line, words) for line in strata),
    )


def _stratum(line: StratumLine, words: ReportWords) -> tuple[str, ...]:
    in_frame = words.mark(line.in_frame)
    if line.known is not FrameSurety.KNOWN:
        in_frame = f"{in_frame} ({words.code(f'{OWN}known-', line.known)})"
    by = (words.mark(line.by[each]) for each in ReachedBy)
    return words.named(line.stratum), in_frame, words.mark(line.asked), words.mark(line.came), *by


def _reached(bias: BiasReport, words: ReportWords) -> StudyTable:
    rows = ((words.code(f"{OWN}whom-", whom), words.mark(mark)) for whom, mark in bias.reached.items())
    heads = (words.own("head-whom"), words.own("head-people"))
    return StudyTable(words.own("table-reached"), heads, tuple(rows))


def sample_blocks(
    said: Mapping[FigureKey, PublishedCount], words: ReportWords, *, is_stale: bool
) -> Iterator[StudyBlock]:
    """The tables of who took part; that there are none, where nothing may be published."""
    if is_stale or not any(key[0] == ROLE_AGE for key in said):
        yield StudyLines((words.own("stale" if is_stale else "may-not-be-shown"),), boxed=True)
        return
    yield _crossed(said, ROLE_AGE, words)
    yield _crossed(said, ROLE_GENDER, words)
    yield _places(said, words)
    yield StudyLines(_legend(words), listed=True)


def _crossed(said: Mapping[FigureKey, PublishedCount], table: str, words: ReportWords) -> StudyTable:
    """Roles down, ages or genders across, what all of them come to at the end. Where a table has no such
    place, there was nobody.
    """
    keys = [key for key in said if key[0] == table]
    roles = [*sorted({key[1] for key in keys} - {TOTAL}), TOTAL]
    across = [*_in_order({key[2] for key in keys} - {TOTAL}), TOTAL]
    name = _age if table == ROLE_AGE else _gender
    rows = (
        (
            words.role(role) if role else words.own("head-all"),
            *(words.mark(said.get((table, role, place), CountMark.ZERO)) for place in across),
        )
        for role in roles
    )
    heads = (name(words, place) if place else words.own("head-all") for place in across)
    return StudyTable(words.own(f"table-{table}"), (words.own("head-role"), *heads), tuple(rows))


def _in_order(codes: set[str]) -> list[str]:
    order = [band.value for band in ResearchAgeBand]
    return sorted(codes, key=lambda code: (order.index(code) if code in order else len(order), code))


def _age(words: ReportWords, code: str) -> str:
    return words.code(BAND, ResearchAgeBand(code))


def _gender(words: ReportWords, code: str) -> str:
    return words.gender(code)


def _places(said: Mapping[FigureKey, PublishedCount], words: ReportWords) -> StudyTable:
    places = [*sorted(key[1] for key in said if key[0] == PLACE and key[1]), TOTAL]
    rows = (
        (
            words.named(place) if place else words.own("head-all"),
            words.mark(said.get((PLACE, place), CountMark.ZERO)),
        )
        for place in places
    )
    heads = (words.own("head-place"), words.own("head-people"))
    return StudyTable(words.own("table-place"), heads, tuple(rows))
