"""The gates of a study's life, in order: what each needs, who opens it together, which shut by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from kapea.core.studies.study_roles import StudyRole


class StudyGate(Enum):
    """A gate, in the order in which they are met."""

    IDEA = "g0"
    PROTOCOL = "g1"
    ETHICS = "g2"
    TEAM = "g3"
    PILOT = "g4"
    SESSION = "g5"
    TRANSCRIPT = "g6"
    TRANSLATION = "g7"
    DEIDENTIFIED = "g8"
    CODING = "g9"
    FINDINGS = "g10"
    REPORT = "g11"
    END = "g12"


class GateItem(Enum):
    """What a gate needs."""

    GO_DECIDED = "go-decided"
    """It cannot be met without children: not by files, adults, old data."""
    HARMS_AND_BENEFITS = "harms-and-benefits"
    PROTOCOL_WRITTEN = "protocol-written"
    REFERRALS_TELEPHONED = "referrals-telephoned"
    APPROVED_EVERYWHERE = "approved-everywhere"
    """For each site, age and tool of the protocol as it is now, today."""
    ROLES_FILLED = "roles-filled"
    VETTING = "vetting"
    CONDUCT = "conduct"
    TRAINING = "training"
    DISTRESS_DRILL = "distress-drill"
    ON_CALL_ROTA = "on-call-rota"
    PILOTED = "piloted"
    """Each tool, once, outside the sample."""
    SESSION_READY = "session-ready"
    """All of `missing_for_start`, and an approval for this very session."""
    SESSION_CLOSED = "session-closed"
    SECOND_LISTENER = "second-listener"
    """A tenth of the minutes, and all unclear words (default)."""
    UNCLEAR_WORDS = "unclear-words"
    BY_MEANING = "by-meaning"
    KEY_TERMS_IN_BOTH = "key-terms-in-both"
    BACK_CHECKED = "back-checked"
    DEIDENTIFIED_TWICE = "deidentified-twice"
    NO_OPEN_FLAG = "no-open-flag"
    SESSIONS_DEIDENTIFIED = "sessions-deidentified"
    """One at least, and every one whose transcript was begun."""
    CODEBOOK_VERSION = "codebook-version"
    CODED_BLIND = "coded-blind"
    AGREEMENT = "agreement"
    RECONCILED = "reconciled"
    SATURATION = "saturation"
    BIAS_REPORT = "bias-report"
    NEGATIVE_CASES = "negative-cases"
    VALIDATED = "validated"
    """With participants."""
    ADVISORY_HEARD = "advisory-heard"
    """The group that advises read what was chosen for it, and agrees."""
    COREQ = "coreq"
    SCOPES_RECHECKED = "scopes-rechecked"
    """In that very minute."""
    SMALL_CELLS = "small-cells"
    TWO_READERS = "two-readers"
    NOTHING_WITHDRAWN_IN_PRINT = "nothing-withdrawn-in-print"
    ARCHIVED = "archived"
    """What is allowed, and nothing else."""
    KEY_LIST_DESTROYED = "key-list-destroyed"
    AUDIO_DESTROYED = "audio-destroyed"
    RAW_TEXT_DESTROYED = "raw-text-destroyed"


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate. `opened_by`: one of each, all of them different people, together. `shuts`: by itself, once
    one of its items is no longer true. `each_session`: opened for one session at a time.
    """

    items: tuple[GateItem, ...]
    opened_by: tuple[StudyRole, ...]
    shuts: bool = False
    each_session: bool = False


G, R = GateItem, StudyRole

