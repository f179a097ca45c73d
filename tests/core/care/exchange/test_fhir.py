"""A referral as FHIR: under a yes to that, with nobody described; and what Gravity publishes, read."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.core.care.made import CASE
from tests.core.care.made_referrals import WORDS, at_state, exchange, said_yes

from kapea.core.care.asking import AgeBand, ConsentAnswer, NotOpaque, SharedField
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.exchange.fhir import OURS, PRIORITIES, TASK_STATUSES, fhir_referral, read_fhir_task
from kapea.core.care.exchange.incoming import NotReadable, QuarantinedRecord
from kapea.core.care.exchange.outgoing import ExchangeRefused, OutsideLacks
from kapea.core.care.exchange.state_maps import (
    FHIR_TASK_STATES,
    OutsideSystem,
    PersonDecides,
    step_for_word,
)
from kapea.core.care.never_ask import never_asked
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referral_codes import ReferralState, ReferralStep

SENT = at_state(ReferralState.SENT)
SEEN = frozenset(SharedField)
YES = exchange("fhir_task", fields=SEEN)
ANSWERS = CasePermissions(
    case=CASE, age_band=AgeBand.FROM_15, given=said_yes(YES.granted.scope, id="yes-exchange").given
)

ACCEPTED = """{"resourceType": "Task", "id": "SDOHCC-TaskReferralManagementOrderFulfillmentAcceptedExample",
 "status": "accepted", "intent": "order", "code": {"coding": [{"code": "fulfill",
 "system": "http://hl7.org/fhir/CodeSystem/task-code", "display": "Fulfill the focal request"}]},
 "focus": {"reference": "ServiceRequest/SDOHCC-ServiceRequestActiveFoodPantryApplicationAssistExample"},
 "for": {"reference": "Patient/pat-53234", "display": "COLIN ABBAS"},
 "authoredOn": "2020-09-11T21:56:54.671Z",
 "requester": {"reference": "PractitionerRole/SDOHCC-PractitionerRoleDrJanWaterExample"},
 "owner": {"reference": "Organization/SDOHCC-OrganizationCoordinationPlatformExample"}}"""
COMPLETED = """{"resourceType": "Task", "id": "SDOHCC-TaskReferralManagementOrderFulfillmentCompletedExample",
 "status": "completed", "intent": "order", "code": {"coding": [{"code": "fulfill",
 "system": "http://hl7.org/fhir/CodeSystem/task-code", "display": "Fulfill the focal request"}]},
 "focus": {"reference": "ServiceRequest/SDOHCC-ServiceRequestActiveFoodPantryApplicationAssistExample"},
 "for": {"reference": "Patient/pat-53234", "display": "COLIN ABBAS"},
 "authoredOn": "2020-09-11T21:56:54.671Z",
 "requester": {"reference": "PractitionerRole/SDOHCC-PractitionerRoleDrJanWaterExample"},
 "owner": {"reference": "Organization/SDOHCC-OrganizationCoordinationPlatformExample"},
 "output": [{"type": {"coding": [{"code": "resulting-activity"}]},
 "valueReference": {"reference": "Procedure/SDOHCC-ProcedureFoodPantryApplicationAssistanceExample"}}]}"""
"""Two examples of the guide of Gravity (HL7/fhir-sdoh-clinicalcare, input/fsh/instances), in JSON."""
PUBLISHED = {"accepted": ACCEPTED, "completed": COMPLETED}


def made(referral=SENT, effect=YES, permissions=ANSWERS):
    bundle = fhir_referral(referral, effect, permissions)
    return {each["resource"]["resourceType"]: each["resource"] for each in bundle["entry"]}


def of_ours(name: str, id: str = SENT.id) -> dict:
    """A published example as it would come back about a referral of ours."""
    return json.loads(PUBLISHED[name]) | {"identifier": [{"system": f"{OURS}referral", "value": id}]}


def test_a_referral_is_these_two():
    both = made()
    assert both["Task"] == {
        "resourceType": "Task",
        "identifier": [{"system": "urn:kapea:referral", "value": "referral-1"}],
        "status": "requested",
        "intent": "order",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": "urn:kapea:ServiceRequest:referral-1", "type": "ServiceRequest"},
        "for": {"identifier": {"system": "urn:kapea:code", "value": "K-204"}},
        "authoredOn": SENT.sent_at.isoformat(),
        "requester": {"identifier": {"system": "urn:kapea:organisation", "value": "desk"}},
        "owner": {"identifier": {"system": "urn:kapea:organisation", "value": "clinic"}},
        "priority": "asap",
    }
    request = both["ServiceRequest"]
    assert (request["status"], request["intent"]) == ("active", "order")
    assert request["code"] == {"coding": [{"system": "urn:kapea:service-type", "code": "MEDICAL"}]}
    assert request["subject"] == both["Task"]["for"]


def test_the_task_follows_the_request_that_stands_beside_it():
    first, second = fhir_referral(SENT, YES, ANSWERS)["entry"]
    assert second["resource"]["focus"]["reference"] == first["fullUrl"]
    assert fhir_referral(SENT, YES, ANSWERS) == fhir_referral(SENT, YES, ANSWERS)


def test_cw_36_no_word_that_anybody_told_is_in_it_and_nobody_is_described():
    told = dict.fromkeys(SharedField, "drowned lantern") | WORDS
    effect = exchange("fhir_task", fields=SEEN, payload=told)
    everything = json.dumps(fhir_referral(SENT, effect, ANSWERS))
    assert [words for words in told.values() if words in everything] == []
    assert "Patient" not in everything


@pytest.mark.parametrize("state", ReferralState)
def test_each_state_is_one_of_the_published_list_or_is_not_told(state):
    """`draft` and `ready` have a word there, and are told to nobody: nothing was sent."""
    not_sent = state in (ReferralState.DRAFT, ReferralState.READY)
    referral = at_state(state) if not_sent else replace(SENT, state=state)
    if state in (ReferralState.DRAFT, ReferralState.READY, ReferralState.NOT_HAPPENED):
        with pytest.raises(ExchangeRefused):
            made(referral)
        return
    both = made(referral)
    assert both["Task"]["status"] in TASK_STATUSES
    assert both["ServiceRequest"]["status"] in {"active", "completed", "revoked"}
    read = read_fhir_task(both["Task"])
    assert read.reference == referral.id
    assert state in FHIR_TASK_STATES.means(read.word)


def test_every_word_of_ours_is_on_the_published_list():
    assert set(FHIR_TASK_STATES.says.values()) <= TASK_STATUSES
    assert "received" not in TASK_STATUSES


def test_cw_49_without_a_yes_to_this_very_exchange_there_is_nothing():
    no = replace(ANSWERS, given=tuple(replace(each, answer=ConsentAnswer.NO) for each in ANSWERS.given))
    for effect, answers in (
        (None, ANSWERS),
        (exchange("primero", fields=SEEN), ANSWERS),
        (exchange("fhir_task", case="case-b", fields=SEEN), ANSWERS),
        (YES, no),
        (YES, replace(ANSWERS, given=())),
    ):
        with pytest.raises(ExchangeRefused):
            fhir_referral(SENT, effect, answers)


def test_a_yes_that_leaves_out_which_help_or_how_urgent_is_kept_to():
    def yes_to(*fields):
        effect = exchange("fhir_task", fields=frozenset(fields), payload={f: "x" for f in fields})
        given = said_yes(effect.granted.scope, id="yes-exchange").given
        return effect, CasePermissions(case=CASE, age_band=AgeBand.FROM_15, given=given)

    with pytest.raises(OutsideLacks, match="code"):
        fhir_referral(SENT, *yes_to(SharedField.CODE))
    both = made(SENT, *yes_to(SharedField.SERVICE_TYPE))
    assert "priority" not in both["Task"] | both["ServiceRequest"]
    assert set(PRIORITIES) == set(CaseLevel)


@pytest.mark.parametrize(
    ("name", "state", "step"),
    [
        ("accepted", ReferralState.SENT, ReferralStep.ACCEPT),
        ("accepted", ReferralState.ACCEPTED, None),
        ("completed", ReferralState.STARTED, ReferralStep.FINISH),
        ("completed", ReferralState.SENT, PersonDecides.NOT_THEIRS),
    ],
)
def test_what_gravity_publishes_is_read(name, state, step):
    read = read_fhir_task(of_ours(name))
    assert (read.system, read.reference, read.word) == (OutsideSystem.FHIR_TASK, SENT.id, name)
    assert step_for_word(FHIR_TASK_STATES, read.word, state, CaseLevel.ORANGE) == step
    assert {"for.display", "for.reference", "owner.reference"} <= set(read.left_out)
    assert "ABBAS" not in repr(read)
    assert [each for each in read.left_out if never_asked(each)] == list(read.never_asked)


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_task_about_no_referral_of_ours_is_not_read(name):
    with pytest.raises(NotReadable):
        read_fhir_task(json.loads(PUBLISHED[name]))
    for identifier in ([], "referral-1", [{"value": "referral-1"}], [7], [{"system": f"{OURS}referral"}]):
        with pytest.raises(NotReadable):
            read_fhir_task(of_ours(name) | {"identifier": identifier})
    twice = of_ours(name)
    with pytest.raises(NotReadable):
        read_fhir_task(twice | {"identifier": twice["identifier"] * 2})
    with pytest.raises(NotOpaque):
        read_fhir_task(of_ours(name, id="Dara Sok"))


def test_cw_44_a_task_that_sets_a_consent_aside_is_not_read():
    set_aside = of_ours("accepted") | {"extension": [{"consent_overridden": "true"}]}
    read = read_fhir_task(set_aside)
    assert isinstance(read, QuarantinedRecord)
    assert (read.reference, read.says_so_at) == (SENT.id, ("extension.consent_overridden",))
