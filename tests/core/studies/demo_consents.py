"""The invented study as consent, passages and people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from kapea.core.studies.consent_scopes import (
    HowScopeAsked,
    ResearchScope,
    ScopeAnswer,
    ScopeParty,
    ScopeRow,
)
from kapea.core.studies.guardian_waivers import CommitteeDecisions, CommitteeWaiver, WaiverReason
from kapea.core.studies.quote_bank import QuotedTurn, QuotePassage, ThirdParty
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import (
    CheckResult,
    ConsentRegister,
    ConsentSeat,
    UnderstandingCheck,
)
from kapea.core.studies.sampling_frame import FrameSurety
from kapea.core.studies.study_people import ReachedBy, SampledStratum, StudyPerson

DEMO: Mapping[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "studies-demo.json").read_text(encoding="utf-8")
)
DEMO_STRATA = tuple(
    SampledStratum(id=each["id"], known=FrameSurety.GUESSED, in_frame=200, did_not_come=6)
    for each in DEMO["transcripts"]
)
WORDS = "leaflet-1"
SEATED = date(2026, 5, 10)
UNDERSTOOD = UnderstandingCheck((CheckResult.RIGHT, CheckResult.RIGHT, CheckResult.EXPLAINED))
BANDS = {"12-14": ResearchAgeBand.FROM_12, "15-17": ResearchAgeBand.FROM_15}
WAIVER = CommitteeWaiver(
    committee="demo-committee",
    reference="DEMO-0000",
    stratum="home-danger",
    reason=WaiverReason.HOME_MAY_BE_THE_DANGER,
    scopes=frozenset({ResearchScope.TAKE_PART, ResearchScope.AUDIO}),
    told_family="told-family-talk",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    entered_by=("steward", "lead"),
)


def row(
    seat: str,
    scope: ResearchScope,
    answer: str = "yes",
    party: ScopeParty = ScopeParty.PARTICIPANT,
    **other: Any,
) -> ScopeRow:
    said = {
        "id": f"{seat}-{scope.value}-{party.value}".lower().replace("_", "-"),
        "how": HowScopeAsked.SPOKEN,
        "asked_by": "moderator-1",
        "words": WORDS,
        "age": ResearchAgeBand.ADULT,
    }
    return ScopeRow(seat=seat, scope=scope, party=party, answer=ScopeAnswer(answer), **(said | other))


def seat(id: str, age: ResearchAgeBand = ResearchAgeBand.ADULT, **other: Any) -> ConsentSeat:
    said = {"session": "T1", "stratum": "city", "check": UNDERSTOOD, "seated_on": SEATED}
    return ConsentSeat(id=id, age=age, **(said | other))


def speakers() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Session, label and what the demo says of each, without moderators."""
    for transcript in DEMO["transcripts"]:
        for label, about in transcript["speakers"].items():
            if label != "M":
                yield transcript["id"], label, about


def demo_seats() -> dict[str, ConsentSeat]:
    waived = {s for s, consent in DEMO["consents"].items() if "waived" in consent.get("guardian", "")}
    return {
        label: seat(
            label,
            BANDS.get(about.get("age_band", ""), ResearchAgeBand.ADULT),
            session=session,
            stratum=WAIVER.stratum if label in waived else session,
            safe_adult=label in waived,
        )
        for session, label, about in speakers()
    }


def demo_rows(seats: Mapping[str, ConsentSeat]) -> Iterator[ScopeRow]:
    for id, said in DEMO["consents"].items():
        age = seats[id].age
        for scope in ResearchScope:
            yield row(id, scope, said[scope.value], age=age)
            of_guardian = said.get(f"guardian_{scope.value}", said.get("guardian"))
            if of_guardian in ("yes", "no"):
                yield row(id, scope, of_guardian, ScopeParty.GUARDIAN, age=age)


def demo_register() -> ConsentRegister:
    seats = demo_seats()
    return ConsentRegister(
        seats=seats,
        rows=tuple(demo_rows(seats)),
        words=frozenset({WORDS}),
        committee=CommitteeDecisions((WAIVER,)),
        withheld={id: frozenset(said.get("withheld_turns", ())) for id, said in DEMO["consents"].items()},
    )


def passage(
    id: str, *spoken: QuotedTurn, words: str = "Going together is good.", **other: Any
) -> QuotePassage:
    said = {"session": "T1", "third_party": ThirdParty.NOBODY, "shows_distress": False}
    return QuotePassage(id=id, spoken=spoken, words=words, **(said | other))


def demo_passages() -> list[QuotePassage]:
    return [
        passage(
            each["id"],
            QuotedTurn(each["speaker"], each["turn"]),
            words=each["text"],
            session=each["transcript"],
            translated=True,
        )
        for each in DEMO["coded_segments"]
    ]


def demo_people() -> list[StudyPerson]:
    places = {each["id"]: each["place_type"] for each in DEMO["transcripts"]}
    return [
        StudyPerson(
            seat=label,
            role=about["role"],
            age=BANDS.get(about.get("age_band", ""), ResearchAgeBand.ADULT),
            gender=about["gender"],
            place_type=places[session],
            stratum=session,
            by=ReachedBy.NGO,
        )
        for session, label, about in speakers()
    ]
