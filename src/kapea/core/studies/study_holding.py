"""Where something of one person in a study can lie: what is held, and who it is of. Ids only, no words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class NotHeldSo(ValueError):
    """What is said to be held cannot be: the message says how it must be split."""


class HeldKind(Enum):
    """What a withdrawal can reach."""

    TURN = "turn"
    CARD = "card"
    NOTE = "note"
    AUDIO_SPAN = "audio_span"
    AUDIO_WHOLE = "audio_whole"
    """All sound of a session, where nobody marked who spoke when."""
    SPEAKER_LABEL = "speaker_label"
    CONSENT_ROW = "consent_row"
    REPLACEMENT = "replacement"
    """A line of the log of what was replaced in a turn."""
    CODING = "coding"
    QUOTE = "quote"
    INDEX_ENTRY = "index_entry"
    CACHE_ENTRY = "cache_entry"
    QUEUED_EXPORT = "queued_export"
    DEVICE_COPY = "device_copy"
    ARCHIVE_ITEM = "archive_item"
    CONTACT_LINE = "contact_line"


OF_ONE_SEAT = frozenset(
    {
        HeldKind.TURN,
        HeldKind.CARD,
        HeldKind.NOTE,
        HeldKind.AUDIO_SPAN,
        HeldKind.SPEAKER_LABEL,
        HeldKind.CONSENT_ROW,
        HeldKind.REPLACEMENT,
        HeldKind.DEVICE_COPY,
        HeldKind.CONTACT_LINE,
    }
)
"""What is kept person by person: otherwise one who goes would take another's words along. What is of several
can be made again from what stays.
"""


@dataclass(frozen=True, slots=True)
class HeldThing:
    """One row somewhere. `seats`: everybody it is of, or whose words it reaches into. Raises NotHeldSo."""

    id: str
    kind: HeldKind
    seats: frozenset[str]

    def __post_init__(self) -> None:
        if self.kind in OF_ONE_SEAT and len(self.seats) != 1:
            raise NotHeldSo(f"{self.kind.value}: of {len(self.seats)} seats; keep one for each person")


class StudyFigure(Enum):
    """What is worked out from everybody, and so anew when somebody goes."""

    AGREEMENT = "agreement"
    SATURATION = "saturation"
    COUNTS = "counts"
    SUPPRESSION = "suppression"
    QUOTE_LABELS = "quote_labels"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyDraft:
    """Something that is being written, or was printed. `quotes`: ids of those in it. `figures`: of each
    figure in it, of which state of the data it is.
    """

    id: str
    quotes: frozenset[str] = frozenset()
    figures: Mapping[StudyFigure, int] = field(default_factory=dict)
    is_printed: bool = False


@dataclass(frozen=True, slots=True)
class StudyHolding:
    """Everything that is held of a study, and what was written of it. `figures_of`: the state of the data of
    which each figure must be: it grows by one with each withdrawal that touches the figure.
    """

    things: tuple[HeldThing, ...]
    drafts: tuple[StudyDraft, ...] = ()
    figures_of: Mapping[StudyFigure, int] = field(default_factory=dict)
