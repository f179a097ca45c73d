"""Several officers together bring back what a lost passphrase shut; fewer than enough bring back nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic import combine_mnemonics
from tests.databases import without_triggers
from tests.vault.people import LATER, ORGANISATION

from kapea.audit.models import Event
from kapea.vault import quorum
from kapea.vault.models import RecordWrap, RecoveryKey
from kapea.vault.public_keys import recovery_reader
from kapea.vault.quorum import (
    NotEnoughShares,
    WrongShares,
    canary_wrap,
    draw_recovery_key,
    drill,
    escrow,
    keep_recovery_key,
    recover,
    replace_recovery_key,
)
from kapea.vault.record_keys import CannotOpen, new_record, open_record
from kapea.vault.staff_keys import KeyExists, replace_staff_key

STORY = b"what was told in confidence"


@pytest.mark.parametrize(
    ("words", "secret"),
    [
        (
            (
                "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist "
                "rescue view short owner flip making coding armed",
                "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice "
                "unkind craft early superior advocate guest smoking",
            ),
            "b43ceb7e57a0ea8766221624d01b0864",
        ),
        (
            (
                "duckling enlarge academic academic agency result length solution fridge kidney coal piece "
                "deal husband erode duke ajar critical decision keyboard",
            ),
            "bb54aac4b89dc868ba37d9cc21b2cece",
        ),
    ],
)
def test_shares_are_those_of_the_published_scheme(words, secret):
    """Vectors of SLIP-39 itself, made with the passphrase of its authors."""
    assert combine_mnemonics(words, b"TREZOR").hex() == secret


@given(st.integers(2, 5), st.integers(0, 3))
@settings(max_examples=6)
def test_any_enough_of_the_shares_give_the_key_and_the_scheme_refuses_fewer(threshold, more):
    new = draw_recovery_key(ORGANISATION, threshold=threshold, holders=threshold + more)
    read = [quorum._read_share(n, words) for n, words in enumerate(new.shares, 1)]
    for some in list(combinations(read, threshold))[:3]:
        seed = quorum._combined([share.mnemonic() for share in some])
        assert quorum.PrivateHalf("x", seed).public == new.public_key
    with pytest.raises(WrongShares):
        quorum._combined([share.mnemonic() for share in read[: threshold - 1]])


@pytest.mark.parametrize(("threshold", "holders"), [(1, 1), (1, 3), (4, 3), (2, 17), (0, 0)])
def test_a_quorum_that_is_none_is_refused(threshold, holders):
    with pytest.raises(ValueError, match="holders"):
        draw_recovery_key(ORGANISATION, threshold=threshold, holders=holders)


def test_shares_are_shown_in_no_log():
    new = draw_recovery_key(ORGANISATION, threshold=2, holders=3)
    assert repr(new) == repr(replace(new, shares=("one", "two", "three")))


pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def shares(db, at):
    new = draw_recovery_key(ORGANISATION, threshold=2, holders=3)
    keep_recovery_key(new, at=at)
    return new.shares


def sealed_case(staff, at, record="case-1", organisation=ORGANISATION):
    return new_record(record, "story", [staff.reader], organisation=organisation, at=at, erase_at=LATER).seal(
        "words", STORY
    )


def open_case(private, reader, at, record="case-1"):
    named = {"record": record, "purpose": "story", "reader": reader, "organisation": ORGANISATION}
    return open_record(private, **named, at=at)


class TestShares:
    def test_enough_of_any_give_the_key_in_any_order_and_writing(self, shares):
        expected = bytes(RecoveryKey.objects.get().public_key)
        for some in ((shares[0], shares[2]), (shares[2], shares[1]), shares):
            assert recover(ORGANISATION, some).public == expected
        sloppy = ["  " + "\n".join(word[:4].upper() for word in share.split()) for share in shares[:2]]
        assert recover(ORGANISATION, sloppy).public == expected

    @pytest.mark.parametrize(("given_", "missing"), [(0, 2), (1, 1)])
    def test_too_few_are_told_how_many_are_missing(self, shares, given_, missing):
        with pytest.raises(NotEnoughShares, match=f"{missing} more share") as refused:
            recover(ORGANISATION, shares[:given_])
        assert refused.value.missing == missing

    def test_one_of_another_set_is_named(self, shares):
        other = draw_recovery_key("org-2", threshold=2, holders=3).shares
        with pytest.raises(WrongShares, match="Share 2 is of another set"):
            recover(ORGANISATION, [shares[0], other[0]])

    def test_a_whole_other_set_is_told(self, shares):
        for threshold in (2, 3):
            other = draw_recovery_key("org-2", threshold=threshold, holders=3).shares
            with pytest.raises(WrongShares, match="of another set"):
                recover(ORGANISATION, other)

    def test_one_given_twice_does_not_count_as_two(self, shares):
        with pytest.raises(WrongShares, match="twice"):
            recover(ORGANISATION, [shares[0], shares[0]])

    def test_a_word_that_is_none_is_named_by_its_place(self, shares):
        words = shares[1].split()
        words[6] = "xylophone"
        with pytest.raises(WrongShares, match="Share 2: word 7"):
            recover(ORGANISATION, [shares[0], " ".join(words)])

    @pytest.mark.parametrize("slip", ["cut", "swapped"])
    def test_a_slip_of_the_pen_is_named_by_its_share(self, shares, slip):
        words = shares[0].split()
        words = words[:-1] if slip == "cut" else [words[1], words[0], *words[2:]]
        with pytest.raises(WrongShares, match="Share 1"):
            recover(ORGANISATION, [" ".join(words), shares[1]])

    def test_of_an_organisation_without_a_key_it_is_said(self, shares):
        with pytest.raises(WrongShares, match="no recovery key"):
            recover("org-2", shares)

    def test_no_share_and_no_private_key_stands_in_the_key_store(self, shares):
        seed = recover(ORGANISATION, shares).seed
        for model in (RecoveryKey, RecordWrap):
            for value in model.objects.values_list().get():
                shown = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert seed not in shown
                assert not any(share.encode() in shown for share in shares)

    def test_a_second_key_is_not_put_over_the_first(self, shares, at):
        with pytest.raises(KeyExists):
            keep_recovery_key(draw_recovery_key(ORGANISATION, threshold=2, holders=2), at=at)
        assert recover(ORGANISATION, shares)


class TestEscrow:
    def test_a_lost_passphrase_is_mended_and_each_record_is_in_the_trail(self, shares, ana, ben, at):
        sealed = sealed_case(ana, at)
        sealed_case(ben, at, "case-2")
        now = replace_staff_key("key-ana", "a passphrase of today", at=at)
        with pytest.raises(CannotOpen, match="replaced"):
            open_case(now, "member-ana", at)
        with without_triggers():
            Event.objects.all().delete()
        done = escrow(recover(ORGANISATION, shares), "key-ana", organisation=ORGANISATION, by="ops", at=at)
        assert (done.done, done.failed) == (1, ())
        assert list(Event.objects.values_list("subject", "by")) == [("case-1", "ops")]
        assert open_case(now, "member-ana", at).open("words", sealed) == STORY
        with pytest.raises(CannotOpen):
            open_case(now, "member-ana", at, "case-2")

    def test_officers_of_another_organisation_open_nothing(self, shares, ana, at):
        sealed_case(ana, at)
        keep_recovery_key(other := draw_recovery_key("org-2", threshold=2, holders=2), at=at)
        private = recover("org-2", other.shares)
        assert escrow(private, "key-ana", organisation=ORGANISATION, by="x", at=at).done == 0
        with pytest.raises(CannotOpen):
            open_case(private, recovery_reader(ORGANISATION).reader, at)

    def test_what_was_sealed_before_there_was_a_quorum_is_wrapped_when_it_is_next_opened(self, ana, at):
        sealed = sealed_case(ana, at)
        keep_recovery_key(new := draw_recovery_key(ORGANISATION, threshold=2, holders=2), at=at)
        officers = recovery_reader(ORGANISATION).reader
        private = recover(ORGANISATION, new.shares)
        with pytest.raises(CannotOpen):
            open_case(private, officers, at)
        open_case(ana.private, "member-ana", at)
        assert open_case(private, officers, at).open("words", sealed) == STORY


class TestANewRecoveryKey:
    def test_it_opens_what_the_former_opened_and_the_former_nothing(self, shares, ana, at):
        sealed = sealed_case(ana, at)
        former = recover(ORGANISATION, shares)
        new = draw_recovery_key(ORGANISATION, threshold=3, holders=4)
        done = replace_recovery_key(new, former, by="ops", at=at)
        assert (done.done, done.failed) == (1, ())
        private, officers = recover(ORGANISATION, new.shares), recovery_reader(ORGANISATION).reader
        assert open_case(private, officers, at).open("words", sealed) == STORY
        with pytest.raises(CannotOpen):
            open_case(former, officers, at)
        with pytest.raises(WrongShares, match="another set"):
            recover(ORGANISATION, shares)

    def test_when_too_few_shares_are_left_records_are_wrapped_for_it_as_they_are_opened(
        self, shares, ana, at
    ):
        sealed = sealed_case(ana, at)
        new = draw_recovery_key(ORGANISATION, threshold=2, holders=2)
        replace_recovery_key(new, None, by="ops", at=at)
        open_case(ana.private, "member-ana", at)
        private = recover(ORGANISATION, new.shares)
        opened = open_case(private, recovery_reader(ORGANISATION).reader, at)
        assert opened.open("words", sealed) == STORY

    def test_cut_short_the_former_is_as_it_was(self, shares, ana, at, monkeypatch):
        sealed_case(ana, at)
        former = recover(ORGANISATION, shares)

        def power_is_gone(*args, **named):
            raise OSError("the power is gone")

        monkeypatch.setattr(quorum, "rewrap", power_is_gone)
        with pytest.raises(OSError, match="power"):
            replace_recovery_key(
                draw_recovery_key(ORGANISATION, threshold=2, holders=2), former, by="ops", at=at
            )
        assert recover(ORGANISATION, shares).public == former.public
        assert canary_wrap(ORGANISATION) is not None


class TestADrill:
    def test_shares_open_the_canary_and_it_is_written_down(self, shares, at):
        private = recover(ORGANISATION, shares)
        assert drill(private, ORGANISATION, canary_wrap(ORGANISATION), by="ops", at=at)
        assert RecoveryKey.objects.get().checked_at == at
        assert Event.objects.get().subject == "drill:org-1"

    def test_one_that_does_not_open_is_no_drill(self, shares, at):
        RecordWrap.objects.update(wrapped=b"\x01broken")
        private = recover(ORGANISATION, shares)
        assert not drill(private, ORGANISATION, canary_wrap(ORGANISATION), by="ops", at=at)
        assert RecoveryKey.objects.get().checked_at is None
