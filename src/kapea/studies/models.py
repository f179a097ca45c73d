"""All that a study holds: how it stands, its team, its protocol; sessions, seats, sealed words;
what coders marked."""

from __future__ import annotations

from kapea.studies.coding_models import (
    CodedSegment,
    DecidedSegment,
    StudyBlindness,
    StudyCodebook,
    StudyExport,
)
from kapea.studies.output_models import StudyHandedOut
from kapea.studies.session_models import (
    StudyRecruitment,
    StudyScopeAnswer,
    StudySealedText,
    StudySeat,
    StudySession,
    StudySessionEntry,
)
from kapea.studies.study_models import Study, StudyGrant, StudyText
from kapea.studies.tablet_models import (
    StudyCollectedSheet,
    StudyCollectToken,
    StudyGivenSheet,
    StudySealedItem,
    StudyTablet,
    StudyTabletKey,
)
from kapea.studies.text_models import (
    StudyGlass,
    StudyHeldMatter,
    StudyKeyLeft,
    StudyTakenBack,
    StudyTurnCut,
)

__all__ = [
    "CodedSegment",
    "DecidedSegment",
    "Study",
    "StudyBlindness",
    "StudyCodebook",
    "StudyCollectToken",
    "StudyCollectedSheet",
    "StudyExport",
    "StudyGivenSheet",
    "StudyGlass",
    "StudyGrant",
    "StudyHandedOut",
    "StudyHeldMatter",
    "StudyKeyLeft",
    "StudyRecruitment",
    "StudyScopeAnswer",
    "StudySealedItem",
    "StudySealedText",
    "StudySeat",
    "StudySession",
    "StudySessionEntry",
    "StudyTablet",
    "StudyTabletKey",
    "StudyTakenBack",
    "StudyText",
    "StudyTurnCut",
]
