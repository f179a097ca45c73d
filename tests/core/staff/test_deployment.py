"""All that stands between a trial and a live deployment is found, each by itself, and with its remedy."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kapea.core.staff.deployment import (
    DeploymentFinding,
    OrganisationFacts,
    ServerFacts,
    StaffFacts,
    deployment_findings,
)

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
READY = ServerFacts(https=True, hosts=("help.example.org", "localhost"), proxies=1)
LINE = OrganisationFacts(
    id="org1",
    name="Example line",
    has_recovery_key=True,
    drilled_at=AT - timedelta(days=90),
    administrators=1,
    auditors=1,
    own_word=0,
)
STAFF = StaffFacts(
    key_store=None,
    key_store_apart=True,
    has_pepper=True,
    has_delivery_key=True,
    heads_on=AT.date() - timedelta(days=2),
    backed_up_at=AT - timedelta(days=7),
    demo_members=0,
    organisations=(LINE,),
)
EMPTY = DeploymentFinding("The key store is empty.", "kapea keys restore")


def told(server: ServerFacts = READY, staff: StaffFacts | None = STAFF) -> list[str]:
    return [f"{each.sentence} {each.remedy}" for each in deployment_findings(server, staff, at=AT)]


def test_where_all_is_done_nothing_is_left():
    assert told() == []
    assert told(staff=None) == []


@pytest.mark.parametrize(
    ("changed", "says", "remedy"),
    [
        ({"https": False}, "without HTTPS", "KAPEA_HTTPS=true"),
        ({"hosts": ("localhost", "127.0.0.1", "[::1]")}, "no name but this machine's", "KAPEA_HOSTS"),
        ({"hosts": ()}, "no name but this machine's", "KAPEA_HOSTS"),
        ({"hosts": ("help.example.org", "*")}, "every name", "KAPEA_HOSTS"),
        ({"hosts": ("*",)}, "every name", "KAPEA_HOSTS"),
        ({"proxies": 0}, "from the proxy", "KAPEA_PROXIES"),
        ({"open_to_others": ("/home of/secret",)}, "may read /home of/secret", "chmod go= '/home of/secret'"),
        ({"trial_packs": ("cambodia",)}, "cambodia says that it is a trial", "kapea check --live"),
        ({"unpublished_packs": ("kenya",)}, "Nothing of the pack kenya", "kapea publish packs/kenya"),
    ],
)
def test_what_is_amiss_with_the_server_is_one_line_with_its_remedy(changed, says, remedy):
    for staff in (STAFF, None):
        [line] = told(replace(READY, **changed), staff)
        assert says in line
        assert remedy in line


@pytest.mark.parametrize(
    ("changed", "says", "remedy"),
    [
        ({"key_store": EMPTY}, "is empty", "kapea keys restore"),
        ({"key_store_apart": False}, "same database", "KAPEA_KEYS_DATABASE"),
        ({"has_pepper": False}, "no pepper", "kapea keys init"),
        ({"has_delivery_key": False}, "no delivery key", "kapea keys init"),
        ({"heads_on": None}, "written never", "kapea audit heads"),
        ({"heads_on": AT.date() - timedelta(days=3)}, "written on 2026-11-26", "kapea audit heads"),
        ({"backed_up_at": None}, "backed up never", "kapea keys backup"),
        ({"backed_up_at": AT - timedelta(days=7, seconds=1)}, "backed up on 2026-11-22", "kapea keys backup"),
        ({"demo_members": 8}, "8 people of a trial", "kapea people end-demo"),
        ({"organisations": ()}, "no organisation", "kapea people add"),
        ({"shut_factors": 2}, "2 second steps were sealed", "KAPEA_SECRET_FORMER"),
    ],
)
def test_what_is_amiss_with_staff_is_one_line_with_its_remedy(changed, says, remedy):
    [line] = told(staff=replace(STAFF, **changed))
    assert says in line
    assert remedy in line


@pytest.mark.parametrize(
    ("changed", "says", "remedy"),
    [
        ({"has_recovery_key": False, "drilled_at": None}, "no recovery key", "init --organisation org1"),
        ({"drilled_at": None}, "last tried never", "kapea keys drill FILE --organisation org1"),
        ({"drilled_at": AT - timedelta(days=90, seconds=1)}, "tried on 2026-08-31", "drill FILE"),
        ({"administrators": 0}, "no administrator", "--organisation 'Example line' --role administrator"),
        ({"auditors": 0}, "no auditor", "invites one"),
        ({"own_word": 2}, "the vetting of 2 members", "Another administrator"),
    ],
)
def test_what_is_amiss_with_an_organisation_is_one_line_with_its_remedy(changed, says, remedy):
    other = replace(LINE, id="org2", name="Other line")
    [line] = told(staff=replace(STAFF, organisations=(other, replace(LINE, **changed))))
    assert line.startswith(("Example line", "The shares of Example line"))
    assert says in line
    assert remedy in line


def test_of_several_things_none_hides_another():
    server = ServerFacts(False, ("localhost",), 0, ("/a", "/b"), ("cambodia",), ("kenya",))
    nobody = OrganisationFacts("org1", "Example line", False, None, 0, 0, 1)
    staff = StaffFacts(EMPTY, False, False, False, None, None, 8, (nobody, replace(nobody, id="org2")))
    assert len(told(server, staff)) == 6 + 7 + 2 * 4
