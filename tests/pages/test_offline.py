"""What is kept on a phone, as the server gives it: small, the same for everybody, named neutrally."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, replace
from html import escape, unescape
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from django.template.loader import render_to_string
from tests.conftest import AT, COUNTRIES, world_of
from tests.packs import SOME
from tests.packs import edition as edition_of
from tests.pages.conftest import DIALS, body, dials, words
from tests.ways import LANGUAGES

from kapea.core.dialogue.look import look
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.view import View
from kapea.core.dialogue.world import World
from kapea.core.offline import contact_lists, layouts
from kapea.core.offline.contact_lists import contacts_for
from kapea.core.offline.without_clock import noon, timeless
from kapea.core.present.blocks import first_sentence, laid_out
from kapea.core.present.contact import contact_in_words, in_one_line, in_short, under_notice
from kapea.web.base.whole_words import JOINER, held_together
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.frame import frame, screen_words
from kapea.web.public.menu_drawing import drawn
from kapea.web.public.offline import edition, kept_cards, shapes
from kapea.web.public.offline.kept_page import kept_page
from kapea.web.public.offline.views import WORKER
from kapea.web.public.pages import StepPage, step_page

MOST = 1_000_000
"""Bytes on the phone, of all that is kept, as a browser keeps it that can press it (worker.js)."""
MOST_READ = 1_700_000
"""Bytes of the same as a page reads it, and as an older browser keeps it."""
MOST_SENT = 6_000
"""Bytes of its scripts, compressed as they are sent."""
SCRIPTS = ("public/forget.js", "public/walk.js", "public/kept.js")


def static(name: str) -> bytes:
    """A style or script by its area and name."""
    area, _, file = name.partition("/")
    return (WORKER.parents[2] / area / "static" / file).read_bytes()


def kept(world, language: str) -> str:
    """The page that is kept."""
    around = frame(world, language, at=AT)
    page = kept_page(world, language, at=AT)
    return render_to_string("public/kept.html", {"frame": around, "w": around.words, "page": page})


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_in_a_language_fits_a_phone(country):
    around = [static(name) for name in edition.FILES]
    for language in LANGUAGES[country]:
        made = edition_of(country, language)
        every = [made, kept(world_of(country), language).encode(), *around]
        assert sum(map(len, every)) <= MOST_READ, f"{country} {language}: {len(made)}"
        assert sum(len(gzip.compress(each, 1)) for each in every) <= MOST
        assert len(json.loads(made)["texts"]) > 500


def test_its_scripts_are_small():
    assert sum(len(gzip.compress(static(name))) for name in SCRIPTS) <= MOST_SENT
    assert len(static("public/kept.js")) <= 6_300
    assert len(static("public/kept.js").splitlines()) <= 152
    assert len(static("public/walk.js")) <= 9_200


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_drawing_of_a_phone_is_put_together_from_pieces_kept_once(country):
    world = world_of(country)
    for language in LANGUAGES[country]:
        told = json.loads(edition_of(country, language))
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
    for language in LANGUAGES["cambodia"]:
        told = json.loads(edition_of("cambodia", language))
        assert ("Settings" in {told["texts"][int(n)] for n in told["langs"]}) == (language != "en")


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


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_kept_page_has_its_numbers_and_says_how_old_it_is_without_any_script(country):
    world = world_of(country)
    for language in LANGUAGES[country]:
        page = kept(world, language)
        shown = re.sub(r"<template.*?</template>|<(\w+)[^>]* hidden>.*?</\1>", "", page, flags=re.S)
        urgent = [card for card in urgent_cards(timeless(world), language, at=AT) if card.href]
        assert urgent
        assert [href for href in DIALS.findall(shown)][: len(urgent)] == [card.href for card in urgent]
        assert "24/11/2026" in shown
        assert world.release.text("word.reason-open-now", language) not in shown
        assert "<form" not in shown.replace('<form id="leave"', "")


def test_the_kept_page_stays_whole_when_its_edition_cannot_be_made(visitor, monkeypatch):
    """No failure of what it walks takes a number from it."""

    def broken(*_args, **_named):
        raise ValueError("no edition")

    monkeypatch.setattr(edition, "build_edition", broken)
    assert dials(visitor.get("/en/k"))[:2] == ["tel:1280", "tel:117"]


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


# --- drawn as the server draws it --------------------------------------------------------------


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_kept_card_is_the_servers_own(country):
    """With its holes filled, a card is what the template makes of the same words."""
    world, language = world_of(country), LANGUAGES[country][0]
    still = timeless(world)
    for found in contacts_for(still, (still.help, still.fresh), language, at=AT):
        for brief in (True, False):
            said = contact_in_words(world.release, found, language, brief=brief)
            frame_ = SimpleNamespace(pictures=shapes.DrawingHoles())
            wanted = render_to_string("public/_contact.html", {"c": said, "frame": frame_})
            silent = msgspec.structs.replace(said, reasons=(), caveats=()).spoken
            filled = kept_cards.drawn_card(said, kept_cards._drawn("_ways", said))
            filled = filled.replace("{why}", render_to_string("public/_why.html", {"c": said}).strip())
            filled = filled.replace("{spoken}", escape(said.spoken.removeprefix(silent)))
            assert bare(filled) == bare(wanted)


def bare(html: str) -> str:
    """Without spaces between tags, which say nothing."""
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", unescape(html)).strip()


@dataclass
class Laid:
    """A country without a clock, its places, one view of each kind, and its layouts as they are kept."""

    world: World
    still: World
    every: list[Place]
    views: list[View]
    told: dict[str, Any]
    language: str


@pytest.fixture(scope="module", params=SOME)
def laid(request) -> Laid:
    world, language = world_of(request.param), LANGUAGES[request.param][0]
    still = timeless(world)
    every = contact_lists.places(still)
    told = shapes.drawn_layouts(world, layouts.layouts(still, every), language)
    return Laid(world, still, every, list(layouts.different_views(still, every)), told, language)


@pytest.mark.parametrize("named", [False, True])
def test_a_kept_block_is_the_servers_own(laid, named):
    """Filled with its words, a kept layout is what the server's template draws of the same place."""
    world, still, language, told, met = laid.world, laid.still, laid.language, laid.told, set()
    words_ = screen_words(world, language)
    people = contacts_for(still, (still.help, still.fresh), language, at=AT) if named else ()
    for view in one_of_each(still, laid.views, named):
        view = msgspec.structs.replace(view, language=language, contacts=people)
        is_help = view.node == still.release.nodes[still.help].id
        page, form = silent(step_page(still, view, 1)), shapes.cards_form(laid_out(view, is_help=is_help))
        cards = [f"cards in form {n}" for n in range(5)]
        around = {"page": replace(page, contacts=(cards[form],)), "frame": shapes.HOLES, "w": words_}
        rows = [*card_rows(still, view), [*cards, page.fallback]]
        card, answers = key_of(still, view, named), layouts.answers_key(view)
        at = [*told["layouts"][card], told["layouts"][answers]]
        drawn_by = ["_card", *(["_people"] if named else []), "_answers"]
        for template, shape in zip(drawn_by, at, strict=True):
            got = filled(told["shapes"][shape], answer_rows(still, view) if template == "_answers" else rows)
            got = re.sub('<p class="(fallback|say)"></p>', "", got)  # styles hide what is empty
            assert bare(got) == bare(render_to_string(f"public/{template}.html", around)), card
        met |= {card, answers}
    assert met >= {key for key in told["layouts"] if key.startswith("answers ")}


