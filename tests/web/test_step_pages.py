"""The page of a step, wherever it is: words, a way on, a number; each line once; no computer in danger."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import escape

import msgspec
import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from tests.packs import AT
from tests.pages.conftest import BUTTON, DIALS
from tests.ways import ADDRESSES
from tests.web.step_walks import Met, every_view, sampled

from kapea.content import media
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.world import World
from kapea.core.pack.record_model import Recorded
from kapea.web.public.frame import frame
from kapea.web.public.pages import Passage, StepPage, step_page

LINK = re.compile(r'(?:href|action|src)="([^"]+)"')
BESIDE_OURS = ("tel:", "sms:", "/s/", "data:,", "#words")
OURS = re.compile(rf"/[a-z]{{2,3}}(-[a-z]{{2}})?/({ADDRESSES})?|/leave|/")
LEFT_OVER = re.compile(r"\{\{|\{%|\{[a-z]+\}|None|SafeString")


def made(met: Met, depth: int = 1) -> StepPage:
    world, view = met
    return step_page(world, view, depth)


def drawn(met: Met, depth: int = 1) -> str:
    """The page as it is sent."""
    world, view = met
    around = frame(world, view.language, f"h/{depth}", at=AT)
    context = {"frame": around, "w": around.words, "page": made(met, depth)}
    return render_to_string("public/step.html", context)


def keys(page: StepPage) -> list[str]:
    under = [some for group in page.groups for some in (group.tiles, group.more)]
    groups = (page.asides, *under, page.tiles, page.more, page.main, page.buttons, page.minor)
    return [b.key for group in groups for b in group]


# --- what holds for each ------------------------------------------------------------------


def has_words(met: Met) -> None:
    page = made(met)
    assert (page.heading or page.ask).strip()
    assert all(line.strip() for part in (*page.opening, *page.parts) for line in part.lines)


def has_a_way_on(met: Met) -> None:
    page = made(met)
    assert keys(page) == [*dict.fromkeys(keys(page))], "no answer is offered twice"
    assert sorted(keys(page)) == sorted(offer.key for offer in met[1].offers), "every answer is offered"
    moves = {value for name, value, _ in BUTTON.findall(drawn(met)) if name == "m"}
    assert {"help", "back", "restart"} <= moves | ({"help"} if page.is_urgent else set())


def has_a_number(met: Met) -> None:
    world, view = met
    dial = frame(world, view.language, at=AT).dial
    assert dial is not None
    assert dial.href in DIALS.findall(drawn(met))


def says_each_line_once_and_in_order(met: Met) -> None:
    """The heading is taken from where it stands, how soon stands with it, the question comes last; all else
    stays in its order.
    """
    world, view = met
    page, text = made(met), world.release.text
    passages = (*page.opening, *page.parts)
    parts = (" ".join(p.lines) if p.kind == "do" else line for p in passages for line in once(p))
    heading = f"{page.heading} {page.heading_rest}"
    read = [squeezed(line) for line in (heading, *parts, page.ask) if line.strip()]
    shown = [each for each in (*view.shown, view.ask) if each is not None and each.role != "note"]
    meant = [squeezed(dated(world, view, text(each.text, view.language))) for each in shown]
    assert Counter(read) == Counter(meant)
    assert read[1:] == [line for line in meant if line != read[0]]


def once(part: Passage) -> tuple[str, ...]:
    """What to do stands in two strings on a page; it is one line."""
    return part.lines[:1] if part.kind == "do" else part.lines


def squeezed(words: str) -> str:
    return "".join(words.split())


def names_nothing_outside(met: Met) -> None:
    html = drawn(met)
    assert re.findall("<title>(.*?)</title>", html, re.S) == ["Kapea · 1"]
    addresses = [a for a in LINK.findall(html) if not a.startswith(BESIDE_OURS)]
    sites = {contact.service.website for contact in met[1].contacts}
    outside = [a for a in addresses if not OURS.fullmatch(a)]
    assert set(outside) <= sites, "the page of whoever is named here, to go to, and nothing else"
    assert all(f'href="{escape(a)}" rel="noreferrer"' in html for a in outside)


def leaves_no_gap_unfilled(met: Met) -> None:
    assert not LEFT_OVER.search(drawn(met))


GUARANTEES = [
    has_words,
    has_a_way_on,
    has_a_number,
    says_each_line_once_and_in_order,
    names_nothing_outside,
    leaves_no_gap_unfilled,
]


@pytest.mark.parametrize("holds", GUARANTEES, ids=lambda holds: holds.__name__)
def test_on_every_page_of_the_small_pack(holds: Callable[[Met], None]):
    assert len(every_view()) > 20
    for met in every_view():
        holds(met)


@pytest.mark.parametrize("holds", GUARANTEES, ids=lambda holds: holds.__name__)
@settings(max_examples=40)
@given(met=sampled)
def test_on_any_page_of_a_country(holds: Callable[[Met], None], met: Met):
    holds(met)


# --- who speaks -----------------------------------------------------------------------------


def voiced(world: World, *, computer: bool) -> World:
    """The world with every text recorded in every language."""
    heard = Recorded("0" * 16, "1" * 16, 1.0, placeholder=computer)
    recordings = {lang: dict.fromkeys(texts, heard) for lang, texts in world.release.texts.items()}
    return World(msgspec.structs.replace(world.release, media=recordings))


def sounds(page: StepPage) -> list[object]:
    every = (page.heading_sound, page.ask_sound, *(each for part in page.parts for each in part.sounds))
    return [each for each in every if each is not None]


@pytest.mark.parametrize("computer", [True, False])
def test_a_computer_is_heard_nowhere_in_danger_and_a_person_everywhere(monkeypatch, tmp_path, computer):
    monkeypatch.setattr(media, "media_file", lambda name: tmp_path / name)
    world = voiced(every_view()[0][0], computer=computer)
    red = [view for _, view in every_view() if world.is_red(view)]
    calm = [view for _, view in every_view() if not world.is_red(view)]
    assert red
    assert calm
    for view in red:
        assert bool(sounds(made((world, view)))) == (not computer)
        assert not made((world, view)).computer
    for view in calm:
        assert sounds(made((world, view)))
        assert made((world, view)).computer == computer
