"""Editions of figures over HTTP: shown before they are published, then for good, and alike in every file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader
from tests.staff.cast import signed_in
from tests.staff.workshops_held import (
    CAREGIVERS,
    hold,
    hold_a_month,
    last_month,
    made_up_edition,
    publish_last_month,
)

from kapea.audit.models import Event
from kapea.core.evidence.counts import CountMark, ShownCount
from kapea.core.staff.roles import Role
from kapea.core.workshops.edition_exports import COLUMNS
from kapea.core.workshops.edition_record import read_figures
from kapea.learning.actions_figures import AnotherEdition
from kapea.learning.edition_model import EditionStands, FiguresEdition
from kapea.learning.models import Workshop
from kapea.web.staff.words import staff_languages, staff_words
from kapea.web.workshops import figures

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
HERE = "/staff/workshops/figures"
OFFICER = Role.PROGRAMME_OFFICER
NUMBER = re.compile(r"\d+")


@pytest.fixture
def officer(cast):
    """Before anything was published."""
    thawed(FiguresEdition.objects.all())
    return signed_in(cast.ours[OFFICER], cast.at)


def thawed(rows) -> None:
    """Takes editions away, which only whoever has the database's account can."""
    from tests.databases import without_triggers

    with without_triggers():
        rows._raw_delete("default")


@pytest.fixture
def held(cast):
    """A month of workshops, of which one is too small to be told."""
    hold_a_month(cast.ours[Role.FACILITATOR], last_month(cast.at).begins)
    return last_month(cast.at)


@pytest.fixture
def edition(cast, officer, held) -> FiguresEdition:
    return publish_last_month(cast.ours[OFFICER], cast.at)


def digest_of(page) -> str:
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page.content.decode())
    assert found
    return found[1]


def publish(client, period, digest: str):
    return client.post(f"{HERE}/new", {"ends": period.ends.isoformat(), "digest": digest})


def test_an_officer_sees_what_it_would_say_and_publishes_it(cast, officer, held):
    first = officer.get(f"{HERE}/new")
    assert held.ends.isoformat() in first.content.decode()
    assert "digest" not in first.content.decode()
    shown = officer.get(f"{HERE}/new?ends={held.ends}")
    assert FiguresEdition.objects.count() == 0
    answer = publish(officer, held, digest_of(shown))
    row = FiguresEdition.objects.get()
    assert answer["Location"] == f"{HERE}/{row.id}"
    assert (row.number, row.begins, row.ends) == (1, held.begins, held.ends)
    tables = r"<table.*?</table>"
    page = officer.get(answer["Location"])
    assert re.findall(tables, page.content.decode(), re.S) == re.findall(tables, shown.content.decode(), re.S)
    assert row.id in officer.get(HERE).content.decode()


def test_publishing_is_in_the_trail_with_the_digest_of_all_that_it_says(cast, edition):
    event = Event.objects.filter(organisation=cast.organisation.id).order_by("-number").first()
    assert (event.action, event.subject) == ("figures.publish", f"edition:{edition.id}")
    assert event.by == f"member:{cast.ours[OFFICER].membership.id}"
    assert event.detail == {"number": 1, "digest": edition.digest}


def test_what_changed_meanwhile_is_read_again_before_it_is_published(cast, officer, held):
    seen = digest_of(officer.get(f"{HERE}/new?ends={held.ends}"))
    hold(cast.ours[Role.FACILITATOR], CAREGIVERS, held.begins, "12", (20, 11, 0))
    again = publish(officer, held, seen)
    assert again.status_code == 409
    assert staff_words("en")["fault-figures-changed"] in again.content.decode()
    assert FiguresEdition.objects.count() == 0
    assert publish(officer, held, digest_of(again)).status_code == 302


def test_who_publishes_at_the_same_moment_is_told_so(officer, held, monkeypatch):
    def too_late(*given, **more):
        raise AnotherEdition

    seen = digest_of(officer.get(f"{HERE}/new?ends={held.ends}"))
    monkeypatch.setattr(figures, "publish_edition", too_late)
    assert publish(officer, held, seen).status_code == 409


def test_two_of_one_number_cannot_be(cast, edition):
    with pytest.raises(DatabaseError), transaction.atomic():
        made_up_edition(cast.ours[OFFICER], cast.at)


def test_the_next_edition_begins_where_the_last_one_ended(cast, officer, edition):
    page = officer.get(f"{HERE}/new").content.decode()
    assert staff_words("en")["figures-nothing-yet"] in page, "its month is not over"
    assert bare(officer.get(f"{HERE}/new?ends={edition.ends}").content) == bare(page.encode())


def test_too_few_wait_and_the_page_says_so(cast, officer):
    period = last_month(cast.at)
    hold(cast.ours[Role.FACILITATOR], CAREGIVERS, period.begins, "12", (5, 3, 0))
    page = officer.get(f"{HERE}/new?ends={period.ends}")
    assert staff_words("en")["figures-too-few"] in page.content.decode()
    assert publish(officer, period, "0" * 64).status_code == 200
    assert FiguresEdition.objects.count() == 0


