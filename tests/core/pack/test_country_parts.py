"""`has: message-line`: said only where somebody for danger reads messages; settled when the pack is read."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import released
from tests.core.directory.make import make_directory, make_phone, make_service
from tests.packs import COUNTRIES, world

from kapea.core.dialogue.world import World
from kapea.core.directory.needs import MESSAGE_LINE, country_parts

TEXT = make_phone("1280", kind="sms")
ORDER = {"now": ("HELPLINE",), "hurt": ("EMERGENCY",), "dying": ("MENTAL",)}


def parts(**given):
    return country_parts(make_directory(make_service(phones=(TEXT,), **given), order=ORDER))


def test_a_helpline_that_reads_messages_is_one():
    assert parts() == {MESSAGE_LINE}
    assert parts(types=("LEGAL", "HELPLINE")) == {MESSAGE_LINE}
    assert country_parts(make_directory(make_service(phones=(make_phone(),)), order=ORDER)) == frozenset()


@pytest.mark.parametrize(
    "given",
    [{"types": ("EMERGENCY",)}, {"areas": ("12",)}, {"local": True}, {"confidence": "S1"}],
    ids=["not of the first view", "one town", "a neighbour", "one source"],
)
def test_who_is_not_there_for_everybody_in_danger_is_none(given):
    assert parts(**given) == frozenset()


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_has_one_where_a_line_of_the_first_view_or_of_danger_reads_messages(country):
    """As of today: Cambodia's 1280. Whoever adds one adds it here, having dialled."""
    assert bool(country_parts(world(country).directory)) == (country == "cambodia")


NEVER = ("      - red-belief\n", "      - {say: red-belief, %s: {has: message-line}}\n")
READS = (
    "services/all.yaml",
    'phones: [{number: "100", free: "yes"}]',
    'phones: [{number: "100"}, {number: "100", kind: sms}]',
)


def shows(only_or_unless, *changes):
    """Whether the red view of the small pack says its first line, where that hangs on a message line."""
    old, new = NEVER
    release = released(("journeys/help.yaml", old, new % only_or_unless), *changes)
    here = World(release)
    red = next(node for node in release.nodes if node.id == "help.red")
    return any(line.say[0].text.startswith("help.red-belief") for line in here.lines(red, here.fresh))


def test_a_text_for_countries_with_a_message_line_stands_only_there():
    assert not shows("only")
    assert shows("only", READS)


def test_a_text_for_countries_without_one_stands_only_there():
    assert shows("unless")
    assert not shows("unless", READS)
