"""The script that walks what is kept, held against the shipped step at every place and on later days.

`make test` asks one place of eight, and each node at one at least, and later days in two countries;
`make check-all` every place, and all countries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pytest
from tests.conftest import AT, COUNTRIES, world_of
from tests.packs import EVERY, SOME
from tests.packs import edition as edition_of
from tests.ways import LANGUAGES, keys, ways

from kapea.core.dialogue.events import Answer
from kapea.core.dialogue.look import look
from kapea.core.dialogue.menu_screen import dated
from kapea.core.dialogue.state import Place, State
from kapea.core.dialogue.step import begin, step
from kapea.core.dialogue.turn import advance, way_to_help
from kapea.core.dialogue.view import Shown, View
from kapea.core.dialogue.world import World
from kapea.core.directory.hours import moment, opening_now
from kapea.core.directory.match import Match
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.offline.contact_lists import needs, places
from kapea.core.offline.layouts import answers_key, card_key, shown_kind
from kapea.core.offline.without_clock import noon, timeless, turning_days
from kapea.web.base.whole_words import JOINER, held_together
from kapea.web.public.contacts import contact_card
from kapea.web.public.menu_drawing import drawn
from kapea.web.public.offline import edition
from kapea.web.public.offline.views import WORKER

DAY = "2026-11-24"
"""The day on which the editions here are made."""
ONE_IN = 1 if EVERY else 8


@cache
def still(country: str) -> World:
    return timeless(world_of(country))


@cache
def every_place(country: str) -> list[Place]:
    return places(still(country))


def some_of(every: list[Place]) -> list[Place]:
    """The first place of each node, and of all places one in `ONE_IN`."""
    firsts = {place[0]: place for place in reversed(every)}.values()
    wanted = {*firsts, *every[::ONE_IN]}
    return [place for place in every if place in wanted]


def signed(words: str) -> str:
    """Words as they are kept, with signs for marks that stand in them."""
    return held_together(words).replace(ZERO_WIDTH, edition.BREAK).replace(JOINER, edition.HELD)


def seen(world: World, view: View, language: str) -> list[object]:
    """A view in the words a person meets, the way `SEEN` below has it."""

    def text(id: str, form: str = "") -> str:
        return signed(world.release.text(id, language, form))

    is_help = view.node == world.release.nodes[world.help].id

    def people() -> list[object]:
        out = []
        for found in view.contacts:
            card = contact_card(world, found, language)
            out.append([card.href, signed(card.big), signed(card.caveat)])
        return [any(m.fallback for m in view.contacts), out]

    return [
        view.node,
        view.level,
        [[dated(world, view, text(s.text)), _kind(s), s.picture] for s in view.shown],
        text(view.ask.text) if view.ask else "",
        [
            [
                *(o.key, text(o.text, "" if o.picture else "short"), o.picture, o.minor),
                "".join(text(s.text) for s in o.aside),
            ]
            for o in view.offers
        ],
        people(),
        signed(str(drawn(world, view))),
        [
            card_key(view, is_help=is_help, names_people=bool(view.contacts)),
            answers_key(view),
        ],
    ]


def _kind(shown: Shown) -> str:
    """As the graph tells kinds of lines apart; a note stands outside of them."""
    return "note" if shown.role == "note" else shown_kind(shown)


SEEN = """(kept) => {
  const edition = JSON.parse(kept), walker = walk(edition), known = new Map();
  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;
  const text = (n, form) => plain((form && edition.short[n]) || edition.texts[n]);
  const card = (n, day) => {
    if (!known.has(n + day)) {
      const drawn = new DOMParser().parseFromString(walker.card(n, 0, day), "text/html");
      const words = (found) => found ? found.textContent : "";
      const at = (name) => drawn.querySelector(name);
      known.set(n + day, [at(".dial").getAttribute("href") || "", words(at("b")), words(at(".caveat"))]);
    }
    return known.get(n + day);
  };
  const seen = (place, day) => {
    const v = walker.view(place, day);
    const note = v.aged ? [[edition.words["note-aged"], "note", ""]] : [];
    const shown = v.shown.map(s => [plain(s[3]), s[1], s[2]]);
    return [v.node, v.level, [...note, ...shown], v.ask < 0 ? "" : text(v.ask),
      v.offers.map(o => [o[0], text(o[1], !o[2]), o[2], o[3], plain(o[6])]),
      [!!v.contacts[0], v.contacts[1].map(n => card(n, day))], v.screen,
      v.keys.map(key => key in edition.layouts ? key : "no layout: " + key)];
  };
  window.seen = (places, day) => places.map(place => seen(place, day));
  window.led = (ways) => ways.map(([place, answers]) => answers.map(key => walker.take(place, key)));
  window.walked = (answers, day) => {
    const way = [walker.start("help")], out = [seen(way[0], day)];
    for (const key of answers) {
      const to = walker.take(way[way.length - 1], key);
      if (to) way.push(to); else way.pop();  // an answer that takes back the step before it
      out.push(seen(way[way.length - 1], day));
    }
    return out;
  };
}"""


@pytest.fixture
def walker(chromium):
    """A blank page with the script and a country's edition in a language."""
    page = chromium.new_page()
    page.add_script_tag(path=str(WORKER.with_name("walk.js")))

    def load(country: str, language: str):
        page.evaluate(SEEN, edition_of(country, language).decode())
        return page

    yield load
    page.close()


