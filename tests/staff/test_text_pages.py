"""The words of a session over HTTP: nothing typed is lost, nobody sees what they may not, and a word of raw
text is on no page, in no address, log or row of the trail where it does not belong.
"""

from __future__ import annotations

import logging
import re

import pytest
from django.core import mail
from tests.core.studies.coded_demo import kind_of, planted, raw_span, raw_transcript, told_of
from tests.run import ROOT
from tests.staff.read_texts import decide_all, keep_rest, release_it, sign_it, write_down
from tests.staff.texts_held import WORKERS, R, TextsHeld, file_of, texts_held

from kapea.audit.actions import SealedReading, record_readings
from kapea.audit.models import Event
from kapea.core.studies.transcript_release import surfaces_left
from kapea.people.models import User
from kapea.studies.models import StudyGrant, StudyHeldMatter, StudySealedText
from kapea.studies.reading_actions import open_reading
from kapea.studies.session_texts import TextKind
from kapea.web.field.text_found import FAULTS
from kapea.web.staff.words import english_words

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
FIRST, SECOND = R.DEIDENTIFIER_1, R.DEIDENTIFIER_2
PLANTED = "xylofonzebra"


@pytest.fixture
def held(cast) -> TextsHeld:
    return texts_held(cast)


def write(held: TextsHeld, words: str, status: int = 302, seen: str = ""):
    return held.post(R.TRANSCRIBER, "transcript/write", status, words=words, language="en", seen=seen)


def mark_all(held: TextsHeld, role) -> None:
    held.post(role, "reading/sit")
    for plant in planted("T1"):
        turn = raw_transcript("T1").turn_of(raw_span(plant)).number
        held.post(role, "reading/mark", turn=turn, words=plant["surface"], kind=kind_of(plant).value)


def test_what_is_refused_comes_back_with_its_line_and_nothing_of_it_in_the_address(held):
    answer = write(held, f"C1: good\n{PLANTED}: one who has a name\nC1: more", 409)
    page = answer.content.decode()
    assert PLANTED in page
    assert "Line:" in page
    assert "<li>2</li>" in page
    assert PLANTED not in answer.request["PATH_INFO"] + answer.request["QUERY_STRING"]
    assert not held.work(R.TRANSCRIBER).has(TextKind.RAW)


@pytest.mark.parametrize(
    ("typed", "line"),
    [("hello", "<li>1</li>"), ("C9: hello", "<li>1</li>"), ("C1: a\n\nC1:", "<li>3</li>")],
)
def test_each_fault_of_a_transcript_names_its_line(held, typed, line):
    assert line in write(held, typed, 409).content.decode()


def test_of_two_who_write_at_once_the_second_keeps_what_they_typed(held):
    write(held, "C1: first")
    page = write(held, "C1: second of two", 409).content.decode()
    assert "second of two" in page
    assert held.work(R.CHECKER).open(TextKind.RAW).value.transcript.text == "C1: first"
    seen = held.work(R.CHECKER).open(TextKind.RAW).turn
    write(held, "C1: mended", seen=str(seen))
    assert held.work(R.CHECKER).open(TextKind.RAW).value.version == 2


def test_what_was_typed_while_somebody_began_to_read_comes_back_to_be_copied(held):
    write_down(held)
    held.post(FIRST, "reading/sit")
    page = write(held, f"C1: {PLANTED}", 409).content.decode()
    assert f"readonly>C1: {PLANTED}</textarea>" in page
    assert PLANTED not in held.page(R.TRANSCRIBER, "transcript"), "it is not kept"


