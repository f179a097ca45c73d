"""The address that a message needs is opened by whoever sends, for its record only, and leaves a row."""

from __future__ import annotations

import pytest
from tests.vault.people import ORGANISATION

from kapea.audit.models import Event
from kapea.vault.delivery import (
    NoDeliveryKey,
    is_for_delivery_key_of_now,
    open_for_delivery,
    publish_delivery_key,
    seal_for_delivery,
)
from kapea.vault.models import DeliveryKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = b"+000 000 000"


@pytest.fixture
def sealed(at):
    publish_delivery_key(at=at)
    return seal_for_delivery(ADDRESS, record="case-1")


def opened(sealed, at, record="case-1"):
    return open_for_delivery(sealed, record=record, organisation=ORGANISATION, at=at)


def test_whoever_has_the_key_opens_it_and_leaves_a_row(sealed, at):
    assert opened(sealed, at) == ADDRESS
    row = Event.objects.get()
    assert (row.action, row.subject, row.by) == ("record.read", "case-1", "delivery")


def test_for_another_record_it_does_not_open(sealed, at):
    with pytest.raises(NoDeliveryKey):
        opened(sealed, at, "case-2")


def test_a_server_that_sends_nothing_seals_and_does_not_open(sealed, at, settings):
    settings.KAPEA_DELIVERY_KEY.kept_at.unlink()
    assert seal_for_delivery(ADDRESS, record="case-1") != sealed
    with pytest.raises(NoDeliveryKey, match="not on this machine"):
        opened(sealed, at)


def test_with_a_new_key_what_was_sealed_before_still_opens(sealed, at, settings):
    assert is_for_delivery_key_of_now(sealed)
    settings.KAPEA_DELIVERY_KEY.renew()
    publish_delivery_key(at=at.replace(year=at.year + 1))
    assert opened(sealed, at) == ADDRESS
    assert not is_for_delivery_key_of_now(sealed)
    again = seal_for_delivery(ADDRESS, record="case-1")
    assert is_for_delivery_key_of_now(again)
    assert opened(again, at) == ADDRESS


def test_once_the_former_is_taken_out_it_does_not(sealed, at, settings):
    settings.KAPEA_DELIVERY_KEY.renew()
    now, _former = settings.KAPEA_DELIVERY_KEY.words()
    settings.KAPEA_DELIVERY_KEY.kept_at.write_text(now)
    with pytest.raises(NoDeliveryKey, match="does not open"):
        opened(sealed, at)


def test_told_again_the_public_half_is_told_once(sealed, at):
    publish_delivery_key(at=at)
    assert DeliveryKey.objects.count() == 1


def test_before_there_is_one_nothing_is_sealed(db):
    with pytest.raises(NoDeliveryKey, match="keys init"):
        seal_for_delivery(ADDRESS, record="case-1")


def test_cut_or_changed_it_does_not_open(sealed, at):
    for wrong in (sealed[:-1], sealed[:10], b"", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(NoDeliveryKey):
            opened(wrong, at)
