"""When nobody answered: another number first, the one just tried behind them, places last; and free lines."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from tests.core.directory.make import ZONE, make_directory, make_phone, make_service, weekly
from tests.core.directory.test_match_for_all import directories, needs, times

from kapea.core.directory.areas import SOMEWHERE
from kapea.core.directory.match import Need, match, spread
from kapea.core.directory.model import Service
from kapea.core.directory.next_lines import first_line, is_line, lines_first
from kapea.core.directory.phones import digits
from kapea.core.directory.reasons import JUST_TRIED, MOST_SHOWN

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo(ZONE))  # a Tuesday
HELP = Need(("HELPLINE", "LEGAL"), "km")
MOST = 3

prefers = st.sampled_from(["", "free", "message", "emergency"])


def line(id: str, number: str, **given: object) -> Service:
    phone = make_phone(number, free=given.pop("free", "unknown"), kind=given.pop("kind", "voice"))
    return make_service(id, phones=(phone,), **given)


def nobody_answered(*services: Service, prefer: str = "", tried: bool = True) -> list[str]:
    found = match(make_directory(*services), Need(("HELPLINE", "LEGAL"), "km", prefer=prefer), at=AT)
    first = first_line(spread(match(make_directory(*services), HELP, at=AT), MOST)) if tried else None
    return [m.service.id for m in lines_first(found, tried=first, prefer=prefer, most=MOST)]


# --- nobody answered ------------------------------------------------------------------


def test_another_number_comes_first_and_the_one_just_tried_behind_it():
    assert nobody_answered(line("a", "1"), line("b", "2")) == ["b", "a"]


def test_the_line_just_tried_says_to_try_again_later():
    found = match(make_directory(line("a", "1"), line("b", "2")), HELP, at=AT)
    told = {m.service.id: m.reasons for m in lines_first(found, tried=found[0], most=MOST)}
    assert told["a"][0] == JUST_TRIED
    assert JUST_TRIED not in told["b"]
    assert len(told["a"]) <= MOST_SHOWN


def test_a_place_without_a_number_stands_behind_every_line():
    place = make_service("place", address="x", hours="always")
    assert nobody_answered(place, line("a", "1"), line("b", "2", types=("LEGAL",))) == ["b", "a", "place"]


def test_a_page_and_an_office_that_nobody_can_call_are_left_out():
    page, led = make_service("page", website="https://x.test"), make_service("led", through="a")
    assert nobody_answered(page, led, line("a", "1"), line("b", "2")) == ["b", "a"]
    assert nobody_answered(page) == ["page"]


def test_what_is_open_comes_before_unknown_and_unknown_before_closed_whatever_it_is_for():
    lines = (
        line("a", "1", hours="always"),
        line("b", "2", **weekly((7,), 8, 9)),
        line("c", "3"),
        line("d", "4", hours="always", types=("LEGAL",)),
    )
    assert nobody_answered(*lines) == ["d", "c", "b", "a"]


def test_what_serves_only_some_places_comes_last_of_the_others_and_says_so():
    far = line("far", "2", hours="always", areas=("08",))
    assert nobody_answered(line("a", "1", hours="always"), far, line("c", "3")) == ["c", "far", "a"]
    found = match(make_directory(far), HELP, at=AT)
    assert "some-places" in found[0].reasons


def test_nothing_closed_or_far_crowds_out_a_second_line_of_a_kind():
    lines = [line(id, number, hours="always") for id, number in (("a", "1"), ("b", "2"), ("c", "3"))]
    closed = line("z", "9", types=("LEGAL",), **weekly((7,), 8, 9))
    assert nobody_answered(*lines, closed, line("d", "4", hours="always")) == ["b", "c", "d", "a"]


def test_another_service_of_the_number_just_tried_is_not_offered_as_another():
    twin = line("twin", "1", types=("LEGAL",))
    assert nobody_answered(line("a", "1"), twin, line("b", "2")) == ["b", "a"]


# --- not every line can be used ---------------------------------------------------------


def test_without_credit_only_what_is_free_is_named_and_never_what_costs():
    costs, unknown = line("a", "1", free="no"), line("b", "2")
    free = line("c", "3", free="yes", types=("LEGAL",))
    assert nobody_answered(costs, unknown, free, prefer="free", tried=False) == ["c"]
    assert nobody_answered(costs, unknown, prefer="free", tried=False) == ["b"]


def test_without_credit_the_free_number_of_a_service_is_the_one_named():
    two = make_service("a", phones=(make_phone("163"), make_phone("#163", free="yes")))
    found = match(make_directory(two), Need(("HELPLINE",), "km", prefer="free"), at=AT)
    assert found[0].phone.number == "#163"
    assert match(make_directory(two), Need(("HELPLINE",), "km"), at=AT)[0].phone.number == "163"


def test_without_a_signal_the_number_that_any_network_carries_comes_first():
    lines = line("a", "1"), line("b", "2"), line("police", "117", types=("LEGAL", "EMERGENCY"), hours=())
    assert nobody_answered(*lines, prefer="emergency") == ["police", "b", "a"]
    assert nobody_answered(*lines) == ["b", "police", "a"]


def test_without_a_signal_it_comes_first_though_it_was_just_tried_for_that_call_never_went_out():
    police = line("police", "117", hours=(), types=("HELPLINE", "EMERGENCY"))
    assert nobody_answered(police, line("q", "2"), prefer="emergency") == ["police", "q"]
    assert nobody_answered(police, line("q", "2")) == ["q", "police"]
    second = line("second", "112", types=("LEGAL", "EMERGENCY"), hours=())
    assert nobody_answered(police, line("q", "2"), second, prefer="emergency") == ["second", "q", "police"]


def test_who_cannot_speak_gets_what_takes_messages_first():
    both = make_service("b", types=("LEGAL",), phones=(make_phone("2"), make_phone("2", kind="sms")))
    assert nobody_answered(line("a", "1"), both, prefer="message", tried=False) == ["b", "a"]
    found = match(make_directory(both), Need(("LEGAL",), "km", prefer="message"), at=AT)
    assert found[0].phone.kind == "sms"


# --- of every directory --------------------------------------------------------------------


@given(directories(), needs, times, prefers)
def test_the_first_is_a_line_that_was_not_just_tried_wherever_there_is_one(directory, need, at, prefer):
    found = match(directory, need, at=at)
    tried = first_line(spread(found, MOST))
    shown = lines_first(found, tried=tried, prefer=prefer, most=MOST)
    usable = [m for m in found if is_line(m, prefer) and (prefer != "free" or m.phone.free != "no")]
    others = [m for m in usable if tried is None or m.service.id != tried.service.id]
    if others:
        assert is_line(shown[0], prefer)
        if prefer == "emergency" and any("EMERGENCY" in m.service.types for m in usable):
            assert "EMERGENCY" in shown[0].service.types
            return
        assert tried is None or digits(shown[0].phone.number) != digits(tried.phone.number)


@given(directories(), needs, times, prefers)
def test_no_place_before_a_line_nobody_twice_and_nobody_who_was_not_found(directory, need, at, prefer):
    found = match(directory, need, at=at)
    shown = lines_first(found, tried=first_line(found), prefer=prefer, most=MOST)
    kinds = [is_line(m, prefer) for m in shown]
    assert kinds == sorted(kinds, reverse=True)
    ids = [m.service.id for m in shown]
    assert len(ids) == len(set(ids)) <= MOST + 1
    assert set(ids) <= {m.service.id for m in found}
    assert bool(shown) == bool(found)


@given(directories(), needs, times)
def test_only_the_line_just_tried_says_so_and_it_is_the_last_line(directory, need, at):
    found = match(directory, need, at=at)
    shown = lines_first(found, tried=first_line(found), most=MOST)
    marked = [n for n, m in enumerate(shown) if JUST_TRIED in m.reasons]
    lines = [n for n, m in enumerate(shown) if is_line(m)]
    assert marked == lines[-1:]


@given(directories(), needs, times)
def test_far_lines_stand_behind_the_near_ones(directory, need, at):
    shown = lines_first(match(directory, need, at=at), most=MOST)
    far = [m.far == SOMEWHERE for m in shown if is_line(m)]
    assert far == sorted(far)
