"""A referral is taken out for a system of somebody else: under a yes to that, by whoever holds the case."""

from __future__ import annotations

import json
import re

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.cast import signed_in
from tests.staff.referral_rows import PURPOSE
from tests.staff.referrals_made import PLANTED, REFERRALS, WORDS, Refers

from kapea.audit.models import Event
from kapea.care.models import CaseReferral, RecordedPermission, ReferralExport
from kapea.core.staff.roles import Role

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live", "nurse"),
]
SERVICE = "health_medical_service"


class Exchanges(Refers):
    """Somebody who refers, and takes referrals out for other systems."""

    def system_page(self, row: CaseReferral, status: int = 200) -> str:
        answer = self.client.get(f"{REFERRALS}{row.id}/exchange")
        assert answer.status_code == status, answer.status_code
        return answer.content.decode()

    def says(self, row: CaseReferral, system: str, answer: str = "yes", status: int = 302, **other) -> str:
        form = re.search(r'name="form" value="(\w+)"', self.system_page(row))
        said = {"asked_of": "child", "answer": answer, "age_band": "15-17", "how": "call"}
        said |= {"form": form[1] if form else "a" * 16, "system": system}
        answered = self.posts(row, "exchange/answer", **said | other)
        assert answered.status_code == status, self.fault(answered)
        return self.fault(answered)

    def takes(self, row: CaseReferral, system: str, **other):
        return self.posts(row, "exchange/file", system=system, **other)

    def is_not_given(self, row: CaseReferral, system: str, fault: str, **other) -> str:
        """It is said why there is no file, and nobody took one."""
        before = ReferralExport.objects.count()
        answer = self.takes(row, system, **other)
        assert (answer.status_code, self.fault(answer)) == (409, SAID[fault])
        assert "Content-Disposition" not in answer.headers
        assert ReferralExport.objects.count() == before
        return answer.content.decode()


@pytest.fixture
def refers(cast) -> Exchanges:
    return Exchanges(cast.pupil, cast.at)


@pytest.fixture
def on(clinic, settings, tmp_path):
    """Every system is on for the clinic."""
    service = {"uuid": "11e8-aa", "name": "Medical"}
    said = {
        "primero": {
            clinic.id: {
                "transitioned_to": "worker-7",
                "transitioned_to_agency": "agency-2",
                "services": {PURPOSE: SERVICE},
            }
        },
        "oscar": {
            clinic.id: {
                "organization_id": "12",
                "organization_name": "Agency Two",
                "services": {PURPOSE: service},
            }
        },
        "fhir_task": {clinic.id: {}},
    }
    path = tmp_path / "exchange.yaml"
    path.write_text(json.dumps(said), encoding="utf-8")
    settings.KAPEA_EXCHANGE = str(path)
    return path


@pytest.fixture
def sent(refers, clinic) -> CaseReferral:
    return refers.sends(refers.new(), clinic)


def test_cw_49_no_system_is_on_where_no_file_names_it(refers, sent):
    assert SAID["no-other-systems"] in refers.system_page(sent)
    assert f"{sent.id}/exchange" not in refers.page_of(sent)
    assert refers.says(sent, "primero", status=409) == SAID["fault-referral-system-off"]
    refers.is_not_given(sent, "primero", "fault-exchange-refused")
    assert not RecordedPermission.objects.filter(kind="exchange").exists()


def test_cw_49_a_file_that_does_not_read_switches_nothing_on(refers, sent, on):
    refers.says(sent, "primero")
    on.write_text("primero: [", encoding="utf-8")
    assert SAID["fault-exchange-settings"] in refers.system_page(sent, 409)
    assert refers.takes(sent, "primero").status_code == 409
    assert not ReferralExport.objects.exists()


def test_cw_49_what_is_switched_off_again_gives_no_file_and_their_yes_can_be_taken_back(refers, sent, on):
    refers.says(sent, "fhir_task")
    on.write_text("fhir_task: {}", encoding="utf-8")
    refers.is_not_given(sent, "fhir_task", "fault-exchange-refused")
    assert f"{REFERRALS}{sent.id}/exchange/take-back" in refers.system_page(sent)
    assert refers.posts(sent, "exchange/take-back", system="fhir_task").status_code == 302


@pytest.mark.usefixtures("on")
def test_cw_49_a_yes_to_tell_or_to_another_system_is_no_yes_to_this_one(refers, sent):
    refers.is_not_given(sent, "primero", "fault-exchange-refused")
    refers.says(sent, "oscar")
    refers.is_not_given(sent, "primero", "fault-exchange-refused")
    given = RecordedPermission.objects.get(kind="exchange")
    assert (given.target, given.purpose, given.assent, given.wording) == (
        f"oscar:{sent.id}",
        "",
        "yes",
        "staff.ask-exchange",
    )


@pytest.mark.usefixtures("on")
def test_a_yes_for_one_referral_is_none_for_another(refers, clinic, sent):
    refers.says(sent, "primero")
    other = refers.sends(sent.case, clinic)
    refers.is_not_given(other, "primero", "fault-exchange-refused")


