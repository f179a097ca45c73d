"""A record has its day from when it is made; on that day its keys go, with a row of the trail before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.vault.people import ORGANISATION

from kapea.audit.models import Event
from kapea.vault import record_retention
from kapea.vault.by_return_code import erase_own, looks_at_own
from kapea.vault.models import PersonKey, RecordRetention, RecordWrap
from kapea.vault.public_keys import RecordReader
from kapea.vault.record_keys import CannotOpen, new_record, open_record
from kapea.vault.record_retention import NoSuchRecord, erase_record, keep_record, records_due
from kapea.vault.return_codes import make_return_code, person_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DAY = timedelta(days=1)


def record(name, readers, at, days=30, purpose="story"):
    named = {"organisation": ORGANISATION, "at": at, "erase_at": at + days * DAY}
    return new_record(name, purpose, readers, **named)


def erase(name, at):
    return erase_record(name, by="ana", at=at)


def trail() -> list[tuple[str, str, str]]:
    return list(Event.objects.order_by("id").values_list("action", "subject", "by"))


class TestItsDay:
    def test_on_its_day_it_is_due_and_not_before(self, ana, at):
        record("case-1", [ana.reader], at)
        assert records_due(at=at + 30 * DAY - timedelta(seconds=1)) == []
        [due] = records_due(at=at + 30 * DAY)
        assert (due.record, due.organisation) == ("case-1", ORGANISATION)

    def test_whatever_is_done_moves_it(self, ana, at):
        record("case-1", [ana.reader], at)
        keep_record("case-1", erase_at=at + 90 * DAY)
        assert records_due(at=at + 89 * DAY) == []
        keep_record("case-1", erase_at=at + 2 * DAY)
        assert len(records_due(at=at + 2 * DAY)) == 1, "a case that is closed may go sooner"

    def test_for_two_purposes_the_later_day_holds(self, ana, at):
        record("case-1", [ana.reader], at, days=30)
        record("case-1", [ana.reader], at, days=10, purpose="plan")
        assert records_due(at=at + 29 * DAY) == []
        record("case-1", [ana.reader], at, days=60, purpose="note")
        assert records_due(at=at + 59 * DAY) == []

    def test_none_is_made_without_a_day_to_come(self, ana, at):
        with pytest.raises(ValueError, match="a day to come"):
            record("case-1", [ana.reader], at, days=0)
        assert not RecordWrap.objects.exists()

    def test_what_is_not_there_is_not_kept(self, at):
        with pytest.raises(NoSuchRecord):
            keep_record("case-1", erase_at=at)

    def test_the_longest_overdue_goes_first(self, ana, at, monkeypatch):
        monkeypatch.setattr(record_retention, "AT_ONCE", 2)
        for name, days in (("late", 3), ("first", 1), ("second", 2)):
            record(name, [ana.reader], at, days=days)
        assert [each.record for each in records_due(at=at + 9 * DAY)] == ["first", "second"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(1, 60), min_size=1, max_size=5), today=st.integers(0, 61))
def test_nothing_due_is_left_and_nothing_else_goes(days, today, ana, at):
    with transaction.atomic(using="keys"), transaction.atomic():
        for number, each in enumerate(days):
            record(f"case-{number}", [ana.reader], at, days=each)
        due = {each.record for each in records_due(at=at + today * DAY)}
        assert due == {f"case-{number}" for number, each in enumerate(days) if each <= today}
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


class TestErasing:
    def test_every_wrap_and_its_day_go_and_the_trail_says_by_whom(self, ana, ben, at):
        record("case-1", [ana.reader, ben.reader], at)
        record("case-1", [ana.reader], at, purpose="plan")
        record("case-2", [ana.reader], at)
        assert erase("case-1", at) == 3
        assert list(RecordWrap.objects.values_list("record", flat=True)) == ["case-2"]
        assert list(RecordRetention.objects.values_list("record", flat=True)) == ["case-2"]
        assert Event.objects.get().organisation == ORGANISATION
        assert trail() == [("record.erase", "case-1", "ana")]

    def test_what_is_not_there_leaves_no_row(self, at):
        assert erase("case-1", at) == 0
        assert trail() == []

    def test_what_stops_in_between_is_done_the_next_time(self, ana, at, monkeypatch):
        """The trail may say it twice; the keys go, and it is due until they have gone."""
        record("case-1", [ana.reader], at)
        with monkeypatch.context() as patch:
            patch.setattr(record_retention, "in_key_store", _away)
            with pytest.raises(DatabaseError):
                erase("case-1", at + 30 * DAY)
        assert len(records_due(at=at + 30 * DAY)) == 1
        assert erase("case-1", at + 30 * DAY) == 1
        assert [row[0] for row in trail()] == ["record.erase"] * 2

    def test_a_row_that_cannot_be_written_keeps_the_keys(self, ana, at):
        record("case-1", [ana.reader], at)
        with pytest.raises(ValueError, match=r"by is no id"):
            erase_record("case-1", by="somebody with blanks", at=at)
        assert RecordWrap.objects.filter(record="case-1").exists()


def _away():
    raise DatabaseError("away")


class TestTheHolderOfACode:
    @pytest.fixture
    def code(self, at):
        return make_return_code(at=at, expires_at=at + 90 * DAY)

    @pytest.fixture
    def told(self, code, ana, ben, at):
        """A case that two can read, and an answer in it for whoever told it; and another's."""
        record("case-1", [ana.reader, ben.reader], at)
        record("case-1", [RecordReader(code.reader, code.reader)], at, purpose="answer")
        record("case-2", [ana.reader], at)
        return code

    def looked(self, staff, name, at):
        named = {"record": name, "purpose": "story", "reader": staff.reader.reader}
        open_record(staff.private, **named, organisation=ORGANISATION, at=at)

    def test_sees_who_looked_and_not_at_what_is_anothers(self, told, ana, ben, at):
        for staff, name, hour in ((ben, "case-1", 1), (ana, "case-2", 2), (ana, "case-1", 3)):
            self.looked(staff, name, at + timedelta(hours=hour))
        holder = person_of(told.digits, at=at)
        named = {"record": "case-1", "purpose": "answer", "reader": holder.owner}
        open_record(holder, **named, organisation=ORGANISATION, at=at)
        seen = [(look.by, look.at - at) for look in looks_at_own(holder)]
        assert seen == [("member-ben", timedelta(hours=1)), ("member-ana", timedelta(hours=3))]

    def test_has_all_of_it_erased_for_everybody_and_nothing_of_anothers(self, told, ana, at):
        assert erase_own(person_of(told.digits, at=at), at=at) == 1
        assert list(RecordWrap.objects.values_list("record", flat=True)) == ["case-2"]
        assert list(RecordRetention.objects.values_list("record", flat=True)) == ["case-2"]
        assert not PersonKey.objects.exists()
        with pytest.raises(CannotOpen):
            self.looked(ana, "case-1", at)
        assert person_of(told.digits, at=at) is None, "the code is like one that never was"
        assert ("record.erase", "case-1", "return-code") in trail()

    def test_a_code_to_which_nothing_is_addressed_erases_nothing_but_itself(self, told, at):
        other = make_return_code(at=at, expires_at=at + DAY)
        holder = person_of(other.digits, at=at)
        assert looks_at_own(holder) == ()
        assert erase_own(holder, at=at) == 0
        assert RecordWrap.objects.filter(record="case-1").count() == 3
        assert person_of(told.digits, at=at) is not None
