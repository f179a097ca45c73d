"""`kapea people`, as an operator types it: from nothing to the first administrator, and back from a trial."""

from __future__ import annotations

import stat
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.staff.cast import PASSPHRASE, browser, signed_in
from tests.staff.entering import FIRST, SECOND, code, gives_passphrase, is_in, signs_in
from tests.vault.typing_keys import typed

from kapea.audit.models import Event
from kapea.cli import common
from kapea.cli.main import main
from kapea.core.staff.roles import Role
from kapea.people.demo import CAST, FILE, DemoPerson, demo_staff, has_demo
from kapea.people.models import Invitation, Membership, Organisation, StaffSession, User
from kapea.vault.deployment import mark_key_store
from kapea.vault.models import DeliveryKey, KeyStoreMark, OpenKey, RecordWrap, StaffKey
from kapea.vault.staff_keys import make_staff_key

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LINE = ("add", "Example line", "--pack", "cambodia")
NEW = "some other words of today"


@pytest.fixture
def kapea(db, tmp_path, monkeypatch):
    """A command of `kapea people`, on the databases of this test and in a home of its own: exit and words."""
    monkeypatch.setattr(common, "database", lambda **_: None)
    monkeypatch.setenv("KAPEA_HOME", str(tmp_path))

    def run(*words: str, answers: tuple[str, ...] = ()) -> tuple[int, str]:
        typed = "\n".join([*answers, ""])
        done = CliRunner().invoke(main, ["people", *words], input=typed, catch_exceptions=False)
        return done.exit_code, done.output

    return run


@pytest.fixture
def keyed(moment) -> None:
    """Keys were made."""
    mark_key_store(by="operator", at=moment)


class TestFromNothing:
    def test_without_keys_there_is_no_organisation(self, kapea):
        exit_code, said = kapea(*LINE)
        assert (exit_code, "kapea keys init" in said) == (3, True)
        assert not Organisation.objects.exists()

    def test_an_organisation_is_told_with_the_id_that_its_keys_go_by(self, kapea, keyed):
        exit_code, said = kapea(*LINE)
        made = Organisation.objects.get()
        assert (exit_code, f"keys init --organisation {made.id}" in said) == (0, True)
        assert Event.objects.filter(action="organisation.add", organisation=made.id, by="operator").exists()
        assert f"{made.id}  Example line  cambodia\n" in kapea("list")[1]

    def test_of_one_name_there_is_one(self, kapea, keyed):
        kapea(*LINE)
        exit_code, said = kapea(*LINE)
        assert (exit_code, "called Example line already" in said) == (2, True)
        assert Organisation.objects.count() == 1

    def test_a_pack_that_is_none_is_told(self, kapea, keyed):
        assert kapea("add", "Example line", "--pack", "atlantis")[0] == 2
        assert not Organisation.objects.exists()

    def test_the_printed_link_lets_its_person_join_and_sign_in(self, kapea, keyed):
        kapea(*LINE)
        exit_code, said = kapea("invite", "Sok Dara", "--organisation", "Example line")
        assert (exit_code, Invitation.objects.get().role) == (0, Role.ADMINISTRATOR.value)
        link = said.strip().removeprefix("http://localhost:8000")
        given = {"username": "dara", "passphrase": PASSPHRASE, "again": PASSPHRASE, "understood": "on"}
        assert browser().post(link, given).headers["Location"] == FIRST
        entered = browser().post(FIRST, {"login": "dara", "password": PASSPHRASE})
        assert entered.headers["Location"] == "/staff/office/", "the gate then asks for a second step"
        assert "    administrator: 1\n" in kapea("list")[1]

    def test_an_organisation_that_is_not_there_is_told(self, kapea):
        exit_code, said = kapea("invite", "Sok Dara", "--organisation", "Example line")
        assert (exit_code, "kapea people list" in said) == (2, True)
        assert not Invitation.objects.exists()

    def test_who_left_is_not_listed(self, kapea, cast):
        Membership.objects.filter(role="editor").update(ended_at=cast.at)
        said = kapea("list")[1]
        assert "editor" not in said
        assert f"{cast.other.id}  Line of theirs  kenya\n    administrator: 1\n    counsellor: 1\n" in said


class TestNewPassphrase:
    @pytest.fixture
    def person(self, cast):
        return cast.pupil

    def test_whoever_lost_theirs_signs_in_with_another_and_their_second_step(self, kapea, person, moment):
        there = signed_in(person, moment)
        before = bytes(StaffKey.objects.get(id=person.user.id).public_key)
        exit_code, said = kapea("new-passphrase", person.user.username.upper(), answers=(NEW, NEW))
        assert (exit_code, f"kapea keys escrow {person.user.id}" in said) == (0, True)
        assert NEW not in said
        assert not StaffSession.objects.exists()
        assert not OpenKey.objects.exists()
        assert not is_in(there)
        assert bytes(StaffKey.objects.get(id=person.user.id).public_key) != before, (
            "what is sealed stays shut"
        )
        client = browser()
        assert gives_passphrase(client, person, NEW).headers["Location"] == SECOND
        assert not is_in(client)
        client.post(SECOND, {"code": code()})
        assert is_in(client)

    def test_it_is_in_the_trail_of_each_of_their_organisations(self, kapea, cast, person):
        second = Membership.objects.create(
            user=person.user, organisation=cast.other, role="auditor", began_at=cast.at
        )
        kapea("new-passphrase", person.user.username, answers=(NEW, NEW))
        rows = Event.objects.filter(action="member.new-key", by="operator")
        assert set(rows.values_list("organisation", "subject")) == {
            (cast.organisation.id, f"member:{person.membership.id}"),
            (cast.other.id, f"member:{second.id}"),
        }

    @pytest.mark.parametrize("answers", [("short", "short"), (NEW, "not the same words", "", "")])
    def test_what_is_too_short_or_not_the_same_changes_nothing(self, kapea, person, moment, answers):
        there = signed_in(person, moment)
        before = User.objects.get(id=person.user.id).password
        assert kapea("new-passphrase", person.user.username, answers=answers)[0] == 1
        assert User.objects.get(id=person.user.id).password == before
        assert is_in(there)

    def test_a_name_nobody_has_is_told(self, kapea):
        assert kapea("new-passphrase", "nobody") == (2, "Nobody signs in as nobody.\n")


