"""What other systems call the states of a referral, both ways.

To a word of theirs belong all our states that they call so, the earliest first. A word moves nothing itself:
it is the step of a receiver, which the table takes or refuses, or a question to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ReferralState, ReferralStep
from kapea.core.care.referral_states import referral_steps
from kapea.core.care.referral_table import RECEIVER

_S = ReferralState


class OutsideSystem(Enum):
    """A system of somebody else with which a state can be exchanged."""

    PRIMERO = "primero"
    FHIR_TASK = "fhir_task"
    """The Task of a FHIR server, as BSeR and Gravity use it."""
    IHE_360X = "ihe_360x"
    OSCAR = "oscar"


@dataclass(frozen=True, slots=True)
class StateMap:
    """What one system calls our states. A state that is not in `says` is not told to it. `also`: words that
    it may send and we never do. `ambiguous`: words of which only a person can say what they mean.
    """

    system: OutsideSystem
    says: Mapping[ReferralState, str]
    also: Mapping[str, tuple[ReferralState, ...]]
    ambiguous: frozenset[str] = frozenset()

    def means(self, word: str) -> tuple[ReferralState, ...]:
        """Our states that a word of theirs can stand for; none for a word that nobody has mapped."""
        return tuple(s for s in ReferralState if self.says.get(s) == word) + self.also.get(word, ())


PRIMERO_STATES = StateMap(
    OutsideSystem.PRIMERO,
    {
        _S.SENT: "in_progress",
        _S.RECEIVED: "in_progress",
        _S.ACCEPTED: "accepted",
        _S.DECLINED: "rejected",
        _S.STARTED: "accepted",
        _S.DONE_BY_SERVICE: "done",
        _S.CONFIRMED: "done",
        _S.REVOKED: "revoked",
        _S.LAPSED: "revoked",
    },
    {},
)
FHIR_TASK_STATES = StateMap(
    OutsideSystem.FHIR_TASK,
    {
        _S.DRAFT: "draft",
        _S.READY: "draft",
        _S.SENT: "requested",
        _S.RECEIVED: "requested",
        _S.ACCEPTED: "accepted",
        _S.DECLINED: "rejected",
        _S.STARTED: "in-progress",
        _S.DONE_BY_SERVICE: "completed",
        _S.CONFIRMED: "completed",
        _S.REVOKED: "cancelled",
        _S.LAPSED: "cancelled",
    },
    {"received": (_S.RECEIVED,)},
)
"""Gravity's list of states has no `received`, as that of all Tasks has: it is read and not said."""
IHE_360X_STATES = StateMap(
    OutsideSystem.IHE_360X,
    {
        _S.SENT: "Initiated",
        _S.RECEIVED: "Initiated",
        _S.ACCEPTED: "Accepted",
        _S.DECLINED: "Declined",
        _S.STARTED: "InterimCommunicated",
        _S.DONE_BY_SERVICE: "Finalized",
        _S.CONFIRMED: "Finalized",
        _S.REVOKED: "Canceled",
        _S.LAPSED: "Canceled",
    },
    {"CancelConfirmed": (_S.REVOKED, _S.LAPSED)},
)
OSCAR_STATES = StateMap(
    OutsideSystem.OSCAR,
    {
        _S.SENT: "Referred",
        _S.RECEIVED: "Referred",
        _S.ACCEPTED: "Accepted",
        _S.DECLINED: "Exited",
        _S.STARTED: "Active",
        _S.DONE_BY_SERVICE: "Exited",
        _S.CONFIRMED: "Exited",
    },
    {},
    frozenset({"Exited"}),
)
"""`Exited` stands for turned away as for helped."""
STATE_MAPS: Mapping[OutsideSystem, StateMap] = {
    each.system: each for each in (PRIMERO_STATES, FHIR_TASK_STATES, IHE_360X_STATES, OSCAR_STATES)
}
"""That nobody came is told to none of them: it would read as done. A person phones the service."""

STEP_TO: Mapping[ReferralState, ReferralStep] = {
    _S.RECEIVED: ReferralStep.RECEIVE,
    _S.ACCEPTED: ReferralStep.ACCEPT,
    _S.DECLINED: ReferralStep.DECLINE,
    _S.STARTED: ReferralStep.START,
    _S.DONE_BY_SERVICE: ReferralStep.FINISH,
}
"""What a receiver can do from elsewhere. That it came about is said by the child and nobody else."""


class PersonDecides(Enum):
    """Why a word waits for a person."""

    UNKNOWN_WORD = "unknown_word"
    AMBIGUOUS = "ambiguous"
    NOT_THEIRS = "not_theirs"
    """It would be a step of the sender or the child, or skip what has to come between."""


def step_for_word(
    state_map: StateMap, word: str, state: ReferralState, level: CaseLevel
) -> ReferralStep | PersonDecides | None:
    """What a word of another system comes to, where the referral stands now: a step of the receiver, still
    to be taken through the table with all that it needs; None where it says what we know, so that it may
    come twice; or a question to a person.
    """
    meant = state_map.means(word)
    if not meant:
        return PersonDecides.UNKNOWN_WORD
    if state in meant:
        return None
    if word in state_map.ambiguous:
        return PersonDecides.AMBIGUOUS
    step = next((STEP_TO[each] for each in meant if each in STEP_TO), None)
    can = referral_steps(state, level, RECEIVER)
    return step if step in can and step is not None else PersonDecides.NOT_THEIRS
