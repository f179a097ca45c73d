"""What comes in is a word about a referral: never a permission, never a level, never a story."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.run import ROOT

from kapea.core.care.asking import NotOpaque
from kapea.core.care.decisions import Granted
from kapea.core.care.exchange.incoming import (
    INCOMING,
    IncomingReferral,
    NotReadable,
    QuarantinedRecord,
    names_consent_set_aside,
    read_incoming,
)
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.care.never_ask import NEVER_ASKED, never_asked
from kapea.core.care.permissions import Permission
from kapea.core.care.referral_codes import DeclineReason

PRIMERO, OSCAR = OutsideSystem.PRIMERO, OutsideSystem.OSCAR
OVER = "consent_" + "overridden"
PLANTED = "planted-word"
FROM_PRIMERO = {
    "service_record_id": "referral-1",
    "status": "rejected",
    "rejected_reason": "full",
    "rejection_note": PLANTED,
    "notes": PLANTED,
    "transitioned_to": "worker-7",
    "disclosure_other_orgs": True,
    "consent_for_services": True,
    "case": {"name": PLANTED, "date_of_birth": "2010-01-01", "religion": PLANTED},
}
FROM_OSCAR = {
    "external_id": "K-204",
    "global_id": "g-1",
    "referral_status": "Accepted",
    "given_name": PLANTED,
    "date_of_birth": "2010-01-01",
    "level_of_risk": "low",
    "services": [{"uuid": "u-1", "name": PLANTED}],
}


def test_what_is_read_is_which_referral_and_how_it_stands():
    read = read_incoming(PRIMERO, FROM_PRIMERO)
    assert (read.reference, read.word, read.reason) == ("referral-1", "rejected", DeclineReason.FULL)
    assert read.never_asked == ("case.date_of_birth", "case.religion")
    oscar = read_incoming(OSCAR, FROM_OSCAR)
    assert (oscar.reference, oscar.word, oscar.reason) == ("K-204", "Accepted", None)
    assert oscar.left_out == (
        "date_of_birth",
        "given_name",
        "global_id",
        "level_of_risk",
        "services.name",
        "services.uuid",
    )


@pytest.mark.parametrize(("system", "record"), [(PRIMERO, FROM_PRIMERO), (OSCAR, FROM_OSCAR)])
def test_cw_34_no_word_of_a_record_is_kept_but_those_read(system, record):
    assert PLANTED not in repr(read_incoming(system, record))
    assert "2010" not in repr(read_incoming(system, record))


def test_cw_34_no_field_that_is_read_asks_for_what_nobody_is_asked():
    read = {name for each in INCOMING.values() for name in (each.reference, each.word, each.reason)}
    assert [name for name in read if never_asked(name)] == []


@given(st.sampled_from([(what, n) for what, names in NEVER_ASKED.items() for n in names]), st.text("ab "))
def test_cw_34_whatever_nobody_is_asked_is_left_out_by_name(named, words):
    read = read_incoming(OSCAR, {"external_id": "K-204", "client": {named[1]: words}})
    assert read.never_asked == (f"client.{named[1]}",)
    assert not words.strip() or words not in (read.reference, read.word)


def test_a_reason_that_is_none_of_ours_is_no_reason():
    assert read_incoming(PRIMERO, FROM_PRIMERO | {"rejected_reason": "No space!"}).reason is None
    assert read_incoming(PRIMERO, FROM_PRIMERO | {"status": 3}).word == ""


def test_of_a_system_whose_fields_nobody_wrote_down_nothing_is_read():
    with pytest.raises(NotReadable, match="ihe_360x"):
        read_incoming(OutsideSystem.IHE_360X, {"status": "accepted"})


def test_a_record_of_no_referral_is_refused_and_a_name_is_no_id():
    with pytest.raises(NotReadable, match="service_record_id"):
        read_incoming(PRIMERO, {"status": "accepted"})
    with pytest.raises(NotOpaque) as refused:
        read_incoming(PRIMERO, {"service_record_id": "Dara Sok, 012 345 678", "status": "accepted"})
    assert "Dara" not in str(refused.value)


# --- consents set aside ---------------------------------------------------------------------------------


WRITTEN = (OVER, "consentOver" + "ridden", "override-" + "consent", OVER.upper())


@pytest.mark.parametrize("value", [True, "true", "TRUE", "yes", 1, "1", "by the lead", {"by": "lead"}])
@pytest.mark.parametrize("name", WRITTEN)
def test_cw_44_a_record_that_sets_a_consent_aside_is_put_aside_and_not_read(name, value):
    for record, place in (({name: value}, name), ({"case": {"consents": [{name: value}]}}, "case.consents")):
        quarantine_record = read_incoming(PRIMERO, FROM_PRIMERO | record)
        assert isinstance(quarantine_record, QuarantinedRecord)
        assert quarantine_record.reference == "referral-1"
        assert len(quarantine_record.says_so_at) == 1
        assert quarantine_record.says_so_at[0].startswith(place)
        assert PLANTED not in repr(quarantine_record)


@pytest.mark.parametrize("value", [False, None, "false", "no", 0, "0", "", [], {}])
@pytest.mark.parametrize("name", WRITTEN)
def test_cw_44_one_that_says_that_it_did_not_is_read_without_it(name, value):
    read = read_incoming(PRIMERO, FROM_PRIMERO | {name: value})
    assert isinstance(read, IncomingReferral)
    assert name in read.left_out


def test_cw_44_a_record_put_aside_need_not_say_of_which_referral_it_is():
    assert read_incoming(PRIMERO, {OVER: True}) == QuarantinedRecord(PRIMERO, "", (OVER,))
    named = read_incoming(PRIMERO, {OVER: True, "service_record_id": "Dara Sok"})
    assert named == QuarantinedRecord(PRIMERO, "", (OVER,))


def test_a_field_that_only_speaks_of_consent_is_none_of_these():
    assert not any(map(names_consent_set_aside, ("consent_for_services", "overridden", "disclosure")))


# --- no permission ----------------------------------------------------------------------------------------


def parts(made) -> list:
    inner = [getattr(made, f.name) for f in fields(made)] if is_dataclass(made) else []
    return [made, *(part for each in inner for part in parts(each))]


some_json = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=4,
)
names = st.sampled_from(["consent_for_services", "disclosure_other_orgs", "permission", "status", "tell_org"])


@given(st.dictionaries(names, st.booleans() | some_json), st.sampled_from([PRIMERO, OSCAR]))
def test_cw_26_an_import_never_makes_a_permission(said, system):
    """Whatever it says of consents: of ours nobody was asked."""
    record = said | {"service_record_id": "referral-1", "external_id": "K-204"}
    read = read_incoming(system, record)
    assert not [part for part in parts(read) if isinstance(part, Permission | Granted)]


def test_cw_26_nothing_of_exchange_makes_a_permission_or_decides():
    """It takes what was decided; it never asks, answers or decides itself."""
    makers = ("Permission(", "CasePermissions(", "ActFirst(", "Granted(", "decide(", "decide_act_first(")
    files = sorted((ROOT / "src/kapea/core/care/exchange").glob("*.py"))
    texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    assert len(texts) >= 5
    assert [(name, each) for name, text in texts.items() for each in makers if each in text] == []