def test_two_hours_of_talk_are_written_checked_read_and_released_whole(held):
    labels, talk = ("M", "C1", "C2", "C3", "C4"), "ខ្ញុំមិនហ៊ានប្រាប់ម្ដាយទេ ព្រោះខ្លាចគាត់ខឹង។ " * 3
    words = "\n".join(f"{labels[n % 5]}: {talk}{n}" for n in range(600))
    write(held, words)
    seen = held.work(R.CHECKER).open(TextKind.RAW).turn
    held.post(R.CHECKER, "transcript/check", seen=seen, minutes=120, heard=12, unclear="yes")
    for role in (FIRST, SECOND):
        held.post(role, "reading/sit")
        held.post(role, "reading/mark", turn=601, words="ម្ដាយ", kind="kin", status=409)
        held.post(role, "reading/finish")
    keep_rest(held, "T1")
    assert sign_it(held)
    assert held.page(R.CODER_A, "released").count(talk.strip()) == 600


def test_a_transcript_is_checked_by_a_second_person_who_listened_to_a_tenth(held):
    write(held, file_of("T1"))
    seen = held.work(R.CHECKER).open(TextKind.RAW).turn
    said = {"seen": seen, "minutes": "60", "heard": "5", "unclear": "yes"}
    held.post(R.CHECKER, "transcript/check", 409, **said)
    held.post(R.CHECKER, "transcript/check", **(said | {"heard": "6"}))
    assert "Checked by a second person" in held.page(R.TRANSCRIBER, "transcript")


def test_st_r23_a_reader_sees_no_marks_but_their_own_before_they_finish(held):
    write_down(held)
    mark_all(held, FIRST)
    held.post(FIRST, "reading/finish")
    held.post(SECOND, "reading/sit")
    blind = held.page(SECOND, "reading")
    assert "reading/unmark" not in blind
    for shown in ("A machine marked", "Another reader marked", 'id="decide"'):
        assert shown not in blind
    first = held.page(FIRST, "reading")
    assert "A machine marked" in first
    assert 'id="decide"' not in first, "nothing is compared before both finished"
    held.post(SECOND, "reading/finish")
    both = held.page(SECOND, "reading")
    for plant in planted("T1"):
        assert plant["surface"] in both
    assert f"{0} / {len(planted('T1'))}" in both, "the second found nothing that the first had not"


def test_the_same_account_reads_in_one_seat_alone_whatever_its_role_becomes(held):
    write_down(held)
    mark_all(held, FIRST)
    account = held.people[FIRST].user
    StudyGrant.objects.filter(user=account).update(role=SECOND.value)
    held.post(FIRST, "reading/sit", 409)
    StudyGrant.objects.create(
        study=held.study, user=account, role=FIRST.value, given_by="op", given_at=held.cast.at
    )
    held.post(FIRST, "reading/sit", 409)


def test_every_fault_of_a_text_has_its_words():
    places = re.compile(r'(?:ReadingRefused|UnfitReplacement)\(\s*"([a-z]+):')
    refused = re.compile(r'TextRefused\("([a-z-]+)"')
    said = [path.read_text(encoding="utf-8") for path in (ROOT / "src/kapea").glob("*/**/*.py")]
    codes = {code for text in said for form in (places, refused) for code in form.findall(text)}
    codes |= {word for _, word in FAULTS}
    assert len(codes) > 20
    assert {f"text-fault-{code}" for code in codes} <= set(english_words())


def test_a_mark_wants_words_that_stand_there_and_keeps_what_was_typed(held):
    write_down(held)
    held.post(FIRST, "reading/sit")
    page = held.post(FIRST, "reading/mark", 409, turn=2, words=PLANTED, kind="name").content.decode()
    assert f'value="{PLANTED}"' in page
    held.post(FIRST, "reading/mark", turn=2, words="group chat", kind="rare_detail")
    assert "reading/unmark" in held.page(FIRST, "reading")
    span = open_reading(held.work(FIRST)).value.reading.marks
    place = next(iter(span)).span
    held.post(FIRST, "reading/unmark", start=place.start, end=place.end)
    assert "reading/unmark" not in held.page(FIRST, "reading")


