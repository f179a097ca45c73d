"""A page for those who took part or for children, opened for whoever writes, reads or hands it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from kapea.access.rows import NotHere
from kapea.core.pack.model import Release
from kapea.core.studies.handed_papers import MadePaper
from kapea.core.studies.reports.report_words import ReportWords
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.summary_book import SummaryBook, SummaryKind
from kapea.studies.models import Study
from kapea.studies.output_rows import open_paper
from kapea.studies.output_source import open_all_texts, turns_said
from kapea.studies.quote_rows import passages_now
from kapea.studies.quotes_opened import open_quotes
from kapea.studies.session_rows import consent_of
from kapea.studies.summary_making import SummarySource, contacts_told, summary_stands
from kapea.studies.summary_rows import SummaryPage
from kapea.vault.record_keys import CannotOpen
from kapea.web.field.codes import release_of_member
from kapea.web.field.found import STUDIES, StudyFault, gate_fault, study_seen
from kapea.web.field.output_found import KEYS, PaperSeen, report_words
from kapea.web.staff.frame import language_of
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import private_key
from kapea.web.staff.words import staff_languages


@dataclass(frozen=True, slots=True)
class SummarySeen(PaperSeen[SummaryBook]):
    """A page while somebody looks at it. `contacts`: who helps, of this moment."""

    page: SummaryPage
    release: Release | None
    contacts: tuple[str, ...]

    @property
    def address(self) -> str:
        """The page of it."""
        return f"{STUDIES}{self.seen.row.id}/summaries/{self.page.name}"

    @property
    def words(self) -> ReportWords:
        """A report's words in the language of the page."""
        return report_words(self.seen, self.page.language)


def summary_pages_of(release: Release | None) -> dict[str, SummaryPage]:
    """By their names: for each language of a country that the house speaks, one for each kind."""
    known = staff_languages()
    spoken = [code for code in release.languages if code in known] if release else list(known)
    pages = [SummaryPage(kind, language) for language in spoken for kind in SummaryKind]
    return {each.name: each for each in pages}


def summary_seen(request: HttpRequest, id: str, page: str, act: StudyAct) -> SummarySeen | StudyFault:
    """The page for somebody whose role does that; what keeps it shut now. Raises NotHere."""
    seen, at = study_seen(request, id, act), request_time()
    release = release_of_member(seen.member, language_of(request))
    found = summary_pages_of(release).get(page)
    if found is None:
        raise NotHere
    if shut := gate_fault(seen, StudyAct.READ_OUTPUT, at) or gate_fault(seen, act, at):
        return shut
    try:
        opened = open_paper(private_key(request), seen.member, seen.row, found.paper, at=at)
    except CannotOpen:
        return StudyFault(KEYS)
    contacts = contacts_told(release, found.language, at)
    return SummarySeen(seen, found.paper, opened, found, release, contacts)


def summary_source(request: HttpRequest, at: SummarySeen) -> SummarySource | None:
    """All that it is held against, for who writes it; None where the country has no words. Raises
    CannotOpen.
    """
    if at.release is None:
        return None
    row, member, now, private = at.seen.row, at.seen.member, request_time(), private_key(request)
    texts = open_all_texts(private, member, row, at=now)
    opened, consent = open_quotes(private, member, row, at=now), consent_of(row)
    return SummarySource(
        row=row,
        release=at.release,
        passages=[each.passage for each in passages_now(row, opened.values(), consent, texts)],
        turns=turns_said(texts, consent),
        contacts=at.contacts,
        cut=at.words.cut,
    )


def page_stands(at: SummarySeen, made: MadePaper) -> bool:
    """Whether what was made may be shown at this moment."""
    return standing_page(at)(at.seen.row, made)


def standing_page(at: SummarySeen) -> Callable[[Study, MadePaper], bool]:
    """Asks of a study's row whether a page stands as the row is then."""
    return lambda row, made: summary_stands(row, made, at.contacts, at.words)
