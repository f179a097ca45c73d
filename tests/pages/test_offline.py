"""What is kept on a phone, as the server gives it: small, the same for everybody, named neutrally."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.pages.conftest import body, dials, words
from tests.ways import LANGUAGES

from kapea.core.dialogue.look import look
from kapea.core.dialogue.state import State
from kapea.web.public.menu_drawing import drawn
from kapea.web.public.offline import edition
from kapea.web.public.offline.views import WORKER

MOST = 1_000_000
"""Bytes on the phone, of all that is kept, without any compression."""
MOST_SENT = 7_500
"""Bytes of its scripts, compressed as they are sent."""
SCRIPTS = ("walk.js", "kept.js")


def static(name: str) -> bytes:
    return WORKER.with_name(name).read_bytes()


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_in_a_language_fits_a_phone(country):
    around = sum(len(static(name)) for name in edition.FILES) + 4_000
    for language in LANGUAGES[country]:
        made = edition.build_edition(world_of(country), language, at=AT)
        assert len(made) + around <= MOST, f"{country} {language}: {len(made)}"
        assert len(json.loads(made)["texts"]) > 500


def test_its_scripts_are_small():
    assert sum(len(gzip.compress(static(name))) for name in SCRIPTS) <= MOST_SENT
    assert len(static("walk.js")) <= 7_000


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_drawing_of_a_phone_is_put_together_from_pieces_kept_once(country):
    world = world_of(country)
    for language in LANGUAGES[country]:
        told = json.loads(edition.build_edition(world, language, at=AT))
        made = {int(at): "".join(told["pieces"][n] for n in row) for at, row in told["screens"].items()}
        wanted = {at: drawing for at in made if (drawing := _drawing(world, at, language))}
        assert made == wanted
        assert sum(map(len, told["pieces"])) * 3 < sum(map(len, made.values()))
        assert {
            at for at, node in enumerate(world.release.nodes) if node.screen and node.screen.slots
        } == set(made)


def _drawing(world, at: int, language: str) -> str:
    place = (at, world.fresh)
    return str(drawn(world, look(world, State(world.release.short_hash, language, (place,)), at=AT)))


def test_words_of_a_menu_in_english_are_told_to_readers_aloud():
    world = world_of("cambodia")
    for language in LANGUAGES["cambodia"]:
        told = json.loads(edition.build_edition(world, language, at=AT))
        assert ("Settings" in {told["texts"][n] for n in told["english"]}) == (language != "en")


def test_no_text_of_ours_has_the_sign_that_stands_for_a_break_mark():
    for country in COUNTRIES:
        texts = world_of(country).release.texts
        assert not [id for said in texts.values() for id, words_ in said.items() if edition.BREAK in words_]


def test_the_page_says_what_it_costs_and_names_numbers_to_write_down(visitor, says):
    page = visitor.get("/en/keep")
    for id in ("keep-found", "keep-stays", "keep-leave", "keep-shared", "keep-write"):
        assert says(f"word.{id}") in words(page)
    assert words(page).index(says("word.keep-leave")) < words(page).index(says("word.keep-do"))
    assert dials(page)[:2] == ["tel:1280", "tel:117"]


def test_only_this_page_lets_a_browser_keep_anything(visitor):
    for path in ("/en/", "/en/find", "/en/p/1", "/en/k", "/en/nowhere"):
        assert "worker-src 'none'" in visitor.get(path)["Content-Security-Policy"]
    assert "worker-src 'self';" in visitor.get("/en/keep")["Content-Security-Policy"]


def test_what_is_kept_is_the_same_for_everybody_and_sets_no_cookie(visitor):
    visitor.walk("en", "1", "S02")
    for path in ("/en/k", "/en/k.json", "/en/k.js"):
        mine, fresh = visitor.get(path), type(visitor)().get(path)
        assert body(mine) == body(fresh)
        assert not mine.cookies
        assert mine["Cache-Control"] == "no-store"


def test_the_worker_names_files_that_are_there_and_say_nothing(visitor):
    script = visitor.get("/km/k.js")
    assert script["Content-Type"] == "text/javascript"
    assert script["Service-Worker-Allowed"] == "/"
    named = json.loads(re.match(r"var KEPT = (.*);", script.content.decode())[1])
    assert re.fullmatch(r"k-[0-9a-f]{16}", named["name"])
    assert named["page"] in named["files"]
    for file in named["files"]:
        assert re.fullmatch(r"/km/k(\.json)?|/s/\w+/\w+\.(js|css)\?v=\w+", file)
        answer = visitor.get(file)
        assert answer.status_code == 200
        body(answer)


def test_it_is_renewed_when_words_numbers_or_scripts_change(monkeypatch):
    world = world_of("cambodia")
    assert edition.edition_version(world, "en") != edition.edition_version(world, "km")
    assert edition.edition_version(world, "en") != edition.edition_version(world_of("kenya"), "en")
    before = edition.edition_version(world, "en")
    assert edition.edition_version(world, "en") == before
    monkeypatch.setattr(edition, "file_address", lambda name: f"/s/{name}?v=another")
    assert edition.edition_version(world, "en") != before


def test_every_text_of_it_is_one_of_the_release():
    world = world_of("cambodia")
    told = json.loads(edition.build_edition(world, "km", at=AT))
    ours = {said.replace("​", edition.BREAK) for said in world.release.texts["km"].values()}
    ours |= {said for said in world.release.texts["en"].values()}
    assert set(told["texts"]) | set(told["short"].values()) | set(told["words"].values()) <= ours
    assert told["made"] == "2026-11-24"
    assert told["until"] == min(u.expires for u in world.release.upkeep.values() if u.expires)
