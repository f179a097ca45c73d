"""A transcript brought to its release by the actions by which people do it."""

from __future__ import annotations

from tests.core.studies.coded_demo import kind_of, raw_span, replacements
from tests.staff.texts_held import TextsHeld, file_of, plants_of

from kapea.core.studies.reading_decisions import open_passages
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.text_edits import TextSpan
from kapea.studies.reading_actions import (
    finish_reading,
    give_tag,
    keep_words,
    mark_words,
    open_reading,
    sit_down,
)
from kapea.studies.release_actions import sign_reading, with_other_names
from kapea.studies.session_texts import TextKind
from kapea.studies.transcript_actions import check_transcript, write_transcript

R = StudyRole
READERS = (R.DEIDENTIFIER_1, R.DEIDENTIFIER_2)


def write_down(held: TextsHeld, told: str = "T1") -> None:
    write_transcript(held.work(R.TRANSCRIBER, told), file_of(told), "en", None)
    seen = held.work(R.CHECKER, told).open(TextKind.RAW).turn
    check_transcript(held.work(R.CHECKER, told), seen, minutes=60, heard=6, unclear=True)


def read_it(held: TextsHeld, told: str = "T1") -> None:
    """Both mark what is planted, and finish."""
    for role in READERS:
        sit_down(held.work(role, told), role)
        text = open_reading(held.work(role, told)).value.reading.transcript
        for plant in plants_of(told):
            turn = text.turn_of(raw_span(plant))
            assert turn is not None
            mark_words(held.work(role, told), turn.number, plant["surface"], kind_of(plant))
        finish_reading(held.work(role, told))


def decide_all(held: TextsHeld, told: str = "T1") -> None:
    """What is planted gets its tag, whatever a machine marked besides stays."""
    for made in sorted(replacements(told)):
        work = held.work(R.DEIDENTIFIER_1, told)
        opened = open_reading(work)
        if not any(each.span == made.span for each in opened.value.replacements):
            give_tag(work, opened.turn, made.span, made.tag, made.why)
    keep_rest(held, told)


def keep_rest(held: TextsHeld, told: str) -> None:
    while left := _open(held, told):
        work = held.work(R.DEIDENTIFIER_1, told)
        keep_words(work, open_reading(work).turn, left[0], "points to nobody")


def _open(held: TextsHeld, told: str) -> list[TextSpan]:
    work = held.work(R.DEIDENTIFIER_1, told)
    return [each.span for each in open_passages(with_other_names(work, open_reading(work).value))]


def sign_it(held: TextsHeld, told: str = "T1") -> bool:
    return [sign_reading(w, open_reading(w).turn) for w in (held.work(r, told) for r in READERS)][-1]


def release_it(held: TextsHeld, told: str = "T1") -> None:
    write_down(held, told)
    read_it(held, told)
    decide_all(held, told)
    assert sign_it(held, told)
