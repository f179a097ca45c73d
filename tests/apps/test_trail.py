"""The trail in a database: what may stand in it, who refuses what, what a thief with the account leaves."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.apps.chains import found, write
from tests.database_files import default_is
from tests.databases import without_triggers
from tests.packs import AT

from kapea.audit import actions, append_only, queries, verify
from kapea.audit.chain import ChainPoint
from kapea.audit.models import ChainCut, ChainHead, Event
from kapea.audit.shapes import UnfitForTrail, check_fit

NUMBER = 4
"""The row, of six, to which most is done."""
FAR = 1_000_000
"""From an id that is there to one that no row has, however many tests before have written."""


class Failure(Exception):
    """What an act fails with, after its row was written."""


def fail(*_: object) -> None:
    raise Failure


def sql(statement: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


# --- what may stand in it -------------------------------------------------------------------

FIT = {"organisation": "a", "by": "staff-1", "action": "record.change", "subject": "r1", "detail": {}}
IDS = (
    "cambodia",
    "9" * 64,
    "0b9f2c1de4a84c1c8f4e7d6a5b3c2d1e",
    "123e4567-e89b-12d3-a456-426614174000",
    "person:" + "ab" * 32,
    "2026-11-29",
    "17",
    "case_worker",
    "-vX_9-q",
)
A_PERSONS_OWN = (
    "Sok Dara",
    "សុខ",
    "आशा",
    "Zoë",
    "she is afraid of him",
    "a" * 81,
    "",
    "012345678",
    "012-345-678",
    "+85512345678",
    "855.12.345.678",
    "dara@example.org",
    "x\n",
)


@pytest.mark.parametrize("value", IDS)
def test_ids_levels_and_days_may_stand_in_it(value):
    check_fit(**FIT | {"subject": value, "detail": {"level": value, "times": 3}})


@pytest.mark.parametrize("place", ["subject", "detail"])
@pytest.mark.parametrize("value", A_PERSONS_OWN)
def test_what_could_be_a_persons_own_may_not(place, value):
    given_ = {"level": value} if place == "detail" else value
    with pytest.raises(UnfitForTrail) as refused:
        check_fit(**FIT | {place: given_})
    assert not value or value not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [{"by": "Sok Dara"}, {"organisation": "-"}, {"action": "Change"}, {"detail": {"n": 1_000_000}}],
    ids=str,
)
def test_nor_in_another_place(wrong):
    with pytest.raises(UnfitForTrail):
        check_fit(**FIT | wrong)


@settings(max_examples=settings().max_examples // 3)
@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from([" ", "\t", "\u00a0", "\u200b", ", "]))
def test_two_words_never_may(one, other, between):
    with pytest.raises(UnfitForTrail):
        check_fit(**FIT | {"subject": one + between + other})


def test_what_was_refused_is_not_written(db):
    with pytest.raises(UnfitForTrail), transaction.atomic():
        actions.record(action="record.change", subject="a name", by="x", at=AT)
    assert not Event.objects.exists()


# --- adding ---------------------------------------------------------------------------------


def test_each_organisation_has_a_chain_of_its_own(db):
    write(3, "a"), write(2, "b"), write(1, "")
    numbers = Event.objects.order_by("id").values_list("organisation", "number")
    assert list(numbers) == [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2), ("", 1)]
    assert found() == set()


def test_a_row_says_who_what_which_and_when_and_follows_from_the_one_before(db):
    write(2)
    first, second = Event.objects.order_by("number")
    assert (second.by, second.action, second.subject) == ("staff-1", "record.change", "record-1")
    assert (second.at, second.detail) == (AT + timedelta(hours=1), {"level": "orange", "times": 1})
    assert second.before == first.hash


def test_what_is_rolled_back_leaves_no_row_and_no_gap(db):
    write(1)
    with pytest.raises(Failure):
        _write_and_fail()
    write(1)
    assert [each.number for each in queries.events("a")] == [2, 1]
    assert found() == set()


@transaction.atomic
def _write_and_fail() -> None:
    write(1)
    fail()


def test_a_page_of_rows_is_newest_first_and_goes_on_where_it_ended(db):
    write(6), write(1, "b")
    numbers = lambda **asked: [each.number for each in queries.events("a", **asked)]  # noqa: E731
    assert numbers() == [6, 5, 4, 3, 2, 1]
    assert numbers(limit=2) == [6, 5]
    assert numbers(limit=2, before=5) == [4, 3]
    assert numbers(subject="record-0") == [4, 1]
    assert numbers(by="staff-1") == [6, 4, 2]
    assert numbers(by="staff-1", subject="record-0") == [4]


# --- outside the transaction of a test --------------------------------------------------------


@pytest.fixture
def committed(request, transactional_db):
    """A database in which this test commits, and which threads reach."""
    if connection.vendor != "sqlite":
        yield
        return
    path = request.getfixturevalue("tmp_path") / "kapea.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_file"), path)
    with default_is(path):
        yield


def test_writing_comes_one_after_the_other_and_only_in_a_transaction(committed):
    """One test of all that commits: to empty the database after each takes its time."""
    with pytest.raises(actions.OutsideTransaction, match=r"transaction\.atomic"):
        actions.record(action="record.change", subject="r", by="x", at=AT)
    _two_organisations_at_once()
    assert {name: point.number for name, point in queries.heads().items()} == {"a": 20, "b": 20}
    assert found() == set()
    _readings()


def _two_organisations_at_once() -> None:
    gate, errors = threading.Barrier(4), list[Exception]()

    def work(organisation: str) -> None:
        try:
            gate.wait()
            write(10, organisation)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def _readings() -> None:
    """A reading stands although what came after it failed; within a transaction it could be undone."""
    looks, by = [actions.SealedReading("c", "r1", "story")], {"by": "staff-1", "at": AT}
    with pytest.raises(Failure):
        fail(actions.record_readings(looks, **by))
    [row] = queries.events("c")
    assert (row.action, row.subject, row.by, row.detail) == (
        "record.read",
        "r1",
        "staff-1",
        {"purpose": "story"},
    )
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.record_readings(looks, **by)
    assert len(queries.events("c")) == 1


# --- what the database refuses --------------------------------------------------------------------

REFUSED = {
    "a changed row": lambda: Event.objects.filter(number=NUMBER).update(by="another"),
    "a deleted row": lambda: Event.objects.filter(number=NUMBER).delete(),
    "all rows deleted": lambda: Event.objects.all().delete(),
    "a changed cut": lambda: ChainCut.objects.update(number=9),
    "a deleted cut": lambda: ChainCut.objects.all().delete(),
    "an end set back": lambda: ChainHead.objects.filter(organisation="a").update(number=3),
    "an end given away": lambda: ChainHead.objects.filter(organisation="a").update(organisation="z"),
    "a deleted end": lambda: ChainHead.objects.all().delete(),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses(db, what):
    write(6)
    ChainCut.objects.create(organisation="b", number=6, hash="", at=AT, by="x", signature="")
    with pytest.raises(IntegrityError), transaction.atomic():
        REFUSED[what]()
    assert (Event.objects.count(), found(["a"])) == (6, set())


def test_the_database_refuses_in_its_own_words_too(db):
    """What no model does: a table emptied at once, a row put in another one's place."""
    write(6)
    columns = "id, organisation, number, before, hash, at, by, action, subject, detail"
    instead = f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {columns} FROM audit_event"
    statement = instead if connection.vendor == "sqlite" else "TRUNCATE audit_event"
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(statement)
    assert found() == set()


