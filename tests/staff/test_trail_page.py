"""Who did what: beside an id stands what a colleague is called now. Of nobody else a name is shown."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from tests.staff.cast import Person, make_person, signed_in

from kapea.audit import actions as audit
from kapea.audit.models import Event
from kapea.core.directory.edit_states import EditStep
from kapea.core.staff.roles import Role
from kapea.people.models import Membership, User
from kapea.studies.trail_names import StudyDeed
from kapea.web.staff.words import english_words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ROW = re.compile(r"<tr><td data-name.*?</tr>", re.S)
TRAIL = "/staff/office/audit"
SOURCE = Path(__file__).parents[2] / "src" / "kapea"
WRITTEN = re.compile(
    r"(?:action=|_record\(|record_outside\(|_note\(|_(?:case|referral)\(|READING = |Step\.[A-Z_]+: )"
    r'"([a-z]+\.[a-z.-]+)"'
)
OF_THE_DEPLOYMENT = ("content.", "keys.")
"""Acts that stand in no organisation's trail."""


@pytest.fixture
def page(cast):
    """What the auditor sees, whose own name is nobody else's."""
    client = signed_in(cast.ours[Role.AUDITOR], cast.at)
    return lambda query="": client.get(TRAIL + query).content.decode()


@pytest.fixture
def done(cast):
    """Writes a row into the trail of an organisation; ours, unless another is given."""

    def record(by: str, subject: str, organisation=cast.organisation) -> None:
        with transaction.atomic():
            audit.record(
                action="member.vet", subject=subject, by=by, at=cast.at, organisation=organisation.id
            )

    return record


def called(person: Person, name: str) -> Person:
    User.objects.filter(id=person.user.id).update(name=name)
    return person


def first_row(page: str) -> list[str]:
    """The cells of who and which of the newest row, as they are read."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", ROW.findall(page)[0], re.S)
    return [re.sub(r"<[^>]+>", "", cells[n]).strip() for n in (1, 3)]


def test_who_and_whom_stand_there_with_their_names(cast, page, done):
    by, whom = called(cast.ours[Role.ADMINISTRATOR], "Sok Dara"), called(cast.pupil, "Chan Maly")
    done(f"member:{by.membership.id}", f"member:{whom.membership.id}")
    assert first_row(page()) == [
        f"Sok Dara member:{by.membership.id}",
        f"Chan Maly member:{whom.membership.id}",
    ]


@pytest.mark.parametrize("kind", ["", "staff:", "user:"])
def test_an_id_of_a_person_or_a_bare_one_is_known_too(cast, page, done, kind):
    person = called(cast.pupil, "Chan Maly")
    done(f"{kind}{person.membership.id}", f"{kind}{person.user.id}")
    assert first_row(page()) == [
        f"Chan Maly {kind}{person.membership.id}",
        f"Chan Maly {kind}{person.user.id}",
    ]


def test_the_name_is_that_of_now_and_the_trail_holds_none(cast, page, done):
    person = called(cast.pupil, "Chan Maly")
    done(f"member:{person.membership.id}", "case-1")
    called(person, "Chan Malis")
    assert first_row(page())[0].startswith("Chan Malis ")
    assert "Chan" not in str(list(Event.objects.values()))


def test_whoever_left_is_still_called_by_their_name(cast, page, done):
    person = called(cast.pupil, "Chan Maly")
    done(f"member:{person.membership.id}", "case-1")
    Membership.objects.filter(id=person.membership.id).update(ended_at=cast.at)
    assert first_row(page())[0].startswith("Chan Maly ")


def test_nobody_of_another_organisation_is_named(cast, page, done):
    stranger = called(cast.theirs[Role.COUNSELLOR], "Of Another")
    for kind, id in (("member", stranger.membership.id), ("user", stranger.user.id)):
        done(f"{kind}:{id}", f"{kind}:{id}")
        assert first_row(page()) == [f"{kind}:{id}"] * 2


def test_a_colleagues_membership_elsewhere_is_not_told(cast, page, done):
    person = called(cast.pupil, "Chan Maly")
    elsewhere = Membership.objects.create(
        user=person.user, organisation=cast.other, role="auditor", began_at=cast.at
    )
    done(f"member:{elsewhere.id}", "case-1")
    assert first_row(page())[0] == f"member:{elsewhere.id}"


def test_an_id_of_something_else_names_nobody(cast, page, done):
    person = called(cast.pupil, "Chan Maly")
    done("operator", f"invitation:{person.membership.id}")
    assert first_row(page()) == ["operator", f"invitation:{person.membership.id}"]


def test_a_name_is_text(cast, page, done):
    person = called(cast.pupil, "<b>Maly</b> & Co")
    done(f"member:{person.membership.id}", "case-1")
    assert "&lt;b&gt;Maly&lt;/b&gt; &amp; Co" in page()
    assert "<b>Maly" not in page()


def test_older_rows_are_named_too(cast, page, done):
    person = called(cast.pupil, "Chan Maly")
    done(f"member:{person.membership.id}", "case-1")
    for _ in range(50):
        done("operator", "case-1")
    assert "Chan Maly" not in page()
    older = re.search(r"\?before=\d+", page())
    assert older is not None
    assert "Chan Maly" in page(older[0])


def test_many_people_are_named_by_one_statement(cast, page, done, django_assert_max_num_queries):
    for n in range(12):
        person = called(make_person(cast.organisation, Role.EDITOR, cast.at), f"Editor {n:02}")
        done(f"member:{person.membership.id}", f"member:{person.membership.id}")
    with django_assert_max_num_queries(12):
        said = page()
    assert all(said.count(f"Editor {n:02}") == 2 for n in range(12))


@pytest.mark.usefixtures("published")
def test_it_says_in_words_what_was_done_and_when_it_was_there(cast, page, done, settings):
    settings.KAPEA_PACKS = ["cambodia"]
    done("operator", "case-1")
    cells = re.findall(r"<td[^>]*>(.*?)</td>", ROW.findall(page())[0], re.S)
    there = cast.at.astimezone(ZoneInfo("Asia/Phnom_Penh"))
    assert f">{there:%Y-%m-%d %H:%M:%S}</time>" in cells[0]
    assert cells[2] == "Wrote down a vetting"
    assert "Times are those of Cambodia" in page()


def test_every_act_has_words():
    """Whatever the program writes into the trail of an organisation."""
    told = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    acts = set(WRITTEN.findall(told))
    acts |= {f"directory.{step.value}" for step in EditStep} | {deed.value for deed in StudyDeed}
    acts -= {act for act in acts if act.startswith(OF_THE_DEPLOYMENT)}
    assert {"member.vet", "record.read", "record.erase", "care.act-first", "member.second-step"} <= acts
    assert {f"did-{act.replace('.', '-')}" for act in acts} == {
        id for id in english_words() if id.startswith("did-")
    }
