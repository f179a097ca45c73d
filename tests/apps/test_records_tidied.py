"""`kapea tidy` and each worker erase records whose day has come, with the permissions that went with them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from tests.core.care.made import permission
from tests.vault.conftest import cheap_passphrases, outside
from tests.vault.people import new_staff

from kapea.audit.models import Event
from kapea.care.actions import record_permission
from kapea.care.models import RecordedPermission
from kapea.care.upkeep import tidy_records
from kapea.cli import common
from kapea.cli.main import main
from kapea.guide import upkeep
from kapea.people.invitations import add_organisation
from kapea.vault.models import RecordRetention, RecordWrap
from kapea.vault.record_keys import new_record

__all__ = ["cheap_passphrases", "outside"]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


@pytest.fixture
def cases(at):
    """Two cases with an answer each: one whose day has come, one that has a month to go."""
    organisation = add_organisation(name="Line of ours", pack="cambodia", at=at)
    ana = new_staff("ana", at)
    for case, days in (("case-over", 1), ("case-open", 32)):
        made = at - 2 * DAY
        named = {"organisation": organisation.id, "at": made, "erase_at": made + days * DAY}
        new_record(case, "story", [ana.reader], **named)
        answer = permission(id=f"answer-{case}", case=case, given=made)
        by = answer.asked_by
        record_permission(organisation=organisation.id, permission=answer, by=by, at=made)
    return organisation


def left() -> tuple[set[str], ...]:
    """Of which cases keys, days and permissions are there."""
    return (
        set(RecordWrap.objects.values_list("record", flat=True)),
        set(RecordRetention.objects.values_list("record", flat=True)),
        set(RecordedPermission.objects.values_list("case", flat=True)),
    )


def is_tidied() -> bool:
    return left() == ({"case-open"},) * 3


@pytest.mark.usefixtures("cases")
def test_what_is_over_goes_with_its_permissions_and_the_trail_says_so(at):
    assert tidy_records(at=at) == 1
    assert is_tidied()
    rows = Event.objects.filter(by="retention").order_by("id").values_list("action", "subject")
    assert list(rows) == [("care.erase", "case-over"), ("record.erase", "case-over")]
    assert tidy_records(at=at) == 0


@pytest.mark.usefixtures("cases")
def test_a_worker_does_it_in_its_rounds(at):
    worker = upkeep.UpkeepThread(now=lambda: at)
    worker._tidies = (tidy_records,)
    worker.round()
    assert is_tidied()


@pytest.mark.usefixtures("cases")
def test_the_command_does_it_and_says_how_many(monkeypatch):
    monkeypatch.setattr(common, "database", lambda **_: None)
    monkeypatch.setattr(upkeep, "empty_log", lambda: True)  # a test has its database open meanwhile
    done = CliRunner().invoke(main, ["tidy"], catch_exceptions=False)
    assert (done.exit_code, "1 records erased, whose time was over." in done.output) == (0, True), done.output
    assert is_tidied()


def test_where_there_is_no_organisation_the_key_store_is_not_opened(at, django_assert_num_queries):
    with django_assert_num_queries(0, using="keys"):
        assert tidy_records(at=at) == 0