def test_what_guards_the_trail_is_missed_and_can_be_put_back(db):
    assert append_only.is_guarded(connection)
    append_only.unguard(connection)
    assert not append_only.is_guarded(connection)
    append_only.guard(connection), append_only.guard(connection)
    assert append_only.is_guarded(connection)


# --- a thief with the account -------------------------------------------------------------------


@contextmanager
def table_without_rules():
    """The table made anew without keys, checks and triggers, as somebody with the account can."""
    with without_triggers():
        sql("CREATE TABLE audit_copy AS SELECT * FROM audit_event")
        sql("DROP TABLE audit_event")
        sql("ALTER TABLE audit_copy RENAME TO audit_event")
        yield


def swap() -> None:
    for one, other in ((2, 99), (5, 2), (99, 5)):
        Event.objects.filter(organisation="a", number=one).update(number=other)


def double() -> None:
    [twin] = Event.objects.filter(organisation="a", number=NUMBER).values()
    Event.objects.create(**twin | {"id": twin["id"] + FAR, "by": "another"})


def insert() -> None:
    for number in (6, 5, 4):
        Event.objects.filter(organisation="a", number=number).update(number=number + 1)
    [twin] = Event.objects.filter(organisation="a", number=3).values()
    Event.objects.create(**twin | {"id": twin["id"] + FAR, "number": 4})


