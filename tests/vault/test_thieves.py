"""Whoever carries something away reads what docs/security.md says, and nothing more.

A thief here tries every key that stands in what they have, in any form, on all that is sealed in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from tests.vault.people import LATER, ORGANISATION, new_staff

from kapea.vault import sealing
from kapea.vault.code_digits import draw_digits
from kapea.vault.delivery import PURPOSE, READER, publish_delivery_key, seal_for_delivery
from kapea.vault.deployment import mark_key_store
from kapea.vault.hybrid import PrivateHalf, unwrap
from kapea.vault.keys import derive
from kapea.vault.models import OpenKey
from kapea.vault.public_keys import RecordReader
from kapea.vault.purposes import Purpose
from kapea.vault.quorum import draw_recovery_key, keep_recovery_key
from kapea.vault.record_keys import CannotOpen, new_record, open_record
from kapea.vault.record_retention import erase_record
from kapea.vault.record_wraps import RecordKey
from kapea.vault.return_codes import _person, make_return_code
from kapea.vault.sealing import Unsealable, netstrings
from kapea.vault.staff_keys import unlock

PAGE = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
STORY, OTHER, ANSWER, ADDRESS = (
    b"canary: what was told to ana",
    b"canary: what was told to ben",
    b"canary: somebody can talk with you",
    b"canary: +000 000 000",
)
NAMES = {STORY: "story", OTHER: "other", ANSWER: "answer", ADDRESS: "address"}


@dataclass
class Deployment:
    """All that there is: two databases with their rows, and what stands outside them."""

    fields: list[tuple[str, str, str, bytes]]
    """Of the main database: record, purpose, name, what is sealed."""
    rows: list[dict[str, Any]]
    """Of the key store: every row of every table."""
    cookie: str
    code: str
    pepper: str
    delivery: str


@pytest.fixture
def deployment(stores, at) -> Deployment:
    ana, ben = new_staff("ana", at), new_staff("ben", at)
    mark_key_store(by="ops", at=at)
    publish_delivery_key(at=at)
    keep_recovery_key(draw_recovery_key(ORGANISATION, threshold=2, holders=3), at=at)
    code = make_return_code(at=at, expires_at=at + timedelta(days=30))
    person = RecordReader(code.reader, code.reader)
    planted = [
        ("case-1", "story", ana.reader, STORY),
        ("case-2", "story", ben.reader, OTHER),
        ("answer-1", "answer", person, ANSWER),
    ]
    fields = []
    for record, purpose, reader, words in planted:
        key = new_record(record, purpose, [reader], organisation=ORGANISATION, at=at, erase_at=LATER)
        fields.append((record, purpose, "words", key.seal("words", words)))
    fields.append(("case-1", PURPOSE, "address", seal_for_delivery(ADDRESS, record="case-1")))
    plant(fields)
    opened = unlock("key-ana", ana.passphrase, at=at)
    [pepper], [delivery] = settings.KAPEA_PEPPER.words(), settings.KAPEA_DELIVERY_KEY.words()
    return Deployment(fields, key_rows(), opened.cookie, code.digits, pepper, delivery)


def plant(fields) -> None:
    """Puts what is sealed into a table of the main database, as cases will be."""
    with connections["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE planted (record text, purpose text, name text, sealed blob)")
        cursor.executemany("INSERT INTO planted VALUES (%s, %s, %s, %s)", fields)


def key_rows() -> list[dict[str, Any]]:
    connection = connections["keys"]
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows += [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return rows


# --- a thief at work -----------------------------------------------------------------------------


@dataclass
class Loot:
    fields: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[bytes] = field(default_factory=list)
    """Keys that a thief has from elsewhere, or makes of what they have."""


def opened_by(loot: Loot) -> set[str]:
    """What a thief reads: every run of 32 bytes is tried as a key, and what that opens is tried again."""
    keys = list(dict.fromkeys([*loot.secrets, *windows(loot)]))
    for row in loot.rows:
        keys += [seed for key in keys if (seed := joined(row, key)) is not None]
    seeds = dict.fromkeys(keys)
    record_keys = [*keys, *unwrapped(loot, seeds)]
    return {NAMES[words] for words in read(loot, record_keys, seeds)}


def windows(loot: Loot) -> Iterator[bytes]:
    """Every 32 bytes in a row; of public keys and wraps, which are long, those at the ends."""
    for value in (value for row in loot.rows for value in row.values()):
        for form in forms(value):
            starts = range(len(form) - 31) if len(form) < 120 else (0, 1, len(form) - 32)
            yield from (form[start : start + 32] for start in starts)


def forms(value: Any) -> Iterator[bytes]:
    if isinstance(value, bytes | memoryview):
        yield bytes(value)
    if isinstance(value, str):
        yield value.encode()
        with suppress(ValueError):
            yield bytes.fromhex(value)


def joined(row: dict[str, Any], key: bytes) -> bytes | None:
    """The private key of somebody at work, where a key opens the row of it."""
    if "sealed" in row:
        with suppress(Unsealable):
            bound = netstrings(row["id"], row["key_id"])
            return sealing.open_sealed(bytes(row["sealed"]), key, purpose=Purpose.OPEN_KEY, record=bound)
    return None


def unwrapped(loot: Loot, seeds) -> Iterator[bytes]:
    wraps = [row for row in loot.rows if "wrapped" in row]
    for seed in seeds:
        private = PrivateHalf("thief", seed)
        for row in wraps:
            with suppress(Unsealable):
                bound = {name: row[name] for name in ("record", "purpose", "reader")}
                yield unwrap(bytes(row["wrapped"]), private, **bound)


def read(loot: Loot, keys, seeds) -> Iterator[bytes]:
    for record, purpose, name, sealed in loot.fields:
        for key in keys:
            with suppress(Unsealable):
                yield RecordKey(record, purpose, ORGANISATION, "thief", key).open(name, sealed)
        for seed in seeds if purpose == PURPOSE else ():
            with suppress(Unsealable):
                bound = {"record": record, "purpose": purpose, "reader": READER}
                yield unwrap(sealed[16:], PrivateHalf("thief", seed), **bound)


def guessed(code: str, pepper: str) -> bytes:
    """The private key of whoever a guessed code is of."""
    return _person(code, pepper)[1].seed


THIEVES = {
    "the main database": lambda d: Loot(fields=d.fields),
    "the key store": lambda d: Loot(rows=d.rows),
    "both": lambda d: Loot(d.fields, d.rows),
    "both, and the pepper": lambda d: Loot(d.fields, d.rows, [guessed(draw_digits(), d.pepper)]),
    "both, the pepper, and a return code that was guessed": lambda d: Loot(
        d.fields, d.rows, [guessed(d.code, d.pepper)]
    ),
    "both, and a return code": lambda d: Loot(d.fields, d.rows, [guessed(d.code, "a pepper of ours")]),
    "a cookie of somebody at work": lambda d: Loot(secrets=[bytes.fromhex(d.cookie)]),
    "the main database, and such a cookie": lambda d: Loot(d.fields, secrets=[bytes.fromhex(d.cookie)]),
    "the key store, and such a cookie": lambda d: Loot(rows=d.rows, secrets=[bytes.fromhex(d.cookie)]),
    "both, and such a cookie": lambda d: Loot(d.fields, d.rows, [bytes.fromhex(d.cookie)]),
    "the main database, and the delivery key": lambda d: Loot(
        d.fields, secrets=[derive(d.delivery, Purpose.DELIVERY_SEED, b"")]
    ),
}
WORDS = {
    frozenset(): "nothing",
    frozenset({"story"}): "what that person may read",
    frozenset({"answer"}): "what is addressed to the holder of that code",
    frozenset({"address"}): "the addresses that messages need",
}


def told() -> dict[str, str]:
    """The table of the page: what a thief has, and what that opens."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", PAGE, re.M)
    return {has.strip(): opens.strip() for has, opens in rows[1:]}


