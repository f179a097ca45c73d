"""Which systems are on, for whom: what a file says, and nothing without one."""

from __future__ import annotations

import pytest

from kapea.core.care.exchange.outside_partners import NO_PARTNERS, PartnersUnread, read_partners
from kapea.core.care.exchange.primero import NeverAService
from kapea.core.care.exchange.state_maps import OutsideSystem

SAID = {
    "primero": {
        "clinic": {
            "transitioned_to": "worker-7",
            "transitioned_to_agency": "agency-2",
            "services": {"MEDICAL": "health_medical_service"},
        }
    },
    "oscar": {
        "clinic": {
            "organization_id": "12",
            "organization_name": "Agency Two",
            "services": {"MEDICAL": {"uuid": "11e8-aa", "name": "Medical"}},
        }
    },
    "fhir_task": {"clinic": {}, "other": None},
}


def test_each_partner_has_the_systems_that_name_it():
    made = read_partners({**SAID, "fhir_task": {"clinic": {}, "other": {}}})
    assert made.systems_of("clinic") == (
        OutsideSystem.PRIMERO,
        OutsideSystem.FHIR_TASK,
        OutsideSystem.OSCAR,
    )
    assert made.systems_of("other") == (OutsideSystem.FHIR_TASK,)
    assert made.oscar["clinic"].services["MEDICAL"].uuid == "11e8-aa"


def test_cw_49_what_no_file_names_is_off():
    assert read_partners({}) == NO_PARTNERS
    assert NO_PARTNERS.systems_of("clinic") == ()
    assert read_partners({"primero": None}).systems_of("clinic") == ()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "the file"),
        ({"cpims": {}}, "cpims: no such system"),
        ({"primero": {"clinic": "worker-7"}}, "partner clinic"),
        ({"primero": {"clinic": {"transitioned_to": 7}}}, "transitioned_to"),
        ({"oscar": {"clinic": {"services": {"MEDICAL": "x"}}}}, "MEDICAL"),
        ({"fhir_task": ["clinic"]}, "fhir_task"),
        ({7: {}}, "the file"),
    ],
)
def test_what_does_not_read_says_where(data, says):
    with pytest.raises(PartnersUnread, match=says):
        read_partners(data)


def test_a_service_that_is_never_asked_for_is_no_setting():
    mediates = {"transitioned_to": "w", "services": {"SOCIAL": "family_mediation_service"}}
    with pytest.raises(NeverAService):
        read_partners({"primero": {"clinic": mediates}})