def mine(**where: object):
    return Event.objects.filter(organisation="a", **where)


ATTACKS = {
    **{
        f"{field} changed": (
            lambda field=field, value=value: mine(number=4).update(**{field: value}),
            {"changed": 4},
        )
        for field, value in {
            "before": "0" * 64,
            "hash": "0" * 64,
            "at": AT + timedelta(microseconds=1),
            "by": "another",
            "action": "record.other",
            "subject": "record-9",
            "detail": {"level": "green"},
        }.items()
    },
    "deleted": (lambda: mine(number=4).delete(), {"missing": 4}),
    "swapped": (swap, {"moved": (2, 5)}),
    "inserted": (insert, {"moved": (4, 5, 6, 7), "inserted": 7, "rewritten": 6}),
    "doubled": (double, {"doubled": 4}),
    "truncated": (lambda: mine(number__gte=5).delete(), {"truncated": (5,)}),
    "emptied": (lambda: mine().delete(), {"truncated": (1,)}),
    "renumbered": (lambda: mine(number=4).update(number=44), {"missing": (4, 7), "moved": 44, "inserted": 7}),
    "given to another": (
        lambda: mine(number=4).update(organisation="b", number=3),
        {"missing": 4, "moved": 3, "inserted": 3},
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_somebody_with_the_account_does_is_named(db, attack):
    write(6), write(2, "b")
    done, wanted = ATTACKS[attack]
    with table_without_rules():
        done()
        named = {(kind, number) for kind, _, number, _ in found()}
    numbers = {kind: at if isinstance(at, tuple) else (at,) for kind, at in wanted.items()}
    assert named == {(kind, number) for kind, several in numbers.items() for number in several}


GARBAGE = {
    "detail": "'{'",
    "at": "'yesterday'",
    "number": "'four'",
    "by": "x'ff'",
}


@pytest.mark.any_database
@pytest.mark.parametrize("field", GARBAGE)
def test_what_no_column_should_hold_is_named_and_stops_nothing(db, field):
    """SQLite keeps what is no date, no number and no JSON."""
    write(6)
    with table_without_rules():
        sql(f"UPDATE audit_event SET {field} = {GARBAGE[field]} WHERE number = {NUMBER}")
        named = found(["a"])
    assert ("missing" if field == "number" else "changed", "a", NUMBER, NUMBER) in named


def test_a_chain_is_walked_in_batches_that_may_end_anywhere(db, monkeypatch):
    write(6)
    for size in range(1, 8):
        monkeypatch.setattr(verify, "BATCH", size)
        [walk] = verify.verify_chains(["a"], is_signed=lambda *_: False)
        assert (walk.rows, walk.faults) == (6, [])


def test_a_history_written_anew_is_found_by_an_old_head(db):
    write(6)
    old = queries.heads()["a"]
    with without_triggers():
        Event.objects.all().delete()
        ChainHead.objects.all().delete()
    write(5), write(1)
    assert found() == set(), "nobody can tell without a head"
    head = ChainPoint(old.number, old.hash, "the head of yesterday")
    assert found(heads={"a": [head]}) == {("rewritten", "a", 6, 6)}


def test_an_organisation_of_which_everything_is_gone_is_found_by_a_head(db):
    head = ChainPoint(6, "0" * 64, "the head of yesterday")
    assert found(["a"], heads={"a": [head]}) == {("truncated", "a", 1, 6)}


def test_an_id_too_long_for_its_column_is_refused_before_the_database_does(db):
    try:
        with transaction.atomic():
            actions.record(action="record.change", subject="r", by="x", at=AT, organisation="o" * 65)
    except UnfitForTrail:
        return
    except DataError:
        pytest.fail("the shape allows more than the column")
    pytest.fail("it was written")
