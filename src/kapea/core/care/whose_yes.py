"""Whose yes each kind needs at each age. After the practice of case management for child survivors; the table
is ours where the law of no country says more, and a child-protection lead signs it before use.
"""

from __future__ import annotations

from dataclasses import dataclass

from kapea.core.care.asking import AgeBand
from kapea.core.care.scopes import PermissionKind

OWN = frozenset({PermissionKind.KEEP, PermissionKind.CALL_BACK, PermissionKind.FEEDBACK_CALL})
"""Between the child and whoever helps: from 6 on it needs nobody else's yes."""
TELLS_OTHERS = frozenset({PermissionKind.TELL_ORG, PermissionKind.TELL_PERSON, PermissionKind.EXCHANGE})
DECIDES_ALONE = frozenset({AgeBand.FROM_15, AgeBand.ADULT})


@dataclass(frozen=True, slots=True)
class WhoseYes:
    """Whose yes is needed. `caregiver_only`: another trusted adult cannot answer in their place."""

    child: bool
    adult: bool
    caregiver_only: bool = False


def whose_yes(kind: PermissionKind, band: AgeBand, *, child_cannot: bool) -> WhoseYes:
    """Whose yes is needed for a kind at an age. A child who cannot say is spoken for by an adult, as a young
    one is: never for a study, and never once grown up.
    """
    if band is AgeBand.ADULT:
        return WhoseYes(child=True, adult=False)
    study = kind is PermissionKind.STUDY
    if band is AgeBand.UNDER_6 or (child_cannot and not study):
        return WhoseYes(child=False, adult=True, caregiver_only=study)
    alone = kind in OWN or (kind in TELLS_OTHERS and band in DECIDES_ALONE)
    return WhoseYes(child=True, adult=not alone, caregiver_only=study)
