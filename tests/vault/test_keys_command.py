"""`kapea keys`, as an operator types it."""

from __future__ import annotations

import pytest
from tests.databases import without_triggers
from tests.vault.people import LATER, ORGANISATION
from tests.vault.typing_keys import typed

from kapea.audit.models import Event
from kapea.vault.delivery import publish_delivery_key, seal_for_delivery
from kapea.vault.deployment import mark_key_store
from kapea.vault.models import KeyStoreMark, RecoveryKey, StaffKey
from kapea.vault.quorum import draw_recovery_key, keep_recovery_key
from kapea.vault.record_keys import new_record
from kapea.vault.staff_keys import replace_staff_key

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def shares(db, at):
    mark_key_store(by="ops", at=at)
    keep_recovery_key(new := draw_recovery_key(ORGANISATION, threshold=2, holders=3), at=at)
    return new.shares


class TestInit:
    def test_on_a_fresh_deployment_it_makes_what_is_needed_and_again_nothing(self, settings):
        for place in (settings.KAPEA_PEPPER, settings.KAPEA_DELIVERY_KEY):
            place.kept_at.unlink()
        code, said = typed("init")
        assert (code, "KAPEA_PEPPER, KAPEA_DELIVERY_KEY" in said) == (0, True)
        assert settings.KAPEA_PEPPER.kept_at.stat().st_mode & 0o077 == 0
        assert seal_for_delivery(b"x", record="r")
        before = settings.KAPEA_PEPPER.words()
        assert typed("init") == (0, "")
        assert settings.KAPEA_PEPPER.words() == before

    def test_on_a_second_machine_it_makes_no_other_pepper(self, settings):
        typed("init")
        settings.KAPEA_PEPPER.kept_at.unlink()
        code, said = typed("init")
        assert (code, "it is not here" in said) == (1, True)
        assert not settings.KAPEA_PEPPER.kept_at.exists()

    def test_beside_an_emptied_key_store_it_makes_nothing(self):
        typed("init")
        KeyStoreMark.objects.all().delete()
        code, said = typed("init", "--adopt")
        assert (code, "kapea keys restore" in said) == (1, True)
        assert not KeyStoreMark.objects.exists()

    def test_keys_beside_a_new_database_are_adopted_when_somebody_says_so(self):
        typed("init")
        with without_triggers():
            Event.objects.all().delete()
        assert typed("init")[0] == 1
        assert typed("init", "--adopt") == (0, "")

    def test_shares_are_shown_on_a_terminal_only(self):
        code, said = typed("init", "--organisation", ORGANISATION)
        assert (code, "on a terminal only" in said) == (2, True)
        assert not RecoveryKey.objects.exists()

    def test_an_organisation_that_has_a_key_is_sent_to_rotate(self, shares):
        code, said = typed("init", "--organisation", ORGANISATION)
        assert (code, "rotate recovery" in said) == (2, True)


class TestRotate:
    def test_a_member_of_staff_gives_their_passphrase(self, ana, at):
        new_record("case-1", "story", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        assert typed("rotate", "staff", "key-ana", answers=("not her passphrase",))[0] == 1
        code, said = typed("rotate", "staff", "key-ana", answers=(ana.passphrase,))
        assert (code, "1 wraps were made" in said) == (0, True)
        assert bytes(StaffKey.objects.get().public_key) != ana.private.public
        assert Event.objects.filter(action="keys.rotate", subject="staff:key-ana").exists()

    @pytest.mark.parametrize("what", ["pepper", "delivery"])
    def test_a_new_word_stands_before_the_former(self, what, settings, at):
        publish_delivery_key(at=at)
        place = settings.KAPEA_PEPPER if what == "pepper" else settings.KAPEA_DELIVERY_KEY
        [former] = place.words()
        assert typed("rotate", what)[0] == 0
        now, then = place.words()
        assert (now != former, then) == (True, former)
        assert place.kept_at.stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize("words", [("staff",), ("pepper", "x")])
    def test_a_name_that_is_missing_or_too_much_is_told(self, words):
        code, said = typed("rotate", *words)
        assert (code, "Name the key" in said) == (2, True)

    def test_a_new_recovery_key_is_drawn_at_a_terminal(self, shares):
        code, said = typed("rotate", "recovery", ORGANISATION, answers=shares[:2])
        assert (code, "on a terminal only" in said) == (2, True)


def test_escrow_gives_back_what_a_lost_passphrase_shut(shares, ana, at):
    new_record("case-1", "story", [ana.reader], organisation=ORGANISATION, at=at, erase_at=LATER)
    named = ("escrow", "key-ana", "--organisation", ORGANISATION)
    replace_staff_key("key-ana", "a passphrase of today", at=at)
    assert typed("audit")[0] == 1
    code, said = typed(*named, answers=shares[1:])
    assert (code, "1 wraps were made" in said) == (0, True)
    assert typed("audit")[0] == 0


def test_audit_says_what_is_wrong_and_how_to_mend_it(shares, ana, at):
    new_record("case-1", "story", [ana.reader], organisation="org-2", at=at, erase_at=LATER)
    replace_staff_key("key-ana", "a passphrase of today", at=at)
    code, said = typed("audit")
    assert code == 1
    assert "2 records, 2 wraps, 2 readers" in said
    assert "kapea keys escrow key-ana" in said
    assert "1 records that no officers can open" in said
