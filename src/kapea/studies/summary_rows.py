"""Pages for those who took part and for children, as sealed rows: one for each language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kapea.core.studies.summary_book import SummaryBook, SummaryKind
from kapea.studies.output_rows import PaperPlace
from kapea.studies.sealed_values import SealedPlace
from kapea.studies.study_keys import StudyCustody

SummaryStep = Callable[[SummaryBook], SummaryBook]


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """Whom it is for, and in which language."""

    kind: SummaryKind
    language: str

    @property
    def name(self) -> str:
        """As its address, the trail and what left call it."""
        return f"{self.kind.value}-{self.language}"

    @property
    def paper(self) -> PaperPlace[SummaryBook]:
        """Where it stands."""
        place = SealedPlace("", self.name, StudyCustody.OUTPUT, SummaryBook)
        return PaperPlace(place, SummaryBook(kind=self.kind, language=self.language), self.name)
