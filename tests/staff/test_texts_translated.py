"""A translation goes the way of what was said: read and signed by the same two, released, cut and taken back
with it, and shown beside it where it is coded, while marks stay on what was said.
"""

from __future__ import annotations

import pytest
from tests.staff.at_the_desk import SAID as SAID_ON_PAGES
from tests.staff.read_texts import READERS, keep_rest, sign_it
from tests.staff.texts_held import WORKERS, R, TextsHeld, texts_held

from kapea.core.studies.codings import StudyCoding
from kapea.core.studies.identifier_kinds import IdentifierKind
from kapea.core.studies.text_edits import TextSpan
from kapea.studies import output_source
from kapea.studies.coding_rows import keep_coding
from kapea.studies.disclosures import cut_disclosure
from kapea.studies.found_names import take_back_release
from kapea.studies.models import CodedSegment, Study, StudySealedText, StudyTakenBack
from kapea.studies.reading_actions import finish_reading, give_tag, mark_words, open_reading, sit_down
from kapea.studies.release_actions import sign_reading
from kapea.studies.released_texts import open_translation
from kapea.studies.session_texts import TextChanged, TextKind
from kapea.studies.text_work import TextRefused
from kapea.studies.transcript_actions import (
    check_transcript,
    check_translation,
    write_transcript,
    write_translation,
)
from kapea.vault.models import RecordWrap
from kapea.vault.record_keys import CannotOpen
from kapea.web.field import released_page

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
SAID = "C1: Bopha walks home with me\nC2: nobody asks us\nC1: Bopha knows the way"
TRANSLATED = "C1: បុប្ផា ដើរទៅផ្ទះជាមួយខ្ញុំ\nC2: គ្មានអ្នកណាសួរយើងទេ\nC1: នាង Bopha ស្គាល់ផ្លូវ"
NOTES = "1 | walks home | ដើរទៅផ្ទះ | every day"
NAMES = ("Bopha", "បុប្ផា")


@pytest.fixture
def held(cast) -> TextsHeld:
    roles = (*WORKERS, R.TRANSLATOR, R.BACK_TRANSLATOR)
    made = texts_held(cast, roles=roles, translated=True)
    write_transcript(made.work(R.TRANSCRIBER), SAID, "en", None)
    seen = made.work(R.CHECKER).open(TextKind.RAW).turn
    check_transcript(made.work(R.CHECKER), seen, minutes=60, heard=6, unclear=True)
    write_translation(made.work(R.TRANSLATOR), TRANSLATED, NOTES, "km", None)
    return made


def check_it(held: TextsHeld) -> None:
    seen = held.work(R.BACK_TRANSLATOR).open(TextKind.PAIR).turn
    check_translation(held.work(R.BACK_TRANSLATOR), seen, by_meaning=True, back_checked=True)


def mark_and_tag(held: TextsHeld, names: tuple[str, ...]) -> None:
    """Both mark some names wherever they stand, and give them one tag."""
    for role in READERS:
        sit_down(held.work(role), role)
        for turn in (1, 3):
            for name in names:
                try:
                    mark_words(held.work(role), turn, name, IdentifierKind.NAME)
                except ValueError:
                    assert (turn, name) == (3, "បុប្ផា"), "in turn 3 the name stands in Latin letters alone"
        finish_reading(held.work(role))
    for name in names:
        work = held.work(READERS[0])
        opened = open_reading(work)
        start = opened.value.raw.index(name)
        give_tag(work, opened.turn, TextSpan(start, start + len(name)), "[friend]", "name")
    keep_rest(held, "T1")


def release_both(held: TextsHeld) -> None:
    check_it(held)
    mark_and_tag(held, NAMES)
    assert sign_it(held)


def texts(held: TextsHeld, role=R.CODER_A) -> tuple[str, dict[int, str]]:
    """What a coder can open: what was said, and what it says in the other language."""
    work = held.work(role)
    beside = open_translation(work.private, work.member, work.study, work.session, at=work.at)
    return work.open(TextKind.RELEASED).value.text, dict(beside.words)


def test_the_same_two_release_both_languages_and_no_name_is_left_in_either(held):
    with pytest.raises(TextRefused):
        sit_down(held.work(READERS[0]), READERS[0])
    release_both(held)
    said, translated = texts(held)
    assert said == "C1: [friend] walks home with me\nC2: nobody asks us\nC1: [friend] knows the way"
    assert translated == {
        1: "[friend] ដើរទៅផ្ទះជាមួយខ្ញុំ", 2: "គ្មានអ្នកណាសួរយើងទេ", 3: "នាង [friend] ស្គាល់ផ្លូវ"
    }  # fmt: skip
    with pytest.raises(TextRefused):
        write_translation(held.work(R.TRANSLATOR), TRANSLATED, NOTES, "km", 0)


def test_a_name_replaced_in_one_language_only_is_told_before_signing(held):
    check_it(held)
    mark_and_tag(held, ("Bopha",))
    page = held.page(READERS[0], "reading")
    assert "Replaced in one language only" in page
    alone = page.split("Replaced in one language only", 1)[1].split("</section>", 1)[0]
    assert '<a href="#t1">Turn 1</a>: <b>[friend]</b>' in alone
    assert "Turn 3" not in alone
    page = " ".join(page.split())
    assert page.count('<a href="#t3">Turn 3</a> · Bopha: <b>[friend]</b>') == 1, "as said"
    assert page.count('<a href="#t3">Turn 3</a> (Translation) · Bopha: <b>[friend]</b>') == 1


