"""The study of trials can be walked: agreed by two invented people, and approved by nobody."""

from __future__ import annotations

import pytest
from tests.conftest import world_of

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.study_gates import is_gate_open
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import confirmed_approvals
from kapea.people.demo import demo_staff
from kapea.studies.demo_study import BODY, CODE, erase_demo_studies, write_demo_study
from kapea.studies.models import Study, StudyGrant
from kapea.studies.queries import book_of
from kapea.web.staff.words import english_words

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("outside")]


def test_the_demo_study_stands_at_its_ethics_gate(tmp_path, moment, cheap_passphrases):
    demo_staff(tmp_path, at=moment)
    releases = {"cambodia": world_of("cambodia").release}
    assert write_demo_study({}, at=moment) is False, "no words of its country are live"
    assert write_demo_study(releases, at=moment) is True
    assert write_demo_study(releases, at=moment) is False, "once"
    standing = book_of(Study.objects.get(code=CODE)).standing
    opened = [gate for gate in StudyGate if is_gate_open(standing, gate, moment)]
    assert opened == [StudyGate.IDEA, StudyGate.PROTOCOL]
    assert [each.committee for each in standing.approvals] == [BODY]
    assert confirmed_approvals(standing) == (), "nobody reviewed it, and nothing says so"
    assert f"study-committee-{BODY}" in english_words()
    assert standing.team.holders([StudyRole.SAFEGUARDING_LEAD])
    assert erase_demo_studies(at=moment) == 1
    assert not StudyGrant.objects.exists()
