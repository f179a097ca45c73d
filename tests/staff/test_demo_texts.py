"""The invented transcripts of trials stand in the study of trials, and open for people of the trial."""

from __future__ import annotations

import pytest
from tests.conftest import world_of
from tests.core.studies.coded_demo import planted, raw_transcript, sessions, told_of

from kapea.core.studies.research_consent import ConsentRegister
from kapea.core.studies.transcript_release import surfaces_left
from kapea.people.demo import demo_staff
from kapea.people.models import Membership, User
from kapea.people.queries import member_at_work
from kapea.studies.demo_study import CODE, erase_demo_studies, write_demo_study
from kapea.studies.demo_texts import invented_transcripts, write_demo_texts
from kapea.studies.models import Study, StudyHeldMatter, StudySealedText
from kapea.studies.released_texts import open_released
from kapea.studies.session_rows import consent_of
from kapea.vault.models import RecordWrap
from kapea.vault.staff_keys import private_by_passphrase

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("outside")]


def test_the_corpus_that_is_shipped_is_the_invented_one():
    for invented in invented_transcripts():
        assert "\n".join(invented.lines) == raw_transcript(invented.told).text
    assert [each.told for each in invented_transcripts()] == sessions()
    tags = [each.tag for invented in invented_transcripts() for each in invented.planted]
    assert tags == [each["replacement"] for told in sessions() for each in planted(told)]


def test_people_of_the_trial_read_six_texts_without_a_planted_name(
    tmp_path, moment, cheap_passphrases, monkeypatch
):
    people = {each.username: each.passphrase for each in demo_staff(tmp_path, at=moment)}
    write_demo_study({"cambodia": world_of("cambodia").release}, at=moment)
    study = Study.objects.get(code=CODE)
    assert len(write_demo_texts(at=moment)) == 6
    assert write_demo_texts(at=moment) == {}, "once"
    monkeypatch.setattr(ConsentRegister, "covers", lambda *_: True)
    membership = Membership.objects.get(user__name="Chenda (demo)")
    user = User.objects.get(id=membership.user_id)
    private = private_by_passphrase(user.id, people[user.username])
    study.refresh_from_db()
    texts = [
        open_released(private, member_at_work(membership.id), study, f"s{number}", at=moment).text
        for number in range(1, 7)
    ]
    assert texts == [told_of(told)["deidentified_text"] for told in sessions()]
    assert surfaces_left(texts, [each["surface"] for each in planted()]) == 0
    assert StudyHeldMatter.objects.filter(matter="raw-text").count() == 6
    assert consent_of(study).withdrawn, "somebody withdrew, and is cut as soon as a text is opened"
    records = set(StudySealedText.objects.values_list("record", flat=True))
    assert erase_demo_studies(at=moment) == 1
    assert not RecordWrap.objects.filter(record__in=records).exists()