class TestKeysOfThoseWhoLeft:
    """`kapea keys audit` knows who works here by the memberships that have not ended."""

    LEFT = "the key of somebody who left"

    @pytest.fixture
    def audited(self, kapea, cast) -> Callable[[], tuple[int, list[str]]]:
        """Of organisations without cases: one that has some is told to have officers, too."""
        RecordWrap.objects.all().delete()

        def audit() -> tuple[int, list[str]]:
            code, said = typed("audit")
            return code, [line.split(":")[0].strip() for line in said.splitlines() if self.LEFT in line]

        return audit

    def test_while_all_work_here_nobody_is_named(self, audited, cast):
        assert audited() == (0, [])

    def test_whoever_left_is_named_and_nothing_is_to_be_mended(self, audited, cast):
        person = cast.pupil
        Membership.objects.filter(id=person.membership.id).update(ended_at=cast.at)
        assert audited() == (0, [person.user.id])

    def test_whoever_works_here_in_another_role_has_not_left(self, audited, cast):
        person = cast.pupil
        Membership.objects.create(user=person.user, organisation=cast.other, role="auditor", began_at=cast.at)
        Membership.objects.filter(id=person.membership.id).update(ended_at=cast.at)
        assert audited() == (0, [])

    def test_a_key_of_nobody_is_named(self, audited, cast, moment):
        make_staff_key("key-of-nobody", PASSPHRASE, at=moment)
        assert audited() == (0, ["key-of-nobody"])


class TestTrial:
    @pytest.fixture
    def people(self, kapea, tmp_path, moment) -> list[DemoPerson]:
        return list(demo_staff(tmp_path, at=moment))

    def entered(self, each: DemoPerson, step: int = 0) -> Client:
        client = browser()
        client.post(FIRST, {"login": each.username, "password": each.passphrase})
        client.post(SECOND, {"code": code(step, each.secret)})
        return client

    def test_everybody_is_printed_and_can_sign_in_with_what_is_printed(self, kapea, tmp_path, settings):
        settings.KAPEA_PEPPER.kept_at.unlink()
        exit_code, said = kapea("demo")
        assert exit_code == 0
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
        people = list(demo_staff(tmp_path, at=Event.objects.first().at))
        assert len(people) == len(CAST)
        for each in people:
            assert all(words in said for words in (each.username, each.passphrase, each.secret))
        assert is_in(self.entered(people[0]))
        assert settings.KAPEA_PEPPER.words(), "whatever comes after the trial has its keys"
        assert DeliveryKey.objects.exists()

    def test_again_it_prints_the_same_people(self, kapea):
        first = [line for line in kapea("demo")[1].splitlines() if "now" not in line]
        again = [line for line in kapea("demo")[1].splitlines() if "now" not in line]
        assert first == again
        assert User.objects.count() == len(CAST)

    def test_beside_an_emptied_key_store_nobody_is_made(self, kapea, keyed):
        KeyStoreMark.objects.all().delete()
        exit_code, said = kapea("demo")
        assert (exit_code, "kapea keys restore" in said) == (3, True)
        assert not User.objects.exists()

    def test_once_it_is_ended_none_of_them_is_in_or_gets_in(self, kapea, people, tmp_path):
        inside = self.entered(people[0])
        assert is_in(inside)
        assert kapea("end-demo") == (0, f"{len(CAST)} demo memberships ended.\n")
        assert not is_in(inside)
        for each in people:
            assert not is_in(self.entered(each, 1)), each.role
        assert not has_demo()
        assert not (tmp_path / FILE).exists()

    def test_each_end_is_in_the_trail_of_its_organisation(self, kapea, people):
        kapea("end-demo")
        ended = Event.objects.filter(action="member.end", by="operator")
        assert {(row.organisation, row.subject) for row in ended} == {
            (each.organisation_id, f"member:{each.id}") for each in Membership.objects.all()
        }

    def test_ending_it_leaves_everybody_else(self, kapea, cast):
        real = cast.pupil
        real.user.set_password(PASSPHRASE)
        real.user.save()
        kapea("demo")
        kapea("end-demo")
        client = browser()
        signs_in(client, real)
        assert is_in(client)
        assert kapea("end-demo") == (0, "0 demo memberships ended.\n")
