"""A name found in words that coders have: the words are taken back at once, whoever had them is known, and
the two who read have the name, sealed for them, when they open the reading again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kapea.audit.actions import READING
from kapea.audit.models import Event
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.replacements import occurrences
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.text_gates import shut_text_gate
from kapea.core.studies.transcript import SessionTranscript
from kapea.people.models import Membership
from kapea.studies.models import Study, StudyKeyLeft, StudySealedText, StudyTakenBack
from kapea.studies.sealed_texts import keep_sealed, opened_text, sealed_text
from kapea.studies.session_texts import RELEASED_KINDS, OpenText, TextKind, destroy_left_keys, note_left_key
from kapea.studies.study_keys import StudyCustody, make_study_key, open_study_key
from kapea.studies.text_work import TextRefused, TextWork
from kapea.studies.trail_names import StudyDeed
from kapea.vault.record_keys import CannotOpen

RELEASE = StudyCustody.RELEASED.value
FOUND = "found"
"""The kind under which a name stands until the readers have it."""


def take_back_release(work: TextWork, surface: str) -> tuple[str, ...]:
    """Takes every release of the study back in which those words stand, in whichever language, and both of
    them; the codes of their sessions. Raises TextRefused where they stand in none, CannotOpen.
    """
    work.require(StudyAct.READ_DEIDENTIFIED)
    released = StudySealedText.objects.filter(study=work.study, kind=TextKind.RELEASED.value)
    taken = [
        code
        for code in sorted(released.values_list("session", flat=True))
        if _take_back_one(_at(work, code), surface)
    ]
    if not taken:
        raise TextRefused("name-not-there")
    return tuple(taken)


def _at(work: TextWork, session: str) -> TextWork:
    return TextWork(work.private, work.member, work.study, session, work.at, work.locked)


def _take_back_one(work: TextWork, surface: str) -> bool:
    opened = _opened_where_it_stands(work, surface)
    if not opened:
        return False
    key = make_study_key(work.member, work.study, StudyCustody.RAW, at=work.at)
    records = {each.key.record for each in opened.values()}
    with work.locked() as row:
        for kind, text in opened.items():
            note_left_key(row, work.session, kind.value, text.turn)
        _take_both(row, work.session)
        keep_sealed(row, work.session, FOUND, [surface], key)
        StudyTakenBack.objects.create(
            study=row,
            session=work.session,
            by=work.member.id,
            at=work.at,
            reached=readers_of(records | records_of_release(row, work.session)),
        )
        work.change(
            row,
            StudyDeed.TAKE_BACK,
            lambda standing: shut_text_gate(standing, StudyGate.DEIDENTIFIED, work.session, work.at),
        )
    destroy_left_keys(by=work.member.id, at=work.at)
    return True


def _opened_where_it_stands(work: TextWork, surface: str) -> dict[TextKind, OpenText[SessionTranscript]]:
    """Both languages, as far as they open, where the words stand in one of them; else none. Raises CannotOpen
    where they could stand in one that does not open.
    """
    opened: dict[TextKind, OpenText[SessionTranscript]] = {}
    shut: CannotOpen | None = None
    for kind in RELEASED_KINDS:
        try:
            text = work.found(kind)
        except CannotOpen as error:
            shut = error
        else:
            opened |= {kind: text} if text else {}
    if any(list(occurrences(surface, each.value.text)) for each in opened.values()):
        return opened
    if shut is not None:
        raise shut
    return {}


def _take_both(study: Study, session: str) -> None:
    """Neither language is released any more, whoever could open which."""
    _take(study, session, [kind.value for kind in RELEASED_KINDS])


def _take(study: Study, session: str, kinds: Iterable[str]) -> None:
    for row in StudySealedText.objects.filter(study=study, session=session, kind__in=list(kinds)):
        StudyKeyLeft.objects.get_or_create(record=row.record)
        row.delete()


def readers_reached(taken: StudyTakenBack) -> list[str]:
    """The ids of all who opened words that were taken back, by the trail of now: also of whoever opened them
    in the very moment in which they were, after it was asked who had.
    """
    records = records_of_release(taken.study, taken.session, until=taken.at)
    return sorted({*taken.reached, *readers_of(records)})


def records_of_release(study: Study, session: str, until: datetime | None = None) -> set[str]:
    """Every key under which the release of a session stood, until a moment: each cut gave it another."""
    rows = Event.objects.filter(subject=f"study:{study.id}", action__in=(StudyDeed.RELEASE, StudyDeed.CUT))
    rows = rows if until is None else rows.filter(at__lte=until)
    told = [each for each in rows.values_list("detail", flat=True) if each.get("session") == session]
    return {str(each[name]) for each in told for name in ("record", "translation") if name in each}


def readers_of(records: Iterable[str]) -> list[str]:
    """The ids of the members who opened some words, by the trail."""
    rows = Event.objects.filter(action=READING, subject__in=set(records), detail__purpose=RELEASE)
    rows = rows.order_by("by")
    return sorted({str(by).removeprefix("member:") for by in rows.values_list("by", flat=True)})


def colleague_names(ids: Iterable[str]) -> list[str]:
    """How their colleagues know them."""
    found = Membership.objects.filter(id__in=list(ids)).select_related("user")
    return sorted({row.user.name for row in found})


def found_names(work: TextWork) -> frozenset[str]:
    """What was found in a release of this session, for its readers. Raises CannotOpen."""
    row = sealed_text(work.study, work.session, FOUND)
    if row is None:
        return frozenset()
    key = open_study_key(work.private, work.member, work.study, row.record, StudyCustody.RAW, at=work.at)
    return frozenset(opened_text(row, key, list[str]))


def forget_found_names(study: Study, session: str) -> None:
    """The reading has them now; in the transaction that wrote it."""
    _take(study, session, [FOUND])
