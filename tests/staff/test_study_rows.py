"""What core makes of sessions, seats and consent is read back from its rows as the same values; words of a
study open for a role that needs them, and for nobody after it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.core.studies.demo_consents import demo_register
from tests.staff.cast import PASSPHRASE, member_of_person
from tests.staff.study_rows import made_up_study

from kapea.core.staff.roles import Role
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.research_ages import ResearchAgeBand
from kapea.core.studies.research_sessions import ResearchSession, SessionChecks, StaffThere
from kapea.core.studies.seating import SeatedPerson, SeatKind
from kapea.core.studies.session_entries import (
    AssentPoint,
    CardLaid,
    CardTakenBack,
    HandCard,
    HandShown,
    PointMarked,
    SeatLeft,
    TurnMarked,
)
from kapea.core.studies.study_people import ReachedBy, StudyPerson
from kapea.core.studies.study_roles import StudyRole
from kapea.core.studies.study_standing import StudyStanding
from kapea.studies.models import Study, StudyGrant, StudySeat, StudySession
from kapea.studies.queries import book_of
from kapea.studies.sealed_texts import keep_sealed, opened_text, sealed_text
from kapea.studies.session_rows import (
    ConsentTerms,
    SeatTold,
    add_entries,
    add_scope_answers,
    add_seat,
    consent_of,
    json_of_value,
    save_sessions,
    session_entries_of,
)
from kapea.studies.study_keys import StudyCustody, erase_sealed_text, make_study_key, open_study_key
from kapea.vault.record_keys import CannotOpen
from kapea.vault.staff_keys import private_by_passphrase

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BAND = ResearchAgeBand.FROM_12
SESSION = ResearchSession(id="s1", site="12", country="KH", band=BAND, tool="guide-12-14")


@pytest.fixture
def study(cast) -> Study:
    return made_up_study(cast.organisation, [cast.ours[Role.RESEARCHER]], cast.at, seated=False)


def _session(study: Study, number: int) -> StudySession:
    return StudySession.objects.create(study=study, number=number, document=json_of_value(SESSION), checks={})


def test_a_session_and_its_checks_are_read_back_and_a_change_of_another_writes_nothing(study, cast):
    before = StudyStanding(zone="Asia/Phnom_Penh")
    checks = SessionChecks(staff=(StaffThere("u1", True, True),), on_call_at=cast.at, room=True)
    after = replace(before, sessions={"s1": SESSION}, checks={"s1": checks})
    save_sessions(study, before, after)
    standing = book_of(study).standing
    assert (standing.sessions, standing.checks) == (after.sessions, after.checks)
    save_sessions(study, after, replace(after, sessions={**after.sessions, "s2": replace(SESSION, id="s2")}))
    assert list(StudySession.objects.values_list("number", "turn")) == [(1, 1), (2, 1)]


def test_entries_come_once_in_whatever_order_and_are_read_back_as_what_they_are(study, cast):
    session = _session(study, 1)
    entries = (
        CardLaid("a", 1, "s1-1", "q1", "07", "t1"),
        CardTakenBack("b", 2, "a", "q1"),
        TurnMarked("c", 3, "s1-1"),
        HandShown("d", 4, "s1-1", HandCard.RED, AssentPoint.START),
        PointMarked("e", 5, AssentPoint.START),
        SeatLeft("f", 6, "s1-1"),
    )
    assert add_entries(session, reversed(entries), came_at=cast.at) == len(entries)
    assert add_entries(session, entries, came_at=cast.at) == 0
    assert set(session_entries_of(session)) == set(entries)


def test_consent_is_read_back_as_it_is_and_who_withdrew_is_covered_for_nothing(study):
    wanted = demo_register()
    seats: dict[str, StudySeat] = {}
    for number, code in enumerate(sorted({seat.session for seat in wanted.seats.values()}), 1):
        session = _session(study, number)
        for id in wanted.session_seats(code):
            seats[id] = add_seat(session, _told(wanted.seats[id]))
    for id, row in seats.items():
        add_scope_answers(row, [each for each in wanted.rows if each.seat == id])
        row.withheld = sorted(wanted.withheld.get(id, ()))
        row.save()
    study.consent_terms = json_of_value(ConsentTerms(wanted.words, wanted.committee))
    study.save()
    gone = sorted(wanted.withdrawn & seats.keys())
    StudySeat.objects.filter(seat__in=gone).update(withdrawn_on=date(2026, 11, 1))
    read = consent_of(study)
    for id in seats:
        for scope in ResearchScope:
            assert read.outcome(id, scope) is wanted.outcome(id, scope), f"{id} {scope}"
    assert read.withheld == {id: turns for id, turns in wanted.withheld.items() if id not in gone and turns}


def _told(seat) -> SeatTold:
    person = StudyPerson(
        seat=seat.id, role="child", age=seat.age, gender="", place_type="town", stratum=seat.stratum,
        by=ReachedBy.NGO,
    )  # fmt: skip
    kind = SeatKind.CARER if seat.age is ResearchAgeBand.ADULT else SeatKind.CHILD
    return SeatTold(seat, SeatedPerson(seat.id, kind, seat.age), person)


def _opened(who, study: Study, record: str, at):
    private = private_by_passphrase(who.user.id, PASSPHRASE)
    return open_study_key(private, member_of_person(who), study, record, StudyCustody.RELEASED, at=at)


def test_words_open_for_the_roles_that_need_them_and_for_nobody_after(study, cast):
    coder, analyst = cast.ours[Role.RESEARCHER], cast.ours[Role.EDITOR]
    StudyGrant.objects.all().delete()
    _grant(study, coder, StudyRole.CODER_A, cast.at)
    key = make_study_key(member_of_person(coder), study, StudyCustody.RELEASED, at=cast.at)
    row = keep_sealed(study, "s1", "released", ["C1: said", 1], key)
    assert b"said" not in bytes(row.sealed)
    _grant(study, analyst, StudyRole.ANALYST, cast.at)
    with pytest.raises(CannotOpen):
        _opened(analyst, study, row.record, cast.at)
    again = _opened(coder, study, row.record, cast.at)
    assert opened_text(row, again, list[Any]) == ["C1: said", 1]
    _opened(analyst, study, row.record, cast.at)
    StudyGrant.objects.filter(user=coder.user).update(ended_at=cast.at)
    with pytest.raises(CannotOpen):
        _opened(coder, study, row.record, cast.at)
    erase_sealed_text(row, by="operator", at=cast.at)
    assert sealed_text(study, "s1", "released") is None
    with pytest.raises(CannotOpen):
        _opened(analyst, study, row.record, cast.at)


def _grant(study: Study, who, role: StudyRole, at) -> None:
    StudyGrant.objects.create(
        study=study, user=who.user, role=role.value, given_by=who.membership.id, given_at=at
    )