def test_workshops_of_another_organisation_are_in_no_edition_of_ours(cast, officer, held):
    theirs = hold(cast.theirs[Role.COUNSELLOR], CAREGIVERS, held.begins, "KE-01", (20, 30, 0))
    publish(officer, held, digest_of(officer.get(f"{HERE}/new?ends={held.ends}")))
    row = FiguresEdition.objects.get()
    assert row.organisation_id == cast.organisation.id
    assert row.held == 32
    assert theirs.id not in row.came_of


def test_who_may_read_them_may_not_publish(cast, edition):
    for role in (Role.FACILITATOR, Role.AUDITOR, Role.SUPERVISOR, Role.RESEARCHER):
        client = signed_in(cast.ours[role], cast.at)
        assert client.get(f"{HERE}/{edition.id}").status_code == 200
        assert client.get(f"{HERE}/new").status_code == 404
        assert f"{HERE}/new" not in client.get(HERE).content.decode()


# --- for good ---------------------------------------------------------------------------------


def test_an_edition_is_changed_by_nobody(cast, edition):
    edition.held = 1
    with pytest.raises(EditionStands):
        edition.save()
    with pytest.raises(EditionStands):
        edition.delete()
    mine = FiguresEdition.objects.filter(id=edition.id)
    for act in (lambda: mine.update(held=1), mine.delete, lambda: mine._raw_delete("default")):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            act()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE learning_figuresedition SET said = '[]'")
    assert FiguresEdition.objects.get(id=edition.id).held == 32


def test_what_is_corrected_afterwards_changes_nothing_in_it(cast, officer, edition):
    before = officer.get(f"{HERE}/{edition.id}").content
    workshop = Workshop.objects.get(id=edition.came_of[0])
    workshop.entries.update(value=1)
    Workshop.objects.filter(id=workshop.id).update(state="running")
    assert bare(officer.get(f"{HERE}/{edition.id}").content) == bare(before)


def bare(body: bytes) -> str:
    """Without the word of forms, which changes each time."""
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", body.decode())


# --- what it says ----------------------------------------------------------------------------


def test_a_few_are_hidden_and_others_with_them_and_too_few_of_an_audience_wait(officer, edition):
    said = read_figures(edition.said)
    hidden = {key for key, mark in said.items() if mark is CountMark.HIDDEN}
    assert ("came", "group", "other-pupils") in hidden
    assert len({key for key in hidden if key[:2] == ("came", "group")}) == 2
    assert isinstance(said[("came",)], ShownCount)
    assert ("came", "audience", "faith-leaders") not in said
    assert edition.not_said[0] == "later"
    assert staff_words("en")["figures-later"] in officer.get(f"{HERE}/{edition.id}").content.decode()


def test_the_page_tells_hidden_no_data_and_nobody_apart_in_words(officer, held, cast):
    hold(cast.ours[Role.FACILITATOR], CAREGIVERS, held.begins, "05", ())
    row = publish_last_month(cast.ours[OFFICER], cast.at)
    page = officer.get(f"{HERE}/{row.id}").content.decode()
    words = staff_words("en")
    for id in ("figures-hidden", "figures-no-data"):
        assert f'<td class="number">{words[id]}</td>' in page
    assert '<td class="number">0</td>' in page
    for id in ("figures-what-hidden", "figures-what-no-data", "figures-what-zero", "figures-not-caused"):
        assert words[id] in page
    assert words["figures-uncounted"].format(count=1) in page


def test_what_children_know_stands_beside_what_they_do(officer, edition):
    page = officer.get(f"{HERE}/{edition.id}").content.decode()
    words = staff_words("en")
    pupils = page.split(words["figures-pupils"])[1].split("</table>")[0]
    assert words["figures-knowledge"] in pupils.split(words["figures-warning"])[0]
    assert words["figures-more-tell"] in page


def plots(page: str) -> list[str]:
    return re.findall(r"<svg role.*?</svg>", page, re.S)


def test_a_plot_has_a_title_and_a_description_and_is_small(officer, edition):
    drawn = plots(officer.get(f"{HERE}/{edition.id}").content.decode())
    assert len(drawn) == 3, "who came, what caregivers say, what classes say"
    for each in drawn:
        title, desc = (
            re.search(r"<title[^>]*>(.+?)</title>", each),
            re.search(r"<desc[^>]*>(.+?)</desc>", each),
        )
        assert title
        assert desc
        assert len(each.encode()) <= 60_000
        assert "<script" not in each
        assert "style=" not in each


