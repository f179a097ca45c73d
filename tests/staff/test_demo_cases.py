"""The stories of trials stand at the desks as cases that a worker wrote: sealed, with what is due."""

from __future__ import annotations

import pytest
from tests.conftest import world_of

from kapea.care.answering_desks import answering_in
from kapea.care.case_keys import open_case
from kapea.care.case_queries import opened_entries
from kapea.care.demo_cases import erase_demo_cases, write_demo_cases
from kapea.care.demo_stories import STORIES
from kapea.care.models import Case, CaseEntry, RecordedPermission
from kapea.care.protocol_queries import live_protocol_rows
from kapea.core.care.case_entries import EntryKind
from kapea.core.care.sharing_protocol import SentBy
from kapea.core.staff.roles import Role
from kapea.people.demo import CAST, demo_staff
from kapea.people.member import Member
from kapea.people.models import Membership
from kapea.vault.models import RecordWrap
from kapea.vault.staff_keys import private_by_passphrase

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("outside")]
PACKS = ("cambodia", "kenya", "nepal", "philippines")


@pytest.fixture
def releases():
    return {pack: world_of(pack).release for pack in PACKS}


@pytest.fixture
def people(tmp_path, moment, cheap_passphrases):
    return list(demo_staff(tmp_path, at=moment))


def test_every_story_but_that_of_a_child_who_said_nothing_has_a_case(people, releases, moment):
    assert write_demo_cases(releases, at=moment) == len(STORIES) == 11
    found = Case.objects.values_list("organisation__pack", "level", "state").order_by("id")
    assert sorted(found) == sorted((each.pack, each.level.value, each.reaches.value) for each in STORIES)


def test_people_answer_there_and_services_of_the_country_take_referrals(people, releases, moment):
    write_demo_cases(releases, at=moment)
    for pack in PACKS:
        [answering] = answering_in(pack, at=moment)
        found = live_protocol_rows(answering.organisation, on=moment.date())
        means = {SentBy(each) for row in found for each in row.sent_by}
        assert SentBy.ONE_TIME_LINK in means
        assert (SentBy.ACCOUNT in means) is (pack == "kenya")


def test_again_no_case_is_written_twice(people, releases, moment):
    write_demo_cases(releases, at=moment)
    assert write_demo_cases(releases, at=moment) == 0


def test_a_country_that_is_not_served_has_none(people, releases, moment):
    assert write_demo_cases({"nepal": releases["nepal"]}, at=moment) == 3
    assert set(Case.objects.values_list("organisation__pack", flat=True)) == {"nepal"}


def test_no_word_of_a_story_stands_in_a_row(people, releases, moment):
    write_demo_cases(releases, at=moment)
    rows = [str(list(model.objects.values())) for model in (Case, CaseEntry, RecordedPermission)]
    sealed = b"".join(bytes(each) for each in CaseEntry.objects.values_list("sealed", flat=True))
    for story in STORIES:
        assert not any(story.began.called in row for row in rows)
        assert story.began.called.encode() not in sealed


def test_who_holds_a_case_opens_it(people, releases, moment):
    write_demo_cases(releases, at=moment)
    [each] = [one for one in people if (one.organisation, one.role) == ("Demo line", Role.CASE_WORKER.value)]
    member = Membership.objects.get(user__username=each.username)
    private = private_by_passphrase(member.user_id, each.passphrase)
    worker = Member(member.id, member.user_id, member.organisation_id, Role.CASE_WORKER)
    called = set()
    for case in Case.objects.filter(owner=member):
        entries = opened_entries(case, open_case(private, worker, case, at=moment))
        called |= {one.content.called for one in entries if one.kind is EntryKind.REGISTERED}
    assert called == {"Paper Boat", "Lotus"}


def test_with_the_staff_of_the_trial_their_cases_go(people, releases, moment):
    write_demo_cases(releases, at=moment)
    assert erase_demo_cases(at=moment) == len(STORIES)
    assert not Case.objects.exists()
    assert not RecordedPermission.objects.exists()
    assert not RecordWrap.objects.exists()


def test_each_country_has_somebody_who_holds_cases_and_somebody_who_agrees():
    for pack in PACKS:
        assert {Role.CASE_WORKER, Role.SUPERVISOR} <= {
            role for _, country, role, _ in CAST if country == pack
        }
