"""Cutting the old part of a chain away: the rest is whole, and nothing hides behind the cut."""

from __future__ import annotations

from datetime import timedelta

from tests.apps.chains import found, write
from tests.databases import without_triggers
from tests.packs import AT

from kapea.audit import actions, queries
from kapea.audit.chain import ChainPoint
from kapea.audit.models import ChainCut, Event


def cut(hours: float, organisation: str = "a", signature: str = "signed"):
    moment = AT + timedelta(hours=hours)
    return actions.cut_chain(
        organisation=organisation, before=moment, by="officer", at=AT, sign=lambda _: signature
    )


def test_the_old_part_goes_the_rest_is_whole_and_who_cut_it_is_in_it(db):
    write(6), write(6, "b")
    assert cut(3).number == 3
    assert [each.number for each in queries.events("a")] == [7, 6, 5, 4]
    assert (queries.events("a")[0].action, queries.events("a")[0].by) == ("audit.cut", "officer")
    assert len(queries.events("b")) == 6
    assert found() == set()


def test_a_chain_can_be_cut_again_and_as_a_whole(db):
    write(6)
    cut(3), cut(5)
    assert [each.number for each in queries.events("a")] == [8, 7, 6]
    cut(1000)
    assert [each.number for each in queries.events("a")] == [9]
    write(1)
    assert found() == set()


def test_nothing_old_nothing_cut(db):
    write(2)
    assert cut(0) is None
    assert cut(5, "nobody") is None
    assert not ChainCut.objects.exists()


def test_rows_out_of_the_order_of_time_stay_with_the_first_that_is_young(db):
    write(3)
    write(3)
    assert cut(2).number == 2


def test_a_cut_that_nobody_signed_hides_nothing(db):
    write(6)
    cut(3, signature="forged")
    assert found() == {("unsigned", "a", 1, 3), ("missing", "a", 1, 3)}


def test_what_is_deleted_behind_a_cut_is_named_and_so_is_what_is_put_in_front_of_it(db):
    write(6)
    [old] = Event.objects.filter(number=2).values()
    cut(3)
    with without_triggers():
        Event.objects.filter(number=4).delete()
        Event.objects.create(**old)
    assert found() == {("missing", "a", 4, 4), ("inserted", "a", 2, 2)}


def test_a_head_from_before_a_cut_still_holds_and_one_at_the_cut_too(db):
    write(3)
    early = queries.heads()["a"]
    write(3)
    points = [ChainPoint(1, "0" * 64, "older than the cut"), early, queries.heads()["a"]]
    cut(2)
    assert found(heads={"a": points}) == set()
    assert found(heads={"a": [ChainPoint(2, "0" * 64, "at it")]}) == {("rewritten", "a", 2, 2)}
