"""The six sessions of the study of trials, closed, with who sat in them as numbers and what they agreed to.
They are out of the invented corpus, and shown only as invented.

No committee approved it, so nothing here went through a gate: rows are written as they would stand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kapea.core.pack.model import Release
from kapea.core.studies.consent_scopes import (
    HowScopeAsked,
    ResearchScope,
    ScopeAnswer,
    ScopeParty,
    ScopeRow,
)
from kapea.core.studies.consent_texts import consent_words_id
from kapea.core.studies.guardian_waivers import CommitteeDecisions, CommitteeWaiver, WaiverReason
from kapea.core.studies.recruitment import RecruitmentRoute, RecruitmentRow, RouteCounts
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import CheckResult, ConsentSeat, UnderstandingCheck
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.sampling_frame import FrameStratum, FrameSurety, PlaceType, ProgrammeLink, Stratum
from kapea.core.studies.seat_changes import point_entries, reached_whom
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.session_entries import AssentPoint, HandCard, SessionEntry, TurnMarked
from kapea.core.studies.study_people import ReachedBy, StudyPerson
from kapea.core.studies.waiver_entering import FAMILY_SENTENCES, ConsentTerms
from kapea.people.ids import new_id
from kapea.studies.models import Study, StudySeat, StudySession
from kapea.studies.queries import book_of
from kapea.studies.session_rows import SeatTold, add_entries, add_scope_answers, add_seat, json_of_value

CORPUS = Path(__file__).with_name("demo_corpus.json")
"""Invented: no person, place, school or number in it is meant to exist. Its licence is the repository's."""
FIRST_DAY, DAYS_OF_WAIVER = date(2026, 5, 10), (date(2026, 1, 1), date(2026, 12, 31))
WAIVED = "remote-15-17-waived"
STAFF_LABEL = "M"
BANDS_OF = {"12-14": ResearchAgeBand.FROM_12, "15-17": ResearchAgeBand.FROM_15}
SESSIONS_IN: Mapping[str, str] = {
    "T1": "town-12-14",
    "T2": "remote-15-17",
    "T3": "city-18+",
    "T4": "remote-18+",
    "T5": "town-18+",
    "T6": "remote-18+",
}
"""The stratum of each transcript of the corpus."""
KINDS_OF = {
    "child": SeatKind.CHILD,
    "teacher": SeatKind.TEACHER,
    "commune official": SeatKind.AUTHORITY,
}
UNDERSTOOD = UnderstandingCheck((CheckResult.RIGHT, CheckResult.RIGHT, CheckResult.EXPLAINED))


def demo_strata() -> Iterator[FrameStratum]:
    """The frame of the corpus; how many people there are nobody knows."""
    for id in dict.fromkeys(SESSIONS_IN.values()):
        place, _, band = id.partition("-")
        yield _stratum(id, Stratum(place=PlaceType(place), band=ResearchAgeBand(band)))
    waived = Stratum(place=PlaceType.REMOTE, band=ResearchAgeBand.FROM_15, programme=ProgrammeLink.NOW)
    yield _stratum(WAIVED, waived, is_waived=True)


def _stratum(id: str, kind: Stratum, *, is_waived: bool = False) -> FrameStratum:
    return FrameStratum(id=id, stratum=kind, people=None, surety=FrameSurety.UNKNOWN, waived=is_waived)


def write_demo_sessions(row: Study, release: Release, by: tuple[str, str], *, at: datetime) -> int:
    """Writes them; how many. `by`: accounts of the data steward, who is the moderator too, and the
    investigator. Without words of consent in the release there are none.
    """
    said = release.instruments.get("study-words")
    if said is None:
        return 0
    corpus = json.loads(CORPUS.read_text(encoding="utf-8"))
    words = consent_words_id(said.lines, release.texts.get("en", {}))
    row.consent_terms = json_of_value(ConsentTerms(frozenset({words}), CommitteeDecisions((_waiver(by),))))
    row.save(update_fields=["consent_terms"])
    for number, transcript in enumerate(corpus["transcripts"], 1):
        session = _write_session(row, number, transcript)
        for label, about in transcript["speakers"].items():
            if label != STAFF_LABEL:
                _write_seat(session, transcript["id"], label, about, corpus["consents"][label], words, by[0])
        add_entries(session, _entries(session, transcript), came_at=at)
    for counts in _recruitment(row):
        row.recruitment.create(row=counts.id, document=json_of_value(counts), entered_at=at)
    return len(corpus["transcripts"])


def _waiver(by: tuple[str, str]) -> CommitteeWaiver:
    return CommitteeWaiver(
        committee="demo-none",
        reference="DEMO-0000",
        stratum=WAIVED,
        reason=WaiverReason.HOME_MAY_BE_THE_DANGER,
        scopes=frozenset({ResearchScope.TAKE_PART, ResearchScope.AUDIO}),
        told_family=FAMILY_SENTENCES[0],
        valid_from=DAYS_OF_WAIVER[0],
        valid_to=DAYS_OF_WAIVER[1],
        entered_by=by,
    )


