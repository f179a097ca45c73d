"""Whoever does not read chooses by the drawing alone: so two things that are not one do not look alike."""

from __future__ import annotations

import re

import pytest
from tests.conftest import COUNTRIES, world_of

from kapea.web.public.find_services import TYPE_PICTURES
from kapea.web.public.navigation import COUNTRIES_PICTURE

each_country = pytest.mark.parametrize("country", COUNTRIES)


@each_country
def test_no_two_worries_have_the_same_drawing(country):
    release = world_of(country).release
    drawn = [release.pictures[each.picture] for each in release.situations.values()]
    assert len(drawn) == len(set(drawn)) > 30


@each_country
def test_a_place_a_meeting_a_leader_power_and_a_country_are_five_drawings(country):
    release = world_of(country).release
    choices = (choice for node in release.nodes for choice in node.choices)
    [leader] = {c.picture for c in choices if str(c.say).find("role-leader") > 0}
    meeting, power = release.situations["S08"].picture, release.blocks["A10"].picture
    names = ["place", COUNTRIES_PICTURE, meeting, leader, power]
    assert len({release.pictures[name] for name in names}) == len(names)


@each_country
def test_being_touched_is_no_kindness_and_an_ambulance_no_house(country):
    release = world_of(country).release
    touched = release.pictures[release.situations["S15"].picture]
    assert touched not in (release.pictures["heart-hands"], release.pictures["hand-on-shoulder"])
    kinds = ("AMBULANCE", "HEALTH", "SWALLOWED", "LEGAL")
    assert len({release.pictures[TYPE_PICTURES[kind]] for kind in kinds}) == len(kinds)


@each_country
def test_of_those_who_may_be_worried_nobody_smiles(country):
    drawings = world_of(country).release.pictures
    people = [drawings[f"who-{who}"] for who in ("child", "caregiver", "peer", "community", "professional")]
    assert not [drawing for drawing in people if "h.01" in drawing], "no eyes, so no smile"


@each_country
def test_the_face_of_who_is_afraid_or_at_a_loss_does_not_smile(country):
    """A mouth in waves looks like a smile where it is small."""
    face = world_of(country).release.pictures["uneasy"]
    assert re.search(r"q\d+-\d+ \d+ 0\"/>", face), "one curve, open below, and nothing after it"
