"""How far two coders agree, on coded text only. Each figure carries its exact name, its table and how many
units it rests on: none can be shown without them.

A value is one code, or none. Where a coder gave a unit several codes there is no such value: then families of
codes are looked at each by itself, and where that is not enough, each code. The units stay the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from kapea.core.studies.agreement_readings import AgreementReading, agreement_reading
from kapea.core.studies.chance_agreement import (
    CodeMargins,
    NoFigure,
    code_margins,
    cohen_chance,
    cohen_kappa,
    krippendorff_chance,
    nominal_alpha,
    observed_agreement,
)
from kapea.core.studies.coded_units import (
    AgreementBasis,
    CodePair,
    CodesThere,
    TextOfTwoCoders,
    UnitCounts,
    by_session,
    counted_together,
    unit_counts,
)


class UnknownCode(ValueError):
    """A code of no family; the message names it."""


class AgreementMeasure(Enum):
    """What is worked out."""

    COHEN_KAPPA = "cohen_kappa"
    KRIPPENDORFF_ALPHA = "krippendorff_alpha_nominal"


class AgreementScope(Enum):
    """What a line is about: whichever code, one family, one code."""

    EVERY_CODE = "every_code"
    FAMILY = "family"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class AgreementCell:
    """A place of the raw table: what each coder gave, and on how many units."""

    first: CodesThere
    second: CodesThere
    units: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementTable:
    """The raw table of one line. `named`: the family or code it is about, "" for every code; `codes`: those
    that are looked at; `every`: the units of all sessions with whatever they were coded; `by_session`: the
    same, session by session; `pairs`: how many units bear which of these codes.
    """

    basis: AgreementBasis
    scope: AgreementScope
    named: str
    codes: frozenset[str]
    every: UnitCounts
    by_session: tuple[UnitCounts, ...]
    pairs: Counter[CodePair] = field(init=False)
    margins: CodeMargins = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "pairs", _only(self.every.pairs, self.codes))
        object.__setattr__(self, "margins", code_margins(self.pairs))

    @property
    def sessions(self) -> tuple[Counter[CodePair], ...]:
        """The same of each session that has units."""
        return tuple(_only(each.pairs, self.codes) for each in self.by_session if each.pairs)

    @property
    def cells(self) -> tuple[AgreementCell, ...]:
        """The table to be printed, in a steady order."""
        return tuple(AgreementCell(*pair, count) for pair, count in sorted(self.pairs.items()))

    @property
    def units(self) -> int:
        """How many units: blocks, or characters."""
        return self.every.pairs.total()

    @property
    def blocks(self) -> int:
        """How many blocks of text the units come from."""
        return self.every.blocks

    @property
    def has_several(self) -> bool:
        """Whether a coder gave a unit several codes."""
        return any(len(codes) > 1 for pair in self.pairs for codes in pair)


@dataclass(frozen=True, slots=True)
class AgreementFigure:
    """One figure, with all that it may not be shown without."""

    measure: AgreementMeasure
    table: AgreementTable

    @property
    def name(self) -> str:
        """Its exact name, as the id of a word: what was worked out, on which units."""
        return f"{self.measure.value}_on_{self.table.basis.value}"

    @property
    def value(self) -> Fraction | NoFigure:
        """The figure, or why there is none."""
        return (
            NoFigure.SEVERAL_CODES if self.table.has_several else WORKED_OUT[self.measure](self.table.margins)
        )

    @property
    def observed(self) -> Fraction | NoFigure:
        """Po: the share of units on which both gave the same."""
        return observed_agreement(self.table.margins)

    @property
    def by_chance(self) -> Fraction | NoFigure:
        """Pe: what share chance alone would give."""
        return BY_CHANCE[self.measure](self.table.margins)

    @property
    def reading(self) -> AgreementReading:
        """What it allows. Characters of one block are no witnesses of their own: their blocks are counted."""
        is_compared_only = self.table.basis is AgreementBasis.WHOLE_TEXT
        return agreement_reading(self.value, self.table.blocks, is_compared_only=is_compared_only)


_Worked = Mapping[AgreementMeasure, Callable[[CodeMargins], Fraction | NoFigure]]
WORKED_OUT: _Worked = {
    AgreementMeasure.COHEN_KAPPA: cohen_kappa,
    AgreementMeasure.KRIPPENDORFF_ALPHA: nominal_alpha,
}
BY_CHANCE: _Worked = {
    AgreementMeasure.COHEN_KAPPA: cohen_chance,
    AgreementMeasure.KRIPPENDORFF_ALPHA: krippendorff_chance,
}


def coder_agreement(
    texts: Iterable[TextOfTwoCoders],
    families: Mapping[str, str],
    basis: AgreementBasis,
    *,
    with_families: bool = True,
) -> tuple[AgreementFigure, ...]:
    """The figures of two coders on one basis: of every code, and `with_families` of each family, and of each
    code of a family of which a unit has several. `families`: of each code. Raises UnknownCode.
    """
    sessions = tuple(unit_counts(of_one, basis) for of_one in by_session(texts).values())
    every = counted_together(sessions)
    used = sorted({code for pair in every.pairs for codes in pair for code in codes})
    if lost := [code for code in used if code not in families]:
        raise UnknownCode(f"{lost[0]} has no family: give the codebook with which it was coded")

    def table(scope: AgreementScope, named: str, codes: Iterable[str]) -> AgreementTable:
        return AgreementTable(
            basis=basis,
            scope=scope,
            named=named,
            codes=frozenset(codes),
            every=every,
            by_session=sessions,
        )

    of_used = {code: families[code] for code in used}
    tables = _tables(of_used, table) if with_families else [table(AgreementScope.EVERY_CODE, "", of_used)]
    return tuple(AgreementFigure(measure, table) for table in tables for measure in AgreementMeasure)


def _tables(
    families: Mapping[str, str], table: Callable[[AgreementScope, str, Iterable[str]], AgreementTable]
) -> Iterator[AgreementTable]:
    yield table(AgreementScope.EVERY_CODE, "", families)
    for family in sorted(set(families.values())):
        codes = [code for code, its in families.items() if its == family]
        yield (of_family := table(AgreementScope.FAMILY, family, codes))
        if of_family.has_several:
            yield from (table(AgreementScope.CODE, code, (code,)) for code in codes)


def _only(pairs: Counter[CodePair], codes: frozenset[str]) -> Counter[CodePair]:
    """The same units, looked at for these codes alone."""
    kept: Counter[CodePair] = Counter()
    for (first, second), count in pairs.items():
        kept[tuple(c for c in first if c in codes), tuple(c for c in second if c in codes)] += count
    return kept
