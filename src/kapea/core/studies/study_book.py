"""A study as it is kept: how it stands, what is proposed to be amended, and who signed what still waits for
another hand. Whatever is changed meanwhile takes the signatures away: nobody signs what they have not read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from kapea.core.studies.gate_table import GATE_TABLE, StudyGate
from kapea.core.studies.study_changes import WRITERS, amend_study, edit_study
from kapea.core.studies.study_gates import open_gate, shut_before
from kapea.core.studies.study_protocol import ProtocolChange, amend_protocol
from kapea.core.studies.study_refusals import StudyRefusal, StudyRefused
from kapea.core.studies.study_standing import StudyStanding, missing_items

AMENDMENT = "amendment"
"""What is signed beside gates."""


@dataclass(frozen=True, slots=True)
class StudySignature:
    """Somebody signed. `act`: the code of a gate, of one session with its code (`g5:s1`), or `AMENDMENT`."""

    act: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StudyBook:
    """`amendment`: what is to be changed in a protocol that was agreed; None: nothing is proposed."""

    standing: StudyStanding
    amendment: ProtocolChange | None = None
    signatures: tuple[StudySignature, ...] = field(default=())

    def signed(self, act: str) -> tuple[str, ...]:
        """The accounts that signed something that still waits."""
        return tuple(each.by for each in self.signatures if each.act == act)


StudyChange = Callable[[StudyStanding], StudyStanding | StudyRefused]
BookChange = Callable[[StudyBook], StudyBook | StudyRefused]


def of_standing(change: StudyChange) -> BookChange:
    """What one person does to how a study stands, as a change of its book."""
    return lambda book: change_book(book, change)


def change_book(book: StudyBook, change: StudyChange) -> StudyBook | StudyRefused:
    """What is done to a study by one person. Signatures that waited are gone with it."""
    changed = change(book.standing)
    return changed if isinstance(changed, StudyRefused) else replace(book, standing=changed, signatures=())


def signature_act(gate: StudyGate, session: str = "") -> str:
    """What a signature under a gate is kept as."""
    return f"{gate.value}:{session}" if session else gate.value


def change_session_book(book: StudyBook, session: str, change: StudyChange) -> StudyBook | StudyRefused:
    """What is done to one session. Signatures under others stay: nothing that they saw has changed."""
    changed = change(book.standing)
    if isinstance(changed, StudyRefused):
        return changed
    return replace(book, standing=changed, signatures=_of_other_sessions(book, session))


def _of_other_sessions(book: StudyBook, session: str) -> tuple[StudySignature, ...]:
    return tuple(each for each in book.signatures if each.act.partition(":")[2] not in ("", session))


def write_protocol(book: StudyBook, change: ProtocolChange, *, by: str) -> StudyBook | StudyRefused:
    """Writes on while it is not agreed; after that it is a proposal, which two people sign."""
    if book.standing.protocol.current.frozen_at is None:
        return change_book(book, lambda study: edit_study(study, change, by=by))
    if not book.standing.team.roles(by) & WRITERS:
        return StudyRefused("protocol.propose", StudyRefusal.NOT_YOURS)
    before = book.amendment or ProtocolChange()
    dropped = (before.dropped | change.dropped) - set(change.instruments)
    proposed = ProtocolChange(
        parts={**before.parts, **change.parts},
        instruments={
            k: v for k, v in {**before.instruments, **change.instruments}.items() if k not in dropped
        },
        dropped=dropped,
        reach=change.reach or before.reach,
        frame=change.frame or before.frame,
    )
    return replace(book, amendment=proposed, signatures=())


def drop_amendment(book: StudyBook, *, by: str) -> StudyBook | StudyRefused:
    """What was proposed is proposed no more; the protocol stays as it was agreed."""
    if not book.standing.team.roles(by) & WRITERS:
        return StudyRefused("protocol.drop", StudyRefusal.NOT_YOURS)
    if book.amendment is None:
        return StudyRefused("protocol.drop", StudyRefusal.NO_SUCH_STEP)
    return replace(book, amendment=None, signatures=())


def sign_gate(
    book: StudyBook, gate: StudyGate, *, by: str, at: datetime, session: str = ""
) -> StudyBook | StudyRefused:
    """Signs a gate of the whole study, or of one session. It opens with the last signature; nobody signs
    what is not ready. Where the group that advises opens one too, its answer is its hand.
    """
    act, standing = signature_act(gate, session), book.standing
    hands = {by, *book.signed(act), *standing.advice.agreed_by}
    opened = open_gate(standing, gate, hands, at, session)
    if isinstance(opened, StudyStanding):
        left = _of_other_sessions(book, session) if session else ()
        return replace(book, standing=opened, signatures=left)
    if opened.because is not StudyRefusal.NOT_YOURS:
        return opened
    if missing := missing_items(standing, gate, at, session):
        waits = tuple(item.value for item in missing)
        return StudyRefused(opened.what, StudyRefusal.ITEMS_MISSING, waits)
    return _with_signature(book, gate, act, opened, StudySignature(act, by, at))


def sign_amendment(book: StudyBook, *, by: str, at: datetime) -> StudyBook | StudyRefused:
    """Signs what is proposed, as those who agreed to the protocol; the last signature makes it a version."""
    act = "protocol.amend"
    if book.amendment is None:
        return StudyRefused(act, StudyRefusal.NO_SUCH_STEP)
    amended = amend_study(book.standing, book.amendment, {by, *book.signed(AMENDMENT)}, at)
    if isinstance(amended, StudyStanding):
        return StudyBook(amended)
    if amended.because is not StudyRefusal.NOT_YOURS:
        return amended
    fits = amend_protocol(book.standing.protocol, book.amendment, at)
    if isinstance(fits, StudyRefused):
        return fits
    return _with_signature(book, StudyGate.PROTOCOL, AMENDMENT, amended, StudySignature(AMENDMENT, by, at))


def _with_signature(
    book: StudyBook, gate: StudyGate, act: str, refused: StudyRefused, signature: StudySignature
) -> StudyBook | StudyRefused:
    """One hand more of those that a gate takes."""
    if not book.standing.team.roles(signature.by) & set(GATE_TABLE[gate].opened_by):
        return refused
    if signature.by in book.signed(act):
        return StudyRefused(refused.what, StudyRefusal.SAME_PERSON)
    return replace(book, signatures=(*book.signatures, signature))


def may_sign(book: StudyBook, gate: StudyGate, account: str, at: datetime, session: str = "") -> bool:
    """Whether an account's signature would be taken now."""
    return not isinstance(sign_gate(book, gate, by=account, at=at, session=session), StudyRefused)


def next_gates(book: StudyBook, gates: tuple[StudyGate, ...], at: datetime) -> tuple[StudyGate, ...]:
    """Of some gates those that no earlier one keeps shut: what people work on now."""
    return tuple(each for each in gates if not shut_before(book.standing, each, at))