@pytest.mark.usefixtures("on")
def test_cw_49_with_their_yes_it_is_a_file_of_codes_for_primero(refers, sent):
    refers.says(sent, "primero")
    answer = refers.takes(sent, "primero")
    assert answer.status_code == 200
    assert json.loads(answer.content) == {
        "PATCH /api/v2/cases/:id": {
            "data": {"disclosure_other_orgs": True, "consent_for_services": True},
        },
        "POST /api/v2/cases/:id/referrals": {
            "data": {
                "transitioned_to": "worker-7",
                "transitioned_to_agency": "agency-2",
                "service": SERVICE,
                "service_record_id": sent.id,
            }
        },
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="referral.json"'


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("system", "other"), [("primero", {}), ("fhir_task", {}), ("oscar", {"known_there_as": "g-4b95"})]
)
def test_no_word_of_a_child_is_in_a_file_or_in_the_trail(refers, sent, system, other):
    refers.says(sent, system)
    answer = refers.takes(sent, system, **other)
    assert answer.status_code == 200
    told = answer.content.decode()
    assert [words for words in (*WORDS.values(), PLANTED) if len(words) > 4 and words in told] == []
    [event] = Event.objects.filter(action="referral.exchange")
    assert (event.subject, event.by) == (
        f"referral:{sent.id}",
        f"member:{refers.person.membership.id}",
    )
    assert event.detail == {"system": system}
    [export] = ReferralExport.objects.all()
    assert (export.referral_id, export.system, export.by) == (
        sent.id,
        system,
        refers.person.membership.id,
    )


@pytest.mark.usefixtures("on")
def test_cw_49_what_oscar_needs_and_we_never_ask_is_named_and_not_made_up(refers, sent):
    refers.says(sent, "oscar")
    page = refers.is_not_given(sent, "oscar", "fault-exchange-lacks")
    for name in ("date_of_birth", "family_name", "gender", "given_name"):
        assert f"<code>{name}</code>" in page
    assert not Event.objects.filter(action="referral.exchange").exists()
    page = refers.is_not_given(sent, "oscar", "fault-exchange-number", known_there_as="Sok Dara")
    assert 'value="Sok Dara"' in page
    made = json.loads(refers.takes(sent, "oscar", known_there_as="g-4b95").content)
    assert (made["global_id"], made["referral_status"]) == ("g-4b95", "Referred")


@pytest.mark.usefixtures("on")
def test_before_it_is_sent_there_is_no_file(refers, clinic):
    row = refers.made_ready(refers.new(), clinic)
    refers.says(row, "fhir_task")
    assert SAID["exchange-once-sent"] in refers.system_page(row)
    refers.is_not_given(row, "fhir_task", "fault-exchange-refused")


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("way", ["a no", "taken back", "telling taken back", "no to telling"])
def test_cw_49_a_yes_that_is_over_gives_no_file_and_what_went_is_asked_back(refers, sent, way):
    refers.says(sent, "fhir_task")
    assert refers.takes(sent, "fhir_task").status_code == 200
    if way == "a no":
        refers.says(sent, "fhir_task", "no")
    elif way == "taken back":
        assert refers.posts(sent, "exchange/take-back", system="fhir_task").status_code == 302
    elif way == "telling taken back":
        refers.moves(sent, "take-back")
    else:
        form = {"form": "b" * 16, "asked_of": "child", "answer": "no", "age_band": "15-17", "how": "call"}
        refers.moves(sent, "answer", **form)
    refers.is_not_given(sent, "fhir_task", "fault-exchange-refused")
    assert not RecordedPermission.objects.filter(kind="exchange", assent="yes", withdrawn_at=None).exists()
    [task] = sent.todos.filter(task="ask_outside_to_delete")
    assert task.done_at is None
    assert SAID["task-ask-outside-to-delete"] in refers.page_of(sent)


@pytest.mark.usefixtures("on")
def test_a_yes_at_12_needs_an_adult_as_well(refers, sent):
    refers.says(sent, "fhir_task", age_band="12-14")
    assert SAID["refused-adult-not-asked"] in refers.system_page(sent)
    refers.is_not_given(sent, "fhir_task", "fault-exchange-refused")


@pytest.mark.usefixtures("on")
def test_who_does_not_hold_the_case_has_neither_page_nor_file(cast, refers, sent):
    refers.says(sent, "primero")
    for role in (Role.SUPERVISOR, Role.CASE_WORKER, Role.ADMINISTRATOR):
        client = signed_in(cast.ours[role], cast.at)
        assert client.get(f"{REFERRALS}{sent.id}/exchange").status_code == 404
        assert client.post(f"{REFERRALS}{sent.id}/exchange/file", {"system": "primero"}).status_code == 404
    assert not ReferralExport.objects.exists()


@pytest.mark.usefixtures("on")
def test_of_one_answer_sent_twice_one_is_recorded(refers, sent):
    refers.says(sent, "primero", form="c" * 16)
    assert refers.says(sent, "primero", "no", 409, form="c" * 16) == SAID["fault-permission-twice"]
    assert refers.takes(sent, "primero").status_code == 200