def asked(page, name: str, *given: object):
    """What a function of `SEEN` says, in and out as one text: value by value it takes ten times as long."""
    call = "([name, given]) => JSON.stringify(window[name](...JSON.parse(given)))"
    return json.loads(page.evaluate(call, [name, json.dumps(given)]))


def compared(page, world: World, some: list[Place], language: str, day: str) -> list[list[object]]:
    """Holds the script against `look` at some places on a day; gives what both show there."""
    at, shown = noon(world.directory, day), asked(page, "seen", some, day)
    for place, got in zip(some, shown, strict=True):
        state = State(world.release.short_hash, language, (place,))
        assert got == seen(world, look(world, state, at=at), language), (day, place)
    return shown


def test_every_place_shows_and_leads_as_the_shipped_step_does(walker):
    """What answers reach in Cambodia: the script is held against `look` and `advance` at each place."""
    world, page, drawings = still("cambodia"), walker("cambodia", "km"), set()
    every = some_of(every_place("cambodia"))
    for cut in range(0, len(every), 4000):
        some = every[cut : cut + 4000]
        shown, ways_on = compared(page, world, some, "km", DAY), []
        for place, got in zip(some, shown, strict=True):
            ways_on.append([place, [offer[0] for offer in got[4]] + ["help"]])
            drawings |= {place[0]} if got[6] else set()
        led = asked(page, "led", ways_on)
        for (place, answers), got in zip(ways_on, led, strict=True):
            assert got == [leads(world, place, key) for key in answers], place
    wanted = {at for at, node in enumerate(world.release.nodes) if node.screen and node.screen.slots}
    assert drawings == wanted, "every drawing of a walk is met, and no other"


def leads(world: World, place: Place, key: str):
    if key == "help":
        return list(place if place[0] == world.help else advance(world, place, way_to_help(world))[0])
    choice = world.answers(place)[key]
    return None if choice.back else list(advance(world, place, choice)[0])


@pytest.mark.parametrize("country", SOME)
def test_later_days_are_marked_as_the_shipped_step_marks_them(walker, country):
    """Each day on which a record of a menu or a service turns old, and the day before it."""
    world, language = still(country), LANGUAGES[country][0]
    menus = [p for p in every_place(country) if world.release.nodes[p[0]].screen]
    some, aged = [*menus, *list(needs(world).values())[::ONE_IN]], []
    page = walker(country, language)
    for day in later(world):
        shown = compared(page, world, some, language, day)
        aged.append(sum(any(line[1] == "note" for line in got[2]) for got in shown))
    assert aged[0] == 0, "on the day before the first, nothing is old"
    assert aged == sorted(aged)
    assert aged[-1] == len(menus), "after the last, all is"


def later(world: World) -> list[str]:
    menus = {setting.upkeep.expires for setting in world.release.menus.values()}
    turning = menus | set(turning_days(world.directory, at=AT)[1:])
    eves = {(date.fromisoformat(day) - timedelta(days=1)).isoformat() for day in turning}
    return sorted(turning | eves)


def named_alike(world: World, now: Sequence[Match], kept: Sequence[Match]) -> bool:
    """Whether a phone, which has no clock, names whom the server names: all of them, but that the server may
    name another in the place of one whose hours are over at that time.
    """
    directory, ids = world.directory, {m.service.id for m in now}
    at = moment(AT, directory.time_zone)
    only_kept = [directory.services[m.service.id] for m in kept if m.service.id not in ids]
    return len(now) == len(kept) and all(
        opening_now(each, at, directory.holidays) == "closed" for each in only_kept
    )


@pytest.mark.parametrize("country", COUNTRIES)
def test_golden_ways_read_the_same(walker, country):
    """Signed ways of each country in both languages: texts, answers and contacts, at their hour."""
    world, clocked = still(country), world_of(country)
    for language in LANGUAGES[country]:
        page = walker(country, language)
        for way in [w for w in ways(one_in=16) if w[:2] == (country, language)]:
            answers = keys(country, way[2])
            state, wanted = begin(clocked, language), []
            for key in (None, *answers):
                taken = step(clocked, state, Answer(key), at=AT) if key else None
                state = taken.state if taken else state
                online, offline_ = (look(w, state, at=AT) for w in (clocked, world))
                assert named_alike(clocked, online.contacts, offline_.contacts)
                wanted.append(seen(world, offline_, language))
                assert wanted[-1][:5] == seen(clocked, online, language)[:5]
            assert asked(page, "walked", answers, DAY) == wanted
