"""What holds of every directory, every need and every hour."""

from __future__ import annotations

import random
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.core.directory.make import ZONE, make_directory, make_service

from kapea.core.directory import match as matching
from kapea.core.directory import reasons
from kapea.core.directory.match import Need, Weighed, match, of_types, ranked
from kapea.core.directory.model import Area, Opening, Phone
from kapea.core.directory.phones import digits
from kapea.core.directory.trust import is_shown

numbers = st.sampled_from(["1280", "117", "092 311 511", "092311511", "119"])


yes_no = st.sampled_from(["yes", "no", "unknown"])


dates = st.sampled_from(["", "2026-11-01", "2025-01-01"])


types = st.lists(st.sampled_from(["A", "B", "C"]), min_size=1, max_size=3, unique=True).map(tuple)


phones = st.builds(
    Phone, numbers, st.sampled_from(["voice", "sms"]), yes_no, yes_no, st.sampled_from(["", "Sokha"]), dates
)


openings = st.builds(Opening, st.just((1, 2, 3)), st.integers(0, 700), st.integers(701, 1440))


@st.composite
def directories(draw):
    services = [
        make_service(
            f"s{n}",
            types=draw(types),
            phones=tuple(draw(st.lists(phones, max_size=2))),
            hours=draw(st.sampled_from(["always", "listed", "unknown"])),
            openings=tuple(draw(st.lists(openings, max_size=2))),
            closed_on_holidays=draw(st.booleans()),
            areas=draw(st.sampled_from([(), ("12",), ("08", "12"), ("1201",)])),
            languages=draw(st.sampled_from([(), ("km",), ("en",)])),
            free=draw(yes_no),
            ages=draw(st.sampled_from([None, (0, 15), (18, 99)])),
            serves=draw(st.sampled_from([(), ("children",), ("adults",), ("children", "adults")])),
            local=draw(st.booleans()),
            local_post=draw(st.booleans()),
            confidence=draw(st.sampled_from(["C2", "C3+", "OWN", "S1", "GK", "CONFLICT", "STALE"])),
            exception=draw(st.sampled_from(["", "why"])),
        )
        for n in range(draw(st.integers(0, 6)))
    ]
    return make_directory(*services, fallback=tuple(draw(st.sampled_from([(), ("s0",), ("s1", "s0")]))))


needs = st.builds(
    Need,
    types=types,
    language=st.sampled_from(["km", "en"]),
    area=st.sampled_from(["", "12", "1201", "08", "99"]),
    who=st.sampled_from(["", "none", "child", "peer", "caregiver"]),
    age=st.sampled_from([None, (9, 11), (15, 17)]),
    local_is_safe=st.booleans(),
    outside=st.booleans(),
)


FROM, TO = datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2027-01-01")


times = st.datetimes(FROM, TO, timezones=st.just(ZoneInfo(ZONE)))


@given(directories(), needs, times)
def test_nobody_hidden_and_no_neighbour_is_ever_named(directory, need, at):
    for m in match(directory, need, at=at):
        assert is_shown(m.service)
        assert m.service.confidence not in {"S1", "GK", "CONFLICT"}
        assert need.local_is_safe or not m.service.local
        assert not (need.outside and (m.service.local or m.service.local_post))


@given(directories(), needs, times)
def test_unknown_hours_are_never_said_to_be_open(directory, need, at):
    for m in match(directory, need, at=at):
        if m.service.hours == "unknown":
            assert m.open != "open"
            assert not {"open-now", "day-and-night"} & set(m.reasons)


@given(directories(), needs, times)
def test_a_number_and_a_service_stand_there_once(directory, need, at):
    found = match(directory, need, at=at)
    dialled = [digits(m.phone.number) for m in found if m.phone]
    assert len(dialled) == len(set(dialled))
    assert len({m.service.id for m in found}) == len(found)


