"""What a school or a pagoda is given: all of a country in one language, whole, and nothing from elsewhere."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from tests import packs
from tests.bundle.made import quick_bundle, real_bundle, unpressed, with_some_plans
from tests.conftest import AT, world_of
from tests.core.paper.test_piece import with_upkeep
from tests.core.present.test_plan_in_words import texts_of
from tests.print.reading import opened

from kapea.core.bundle.archive import MANIFEST
from kapea.core.bundle.paths import HELP, INDEX, STYLES, paper_path, plan_path
from kapea.core.dialogue.world import World
from kapea.core.directory.trust import is_shown
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.check_word import reveals
from kapea.core.paper.plan_cards import plan_cards
from kapea.core.paper.printed import papers_of_plan
from kapea.web.base.whole_words import JOINER
from kapea.web.bundle.files import whole_bundle
from kapea.web.bundle.numbers import plan_contacts

MOST_BYTES = 8_000_000
"""What a slow line, or a phone without room, still takes (schools-and-peers, 4)."""
EVERY = packs.IN_EACH_LANGUAGE if packs.EVERY else packs.EACH_LANGUAGE
each_bundle = pytest.mark.parametrize(("country", "language"), EVERY, ids=["-".join(e) for e in EVERY])
LEADING = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}
OUT = re.compile(r"(?:https?:)?//[a-z]|@import|url\(|data:(?!,)")


class Page(HTMLParser):
    """The words of a page, where it leads, and what is not to be on it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.words, self.links, self.anchors, self.wrong = list[str](), list[str](), set[str](), list[str]()
        self.feed(data.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("script", "form", "iframe", "object", "embed", "style", "base"):
            self.wrong.append(tag)
        self.wrong += [name for name in given if name.startswith("on") or name == "style"]
        if (link := given.get(LEADING.get(tag, ""))) is not None:
            self.links.append(link)
        if "id" in given:
            self.anchors.add(given["id"])

    def handle_data(self, data):
        if said := bare(data):
            self.words.append(said)


def bare(words: str) -> str:
    return " ".join(unescape(words).replace(ZERO_WIDTH, "").replace(JOINER, "").split())


def pages(files: dict[str, bytes]) -> Iterator[tuple[str, Page]]:
    for name, data in files.items():
        if name.endswith(".html"):
            yield name, Page(data)


@each_bundle
def test_every_plan_of_the_country_is_there_with_all_that_is_printed_for_it(country, language):
    release, made = world_of(country).release, quick_bundle(country, language)
    assert made.left_out == ()
    for plan in release.workshops.values():
        assert plan_path(plan) in made.files
        for name in papers_of_plan(release, plan):
            assert made.files[paper_path(name)].startswith(b"%PDF")
    linked = {link for _, page in pages(made.files) for link in page.links}
    assert all(
        any(link.endswith(name) for link in linked) for name in made.files if name.startswith("papers/")
    )


@each_bundle
def test_every_text_of_a_plan_stands_on_its_page_as_often_as_it_is_used(country, language):
    release, made = world_of(country).release, quick_bundle(country, language)
    for plan in release.workshops.values():
        found = Counter(Page(made.files[plan_path(plan)]).words)
        meant = Counter(bare(release.text(text, language)) for text in texts_of(release, plan))
        assert {words: (n, found[words]) for words, n in meant.items() if found[words] < n} == {}


@each_bundle
def test_every_way_leads_to_a_file_that_is_there_and_none_leads_out(country, language):
    files = quick_bundle(country, language).files
    anchors = {name: page.anchors for name, page in pages(files)}
    for name, page in pages(files):
        assert page.wrong == [], name
        for link in page.links:
            if link.startswith(("tel:", "sms:")) or link == "data:,":
                continue
            path, _, anchor = link.partition("#")
            assert not re.match(r"[a-z]+:|/", link), f"{name}: {link}"
            there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert there in files, f"{name}: {link}"
            assert not anchor or anchor in anchors[there], f"{name}: {link}"


@each_bundle
def test_nothing_of_it_names_an_address_on_the_internet(country, language):
    files = quick_bundle(country, language).files
    for name, data in files.items():
        if not name.endswith((".pdf", ".json")):
            said = re.sub(r'<meta http-equiv[^>]+>|xmlns="http://www.w3.org/2000/svg"', "", data.decode())
            assert OUT.findall(said) == [], name
    assert [name for name in files if name.endswith((".css", ".js"))] == [STYLES]


@each_bundle
def test_names_of_files_tell_nothing_to_whoever_sees_the_folder(country, language):
    release = world_of(country).release
    for name in quick_bundle(country, language).files:
        assert re.fullmatch(r"[a-z0-9./-]+", name)
        assert not reveals(release, name, language), name


@each_bundle
def test_the_manifest_says_which_release_it_is(country, language):
    release, files = world_of(country).release, quick_bundle(country, language).files
    told = json.loads(files[MANIFEST])
    assert (told["pack"], told["release"], told["language"]) == (country, release.hash, language)
    assert told["files"].keys() == files.keys() - {MANIFEST}


@each_bundle
def test_whom_to_call_is_whom_the_cards_name_and_nothing_says_open_now(country, language):
    world, files = world_of(country), quick_bundle(country, language).files
    release = world.release
    never = [bare(release.text(f"word.reason-{code}", language)) for code in ("open-now", "closed-now")]
    for plan in release.workshops.values():
        page = plan_contacts(world, plan, language, at=AT)
        cards = plan_cards(release, plan, language, at=AT).contacts
        assert {card.service for card in page} == {who.service for group in cards for who in group.people}
    for name, page in pages(files):
        said = " · ".join(page.words).split(" · ")
        assert not {*never} & {*said}, name


@each_bundle
def test_the_page_of_numbers_names_everybody_whom_the_directory_shows_everywhere(country, language):
    release, files = world_of(country).release, quick_bundle(country, language).files
    said = " ".join(Page(files[HELP]).words)
    services = release.directory.services.values()
    for service in services:
        name = bare(release.text(service.name, language))
        if service.local:
            assert name not in said
        elif is_shown(service) and not {*service.types} <= {"OVERSIGHT", "SWALLOWED"}:
            assert name in said


@each_bundle
def test_every_page_says_the_edition_and_of_a_trial_that_it_is_one(country, language):
    release = world_of(country).release
    for name, page in pages(quick_bundle(country, language).files):
        assert any(release.short_hash in words for words in page.words), name
        assert bare(release.text("word.demo", language)) in page.words, name
        if name.startswith("plans/"):
            draft = bare(release.text("word.reviewed-by-nobody", language))
            assert any(draft in words for words in page.words), name


@pytest.mark.parametrize(("country", "language"), EVERY if packs.EVERY else [("kenya", "sw")])
def test_with_its_papers_pressed_it_is_small_and_each_opens(country, language):
    world = with_some_plans(country, 1 if packs.EVERY else 6)
    made = real_bundle(world, language)
    assert made.left_out == ()
    assert len(made.zip) < MOST_BYTES
    assert made.files.keys() == whole_bundle(world, language, unpressed, at=AT).files.keys()
    for name, data in made.files.items():
        assert not name.endswith(".pdf") or opened(data).pages, name


def test_the_same_release_gives_the_same_bytes():
    world = World(world_of("cambodia").release)
    assert whole_bundle(world, "km", unpressed, at=AT).zip == quick_bundle("cambodia", "km").zip


def test_a_plan_past_its_day_is_left_out_and_named_and_the_others_are_there():
    release = world_of("cambodia").release
    first, *others = release.workshops.values()
    old = World(with_upkeep(release, first.id, expires="2026-11-01"))
    made = whole_bundle(old, "en", unpressed, at=AT)
    assert made.left_out == (f"{first.id} expired on 2026-11-01. Review it, and move the date.",)
    gone = {plan_path(first), *(paper_path(name) for name in (first.id, f"{first.id}-pictures"))}
    assert not gone & made.files.keys()
    assert all(plan_path(plan) in made.files for plan in others)
    assert not [name for name in gone if name in made.files[INDEX].decode()]


def test_a_handout_past_its_day_is_left_out_and_no_page_leads_to_it():
    release = world_of("cambodia").release
    old = World(with_upkeep(release, "cards", expires="2026-11-01"))
    made = whole_bundle(old, "en", unpressed, at=AT)
    assert made.left_out == ("cards expired on 2026-11-01. Review it, and move the date.",)
    assert not [link for _, page in pages(made.files) for link in page.links if link.endswith("/cards.pdf")]


def test_where_every_plan_is_past_its_day_nothing_is_made():
    release = world_of("cambodia").release
    for id in release.workshops:
        release = with_upkeep(release, id, expires="2026-11-01")
    with pytest.raises(Unprintable, match="expired on 2026-11-01") as refused:
        whole_bundle(World(release), "en", unpressed, at=AT)
    assert all(id in str(refused.value) for id in release.workshops)