def rows_of_csv(client, row, name: str) -> list[dict[str, str]]:
    answer = client.get(f"{HERE}/{row.id}/{name}")
    assert answer["Content-Type"].startswith("text/csv")
    assert "attachment" in answer["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def as_said(rows: list[dict[str, str]]) -> dict[tuple[str, ...], object]:
    """The figures of a file, as the edition keeps them."""
    out: dict[tuple[str, ...], object] = {}
    for row in rows:
        mark = {"hidden": CountMark.HIDDEN, "no data": CountMark.NO_DATA}.get(row["suppressed"])
        value = mark or (ShownCount(int(row["value"])) if int(row["value"]) else CountMark.ZERO)
        if row["indicator"].startswith("visits"):
            head = "came" if row["indicator"] == "visits" else "year"
            named = {"area": row["area"], "audience": row["audience"], "group": row["people"]}
            place = [(table, id) for table, id in named.items() if id]
            out[(head, *(place[0] if place else ()))] = value
        elif row["indicator"].startswith("answers"):
            what = "hoped" if row["indicator"] == "answers_hoped_for" else "all"
            out["answers", row["audience"], row["item"], row["asked"], what] = value
    return out


def test_the_table_says_what_the_edition_says_and_nothing_else(officer, edition):
    rows = rows_of_csv(officer, edition, "table.csv")
    assert as_said(rows) == read_figures(edition.said)
    changes = [row for row in rows if row["indicator"].startswith(("change", "groups"))]
    told = [[e[2], e[3], *(n for n in e[4:] if n is not None)] for e in edition.changes]
    assert [int(row["value"]) for row in changes] == [number for each in told for number in each]
    assert len(rows) == len(edition.said) + len(changes)


def test_the_table_for_exchange_has_one_row_of_tags_and_marks_what_is_hidden(officer, edition):
    tags, *rows = rows_of_csv(officer, edition, "hxl.csv")
    assert tags == dict(COLUMNS)
    assert all(re.fullmatch(r"#[a-z][a-z0-9]*(\+[a-z]+)*", tag) for tag in tags.values())
    assert as_said(rows) == read_figures(edition.said)
    hidden = [row for row in rows if row["suppressed"]]
    assert hidden
    assert {row["value"] for row in hidden} == {""}
    assert {row["suppressed"] for row in hidden} <= {"hidden", "no data"}


def paper(client, row, language: str) -> PdfReader:
    answer = client.get(f"{HERE}/{row.id}/page.pdf?language={language}")
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(answer.content))


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_sheet_is_one_page_with_the_numbers_of_the_edition(officer, edition, language):
    [page] = paper(officer, edition, language).pages
    said = {m.count for m in read_figures(edition.said).values() if isinstance(m, ShownCount)}
    points = {abs(n) for each in edition.changes for n in each[4:] if n is not None}
    ours = {10, 50, 100, edition.number, edition.ends.year, len(edition.changes), 0, *range(1, 10)}
    numbers = {int(each) for each in NUMBER.findall(page.extract_text())}
    assert numbers <= said | points | ours
    assert read_figures(edition.said)[("came",)].count in numbers


def test_a_language_that_nobody_wrote_is_not_there(officer, edition):
    assert officer.get(f"{HERE}/{edition.id}/page.pdf?language=xx").status_code == 404


def test_no_page_and_no_file_reads_what_the_edition_was_made_from(cast, officer, edition):
    """The same edition made from other counts: whatever anybody is told stays the same, to the letter."""
    files = ("", "/table.csv", "/hxl.csv", "/page.pdf?language=en")
    before = [bare_bytes(officer.get(f"{HERE}/{edition.id}{each}").content) for each in files]
    from tests.databases import without_triggers

    with without_triggers():
        other = [[*cell[:-1], (cell[-1] or 0) + 7] for cell in edition.cells]
        FiguresEdition.objects.filter(id=edition.id).update(cells=other, came_of=["x"], answers_of=["y"])
        workshops = Workshop.objects.filter(organisation=cast.organisation)
        workshops.update(state="cancelled")
    after = [bare_bytes(officer.get(f"{HERE}/{edition.id}{each}").content) for each in files]
    assert after == before


def bare_bytes(body: bytes) -> bytes:
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", body)


@pytest.mark.parametrize("language", staff_languages())
def test_every_language_says_the_same_numbers(cast, officer, edition, language):
    cast.ours[OFFICER].user.language = language
    cast.ours[OFFICER].user.save()
    page = officer.get(f"{HERE}/{edition.id}").content.decode()
    cells = re.findall(r'<td class="number">(\d+)</td>', page)
    said = [row[-1] for row in edition.said if row[0] in ("came", "year") and isinstance(row[-1], int)]
    assert sorted(map(int, cells)) == sorted(said)
    assert not re.search(r"\{[a-z]+\}", page)


def test_more_editions_are_no_more_statements_in_the_list(cast, officer, edition):
    def sent() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert officer.get(HERE).status_code == 200
        return len(seen)

    before = sent()
    row = FiguresEdition.objects.get()
    row._state.adding, row.pk, row.number = True, "another", 2
    row.begins, row.ends = date(2030, 1, 1), date(2030, 1, 1) + timedelta(days=30)
    row.save(force_insert=True)
    assert sent() == before
