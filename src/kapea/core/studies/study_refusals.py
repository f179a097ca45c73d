"""Why a request in a study is refused: a code of a closed list, and what is missing. Nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class StudyRefusal(Enum):
    """The reason. Each is a row of the audit; none holds a name, a word or a number of a participant."""

    NO_SUCH_STEP = "no-such-step"
    """The step does not lead from where this stands."""
    ITEMS_MISSING = "items-missing"
    """`missing` names what has to come first."""
    GATE_SHUT = "gate-shut"
    """An earlier gate is shut; `missing` names it."""
    STOPPED = "stopped"
    """A safeguarding person stopped it."""
    NOT_YOURS = "not-yours"
    """None of the roles of whoever asks does this."""
    PILOT_NEVER_ANALYSED = "pilot-never-analysed"
    PROTOCOL_FROZEN = "protocol-frozen"
    """Amend it: what was agreed is never changed in silence."""
    PROTOCOL_NOT_FROZEN = "protocol-not-frozen"
    NOTHING_CHANGED = "nothing-changed"
    NOT_APPROVED = "not-approved"
    """No committee allowed this here, now, for this age and with this tool; `missing` says which part."""
    ROLES_CLASH = "roles-clash"
    """Nobody holds both; `missing` names the roles."""
    RECRUITER = "recruiter"
    """Of the staff of the organisation that recruited."""
    OWN_CLIENTS = "own-clients"
    """A case worker, for a stratum of their clients."""
    OWN_GRANT = "own-grant"
    """Nobody gives a role to themselves."""
    SAME_PERSON = "same-person"
    """A second person has to do it."""
    NOT_IN_FRAME = "not-in-frame"
    """Who could have been asked is written down before anybody is."""
    QUOTA_FULL = "quota-full"
    NOT_SEATED_TOGETHER = "not-seated-together"
    """`missing` says why not."""
    NO_AUDIO = "no-audio"
    """`missing` names the seats whose answer, or whose guardian's, is not yes, or that it is not offered."""
    TOO_EARLY = "too-early"
    WORDS_NOT_HELD = "words-not-held"
    """Nobody said yet that these words of consent hold; what is agreed to them would count for nothing."""
    NEEDS_AMENDMENT = "needs-amendment"
    """A promised day is only moved by what a committee allowed."""


@dataclass(frozen=True, slots=True)
class StudyRefused:
    """A request that was refused. `what`: the act that was asked for. `missing`: codes, in a fixed order."""

    what: str
    because: StudyRefusal
    missing: tuple[str, ...] = ()

    @property
    def audit_code(self) -> str:
        """What the row of the audit is called."""
        return f"study.{self.what}.refused.{self.because.value}"
