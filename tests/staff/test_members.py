"""Joining, being vouched for, leaving; two at once, and a role that is taken away in the middle."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from tests.staff.cast import browser, signed_in
from tests.staff.entering import is_in

from kapea.access.rows import NotHere, acting
from kapea.audit.models import Event
from kapea.core.pack.retention_model import RETAINED
from kapea.core.staff.readiness import CONDUCT, Gate, MembershipStanding, may_read_people, missing_gates
from kapea.core.staff.roles import READS_PEOPLE, Role
from kapea.people import actions, queries
from kapea.people.invitations import forget_invitations, invite
from kapea.people.member import Member
from kapea.people.models import Invitation, Membership, User

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

GIVEN = {
    "username": "Chan.Dara",
    "passphrase": "some long words here",
    "again": "some long words here",
    "understood": "on",
}


@pytest.fixture
def link(cast):
    made = invite(
        organisation=cast.organisation.id, role=Role.COUNSELLOR, name="Dara", by="operator", at=cast.at
    )
    return f"/staff/join/{made.token}"


@pytest.fixture
def administrator(cast):
    person = cast.ours[Role.ADMINISTRATOR]
    return Member(person.membership.id, person.user.id, cast.organisation.id, Role.ADMINISTRATOR)


def test_whoever_is_invited_joins_once(cast, link):
    assert b"Dara" in browser().get(link).content
    assert browser().post(link, GIVEN).headers["Location"] == "/staff/sign-in"
    joined = Membership.objects.get(user__username="chan.dara")
    assert (joined.organisation, joined.role) == (cast.organisation, "counsellor")
    assert browser().post(link, {**GIVEN, "username": "another"}).status_code == 404
    assert not User.objects.filter(username="another").exists()


def test_whoever_invites_is_shown_a_link_that_works(cast):
    person = cast.ours[Role.ADMINISTRATOR]
    given = {"name": "Dara", "role": "counsellor"}
    page = signed_in(person, cast.at).post("/staff/office/invitations/add", given).content.decode()
    assert browser().get(re.search(r"/staff/join/[\w-]+", page)[0]).status_code == 200
    assert Invitation.objects.get(name="Dara").invited_by == person.membership.id


def test_a_link_lives_three_days(cast, link):
    Invitation.objects.update(expires_at=cast.at - timedelta(seconds=1))
    assert browser().get(link).status_code == 404
    assert forget_invitations(at=cast.at) == 0
    assert forget_invitations(at=cast.at + timedelta(days=1)) == Invitation.objects.count() + 3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"passphrase": "short", "again": "short"}, b"too short"),
        ({"again": "some other words here"}, b"not the same"),
        ({"understood": ""}, b"fill this in"),
        ({"username": "a b"}, b"Letters from a to z"),
        ({"username": "chan.dara"}, b"signs in with that name already"),
    ],
)
def test_what_does_not_fit_is_said_and_the_link_works_on(cast, link, wrong, told):
    User.objects.create(username="chan.dara", name="Somebody else")
    page = browser().post(link, {**GIVEN, "username": "another", **wrong})
    assert told in page.content
    assert GIVEN["passphrase"].encode() not in page.content
    assert browser().get(link).status_code == 200


def test_nobody_reads_the_link_out_of_the_table(link):
    token = link.rsplit("/", 1)[1]
    assert token not in str(list(Invitation.objects.values()))


def test_whoever_joins_may_read_nothing_of_a_person_yet(link):
    browser().post(link, GIVEN)
    joined = Membership.objects.get(user__username="chan.dara")
    missing = missing_gates(queries.standings([joined])[joined.id])
    assert set(missing) == {Gate.VETTING, Gate.CONDUCT, Gate.SECOND_FACTOR}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_who_may_ever_read_of_a_person(cast, role):
    whole = MembershipStanding(role, cast.at, CONDUCT, has_second_factor=True, has_keys=True)
    assert may_read_people(whole) == (role in READS_PEOPLE)
    assert not may_read_people(MembershipStanding(role, None, CONDUCT, has_second_factor=True, has_keys=True))
    assert not may_read_people(
        MembershipStanding(role, cast.at, CONDUCT - 1, has_second_factor=True, has_keys=True)
    )
    assert not may_read_people(
        MembershipStanding(role, cast.at, CONDUCT, has_second_factor=False, has_keys=True)
    )
    assert not may_read_people(
        MembershipStanding(role, cast.at, CONDUCT, has_second_factor=True, has_keys=False)
    )
    assert not may_read_people(MembershipStanding(role, cast.at, CONDUCT, True, True, ended_at=cast.at))


def test_vetting_has_a_name_to_it(cast, administrator):
    Membership.objects.update(vetted_at=None, vetted_by="")
    client = signed_in(cast.ours[Role.ADMINISTRATOR], cast.at)
    client.post(f"/staff/office/people/{cast.pupil.membership.id}/vetting")
    vetted = Membership.objects.get(id=cast.pupil.membership.id)
    assert (vetted.vetted_by, vetted.vetted_at is not None) == (administrator.id, True)


def test_nobody_vouches_for_themselves(cast):
    Membership.objects.update(vetted_at=None)
    own = cast.ours[Role.ADMINISTRATOR]
    page = signed_in(own, cast.at).post(f"/staff/office/people/{own.membership.id}/vetting")
    assert (page.status_code, b"Somebody else has to do this" in page.content) == (409, True)
    assert Membership.objects.get(id=own.membership.id).vetted_at is None


def test_whoever_leaves_is_out_at_once(cast):
    theirs = signed_in(cast.pupil, cast.at)
    assert is_in(theirs)
    administrator = signed_in(cast.ours[Role.ADMINISTRATOR], cast.at)
    administrator.post(f"/staff/office/people/{cast.pupil.membership.id}/end")
    assert not is_in(theirs)
    assert Membership.objects.get(id=cast.pupil.membership.id).ended_at is not None


def test_whoever_is_in_charge_does_not_lock_everybody_out(cast):
    own = cast.ours[Role.ADMINISTRATOR]
    page = signed_in(own, cast.at).post(f"/staff/office/people/{own.membership.id}/end")
    assert page.status_code == 409
    assert Membership.objects.get(id=own.membership.id).ended_at is None


def test_a_role_taken_away_in_the_middle_of_a_request_does_nothing(cast, administrator):
    """The page was let in; by the time of the act they have left."""
    Membership.objects.filter(id=administrator.id).update(ended_at=cast.at)
    with (
        pytest.raises(NotHere),
        acting(administrator, "members.end", Membership, cast.pupil.membership.id) as row,
    ):
        actions.end_membership(administrator, row, at=cast.at)
    assert Membership.objects.get(id=cast.pupil.membership.id).ended_at is None


def test_what_fails_half_way_leaves_nothing(cast, administrator):
    before = Event.objects.count()
    id = cast.pupil.membership.id
    with suppress(RuntimeError), acting(administrator, "members.change", Membership, id) as row:
        actions.record_vetting(administrator, row, at=cast.at)
        raise RuntimeError
    assert Event.objects.count() == before


def test_a_supervisor_of_another_organisation_is_none(cast):
    stranger = cast.theirs[Role.ADMINISTRATOR].membership.id
    client = signed_in(cast.ours[Role.ADMINISTRATOR], cast.at)
    page = client.post(
        f"/staff/office/people/{cast.pupil.membership.id}/supervisor", {"supervisor": stranger}
    )
    assert (page.status_code, b"no supervisor here" in page.content) == (409, True)


def test_each_change_is_in_the_trail_of_its_organisation(cast, administrator):
    with transaction.atomic():
        actions.record_vetting(administrator, cast.pupil.membership, at=cast.at)
    last = Event.objects.order_by("-id").first()
    assert (last.organisation, last.by, last.action) == (
        cast.organisation.id,
        f"member:{administrator.id}",
        "member.vet",
    )


def test_one_person_works_in_one_membership_at_a_time(cast):
    person = cast.pupil
    second = Membership.objects.create(
        user=person.user, organisation=cast.other, role="auditor", began_at=cast.at + timedelta(seconds=1)
    )
    client = signed_in(person, cast.at)
    assert client.get("/staff/office/audit").status_code == 404
    client.post(f"/staff/own/memberships/{second.id}")
    assert client.get("/staff/office/audit").status_code == 200
    assert b"Line of theirs" in client.get("/staff/office/").content


@pytest.mark.usefixtures("published")
def test_everybody_in_the_office_sees_for_how_long_things_are_kept(cast):
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        page = signed_in(cast.ours[role], cast.at).get("/staff/office/organisation").content.decode()
        rows = re.findall(r'<td data-name="What">([^<]+)</td><td[^>]*>([^<]+)</td>', page)
        assert ("A case", "1095 *") in rows
        assert ("A message that was left", "30 *") in rows
        assert len(rows) == len(RETAINED)
        assert "The programme chose these days." in page


def test_where_nothing_is_live_nothing_is_said_of_it(cast):
    page = signed_in(cast.ours[Role.ADMINISTRATOR], cast.at).get("/staff/office/organisation")
    assert (page.status_code, "1095" in page.content.decode()) == (200, False)
