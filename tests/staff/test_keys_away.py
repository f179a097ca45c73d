"""Where the keys are not there, or are not ours, nobody of staff gets in, and the help pages go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.test import Client
from tests.databases import without_triggers
from tests.staff.cast import browser, signed_in
from tests.staff.entering import is_in
from tests.vault.conftest import connected

from kapea.audit.models import Event
from kapea.cli.prepare import key_store_trouble
from kapea.config import breaker, databases
from kapea.core.staff.roles import Role
from kapea.vault.models import KeyStoreMark
from kapea.vault.queries import KeyStoreCondition, key_store_state
from kapea.web.staff.words import staff_words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

KHMER = {"accept-language": "km"}
Broken = Callable[[Path], AbstractContextManager[None]]


def key_store_at(file: str) -> Broken:
    """A key store at another place of the folder: a new file has no tables, a folder is no database."""
    return lambda folder: connected({"keys": databases.sqlite(folder / file)})


@contextmanager
def emptied(folder: Path) -> Iterator[None]:
    KeyStoreMark.objects.all().delete()
    yield


@contextmanager
def of_another_deployment(folder: Path) -> Iterator[None]:
    KeyStoreMark.objects.update(mark="of another")
    yield


@contextmanager
def of_a_lost_database(folder: Path) -> Iterator[None]:
    with without_triggers():
        Event.objects.all().delete()
    yield


CONDITIONS: dict[str, tuple[Broken, KeyStoreCondition]] = {
    "without tables": (key_store_at("new.sqlite3"), KeyStoreCondition.MISSING),
    "no database": (key_store_at("."), KeyStoreCondition.MISSING),
    "empty": (emptied, KeyStoreCondition.EMPTY),
    "of another deployment": (of_another_deployment, KeyStoreCondition.OTHER_DEPLOYMENT),
    "of a lost database": (of_a_lost_database, KeyStoreCondition.UNKNOWN_HERE),
}


ADDRESSES = (
    "/staff/",
    "/staff/sign-in",
    "/staff/sign-in/second-factor",
    "/staff/join/a-link-that-is-none",
    "/staff/office/people",
    "/staff/own",
    "/staff/nothing/is/here",
)


@pytest.fixture
def at_work(cast) -> Client:
    """The browser of somebody who has signed in."""
    return signed_in(cast.ours[Role.COUNSELLOR], cast.at)


@pytest.fixture(params=CONDITIONS, ids=lambda name: name.replace(" ", "-"))
def broken(request, at_work, tmp_path) -> Iterator[None]:
    """The key store is not what it should be, once somebody is at work."""
    breaks, condition = CONDITIONS[request.param]
    with breaks(tmp_path):
        assert key_store_state().condition is condition
        yield
    breaker.reset()


@pytest.mark.usefixtures("broken")
def test_nobody_of_staff_gets_in_and_all_are_told_in_our_words(at_work):
    for client in (at_work, browser()):
        for address in ADDRESSES:
            page = client.get(address)
            said = page.content.decode()
            assert (address, page.status_code) == (address, 503)
            assert staff_words("en")["why-keys-away"] in said
            assert "KAPEA_" not in said, "the remedy is for whoever runs the server"
    assert staff_words("km")["said-keys-away"] in browser().get("/staff/", headers=KHMER).content.decode()


@pytest.mark.usefixtures("broken", "published")
def test_help_goes_on(at_work):
    for client in (at_work, browser()):
        page = client.get("/en/")
        assert (page.status_code, b"1280" in page.content) == (200, True)
    assert browser().get("/readyz").status_code == 200


@pytest.mark.usefixtures("broken")
def test_a_passphrase_that_is_typed_meanwhile_is_not_looked_at(at_work):
    given = {"login": "counsellor", "password": "river stone garden window"}
    page = browser().post("/staff/sign-in", given)
    assert (page.status_code, b"river stone" in page.content) == (503, False)


@pytest.mark.usefixtures("broken")
def test_whoever_starts_the_server_is_told_why_and_what_to_do():
    said = key_store_trouble()
    assert said.startswith("Staff cannot sign in. ")
    assert key_store_state().remedy in said


def test_a_start_says_nothing_where_all_is_well_or_there_are_no_staff(db, request):
    assert key_store_trouble() == ""
    request.getfixturevalue("cast")
    assert key_store_trouble() == ""


def test_once_it_answers_again_whoever_was_at_work_goes_on(at_work, tmp_path):
    with key_store_at("new.sqlite3")(tmp_path):
        assert at_work.get("/staff/office/").status_code == 503
    assert is_in(at_work)


def test_before_any_key_was_made_there_are_no_pages_of_staff(db):
    """An installation that only guides has nobody to sign in: what it shows is what is nowhere."""
    assert key_store_state().condition is KeyStoreCondition.NEVER_MADE
    page = browser().get("/staff/sign-in")
    assert (page.status_code, b"Sign in" in page.content) == (404, False)


def test_every_condition_is_tried():
    tried = {condition for _, condition in CONDITIONS.values()}
    assert tried | {KeyStoreCondition.NEVER_MADE, KeyStoreCondition.READY} == set(KeyStoreCondition)