def _write_session(row: Study, number: int, transcript: Mapping[str, Any]) -> StudySession:
    version = book_of(row).standing.protocol.current
    tool = next(iter(version.instruments.values()))
    stratum = SESSIONS_IN[transcript["id"]]
    day = FIRST_DAY + timedelta(days=number - 1)
    starts = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(book_of(row).standing.zone))
    made = ResearchSession(
        id=f"s{number}",
        site=next(iter(version.reach.sites)) if version.reach else "",
        country=row.country,
        band=ResearchAgeBand(stratum.partition("-")[2]),
        tool=tool.instrument,
        stratum=stratum,
        state=SessionState.CLOSED,
        used=tool,
        protocol_version=version.number,
        started_at=starts,
        ended_at=starts + timedelta(minutes=60),
        translated=False,
    )
    return StudySession.objects.create(study=row, number=number, document=json_of_value(made), checks={})


def _write_seat(
    session: StudySession,
    transcript: str,
    label: str,
    about: Mapping[str, str],
    said: Mapping[str, Any],
    words: str,
    by: str,
) -> None:
    id, stratum = seat_of_label(session.code, label), SESSIONS_IN[transcript]
    is_waived = "waived" in said.get("guardian", "")
    told = _told(id, session.code, WAIVED if is_waived else stratum, about, safe_adult=is_waived)
    if gone := said.get("withdrawn_on"):
        StudySeat.objects.create(session=session, seat=id, document={}, withdrawn_on=gone)
        return
    seat = add_seat(session, told)
    add_scope_answers(seat, _answers(told.consent, said, words, by))
    seat.withheld = list(said.get("withheld_turns", ()))
    seat.save(update_fields=["withheld"])


def _told(id: str, session: str, stratum: str, about: Mapping[str, str], *, safe_adult: bool) -> SeatTold:
    age = BANDS_OF.get(about.get("age_band", ""), ResearchAgeBand.ADULT)
    parent = SeatKind.MOTHER if about["gender"] == "woman" else SeatKind.FATHER
    kind = KINDS_OF.get(about["role"], parent)
    consent = ConsentSeat(
        id=id,
        session=session,
        stratum=stratum,
        age=age,
        check=UNDERSTOOD,
        seated_on=FIRST_DAY,
        safe_adult=safe_adult,
    )
    frame = next(each for each in demo_strata() if each.id == stratum)
    person = StudyPerson(
        seat=id,
        role=about["role"],
        age=age,
        gender=about["gender"],
        place_type=frame.stratum.place.value,
        stratum=stratum,
        by=ReachedBy.NGO,
        as_whom=reached_whom(frame),
    )
    return SeatTold(consent, SeatedPerson(id, kind, age), person)


def _answers(seat: ConsentSeat, said: Mapping[str, Any], words: str, by: str) -> Iterator[ScopeRow]:
    for scope in ResearchScope:
        of_guardian = said.get(f"guardian_{scope.value}", said.get("guardian"))
        by_party = {ScopeParty.PARTICIPANT: said[scope.value], ScopeParty.GUARDIAN: of_guardian}
        for party, answer in by_party.items():
            if answer in ("yes", "no"):
                yield ScopeRow(
                    id=f"{seat.id}-{scope.value.replace('_', '-')}-{party.value}",
                    seat=seat.id,
                    scope=scope,
                    party=party,
                    answer=ScopeAnswer(answer),
                    how=HowScopeAsked.SPOKEN,
                    asked_by=by,
                    words=words,
                    age=seat.age,
                )


def _entries(session: StudySession, transcript: Mapping[str, Any]) -> tuple[SessionEntry, ...]:
    """Everybody is asked again at the start, in the middle and after; turns lie in between."""
    turns = [each for each in transcript["raw_turns"] if each["speaker"] != STAFF_LABEL]
    seats = list(session.seats.filter(withdrawn_on=None).values_list("seat", flat=True))
    entries: tuple[SessionEntry, ...] = ()
    halves: tuple[list[Mapping[str, Any]], ...] = (turns[: len(turns) // 2], turns[len(turns) // 2 :], [])
    for point, spoken in zip((AssentPoint.START, AssentPoint.MIDDLE, AssentPoint.AFTER), halves, strict=True):
        asked = point_entries(entries, point, dict.fromkeys(seats, HandCard.GREEN), (), new_id)
        begins = max(each.order for each in asked)
        marked = (
            TurnMarked(new_id(), begins + place, seat_of_label(session.code, each["speaker"]))
            for place, each in enumerate(spoken, 1)
        )
        entries = (*entries, *asked, *marked)
    return entries


def _recruitment(row: Study) -> Iterator[RecruitmentRow]:
    """Through organisations, and by two other ways that reached fewer: as studies go."""
    version = book_of(row).standing.protocol.current
    site = next(iter(version.reach.sites)) if version.reach else ""
    routes = (
        (RecruitmentRoute.NGO, RouteCounts(asked=9, not_reachable=1, no=2, yes=6, came=4, left=0)),
        (RecruitmentRoute.WATER_POINT, RouteCounts(asked=5, not_reachable=0, no=4, yes=1, came=0, left=0)),
        (RecruitmentRoute.MARKET_HOUR, RouteCounts(asked=4, not_reachable=2, no=3, yes=0, came=0, left=0)),
    )
    for stratum in dict.fromkeys(SESSIONS_IN.values()):
        for route, counts in routes:
            yield RecruitmentRow(new_id(), site, stratum, route, counts)
