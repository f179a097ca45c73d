"""Each view for when nobody answered is counted, for all and in every danger; one that is a wall is named."""

from __future__ import annotations

from itertools import product

import pytest
from tests.core.checker.small_pack import ON, built
from tests.packs import COUNTRIES
from tests.packs import world as world_of

from kapea.core.checker.explore import explore
from kapea.core.checker.nobody_answered import REPORTED_WEEK, nobody_answered, nobody_answered_page
from kapea.core.dialogue.world import World

HELP = "journeys/help.yaml"
NEXT = "red-next: {contacts: danger, next: true"


def counted(*changes: tuple[str, str, str]):
    world = World(built(*changes).release)
    return world, nobody_answered(world, explore(world), on=ON)


@pytest.mark.parametrize("country", COUNTRIES)
def test_everybody_in_every_danger_with_and_without_power_is_counted_and_meets_no_wall(country):
    world = world_of(country)
    found = nobody_answered(world, explore(world), on=REPORTED_WEEK)
    who, danger = world.facts[world.who].values, world.facts[world.danger].values
    assert {key for key, n in found.screens.items() if n} == set(product(who, danger, (True, False)))
    assert found.looked_at >= found.screens.total() > 10_000
    assert found.walls == ()
    assert found.not_dialled == ()


def test_of_a_small_pack_each_view_is_there_once():
    """The next line at a call of two situations; the night for two people, and for one who said nothing."""
    _, found = counted()
    assert found.screens["child", "none", False] == 2
    assert found.screens["none", "hurt", False] == 1
    assert {key[:2] for key in found.screens} >= {
        ("none", "hurt"),
        ("child", "dying"),
        ("caregiver", "meeting"),
    }
    assert (found.walls, found.not_dialled) == ((), ())


def test_a_view_from_which_nothing_leads_on_is_a_wall():
    _, found = counted(
        (
            HELP,
            "show: [next-lead], choices: [{say: enough, to: end}]}",
            "show: [next-lead], choices: [{say: enough, to: red-next}]}",
        )
    )
    assert found.walls == ("help.red-next",)


def test_a_view_in_which_no_number_can_be_spoken_to_is_named():
    numbers = ('{number: "100", free: "yes"}', '{number: "110"}', '{number: "119"}')
    to_sms = [("services/all.yaml", n, n.replace("{", "{kind: sms, ")) for n in numbers]
    _, found = counted(*to_sms)
    assert found.not_dialled == ("help.call-next", "help.red-next")


def test_the_page_has_a_line_for_each_audience_and_the_sums():
    world, found = counted()
    page = nobody_answered_page([("small", world, found)])
    assert "| pack | who | none | hurt | dying | meeting | all | with power |" in page
    for who in ("not said", "child", "caregiver"):
        assert f"| small | {who} | " in page
    total = found.screens.total()
    assert f"| small | {total} | 0 | {found.looked_at} | 0 | 0 |" in page
    assert f"| all | {total} | | {found.looked_at} | | |" in page
