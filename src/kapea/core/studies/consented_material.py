"""What of a person's words and voice may be seen, heard, archived or used to find them again, at this moment.

Quotes go through `quote_bank`; everything else that is of somebody goes through here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.research_consent import ConsentRegister


class ConsentUse(Enum):
    """What somebody wants to do with what is of a person."""

    CODING = "coding"
    """Read within the team: coders, analysts, their lists, search and counts."""
    LISTENING = "listening"
    ARCHIVE = "archive"
    CONTACT = "contact"


SCOPE_OF_USE: Mapping[ConsentUse, ResearchScope] = {
    ConsentUse.CODING: ResearchScope.TAKE_PART,
    ConsentUse.LISTENING: ResearchScope.AUDIO,
    ConsentUse.ARCHIVE: ResearchScope.ARCHIVE,
    ConsentUse.CONTACT: ResearchScope.CONTACT_AGAIN,
}


@dataclass(frozen=True, slots=True)
class StudyMaterial:
    """A turn, its sound, or the line by which somebody is found again. `turn`: 0 where it is of none."""

    id: str
    session: str
    seat: str
    turn: int = 0


def may_be_used(material: StudyMaterial, use: ConsentUse, consent: ConsentRegister) -> bool:
    """Whether consent covers a use now. Sound of a session is heard only while every seat in it says yes. A
    turn that somebody withheld from quoting is not archived: whoever reads the archive could quote it.
    """
    if not consent.covers(material.seat, SCOPE_OF_USE[use]):
        return False
    if use is ConsentUse.LISTENING:
        return consent.may_be_recorded(material.session)
    withheld = consent.withheld.get(material.seat, frozenset())
    return use is not ConsentUse.ARCHIVE or material.turn not in withheld


def shown_material(
    material: Iterable[StudyMaterial], use: ConsentUse, consent: ConsentRegister
) -> tuple[StudyMaterial, ...]:
    """What of it may be used now, in the order in which it came."""
    return tuple(each for each in material if may_be_used(each, use, consent))
