"""`kapea check --deploy`: the facts are those of this deployment, and each thing that is mended is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from tests.vault.conftest import connected
from tests.vault.typing_keys import typed

from kapea.cli import backup, common, deploying
from kapea.cli.main import main
from kapea.config import databases
from kapea.core.staff.deployment import ServerFacts
from kapea.core.staff.roles import Role
from kapea.people.demo import demo_staff, end_demo
from kapea.people.models import Membership, User
from kapea.vault import audit_heads
from kapea.vault.delivery import publish_delivery_key
from kapea.vault.models import KeyStoreMark, RecoveryKey
from kapea.vault.quorum import draw_recovery_key, keep_recovery_key

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SECRETS = ("secret", "pepper", "delivery.key", "audit.key")


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    """A home with its secrets, for its owner only, served as it should be."""
    settings.HOME = tmp_path
    settings.HTTPS, settings.ALLOWED_HOSTS, settings.KAPEA_PROXIES = True, ["help.example.org"], 1
    settings.KAPEA_AUDIT_KEY_FILE = str(tmp_path / "audit.key")
    settings.KAPEA_AUDIT_HEADS = str(tmp_path / "heads.txt")
    for name in ("KAPEA_SECRET_FILE", "KAPEA_PEPPER_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KAPEA_PACKS", "cambodia")
    monkeypatch.setattr(common, "database", lambda **_: None)
    monkeypatch.setattr(deploying, "_database_files", lambda: [])
    tmp_path.chmod(0o700)
    for name in SECRETS:
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o600)
    (tmp_path / "audit.key").unlink()
    return tmp_path


@pytest.fixture
def ready(home, cast, moment, monkeypatch):
    """A deployment at which nothing is amiss, as each thing is done by those who do it."""
    monkeypatch.setattr(deploying, "_packs", lambda names: ((), ()))
    Membership.objects.filter(organisation=cast.other).update(ended_at=moment)
    cast.other.demo = True
    cast.other.save()
    vouches(cast)
    publish_delivery_key(at=moment)
    keep_recovery_key(draw_recovery_key(cast.organisation.id, threshold=2, holders=2), at=moment)
    RecoveryKey.objects.update(checked_at=moment)
    monkeypatch.setattr(backup, "write_backup", lambda file, store: None)
    assert typed("backup", str(home / "keys.sqlite3"))[0] == 0
    audit_heads.write_heads(day=moment.astimezone().date())
    return cast


def vouches(cast) -> None:
    """Everybody was vetted by the administrator, and they by somebody else."""
    vetted = Membership.objects.filter(organisation=cast.organisation)
    vetted.update(vetted_by=cast.ours[Role.ADMINISTRATOR].membership.id)
    vetted.filter(role="administrator").update(vetted_by=cast.ours[Role.EDITOR].membership.id)


def checked() -> tuple[int, list[str]]:
    done = CliRunner().invoke(main, ["check", "--deploy"], catch_exceptions=False)
    return done.exit_code, done.output.splitlines()


def facts():
    """Of the one organisation that is no demo."""
    found = deploying.staff_facts()
    assert found is not None
    [organisation] = found.organisations
    return organisation


@pytest.mark.usefixtures("ready")
class TestTheCommand:
    def test_where_nothing_is_left_it_says_so_and_ends_well(self):
        exit_code, [line] = checked()
        assert (exit_code, "Nothing stands between" in line) == (0, True)

    def test_each_thing_that_is_left_is_a_line(self, ready, home, settings):
        settings.HTTPS = False
        (home / "pepper").chmod(0o640)
        Authenticator.objects.filter(user=ready.ours[Role.AUDITOR].user).delete()
        exit_code, [https, file, auditor] = checked()
        assert exit_code == 1
        assert "KAPEA_HTTPS" in https
        assert f"chmod go= {home / 'pepper'}" in file
        assert "no auditor" in auditor

    def test_the_staff_of_a_trial_are_found_until_they_are_gone(self, home, moment):
        demo_staff(home, at=moment)
        exit_code, [line] = checked()
        assert (exit_code, "kapea people end-demo" in line) == (1, True)
        end_demo(home, at=moment)
        assert checked()[0] == 0

    def test_second_steps_of_another_secret_are_counted_until_it_is_named(self, ready, settings):
        former, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of this test, long enough"
        exit_code, [line] = checked()
        assert exit_code == 1
        assert line.startswith(f"{Authenticator.objects.filter(user__is_active=True).count()} second steps")
        settings.SECRET_KEY_FALLBACKS = [former]
        assert checked()[0] == 0

    def test_an_emptied_key_store_is_told_with_its_remedy(self):
        KeyStoreMark.objects.all().delete()
        exit_code, lines = checked()
        assert (exit_code, "kapea keys restore" in lines[0]) == (1, True)


def test_without_staff_only_what_concerns_pages_is_asked(home):
    assert deploying.staff_facts() is None
    exit_code, [line] = checked()
    assert (exit_code, "Nothing of the pack cambodia is published" in line) == (1, True)


@pytest.mark.parametrize(
    "words", [["packs/cambodia"], ["--live"], ["--format", "json"], ["--on", "2026-11-29"]]
)
def test_it_is_asked_alone(words):
    done = CliRunner().invoke(main, ["check", "--deploy", *words])
    assert (done.exit_code, "name no pack" in done.output) == (2, True)


def test_without_it_a_pack_is_named():
    assert CliRunner().invoke(main, ["check"]).exit_code == 2


@pytest.mark.usefixtures("published")
def test_a_pack_that_is_a_trial_is_told(home):
    assert deploying.server_facts().trial_packs == ("cambodia",)


def test_the_facts_of_the_server_are_its_settings(home):
    found = deploying.server_facts()
    assert found == ServerFacts(True, ("help.example.org",), 1, (), (), ("cambodia",))


@pytest.mark.any_database
class TestFiles:
    @pytest.mark.parametrize("name", [*SECRETS, "."])
    @pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o701])
    def test_what_others_may_open_is_found(self, home, name, mode):
        (home / "audit.key").touch(mode=0o600)
        (home / name).chmod(mode if name != "." else mode | 0o100)
        found = deploying.server_facts().open_to_others
        (home / ".").chmod(0o700)
        assert found == (str(home / name),)

    @pytest.mark.parametrize("name", ["SECRET", "PEPPER", "DELIVERY_KEY"])
    def test_a_file_that_a_setting_names_is_looked_at(self, home, name, monkeypatch, tmp_path):
        file = tmp_path / "elsewhere"
        file.touch(mode=0o600)
        file.chmod(0o644)
        monkeypatch.setenv(f"KAPEA_{name}_FILE", str(file))
        assert deploying.server_facts().open_to_others == (str(file),)

    def test_a_secret_of_the_environment_is_in_no_file(self, home, monkeypatch):
        (home / "pepper").chmod(0o644)
        monkeypatch.setenv("KAPEA_PEPPER", "given from outside")
        assert deploying.server_facts().open_to_others == ()


@pytest.mark.any_database
def test_both_databases_are_looked_at_with_their_logs(tmp_path):
    made = {name: databases.sqlite(tmp_path / f"{name}.sqlite3") for name in ("default", "keys")}
    for name in ("default", "keys"):
        for end in ("", "-wal"):
            (tmp_path / f"{name}.sqlite3{end}").touch()
    with connected(made):
        assert [path.name for path in deploying._database_files()] == [
            "default.sqlite3",
            "default.sqlite3-wal",
            "keys.sqlite3",
            "keys.sqlite3-wal",
        ]


@pytest.mark.any_database
def test_one_file_of_two_names_is_one_database(tmp_path):
    (tmp_path / "kapea.sqlite3").touch()
    (tmp_path / "keys.sqlite3").symlink_to(tmp_path / "kapea.sqlite3")
    made = {
        "default": databases.sqlite(tmp_path / "kapea.sqlite3"),
        "keys": databases.sqlite(tmp_path / "keys.sqlite3"),
    }
    with connected(made):
        assert not deploying._is_apart()
    assert deploying._is_apart()


@pytest.mark.usefixtures("ready")
class TestStaffFacts:
    def test_whatever_was_done_is_known(self, ready, moment):
        found = deploying.staff_facts()
        assert found is not None
        assert (found.key_store, found.key_store_apart, found.demo_members) == (None, True, 0)
        assert (found.has_pepper, found.has_delivery_key) == (True, True)
        assert found.heads_on == moment.astimezone().date()
        assert found.backed_up_at >= moment
        organisation = facts()
        assert (organisation.id, organisation.name) == (ready.organisation.id, "Line of ours")
        assert (organisation.administrators, organisation.auditors, organisation.own_word) == (1, 1, 0)
        assert (organisation.has_recovery_key, organisation.drilled_at) == (True, moment)

    def test_what_was_never_done_is_known(self, settings):
        RecoveryKey.objects.all().delete()
        settings.KAPEA_PEPPER.kept_at.unlink()
        assert not facts().has_recovery_key
        assert facts().drilled_at is None
        assert not deploying.staff_facts().has_pepper

    def test_heads_that_nobody_signed_are_none(self, home, moment):
        day = moment.astimezone().date()
        file = home / "heads.txt"
        file.write_text(file.read_text().replace(str(day), str(day + timedelta(days=9))))
        assert deploying.staff_facts().heads_on is None
        file.unlink()
        assert deploying.staff_facts().heads_on is None

    @pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR], ids=lambda role: role.value)
    @pytest.mark.parametrize("lacks", ["factor", "membership", "account"])
    def test_who_cannot_sign_in_does_not_count(self, ready, role, lacks, moment):
        person = ready.ours[role]
        if lacks == "factor":
            Authenticator.objects.filter(user=person.user).delete()
        elif lacks == "membership":
            Membership.objects.filter(id=person.membership.id).update(ended_at=moment)
        else:
            User.objects.filter(id=person.user.id).update(is_active=False)
        assert getattr(facts(), f"{role.value}s") == 0

    def test_only_another_persons_word_counts(self, ready):
        pupil, theirs = ready.pupil.membership, ready.theirs[Role.ADMINISTRATOR].membership
        second = Membership.objects.create(
            user=ready.pupil.user, organisation=ready.organisation, role="auditor", began_at=ready.at
        )
        for word in (pupil.id, second.id, theirs.id, "", "nobody"):
            Membership.objects.filter(id=pupil.id).update(vetted_by=word)
            assert facts().own_word == 1, word
        Membership.objects.filter(id=pupil.id).update(vetted_at=None)
        assert facts().own_word == 0, "whoever was not vetted reads nothing"
