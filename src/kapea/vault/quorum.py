"""An organisation's recovery key: on paper, in parts, of which several officers together have enough.

The private half is split by Shamir's scheme into words (SLIP-39, by shamir-mnemonic) and kept nowhere. Every
record of the organisation is wrapped for its public half too. A lost passphrase is mended by these officers,
and by nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from kapea.vault.handing_over import Rewrapped, rewrap
from kapea.vault.hybrid import PrivateHalf, new_private
from kapea.vault.models import RecordWrap, RecoveryKey
from kapea.vault.opening import LooseWrap, open_wraps
from kapea.vault.public_keys import RecordReader, recovery_reader
from kapea.vault.record_keys import new_record
from kapea.vault.record_retention import FOR_GOOD
from kapea.vault.staff_keys import KeyExists
from kapea.vault.store import KEY_STORE, in_key_store

LEAST, MOST = 2, 16
FIRST_LETTERS = 4
"""No two words of the list share so many; whoever reads from paper may stop there."""
BY_FIRST_LETTERS = {word[:FIRST_LETTERS]: word for word in WORDLIST}
DRILL = "drill"
"""The purpose of the record by which a drill shows that shares open something."""


class WrongShares(ValueError):
    """These shares do not give the key, and why."""


class NotEnoughShares(WrongShares):
    """More are needed: `missing` of them."""

    def __init__(self, missing: int) -> None:
        super().__init__(f"{missing} more {'share is' if missing == 1 else 'shares are'} needed.")
        self.missing = missing


@dataclass(frozen=True, slots=True)
class NewRecoveryKey:
    """A key pair that was just drawn: its public half, and the shares, one for each holder. Give each share
    to one person and keep none; then `keep_recovery_key`. So no key is ever in use whose shares nobody has.
    """

    organisation: str
    threshold: int
    public_key: bytes
    shares: tuple[str, ...] = field(repr=False)


def draw_recovery_key(organisation: str, *, threshold: int, holders: int) -> NewRecoveryKey:
    """Draws a key pair and splits its private half. Raises ValueError for a quorum that is none."""
    if not LEAST <= threshold <= holders <= MOST:
        raise ValueError(f"Choose {LEAST} or more of at most {MOST} holders, and no more than there are.")
    private = new_private(recovery_reader(organisation).reader)
    [shares] = generate_mnemonics(1, [(threshold, holders)], private.seed, iteration_exponent=0)
    return NewRecoveryKey(organisation, threshold, private.public, tuple(shares))


def keep_recovery_key(new: NewRecoveryKey, *, at: datetime) -> None:
    """The key is in use from now on. Raises KeyExists where there is one: `replace_recovery_key`."""
    with in_key_store():
        if RecoveryKey.objects.filter(organisation=new.organisation).exists():
            raise KeyExists("This organisation has a recovery key already.")
        _put(new, at)


def replace_recovery_key(
    new: NewRecoveryKey, former: PrivateHalf | None, *, by: str, at: datetime
) -> Rewrapped:
    """The key in place of the one of before, and all that was wrapped for that. Without the former private
    half, because too few shares are left, a record is wrapped for it when one of its readers next opens it.
    """
    with in_key_store():
        _put(new, at)
        if former is None:
            return Rewrapped()
        to = recovery_reader(new.organisation)
        wraps = RecordWrap.objects.filter(reader=to.reader).exclude(purpose=DRILL).order_by("id")
        return rewrap(former, [(wrap, to) for wrap in wraps], by=by, at=at)


def _put(new: NewRecoveryKey, at: datetime) -> None:
    RecoveryKey.objects.update_or_create(
        organisation=new.organisation,
        defaults={
            "public_key": new.public_key,
            "threshold": new.threshold,
            "holders": len(new.shares),
            "made_at": at,
            "checked_at": None,
        },
    )
    record, officers = canary(new.organisation), recovery_reader(new.organisation)
    RecordWrap.objects.filter(record=record, purpose=DRILL).delete()
    new_record(record, DRILL, [officers], organisation=new.organisation, at=at, erase_at=FOR_GOOD)


def canary(organisation: str) -> str:
    """The record that holds nothing, and is opened in a drill."""
    return f"{DRILL}:{organisation}"


def recover(organisation: str, shares: Sequence[str]) -> PrivateHalf:
    """The private key that shares give together. Raises NotEnoughShares, and WrongShares with the reason: a
    word that is none, a slip of the pen, a share of another set, twice the same.
    """
    row = RecoveryKey.objects.filter(organisation=organisation).first()
    if row is None:
        raise WrongShares("This organisation has no recovery key.")
    read = [_read_share(number, words) for number, words in enumerate(shares, 1)]
    _check_together(read, row)
    seed = _combined([share.mnemonic() for share in read[: row.threshold]])
    private = PrivateHalf(recovery_reader(organisation).reader, seed)
    if private.public != bytes(row.public_key):
        raise WrongShares("These shares are of another set: of another organisation, or of a key of before.")
    return private


def _combined(words: list[str]) -> bytes:
    try:
        made: bytes = combine_mnemonics(words)
    except MnemonicError:
        raise WrongShares("These shares do not belong together.") from None
    return made


def _read_share(number: int, words: str) -> Share:
    typed = words.lower().split()
    for position, word in enumerate(typed, 1):
        if word[:FIRST_LETTERS] not in BY_FIRST_LETTERS:
            raise WrongShares(f"Share {number}: word {position} is no word of the list.")
    try:
        return Share.from_mnemonic(" ".join(BY_FIRST_LETTERS[word[:FIRST_LETTERS]] for word in typed))
    except MnemonicError:
        raise WrongShares(f"Share {number}: a word is wrong or missing. Look at it again.") from None


def _check_together(shares: list[Share], row: RecoveryKey) -> None:
    for number, share in enumerate(shares[1:], 2):
        if share.group_parameters() != shares[0].group_parameters():
            raise WrongShares(f"Share {number} is of another set than share 1.")
    if len({share.index for share in shares}) < len(shares):
        raise WrongShares("One share was given twice.")
    if shares and shares[0].member_threshold != row.threshold:
        raise WrongShares("These shares are of another set: of another organisation, or of a key of before.")
    if len(shares) < row.threshold:
        raise NotEnoughShares(row.threshold - len(shares))


# --- what officers do with it ---------------------------------------------------------------


def escrow(private: PrivateHalf, key_id: str, *, organisation: str, by: str, at: datetime) -> Rewrapped:
    """Wraps anew, for the key that a member of staff has now, what they could read before they lost it.

    Every record is opened for that, so every one is in the trail. Raises NoSuchKey.
    """
    theirs = RecordWrap.objects.filter(key_id=key_id, organisation=organisation)
    lost = {(w.record, w.purpose): RecordReader(w.reader, key_id) for w in theirs}
    pairs = [
        (wrap, lost[wrap.record, wrap.purpose])
        for wrap in RecordWrap.objects.filter(reader=private.owner).order_by("id").iterator()
        if (wrap.record, wrap.purpose) in lost
    ]
    return rewrap(private, pairs, by=by, at=at)


def drill(
    private: PrivateHalf, organisation: str, canary_wrap: RecordWrap | LooseWrap, *, by: str, at: datetime
) -> bool:
    """Whether shares that were put together open what a key store, or a backup of one, holds for them."""
    [opened] = open_wraps(private, [canary_wrap], by=by, at=at)
    if opened is not None:
        RecoveryKey.objects.filter(organisation=organisation).update(checked_at=at)
    return opened is not None


def canary_wrap(organisation: str, using: str = KEY_STORE) -> RecordWrap | None:
    """What a drill opens, in the key store or in a backup of it."""
    return RecordWrap.objects.using(using).filter(record=canary(organisation), purpose=DRILL).first()
