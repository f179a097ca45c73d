"""What somebody pastes from another system: read strictly, and wrong in a place that is named."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.exchange.test_fhir import PUBLISHED

from kapea.core.care.exchange.incoming import IncomingReferral, QuarantinedRecord
from kapea.core.care.exchange.pasted import DEEPEST, MOST_PASTED, PastedUnread, PastedWrong, read_pasted
from kapea.core.care.exchange.state_maps import OutsideSystem

PRIMERO, OSCAR, FHIR = OutsideSystem.PRIMERO, OutsideSystem.OSCAR, OutsideSystem.FHIR_TASK
OURS = {"service_record_id": "referral-1", "status": "accepted", "notes": "zebrafinch"}


def read(record: object, system: OutsideSystem = PRIMERO) -> IncomingReferral | QuarantinedRecord:
    return read_pasted(system, json.dumps(record))


@pytest.mark.parametrize("shape", [OURS, {"data": OURS}, {"data": [OURS]}, [OURS]])
def test_one_record_is_found_in_what_primero_answers(shape):
    made = read(shape)
    assert (made.reference, made.word, made.left_out) == ("referral-1", "accepted", ("notes",))
    assert "zebrafinch" not in repr(made)


@pytest.mark.parametrize(
    ("system", "record"),
    [
        (PRIMERO, {"id": "4b95-bf9"}),
        (OSCAR, {"global_id": "4b95-bf9"}),
        (FHIR, {"resourceType": "Task", "identifier": [{"system": "urn:theirs", "value": "4b95-bf9"}]}),
    ],
)
def test_a_record_of_theirs_is_named_as_it_is_there(system, record):
    assert read(record, system).reference == "4b95-bf9"


def test_of_a_bundle_the_task_is_read():
    mine = {"system": "urn:kapea:referral", "value": "referral-1"}
    task = {"resourceType": "Task", "status": "accepted", "identifier": [{"value": "x-1"}, mine]}
    entry = [{"resource": {"resourceType": "ServiceRequest", "identifier": []}}, {"resource": task}]
    made = read({"resourceType": "Bundle", "entry": entry}, FHIR)
    assert (made.reference, made.word) == ("referral-1", "accepted")


@pytest.mark.parametrize("text", PUBLISHED.values(), ids=list(PUBLISHED))
def test_what_gravity_publishes_names_no_referral(text):
    with pytest.raises(PastedUnread) as why:
        read_pasted(FHIR, text)
    assert (why.value.wrong, why.value.at) == (PastedWrong.NO_NUMBER, "identifier")


WRONG = {
    " \n": (PastedWrong.EMPTY, ""),
    '{"id": "a",\n oops}': (PastedWrong.NOT_JSON, "2:2"),
    '{"id": NaN}': (PastedWrong.NOT_JSON, ""),
    '{"\\ud800": 1}': (PastedWrong.NOT_JSON, "?"),
    '{"id": "a", "id": "b"}': (PastedWrong.TWICE, "id"),
    "[" * 5_000: (PastedWrong.TOO_DEEP, ""),
    "[" * (DEEPEST + 2) + "]" * (DEEPEST + 2): (PastedWrong.TOO_DEEP, ""),
    "x" * (MOST_PASTED + 1): (PastedWrong.TOO_LONG, ""),
    '{"status": ' + "7" * 9_000 + "}": (PastedWrong.NO_NUMBER, "service_record_id"),
    "7": (PastedWrong.NOT_A_RECORD, ""),
    '{"data": []}': (PastedWrong.NOT_A_RECORD, ""),
    '[{"id": "a"}, {"id": "b"}]': (PastedWrong.MANY, ""),
    '{"status": "accepted"}': (PastedWrong.NO_NUMBER, "service_record_id"),
    '{"id": "Sok Dara"}': (PastedWrong.NOT_A_NUMBER, "service_record_id"),
    '{"id": "012345678"}': (PastedWrong.NOT_A_NUMBER, "service_record_id"),
}


@pytest.mark.parametrize("text", WRONG, ids=lambda text: text[:14])
def test_what_does_not_read_says_why_and_where(text):
    with pytest.raises(PastedUnread) as why:
        read_pasted(PRIMERO, text)
    assert (why.value.wrong, why.value.at) == WRONG[text]
    assert "Sok" not in str(why.value)
    assert "012345678" not in str(why.value)


@pytest.mark.parametrize(
    "shape",
    [
        {**OURS, "consent_overridden": True},
        {"data": OURS, "meta": {"consentOverridden": "yes"}},
        [OURS, {"consent_overridden": 1}],
        {"consent_overridden": True},
        {**OURS, "extension": [{"url": "http://x.org/consent-overridden", "valueBoolean": True}]},
        {**OURS, "fields": [{"name": "consent_overridden", "value": "yes"}]},
        {**OURS, "category": [{"coding": [{"system": "urn:x", "code": "ConsentOverride"}]}]},
    ],
)
def test_cw_44_a_claim_anywhere_in_what_was_pasted_puts_all_of_it_aside(shape):
    assert isinstance(read(shape), QuarantinedRecord)


@pytest.mark.parametrize(
    "more",
    [
        {"consent_overridden": False},
        {"extension": [{"url": "http://x.org/consent-overridden", "valueBoolean": False}]},
        {"notes": f"{'They gave consent. ' * 9}Nothing overrides it."},
    ],
)
def test_what_says_that_nobody_set_it_aside_is_read(more):
    assert read(OURS | more).reference == "referral-1"


def test_cw_44_a_no_that_follows_a_claim_does_not_hide_it():
    with pytest.raises(PastedUnread) as why:
        read_pasted(PRIMERO, '{"id": "a-1", "consent_overridden": true, "consent_overridden": false}')
    assert why.value.at == "consent_overridden"


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "id", "identifier", "entry", "resource", "resourceType", "status"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANYTHING | st.text(max_size=40), st.sampled_from([PRIMERO, OSCAR, FHIR]))
def test_anything_at_all_reads_or_says_why_not(anything, system):
    text = anything if isinstance(anything, str) else json.dumps(anything)
    made = None
    with suppress(PastedUnread):
        made = read_pasted(system, text)
    assert made is None or made.system is system