def test_the_page_tells_of_each_of_them_and_of_no_other():
    assert list(told()) == list(THIEVES)


@pytest.mark.parametrize("has", THIEVES)
def test_a_thief_reads_what_the_page_says_and_nothing_more(deployment, has):
    assert WORDS[frozenset(opened_by(THIEVES[has](deployment)))] == told()[has]


def test_a_thief_who_has_all_reads_all(deployment):
    """So that the attempts above are attempts: with every secret, the same code opens everything."""
    from tests.vault.people import opened

    seeds = [opened(name).seed for name in ("ana", "ben")]
    seeds += [guessed(deployment.code, deployment.pepper)]
    seeds += [derive(deployment.delivery, Purpose.DELIVERY_SEED, b"")]
    assert opened_by(Loot(deployment.fields, deployment.rows, seeds)) == set(NAMES.values())


def test_signed_out_the_cookie_opens_nothing_though_the_thief_has_both(deployment):
    OpenKey.objects.all().delete()
    left = Loot(deployment.fields, key_rows(), [bytes.fromhex(deployment.cookie)])
    assert opened_by(left) == set()


# --- in the bytes of the files -------------------------------------------------------------------


class TestTheFiles:
    def test_no_planted_sentence_and_no_secret_stands_in_any_byte(self, deployment, stores, tmp_path):
        from tests.vault.people import opened

        from kapea.cli.backup import write_backup

        for store in ("default", "keys"):
            write_backup(tmp_path / f"{store}.backup", store)
        files = stores.bytes_of("default", "keys")
        files += b"".join(path.read_bytes() for path in tmp_path.glob("*.backup"))
        assert deployment.fields[0][3] in files, "what is sealed stands there"
        secret = [deployment.code, deployment.cookie, deployment.pepper, deployment.delivery, "of ana a day"]
        seeds = [opened("ana").seed, guessed(deployment.code, deployment.pepper)]
        for planted in (b"canary", *map(str.encode, secret), *seeds, *(s.hex().encode() for s in seeds)):
            assert planted not in files

    def test_an_erased_key_is_in_no_byte_of_the_key_store(self, deployment, stores, at):
        wraps = [
            bytes(row["wrapped"])
            for row in deployment.rows
            if row.get("record") == "case-1" and "wrapped" in row
        ]
        assert wraps
        assert all(wrap in stores.bytes_of("keys") for wrap in wraps)
        erase_record("case-1", by="ana", at=at)
        left = stores.bytes_of("keys")
        assert not any(part in left for wrap in wraps for part in (wrap, wrap[200:300], wrap[-48:]))

    def test_last_months_database_beside_the_key_store_of_today_is_dark(
        self, deployment, stores, tmp_path, at
    ):
        from tests.vault.people import opened

        before = stores.copied("default", tmp_path / "last month").read_bytes()
        erase_record("case-1", by="ana", at=at)
        sealed = deployment.fields[0][3]
        assert sealed in before + stores.bytes_of("default"), "the old database still holds what is sealed"
        ana = opened("ana")
        named = {"record": "case-1", "purpose": "story", "reader": "member-ana"}
        with pytest.raises(CannotOpen):
            open_record(ana, **named, organisation=ORGANISATION, at=at)
        assert "story" not in opened_by(Loot(deployment.fields, key_rows(), [ana.seed]))
