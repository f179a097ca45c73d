"""What keys cost: a passphrase, a record opened and sealed, a thousand records for a new supervisor."""

from __future__ import annotations

from datetime import UTC, datetime

from bench import clock
from bench.figures import Section

HOW = """\
Over two SQLite files. A passphrase at the cost that production has: CPU seconds, and the memory that Argon2id
holds meanwhile is 128 MiB (64 for a return code and for the check at sign-in). A record is opened as a page
does: its wraps read, the row of the trail written and committed, unwrapped; its field has 4,000 bytes. A new
supervisor: every record opened, each with its row, wrapped again, saved."""
AT = datetime(2026, 11, 29, tzinfo=UTC)
LATER = datetime(2029, 11, 29, tzinfo=UTC)
MANY = 1_000
WORDS = b"x" * 4_000
ORGANISATION, PASSPHRASE = "org-1", "a passphrase of the bench"


def measure(effort: clock.Effort = clock.USUAL, many: int = MANY) -> Section:
    """Makes what it needs in the databases of now; call it over empty ones."""
    from kapea.vault.passphrases import CODE_COST, KEY_COST, CappedArgon2Hasher, wrapping_key
    from kapea.vault.staff_keys import make_staff_key, private_by_passphrase, private_of, unlock

    section, salt = Section("Keys of staff", HOW), bytes(16)
    for name in ("ana", "ben"):
        make_staff_key(name, PASSPHRASE, at=AT)
    private = private_by_passphrase("ana", PASSPHRASE)
    opened = unlock("ana", PASSPHRASE, at=AT)
    hasher = CappedArgon2Hasher()
    slow = {
        "a passphrase to its key": lambda: wrapping_key(PASSPHRASE, salt, KEY_COST),
        "the check at sign-in": lambda: hasher.encode(PASSPHRASE, "s" * 22),
        "a return code": lambda: wrapping_key("1234567890123454", salt, CODE_COST),
        "unlocking": lambda: unlock("ana", PASSPHRASE, at=AT),
    }
    for name, call in slow.items():
        section.add(name, clock.once(call) * 1e3, "ms")
    half = clock.one(lambda: private_of(opened.row, opened.cookie, at=AT), effort)
    section.add("the two halves joined, each page", half * 1e6, "µs", bar=2_000, aim=500)
    _records(section, private, effort)
    _hand_over(section, private, many)
    return section


def _records(section: Section, private: object, effort: clock.Effort) -> None:
    from kapea.vault.hybrid import PrivateHalf
    from kapea.vault.public_keys import RecordReader
    from kapea.vault.record_keys import new_record, open_record

    assert isinstance(private, PrivateHalf)
    key = new_record(
        "case", "story", [RecordReader("ana", "ana")], organisation=ORGANISATION, at=AT, erase_at=LATER
    )
    sealed = key.seal("words", WORDS)
    named = {"record": "case", "purpose": "story", "reader": "ana", "organisation": ORGANISATION}
    spent = clock.each(
        {
            "open": lambda: open_record(private, **named, at=AT),
            "seal": lambda: key.seal("words", WORDS),
            "read": lambda: key.open("words", sealed),
        },
        effort,
    )
    section.add("opening a record", spent["open"] * 1e3, "ms", bar=20, aim=5)
    section.add("sealing a field", spent["seal"] * 1e6, "µs", bar=500, aim=100)
    section.add("opening a field", spent["read"] * 1e6, "µs", bar=500, aim=100)


def _hand_over(section: Section, private: object, many: int) -> None:
    from kapea.vault.handing_over import share_many
    from kapea.vault.hybrid import PrivateHalf
    from kapea.vault.public_keys import RecordReader
    from kapea.vault.record_keys import new_record

    assert isinstance(private, PrivateHalf)
    ana, ben = RecordReader("ana", "ana"), RecordReader("ben", "ben")
    records = [f"case-{n}" for n in range(many)]
    for record in records:
        new_record(record, "story", [ana], organisation=ORGANISATION, at=AT, erase_at=LATER)
    done = []
    took = clock.once(lambda: done.append(share_many(private, records=records, reader="ana", to=ben, at=AT)))
    assert done[0].done == many
    section.add(f"{many:,} records for a new supervisor", took, "s", bar=10, aim=3)
