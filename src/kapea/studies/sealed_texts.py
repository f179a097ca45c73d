"""Words of a study as rows: sealed as values of core, opened again as the same values."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from kapea.studies.models import Study, StudySealedText
from kapea.vault.record_wraps import RecordKey

Value = TypeVar("Value")


def sealed_text(row: Study, session: str, kind: str) -> StudySealedText | None:
    """Some words of a session, still sealed; None where there are none."""
    return StudySealedText.objects.filter(study=row, session=session, kind=kind).first()


def keep_sealed(row: Study, session: str, kind: str, value: object, key: RecordKey) -> StudySealedText:
    """Seals a value of core as some words of a session, in place of what stood there."""
    sealed = key.seal(kind, msgspec.json.encode(value))
    kept, made = _first_sealed(row, session, kind, key.record, sealed)
    if not made:
        kept.record, kept.sealed, kept.turn = key.record, sealed, kept.turn + 1
        kept.save(update_fields=["record", "sealed", "turn"])
    return kept


def seal_where_nothing_stands(
    row: Study, session: str, kind: str, value: object, key: RecordKey
) -> StudySealedText:
    """The same, where nothing stands yet; else what stands there stays. Which words stand there now."""
    return _first_sealed(row, session, kind, key.record, key.seal(kind, msgspec.json.encode(value)))[0]


def _first_sealed(
    row: Study, session: str, kind: str, record: str, sealed: bytes
) -> tuple[StudySealedText, bool]:
    return StudySealedText.objects.get_or_create(
        study=row, session=session, kind=kind, defaults={"record": record, "sealed": sealed}
    )


def opened_text(text: StudySealedText, key: RecordKey, type: type[Value]) -> Value:
    """The value that was sealed. Raises Unsealable where the key is another's."""
    return msgspec.json.decode(key.open(text.kind, bytes(text.sealed)), type=type, strict=False)
