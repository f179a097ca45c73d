"""What is put into the systems of others: under a yes to that, whole or not at all, with nothing made up."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.care.made import AT, CASE
from tests.core.care.made_referrals import FIELDS, WORDS, acted_first, at_state, exchange, facts, said_yes

from kapea.core.care.act_first import ActFirstGround
from kapea.core.care.asking import AgeBand, ConsentAnswer, NotOpaque, SharedField
from kapea.core.care.care_effects import ExchangeRecord, TellOrganisation
from kapea.core.care.decisions import decide, decide_act_first
from kapea.core.care.exchange.incoming import read_incoming
from kapea.core.care.exchange.oscar import (
    OSCAR_FIELDS,
    UPSERT_FIELDS,
    OscarAgency,
    OscarService,
    oscar_status,
    oscar_upsert,
)
from kapea.core.care.exchange.outgoing import (
    ExchangeRefused,
    NeverCarried,
    OutsideFields,
    OutsideLacks,
    outside_words,
    rests_on_yes,
    word_for,
)
from kapea.core.care.exchange.primero import (
    NeverAService,
    PrimeroPartner,
    is_there,
    primero_answer,
    primero_referral,
)
from kapea.core.care.exchange.state_maps import STATE_MAPS, OutsideSystem
from kapea.core.care.never_ask import NEVER_ASKED, never_asked
from kapea.core.care.permissions import CasePermissions
from kapea.core.care.referral_codes import DeclineReason, ReferralState
from kapea.core.care.referral_form import referral_sending

READY, SENT = at_state(ReferralState.READY), at_state(ReferralState.SENT)
TELL = referral_sending(facts(READY), WORDS, at=AT).message
TO_PRIMERO, TO_OSCAR = exchange("primero"), exchange("oscar")
ANSWERS = CasePermissions(
    case=CASE,
    age_band=AgeBand.FROM_15,
    given=(
        *said_yes(SENT.scope).given,
        *said_yes(TO_PRIMERO.granted.scope, id="yes-exchange").given,
    ),
)
PARTNER = PrimeroPartner(
    transitioned_to="worker-7",
    transitioned_to_agency="agency-2",
    services={"MEDICAL": "health_medical_service"},
    authorized_role_unique_id="role-referral",
)
AGENCY = OscarAgency(
    organization_id="12",
    organization_name="Agency Two",
    services={"MEDICAL": OscarService("11e8-aa", "Medical")},
)


def post(referral=SENT, partner=PARTNER, **changed):
    said = {"tell": TELL, "exchange": TO_PRIMERO, "permissions": ANSWERS}
    return primero_referral(referral, partner, **said | changed)


# --- Primero ------------------------------------------------------------------------------------------------


def test_what_is_posted_to_primero_is_this():
    made = post()
    assert made.consents == {"disclosure_other_orgs": True, "consent_for_services": True}
    assert json.dumps(made.body, sort_keys=True) == (
        '{"authorized_role_unique_id": "role-referral", "service": "health_medical_service",'
        ' "service_record_id": "referral-1", "transitioned_to": "worker-7",'
        ' "transitioned_to_agency": "agency-2"}'
    )


def test_cw_36_no_word_of_the_referral_and_no_note_is_in_it():
    everything = json.dumps([dict(post().body), dict(primero_answer(SENT, TO_PRIMERO))])
    assert "note" not in everything
    assert [words for words in WORDS.values() if words in everything] == []


@pytest.mark.parametrize(
    ("partner", "lacks"),
    [
        (replace(PARTNER, transitioned_to=""), "transitioned_to"),
        (replace(PARTNER, services={}), "service for MEDICAL"),
    ],
)
def test_cw_49_what_primero_needs_and_we_lack_is_named_and_nothing_is_sent(partner, lacks):
    with pytest.raises(OutsideLacks) as refused:
        post(partner=partner)
    assert refused.value.fields == (lacks,)


def test_a_family_that_mediates_is_never_asked_for():
    with pytest.raises(NeverAService, match="family_mediation_service"):
        replace(PARTNER, services={"SOCIAL": "family_mediation_service"})


def test_cw_44_what_rests_on_acting_first_says_there_that_nobody_agreed():
    """There is no true field for it, so nothing is put there: whoever acts first telephones."""
    record, grant = acted_first(SENT.scope)
    sending = referral_sending(
        facts(READY, granted=grant, acted_first=record, protocol=None), WORDS, at=AT
    ).message
    with pytest.raises(ExchangeRefused, match="nobody said yes"):
        post(tell=sending)
    scope = TO_PRIMERO.granted.scope
    first = replace(record, id="first-2", scope=scope, ground=ActFirstGround.DANGER_TO_LIFE)
    made = decide_act_first(first, ANSWERS, scope, at=AT)
    effect = ExchangeRecord(granted=made, case=CASE, at=AT, target=scope.target, payload=TO_PRIMERO.payload)
    with pytest.raises(ExchangeRefused, match="nobody said yes"):
        post(exchange=effect)


def test_a_grant_rests_on_a_yes_of_its_own_case_alone():
    yes = said_yes(SENT.scope)
    elsewhere = replace(yes, case="case-b", given=tuple(replace(p, case="case-b") for p in yes.given))
    no = replace(yes, given=tuple(replace(p, answer=ConsentAnswer.NO) for p in yes.given))
    assert [rests_on_yes(TELL.granted, each) for each in (yes, elsewhere, no)] == [True, False, False]


def test_the_yes_to_tell_is_for_whoever_receives_it():
    other = replace(SENT, organisation="police")
    with pytest.raises(ExchangeRefused, match="tell"):
        post(other)
    with pytest.raises(ExchangeRefused, match="tell"):
        post(tell=None)


def test_cw_49_a_repeat_is_the_same_and_counts_as_there():
    assert post() == post()
    assert [status for status in (200, 201, 204, 301, 400, 401, 409, 422, 500) if is_there(status)] == [
        200,
        201,
        204,
        409,
    ]


@pytest.mark.parametrize("state", STATE_MAPS[OutsideSystem.PRIMERO].says)
@pytest.mark.parametrize("reason", DeclineReason)
def test_an_answer_to_primero_comes_back_as_it_went(state, reason):
    gone = replace(SENT, state=state, declined_because=reason)
    read = read_incoming(OutsideSystem.PRIMERO, primero_answer(gone, TO_PRIMERO))
    assert read.reference == gone.id
    assert state in STATE_MAPS[OutsideSystem.PRIMERO].means(read.word)
    assert read.reason == (reason if state is ReferralState.DECLINED else None)
    assert read.left_out == ()


def test_a_decline_without_a_reason_is_not_told():
    with pytest.raises(OutsideLacks, match="rejected_reason"):
        primero_answer(replace(SENT, state=ReferralState.DECLINED), TO_PRIMERO)


@pytest.mark.parametrize("system", OutsideSystem)
def test_that_nobody_came_is_told_to_no_system(system):
    with pytest.raises(ExchangeRefused, match="a person says it"):
        word_for(system, replace(SENT, state=ReferralState.NOT_HAPPENED))


# --- OSCaR --------------------------------------------------------------------------------------------------


def test_cw_49_a_child_known_to_us_alone_is_not_put_into_oscar():
    """It demands what nobody here is asked; every word that we could share does not help."""
    everything = exchange("oscar", fields=frozenset(SharedField))
    for effect in (TO_OSCAR, everything):
        with pytest.raises(OutsideLacks) as refused:
            oscar_upsert(SENT, AGENCY, effect)
        assert refused.value.fields == ("date_of_birth", "family_name", "gender", "given_name")


def test_where_less_is_agreed_on_a_client_is_put_in_with_nothing_made_up():
    less = replace(OSCAR_FIELDS, demands=frozenset({"external_id"}))
    told = exchange(
        "oscar",
        fields=frozenset({SharedField.SUMMARY, SharedField.LANGUAGE}),
        payload={SharedField.SUMMARY: "threats over a picture", SharedField.LANGUAGE: "Khmer"},
    )
    body = oscar_upsert(SENT, AGENCY, told, fields=less)
    said = {name: words for name, words in body.items() if words != ""}
    assert said == {
        "external_id": "K-204",
        "reason_for_referral": "threats over a picture",
        "is_referred": True,
        "referral_status": "Referred",
        "organization_id": "12",
        "organization_name": "Agency Two",
        "services": [{"uuid": "11e8-aa", "name": "Medical"}],
        "transaction_id": "referral-1",
    }
    assert set(UPSERT_FIELDS) <= set(body)
    assert oscar_upsert(SENT, AGENCY, told, fields=less) == body
    assert [name for name in said if never_asked(name)] == []


@pytest.mark.parametrize("state", STATE_MAPS[OutsideSystem.OSCAR].says)
def test_how_a_referral_stands_goes_to_oscar_and_comes_back(state):
    gone = replace(SENT, state=state)
    body = oscar_status(gone, TO_OSCAR, global_id="g-1")
    assert body["transaction_id"] == gone.id
    read = read_incoming(OutsideSystem.OSCAR, body)
    assert read.reference == gone.code
    assert state in STATE_MAPS[OutsideSystem.OSCAR].means(read.word)


def test_their_id_of_a_client_is_an_id():
    with pytest.raises(NotOpaque):
        oscar_status(SENT, TO_OSCAR, global_id="Dara Sok")


# --- a yes to that, and only that ------------------------------------------------------------------------


def every_way(referral, effect, system):
    if system == "primero":
        return [lambda: post(referral, exchange=effect), lambda: primero_answer(referral, effect)]
    return [
        lambda: oscar_upsert(referral, AGENCY, effect),
        lambda: oscar_status(referral, effect, global_id="g-1"),
    ]


@pytest.mark.parametrize("system", ["primero", "oscar"])
@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda system: (SENT, None), "nobody said yes"),
        (lambda system: (SENT, TELL), "nobody said yes"),
        (lambda system: (SENT, exchange(system, case="case-b")), "another case"),
        (lambda system: (SENT, exchange({"oscar": "primero"}.get(system, "oscar"))), "another system"),
        (lambda system: (SENT, exchange(system, of="referral-2")), "another referral"),
        (lambda system: (READY, exchange(system)), "not been sent"),
    ],
)
def test_cw_49_exchange_is_off_until_there_is_a_yes_to_that_system(system, made, says):
    for way in every_way(*made(system), system):
        with pytest.raises(ExchangeRefused, match=says):
            way()


def test_cw_49_a_yes_to_tell_is_no_yes_to_exchange():
    scope = TO_OSCAR.granted.scope
    refused = decide(said_yes(SENT.scope), scope, at=AT)
    assert not hasattr(refused, "scope")
    assert type(TELL) is TellOrganisation


@given(st.sampled_from([name for names in NEVER_ASKED.values() for name in names]))
def test_cw_34_a_field_of_what_nobody_is_asked_is_never_filled(name):
    with pytest.raises(NeverCarried):
        OutsideFields(shared={SharedField.SUMMARY: name}, demands=frozenset())
    empty = OutsideFields(shared={}, demands=frozenset())
    with pytest.raises(NeverCarried):
        outside_words(empty, TO_OSCAR, {name: "anything"})


def test_cw_44_a_field_that_sets_a_consent_aside_is_never_filled():
    with pytest.raises(NeverCarried):
        OutsideFields(shared={SharedField.CODE: "consent_" + "overridden"}, demands=frozenset())


@given(st.frozensets(st.sampled_from(sorted(FIELDS, key=lambda f: f.value)), min_size=1))
def test_only_what_was_allowed_for_that_system_is_put_there(fields):
    named = OutsideFields(shared={f: f"their_{f.value}" for f in SharedField}, demands=frozenset())
    effect = exchange("oscar", fields=fields, payload={f: f.value for f in fields})
    assert outside_words(named, effect, {}) == {f"their_{f.value}": f.value for f in fields}
