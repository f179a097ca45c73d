"""Figures of workshops: the editions that were published, one of them, and publishing the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_safe

from kapea.access.rows import adding, visible_row, visible_rows
from kapea.content.queries import worlds
from kapea.core.languages.known import language as known_language
from kapea.core.pack.model import Release
from kapea.core.staff.rules import rule_of
from kapea.core.workshops.edition_draft import EditionDraft, EditionPeriod
from kapea.core.workshops.edition_record import edition_digest
from kapea.learning.actions_figures import AnotherEdition, publish_edition, stored_draft
from kapea.learning.edition_model import FiguresEdition
from kapea.learning.edition_queries import edition_said, former_editions, months_to_tell, next_edition
from kapea.learning.models import Workshop
from kapea.people.member import Member
from kapea.people.models import Organisation
from kapea.web.base.request import form_of, query_of
from kapea.web.office.countries import country_of
from kapea.web.staff.frame import language_of, render_staff
from kapea.web.staff.gate import request_time
from kapea.web.staff.signed import acting_member
from kapea.web.staff.words import staff_languages, staff_words
from kapea.web.workshops.edition_page import EditionFacts, edition_page
from kapea.web.workshops.edition_words import EditionDates, EditionWords
from kapea.web.workshops.planning import release_or_none

FIGURES = "/staff/workshops/figures"
MOST_EDITIONS = 200


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition as a list shows it."""

    id: str
    number: str
    months: str
    published: str


@require_safe
def list_editions(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    member = acting_member(request)
    found = visible_rows(member, "figures.list", FiguresEdition).order_by("-number")[:MOST_EDITIONS]
    language = language_of(request)
    words = EditionDates(language, staff_words(language))
    return render_staff(
        request,
        "workshops/editions.html",
        listed=[_row(row, words) for row in found],
        may_publish=bool(rule_of("figures.publish").relations(member.role)),
    )


@require_safe
def show_edition(request: HttpRequest, id: str) -> HttpResponse:
    """What an edition says, and ways to take it along."""
    row, facts, words = edition_of(request, id, language_of(request))
    return render_staff(
        request,
        "workshops/edition.html",
        page=edition_page(facts, words),
        row=row,
        published=_published(row, words),
        languages=[(each, known_language(each).name) for each in _printable(words.release)],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish_next(request: HttpRequest) -> HttpResponse:
    """First shows what would be said up to a month; then says it, if it is still the same."""
    member = acting_member(request)
    release = release_or_none(member)
    if release is None:
        raise Http404
    periods = _periods(member)
    given = form_of(request) if request.method == "POST" else query_of(request)
    period = next((each for each in periods if each.ends.isoformat() == given.get("ends", "")), None)
    if period is None:
        return _publish_page(request, release, periods)
    draft = _draft(member, release, period)
    if request.method != "POST" or draft is None:
        return _publish_page(request, release, periods, period, draft)
    if given.get("digest", "") != edition_digest(stored_draft(draft)):
        return _publish_page(request, release, periods, period, draft, "fault-figures-changed")
    try:
        with adding(member, "figures.publish"):
            row = publish_edition(member, draft, release, at=request_time())
    except AnotherEdition:
        return _publish_page(request, release, _periods(member), fault="fault-figures-changed")
    return HttpResponseRedirect(f"{FIGURES}/{row.id}")


def _printable(release: Release) -> list[str]:
    """Languages in which both the pack and our own words stand."""
    return [each for each in staff_languages() if each in release.languages]


def edition_of(
    request: HttpRequest, id: str, language: str
) -> tuple[FiguresEdition, EditionFacts, EditionWords]:
    """An edition that whoever asks may read, with the words it was made with, while they are served."""
    member = acting_member(request)
    row = visible_row(member, "figures.read", FiguresEdition, id)
    made_with = worlds.of(row.release)
    release = made_with.release if made_with is not None else release_or_none(member)
    if release is None:
        raise Http404
    return row, _facts(row), EditionWords(language, staff_words(language), release)


def _facts(row: FiguresEdition) -> EditionFacts:
    told = edition_said(row)
    return EditionFacts(
        number=row.number,
        begins=row.begins,
        ends=row.ends,
        said=told.said,
        changes=told.changes,
        held=row.held,
        uncounted=row.uncounted,
        earlier=row.earlier,
        not_said=row.not_said,
    )


def _facts_of_draft(draft: EditionDraft) -> EditionFacts:
    return EditionFacts(
        number=draft.number,
        begins=draft.begins,
        ends=draft.ends,
        said=draft.said,
        changes=draft.changes,
        held=draft.held,
        uncounted=draft.uncounted,
        earlier=draft.earlier,
        not_said=draft.not_said,
    )


def _workshops(member: Member) -> QuerySet[Workshop]:
    return visible_rows(member, "workshops.list", Workshop)


def _editions(member: Member) -> QuerySet[FiguresEdition]:
    return visible_rows(member, "figures.list", FiguresEdition)


def _draft(member: Member, release: Release, period: EditionPeriod) -> EditionDraft | None:
    return next_edition(_workshops(member), former_editions(_editions(member)), period, release)


def _periods(member: Member) -> list[EditionPeriod]:
    """Up to the end of each month that is over in the country."""
    pack = Organisation.objects.get(id=member.organisation).pack
    today = request_time().astimezone(country_of(pack, "en").zone).date()
    return months_to_tell(_editions(member), _workshops(member), today=today)


def _publish_page(
    request: HttpRequest,
    release: Release,
    periods: Sequence[EditionPeriod],
    period: EditionPeriod | None = None,
    draft: EditionDraft | None = None,
    fault: str = "",
) -> HttpResponse:
    language = language_of(request)
    words = EditionWords(language, staff_words(language), release)
    return render_staff(
        request,
        "workshops/publish.html",
        409 if fault else 200,
        months=[(each.ends.isoformat(), words.month(each.ends)) for each in reversed(periods)],
        chosen=period.ends.isoformat() if period else "",
        page=edition_page(_facts_of_draft(draft), words) if draft else None,
        digest=edition_digest(stored_draft(draft)) if draft else "",
        fault=fault,
    )


def _row(row: FiguresEdition, words: EditionDates) -> EditionRow:
    number = words.say("figures-edition", number=row.number)
    return EditionRow(row.id, number, words.months(row.begins, row.ends), _published(row, words))


def _published(row: FiguresEdition, words: EditionDates) -> str:
    return words.say("figures-published", day=words.day(row.published_at.date()))
