"""What a field of a workshop is called, out of the words of staff and of the plan."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.pack.measure_model import ASKED_WHEN
from kapea.core.pack.model import Release, WorkshopPlan
from kapea.core.workshops.counted_fields import ASKED, CAME, LEFT


class FieldWords:
    """The labels of a plan's fields in a language. A field that the plan has no more is called by its id."""

    def __init__(self, release: Release, plan: WorkshopPlan, language: str, words: Mapping[str, str]) -> None:
        self.release, self.plan, self.language, self.words = release, plan, language, words

    def of(self, field: str) -> str:
        """A label, whole by itself."""
        head, _, rest = field.partition(".")
        if head == CAME:
            return self.words[f"came-{rest}"]
        if field == LEFT:
            return self.words["left-early"]
        if head in ASKED_WHEN:
            return self._card(head, rest) or field
        return (self._asked(rest) if head == ASKED else "") or field

    def _card(self, when: str, rest: str) -> str:
        id, _, card = rest.partition(".")
        measure = self.release.measures.get(id)
        if measure is None or card not in measure.by_card:
            return ""
        ask, answer = (
            self.release.text(each, self.language) for each in (measure.ask, measure.by_card[card])
        )
        return f"{self.words[f'asked-{when}']} · {ask} · {answer}"

    def _asked(self, rest: str) -> str:
        part, _, question = rest.partition(".")[0].partition("-")
        if not (part.isdecimal() and question.isdecimal() and 0 < int(part) <= len(self.plan.parts)):
            return ""
        asked = self.plan.parts[int(part) - 1].ask
        if not 0 < int(question) <= len(asked):
            return ""
        return self.release.text(asked[int(question) - 1].text, self.language)
