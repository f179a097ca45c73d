"""What `kapea serve` does with releases that this version may not serve, before there is a worker."""

from __future__ import annotations

import msgspec
import pytest
from tests.apps.serving import become_another_engine
from tests.live import make_live
from tests.packs import built, proved

from kapea.cli import prepare
from kapea.content import queries
from kapea.content.models import Live, StoredRelease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    yield
    queries.worlds.clear()


@pytest.fixture
def of_a_later_version(cambodia):
    """What is live has a format that this version does not read."""
    return make_live(msgspec.structs.replace(cambodia.release, format=99))


def test_a_release_it_does_not_read_is_named_with_what_is_served_in_its_place(of_a_later_version, capsys):
    assert prepare.recheck(("cambodia",)) == ()
    said = capsys.readouterr().err
    assert f"cambodia: release {of_a_later_version.short_hash} may not be served with this version" in said
    assert "format 99, which this version does not read" in said
    assert "Until cambodia is published again, the pack that came with this version is served" in said


def test_one_that_came_along_is_published_anew(of_a_later_version, monkeypatch):
    StoredRelease.objects.update(shipped=True)
    monkeypatch.setattr(prepare, "_proved", lambda packs, on: ((p, built(p), proved(p)) for p in packs))
    prepare._publish_first(("cambodia",), again=prepare.recheck(("cambodia",)))
    live = Live.objects.get(pack="cambodia")
    assert live.release_id == built("cambodia").release.hash
    assert live.before_id == of_a_later_version.hash
    assert StoredRelease.objects.get(hash=live.release_id).shipped


def without_a_morning(**changes):
    release = built("cambodia").release
    help_ = msgspec.structs.replace(release.journeys["help"], morning=-1, answered=())
    return msgspec.structs.replace(release, journeys={**release.journeys, "help": help_}, **changes)


@pytest.fixture
def of_an_earlier_format(monkeypatch):
    """What is live was made before anybody asked how one gets through a night."""
    return make_live(without_a_morning(format=2))


def test_a_release_that_could_not_know_what_is_asked_today_is_served_and_told_of(
    of_an_earlier_format, monkeypatch, capsys
):
    become_another_engine(monkeypatch)
    assert prepare.recheck(("cambodia",)) == ()
    said = capsys.readouterr().err
    assert f"cambodia: release {of_an_earlier_format.short_hash} is served, and lacks " in said
    assert queries.is_live("cambodia")


def test_one_that_came_with_the_program_is_published_anew(of_an_earlier_format, monkeypatch, capsys):
    StoredRelease.objects.update(shipped=True)
    become_another_engine(monkeypatch)
    assert prepare.recheck(("cambodia",)) == ("cambodia",)
    assert not capsys.readouterr().err


def test_a_new_release_may_not_lack_it(monkeypatch, capsys):
    make_live(without_a_morning())
    become_another_engine(monkeypatch)
    prepare.recheck(("cambodia",))
    said = capsys.readouterr().err
    assert "may not be served with this version" in said
    assert "K22" in said


def test_what_is_live_and_proved_is_left_alone(cambodia, monkeypatch):
    make_live(cambodia.release)
    monkeypatch.setattr(prepare, "_proved", lambda packs, on: pytest.fail(f"proved {packs}") if packs else ())
    assert prepare.recheck(("cambodia",)) == ()
    prepare._publish_first(("cambodia",))
    assert Live.objects.count() == 1
