"""The invented study as an archive, and what lies in one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from tests.core.studies.coded_demo import (
    ADJUDICATOR,
    CODER_A,
    CODER_B,
    codebook,
    codings,
    release,
    sessions,
    told_of,
)
from tests.core.studies.demo_consents import demo_passages
from tests.core.studies.reported_demo import told

from kapea.core.studies.archived_turns import ArchivedFrom
from kapea.core.studies.blind_coding import DoubleCoding, Unblinding
from kapea.core.studies.study_archive import ArchiveSource
from kapea.core.studies.study_protocol import ProtocolPart
from kapea.core.studies.transcript import SpeakerRole

CODING = DoubleCoding(
    (CODER_A, CODER_B),
    ADJUDICATOR,
    frozenset({CODER_A, CODER_B}),
    Unblinding(ADJUDICATOR, datetime(2026, 6, 1, tzinfo=UTC)),
)
NAMESPACE = UUID("0f5e3f0b-6a0d-4d0e-9b1a-6f3f3a1c2b11")


def archived_from(session: str) -> ArchivedFrom:
    told = told_of(session)
    made = release(session).transcript
    speakers = tuple(
        replace(each, role=SpeakerRole.MODERATOR) if each.label == "M" else each for each in made.speakers
    )
    seats = {label: label for label in told["speakers"] if label != "M"}
    return ArchivedFrom(replace(made, speakers=speakers), seats, len(seats), {"kind": told["kind"]})


def archive_source(**other) -> ArchiveSource:
    said = {
        "study": "DEMO",
        "sessions": tuple(map(archived_from, sessions())),
        "book": codebook().live,
        "codings": codings(),
        "coding": CODING,
        "passages": demo_passages(),
        "told": told(),
        "protocol": {part: f"Invented: {part.value}." for part in ProtocolPart},
        "instruments": {"guide-12-14": "What do you like to do online?"},
    }
    return ArchiveSource(**(said | other))


def unpacked(data: bytes, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of an archive, and every file of an archive in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            held = archive.read(name)
            yield f"{inside}{name}", held
            if held[:2] == b"PK":
                yield from unpacked(held, f"{name}/")


@cache
def every_text(data: bytes) -> str:
    """All that somebody can read in an archive."""
    return "\n".join(held.decode("utf-8", "replace") for _, held in unpacked(data))
