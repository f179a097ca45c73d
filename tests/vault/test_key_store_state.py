"""A key store that is gone, empty or another's is noticed, and the remedy is said."""

from __future__ import annotations

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st
from tests.databases import without_triggers
from tests.vault.people import LATER, ORGANISATION

from kapea.audit.models import Event
from kapea.vault.deployment import OtherKeyStore, mark_key_store
from kapea.vault.models import KeyStoreMark, RecordWrap, StaffKey
from kapea.vault.queries import STATES, KeyStoreCondition, judged_key_store, key_report, key_store_state
from kapea.vault.quorum import draw_recovery_key, keep_recovery_key
from kapea.vault.record_keys import new_record
from kapea.vault.staff_keys import replace_staff_key

marks = st.none() | st.sampled_from(["a", "b"])


@given(marks, marks, st.booleans())
def test_only_one_mark_in_both_is_usable(known, found, answers):
    state = judged_key_store(known, found, answers=answers)
    assert state.is_usable == (answers and known is not None and known == found)
    assert state.sentence
    assert bool(state.remedy) != state.is_usable, "whatever is wrong has a remedy"


def test_every_state_has_words():
    assert set(STATES) == set(KeyStoreCondition)


pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def state() -> KeyStoreCondition:
    return key_store_state().condition


class TestTheState:
    def test_before_anything_was_made(self):
        assert state() is KeyStoreCondition.NEVER_MADE

    def test_once_begun_it_is_ready_and_to_begin_again_is_nothing(self, at):
        for _ in range(2):
            mark_key_store(by="ops", at=at)
        assert state() is KeyStoreCondition.READY
        assert Event.objects.filter(action="keys.mark").count() == 1

    def test_emptied_it_is_noticed_and_not_begun_anew(self, at):
        mark_key_store(by="ops", at=at)
        KeyStoreMark.objects.all().delete()
        assert state() is KeyStoreCondition.EMPTY
        for adopt in (False, True):
            with pytest.raises(OtherKeyStore):
                mark_key_store(by="ops", at=at, adopt=adopt)

    def test_of_another_deployment(self, at):
        mark_key_store(by="ops", at=at)
        KeyStoreMark.objects.update(mark="of another")
        assert state() is KeyStoreCondition.OTHER_DEPLOYMENT
        with pytest.raises(OtherKeyStore):
            mark_key_store(by="ops", at=at, adopt=True)

    def test_keys_beside_a_new_database_are_adopted_only_when_somebody_says_so(self, at):
        mark_key_store(by="ops", at=at)
        with without_triggers():
            Event.objects.all().delete()
        assert state() is KeyStoreCondition.UNKNOWN_HERE
        with pytest.raises(OtherKeyStore):
            mark_key_store(by="ops", at=at)
        mark_key_store(by="ops", at=at, adopt=True)
        assert state() is KeyStoreCondition.READY


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_without_tables_or_without_an_answer_it_is_missing(at):
    mark_key_store(by="ops", at=at)
    with connections["keys"].schema_editor() as editor:
        editor.alter_db_table(KeyStoreMark, "vault_keystoremark", "gone")
    try:
        assert state() is KeyStoreCondition.MISSING
    finally:
        with connections["keys"].schema_editor() as editor:
            editor.alter_db_table(KeyStoreMark, "gone", "vault_keystoremark")
    assert state() is KeyStoreCondition.READY


class TestTheReport:
    def test_what_an_auditor_looks_at_is_counted_and_named(self, ana, ben, at):
        new_record(
            "case-1", "story", [ana.reader, ben.reader], organisation=ORGANISATION, at=at, erase_at=LATER
        )
        keep_recovery_key(draw_recovery_key(ORGANISATION, threshold=2, holders=2), at=at)
        new_record("case-2", "story", [ben.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        report = key_report(active=["key-ana"])
        assert (report.records, report.wraps, report.readers, report.without_officers) == (3, 5, 3, 1)
        assert report.of_those_who_left == ("key-ben",)
        assert (report.without_key, report.for_former_key, report.old_versions) == ((), (), 0)

    def test_what_is_wrong_is_named(self, ana, ben, at):
        new_record(
            "case-1", "story", [ana.reader, ben.reader], organisation=ORGANISATION, at=at, erase_at=LATER
        )
        replace_staff_key("key-ana", "a passphrase of today", at=at)
        StaffKey.objects.filter(id="key-ben").delete()
        RecordWrap.objects.filter(reader="member-ana").update(version=0)
        report = key_report()
        assert report.for_former_key == ("key-ana",)
        assert report.without_key == ("key-ben",)
        assert (report.old_versions, report.of_those_who_left) == (1, ())
