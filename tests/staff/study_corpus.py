"""The invented corpus as rows: six closed sessions, who sat in them, their consent, what was released."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tests.core.studies.coded_demo import sessions, told_of
from tests.core.studies.demo_consents import DEMO, WAIVER, WORDS, demo_people, demo_rows, demo_seats
from tests.staff.cast import Person, member_of_person

from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.guardian_waivers import CommitteeDecisions
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_consent import ConsentSeat
from kapea.core.studies.research_sessions import ResearchSession, SessionState
from kapea.core.studies.sampling_frame import (
    FrameStratum,
    FrameSurety,
    PlaceType,
    SamplingFrame,
    Stratum,
    StratumGender,
)
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.study_book import StudyBook
from kapea.core.studies.study_people import StudyPerson
from kapea.core.studies.study_protocol import ProtocolChange, StudyProtocol, edit_protocol
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import GateOpening, StudyStanding
from kapea.core.studies.transcript import SessionSpeaker, SpeakerRole, read_transcript
from kapea.people.ids import new_id
from kapea.people.models import Organisation
from kapea.studies.models import Study, StudyGrant, StudySeat, StudySession
from kapea.studies.queries import document_of
from kapea.studies.released_texts import RELEASED
from kapea.studies.sealed_texts import keep_sealed
from kapea.studies.session_rows import (
    ConsentTerms,
    SeatTold,
    add_scope_answers,
    add_seat,
    json_of_value,
)
from kapea.studies.study_keys import StudyCustody, make_study_key

CODES = {id: f"s{number}" for number, id in enumerate(sessions(), 1)}
BEFORE = ("g0", "g1", "g2", "g3", "g4", "g9")


@dataclass(frozen=True)
class StudiedCorpus:
    """The study, and where whoever sits under a label of the corpus is found."""

    row: Study
    seats: dict[str, StudySeat]


def studied_corpus(
    organisation: Organisation, team: dict[StudyRole, Person], at: datetime, gates: tuple[str, ...] = BEFORE
) -> StudiedCorpus:
    """A study in which each of a team has one role, all gates of `gates` were opened, and everything of the
    corpus was released. Somebody of the team has to read what was released.
    """
    openings = tuple(GateOpening(StudyGate(each), ("made-up",), at) for each in gates)
    row = Study.objects.create(
        organisation=organisation,
        code=f"S{new_id()[:9].upper()}",
        country="KH",
        document=document_of(StudyBook(_standing(openings))),
        consent_terms=json_of_value(ConsentTerms(frozenset({WORDS}), CommitteeDecisions((WAIVER,)))),
        started_at=at,
    )
    for role, person in team.items():
        StudyGrant.objects.create(
            study=row, user=person.user, role=role.value, given_by=person.membership.id, given_at=at
        )
    seats: dict[str, StudySeat] = {}
    for id, code in CODES.items():
        session = _session(row, code)
        seats |= _seats(session, id, code)
        _release(row, id, code, next(iter(team.values())), at)
    return StudiedCorpus(row, seats)


def _standing(openings: tuple[GateOpening, ...]) -> StudyStanding:
    protocol = edit_protocol(StudyProtocol(), ProtocolChange(frame=_frame()))
    assert isinstance(protocol, StudyProtocol)
    return StudyStanding(zone="Asia/Phnom_Penh", protocol=protocol, openings=openings)


def _frame() -> SamplingFrame:
    """A stratum for each transcript, each of another kind of people."""
    kinds = [
        Stratum(place=place, band=band, gender=gender)
        for place in (PlaceType.TOWN, PlaceType.REMOTE)
        for band in (ResearchAgeBand.FROM_12, ResearchAgeBand.FROM_15, ResearchAgeBand.ADULT)
        for gender in (StratumGender.ANY,)
    ]
    strata = (
        FrameStratum(id=id, stratum=kind, people=200, surety=FrameSurety.GUESSED)
        for id, kind in zip(CODES, kinds, strict=True)
    )
    return SamplingFrame({each.id: each for each in strata})


def _session(row: Study, code: str) -> StudySession:
    closed = ResearchSession(
        id=code,
        site="12",
        country="KH",
        band=ResearchAgeBand.FROM_12,
        tool="guide-12-14",
        state=SessionState.CLOSED,
    )
    number = int(code.removeprefix("s"))
    return StudySession.objects.create(study=row, number=number, document=json_of_value(closed), checks={})


def _seats(session: StudySession, id: str, code: str) -> dict[str, StudySeat]:
    people = {each.seat: each for each in demo_people()}
    every = demo_seats()
    rows = list(demo_rows(every))
    found = {}
    for label, seat in every.items():
        if seat.session != id:
            continue
        here = replace(seat, id=seat_of_label(code, label), session=code)
        found[label] = add_seat(session, _told(here, people[label]))
        add_scope_answers(found[label], [replace(each, seat=here.id) for each in rows if each.seat == label])
        found[label].withheld = _withheld(label)
        found[label].save()
    return found


def _told(seat: ConsentSeat, person: StudyPerson) -> SeatTold:
    kind = SeatKind.CARER if seat.age is ResearchAgeBand.ADULT else SeatKind.CHILD
    return SeatTold(seat, SeatedPerson(seat.id, kind, seat.age), replace(person, seat=seat.id))


def _withheld(label: str) -> list[int]:
    return list(DEMO["consents"][label].get("withheld_turns", ()))


def _release(row: Study, id: str, code: str, reader: Person, at: datetime) -> None:
    told = told_of(id)
    speakers = [
        SessionSpeaker(label, SpeakerRole.OTHER, who.get("age_band", ""), who.get("gender", ""))
        for label, who in told["speakers"].items()
    ]
    text = read_transcript(told["deidentified_text"].encode(), session=code, language="en", speakers=speakers)
    key = make_study_key(member_of_person(reader), row, StudyCustody.RELEASED, at=at)
    keep_sealed(row, code, RELEASED, text, key)
