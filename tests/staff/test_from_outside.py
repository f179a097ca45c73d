"""What another system gave, pasted as text: about a referral of ours, waiting for a worker, or put aside."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from tests.staff.at_the_desk import SAID
from tests.staff.cast import Person, make_person, signed_in
from tests.staff.referrals_made import REFERRALS, Refers, make_partner, partner_worker

from kapea.audit.models import Event
from kapea.care.models import Case, CaseConflict, OutsideReferral, QuarantineEntry
from kapea.care.outside_known import entry_ids
from kapea.care.outside_records import erase_outside
from kapea.care.upkeep import tidy_records
from kapea.core.care.exchange.state_maps import OutsideSystem
from kapea.core.staff.roles import Role
from kapea.people.models import Membership
from kapea.vault.models import RecordWrap

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live", "on"),
]
OUTSIDE, QUARANTINE = f"{REFERRALS}outside", f"{REFERRALS}quarantine"
CANARY = "zebrafinch"
THEIRS = {"id": "4b95-bf9", "status": "in_progress", "name": CANARY, "notes": f"She said {CANARY}"}
CLAIMS = THEIRS | {"consent_overridden": True}


@pytest.fixture
def on(settings, tmp_path):
    path = tmp_path / "exchange.yaml"
    path.write_text("{primero: {}, oscar: {}, fhir_task: {}}", encoding="utf-8")
    settings.KAPEA_EXCHANGE = str(path)


class Pastes:
    """Somebody who puts in what another system gave."""

    def __init__(self, person: Person, at) -> None:
        self.person, self.client = person, signed_in(person, at)

    def page(self) -> str:
        return self.client.get(OUTSIDE).content.decode()

    def pastes(self, record: object, status: int = 200, **other) -> str:
        text = record if isinstance(record, str) else json.dumps(record)
        form = re.search(r'name="form" value="(\w+)"', self.page())
        said = {"system": "primero", "level": "orange", "language": "km", "pasted": text}
        said["form"] = form[1] if form else "aaaaaaaaaaaaaaaa"
        answer = self.client.post(f"{OUTSIDE}/read", said | other)
        assert answer.status_code == status, answer.content.decode()
        return answer.content.decode()

    def takes(self, row: OutsideReferral):
        return self.client.post(f"{OUTSIDE}/{row.id}/take")


@pytest.fixture
def worker(cast) -> Pastes:
    return Pastes(cast.pupil, cast.at)


@pytest.fixture
def supervisor(cast) -> Pastes:
    return Pastes(cast.ours[Role.SUPERVISOR], cast.at)


def everything_stored() -> str:
    """Every value of every row, as text."""
    rows = (each for model in apps.get_models() for each in model._default_manager.all().values_list())
    return "\n".join(str(value) for row in rows for value in row)


def test_a_referral_of_theirs_waits_sealed_until_a_worker_takes_it(cast, worker):
    assert SAID["outside-put-in"] in worker.pastes(THEIRS)
    [row] = OutsideReferral.objects.all()
    assert (row.level, row.system, row.organisation_id) == ("orange", "primero", cast.organisation.id)
    assert not Case.objects.exists()
    other = Pastes(cast.ours[Role.CASE_WORKER], cast.at)
    answer = other.takes(row)
    assert answer.status_code == 302, answer.content.decode()
    page = other.client.get(answer["location"]).content.decode()
    assert "4b95-bf9" in page
    assert "in_progress" in page
    [case] = Case.objects.all()
    assert (case.id, case.owner_id, case.level) == (row.id, other.person.membership.id, "orange")
    assert not OutsideReferral.objects.exists()
    assert not RecordWrap.objects.filter(record=row.record).exists()
    actions = list(Event.objects.filter(action__startswith="outside.").values_list("action", flat=True))
    assert sorted(actions) == ["outside.add-referral", "outside.take"]


def test_cw_36_no_word_about_a_child_is_kept_of_what_was_pasted(worker):
    worker.pastes(THEIRS)
    worker.pastes(CLAIMS)
    stored = everything_stored()
    assert CANARY not in stored
    assert THEIRS["id"] not in stored


def test_of_two_workers_who_take_it_one_has_it(cast, worker):
    worker.pastes(THEIRS)
    [row] = OutsideReferral.objects.all()
    OutsideReferral.objects.filter(id=row.id).update(taken_by="somebodyelse", taken_at=cast.at)
    answer = worker.takes(row)
    assert (answer.status_code, SAID["fault-case-taken"] in answer.content.decode()) == (409, True)
    assert not Case.objects.exists()


def test_a_form_that_is_sent_again_puts_in_nothing_more(worker):
    worker.pastes(THEIRS, form="cccccccccccccccc")
    worker.pastes(THEIRS, form="cccccccccccccccc")
    assert OutsideReferral.objects.count() == 1


def test_cw_49_the_same_record_put_in_by_another_is_the_same_entry_and_the_page_says_so(cast, worker):
    worker.pastes(THEIRS)
    other = Pastes(cast.ours[Role.CASE_WORKER], cast.at)
    page = other.pastes(THEIRS, level="yellow")
    assert SAID["outside-waits"] in page
    assert SAID["outside-put-in"] not in page
    [row] = OutsideReferral.objects.all()
    assert row.level == "orange", "never less urgent"
    assert SAID["outside-raised"] in other.pastes(THEIRS, level="red")
    row.refresh_from_db()
    assert row.level == "red"
    assert Event.objects.filter(action="outside.raise").count() == 1


def test_cw_49_another_record_or_system_or_organisation_is_another_entry(cast, worker):
    worker.pastes(THEIRS)
    worker.pastes(THEIRS | {"id": "4b95-bfa"})
    worker.pastes({"global_id": "4b95-bf9", "referral_status": "Referred"}, system="oscar")
    assert OutsideReferral.objects.count() == 3
    ids = {entry_ids("referral", each, OutsideSystem.PRIMERO, "4b95-bf9")[0] for each in ("a", "b")}
    assert len(ids) == 2


def test_cw_49_once_it_is_a_case_nothing_waits_again(cast, worker):
    worker.pastes(THEIRS)
    [row] = OutsideReferral.objects.all()
    worker.takes(row)
    other = Pastes(cast.ours[Role.CASE_WORKER], cast.at)
    assert SAID["outside-taken"] in other.pastes(THEIRS)
    assert not OutsideReferral.objects.exists()


def test_cw_43_whoever_is_too_close_is_not_told_that_a_case_was_made_of_it(cast, worker):
    worker.pastes(THEIRS)
    worker.takes(OutsideReferral.objects.get())
    other = Pastes(cast.ours[Role.CASE_WORKER], cast.at)
    close = other.person.membership.id
    CaseConflict.objects.create(case=Case.objects.get(), membership_id=close, by="x", at=cast.at)
    page = other.pastes(THEIRS)
    assert SAID["outside-put-in"] in page
    assert SAID["outside-taken"] not in page
    assert not OutsideReferral.objects.exists()


def test_cw_49_it_is_known_again_under_a_secret_that_was_replaced(worker, settings):
    worker.pastes(THEIRS)
    before = OutsideReferral.objects.get().id
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret of the deployment, long enough to be one"
    ids = entry_ids("referral", worker.person.membership.organisation_id, OutsideSystem.PRIMERO, THEIRS["id"])
    assert before in ids[1:]


def test_cw_44_a_claim_put_in_again_is_one_entry_until_a_supervisor_has_seen_to_it(cast, worker, supervisor):
    worker.pastes(CLAIMS)
    Pastes(cast.ours[Role.CASE_WORKER], cast.at).pastes(CLAIMS)
    [row] = QuarantineEntry.objects.all()
    supervisor.client.post(f"{QUARANTINE}/{row.id}/seen")
    worker.pastes(CLAIMS)
    assert QuarantineEntry.objects.count() == 2


def test_cw_49_a_word_that_nobody_mapped_is_not_kept_and_a_person_asks(worker):
    worker.pastes(THEIRS | {"status": CANARY})
    [row] = OutsideReferral.objects.all()
    page = worker.client.get(worker.takes(row)["location"]).content.decode()
    assert CANARY not in page
    assert SAID["outside-no-word"] in page


# --- what claims that a consent was set aside ------------------------------------------------------


def test_cw_44_what_sets_a_consent_aside_is_shown_to_a_supervisor_and_to_nobody_else(
    cast, worker, supervisor
):
    assert SAID["outside-quarantined"] in worker.pastes(CLAIMS)
    [row] = QuarantineEntry.objects.all()
    for role in (Role.COUNSELLOR, Role.CASE_WORKER, Role.ADMINISTRATOR, Role.AUDITOR):
        client = signed_in(cast.ours[role], cast.at)
        for address in (QUARANTINE, f"{QUARANTINE}/{row.id}"):
            assert client.get(address).status_code == 404
    readers = set(RecordWrap.objects.filter(record=row.record).values_list("reader", flat=True))
    assert {each for each in readers if not each.startswith("recovery")} == {supervisor.person.membership.id}
    page = supervisor.client.get(f"{QUARANTINE}/{row.id}").content.decode()
    assert "<code>consent_overridden</code>" in page
    assert "4b95-bf9" in page
    assert CANARY not in page


def test_cw_44_what_was_put_aside_is_no_case_and_has_no_way_to_become_one(worker, supervisor):
    worker.pastes(CLAIMS)
    [row] = QuarantineEntry.objects.all()
    assert not OutsideReferral.objects.exists()
    for who in (worker, supervisor):
        assert who.client.post(f"{OUTSIDE}/{row.id}/take").status_code == 404
    assert supervisor.client.post(f"{QUARANTINE}/{row.id}/seen").status_code == 302
    assert supervisor.client.post(f"{QUARANTINE}/{row.id}/seen").status_code == 409
    row.refresh_from_db()
    assert row.seen_by == supervisor.person.membership.id
    assert not Case.objects.exists()


def test_cw_44_a_claim_about_a_referral_of_ours_changes_nothing_of_it(cast, worker):
    refers = Refers(cast.pupil, cast.at)
    row, _ = sent(cast, refers)
    before = type(row).objects.filter(id=row.id).values().get()
    worker.pastes({"service_record_id": row.id, "status": "accepted", "consent_overridden": "yes"})
    assert type(row).objects.filter(id=row.id).values().get() == before
    assert QuarantineEntry.objects.count() == 1


def opened_by(person: Person, at, row: QuarantineEntry) -> str:
    return signed_in(person, at).get(f"{QUARANTINE}/{row.id}").content.decode()


def readers_of(row: QuarantineEntry) -> set[str]:
    readers = RecordWrap.objects.filter(record=row.record).values_list("reader", flat=True)
    return {each for each in readers if not each.startswith("recovery")}


def test_cw_44_a_new_supervisor_reads_it_once_another_has_and_a_former_one_no_more(cast, worker, supervisor):
    worker.pastes(CLAIMS)
    [row] = QuarantineEntry.objects.all()
    former, now = supervisor.person, make_person(cast.organisation, Role.SUPERVISOR, cast.at)
    shut = opened_by(now, cast.at, row)
    assert SAID["fault-quarantine-shut"] in shut
    assert "4b95-bf9" not in shut
    assert "4b95-bf9" in opened_by(former, cast.at, row)
    assert readers_of(row) == {former.membership.id, now.membership.id}
    told = Event.objects.filter(action="record.share", subject=row.record)
    assert [each.detail["reader"] for each in told] == [now.membership.id]
    Membership.objects.filter(id=former.membership.id).update(role=Role.COUNSELLOR.value)
    assert "4b95-bf9" in opened_by(now, cast.at, row)
    assert readers_of(row) == {now.membership.id}


def test_cw_44_nobody_who_is_not_ready_to_read_is_let_in_and_nobody_who_was_is_shut_out(
    cast, worker, supervisor
):
    worker.pastes(CLAIMS)
    [row] = QuarantineEntry.objects.all()
    other, elsewhere = (
        make_person(each, Role.SUPERVISOR, cast.at) for each in (cast.organisation, cast.other)
    )
    Membership.objects.filter(id=other.membership.id).update(vetted_at=None)
    for _ in range(2):
        assert "4b95-bf9" in opened_by(supervisor.person, cast.at, row)
    assert readers_of(row) == {supervisor.person.membership.id}
    assert signed_in(elsewhere, cast.at).get(f"{QUARANTINE}/{row.id}").status_code == 404
    Membership.objects.filter(id=supervisor.person.membership.id).update(conduct=0)
    opened_by(supervisor.person, cast.at, row)
    assert readers_of(row) == {supervisor.person.membership.id}, "what they could read is not lost"


def test_where_no_supervisor_could_read_it_what_was_pasted_is_shown_again(cast, worker):
    Membership.objects.filter(role=Role.SUPERVISOR.value).update(ended_at=cast.at)
    page = worker.pastes(CLAIMS, 409)
    assert SAID["fault-referral-outside-nobody"] in page
    assert CANARY in page


# --- about a referral of ours ----------------------------------------------------------------------


def sent(cast, refers: Refers):
    clinic = make_partner(cast)
    nurse = partner_worker(cast, clinic)
    return refers.sends(refers.new(), clinic), nurse


def test_an_answer_to_ours_is_shown_and_a_person_does_the_step(cast, worker):
    row, _ = sent(cast, Refers(cast.pupil, cast.at))
    before = type(row).objects.filter(id=row.id).values().get()
    page = worker.pastes({"service_record_id": row.id, "status": "accepted", "notes": CANARY})
    assert f'<a href="{REFERRALS}{row.id}">{row.code}</a>' in page
    assert SAID["move-accept"] in page
    assert SAID["outside-unknown-word"] in worker.pastes({"service_record_id": row.id, "status": CANARY})
    assert SAID["outside-ambiguous"] in worker.pastes(
        {"external_id": row.code, "referral_status": "Exited"}, system="oscar"
    )
    assert type(row).objects.filter(id=row.id).values().get() == before
    assert not OutsideReferral.objects.exists()


def test_who_may_not_see_a_referral_is_not_told_that_it_is_there(cast):
    row, _ = sent(cast, Refers(cast.pupil, cast.at))
    other = Pastes(cast.ours[Role.CASE_WORKER], cast.at)
    page = other.pastes({"service_record_id": row.id, "status": "accepted"})
    assert SAID["outside-put-in"] in page
    assert row.code not in page


# --- what does not read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault", "at"),
    [
        ("{oops", "fault-pasted-not-json", "1:2"),
        ('{"name": "<b>Sok</b>"}', "fault-pasted-no-number", "service_record_id"),
        ('{"id": "Sok Dara"}', "fault-pasted-not-a-number", "service_record_id"),
        ('{"id": "a-1", "id": "b-1"}', "fault-pasted-twice", "id"),
    ],
)
def test_what_does_not_read_says_where_and_nothing_that_was_pasted_is_lost(worker, text, fault, at):
    page = worker.pastes(text, 409)
    assert SAID[fault] in page
    assert f"<code>{at}</code>" in page
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.S)
    assert area[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">") == text
    assert '<option value="orange" selected>' in page
    assert not OutsideReferral.objects.exists()


def test_what_was_not_chosen_is_said_and_what_was_pasted_stays(worker):
    page = worker.pastes(THEIRS, 409, level="")
    assert SAID["fault-outside-unread"] in page
    assert CANARY in page


def test_cw_49_where_no_system_is_on_nothing_is_read(worker, settings):
    settings.KAPEA_EXCHANGE = ""
    assert SAID["no-other-systems"] in worker.page()
    worker.pastes(THEIRS, 409)
    assert not OutsideReferral.objects.exists()


def test_whoever_came_later_cannot_open_it_and_does_not_keep_it_from_others(cast, worker):
    worker.pastes(THEIRS)
    [row] = OutsideReferral.objects.all()
    RecordWrap.objects.filter(record=row.record, reader=worker.person.membership.id).delete()
    answer = worker.takes(row)
    assert (answer.status_code, SAID["fault-left-for-others"] in answer.content.decode()) == (409, True)
    row.refresh_from_db()
    assert row.taken_by == ""


def test_on_its_day_it_is_gone_with_its_keys(cast, worker):
    worker.pastes(THEIRS)
    worker.pastes(CLAIMS)
    records = [*OutsideReferral.objects.values_list("record", flat=True)]
    records += QuarantineEntry.objects.values_list("record", flat=True)
    tidy_records(at=cast.at + timedelta(days=4_000))
    assert not OutsideReferral.objects.exists()
    assert not QuarantineEntry.objects.exists()
    assert not RecordWrap.objects.filter(record__in=records).exists()
    assert erase_outside(records[0], by="retention", at=cast.at) == 0
