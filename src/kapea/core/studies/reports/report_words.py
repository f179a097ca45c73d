"""A study in the words of one language: counts, places, who said something, what was worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from kapea.core.evidence.counts import CountMark, PublishedCount, ShownCount
from kapea.core.studies.coreq import FactValue
from kapea.core.studies.quote_attribution import QuoteLabel, label_message
from kapea.core.studies.quote_bank import PlacedQuote, RefusedQuote
from kapea.core.studies.reports.report_word_ids import BAND, GENDER, LABEL, OWN, WHO, word_codes
from kapea.core.studies.research_ages import ResearchAgeBand

JOINED = ", "
_OF_CODES = ("study-role-", "study-place-", BAND)
"""How ids of words begin that codes of a protocol have already."""


@dataclass(frozen=True, slots=True)
class ReportWords:
    """`words`: by id, of one language. `names`: what strata, kinds of place, roles and other codes of a study
    are called in it, as the study wrote them; somebody of a role by `who-` and its code. `cut`: puts in where
    a line may end, in scripts without spaces.
    """

    language: str
    words: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    cut: Callable[[str], str] = str

    def say(self, id: str, **values: object) -> str:
        """Words with what stands in their gaps."""
        return self.words[id].format(**values)

    def own(self, id: str, **values: object) -> str:
        """The same, of ids that only reports have."""
        return self.say(f"{OWN}{id}", **values)

    def code(self, begins: str, code: Enum) -> str:
        """The words of a code."""
        [id] = word_codes(begins, [code])
        return self.words[id]

    def written(self, text: str) -> str:
        """What somebody of the team wrote, ready for lines to end."""
        return self.cut(text)

    def paragraphs(self, text: str) -> tuple[str, ...]:
        """The same, paragraph by paragraph."""
        return tuple(self.written(line.strip()) for line in text.splitlines() if line.strip())

    def named(self, code: str) -> str:
        """What a code of the study is called; what nobody named stands as it is."""
        found = (self.words.get(f"{begins}{code.replace('_', '-')}") for begins in _OF_CODES)
        return self.cut(self.names[code]) if code in self.names else next(filter(None, found), code)

    def mark(self, mark: PublishedCount) -> str:
        """A count, or the one word for each of hidden, no data and nobody."""
        if isinstance(mark, ShownCount):
            return str(mark.count)
        if mark is CountMark.ZERO:
            return "0"
        return self.own("hidden" if mark is CountMark.HIDDEN else "no-data")

    def fact(self, value: FactValue | None) -> str:
        """What the software knows of something; that it does not know it yet."""
        if value is None or value in ("", ()):
            return self.own("missing")
        if isinstance(value, ShownCount | CountMark):
            return self.mark(value)
        if isinstance(value, tuple):
            return JOINED.join(map(self.named, value))
        return self.named(value) if isinstance(value, str) else str(value)

    def figure(self, value: Fraction | Enum) -> str:
        """A figure to four places, or why there is none."""
        return self.code("agreement-none-", value) if isinstance(value, Enum) else f"{float(value):.4f}"

    def role(self, code: str) -> str:
        """Those of a role, in a table."""
        own = self.words.get(f"{OWN}role-{code.replace('_', '-')}")
        return self.names.get(code) or own or code

    def gender(self, code: str) -> str:
        """As what somebody speaks, in a table."""
        return self.words.get(f"{GENDER}{code}", self.named(code))

    def refusal(self, refused: RefusedQuote) -> str:
        """Why a quote is not placed, for the team alone: it never stands in an output."""
        id, gaps = refused.message
        scope = self.code(f"{OWN}scope-", refused.scope) if refused.scope else ""
        return self.say(id, **{**gaps, "scope": scope})

    def label(self, label: QuoteLabel) -> str:
        """What stands under a quote, of the parts that the label has and of no other."""
        id, parts = label_message(label)
        age = self.code(BAND, ResearchAgeBand(parts["age"])) if "age" in parts else ""
        told = {
            "who": self._who(parts),
            "age": age,
            "years": parts.get("years", ""),
            "place": self.named(parts.get("place", "")),
        }
        return self.say(id, **told)

    def under_quote(self, quote: PlacedQuote, label: QuoteLabel) -> str:
        """A label, and that the words are not those that were said."""
        said = self.label(label)
        return self.own("translated", label=said) if quote.translated else said

    def _who(self, parts: Mapping[str, str]) -> str:
        """Somebody of a role; one that has no words is a child or a grown-up, which tells less."""
        role, gender = parts.get("role", ""), parts.get("gender", "")
        if both := self._of_role(f"{role}-{gender}"):
            return both
        alone = self._of_role(role) or self.words[f"{LABEL}{parts.get('group') or 'anybody'}"]
        gendered = self.words.get(f"{GENDER}{gender}")
        return f"{alone} ({gendered})" if gendered else alone

    def _of_role(self, code: str) -> str:
        return self.names.get(f"who-{code}") or self.words.get(f"{WHO}{code.replace('_', '-')}", "")