def test_two_decide_over_http_and_coders_read_what_both_signed(held):
    write_down(held)
    for role in (FIRST, SECOND):
        mark_all(held, role)
        held.post(role, "reading/finish")
    passage = planted("T1")[0]
    seen = open_reading(held.work(FIRST)).turn
    place = {"seen": seen, "start": passage["raw_start"], "end": passage["raw_end"], "why": "who it is"}
    held.post(FIRST, "reading/decide", 409, **place, act="tag", tag="no brackets")
    held.post(FIRST, "reading/decide", 409, **place, act="tag", tag=f"[{passage['surface']}]")
    held.post(FIRST, "reading/decide", **place, act="tag", tag=passage["replacement"])
    held.post(SECOND, "reading/decide", 409, **place, act="keep")
    held.post(FIRST, "reading/sign", 409, seen=seen + 1)
    decide_all(held)
    for role in (FIRST, SECOND):
        assert "You see your own marks only" not in held.page(role, "reading")
        held.post(role, "reading/sign", seen=open_reading(held.work(role)).turn)
    page = held.page(R.CODER_A, "released")
    assert surfaces_left([page], [each["surface"] for each in planted("T1")]) == 0
    assert told_of("T1")["raw_turns"][0]["text"] in page.replace("&#x27;", "'")


def test_a_name_is_taken_back_over_http_and_the_page_says_who_had_it(held):
    release_it(held)
    held.page(R.CODER_A, "released")
    word = told_of("T1")["raw_turns"][1]["text"].split()[2]
    held.post(R.CODER_A, "released/name", 409, name=PLANTED)
    record = StudySealedText.objects.get(kind=TextKind.RELEASED.value).record
    held.post(R.CODER_A, "released/name", name=word)
    analyst = held.work(R.ANALYST).member
    User.objects.filter(id=analyst.user).update(name="Lantern Looker")
    opened = SealedReading(analyst.organisation, record, "study-released")
    record_readings([opened], by=analyst.id, at=held.cast.at)
    page = held.page(R.CODER_A, "released")
    assert "was taken back" in page
    assert held.people[R.CODER_A].user.name in page
    assert "Lantern Looker" in page, "who opened it in the very moment, too"
    assert "taken out" not in page
    decide_all(held)
    assert sign_it(held)


def test_a_translation_pairs_turn_by_turn_and_is_put_back_by_another(cast):
    roles = (*WORKERS, R.TRANSLATOR, R.BACK_TRANSLATOR)
    held = texts_held(cast, roles=roles, translated=True)
    write(held, "C1: a heart that is small\nC2: yes")
    seen = held.work(R.CHECKER).open(TextKind.RAW).turn
    held.post(R.TRANSLATOR, "translation/write", 409, words="C1: x", language="km", notes="")
    held.post(R.CHECKER, "transcript/check", seen=seen, minutes="10", heard="1", unclear="yes")
    said = {"language": "km", "notes": "1 | heart | ចិត្ត | mind, too", "seen": ""}
    page = held.post(R.TRANSLATOR, "translation/write", 409, words="C1: ចិត្តតូច", **said).content.decode()
    assert "ចិត្តតូច" in page
    assert "<li>2</li>" in page, "the turn that has no translation"
    bad = said | {"notes": "1 | lungs | ចិត្ត | more"}
    held.post(R.TRANSLATOR, "translation/write", 409, words="C1: ចិត្តតូច\nC2: បាទ", **bad)
    held.post(R.TRANSLATOR, "translation/write", words="C1: ចិត្តតូច\nC2: បាទ", **said)
    seen = held.work(R.TRANSLATOR).open(TextKind.PAIR).turn
    held.post(R.BACK_TRANSLATOR, "translation/check", 409, seen=seen, meaning="yes")
    held.post(R.BACK_TRANSLATOR, "translation/check", seen=seen, meaning="yes", back="yes")
    assert "Checked by a second person" in held.page(R.TRANSLATOR, "translation")
    held.withdraw("C2")
    assert "បាទ" not in held.page(R.BACK_TRANSLATOR, "translation")