@given(directories(), needs, times, st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(directory, need, at, chance: random.Random):
    services = list(directory.services.values())
    chance.shuffle(services)
    shuffled = make_directory(*services, fallback=directory.fallback)
    assert match(shuffled, need, at=at) == match(directory, need, at=at)


@given(directories(), needs, times)
def test_somebody_is_named_wherever_a_fallback_may_be(directory, need, at):
    found = match(directory, need, at=at)
    possible = [directory.services[i] for i in directory.fallback if i in directory.services]
    if any(is_shown(s) and not s.local and not s.local_post for s in possible):
        assert found
    assert len({m.fallback for m in found}) <= 1
    assert all(m.fallback or m.type in need.types for m in found)


@given(directories(), needs, times, st.sampled_from(["UTC", "America/Los_Angeles", "Pacific/Kiritimati"]))
def test_the_answer_does_not_depend_on_the_zone_it_is_asked_from(directory, need, at, zone):
    assert match(directory, need, at=at.astimezone(ZoneInfo(zone))) == match(directory, need, at=at)


@given(directories(), needs, times)
def test_at_most_four_reasons_none_against_another_and_every_caveat_kept(directory, need, at):
    for m in match(directory, need, at=at):
        assert len(m.reasons) == len(set(m.reasons)) <= 4
        assert set(m.reasons) <= set(reasons.CODES)
        assert len({"open-now", "closed-now", "day-and-night", "hours-unknown"} & set(m.reasons)) <= 1
        assert not {"free", "not-free"} <= set(m.reasons)
        assert not {"no-credit", "not-free"} <= set(m.reasons)
        undialled = m.phone and not (m.phone.verified_by and m.phone.verified_on == "2026-11-01")
        assert "not-dialled" in m.reasons or not undialled
        assert "old-source" in m.reasons or m.service.confidence != "STALE"


@given(directories(), needs, types, times)
def test_services_weighed_once_answer_every_list_of_types(directory, need, others, at):
    """Whoever was ranked for, whatever was asked for first, each gets what they would by themselves."""
    anybody = msgspec.structs.replace(need, types=(), age=None, local_is_safe=True, outside=True)
    weighed = Weighed(directory, need, ranked(directory, anybody, directory.services.values(), at))
    for asked in (others, need.types, ()):
        wanted = msgspec.structs.replace(need, types=asked)
        assert of_types(asked, weighed) == match(directory, wanted, at=at)


AREA_CODES = ("a", "b", "c", "d", "e")
lands = st.lists(st.sampled_from((*AREA_CODES, "", "gone")), min_size=5, max_size=5).map(
    lambda parents: {
        code: Area(code, f"area.{code}", parent) for code, parent in zip(AREA_CODES, parents, strict=True)
    }
)
some_areas = st.lists(st.sampled_from((*AREA_CODES, "gone", "")), max_size=3).map(tuple)


def every_one_weighed(directory, need, at):
    """What `match` would say if it looked nobody up by type or area, and weighed every service."""
    everybody = ranked(directory, need, directory.services.values(), at)
    return of_types(need.types, Weighed(directory, need, everybody))


@given(directories(), needs, times, lands, st.lists(some_areas, min_size=6, max_size=6), some_areas)
def test_who_is_looked_up_is_who_is_found_when_everybody_is_weighed(directory, need, at, land, places, here):
    """In every land: areas in circles, areas that are not there, services of several areas."""
    services = {
        id: msgspec.structs.replace(service, areas=areas)
        for (id, service), areas in zip(directory.services.items(), places, strict=False)
    }
    directory = msgspec.structs.replace(directory, services=services, areas=land)
    need = msgspec.structs.replace(need, area=here[0] if here else "")
    assert match(directory, need, at=at) == every_one_weighed(directory, need, at)


def test_a_directory_that_is_changed_forgets_where_its_services_were():
    first = make_directory(make_service("near", areas=("12",)))
    need, at = Need(types=("HELPLINE",), language="km", area="12"), FROM.replace(tzinfo=ZoneInfo(ZONE))
    assert [m.service.id for m in match(first, need, at=at)] == ["near"]
    other = msgspec.structs.replace(first, services={"far": make_service("far", areas=("08",))})
    assert match(other, need, at=at) == ()
    assert first == make_directory(*first.services.values())


def test_of_many_services_those_that_cannot_help_here_are_not_looked_at(monkeypatch):
    """Twenty times as many services elsewhere, and the same work."""
    weighed = []
    monkeypatch.setattr(
        matching, "_weigh", lambda *given, _real=matching._weigh: weighed.append(1) or _real(*given)
    )
    at = FROM.replace(tzinfo=ZoneInfo(ZONE))
    for many in (20, 400):
        away = [make_service(f"away-{n}", areas=("08",)) for n in range(many)]
        other = [make_service(f"other-{n}", types=("LEGAL",)) for n in range(many)]
        directory = make_directory(make_service("near", areas=("12",)), *away, *other)
        weighed.clear()
        found = match(directory, Need(types=("HELPLINE",), language="km", area="12"), at=at)
        assert ([m.service.id for m in found], len(weighed)) == (["near"], 1)
