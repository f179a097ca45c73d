"""Training of facilitators over HTTP and without JavaScript: a colleague who supervises confirms it, nobody
their own; nobody of another organisation finds it, and no field takes a name.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.staff.cast import Person, make_person, signed_in

from kapea.audit.models import Event
from kapea.core.staff.roles import Role
from kapea.core.workshops.facilitator_training import NEEDED_MINUTES, CertificateLevel, DisclosureCheck
from kapea.learning.certificate_checks import CertificateVerdict, certificate_code, checked_certificate
from kapea.learning.models import TrainingCertificate, TrainingHours
from kapea.people.ids import new_id
from kapea.people.models import Membership
from kapea.web.staff.words import staff_words

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.any_database,
]
OWN = "/staff/workshops/training"
PEOPLE = f"{OWN}/people"
SIX = [check.value for check in DisclosureCheck]
SAID = staff_words("en")


@pytest.fixture(autouse=True)
def _key(settings, tmp_path):
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")


@pytest.fixture
def supervisor(cast):
    return signed_in(cast.ours[Role.SUPERVISOR], cast.at)


@pytest.fixture
def newcomer(cast) -> Person:
    """A facilitator who has had no training yet."""
    with transaction.atomic():
        return make_person(cast.organisation, Role.FACILITATOR, cast.at, name="newcomer")


@pytest.fixture
def outsider(cast):
    """Who supervises in another organisation."""
    with transaction.atomic():
        return make_person(cast.other, Role.SUPERVISOR, cast.at, name="outsider")


def today(cast):
    return cast.today


def said(cast, kind="content", minutes=60, right=(), on=None, form="") -> dict[str, object]:
    """What the form of a piece of training sends."""
    day = on or today(cast)
    return {"form": form or new_id(), "kind": kind, "minutes": minutes, "on": str(day), "right": list(right)}


def confirm_all(client, cast, person: Person, level=CertificateLevel.FIRST, right=SIX) -> None:
    """All that a certificate takes, over as many days as it needs."""
    for n, (kind, minutes) in enumerate(NEEDED_MINUTES[level].items()):
        given = said(
            cast,
            kind.value,
            minutes,
            right if kind.value == "rehearsal" else (),
            today(cast) - timedelta(days=n),
        )
        assert client.post(f"{PEOPLE}/{person.membership.id}/hours", given).status_code == 302


def gives(client, person: Person):
    return client.post(f"{PEOPLE}/{person.membership.id}/certificate")


def did(cast) -> list[str]:
    found = Event.objects.filter(organisation=cast.organisation.id).order_by("number")
    return [each.action for each in found if each.action.startswith(("training.", "certificate."))]


def fault(page) -> str:
    found = re.search(r'class="fault" role="alert">([^<]*)<', page.content.decode())
    assert page.status_code == 409
    assert found
    return found[1]


def verdict(cast, row: TrainingCertificate) -> CertificateVerdict:
    return checked_certificate(certificate_code(row).shown, at=cast.at).verdict


def test_from_the_first_hour_to_a_certificate_that_counts(cast, supervisor, newcomer):
    page = signed_in(newcomer, cast.at).get(OWN).content.decode()
    assert page.count("<li>") == 6, "all six are missing"
    assert SAID["certificate-none"] in page
    confirm_all(supervisor, cast, newcomer)
    assert SAID["certificate-give"] in supervisor.get(f"{PEOPLE}/{newcomer.membership.id}").content.decode()
    assert gives(supervisor, newcomer).status_code == 302
    row = TrainingCertificate.objects.get(membership=newcomer.membership)
    assert (row.level, row.on, row.pack) == ("first", today(cast), "cambodia")
    assert row.given_by == cast.ours[Role.SUPERVISOR].membership.id
    assert verdict(cast, row) is CertificateVerdict.COUNTS
    page = signed_in(newcomer, cast.at).get(OWN).content.decode()
    assert SAID["certificate-print"] in page
    assert cast.ours[Role.SUPERVISOR].user.name in page, "who confirmed it is named"
    assert did(cast) == [*["training.confirm"] * 4, "certificate.give"]
    event = Event.objects.filter(action="training.confirm").order_by("number").first()
    assert event.subject == f"member:{newcomer.membership.id}"
    assert event.by == f"member:{cast.ours[Role.SUPERVISOR].membership.id}"
    assert event.detail == {"kind": "content", "minutes": 240, "on": str(today(cast))}


@pytest.mark.parametrize("lacks", ["hours", "a check", "vetting", "the promise"])
def test_nobody_is_given_one_while_anything_is_missing(cast, supervisor, newcomer, lacks):
    confirm_all(supervisor, cast, newcomer, right=SIX[:5] if lacks == "a check" else SIX)
    if lacks == "hours":
        TrainingHours.objects.filter(membership=newcomer.membership, kind="referrals").delete()
    membership = Membership.objects.filter(id=newcomer.membership.id)
    membership.update(
        **{"vetting": {"vetted_at": None}, "the promise": {"conduct": 0}}.get(lacks, {"role": "facilitator"})
    )
    assert fault(gives(supervisor, newcomer)) == SAID["fault-training-still-missing"]
    assert not TrainingCertificate.objects.filter(membership=newcomer.membership).exists()


def both_roles(cast) -> Person:
    """Who supervises here and leads workshops, too: the membership in which they lead."""
    who = cast.ours[Role.SUPERVISOR]
    leads = Membership.objects.create(
        user=who.user, organisation=cast.organisation, role="facilitator",
        began_at=cast.at + timedelta(seconds=1), vetted_at=cast.at, conduct=1, conduct_at=cast.at,
    )  # fmt: skip
    return Person(who.user, leads)


def test_nobody_confirms_gives_or_takes_away_their_own(cast, supervisor):
    me = both_roles(cast)
    refused = supervisor.post(f"{PEOPLE}/{me.membership.id}/hours", said(cast))
    assert fault(refused) == SAID["fault-one-self"]
    row = TrainingHours.objects.create(
        membership=me.membership,
        kind="content",
        on=today(cast),
        minutes=60,
        confirmed_by=new_id(),
        confirmed_at=cast.at,
    )
    assert fault(supervisor.post(f"{OWN}/hours/{row.id}/strike")) == SAID["fault-one-self"]
    assert fault(gives(supervisor, me)) == SAID["fault-one-self"]
    assert list(TrainingHours.objects.filter(membership=me.membership)) == [row]
    assert did(cast) == []
    page = supervisor.get(f"{PEOPLE}/{me.membership.id}").content.decode()
    assert SAID["training-confirm-do"] not in page, "no form is offered that would be refused"


def test_an_outsider_finds_nothing_and_changes_nothing(cast, supervisor, newcomer, outsider):
    confirm_all(supervisor, cast, newcomer)
    gives(supervisor, newcomer)
    hours = TrainingHours.objects.filter(membership=newcomer.membership).first()
    certificate = TrainingCertificate.objects.get(membership=newcomer.membership)
    before, client = did(cast), signed_in(outsider, cast.at)
    here = f"{PEOPLE}/{newcomer.membership.id}"
    asked = [
        client.get(here),
        client.post(f"{here}/hours", said(cast)),
        client.post(f"{here}/certificate"),
        client.post(f"{here}/withdraw", {"sure": "on"}),
        client.post(f"{OWN}/hours/{hours.id}/strike"),
        client.post(f"{OWN}/certificates/{certificate.id}/print", {"language": "en"}),
    ]
    assert [each.status_code for each in asked] == [404] * 6
    assert newcomer.user.name not in client.get(PEOPLE).content.decode()
    assert did(cast) == before
    assert verdict(cast, certificate) is CertificateVerdict.COUNTS


def test_a_colleague_who_leads_sees_and_prints_their_own_alone(cast, newcomer):
    client = signed_in(newcomer, cast.at)
    theirs = cast.certificates[Role.FACILITATOR]
    assert client.post(f"{OWN}/certificates/{theirs.id}/print", {"language": "en"}).status_code == 404
    assert client.get(f"{PEOPLE}/{newcomer.membership.id}").status_code == 404
    assert client.post(f"{PEOPLE}/{newcomer.membership.id}/hours", said(cast)).status_code == 404
    page = client.get(OWN).content.decode()
    assert SAID["training-none"] in page


def test_a_form_that_is_sent_twice_confirms_once(cast, supervisor, newcomer):
    given = said(cast)
    for _ in range(2):
        assert supervisor.post(f"{PEOPLE}/{newcomer.membership.id}/hours", given).status_code == 302
    assert TrainingHours.objects.filter(membership=newcomer.membership).count() == 1
    assert did(cast) == ["training.confirm"]


def test_a_certificate_that_is_given_twice_on_a_day_is_one(cast, supervisor, newcomer):
    confirm_all(supervisor, cast, newcomer)
    for _ in range(2):
        assert gives(supervisor, newcomer).status_code == 302
    assert TrainingCertificate.objects.filter(membership=newcomer.membership).count() == 1
    assert did(cast).count("certificate.give") == 1


def test_a_form_cannot_be_made_to_stand_for_what_somebody_else_had(cast, supervisor, newcomer):
    theirs = said(cast, form=cast.their_training.id)
    assert fault(supervisor.post(f"{PEOPLE}/{newcomer.membership.id}/hours", theirs))
    cast.their_training.refresh_from_db()
    assert cast.their_training.membership_id != newcomer.membership.id


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"on": "2099-01-01"}, "fault-training-day"),
        ({"on": "2020-01-01"}, "fault-training-day"),
        ({"on": "yesterday"}, "fault-training-unread"),
        ({"minutes": "Sok Visal"}, "fault-training-unread"),
        ({"kind": "Sok Visal"}, "fault-training-unread"),
        ({"right": ["Sok Visal"]}, "fault-training-unread"),
        ({"right": ["stays"]}, "fault-training-unread"),
        ({"form": "Sok Visal"}, "fault-training-unread"),
        ({"form": ""}, "fault-training-unread"),
        ({"kind": ""}, "fault-training-unread"),
    ],
)
def test_only_what_can_have_been_is_taken_and_never_a_name(cast, supervisor, newcomer, wrong, why):
    answer = supervisor.post(f"{PEOPLE}/{newcomer.membership.id}/hours", {**said(cast), **wrong})
    assert fault(answer) == SAID[why]
    assert not TrainingHours.objects.filter(membership=newcomer.membership).exists()
    assert did(cast) == []


def test_no_day_is_longer_than_a_day_of_work(cast, supervisor, newcomer):
    here = f"{PEOPLE}/{newcomer.membership.id}/hours"
    for _ in range(2):
        assert supervisor.post(here, said(cast, minutes=240)).status_code == 302
    assert fault(supervisor.post(here, said(cast, minutes=30))) == SAID["fault-training-long-day"]


def test_what_was_chosen_stands_there_again_after_a_mistake(cast, supervisor, newcomer):
    given = said(cast, "rehearsal", 90, ["stops", "stays"], "2099-01-01")
    page = supervisor.post(f"{PEOPLE}/{newcomer.membership.id}/hours", given).content.decode()
    assert re.findall(r'value="([a-z-]+)" checked', page) == ["stops", "stays"]
    assert '<option value="90" selected>' in page
    assert 'value="2099-01-01"' in page


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.EDITOR])
def test_who_leads_no_workshops_has_no_training_written_down(cast, supervisor, role):
    person = cast.ours[role]
    refused = supervisor.post(f"{PEOPLE}/{person.membership.id}/hours", said(cast))
    assert fault(refused) == SAID["fault-training-no-facilitator"]
    assert (
        SAID["training-confirm-do"] not in supervisor.get(f"{PEOPLE}/{person.membership.id}").content.decode()
    )


def test_who_left_has_nothing_confirmed_any_more(cast, supervisor, newcomer):
    Membership.objects.filter(id=newcomer.membership.id).update(ended_at=cast.at)
    refused = supervisor.post(f"{PEOPLE}/{newcomer.membership.id}/hours", said(cast))
    assert fault(refused) == SAID["fault-training-no-facilitator"]
    assert newcomer.membership.id not in supervisor.get(PEOPLE).content.decode()


def test_what_was_confirmed_by_mistake_is_taken_away_and_the_trail_keeps_it(cast, supervisor, newcomer):
    supervisor.post(f"{PEOPLE}/{newcomer.membership.id}/hours", said(cast))
    row = TrainingHours.objects.get(membership=newcomer.membership)
    struck = supervisor.post(f"{OWN}/hours/{row.id}/strike")
    assert struck["Location"] == f"{PEOPLE}/{newcomer.membership.id}"
    assert not TrainingHours.objects.filter(membership=newcomer.membership).exists()
    assert did(cast) == ["training.confirm", "training.strike"]
    assert supervisor.post(f"{OWN}/hours/{row.id}/strike").status_code == 404


def test_a_certificate_is_renewed_by_what_is_done_again(cast, supervisor):
    """The facilitator of the cast has one of a month ago."""
    person = cast.ours[Role.FACILITATOR]
    page = supervisor.get(f"{PEOPLE}/{person.membership.id}").content.decode()
    assert SAID["training-to-renew"] in page
    assert SAID["training-kind-content"] not in page.split(SAID["training-confirm"])[0]
    confirm_all(supervisor, cast, person, CertificateLevel.RENEWED)
    assert gives(supervisor, person).status_code == 302
    old, new = TrainingCertificate.objects.filter(membership=person.membership).order_by("on")
    assert (new.level, new.on) == ("renewed", today(cast))
    assert {verdict(cast, old), verdict(cast, new)} == {CertificateVerdict.COUNTS}


class TestWithdrawing:
    """Somebody was found unfit."""

    @pytest.fixture
    def unfit(self, cast, supervisor, newcomer) -> Person:
        confirm_all(supervisor, cast, newcomer)
        gives(supervisor, newcomer)
        return newcomer

    def certificate(self, unfit) -> TrainingCertificate:
        return TrainingCertificate.objects.get(membership=unfit.membership)

    @pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
    def test_its_code_stops_at_once_and_nothing_of_before_counts_again(self, cast, supervisor, unfit, role):
        client = signed_in(cast.ours[role], cast.at)
        code = certificate_code(self.certificate(unfit)).shown
        assert client.post(f"{PEOPLE}/{unfit.membership.id}/withdraw", {"sure": "on"}).status_code == 302
        row = self.certificate(unfit)
        assert (row.withdrawn_on, row.withdrawn_by) == (today(cast), cast.ours[role].membership.id)
        assert checked_certificate(code, at=cast.at).verdict is CertificateVerdict.WITHDRAWN
        assert did(cast)[-1] == "certificate.withdraw"
        assert fault(gives(supervisor, unfit)) == SAID["fault-training-still-missing"]
        page = supervisor.get(f"{PEOPLE}/{unfit.membership.id}").content.decode()
        assert "240 / 240" not in page
        assert "0 / 240" in page

    def test_it_is_asked_whether_one_is_sure(self, cast, supervisor, unfit):
        refused = supervisor.post(f"{PEOPLE}/{unfit.membership.id}/withdraw", {})
        assert fault(refused) == SAID["fault-certificate-not-sure"]
        assert verdict(cast, self.certificate(unfit)) is CertificateVerdict.COUNTS

    def test_also_of_somebody_who_left_and_of_a_membership_before(self, cast, supervisor, unfit):
        Membership.objects.filter(id=unfit.membership.id).update(ended_at=cast.at)
        again = Membership.objects.create(
            user=unfit.user, organisation=cast.organisation, role="facilitator", began_at=cast.at
        )
        listed = supervisor.get(PEOPLE).content.decode()
        assert unfit.membership.id in listed, (
            "whoever left with a certificate that counts is not lost from sight"
        )
        supervisor.post(f"{PEOPLE}/{again.id}/withdraw", {"sure": "on"})
        assert verdict(cast, self.certificate(unfit)) is CertificateVerdict.WITHDRAWN
        assert unfit.membership.id not in supervisor.get(PEOPLE).content.decode()

    def test_it_is_in_the_trail_once_and_cannot_be_printed(self, cast, supervisor, unfit):
        for _ in range(2):
            supervisor.post(f"{PEOPLE}/{unfit.membership.id}/withdraw", {"sure": "on"})
        assert did(cast).count("certificate.withdraw") == 1
        row = self.certificate(unfit)
        refused = signed_in(unfit, cast.at).post(f"{OWN}/certificates/{row.id}/print", {"language": "en"})
        assert fault(refused) == SAID["fault-certificate-over"]

    def test_the_page_of_a_member_leads_there(self, cast, unfit):
        for role, led in ((Role.ADMINISTRATOR, True), (Role.AUDITOR, False)):
            client = signed_in(cast.ours[role], cast.at)
            page = client.get(f"/staff/office/people/{unfit.membership.id}").content.decode()
            assert (f'href="{PEOPLE}/{unfit.membership.id}"' in page) is led


def test_the_list_says_how_many_have_one_today(cast, supervisor, newcomer):
    assert f"{SAID['training-with']} <b>1 / 2</b>" in supervisor.get(PEOPLE).content.decode()
    TrainingCertificate.objects.update(lapses_on=today(cast))
    page = supervisor.get(PEOPLE).content.decode()
    assert f"{SAID['training-with']} <b>0 / 2</b>" in page
    assert SAID["certificate-state-lapsed"] in page


def test_the_list_of_many_asks_no_more_than_that_of_two(cast, supervisor, newcomer):
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert supervisor.get(PEOPLE).status_code == 200
        return len(seen)

    few = statements()
    with transaction.atomic():
        for n in range(6):
            make_person(cast.organisation, Role.FACILITATOR, cast.at, name=f"other{n}")
    assert statements() == few
