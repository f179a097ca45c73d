"""What a report says beside counts and quotes: what the software knows, what somebody wrote, what was worked
out; and that which holds at the moment when it is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kapea.core.evidence.counts import FigureKey, PublishedCount
from kapea.core.studies.advisory_answers import AdviceTold, GroupHeard
from kapea.core.studies.agreement import AgreementFigure
from kapea.core.studies.agreement_interval import AgreementInterval, NoInterval
from kapea.core.studies.coreq import FactValue
from kapea.core.studies.quote_bank import QuotePassage
from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.saturation import NoSaturation, SaturationCurve
from kapea.core.studies.study_holding import StudyHolding

SaturationApart = Mapping[tuple[str, str], SaturationCurve | NoSaturation]
"""The curve of each kind of session in each stratum."""


@dataclass(frozen=True, slots=True)
class OfficeAsk:
    """What one office is asked for, out of which finding."""

    office: str
    finding: str
    ask: str


@dataclass(frozen=True, slots=True)
class LawNamed:
    """What a law says, where it stands, and when somebody last read it there."""

    words: str
    source: str
    read_on: date


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure of agreement with its interval, or why it has none."""

    figure: AgreementFigure
    interval: AgreementInterval | NoInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMatter:
    """`study`: its code. `facts`, `written`: as `report_items` has them. `said`: as `told_sample` gives it.
    `findings`: the words of each. `quotes_of`: which quotes stand with a finding. `languages`: of quotes
    whose words are in another than the report's. `asks`, `laws`: of a brief. `advice`: how far the group that
    advises was heard.
    """

    study: str
    title: str
    facts: Mapping[str, FactValue | None]
    written: Mapping[str, str]
    said: Mapping[FigureKey, PublishedCount]
    findings: Mapping[str, str]
    quotes_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    agreement: Sequence[FigureShown] = ()
    saturation: SaturationApart = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    asks: Sequence[OfficeAsk] = ()
    laws: Sequence[LawNamed] = ()
    advice: AdviceTold = field(default_factory=lambda: AdviceTold(GroupHeard.NOT_ASKED))
    is_invented: bool = False

    def free_texts(self) -> Mapping[str, str]:
        """All that somebody wrote in it, by where it stands."""
        asks = {f"ask-{n}": f"{each.office}\n{each.ask}" for n, each in enumerate(self.asks, start=1)}
        findings = {f"finding-{id}": words for id, words in self.findings.items()}
        return {"title": self.title, **dict(self.written), **findings, **asks}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputNow:
    """What holds as an output is made: read it from where it is stored for every one that is made. `readers`:
    accounts of those who read the output last, None where it is made for them to read. `turns`: what those
    who took part said, coded or not; written text may repeat none of it.
    """

    holding: StudyHolding
    consent: ConsentRegister
    passages: Sequence[QuotePassage]
    readers: Sequence[str] | None
    turns: Sequence[str] = ()
