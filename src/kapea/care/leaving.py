"""Leaving something for those who answer: sealed at once, under a yes to that very thing, with a code.

Words come here as they were typed, and are sealed before anything is saved. What is made in the key store
first, and then belongs to nothing because the rest failed, goes by itself on its day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from kapea.audit import actions as audit
from kapea.care.actions import record_permission
from kapea.care.answering_desks import hours_of, workers_of
from kapea.care.case_keys import case_readers, reader_of
from kapea.care.intake_erasure import erase_intake
from kapea.care.models import Case, Intake, LeftWords
from kapea.core.care.care_effects import CallBack, KeepStory
from kapea.core.care.case_clocks import CaseClock, due
from kapea.core.care.case_entries import CaseEntryContent
from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.decisions import Granted
from kapea.core.care.permissions import HOLDS, Permission, Wording
from kapea.core.care.retention import erase_at
from kapea.core.care.scopes import CallBackScope, KeepScope
from kapea.core.care.way_in import (
    BY_DOOR,
    LeftKind,
    WhoLeaves,
    grant_left,
    permission_left,
    scope_left,
)
from kapea.core.pack.model import Release
from kapea.people.ids import new_id
from kapea.people.models import Membership
from kapea.vault.person_seals import keep_code, seal_signs
from kapea.vault.record_keys import new_record
from kapea.vault.return_codes import NewCode, make_return_code

TOLD = "told"
"""The purpose of the key of what was left."""
RETAINED_AS = {LeftKind.MESSAGE: "message", LeftKind.CONTACT: "callback"}
Content = Callable[[str], CaseEntryContent]
"""What was written, once the id of the yes is known under which it is kept."""


class NobodyAnswers(RuntimeError):
    """Nobody is there who could read it, so nothing is taken: say so, and who does answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftThing:
    """One thing that is left, under one yes. `wording`: the words in which that was asked."""

    kind: LeftKind
    content: Content = field(repr=False)
    wording: Wording
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What somebody leaves for the first time. `id` is that of their form: sent twice, it is left once.
    `signs`: their two pictures.
    """

    id: str
    organisation: str
    level: CaseLevel
    who: WhoLeaves
    signs: str = field(repr=False)
    said: LeftThing


def leave_first(leaving: Leaving, release: Release, *, at: datetime) -> NewCode:
    """Leaves it, and draws the code with which its answer is heard. Raises NobodyAnswers, NoPepper,
    PassphrasesBusy.
    """
    readers = workers_of(leaving.organisation)
    if not readers:
        raise NobodyAnswers
    code = make_return_code(at=at, expires_at=at + HOLDS)
    _take_back_same(leaving.id, at)
    row = Intake(
        id=new_id() if Intake.objects.filter(id=leaving.id).exists() else leaving.id,
        organisation_id=leaving.organisation,
        level=leaving.level.value,
        language=leaving.said.language,
        who=leaving.who.value,
        left_at=at,
        due_at=_due(leaving, release, at),
    )
    goes_at = erase_at(release, RETAINED_AS[leaving.said.kind], last_done=at)
    row.signs = seal_signs(
        row.id, code.reader, leaving.signs, organisation=leaving.organisation, at=at, erase_at=goes_at
    )
    words, permission = _sealed(row, leaving.said, readers, release, at)
    with transaction.atomic():
        row.save(force_insert=True)
        _save(row, words, permission, at)
    return code


def _due(leaving: Leaving, release: Release, at: datetime) -> datetime:
    """When somebody should have taken it: as soon as the country says of its level, and as was told."""
    told = at + timedelta(hours=hours_of(leaving.organisation))
    first = due(release, CaseClock.FIRST_ACTION, leaving.level, begins=at, at=at).at
    return told if first is None else min(told, first)


def say_more(row: Intake, said: LeftThing, release: Release, *, at: datetime) -> None:
    """The holder of a code leaves one more thing, for whoever has taken what they left; else for all who may.
    Raises NobodyAnswers.
    """
    case = Case.objects.filter(id=row.id).select_related("owner").first()
    readers = case_readers(case) if case is not None else workers_of(row.organisation_id)
    if not readers:
        raise NobodyAnswers
    words, permission = _sealed(row, said, readers, release, at)
    with transaction.atomic():
        _save(row, words, permission, at)
    keep_code(row.id, until=at + HOLDS)


def _sealed(
    row: Intake, said: LeftThing, readers: Sequence[Membership], release: Release, at: datetime
) -> tuple[LeftWords, Permission]:
    words, given = new_id(), new_id()
    who = WhoLeaves(row.who)
    permission = permission_left(
        id=given,
        record=row.id,
        scope=scope_left(said.kind, words),
        who=who,
        wording=said.wording,
        language=said.language,
        at=at,
    )
    _require_grant(row, permission, who, at)
    key = new_record(
        words,
        TOLD,
        [reader_of(each) for each in readers],
        organisation=row.organisation_id,
        at=at,
        erase_at=erase_at(release, RETAINED_AS[said.kind], last_done=at),
    )
    sealed = key.seal(said.kind.value, said.content(given).sealed_form())
    return LeftWords(id=words, intake=row, kind=said.kind.value, sealed=sealed, at=at), permission


def _require_grant(row: Intake, permission: Permission, who: WhoLeaves, at: datetime) -> None:
    """Nothing is kept without its grant: the effect cannot be made without one."""
    scope, given = permission.scope, [permission]
    if isinstance(scope, KeepScope):
        keep = grant_left(row.id, given, scope, who, at=at)
        if isinstance(keep, Granted):
            KeepStory(granted=keep, case=row.id, at=at)
            return
    elif isinstance(scope, CallBackScope):
        call = grant_left(row.id, given, scope, who, at=at)
        if isinstance(call, Granted):
            CallBack(granted=call, case=row.id, at=at, target=scope.target)
            return
    raise PermissionError("not granted: nothing is kept")


def _save(row: Intake, words: LeftWords, permission: Permission, at: datetime) -> None:
    words.save(force_insert=True)
    record_permission(organisation=row.organisation_id, permission=permission, by=BY_DOOR, at=at)
    audit.record(
        action="intake.leave",
        subject=f"case:{row.id}",
        by=BY_DOOR,
        at=at,
        organisation=row.organisation_id,
        kind=words.kind,
    )


def _take_back_same(id: str, at: datetime) -> None:
    """The same form, sent again before anybody took it: what it brought first is replaced, code and all, so
    that the page which is shown last has the code that counts.
    """
    if Intake.objects.filter(id=id, taken_by="").exists():
        erase_intake(id, by=BY_DOOR, at=at)