GATE_TABLE: Mapping[StudyGate, GateRow] = {
    StudyGate.IDEA: GateRow((G.GO_DECIDED, G.HARMS_AND_BENEFITS), (R.INVESTIGATOR, R.SAFEGUARDING_LEAD)),
    StudyGate.PROTOCOL: GateRow((G.PROTOCOL_WRITTEN, G.REFERRALS_TELEPHONED), (R.INVESTIGATOR, R.ADVISER)),
    StudyGate.ETHICS: GateRow((G.APPROVED_EVERYWHERE,), (R.INVESTIGATOR,), shuts=True),
    StudyGate.TEAM: GateRow(
        (G.ROLES_FILLED, G.VETTING, G.CONDUCT, G.TRAINING, G.DISTRESS_DRILL, G.ON_CALL_ROTA),
        (R.SAFEGUARDING_LEAD,),
        shuts=True,
    ),
    StudyGate.PILOT: GateRow((G.PILOTED,), (R.SAFEGUARDING_LEAD,), shuts=True),
    StudyGate.SESSION: GateRow((G.SESSION_READY,), (R.MODERATOR, R.CO_MODERATOR), each_session=True),
    StudyGate.TRANSCRIPT: GateRow(
        (G.SESSION_CLOSED, G.SECOND_LISTENER, G.UNCLEAR_WORDS), (R.TRANSCRIBER, R.CHECKER), each_session=True
    ),
    StudyGate.TRANSLATION: GateRow(
        (G.BY_MEANING, G.KEY_TERMS_IN_BOTH, G.BACK_CHECKED),
        (R.TRANSLATOR, R.BACK_TRANSLATOR),
        each_session=True,
    ),
    StudyGate.DEIDENTIFIED: GateRow(
        (G.DEIDENTIFIED_TWICE, G.NO_OPEN_FLAG), (R.DEIDENTIFIER_1, R.DEIDENTIFIER_2), each_session=True
    ),
    StudyGate.CODING: GateRow(
        (G.SESSIONS_DEIDENTIFIED, G.CODEBOOK_VERSION, G.CODED_BLIND, G.AGREEMENT, G.RECONCILED),
        (R.CODER_A, R.CODER_B, R.ADJUDICATOR),
    ),
    StudyGate.FINDINGS: GateRow(
        (
            G.SESSIONS_DEIDENTIFIED,
            G.SATURATION,
            G.BIAS_REPORT,
            G.NEGATIVE_CASES,
            G.VALIDATED,
            G.ADVISORY_HEARD,
        ),
        (R.ANALYST, R.ADVISORY_GROUP),
    ),
    StudyGate.REPORT: GateRow(
        (G.COREQ, G.SCOPES_RECHECKED, G.SMALL_CELLS, G.TWO_READERS, G.NOTHING_WITHDRAWN_IN_PRINT),
        (R.INVESTIGATOR, R.SAFEGUARDING_LEAD),
    ),
    StudyGate.END: GateRow(
        (G.ARCHIVED, G.KEY_LIST_DESTROYED, G.AUDIO_DESTROYED, G.RAW_TEXT_DESTROYED),
        (R.DATA_STEWARD, R.WITNESS),
    ),
}

GATE_ORDER = tuple(StudyGate)
COLLECTING = frozenset(GATE_ORDER[: GATE_ORDER.index(StudyGate.SESSION) + 1])
"""Up to the session every earlier gate has to be open *now*. What is collected already is worked on, and
destroyed on its day, also while an approval is being renewed.
"""
ITEM_HOLDS: Mapping[GateItem, timedelta] = {GateItem.SCOPES_RECHECKED: timedelta(minutes=1)}
"""How long what was looked at counts; the rest until somebody says that it is no longer so."""
WORKED_OUT = frozenset(
    {
        GateItem.PROTOCOL_WRITTEN,
        GateItem.APPROVED_EVERYWHERE,
        GateItem.ROLES_FILLED,
        GateItem.PILOTED,
        GateItem.SESSION_READY,
        GateItem.SESSION_CLOSED,
        GateItem.SESSIONS_DEIDENTIFIED,
        GateItem.ADVISORY_HEARD,
    }
)
"""Nobody says these: they follow from what stands in the study."""
FILLED_ROLES = (
    StudyRole.INVESTIGATOR,
    StudyRole.SAFEGUARDING_LEAD,
    StudyRole.SAFEGUARDING_SECOND,
    StudyRole.DATA_STEWARD,
    StudyRole.MODERATOR,
    StudyRole.CO_MODERATOR,
)
"""Without these nobody meets a participant."""
