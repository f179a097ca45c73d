"""A record opens for its readers, leaves a row each time, and once its wraps are gone opens for nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections, transaction
from tests.vault.people import LATER, ORGANISATION, new_staff

from kapea.audit.models import Event
from kapea.vault import handing_over, hybrid, opening, record_wraps
from kapea.vault.handing_over import rotate_staff_key, share_many, stop_reading, transfer
from kapea.vault.models import RecordWrap
from kapea.vault.public_keys import NoSuchKey, RecordReader
from kapea.vault.record_keys import AlreadySealed, CannotOpen, new_record, open_record, share
from kapea.vault.record_retention import erase_record
from kapea.vault.sealing import Unsealable
from kapea.vault.staff_keys import private_by_passphrase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
STORY = b"what was told in confidence"


def sealed_case(record, readers, at, purpose="story"):
    key = new_record(record, purpose, readers, organisation=ORGANISATION, at=at, erase_at=LATER)
    return key.seal("words", STORY)


def open_case(staff, record, at, purpose="story", organisation=ORGANISATION):
    return open_record(
        staff.private,
        record=record,
        purpose=purpose,
        reader=staff.reader.reader,
        organisation=organisation,
        at=at,
    )


class TestOpening:
    def test_each_reader_reads_and_nobody_else(self, ana, ben, at):
        sealed = sealed_case("case-1", [ana.reader], at)
        assert open_case(ana, "case-1", at).open("words", sealed) == STORY
        with pytest.raises(CannotOpen):
            open_case(ben, "case-1", at)

    def test_what_is_not_mine_answers_like_what_is_not_there(self, ana, ben, at):
        sealed_case("case-1", [ana.reader], at)
        said = set()
        for record in ("case-1", "case-of-nobody"):
            with pytest.raises(CannotOpen) as refused:
                open_case(ben, record, at)
            said.add(str(refused.value))
        assert len(said) == 1
        assert not Event.objects.exists()

    def test_for_another_purpose_or_organisation_it_is_not_there(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        for wrong in ({"purpose": "safe contact"}, {"organisation": "org-2"}):
            with pytest.raises(CannotOpen):
                open_case(ana, "case-1", at, **wrong)

    def test_a_record_without_a_reader_is_refused(self, db, at):
        with pytest.raises(ValueError, match="lost at once"):
            new_record("case-1", "story", [], organisation=ORGANISATION, at=at, erase_at=LATER)

    def test_a_reader_without_a_key_is_refused_and_nothing_is_made(self, ana, at):
        with pytest.raises(NoSuchKey):
            new_record(
                "c",
                "p",
                [ana.reader, RecordReader("m", "no key")],
                organisation=ORGANISATION,
                at=at,
                erase_at=LATER,
            )
        assert not RecordWrap.objects.exists()

    def test_a_second_key_for_the_same_is_refused(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        with pytest.raises(AlreadySealed):
            sealed_case("case-1", [ana.reader], at)

    def test_a_key_shows_no_byte_of_itself(self, ana, at):
        key = new_record("case-1", "story", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        assert repr(key) == (
            "RecordKey(record='case-1', purpose='story', organisation='org-1', opened_by='door')"
        )


class TestTheTrail:
    def test_the_row_is_there_before_the_first_byte_opens(self, ana, at, monkeypatch):
        sealed_case("case-1", [ana.reader], at)
        seen = []

        def watched(*args, **named):
            seen.append(list(Event.objects.values_list("action", "subject", "by", "at")))
            return hybrid.unwrap(*args, **named)

        monkeypatch.setattr(opening, "unwrap", watched)
        open_case(ana, "case-1", at)
        assert seen == [[("record.read", "case-1", "member-ana", at)]]

    def test_without_the_row_nothing_opens(self, ana, at, monkeypatch):
        sealed_case("case-1", [ana.reader], at)
        opened = []
        monkeypatch.setattr(opening, "unwrap", lambda *a, **n: opened.append(a))

        def disk_is_full(looks, **named):
            raise OSError("the disk is full")

        monkeypatch.setattr(opening.audit, "record_readings", disk_is_full)
        with pytest.raises(OSError, match="full"):
            open_case(ana, "case-1", at)
        with pytest.raises(OSError, match="full"):
            share_many(ana.private, records=["case-1"], reader="member-ana", to=ana.reader, at=at)
        assert opened == []

    def test_a_look_stays_in_the_trail_though_it_failed(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        RecordWrap.objects.update(wrapped=b"\x01broken")
        with pytest.raises(CannotOpen, match="changed in the key store"):
            open_case(ana, "case-1", at)
        assert Event.objects.get().subject == "case-1"

    def test_it_says_whose_chain_and_for_what(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        open_case(ana, "case-1", at)
        row = Event.objects.get()
        assert {"purpose": "story"}.items() <= row.detail.items()


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_inside_a_transaction_that_could_take_the_row_back_nothing_opens(at):
    ana = new_staff("ana", at)
    sealed_case("case-1", [ana.reader], at)
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        open_case(ana, "case-1", at)
    assert not Event.objects.exists()


class TestWhoMayRead:
    def test_who_can_read_lets_others_read(self, ana, ben, at):
        sealed = sealed_case("case-1", [ana.reader], at)
        share(open_case(ana, "case-1", at), ben.reader.reader, ben.reader.key_id, at=at)
        assert open_case(ben, "case-1", at).open("words", sealed) == STORY
        row = Event.objects.get(action="record.share")
        assert (row.subject, row.by, row.detail["reader"]) == ("case-1", "member-ana", "member-ben")

    def test_a_wrap_that_is_not_made_leaves_no_row_that_it_was(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        key = open_case(ana, "case-1", at)
        with pytest.raises(NoSuchKey):
            share(key, "member-x", "no key", at=at)
        assert not Event.objects.filter(action="record.share").exists()

    def test_a_reader_of_another_organisation_has_their_look_in_their_own_chain(self, ana, ben, at):
        sealed_case("case-1", [ana.reader], at)
        key = open_case(ana, "case-1", at)
        share(key, ben.reader.reader, ben.reader.key_id, at=at, organisation="org-2")
        assert open_case(ben, "case-1", at, organisation="org-2")
        with pytest.raises(CannotOpen):
            open_case(ben, "case-1", at)

    def test_who_leaves_reads_nothing_more_and_others_do(self, ana, ben, at):
        for n in range(3):
            sealed_case(f"case-{n}", [ana.reader, ben.reader], at)
        assert stop_reading("member-ana", ["case-0"]) == 1
        assert stop_reading("member-ana") == 2
        for n in range(3):
            with pytest.raises(CannotOpen):
                open_case(ana, f"case-{n}", at)
            assert open_case(ben, f"case-{n}", at)

    def test_what_is_erased_opens_for_nobody(self, ana, ben, at):
        sealed_case("case-1", [ana.reader, ben.reader], at)
        sealed_case("case-1", [ana.reader], at, purpose="plan")
        sealed_case("case-2", [ana.reader], at)
        assert erase_record("case-1", by="ana", at=at) == 3
        for staff in (ana, ben):
            with pytest.raises(CannotOpen):
                open_case(staff, "case-1", at)
        assert open_case(ana, "case-2", at)

    def test_under_the_id_of_an_erased_record_the_old_words_stay_shut(self, ana, at):
        sealed = sealed_case("case-1", [ana.reader], at)
        erase_record("case-1", by="ana", at=at)
        sealed_case("case-1", [ana.reader], at)
        with pytest.raises(Unsealable):
            open_case(ana, "case-1", at).open("words", sealed)

    def test_whoever_holds_the_key_of_an_erased_record_brings_it_back_for_nobody(self, ana, ben, at):
        key = new_record("case-1", "story", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        erase_record("case-1", by="ana", at=at)
        with pytest.raises(CannotOpen):
            share(key, ben.reader.reader, ben.reader.key_id, at=at)
        assert not RecordWrap.objects.exists()
        assert not Event.objects.filter(action="record.share").exists()


class TestHandingOver:
    def test_a_new_supervisor_reads_what_the_worker_reads(self, ana, ben, at, monkeypatch):
        monkeypatch.setattr(record_wraps, "AT_ONCE", 3)
        sealed = {f"case-{n}": sealed_case(f"case-{n}", [ana.reader], at) for n in range(7)}
        sealed_case("case-8", [ana.reader], at)
        done = share_many(ana.private, records=list(sealed) * 2, reader="member-ana", to=ben.reader, at=at)
        assert (done.done, done.failed) == (7, ())
        assert Event.objects.filter(action="record.read").count() == 7, "each in the trail"
        for record, words in sealed.items():
            assert open_case(ben, record, at).open("words", words) == STORY
        with pytest.raises(CannotOpen):
            open_case(ben, "case-8", at)
        assert open_case(ana, "case-0", at)

    def test_again_changes_nothing(self, ana, ben, at):
        sealed = sealed_case("case-1", [ana.reader], at)
        for _ in range(2):
            share_many(ana.private, records=["case-1"], reader="member-ana", to=ben.reader, at=at)
        assert RecordWrap.objects.count() == 2
        assert open_case(ben, "case-1", at).open("words", sealed) == STORY

    def test_one_that_does_not_open_is_named_and_the_others_go_on(self, ana, ben, at):
        for n in range(3):
            sealed_case(f"case-{n}", [ana.reader], at)
        RecordWrap.objects.filter(record="case-1").update(wrapped=b"\x01broken")
        records = ["case-0", "case-1", "case-2"]
        done = transfer(ana.private, records=records, reader="member-ana", to=ben.reader, at=at)
        assert (done.done, done.failed) == (2, ("case-1",))
        assert [wrap.record for wrap in RecordWrap.objects.filter(reader="member-ana")] == ["case-1"]

    def test_after_a_transfer_only_the_other_reads(self, ana, ben, at):
        sealed = sealed_case("case-1", [ana.reader], at)
        transfer(ana.private, records=["case-1"], reader="member-ana", to=ben.reader, at=at)
        assert open_case(ben, "case-1", at).open("words", sealed) == STORY
        with pytest.raises(CannotOpen):
            open_case(ana, "case-1", at)

    def test_handed_to_oneself_it_stays(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        transfer(ana.private, records=["case-1"], reader="member-ana", to=ana.reader, at=at)
        assert open_case(ana, "case-1", at)

    def test_for_somebody_without_a_key_nothing_is_opened(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        with pytest.raises(NoSuchKey):
            share_many(
                ana.private, records=["case-1"], reader="member-ana", to=RecordReader("m", "none"), at=at
            )
        assert not Event.objects.exists()

    def test_who_cannot_read_cannot_let_others_read(self, ana, ben, at):
        sealed_case("case-1", [ana.reader], at)
        done = share_many(ben.private, records=["case-1"], reader="member-ana", to=ben.reader, at=at)
        assert (done.done, done.failed) == (0, ("case-1",))
        with pytest.raises(CannotOpen):
            open_case(ben, "case-1", at)


class TestANewKeyOfAMemberOfStaff:
    def test_it_opens_what_the_former_opened_and_the_former_nothing(self, ana, at):
        sealed = sealed_case("case-1", [ana.reader], at)
        done = rotate_staff_key("key-ana", ana.passphrase, by="ana", at=at)
        assert (done.done, done.failed) == (1, ())
        now = private_by_passphrase("key-ana", ana.passphrase)
        assert now.public != ana.private.public
        opened = open_record(
            now, record="case-1", purpose="story", reader="member-ana", organisation=ORGANISATION, at=at
        )
        assert opened.open("words", sealed) == STORY
        with pytest.raises(CannotOpen, match="replaced"):
            open_case(ana, "case-1", at)

    def test_cut_short_the_former_is_as_it_was(self, ana, at, monkeypatch):
        sealed = sealed_case("case-1", [ana.reader], at)

        def power_is_gone(rows):
            raise OSError("the power is gone")

        monkeypatch.setattr(handing_over, "save_wraps", power_is_gone)
        with pytest.raises(OSError, match="power"):
            rotate_staff_key("key-ana", ana.passphrase, by="ana", at=at)
        assert private_by_passphrase("key-ana", ana.passphrase).public == ana.private.public
        assert open_case(ana, "case-1", at).open("words", sealed) == STORY


class TestAThiefWhoWritesIntoTheKeyStore:
    """Rows put in other places open nothing: what each is for is bound into it."""

    @pytest.mark.parametrize("field", ["record", "purpose", "reader"])
    def test_a_wrap_in_another_row_does_not_open(self, ana, at, field):
        sealed_case("case-1", [ana.reader], at)
        sealed_case("case-2", [ana.reader], at, purpose="plan")
        mine = RecordWrap.objects.get(record="case-1")
        moved = {"record": "case-3", "purpose": "diary", "reader": "member-other"}[field]
        RecordWrap.objects.filter(id=mine.id).update(**{field: moved})
        now = {"record": "case-1", "purpose": "story", "reader": "member-ana", field: moved}
        with pytest.raises(CannotOpen):
            open_record(ana.private, **now, organisation=ORGANISATION, at=at)

    def test_swapped_wraps_of_two_records_open_neither(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        sealed_case("case-2", [ana.reader], at)
        one, two = RecordWrap.objects.order_by("record")
        RecordWrap.objects.filter(id=one.id).update(wrapped=two.wrapped)
        RecordWrap.objects.filter(id=two.id).update(wrapped=one.wrapped)
        for record in ("case-1", "case-2"):
            with pytest.raises(CannotOpen):
                open_case(ana, record, at)

    def test_a_wrap_of_before_the_record_was_erased_opens_nothing_of_the_new_one(self, ana, at):
        sealed_case("case-1", [ana.reader], at)
        replayed = bytes(RecordWrap.objects.get().wrapped)
        erase_record("case-1", by="ana", at=at)
        now = sealed_case("case-1", [ana.reader], at)
        RecordWrap.objects.update(wrapped=replayed)
        with pytest.raises(Unsealable):
            open_case(ana, "case-1", at).open("words", now)

    def test_a_wrap_for_me_with_the_name_of_another_is_not_opened_by_the_other(self, ana, ben, at):
        sealed_case("case-1", [ana.reader], at)
        RecordWrap.objects.update(reader="member-ben", key_id="key-ben")
        with pytest.raises(CannotOpen):
            open_case(ben, "case-1", at)


class TestOldVersions:
    def test_an_old_wrap_opens_and_is_written_anew(self, ana, at, monkeypatch):
        from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

        sealed = sealed_case("case-1", [ana.reader], at)
        monkeypatch.setitem(hybrid.SUITES, 2, Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA512, AEAD.AES_256_GCM))
        monkeypatch.setattr(hybrid, "VERSION_NOW", 2)
        later = at + timedelta(days=1)
        assert open_case(ana, "case-1", later).open("words", sealed) == STORY
        wrap = RecordWrap.objects.get()
        assert (wrap.version, bytes(wrap.wrapped)[0], wrap.made_at) == (2, 2, later)
        assert open_case(ana, "case-1", later).open("words", sealed) == STORY

    def test_another_secret_of_the_deployment_changes_nothing_here(self, ana, at, settings):
        sealed = sealed_case("case-1", [ana.reader], at)
        settings.SECRET_KEY = "quite another secret"
        again = private_by_passphrase("key-ana", ana.passphrase)
        assert again.public == ana.private.public
        assert open_case(ana, "case-1", at).open("words", sealed) == STORY


def test_opening_asks_the_databases_no_more_than_it_must(ana, at, django_assert_max_num_queries):
    sealed_case("case-1", [ana.reader], at)
    with django_assert_max_num_queries(2, connection=connections["keys"]):
        open_case(ana, "case-1", at)
