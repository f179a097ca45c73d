"""The word beside a square code: one for a site wherever it is worked out, steady when words are added."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import COUNTRIES, world_of

from kapea.core.paper.check_word import WORDS, check_word, host_of, wrong_with

HOSTS = st.from_regex(r"[a-z][a-z0-9]{0,12}(\.[a-z][a-z0-9]{0,8}){1,2}", fullmatch=True)


def release():
    return world_of("cambodia").release


@given(
    HOSTS,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["", "www."]),
    st.sampled_from(["", "/", "/km/"]),
)
def test_every_way_to_write_a_site_has_one_word(host, scheme, www, path):
    ways = {f"{scheme}://{www}{host}{path}", f"{scheme}://{www}{host.upper()}{path}", f"//{host}"}
    assert len({check_word(release(), host_of(way)) for way in ways}) == 1


@given(HOSTS)
def test_a_word_that_is_added_takes_no_word_from_another(host):
    texts = release().texts
    grown = {**texts, "en": {**texts["en"], f"{WORDS}mango": "mango"}}
    before = check_word(release(), host)
    assert check_word(msgspec.structs.replace(release(), texts=grown), host) in (before, "mango")


def test_sites_are_spread_over_all_words():
    counts: dict[str, int] = {}
    for n in range(3000):
        word = check_word(release(), f"site{n}.example.org")
        counts[word] = counts.get(word, 0) + 1
    assert len(counts) == 12
    assert min(counts.values()) > 150


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_word_has_a_drawing_and_is_said_in_each_language_by_itself(country):
    release = world_of(country).release
    names = [id.removeprefix(WORDS) for id in release.texts["en"] if id.startswith(WORDS)]
    assert len(names) == 12
    assert set(names) <= set(release.pictures)
    for language in release.languages:
        said = [release.texts[language][f"{WORDS}{name}"] for name in names]
        assert len(set(said)) == len(names), "two words that sound alike tell nothing apart"


def test_a_pack_without_words_prints_none():
    bare = {"en": {id: w for id, w in release().texts["en"].items() if not id.startswith(WORDS)}}
    assert check_word(msgspec.structs.replace(release(), texts=bare), "a.org") == ""


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("help.example.org", "no web address"),
        ("javascript:alert(1)", "no web address"),
        ("https://", "no web address"),
        ("https://[::1", "no web address"),
        ("https://exa mple.org", "no web address"),
        ("https://example.org:99999/", "no web address"),
        ("https://example.org/?who=1", "more than a host and a path"),
        ("https://example.org/#here", "more than a host and a path"),
        ("https://me@example.org/", "more than a host and a path"),
        ("https://example.org/" + "a" * 60, "longer than 60"),
        ("https://child-abuse.example.org/", "“abuse”"),
        ("https://example.org/sexual", "“sex"),
    ],
)
def test_an_address_that_must_not_hang_on_a_wall_is_refused(address, says):
    assert says in wrong_with(release(), address)


@pytest.mark.parametrize(
    "address", ["https://help.example.org/", "http://localhost:8000/km/", "http://10.0.0.2/en-ke/"]
)
def test_a_plain_address_may_be_printed(address):
    assert wrong_with(release(), address) == ""
