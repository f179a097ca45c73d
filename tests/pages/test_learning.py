"""What can be learnt and made together: each way leads to its end, and what a family wants is never sent."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from tests.conftest import AT, COUNTRIES, world_of
from tests.pages.conftest import buttons, dials, publish, unmarked, words
from tests.pages.test_every_page import is_fit

from kapea.core.dialogue.look import look
from kapea.core.dialogue.state import State
from kapea.guide.models import Conversation, Count
from kapea.web.public.learning import for_learning, said_by_child
from kapea.web.public.navigation import OWN
from kapea.web.public.pages import step_page

ITEM = re.compile(r'<p class="item">(\d+) / (\d+)</p>')
SPEAKS = ("child-open", "little-scene", "angry-scene", "secret-scene", "next-scene", "angry-a-how")
MOVES = {"help", "back", "restart"}


@pytest.mark.parametrize("language", ["km", "en"])
def test_all_of_it_stands_on_one_page_within_one_tap_of_the_first_view(visitor, says, language):
    assert f'href="/{language}/more"' in visitor.get(f"/{language}/").content.decode()
    page = visitor.get(f"/{language}/more")
    for address in (*OWN, "print"):
        assert f'href="/{language}/{address}"' in page.content.decode()
        assert says(f"word.page-{address}", language) in words(page)


@pytest.mark.parametrize("address", ["plan", "told", "training"])
@pytest.mark.parametrize("language", ["km", "en"])
def test_it_can_be_walked_by_its_last_button_to_the_end(visitor, address, language):
    page, seen = visitor.answer(visitor.get(f"/{language}/{address}")), []
    for _ in range(60):
        assert page.status_code == 200
        is_fit(page, language)
        assert dials(page)
        answers = [key for key in buttons(page) if key not in MOVES]
        if words(page) in seen or not answers:
            break
        seen.append(words(page))
        page = visitor.answer(page, a=answers[-1])
    assert len(seen) >= 6


@pytest.mark.parametrize("country", COUNTRIES)
def test_there_is_one_way_on_from_each_item_of_a_plan(country):
    release = world_of(country).release
    items = [
        node
        for node in release.nodes
        if node.id.startswith("plan.") and node.id not in ("plan.open", "plan.end")
    ]
    assert len(items) >= 10
    assert {len(node.choices) for node in items} == {1}


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_plan_is_walked_by_one_button_and_leaves_one_row_that_is_sealed(visitor, says):
    before = {model: model.objects.count() for model in apps.get_models()}
    page = visitor.answer(visitor.get("/en/plan"))
    page, items = visitor.answer(page, a="1"), 0
    [(_, many)] = re.findall(ITEM, page.content.decode())
    while says("plan.ask") in words(page):
        assert re.findall(ITEM, page.content.decode()) == [(str(items + 1), many)]
        assert [key for key in buttons(page) if key not in MOVES] == ["1"]
        page, items = visitor.answer(page, a="1"), items + 1
    assert items == int(many) >= 8
    assert not re.findall(ITEM, page.content.decode())
    assert says("plan.end-1") in words(page)
    grown = {model for model, many in before.items() if model.objects.count() > many}
    assert grown - {Count} == {Conversation}
    [row] = Conversation.objects.values()
    assert b"plan" not in bytes(row["sealed"])


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_a_child_says_in_practice_is_known_in_every_language(country):
    release = world_of(country).release
    for language in release.languages:
        said = {id: said_by_child(release.text(f"practice.{id}", language)) for id in SPEAKS}
        assert all(both and all(both) for both in said.values()), said
        assert not said_by_child(release.text("practice.scene", language))
        asked = unmarked(release.text("practice.angry-a-how", language)).rstrip("»")
        lead, words_of_child = said["angry-a-how"]
        assert asked.endswith(unmarked(words_of_child))
        assert len(words_of_child) < len(lead)


@pytest.mark.parametrize("language", ["km", "en"])
def test_practice_shows_the_words_of_a_child_in_a_bubble_with_a_face(visitor, says, language):
    page = visitor.answer(visitor.get(f"/{language}/practice")).content.decode()
    lead, said = said_by_child(says("practice.child-open", language))
    said_aloud = unmarked(page).split('<div class="spoken">')[1]
    bubble = said_aloud.split("</div>")[0]
    assert "<svg" in bubble
    assert f"<h1>{said}" in bubble
    assert lead not in bubble
    assert says("practice.note", language) in said_aloud


@pytest.mark.parametrize("country", COUNTRIES)
def test_only_words_of_a_child_stand_beside_the_face_of_one(country):
    """What somebody may say to a child, after a colon too, is no child's."""
    world = world_of(country)
    for language in world.release.languages:
        for node in range(len(world.release.nodes)):
            state = State(world.release.short_hash, language, ((node, world.fresh),))
            page = for_learning(world, state, step_page(world, look(world, state, at=AT), 1))
            if page.said or page.quoted:
                assert world.release.nodes[node].ask is not None or world.release.nodes[node].reaction
                assert "child" in page.face or "face-" in page.face or page.face == "heavy-heart"


def test_a_plan_leads_to_the_list_on_paper(visitor, says):
    page = visitor.get("/en/plan")
    assert 'href="/en/print"' in page.content.decode()
    assert says("word.page-print") in words(page)


def menus_of(release):
    """Where each setting of each app leads, but those that nobody could confirm."""
    [apps] = [node for node in release.nodes if node.id == "settings.apps"]
    goals = (goal for app in apps.choices if not app.minor for goal in release.nodes[app.to].choices)
    return [goal.to for goal in goals if release.nodes[goal.to].id != "settings.unsure"]


@pytest.mark.any_database
@pytest.mark.parametrize("country", COUNTRIES)
def test_all_settings_stand_on_one_page_each_where_its_anchor_leads(db, client, settings, country):
    settings.KAPEA_PACKS = [country]
    release = publish(world_of(country).release).release
    for language in release.languages:
        page = client.get(f"/{language}/phone/all")
        html = page.content.decode()
        is_fit(page, language)
        anchors = re.findall(r'<a href="#(s\d+)">', html)
        assert anchors == re.findall(r'<section class="card" id="(s\d+)">', html)
        assert len(anchors) >= 10
        shown, known = words(page), menus_of(release)
        assert html.count('<ol class="items">') == len(known)
        assert html.count('class="tap"') > len(known) > 20
        unsure = unmarked(release.text("settings.unsure", language))
        assert unsure in shown
        assert f'href="/{language}/phone/all"' in client.get(f"/{language}/phone").content.decode()
    assert not Conversation.objects.exists()
