"""Turns in which somebody told of harm leave the study: out of every text, for whoever opens one next."""

from __future__ import annotations

from contextlib import suppress

from kapea.core.studies.both_languages import original_of
from kapea.core.studies.transcript import SessionTranscript
from kapea.studies.models import StudyTurnCut
from kapea.studies.session_texts import TextKind
from kapea.studies.text_work import TextRefused, TextWork
from kapea.studies.trail_names import StudyDeed
from kapea.studies.turns_gone import transcript_in
from kapea.vault.record_keys import CannotOpen


def cut_disclosure(work: TextWork, seen: TextKind, turn: int) -> None:
    """A whole turn goes. What whoever marks it can open is sealed anew at once, the rest before it is shown
    to anybody. Raises TextRefused where there is no such turn, CannotOpen.
    """
    text: SessionTranscript = transcript_in(work.open(seen).value)
    if turn not in {each.number for each in original_of(text).turns}:
        raise TextRefused("no-such-turn")
    with work.locked() as row:
        _, is_first = StudyTurnCut.objects.get_or_create(study=row, session=work.session, turn=turn)
        if is_first:
            work.tell(row, StudyDeed.DISCLOSURE)
    open_all(work)


def open_all(work: TextWork) -> None:
    """Opens each text that one's role opens: what has to go out of it goes."""
    for kind in TextKind:
        with suppress(CannotOpen):
            work.found(kind)
