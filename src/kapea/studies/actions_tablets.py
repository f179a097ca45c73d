"""What tablets bring, and what is done when one is lost. The caller locked the study in a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe

from kapea.people.member import Member
from kapea.people.models import StaffSession
from kapea.people.signed_in import end_staff_session
from kapea.studies.actions import record_in_study
from kapea.studies.models import (
    Study,
    StudyCollectedSheet,
    StudyCollectToken,
    StudySealedItem,
    StudySession,
    StudyTablet,
    StudyTabletKey,
)
from kapea.studies.trail_names import StudyDeed

MOST_ITEMS = 5_000
"""Of one session, from all tablets."""
TAKE, DROP = "take", "drop"
DECISIONS = (TAKE, DROP)


class TabletShutOut(PermissionError):
    """It was lost: nothing of it is taken."""


class TooManyItems(ValueError):
    """A session has no such number of entries: somebody floods it."""


@dataclass(frozen=True, slots=True)
class BroughtItem:
    """An item as a tablet sends it. `key`: for which it is sealed."""

    id: str
    key: str
    sealed: bytes

    @property
    def digest(self) -> str:
        """By which two contents of one id are told apart."""
        return sha256(self.sealed).hexdigest()


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token as it is shown once. `word` is kept nowhere."""

    row: StudyCollectToken
    word: str


def known_tablet(by: Member, study: Study, word: str, signed_in: str, *, at: datetime) -> StudyTablet:
    """The tablet of a random word; a new one where there was none. Raises TabletShutOut."""
    row, made = StudyTablet.objects.get_or_create(
        study=study,
        word=word,
        defaults={"signed_in": signed_in, "brought_by": by.user, "first_at": at, "last_at": at},
    )
    if row.ended_at is not None:
        raise TabletShutOut(word)
    if made:
        record_in_study(by, study, StudyDeed.TABLET, at, tablet=str(row.id))
    elif row.signed_in != signed_in or row.last_at != at:
        row.signed_in, row.brought_by, row.last_at = signed_in, by.user, at
        row.save(update_fields=["signed_in", "brought_by", "last_at"])
    return row


def take_items(
    by: Member,
    study: Study,
    session: StudySession,
    tablet: StudyTablet | None,
    brought: Iterable[BroughtItem],
    *,
    at: datetime,
) -> int:
    """Keeps each as it came, once however often it comes; how many were new. What is sealed for no key of
    the study is left with the tablet. Raises TooManyItems.
    """
    keys = {key.id: key for key in StudyTabletKey.objects.filter(study=study)}
    rows = [
        StudySealedItem(
            session=session,
            item=each.id,
            digest=each.digest,
            key=keys[each.key],
            tablet=tablet,
            sealed=each.sealed,
            came_at=at,
        )
        for each in brought
        if each.key in keys
    ]
    before = session.sealed_items.count()
    if before + len(rows) > MOST_ITEMS:
        raise TooManyItems
    StudySealedItem.objects.bulk_create(rows, ignore_conflicts=True)
    if new := session.sealed_items.count() - before:
        record_in_study(by, study, StudyDeed.BRING, at, session=session.code, items=str(new))
    return new


def keep_tablet_key(by: Member, study: Study, key: StudyTabletKey, *, at: datetime) -> None:
    """From now on tablets seal for this one. What was sealed for another still opens."""
    StudyTabletKey.objects.filter(study=study, ended_at=None).update(ended_at=at)
    key.save(force_insert=True)
    record_in_study(by, study, StudyDeed.TABLET_KEY, at, key=key.id)


def shut_out_tablet(by: Member, study: Study, tablet: int, *, at: datetime) -> bool:
    """A tablet was lost: nothing of it is taken any more, and who was signed in by it is signed out there."""
    row = StudyTablet.objects.filter(study=study, id=tablet, ended_at=None).first()
    if row is None:
        return False
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    for each in StaffSession.objects.filter(id=row.signed_in):
        end_staff_session(each)
    record_in_study(by, study, StudyDeed.TABLET_LOST, at, tablet=str(row.id))
    return True


def make_collect_token(by: Member, study: Study, *, at: datetime) -> NewToken:
    """A name and a word for ODK Collect."""
    word = token_urlsafe(24)
    row = StudyCollectToken.objects.create(
        study=study, name=f"collect-{token_hex(4)}", digest=_digest(word), made_by=by.user, made_at=at
    )
    record_in_study(by, study, StudyDeed.COLLECT_BEGIN, at, token=row.name)
    return NewToken(row, word)


def end_collect_token(by: Member, study: Study, token: int, *, at: datetime) -> bool:
    """Whoever has it comes in no more."""
    ended = StudyCollectToken.objects.filter(study=study, id=token, ended_at=None).update(ended_at=at)
    if ended:
        record_in_study(by, study, StudyDeed.COLLECT_END, at, token=str(token))
    return bool(ended)


def fits_collect_token(study: str, name: str, word: str) -> StudyCollectToken | None:
    """The token of a study with that name, if the word is its own. A name that is none takes as long."""
    row = StudyCollectToken.objects.filter(study=study, name=name, ended_at=None).first()
    kept = row.digest if row is not None else _digest("")
    fits = compare_digest(kept, _digest(word))
    return row if fits else None


def decide_sheet(by: Member, study: Study, sheet: int, decision: str, *, at: datetime) -> bool:
    """What the data steward decided about a sheet that was set apart. It can be decided anew."""
    if decision not in DECISIONS:
        return False
    found = StudyCollectedSheet.objects.filter(study=study, id=sheet)
    if found.update(decision=decision, decided_by=by.user):
        record_in_study(by, study, StudyDeed.DECIDE_SHEET, at, sheet=str(sheet), decision=decision)
        return True
    return False


def _digest(word: str) -> str:
    """Of 24 random bytes: nobody tries them all, so it need not be slow."""
    return sha256(word.encode()).hexdigest()
