"""A private key opens with its passphrase only, and stays open only while both halves are there and used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import AT
from tests.vault.people import new_staff

from kapea.vault import passphrases, staff_keys
from kapea.vault.hybrid import unwrap, wrap_for
from kapea.vault.models import OpenKey, StaffKey
from kapea.vault.passphrases import Cost, TooShort
from kapea.vault.staff_keys import (
    KeyExists,
    KeySwapped,
    Unlocked,
    WrongPassphrase,
    change_passphrase,
    delete_staff_key,
    has_staff_key,
    lock_everything,
    lock_idle,
    lock_key,
    lock_row,
    make_staff_key,
    private_by_passphrase,
    private_of,
    replace_staff_key,
    unlock,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BOUND = {"record": "r", "purpose": "p", "reader": "x"}
MINUTE = timedelta(minutes=1)


class TestMaking:
    def test_what_is_sealed_for_it_opens_with_the_passphrase(self, ana, at):
        row = StaffKey.objects.get(id="key-ana")
        wrapped = wrap_for(bytes(row.public_key), b"for ana", **BOUND)
        assert unwrap(wrapped, private_by_passphrase("key-ana", ana.passphrase), **BOUND) == b"for ana"

    def test_a_short_passphrase_is_refused_and_nothing_is_made(self, at):
        with pytest.raises(TooShort):
            make_staff_key("key-x", "too short", at=at)
        assert not has_staff_key("key-x")

    def test_a_key_is_not_made_over_another(self, ana, at):
        with pytest.raises(KeyExists):
            make_staff_key("key-ana", "quite another passphrase", at=at)
        assert private_by_passphrase("key-ana", ana.passphrase).public == ana.private.public

    def test_it_is_deleted_wherever_it_is_open(self, ana, at):
        opened = unlock("key-ana", ana.passphrase, at=at)
        assert delete_staff_key("key-ana") == 2
        assert private_of(opened.row, opened.cookie, at=at) is None
        with pytest.raises(WrongPassphrase):
            unlock("key-ana", ana.passphrase, at=at)


class TestPassphrases:
    def test_a_wrong_one_and_one_of_nobody_cost_the_same_and_say_the_same(self, ana, at, monkeypatch):
        costs, real = [], passphrases.slow_hash

        def counted(said, salt, cost, length):
            costs.append(cost)
            return real(said, salt, cost, length)

        monkeypatch.setattr(passphrases, "slow_hash", counted)
        said = set()
        for key_id in ("key-ana", "key-of-nobody"):
            with pytest.raises(WrongPassphrase) as refused:
                unlock(key_id, "not her passphrase", at=at)
            said.add(str(refused.value))
        assert len(said) == 1
        assert costs == [passphrases.KEY_COST] * 2
        assert not OpenKey.objects.exists()

    def test_changing_it_wraps_the_same_key_and_locks_it_everywhere(self, ana, at):
        opened = unlock("key-ana", ana.passphrase, at=at)
        change_passphrase("key-ana", ana.passphrase, "a passphrase of today", at=at)
        assert private_of(opened.row, opened.cookie, at=at) is None
        assert private_by_passphrase("key-ana", "a passphrase of today").public == ana.private.public
        with pytest.raises(WrongPassphrase):
            private_by_passphrase("key-ana", ana.passphrase)

    def test_a_wrong_old_one_changes_nothing(self, ana, at):
        before = bytes(StaffKey.objects.get(id="key-ana").wrapped_private)
        with pytest.raises(WrongPassphrase):
            change_passphrase("key-ana", "not her passphrase", "a passphrase of today", at=at)
        assert bytes(StaffKey.objects.get(id="key-ana").wrapped_private) == before

    def test_of_two_who_change_it_at_once_the_second_is_refused(self, ana, at, monkeypatch):
        real, again = staff_keys._put, []

        def first_somebody_else(row, private, passphrase):
            if not again:
                again.append(True)
                change_passphrase("key-ana", ana.passphrase, "the first to be quick", at=at)
            return real(row, private, passphrase)

        monkeypatch.setattr(staff_keys, "_put", first_somebody_else)
        with pytest.raises(WrongPassphrase, match="in this moment"):
            change_passphrase("key-ana", ana.passphrase, "the second to be quick", at=at)
        assert private_by_passphrase("key-ana", "the first to be quick")

    def test_when_the_cost_rises_a_key_is_wrapped_anew_at_the_next_sign_in(self, ana, at, monkeypatch):
        dearer = Cost(16, 2, 1)
        monkeypatch.setattr(passphrases, "KEY_COST", dearer)
        unlock("key-ana", ana.passphrase, at=at)
        row = StaffKey.objects.get(id="key-ana")
        assert Cost(row.memory_kib, row.passes, row.lanes) == dearer
        assert private_by_passphrase("key-ana", ana.passphrase).public == ana.private.public

    def test_a_replaced_key_is_another(self, ana, at):
        made = replace_staff_key("key-ana", "a passphrase of today", at=at)
        assert made.public != ana.private.public
        assert private_by_passphrase("key-ana", "a passphrase of today").public == made.public


class TestAThiefWhoWrites:
    def test_the_wrapped_key_of_another_does_not_open(self, ana, ben, at):
        mine = StaffKey.objects.filter(id="key-ana").values("wrapped_private", "salt", "public_key").get()
        StaffKey.objects.filter(id="key-ben").update(**mine)
        with pytest.raises(WrongPassphrase):
            unlock("key-ben", ana.passphrase, at=at)

    def test_a_public_key_that_was_swapped_is_noticed_when_its_owner_comes(self, ana, ben, at):
        StaffKey.objects.filter(id="key-ana").update(public_key=ben.private.public)
        with pytest.raises(KeySwapped, match="key store was changed"):
            unlock("key-ana", ana.passphrase, at=at)

    def test_an_open_row_of_another_does_not_open_with_my_cookie(self, ana, ben, at):
        mine = unlock("key-ana", ana.passphrase, at=at)
        theirs = unlock("key-ben", ben.passphrase, at=at)
        sealed = OpenKey.objects.get(id=mine.row).sealed
        OpenKey.objects.filter(id=theirs.row).update(sealed=sealed)
        assert private_of(theirs.row, mine.cookie, at=at) is None
        OpenKey.objects.filter(id=mine.row).update(key_id="key-ben")
        assert private_of(mine.row, mine.cookie, at=at) is None


class TestTheTwoHalves:
    def test_together_they_are_the_key(self, ana, at):
        opened = unlock("key-ana", ana.passphrase, at=at)
        private = private_of(opened.row, opened.cookie, at=at)
        assert (private.owner, private.public) == ("key-ana", ana.private.public)

    @pytest.mark.parametrize("cookie", ["", "zz", "00" * 32, "00", "é" * 64])
    def test_a_row_with_another_cookie_is_nothing(self, ana, at, cookie):
        opened = unlock("key-ana", ana.passphrase, at=at)
        assert private_of(opened.row, cookie, at=at) is None
        assert private_of(opened.row, opened.cookie, at=at) is not None, "a wrong cookie locks nobody out"

    def test_a_cookie_with_another_row_is_nothing(self, ana, at):
        one, other = (unlock("key-ana", ana.passphrase, at=at) for _ in range(2))
        assert private_of(other.row, one.cookie, at=at) is None
        assert private_of("no such row", one.cookie, at=at) is None

    def test_the_cookie_is_shown_in_no_log(self):
        assert repr(Unlocked("row", "the cookie")) == "Unlocked(row='row')"


class TestLocking:
    @pytest.fixture
    def opened(self, ana, at):
        return unlock("key-ana", ana.passphrase, at=at)

    def is_open(self, opened, at) -> bool:
        return private_of(opened.row, opened.cookie, at=at) is not None

    def test_idle_for_a_quarter_of_an_hour_it_is_gone(self, opened, at):
        assert self.is_open(opened, at + 14 * MINUTE)
        assert not self.is_open(opened, at + 29 * MINUTE)
        assert not OpenKey.objects.exists()

    def test_used_all_day_it_ends_after_twelve_hours(self, opened, at):
        for quarter in range(72):
            assert self.is_open(opened, at + 10 * MINUTE * quarter)
        assert not self.is_open(opened, at + timedelta(hours=12))

    def test_the_setting_says_how_long(self, opened, at, settings):
        settings.KAPEA_IDLE_MINUTES = 2
        assert not self.is_open(opened, at + 2 * MINUTE)

    def test_it_is_written_down_at_most_once_a_minute(self, opened, at, django_assert_num_queries):
        with django_assert_num_queries(1, using="keys"):
            self.is_open(opened, at + timedelta(seconds=59))
        with django_assert_num_queries(2, using="keys"):
            self.is_open(opened, at + MINUTE)

    def test_a_clock_that_ran_ahead_keeps_nothing_open(self, opened, at):
        assert self.is_open(opened, at - 4 * MINUTE)
        assert not self.is_open(opened, at - 6 * MINUTE)

    def test_signing_out_locks_that_one_and_no_other(self, opened, ana, at):
        other = unlock("key-ana", ana.passphrase, at=at)
        assert lock_row(opened.row) == 1
        assert (self.is_open(opened, at), self.is_open(other, at)) == (False, True)

    def test_leaving_locks_all_of_one_person_and_of_nobody_else(self, opened, ben, at):
        theirs = unlock("key-ben", ben.passphrase, at=at)
        assert lock_key("key-ana") == 1
        assert (self.is_open(opened, at), self.is_open(theirs, at)) == (False, True)

    def test_a_start_of_the_server_locks_everybody(self, opened, ben, at):
        unlock("key-ben", ben.passphrase, at=at)
        assert lock_everything() == 2
        assert not self.is_open(opened, at)

    def test_the_next_who_signs_in_takes_away_what_is_idle(self, opened, ben, at):
        unlock("key-ben", ben.passphrase, at=at + 20 * MINUTE)
        assert [key.key_id for key in OpenKey.objects.all()] == ["key-ben"]


@given(st.integers(-30, 800))
def test_what_lock_idle_leaves_is_what_may_still_be_used(minutes):
    OpenKey.objects.all().delete()
    key = OpenKey(id="r", key_id="k", sealed=b"", opened_at=AT, used_at=AT)
    key.save(force_insert=True)
    lock_idle(at=AT + minutes * MINUTE)
    assert OpenKey.objects.exists() == staff_keys._may_be_used(key, AT + minutes * MINUTE)


def test_each_unlocking_has_halves_of_its_own(db, at):
    ana = new_staff("ana", at)
    made = [unlock("key-ana", ana.passphrase, at=at) for _ in range(5)]
    assert len({each.row for each in made} | {each.cookie for each in made}) == 10
