"""What the holder of a return code hears and may do, once they chose their two pictures.

Before that nothing here tells one code from another: a code that is wrong, thrown away or over, and other
pictures than the right ones, all come to None. Other pictures also tell a supervisor.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kapea.audit import actions as audit
from kapea.care.actions import withdraw_permission
from kapea.care.answering_desks import hours_of
from kapea.care.intake_erasure import erase_intake, erase_left_words
from kapea.care.models import Case, CodeAlert, Intake, RecordedPermission
from kapea.care.news_sources import HeardNews, NewsLine, news_of
from kapea.core.care.asking import ConsentAnswer
from kapea.core.care.case_states import CaseState
from kapea.core.care.scopes import PermissionKind
from kapea.core.care.way_in import CodeAlertKind, LeftKind, is_shut, left_news, signs_in_order
from kapea.core.pack.model import Release
from kapea.vault.by_return_code import BY_HOLDER, Look, looks_at_own
from kapea.vault.hybrid import PrivateHalf
from kapea.vault.person_seals import are_right_signs, open_for_holder, records_of
from kapea.vault.public_keys import PERSON
from kapea.vault.return_codes import person_of, throw_code_away

MOST_ALERTS = 12
LEFT = "left"
"""The source of news about what was left itself."""


@dataclass(frozen=True, slots=True)
class HeldThread:
    """What belongs to the holder of a code, opened by them."""

    holder: PrivateHalf = field(repr=False)
    row: Intake


def opened_thread(digits: str, chosen: list[str], *, at: datetime) -> HeldThread | None:
    """What a code and two pictures open. None for all else: then nobody may see that there is anything."""
    found = _held(digits, at)
    return opened_by_signs(found, chosen, at=at) if found is not None else None


def opened_by_signs(found: HeldThread, chosen: list[str], *, at: datetime) -> HeldThread | None:
    """The same, where the code was looked up a moment ago."""
    wrong = found.row.alerts.filter(kind=CodeAlertKind.OTHER_SIGNS.value, seen_at=None)
    shut = is_shut(list(wrong.values_list("at", flat=True)), at=at)
    if not _are_right(found, chosen, at):
        warn(found, CodeAlertKind.OTHER_SIGNS, at=at)
        return None
    return None if shut else found


def reopened_thread(digits: str, *, at: datetime) -> HeldThread | None:
    """The same, for whoever chose the right pictures a moment ago."""
    return _held(digits, at)


def say_not_now(digits: str, *, at: datetime) -> None:
    """Somebody with a code said that it is no good time: a supervisor hears of it."""
    found = _held(digits, at)
    if found is not None:
        warn(found, CodeAlertKind.NOT_NOW, at=at)


def warn(found: HeldThread, kind: CodeAlertKind, *, at: datetime) -> None:
    """Tells supervisors, by a code and no word. Until one has looked nobody calls. Whoever tries again and
    again is told of no more often than so.
    """
    if found.row.alerts.filter(seen_at=None).count() >= MOST_ALERTS:
        return
    with transaction.atomic():
        CodeAlert.objects.create(intake=found.row, kind=kind.value, at=at)
        _record("alert.code", found.row, at, kind=kind.value.replace("_", "-"))


def _held(digits: str, at: datetime) -> HeldThread | None:
    private = person_of(digits, at=at)
    records = records_of(private) if private is not None else []
    row = Intake.objects.filter(id__in=records).order_by("left_at").first()
    return HeldThread(private, row) if private is not None and row is not None else None


def _are_right(found: HeldThread, chosen: list[str], at: datetime) -> bool:
    row = found.row
    return are_right_signs(
        found.holder,
        bytes(row.signs),
        signs_in_order(chosen) or "none",
        record=row.id,
        organisation=row.organisation_id,
        at=at,
    )


# --- hearing ----------------------------------------------------------------------------------


def heard_by(found: HeldThread, release: Release, *, at: datetime) -> list[HeardNews]:
    """All that is heard: how it stands, what workers wrote, and what else came of it."""
    zone = ZoneInfo(release.time_zone)
    lines = sorted((_standing(found.row, zone, at), *_answers(found, zone, at)), key=lambda each: each.on)
    own = HeardNews(LEFT, found.row.id, tuple(lines))
    return [own, *news_of(found.row.id, time_zone=release.time_zone, at=at)]


def _standing(row: Intake, zone: ZoneInfo, at: datetime) -> NewsLine:
    case = Case.objects.filter(id=row.id).first()
    news = left_news(
        left_at=row.left_at,
        hours=hours_of(row.organisation_id),
        taken=case is not None,
        closed=case is not None and case.standing is CaseState.CLOSED,
        at=at,
    )
    since = case.registered_at if case is not None else row.left_at
    return NewsLine(news.value.replace("_", "-"), since.astimezone(zone).date())


def _answers(found: HeldThread, zone: ZoneInfo, at: datetime) -> list[NewsLine]:
    row = found.row
    answers = list(row.answers.order_by("at", "id"))
    sealed = [bytes(each.sealed) for each in answers]
    said = open_for_holder(found.holder, sealed, record=row.id, organisation=row.organisation_id, at=at)
    return [
        NewsLine("answer", each.at.astimezone(zone).date(), words.decode())
        for each, words in zip(answers, said, strict=True)
        if words is not None
    ]


def looks_of_others(found: HeldThread) -> tuple[Look, ...]:
    """When somebody opened what is theirs, the oldest first."""
    return looks_at_own(found.holder)


# --- what the holder does ---------------------------------------------------------------------


def withdraw_calls(found: HeldThread, *, at: datetime) -> int:
    """Nobody may contact them any more, from now on. How many permissions that were."""
    _drop_unread(found, LeftKind.CONTACT, at)
    return _withdraw(found, [PermissionKind.CALL_BACK, PermissionKind.FEEDBACK_CALL], at)


def withdraw_all(found: HeldThread, *, at: datetime) -> int:
    """Every yes is taken back. What nobody has read is erased at once."""
    _drop_unread(found, None, at)
    return _withdraw(found, list(PermissionKind), at)


def throw_away(digits: str, *, at: datetime) -> None:
    """From now on the code opens nothing. Whoever has it can do this, and sees no difference."""
    private = person_of(digits, at=at)
    if private is not None:
        _throw(private, at)


def throw_found_away(found: HeldThread, *, at: datetime) -> None:
    """The same, where the code was looked up a moment ago."""
    _throw(found.holder, at)


def _throw(private: PrivateHalf, at: datetime) -> None:
    throw_code_away(private.owner.removeprefix(PERSON), at=at)


def ask_to_erase(found: HeldThread, *, at: datetime) -> bool:
    """All of it goes: at once where nobody has taken it, else a day later, so that whoever was forced to ask
    can take it back. Whether it is gone.
    """
    if not Case.objects.filter(id=found.row.id).exists():
        erase_intake(found.row.id, by=BY_HOLDER, at=at)
        return True
    with transaction.atomic():
        Intake.objects.filter(id=found.row.id, erase_asked_at=None).update(erase_asked_at=at)
        _record("intake.ask-to-erase", found.row, at)
    warn(found, CodeAlertKind.ERASE, at=at)
    return False


def keep_after_all(found: HeldThread, *, at: datetime) -> None:
    """It is not erased."""
    with transaction.atomic():
        Intake.objects.filter(id=found.row.id).update(erase_asked_at=None)
        _record("intake.keep", found.row, at)


def _withdraw(found: HeldThread, kinds: list[PermissionKind], at: datetime) -> int:
    row, yes = found.row, ConsentAnswer.YES.value
    mine = RecordedPermission.objects.filter(
        organisation=row.organisation_id,
        case=row.id,
        kind__in=[each.value for each in kinds],
        withdrawn_at=None,
    )
    given = [each.id for each in mine if yes in (each.assent, each.consent)]
    for id in given:
        withdraw_permission(organisation=row.organisation_id, id=id, by=BY_HOLDER, at=at)
    return len(given)


def _drop_unread(found: HeldThread, kind: LeftKind | None, at: datetime) -> None:
    unread = found.row.words.all() if kind is None else found.row.words.filter(kind=kind.value)
    erase_left_words(list(unread.values_list("id", flat=True)), by=BY_HOLDER, at=at)


def _record(action: str, row: Intake, at: datetime, **detail: str) -> None:
    audit.record(
        action=action,
        subject=f"case:{row.id}",
        by=BY_HOLDER,
        at=at,
        organisation=row.organisation_id,
        **detail,
    )
