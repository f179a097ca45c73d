"""What may be done with a referral where it stands, by whom: read off the table in `referral_table`."""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.care.case_levels import CaseLevel
from kapea.core.care.referral_codes import ReferralHand, ReferralNeed, ReferralState, ReferralStep
from kapea.core.care.referral_table import RECEIVER, REFERRAL_TABLE, SENDER, SUPERVISOR, ReferralMove


class NoSuchReferralMove(ValueError):
    """The step does not lead from here, or not at this level, or not by this hand."""


class ReferralLacks(ValueError):
    """Something must come first; `needs` names it."""

    def __init__(self, needs: tuple[ReferralNeed, ...]) -> None:
        self.needs = needs
        super().__init__(f"first: {', '.join(need.value for need in needs)}")


def referral_move_of(
    state: ReferralState, step: ReferralStep, level: CaseLevel, hands: frozenset[ReferralHand]
) -> ReferralMove:
    """The row of the table, whether or not what it needs is there. Raises NoSuchReferralMove."""
    for move in _from(state, level, hands):
        if move.step is step:
            return move
    raise NoSuchReferralMove(f"{step.value} does not lead from {state.value}, at this level and for you")


def allowed_referral_move(
    state: ReferralState,
    step: ReferralStep,
    level: CaseLevel,
    hands: frozenset[ReferralHand],
    has: Mapping[ReferralNeed, bool],
) -> ReferralMove:
    """The row of the table, once all that it needs is there. `has`: from `referral_needs.needs_met`.
    Raises NoSuchReferralMove, ReferralLacks.
    """
    move = referral_move_of(state, step, level, hands)
    if missing := tuple(need for need in move.needs if not has.get(need, False)):
        raise ReferralLacks(missing)
    return move


def referral_steps(
    state: ReferralState, level: CaseLevel, hands: frozenset[ReferralHand]
) -> tuple[ReferralStep, ...]:
    """What somebody could do here, in the order of the table, once all that it needs is there."""
    return tuple(move.step for move in _from(state, level, hands))


def hands_on_referral(
    member: str, *, owner: str, supervisor_of_owner: str, receivers: frozenset[str], kept_from: frozenset[str]
) -> frozenset[ReferralHand]:
    """As what a member acts on a referral. Ids of memberships. `owner`: who holds the case now. Whoever sent
    it never answers it too; whoever is kin, feared or kept from knowing acts on nothing.
    """
    if member in kept_from:
        return frozenset()
    if member == owner:
        return SENDER
    if member == supervisor_of_owner:
        return SUPERVISOR
    return RECEIVER if member in receivers else frozenset()


def _from(state: ReferralState, level: CaseLevel, hands: frozenset[ReferralHand]) -> tuple[ReferralMove, ...]:
    return tuple(
        move for move in REFERRAL_TABLE if state in move.begins and level in move.levels and move.by & hands
    )
