"""Who reviews research with people in each country, and what they ask: dated rows, each with its source.

As read may be old, and what was not found is said. A committee is asked before anybody leans on a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

READ_ON = date(2026, 11, 25)
"""The day on which every row was looked up, in excerpts."""


class CommitteeConfidence(Enum):
    """How surely a row is known."""

    READ = "read"
    """Read in part, at its source."""
    OLD_TEXT = "old-text"
    """Read, but in a text that a newer one may have replaced."""
    GENERAL_KNOWLEDGE = "general-knowledge"
    """Read nowhere: ask."""
    NOT_FOUND = "not-found"


class AgreementForm(Enum):
    """What somebody under 18, or their guardian, agrees by."""

    GUARDIAN = "guardian"
    ASSENT = "assent"
    SIMPLE_ASSENT = "simple-assent"
    SIGNS_GUARDIANS_FORM = "signs-guardians-form"
    """The child signs the form that the parent signs."""


@dataclass(frozen=True, slots=True)
class AgreementAges:
    """What is asked for from an age (in whole years) until before another."""

    least: int
    before: int
    forms: frozenset[AgreementForm]
    source: str
    confidence: CommitteeConfidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EthicsCommittee:
    """A body. `papers`: what it wants to see, as read. `not_found`: what was not found, or not read."""

    id: str
    country: str
    name: str
    source: str
    confidence: CommitteeConfidence
    papers: tuple[str, ...] = ()
    months: int | None = None
    """How long what it gives holds, where it says so."""
    ages: tuple[AgreementAges, ...] = ()
    not_found: tuple[str, ...] = ()
    read_on: date = READ_ON


READ, OLD_TEXT = CommitteeConfidence.READ, CommitteeConfidence.OLD_TEXT
ASSENT, GUARDIAN = AgreementForm.ASSENT, AgreementForm.GUARDIAN
NHRC_SOURCE = "nhrc.gov.np/ethics/faq; guideline, 4th edition, 2022"
PH_AGES_SOURCE = "s41182-018-0131-8, on the text of 2011"
NEC_SOURCE = "nec.pchrd.dost.gov.ph"

COMMITTEES: tuple[EthicsCommittee, ...] = (
    EthicsCommittee(
        id="nechr",
        country="KH",
        name="National Ethics Committee for Health Research",
        source="guidelines 2002, procedures November 2008; slideplayer 3841000",
        confidence=OLD_TEXT,
        not_found=("papers", "fee", "calendar", "ages"),
    ),
    EthicsCommittee(
        id="nacosti",
        country="KE",
        name="National Commission for Science, Technology and Innovation",
        source="nacosti.go.ke/faqs",
        confidence=READ,
        papers=("ethics-approval", "local-institution-if-foreign"),
        months=12,
        not_found=("ages",),
    ),
    EthicsCommittee(
        id="ke-accredited",
        country="KE",
        name="An accredited ethics committee",
        source="nacosti.go.ke/faqs",
        confidence=READ,
        not_found=("papers", "fee", "ages"),
    ),
    EthicsCommittee(
        id="nhrc",
        country="NP",
        name="Nepal Health Research Council, Ethical Review Board",
        source=NHRC_SOURCE,
        confidence=READ,
        ages=(
            AgreementAges(0, 7, frozenset({GUARDIAN}), NHRC_SOURCE, READ),
            AgreementAges(7, 18, frozenset({ASSENT, GUARDIAN}), NHRC_SOURCE, READ),
        ),
        not_found=("study-outside-health",),
    ),
    EthicsCommittee(
        id="phreb-accredited",
        country="PH",
        name="A committee accredited by the Philippine Health Research Ethics Board",
        source=NEC_SOURCE,
        confidence=READ,
        not_found=("papers", "text-of-2022"),
    ),
    EthicsCommittee(
        id="ph-nec",
        country="PH",
        name="National Ethics Committee",
        source=NEC_SOURCE,
        confidence=READ,
        papers=(
            "letter",
            "agency-endorsement",
            "form-3",
            "protocol-with-ethics-and-dissemination",
            "consent",
            "assent",
            "tools",
            "technical-review",
            "cvs",
            "home-review-if-foreign",
        ),
        ages=(
            AgreementAges(
                12, 15, frozenset({AgreementForm.SIMPLE_ASSENT, GUARDIAN}), PH_AGES_SOURCE, OLD_TEXT
            ),
            AgreementAges(
                15,
                18,
                frozenset({AgreementForm.SIGNS_GUARDIANS_FORM, GUARDIAN}),
                PH_AGES_SOURCE,
                OLD_TEXT,
            ),
        ),
        not_found=("text-of-2022",),
    ),
)

HOME_COMMITTEE = "home"
"""The committee of the institution's own country, where that is none of the countries of the sites."""

NEEDED_COMMITTEES: dict[str, tuple[frozenset[str], ...]] = {
    "KH": (frozenset({"nechr"}),),
    "KE": (frozenset({"nacosti"}), frozenset({"ke-accredited"})),
    "NP": (frozenset({"nhrc"}),),
    "PH": (frozenset({"phreb-accredited", "ph-nec"}),),
}
"""By country: of each set, one has to approve."""

UNSETTLED_AGES = frozenset({ASSENT, GUARDIAN})
"""Where no committee's text was found: both are asked, the child and the guardian (default of ours)."""


def agreement_ages(country: str, age: int) -> AgreementAges:
    """What is asked for at an age under 18, with its source; both answers where nothing was found."""
    for committee in COMMITTEES:
        for row in committee.ages:
            if committee.country == country and row.least <= age < row.before:
                return row
    return AgreementAges(0, 18, UNSETTLED_AGES, "", CommitteeConfidence.NOT_FOUND)