def test_in_each_form_a_kept_card_says_what_the_servers_own_does(laid):
    """Whole; brief, and first in danger; in one line, below the first."""
    world, still, language = laid.world, laid.still, laid.language
    day = noon(world.directory, "2026-11-24")
    cards = kept_cards.KeptCards(world, still, language, ("2026-11-24",))
    for place in laid.every[:600]:
        for found in contacts_for(still, place, language, at=day):
            said = cards._said(found)
            row = cards.made[cards.lists[cards.put([(found,)])][1][0]]
            whole, brief, line = (rows[0][1] for rows in row[4:])
            assert whole == drawn_why(said)
            assert said.caveat not in brief + line or not said.caveat
            assert brief == drawn_why(under_notice(world.release, in_short(said)))
            assert line == drawn_why(under_notice(world.release, in_one_line(said)))


def drawn_why(said) -> str:
    return render_to_string("public/_why.html", {"c": said}).strip()


def key_of(still, view, named: bool) -> str:
    is_help = view.node == still.release.nodes[still.help].id
    return layouts.card_key(view, is_help=is_help, names_people=named)


def one_of_each(world, views, named: bool):
    """Of each card and of each set of answers, the first and the last view."""
    for some in (views, views[::-1]):
        cards = {key_of(world, view, named): view for view in some}
        answers = {layouts.answers_key(view): view for view in some}
        yield from (*cards.values(), *answers.values())


def filled(shape: str, rows: list[list[str]]) -> str:
    """As `kept.js` does it; a drawing without a name is none."""
    got = re.sub(r"{(\d+)\.(\d)}", lambda at: rows[int(at[1])][int(at[2])], shape)
    return got.replace('<i data-d=""></i>', "")


def silent(page: StepPage) -> StepPage:
    """Without what is not kept: recorded voices, and a field to write in."""
    opening = tuple(replace(part, sounds=()) for part in page.opening)
    parts = tuple(replace(part, sounds=()) for part in page.parts)
    return replace(
        page, opening=opening, parts=parts, heading_sound=None, ask_sound=None, computer=False, writes=False
    )


def card_rows(world, view) -> list[list[str]]:
    """As `walk.js` makes them."""
    rows = []
    for shown in view.shown:
        full = world.release.text(shown.text, view.language)
        english = view.language != "en" and full == world.release.text(shown.text, "en")
        said = escape(dated(world, view, full))
        first, *rest = first_sentence(said)
        lang = ' lang="en"' if english else ""
        rows.append(["", "", shown.picture, said, first, "".join(rest), lang])
    ask = escape(world.release.text(view.ask.text, view.language)) if view.ask else ""
    return [*rows, [view.picture, ask, drawn(world, view)]]


def answer_rows(world, view) -> list[list[str]]:
    text = world.release.text
    between = '</p><p class="say">'
    return [
        [
            *(o.key, "", o.picture, ""),
            *(escape(text(o.text, view.language, form)) for form in ("", "short")),
            between.join(escape(text(shown.text, view.language)) for shown in o.aside),
            world.release.signs.get(o.text, ""),
        ]
        for o in view.offers
    ]


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
    told = json.loads(edition_of("cambodia", "km"))
    ours = {held_together(said) for said in world.release.texts["km"].values()}
    ours = {said.replace("​", edition.BREAK).replace(JOINER, edition.HELD) for said in ours}
    ours |= {said for said in world.release.texts["en"].values()}
    kept_words = set(told["texts"]) | set(told["short"].values()) | set(told["words"].values())
    assert {unescape(words_) for words_ in kept_words} <= ours
    assert told["made"] == "2026-11-24"
    ends = min(kept_.expires for kept_ in world.release.upkeep.values() if kept_.expires)
    assert f'data-until="{ends}"' in kept(world, "km")
