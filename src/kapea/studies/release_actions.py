"""The two who read sign the text as it is; with the last signature coders can read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kapea.core.studies.both_languages import original_of, translation_of
from kapea.core.studies.draw_at_release import with_draw
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.paired_reading import (
    ReadingRefused,
)
from kapea.core.studies.reading_decisions import (
    open_passages,
    other_flags,
)
from kapea.core.studies.study_refusals import StudyRefused
from kapea.core.studies.study_standing import StudyStanding
from kapea.core.studies.text_cuts import MovesToRelease
from kapea.core.studies.text_gates import open_text_gate
from kapea.core.studies.transcript_release import (
    DeidentifiedDraft,
    ReleasedTranscript,
    draft_signed,
    flags_raised,
    release_transcript,
    surfaces_replaced,
)
from kapea.studies.coding_rows import move_coded_segments
from kapea.studies.draw_rows import draw_of_release
from kapea.studies.held_matters import hold_key_list
from kapea.studies.models import Study, StudySealedText
from kapea.studies.reading_actions import require_decider, save_reading, seen_reading
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_texts import (
    CUSTODY,
    RELEASED_KINDS,
    OpenText,
    TextKind,
    destroy_left_keys,
    note_left_key,
    save_text,
)
from kapea.studies.study_keys import make_study_key
from kapea.studies.text_work import TextWork
from kapea.studies.texts_at_once import open_many
from kapea.studies.trail_names import StudyDeed


def with_other_names(work: TextWork, draft: DeidentifiedDraft) -> DeidentifiedDraft:
    """With all that was replaced in other sessions of the study: what is hidden there is not left here. One
    that does not open is asked for by itself. Raises CannotOpen: a name that nobody looked for could be left.
    """
    others = StudySealedText.objects.filter(study=work.study, kind=TextKind.LOG.value)
    codes = sorted(others.exclude(session=work.session).values_list("session", flat=True))
    opened = open_many(work.private, work.member, work.study, TextKind.LOG, codes, at=work.at)
    rest = (replace(work, session=code).found(TextKind.LOG) for code in codes if code not in opened)
    names = surfaces_replaced((*opened.values(), *(log.value for log in rest if log is not None)))
    return replace(draft, elsewhere=draft.elsewhere | names)


# --- releasing ----------------------------------------------------------------------------------


def sign_reading(work: TextWork, turn: int) -> bool:
    """Signs the text as it would be released now. With the last signature it is; whether it was. Raises
    ReadingRefused while something is open, TextChanged, GateRefused.
    """
    opened = seen_reading(work, turn)
    require_decider(work, opened.value)
    draft = draft_signed(opened.value, work.member.user)
    whole = with_other_names(work, draft)
    if open_passages(whole) or other_flags(whole):
        raise ReadingRefused("reading: something is open; decide it first")
    if flags_raised(whole):
        save_reading(work, draft, opened, StudyDeed.SIGN, what=StudyGate.DEIDENTIFIED.value)
        return False
    _release(work, draft, opened)
    return True


def _release(work: TextWork, draft: DeidentifiedDraft, opened: OpenText[DeidentifiedDraft]) -> None:
    released, before = release_transcript(draft), work.found(TextKind.LOG)
    texts = _released_texts(released, draft.translated_into)
    keys = {kind: make_study_key(work.member, work.study, CUSTODY[kind], at=work.at) for kind in texts}
    with work.locked() as row:
        save_text(row, work.session, TextKind.READING, draft, opened)
        for kind, value in texts.items():
            _note(row, work.session, kind)
            keep_sealed(row, work.session, kind.value, value, keys[kind])
        if before is not None:
            move_coded_segments(row, work.session, MovesToRelease(before.value, released))
        overlooked = [released.missed.missed, released.missed.found]
        row.sessions.filter(number=int(work.session[1:])).update(overlooked=overlooked)
        hold_key_list(row, work.session, work.at)
        records = {kind: keys[kind].record for kind in RELEASED_KINDS if kind in keys}
        _open_gate(work, row, released, records)
    destroy_left_keys(by=work.member.id, at=work.at)


def _released_texts(released: ReleasedTranscript, translated_into: str) -> dict[TextKind, object]:
    """What goes out, and the log. Whatever both languages were, each stands under a key of its own."""
    translation = translation_of(released.transcript, translated_into)
    beside = {} if translation is None else {TextKind.RELEASED_TRANSLATION: translation}
    return {TextKind.RELEASED: original_of(released.transcript), **beside, TextKind.LOG: released}


def _note(row: Study, session: str, kind: TextKind) -> None:
    """The key of the release before goes."""
    found = StudySealedText.objects.filter(study=row, session=session, kind=kind.value).first()
    note_left_key(row, session, kind.value, None if found is None else found.turn)


def _open_gate(
    work: TextWork, row: Study, released: ReleasedTranscript, records: Mapping[TextKind, str]
) -> None:
    """With it the session is drawn: for both coders, or for one."""
    beside = records.get(TextKind.RELEASED_TRANSLATION)

    def open_and_draw(standing: StudyStanding) -> StudyStanding | StudyRefused:
        drawn = draw_of_release(row, standing, work.session)
        signed, gate = released.signed_by, StudyGate.DEIDENTIFIED
        return open_text_gate(
            with_draw(standing, drawn), gate, work.session, by=signed, said_by=work.member.user, at=work.at
        )

    work.change(
        row,
        StudyDeed.RELEASE,
        open_and_draw,
        record=records[TextKind.RELEASED],
        **({"translation": beside} if beside else {}),
    )