def test_whoever_signed_and_reads_it_changed_by_a_withdrawal_is_told_why_to_sign_again(held):
    check_it(held)
    mark_and_tag(held, NAMES)
    first = READERS[0]
    why = SAID_ON_PAGES["study-reading-again"]
    assert why not in held.page(first, "reading"), "nobody signed it yet"
    sign_reading(held.work(first), open_reading(held.work(first)).turn)
    assert why not in held.page(first, "reading")
    held.withdraw("C2")
    page = held.page(first, "reading")
    assert why in page
    assert "nobody asks us" not in page
    assert why not in held.page(READERS[1], "reading"), "the other had not signed"
    assert 'lang="km"' in page


def test_who_withdraws_or_tells_of_harm_is_gone_from_both_and_marks_stay_on_their_words(held):
    release_both(held)
    text = held.work(R.CODER_A).open(TextKind.RELEASED).value.text
    start = text.index("knows the way")
    study = Study.objects.get(id=held.study.id)
    for number, at in ((1, text.index("nobody")), (2, start)):
        span = TextSpan(at, at + 6)
        keep_coding(study, StudyCoding(held.people[R.CODER_A].user.id, number, "s1", span, "X", 1), None)
    records = set(StudySealedText.objects.values_list("record", flat=True))
    held.withdraw("C2")
    said, translated = texts(held)
    assert "nobody" not in said
    assert set(translated) == {1, 3}
    [kept] = CodedSegment.objects.all()
    assert said[kept.start : kept.end] == "knows "
    cut_disclosure(held.work(R.CODER_A), TextKind.RELEASED, 1)
    assert set(texts(held)[1]) == {3}
    released = StudySealedText.objects.filter(kind__startswith="released")
    assert released.count() == 2
    assert not records & set(released.values_list("record", flat=True)), "an older copy stays dark"
    draft = open_reading(held.work(READERS[0])).value
    assert {turn.speaker for turn in draft.reading.transcript.turns} == {"C1"}
    assert [turn.number for turn in draft.reading.transcript.turns] == [3, 10_003]


def test_whoever_opens_one_language_after_a_withdrawal_cuts_both(held):
    release_both(held)
    texts(held)
    records = dict(StudySealedText.objects.filter(kind__startswith="released").values_list("kind", "record"))
    held.withdraw("C2")
    held.work(R.CODER_A).open(TextKind.RELEASED)
    for kind, record in records.items():
        assert StudySealedText.objects.get(kind=kind).record != record
        assert not RecordWrap.objects.filter(record=record).exists(), "an older copy stays dark"


def test_a_name_found_in_the_translation_takes_both_back_and_both_are_signed_again(held):
    release_both(held)
    texts(held, R.ANALYST)
    assert take_back_release(held.work(R.CODER_A), "ផ្ទះ") == ("s1",)
    assert not StudySealedText.objects.filter(kind__startswith="released").exists()
    assert held.people[R.ANALYST].membership.id in StudyTakenBack.objects.get().reached
    draft = open_reading(held.work(READERS[0]))
    assert draft.value.elsewhere >= {"ផ្ទះ"}
    start = draft.value.raw.index("ផ្ទះ")
    give_tag(held.work(READERS[0]), draft.turn, TextSpan(start, start + 4), "[a place]", "place")
    keep_rest(held, "T1")
    assert sign_it(held)
    assert "ផ្ទះ" not in texts(held)[1][1]


def test_who_opens_one_language_only_takes_back_both_and_never_says_that_nothing_is_there(held):
    release_both(held)
    record = StudySealedText.objects.get(kind="released-translation").record
    RecordWrap.objects.filter(record=record, reader=held.people[R.CODER_A].membership.id).delete()
    assert texts(held)[1] == {}
    with pytest.raises(CannotOpen):
        take_back_release(held.work(R.CODER_A), "ផ្ទះ")
    assert take_back_release(held.work(R.CODER_A), "walks") == ("s1",)
    assert not StudySealedText.objects.filter(kind__startswith="released").exists()
    assert not RecordWrap.objects.filter(record=record).exists()


def test_coders_see_both_side_by_side_and_mark_only_what_was_said(held):
    release_both(held)
    page = held.client(R.CODER_A).get(f"/staff/studies/{held.study.id}/coding/session?s=1").content.decode()
    assert '<p class="beside" lang="km">[friend] ដើរទៅផ្ទះជាមួយខ្ញុំ</p>' in page
    assert "គ្មានអ្នកណាសួរយើងទេ" in held.page(R.CODER_A, "released")
    marked = "<span data-words>[friend] walks home with me</span></p>"
    assert f'{marked}<p class="beside"' in page, "only what was said can be marked"


def test_what_others_change_or_take_back_in_the_same_moment_breaks_no_page(held, monkeypatch):
    release_both(held)

    def changed(*_, **__):
        raise TextChanged("s1")

    def taken_back(*_, **__):
        StudySealedText.objects.filter(kind="released").delete()
        return {}

    monkeypatch.setattr(released_page, "open_translation", changed)
    assert SAID_ON_PAGES["text-fault-changed"] in held.page(R.CODER_A, "released", 409)
    monkeypatch.setattr(output_source, "open_all_released", taken_back)
    work = held.work(R.ANALYST)
    assert output_source.open_all_texts(work.private, work.member, work.study, at=work.at) == {}
