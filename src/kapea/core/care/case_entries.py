"""What workers write in a case, before it is sealed and after it was opened. Each kind is a shape of its own:
there is no field for what nobody may ask, and none is needed to go on but those that the core asks for.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

import msgspec

from kapea.core.care.asking import AgeBand
from kapea.core.care.case_contents import (
    Assessment,
    CasePlan,
    ChildAgrees,
    GoalsMet,
    NeedAnswer,
    NeedDomain,
    NotAskedBecause,
    SaferNow,
)
from kapea.core.care.contact_reasons import ContactReason
from kapea.core.care.safe_contact import ContactMethod, ContactWindow, IfOthersAnswer

MOST_LETTERS = 4_000
"""Of one field. Whoever has more to say writes another note."""
MOST_ACTIONS = 12
E = TypeVar("E", bound="CaseEntryContent")


class EntryKind(Enum):
    """What an entry is. The last one of a kind is how it stands; those before it stay."""

    REGISTERED = "registered"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    REVIEW = "review"
    NOTE = "note"
    SERVICE = "service"
    """Something that was done for the child, by whom it was asked and since when."""
    TRY = "try"
    """Somebody tried to reach the child by the safe way."""
    SUPERVISED = "supervised"
    """What a supervisor said to the worker."""
    CLOSING = "closing"
    REPORT = "report"
    """To which office it was reported, and which are left out; never a word of the child's."""
    SAFETY_PLAN = "safety_plan"
    """Opened only for whoever asks for it; no page but its own has it."""
    TOLD = "told"
    """What somebody wrote on a public page."""
    SAFE_CONTACT = "safe_contact"
    """How they may be reached. Only the newest holds."""
    ANSWER = "answer"
    """What a worker wrote to them; they hear it by their return code."""


class WhoAsked(Enum):
    """Who came first. An adult's story is never the child's permission."""

    CHILD = "child"
    FRIEND = "friend"
    CAREGIVER = "caregiver"
    OTHER_ADULT = "other_adult"


class CameBy(Enum):
    """By which way they came."""

    CALL = "call"
    CHAT = "chat"
    MESSAGE = "message"
    FACE_TO_FACE = "face_to_face"
    OTHER_SERVICE = "other_service"


class CaseEntryContent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The words of one entry."""

    def sealed_form(self) -> bytes:
        """As it is sealed."""
        return msgspec.json.encode(self)


class Registered(CaseEntryContent, frozen=True):
    """What is known on the first day. `called`: what the child wishes to be called, no name of theirs.
    `wish`: what the child wants, in their own words. `safe_with`: who is safe, by how they stand to them.
    """

    age_band: AgeBand
    who_asked: WhoAsked
    came_by: CameBy
    reasons: tuple[ContactReason, ...]
    called: str = ""
    wish: str = ""
    safe_with: str = ""


class AssessmentEntry(CaseEntryContent, frozen=True):
    """How much help is needed in each domain, and what is good already."""

    needs: dict[NeedDomain, NeedAnswer] = {}
    not_asked: dict[NeedDomain, NotAskedBecause] = {}
    said: dict[NeedDomain, str] = {}
    strengths: str = ""
    wish: str = ""
    safe_with: str = ""

    def assessment(self) -> Assessment:
        """Without its words."""
        return Assessment(self.needs, self.not_asked)


class PlannedAction(msgspec.Struct, frozen=True):
    """One thing that is done. `by`: who does it, as the child knows them."""

    what: str
    by: str
    until: date | None
    agrees: ChildAgrees


class PlanEntry(CaseEntryContent, frozen=True):
    """What is going to be done. `goals`: in the child's words; `view`: what the child thinks of it."""

    goals: str = ""
    actions: tuple[PlannedAction, ...] = ()
    view: str = ""
    not_heard: NotAskedBecause | None = None
    review_on: date | None = None

    def plan(self) -> CasePlan:
        """Without its words."""
        agreed = tuple(each.agrees for each in self.actions)
        return CasePlan(agreed, bool(self.view.strip()), self.not_heard, self.review_on)


class ReviewEntry(CaseEntryContent, frozen=True):
    """A look back with the child. `safely`: it was done by the safe way that was agreed."""

    safer: SaferNow
    goals: GoalsMet
    next_on: date
    safely: bool = False
    said: str = ""


class NoteEntry(CaseEntryContent, frozen=True):
    """What somebody needs to remember; also what a supervisor said, what was done, a try to reach them."""

    said: str


class SafeContactEntry(CaseEntryContent, frozen=True):
    """How somebody may be reached, when, and what is said when somebody else answers. `reach`: a number, or
    how they are called in an app. `permission`: their yes to being contacted in this way.
    """

    method: ContactMethod
    reach: str
    days: tuple[int, ...]
    from_hour: int
    to_hour: int
    others: IfOthersAnswer
    agreed_at: datetime
    permission: str

    def window(self) -> ContactWindow:
        """When it is safe."""
        return ContactWindow(
            days=frozenset(self.days),
            from_hour=self.from_hour,
            to_hour=self.to_hour,
            agreed_at=self.agreed_at,
        )


class ClosingEntry(CaseEntryContent, frozen=True):
    """What the child thinks of closing, and what was reached."""

    view: str = ""
    goals: str = ""


class ReportEntry(CaseEntryContent, frozen=True):
    """Offices that are left out, as kin of somebody in the case or feared by the child; and, once it is made,
    to which it went. `to_whom`: who took it there. `told`: whether the child was told before; `rests`: on
    what telling that office rests.
    """

    kin: tuple[str, ...] = ()
    office: str = ""
    to_whom: str = ""
    made_at: datetime | None = None
    told: str = ""
    rests: str = ""


class SafetyPlanEntry(CaseEntryContent, frozen=True):
    """What the child does when it gets bad, in their own words. `dying`: when thoughts of dying come, who
    stays and what is moved away. `signal`: by which others know that help is needed.
    """

    now: str = ""
    signs: str = ""
    way_out: str = ""
    may_know: str = ""
    phone: str = ""
    dying: str = ""
    signal: str = ""
    next_talk: str = ""
    if_it_fails: str = ""


SAFETY_PLAN_PARTS = SafetyPlanEntry.__struct_fields__
"""In the order in which they are talked about."""
CONTENT: dict[EntryKind, type[Any]] = {
    EntryKind.REGISTERED: Registered,
    EntryKind.ASSESSMENT: AssessmentEntry,
    EntryKind.PLAN: PlanEntry,
    EntryKind.REVIEW: ReviewEntry,
    EntryKind.NOTE: NoteEntry,
    EntryKind.SERVICE: NoteEntry,
    EntryKind.TRY: NoteEntry,
    EntryKind.SUPERVISED: NoteEntry,
    EntryKind.CLOSING: ClosingEntry,
    EntryKind.REPORT: ReportEntry,
    EntryKind.SAFETY_PLAN: SafetyPlanEntry,
    EntryKind.TOLD: NoteEntry,
    EntryKind.SAFE_CONTACT: SafeContactEntry,
    EntryKind.ANSWER: NoteEntry,
}


def opened_entry(kind: EntryKind, opened: bytes) -> CaseEntryContent:
    """What was sealed as an entry of that kind. Raises msgspec.ValidationError for anything else."""
    made: CaseEntryContent = msgspec.json.decode(opened, type=CONTENT[kind])
    return made
