"""Who is named, in which order and why; what is never named; and that somebody always is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.core.directory.make import ZONE, make_directory, make_phone, make_service, weekly

from kapea.core.directory.match import Need, match, spread
from kapea.core.directory.model import Service

AT = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo(ZONE))  # a Tuesday
HELP = Need(("HELPLINE",), "km")


def named(*services: Service, need: Need = HELP, **given: object) -> list[str]:
    return [m.service.id for m in match(make_directory(*services, **given), need, at=AT)]


def why(service: Service, need: Need = HELP) -> tuple[str, ...]:
    return match(make_directory(service), need, at=AT)[0].reasons


# --- the order ------------------------------------------------------------------


def test_types_are_tried_in_the_order_given():
    one, two = make_service("a", types=("HEALTH",)), make_service("b", types=("LEGAL",))
    assert named(one, two, need=Need(("LEGAL", "HEALTH"), "km")) == ["b", "a"]


def test_a_number_comes_before_a_place_even_a_closed_one_near_by():
    place = make_service("a", address="x", hours="always", areas=("12",))
    line = make_service("b", phones=(make_phone(),), **weekly((7,), 8, 9))
    assert named(place, line, need=Need(("HELPLINE",), "km", area="12")) == ["b", "a"]


def test_open_comes_before_unknown_and_unknown_before_closed():
    closed = make_service("a", **weekly((7,), 8, 9))
    unknown, is_open = make_service("b"), make_service("c", **weekly((2,), 8, 17))
    assert named(closed, unknown, is_open) == ["c", "b", "a"]


def test_the_own_area_comes_before_the_whole_country_and_elsewhere_is_left_out():
    all_over, near, far = (
        make_service("a"),
        make_service("b", areas=("12",)),
        make_service("c", areas=("08",)),
    )
    assert named(all_over, near, far, need=Need(("HELPLINE",), "km", area="12")) == ["b", "a"]


def test_a_district_is_served_by_what_serves_its_province():
    city = make_service("a", areas=("12",))
    assert named(city, need=Need(("HELPLINE",), "km", area="1201")) == ["a"]
    assert named(make_service("b", areas=("1201",)), need=Need(("HELPLINE",), "km", area="12")) == ["b"]


def test_while_the_area_is_not_known_what_serves_everywhere_comes_first():
    far = make_service("a", areas=("08",), phones=(make_phone(),), hours="always")
    everywhere = make_service("b", address="the nearest")
    assert named(far, everywhere) == ["b", "a"]
    assert named(far, everywhere, need=Need(("HELPLINE",), "km", area="no-such")) == ["b", "a"]


def test_language_then_cost_then_credit_then_children_decide():
    def line(id: str, number: str, **given: object) -> Service:
        phone = make_phone(
            number, free=given.pop("free", "unknown"), no_credit=given.pop("credit", "unknown")
        )
        return make_service(id, phones=(phone,), **given)

    services = [
        line("a", "1"),
        line("b", "2", serves=("children",)),
        line("c", "3", credit="yes"),
        line("d", "4", free="yes"),
        line("e", "5", languages=("km",)),
        line("f", "6", languages=("en",), free="yes"),
    ]
    need = Need(("HELPLINE",), "km", who="child")
    assert named(*services, need=need) == ["e", "d", "c", "b", "a", "f"]


def test_ties_are_settled_by_id():
    assert named(make_service("b"), make_service("c"), make_service("a")) == ["a", "b", "c"]


def test_a_spread_shows_the_best_of_each_type_before_the_second_of_any():
    hospitals = [make_service(f"h{n}", types=("HEALTH",)) for n in range(4)]
    car = make_service("car", types=("AMBULANCE",))
    found = match(make_directory(*hospitals, car), Need(("HEALTH", "AMBULANCE"), "km"), at=AT)
    assert [m.service.id for m in spread(found, 3)] == ["h0", "h1", "car"]


# --- who is left out ------------------------------------------------------------


def test_neighbours_are_left_out_unless_it_is_known_to_be_safe():
    hall = make_service("hall", local=True)
    assert named(hall) == []
    assert named(hall, need=Need(("HELPLINE",), "km", local_is_safe=True)) == ["hall"]
    assert named(hall, need=Need(("SCHOOL",), "km"), fallback=("hall",)) == []


def test_a_post_of_the_place_is_left_out_where_whoever_hurts_has_power_there():
    post, line = make_service("post", local_post=True), make_service("line", phones=(make_phone(),))
    assert named(post, line) == ["line", "post"]
    assert named(post, line, need=Need(("HELPLINE",), "km", outside=True)) == ["line"]
    both = Need(("HELPLINE",), "km", local_is_safe=True, outside=True)
    assert named(post, make_service("hall", local=True), line, need=both) == ["line"]
    assert named(post, need=Need(("SCHOOL",), "km", outside=True), fallback=("post",)) == []


def test_a_child_is_not_sent_to_a_service_for_adults_only():
    grown = make_service("a", serves=("adults",))
    assert named(grown, need=Need(("HELPLINE",), "km", who="child")) == []
    assert named(grown, need=Need(("HELPLINE",), "km", who="caregiver")) == ["a"]


def test_a_child_too_old_for_it_is_not_sent_there():
    ward = make_service("a", ages=(0, 15))
    assert named(ward, need=Need(("HELPLINE",), "km", age=(15, 17))) == ["a"]
    assert named(ward, need=Need(("HELPLINE",), "km", age=(16, 17))) == []


def test_what_rests_on_one_word_is_not_shown_and_old_only_by_exception():
    for label in ("S1", "GK", "CONFLICT", "NOT FOUND", "STALE", "", "c3"):
        assert named(make_service(confidence=label)) == []
    for label in ("S1", "GK", "CONFLICT", "NOT FOUND"):
        assert named(make_service(confidence=label, exception="because")) == []
    assert named(make_service(confidence="STALE", exception="nothing better")) == ["line"]


# --- one number once ------------------------------------------------------------


def test_a_number_with_several_tasks_is_named_once_at_its_first():
    line = make_service(types=("HELPLINE", "MENTAL", "SOCIAL"), phones=(make_phone(),))
    found = match(make_directory(line), Need(("MENTAL", "SOCIAL", "HELPLINE"), "km"), at=AT)
    assert [(m.service.id, m.type) for m in found] == [("line", "MENTAL")]


def test_two_services_of_one_number_are_one_and_their_reasons_merge():
    first = make_service("a", types=("HOTLINE",), phones=(make_phone("092 311 511"),), hours="always")
    other = make_service("b", types=("LEGAL",), phones=(make_phone("092311511", free="yes"),))
    found = match(make_directory(first, other), Need(("HOTLINE", "LEGAL"), "km"), at=AT)
    assert [m.service.id for m in found] == ["a"]
    assert found[0].reasons == ("day-and-night", "free", "whole-country", "not-dialled")


# --- when nothing fits ----------------------------------------------------------


def test_when_nothing_fits_the_fallback_is_named_and_says_so():
    line = make_service(phones=(make_phone(),))
    found = match(make_directory(line, fallback=("line",)), Need(("SCHOOL",), "km"), at=AT)
    assert [(m.service.id, m.type, m.fallback) for m in found] == [("line", "HELPLINE", True)]


def test_what_fits_is_not_a_fallback():
    found = match(make_directory(make_service(), fallback=("line",)), HELP, at=AT)
    assert [m.fallback for m in found] == [False]


# --- why ------------------------------------------------------------------------


def test_a_call_and_message_line_says_so():
    both = (make_phone(free="yes"), make_phone(kind="sms"))
    told = why(make_service(phones=both, hours="always"))
    assert told == ("day-and-night", "free", "sms-too", "not-dialled")
    apart = (make_phone("1280"), make_phone("1299", kind="sms"))
    assert "sms-too" not in why(make_service(phones=apart))


def test_what_it_costs_and_that_it_works_without_credit_is_said():
    assert "not-free" in why(make_service(phones=(make_phone(free="no", no_credit="yes"),)))
    assert "no-credit" not in why(make_service(phones=(make_phone(free="no", no_credit="yes"),)))
    assert why(make_service(phones=(make_phone(free="yes", no_credit="yes"),)))[:2] == ("no-credit", "free")


def test_free_care_is_not_said_of_a_call_whose_cost_nobody_knows():
    assert "free" not in why(make_service(phones=(make_phone(),), free="yes"))
    assert "free" in why(make_service(address="x", free="yes"))


def test_a_number_dialled_in_the_last_thirty_days_is_not_marked():
    def marked(by: str, on: str) -> bool:
        return "not-dialled" in why(make_service(phones=(make_phone(verified_by=by, verified_on=on),)))

    assert not marked("Sokha", "2026-10-25")
    assert marked("Sokha", "2026-10-24")
    assert marked("Sokha", "2026-11-25")  # not yet
    assert marked(" ", "2026-11-20")
    assert marked("Sokha", "")


def test_old_sources_are_said_by_exception_and_after_expiry():
    assert "old-source" in why(make_service(confidence="STALE", exception="nothing better"))
    assert "old-source" in why(make_service(expires="2026-11-24"))
    assert "old-source" not in why(make_service(expires="2026-11-25"))


def test_children_and_adults_are_each_told_it_is_for_them():
    line = make_service(serves=("children", "adults"))
    told = {w: why(line, Need(("HELPLINE",), "km", who=w)) for w in ("child", "peer", "caregiver", "none")}
    assert [("for-children" in t, "for-adults-too" in t) for t in told.values()] == [
        (True, False),
        (True, False),
        (False, True),
        (False, False),
    ]


def test_places_and_detours_are_said():
    told = why(
        make_service(address="x", through="police", areas=("12",)), Need(("HELPLINE",), "km", area="12")
    )
    assert told == ("through-another", "place-to-go", "near", "hours-unknown")
