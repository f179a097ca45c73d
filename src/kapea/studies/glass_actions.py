"""Raw words opened in need: one asks with a reason, another agrees within an hour, and for an hour the first
may read; each reading is in the trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kapea.core.studies.glass_reasons import GLASS_HOLDS, GlassReason, glass_holds
from kapea.core.studies.study_permissions import StudyAct
from kapea.core.studies.transcript import without_turns
from kapea.core.studies.written_texts import WrittenTranscript, written_without
from kapea.people.member import Member
from kapea.people.queries import member_at_work
from kapea.studies.glass_copies import GLASS, opened_glass, readers_of_halves
from kapea.studies.models import Study, StudyGlass, StudySealedText
from kapea.studies.sealed_texts import sealed_text
from kapea.studies.session_texts import OpenText, TextKind, cut_text
from kapea.studies.text_work import TextRefused, TextWork
from kapea.studies.trail_names import StudyDeed
from kapea.studies.turns_gone import turns_to_cut
from kapea.vault.handing_over import stop_reading
from kapea.vault.record_keys import open_record, share
from kapea.vault.record_wraps import RecordKey


def ask_for_glass(work: TextWork, reason: GlassReason) -> StudyGlass:
    """Asks for the raw words of a session. Raises GateRefused, TextRefused."""
    work.require(StudyAct.BREAK_GLASS)
    _half_of(work.study, work.member)
    _copy(work)
    with work.locked() as row:
        made = StudyGlass.objects.create(
            study=row,
            session=work.session,
            reason=reason.value,
            asked_by=work.member.id,
            asked_at=work.at,
        )
        work.tell(row, StudyDeed.GLASS_ASK, reason=reason.value)
    return made


def agree_to_glass(work: TextWork, glass: StudyGlass) -> None:
    """The other of the two agrees, and lets whoever asked open their half. Raises TextRefused for whoever
    asked, once the hour is over, or where both hold the same half; CannotOpen.
    """
    asker = member_at_work(glass.asked_by)
    if asker is None or glass.agreed_at or not glass_holds(glass.asked_at, work.at):
        raise TextRefused("glass-over")
    half = _half_of(work.study, work.member)
    if work.member.user == asker.user or _half_of(work.study, asker) == half:
        raise TextRefused("glass-other-person")
    key = _half_key(work, half, _copy(work).record)
    with work.locked() as row:
        StudyGlass.objects.filter(id=glass.id).update(agreed_by=work.member.id, agreed_at=work.at)
        work.tell(row, StudyDeed.GLASS_AGREE, reason=glass.reason)
    share(key, asker.id, asker.user, at=work.at)


def read_by_glass(work: TextWork, glass: StudyGlass) -> WrittenTranscript:
    """The raw words, without what consent covers no more. Raises TextRefused, CannotOpen."""
    if glass.asked_by != work.member.id or not glass_holds(glass.agreed_at, work.at):
        raise TextRefused("glass-over")
    copy = _copy(work)
    with work.locked() as row:
        work.tell(row, StudyDeed.GLASS_READ, reason=glass.reason)
    inner, outer = (_half_key(work, half, copy.record) for half in readers_of_halves(work.study))
    written = opened_glass(bytes(copy.sealed), inner, outer)
    gone = turns_to_cut(work.study, work.session, written.transcript)
    if gone:
        _cut(work, written, gone, inner)
    return written_without(written, without_turns(written.transcript, gone)[0])


def _cut(work: TextWork, written: WrittenTranscript, gone: Iterable[int], key: RecordKey) -> None:
    """They go here, too, before anything is shown: the copy of two is sealed anew with the raw words."""
    row = sealed_text(work.study, work.session, TextKind.RAW.value)
    if row is not None:
        opened = OpenText(written, key, row.turn)
        cut_text(work.member, work.study, work.session, TextKind.RAW, opened, frozenset(gone), at=work.at)


def _copy(work: TextWork) -> StudySealedText:
    copy = sealed_text(work.study, work.session, GLASS)
    if copy is None:
        raise TextRefused("no-glass")
    return copy


def _half_of(study: Study, member: Member) -> str:
    for purpose, people in readers_of_halves(study).items():
        if member.user in {each.user_id for each in people}:
            return purpose
    raise TextRefused("no-glass")


def _half_key(work: TextWork, purpose: str, record: str) -> RecordKey:
    return open_record(
        work.private,
        record=record,
        purpose=purpose,
        reader=work.member.id,
        organisation=work.member.organisation,
        at=work.at,
    )


def end_glasses(*, at: datetime) -> int:
    """Whoever read in need opens only their own half again once the hour is over; how many."""
    over = StudyGlass.objects.filter(agreed_at__lte=at - GLASS_HOLDS).exclude(agreed_by="")
    ended = 0
    for glass in over.select_related("study"):
        asker, copy = member_at_work(glass.asked_by), sealed_text(glass.study, glass.session, GLASS)
        if asker is not None and copy is not None and not _reads_still(glass, at):
            ended += _end(glass.study, asker, copy.record)
    return ended


def _reads_still(glass: StudyGlass, at: datetime) -> bool:
    again = StudyGlass.objects.filter(
        study=glass.study, session=glass.session, asked_by=glass.asked_by, agreed_at__gt=at - GLASS_HOLDS
    )
    return again.exists()


def _end(study: Study, asker: Member, record: str) -> int:
    halves = readers_of_halves(study)
    return sum(
        stop_reading(asker.id, [record], purpose)
        for purpose, people in halves.items()
        if asker.user not in {each.user_id for each in people}
    )
