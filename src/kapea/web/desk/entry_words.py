"""An entry of a case as it is read: lines of a label and words. Only whoever opened it has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kapea.care.case_queries import OpenedEntry
from kapea.core.care.case_contents import NeedDomain
from kapea.core.care.case_entries import (
    AssessmentEntry,
    CaseEntryContent,
    ClosingEntry,
    NoteEntry,
    PlanEntry,
    Registered,
    ReportEntry,
    ReviewEntry,
    SafeContactEntry,
)

Words = Mapping[str, str]
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EntryLines:
    """An entry: what kind it is, who wrote it when, and its lines."""

    kind: str
    by: str
    at: str
    lines: tuple[Line, ...]


def entry_lines(entry: OpenedEntry, words: Words, by: str, at: str) -> EntryLines:
    """What is read of an entry. What was left empty has no line. `at`: when it was written, as told there."""
    lines = tuple((label, said) for label, said in _lines(entry.content, words) if said)
    return EntryLines(words[f"entry-{code(entry.kind.value)}"], by, at, lines)


def code(value: str) -> str:
    """A code as the end of the id of its word."""
    return value.replace("_", "-")


def _lines(content: CaseEntryContent, words: Words) -> Iterator[Line]:
    if isinstance(content, Registered):
        yield from _registered(content, words)
    elif isinstance(content, AssessmentEntry):
        yield from _assessment(content, words)
    elif isinstance(content, PlanEntry):
        yield from _plan(content, words)
    elif isinstance(content, ReviewEntry):
        yield from _review(content, words)
    elif isinstance(content, ClosingEntry):
        yield words["case-view"], content.view
        yield words["case-goals"], content.goals
    elif isinstance(content, ReportEntry):
        yield from _report(content, words)
    elif isinstance(content, SafeContactEntry):
        yield words["reach-when"], _window(content, words)
    elif isinstance(content, NoteEntry):
        yield "", content.said


def _window(content: SafeContactEntry, words: Words) -> str:
    """When it is safe; by which number stands on top of the case, as long as it may be called."""
    days = " ".join(words[f"weekday-{day}"] for day in content.days)
    return f"{days} · {content.from_hour}:00–{content.to_hour}:00"


def _registered(content: Registered, words: Words) -> Iterator[Line]:
    yield words["case-reasons"], ", ".join(words[f"reason-{code(each.value)}"] for each in content.reasons)
    yield words["case-age-band"], words[f"age-band-{content.age_band.value}"]
    yield words["case-who-asked"], words[f"who-asked-{code(content.who_asked.value)}"]
    yield words["case-came-by"], words[f"came-by-{code(content.came_by.value)}"]
    yield words["case-wish"], content.wish
    yield words["case-safe-with"], content.safe_with


def _assessment(content: AssessmentEntry, words: Words) -> Iterator[Line]:
    for domain in NeedDomain:
        if domain in content.needs:
            yield words[f"need-{domain.value}"], _need(content, domain, words)
    yield words["case-strengths"], content.strengths
    yield words["case-wish"], content.wish
    yield words["case-safe-with"], content.safe_with


def _need(content: AssessmentEntry, domain: NeedDomain, words: Words) -> str:
    said = [words[f"need-is-{code(content.needs[domain].value)}"]]
    if domain in content.not_asked:
        said.append(words[f"not-asked-{code(content.not_asked[domain].value)}"])
    return " · ".join([*said, *filter(None, [content.said.get(domain, "")])])


def _plan(content: PlanEntry, words: Words) -> Iterator[Line]:
    yield words["case-goals"], content.goals
    for each in content.actions:
        until = each.until.isoformat() if each.until else ""
        agrees = words[f"agrees-{code(each.agrees.value)}"]
        yield each.what, " · ".join(filter(None, [each.by, until, agrees]))
    yield words["case-view"], content.view
    if content.not_heard is not None:
        yield words["case-not-heard"], words[f"not-asked-{code(content.not_heard.value)}"]
    yield words["case-review-on"], content.review_on.isoformat() if content.review_on else ""


def _review(content: ReviewEntry, words: Words) -> Iterator[Line]:
    yield words["case-safer"], words[f"safer-{code(content.safer.value)}"]
    yield words["case-goals-met"], words[f"goals-{code(content.goals.value)}"]
    yield words["case-next-on"], content.next_on.isoformat()
    yield "", content.said


def _report(content: ReportEntry, words: Words) -> Iterator[Line]:
    """Offices stand here by their short names: their words are the country's, and on the page of the duty."""
    yield words["report-left-out"], ", ".join(content.kin)
    yield words["report-office"], content.office
    yield words["report-to-whom"], content.to_whom
    if content.made_at is not None:
        yield words["report-when"], f"{content.made_at:%Y-%m-%d %H:%M %Z}"
        yield words["report-told"], words[f"told-first-{code(content.told)}"]
        yield words["report-rests"], words[f"report-rests-{code(content.rests)}"]