def test_raw_words_in_need_over_http(held):
    write_down(held)
    steward, guard = R.DATA_STEWARD, R.SAFEGUARDING_LEAD
    spoken = told_of("T1")["raw_turns"][0]["text"][:30]
    held.post(steward, "glass/ask", reason="danger-now")
    glass = held.study.glasses.get().id
    held.post(steward, "glass/agree", 409, glass=glass)
    held.post(guard, "glass/agree", glass=glass)
    assert spoken not in held.page(steward, "glass")
    assert spoken in held.post(steward, "glass/read", 200, glass=glass).content.decode()
    assert spoken not in held.post(guard, "glass/read", 409, glass=glass).content.decode()
    said = list(Event.objects.filter(action__startswith="study.glass").values_list("action", flat=True))
    assert sorted(said) == ["study.glass-agree", "study.glass-ask", "study.glass-read"]


def test_what_is_destroyed_is_said_by_two_over_http(held):
    write_down(held)
    steward = held.client(R.DATA_STEWARD)
    there = f"/staff/studies/{held.study.id}/destruction"
    assert steward.post(f"{there}/recording", {"session": 1, "minutes": 0}).status_code == 409
    assert steward.post(f"{there}/recording", {"session": 1, "minutes": 52}).status_code == 302
    audio = StudyHeldMatter.objects.get(matter="audio")
    assert held.client(R.WITNESS).post(f"{there}/witness", {"matter": audio.id}).status_code == 409
    assert steward.post(f"{there}/gone", {"matter": audio.id}).status_code == 302
    assert held.client(R.WITNESS).post(f"{there}/witness", {"matter": audio.id}).status_code == 302
    page = steward.get(there).content.decode()
    assert "Two people say that it is gone." in page
    assert "52" in page
    raw = StudyHeldMatter.objects.get(matter="raw-text")
    for day, status in (("2999-01-01", 409), ("never", 409), ("2026-12-01", 302)):
        assert steward.post(f"{there}/day", {"matter": raw.id, "day": day}).status_code == status, day


def test_st_r21_a_planted_word_of_raw_text_is_nowhere_where_it_does_not_belong(held, caplog):
    """Written, read, refused, decided, released: it stands on pages of those who work on raw words alone."""
    caplog.set_level(logging.DEBUG)
    words = file_of("T1").replace("group chat", PLANTED)
    write(held, words)
    seen = held.work(R.CHECKER).open(TextKind.RAW).turn
    held.post(R.CHECKER, "transcript/check", seen=seen, minutes="60", heard="6", unclear="yes")
    for role in (FIRST, SECOND):
        held.post(role, "reading/sit")
        held.post(role, "reading/mark", turn=2, words=PLANTED, kind="rare_detail")
        held.post(role, "reading/mark", 409, turn=3, words=PLANTED, kind="rare_detail")
        held.post(role, "reading/finish")
    at_work = held.client(FIRST).get(held.address("reading"))
    assert PLANTED in at_work.content.decode()
    assert "no-store" in at_work["Cache-Control"]
    assert f"<title>{PLANTED}" not in at_work.content.decode()
    for path in ("transcript", "reading", "glass", "no-such-page"):
        page = held.client(R.CODER_A).get(held.address(path))
        assert page.status_code == 404
        assert PLANTED not in page.content.decode()
    for role in held.people:
        for path in ("", "/texts", "/protocol", "/team"):
            assert (
                PLANTED not in held.client(role).get(f"/staff/studies/{held.study.id}{path}").content.decode()
            )
    rows = [str(row) for row in Event.objects.values_list("action", "subject", "by", "detail")]
    assert len(rows) > 10
    assert PLANTED not in " ".join(rows)
    assert PLANTED not in caplog.text
    assert PLANTED not in " ".join(f"{each.subject} {each.body}" for each in mail.outbox)
