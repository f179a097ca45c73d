"""What is made once for all is shown in its own time only; where somebody comes from cannot be made up."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from tests.packs import world
from tests.web.worlds import SPOKEN_IN

from kapea.core.dialogue.look import worded
from kapea.core.dialogue.state import State
from kapea.web.base.request import client_address
from kapea.web.public import ready
from kapea.web.public.cookies import has_left
from kapea.web.public.menu_drawing import drawn
from kapea.web.public.offline import edition
from kapea.web.public.offline.drawings import menu_screens
from kapea.web.public.ready import MOST_PAGES, RECENT_SECONDS, ReadyPages, RecentPages

intervals = st.tuples(st.sampled_from(("2026-11-24", "2026-11-25")), st.integers(0, 2))
page_keys = st.tuples(
    st.sampled_from(("km", "en")), st.sampled_from(("", "more")), st.sampled_from(("a", "b"))
)
asked_for = st.tuples(st.sampled_from(("a.org", "b.org")), st.sampled_from(("/km/", "/en/", "/km/more")))
hops = st.lists(st.ip_addresses().map(str), max_size=4)


class TestReadyPages:
    @given(st.lists(st.tuples(intervals, page_keys), max_size=30))
    def test_a_page_of_another_hour_language_or_host_is_never_shown(self, puts):
        """Else somebody would be told to call a line that has closed."""
        pages = ReadyPages()
        for at, (interval, key) in enumerate(puts):
            pages.put(interval, key, at)
            assert pages.get(interval, key) == at
            for other, other_key in puts:
                shown = pages.get(other, other_key)
                assert shown is None or puts[shown] == (other, other_key)

    def test_hosts_made_up_by_the_thousand_fill_no_memory(self):
        pages = ReadyPages()
        for n in range(MOST_PAGES * 3):
            pages.put(("2026-11-24", 0), ("en", "", f"host-{n}"), n)
            assert len(pages._of[1]) <= MOST_PAGES

    @pytest.mark.parametrize("method", ["POST", "HEAD", "PUT"])
    def test_only_what_is_read_is_ready(self, everything_ready, method):
        assert everything_ready("/km/")
        assert not everything_ready("/km/", method)

    @pytest.mark.parametrize(
        "rest", ["h/1", "k", "k.json", "nowhere", "print/1", "?a=1", "more?a=1", "find?t=1"]
    )
    def test_no_page_of_somebodys_own_is_made_for_all(self, everything_ready, rest):
        assert not everything_ready(f"/km/{rest}")

    @pytest.mark.parametrize("path", ["/", "/km", "/leave", "/sw/", "//", "/km//"])
    def test_no_page_is_ready_at_an_address_of_nobody_here(self, everything_ready, path):
        assert not everything_ready(path)


@pytest.fixture
def everything_ready(monkeypatch, settings):
    """Asks for a page where any that may be made for all is made."""
    settings.KAPEA_PACKS = ["cambodia"]
    monkeypatch.setattr(ready, "live_worlds", lambda: (world("cambodia"),))
    monkeypatch.setattr(ready, "_ready_page", lambda *given: "a page")
    return lambda path, method="GET": ready._page_for(RequestFactory().generic(method, path))


class TestRecentPages:
    @given(st.lists(st.tuples(asked_for, st.floats(0, 2 * RECENT_SECONDS)), max_size=20))
    def test_only_what_was_given_just_now_at_this_very_address_is_given_again(self, given_at):
        now = [1000.0]
        pages, given_when = RecentPages(lambda: now[0]), {}
        for number, (asked, passes) in enumerate(given_at):
            pages.put(*asked, number)
            given_when[asked] = number, now[0]
            now[0] += passes
            for each in {each for each, _ in given_at}:
                page, when = given_when.get(each, (None, 0.0))
                assert pages.get(*each) == (page if now[0] - when < RECENT_SECONDS else None)

    def test_hosts_made_up_by_the_thousand_fill_no_memory(self):
        pages = RecentPages()
        for n in range(MOST_PAGES * 3):
            pages.put(f"host-{n}", "/km/", n)
            assert len(pages._pages) <= MOST_PAGES


class TestWhereFrom:
    @given(hops, hops, st.integers(1, 3))
    def test_whatever_a_visitor_claims_their_address_is_what_our_outermost_proxy_saw(
        self, claimed, seen, proxies
    ):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.KAPEA_PROXIES", proxies, raising=False)
            seen = [*seen, *["192.0.2.1"] * proxies][:proxies]
            request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=",".join([*claimed, *seen]))
            assert client_address(request) == seen[0]

    @given(hops, st.sampled_from((0, -1, 9)))
    def test_without_such_a_proxy_the_header_counts_for_nothing(self, claimed, proxies):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.KAPEA_PROXIES", proxies, raising=False)
            request = RequestFactory().get(
                "/", HTTP_X_FORWARDED_FOR=",".join(claimed), REMOTE_ADDR="192.0.2.9"
            )
            assert client_address(request) == "192.0.2.9"

    @given(st.sampled_from(("GET", "HEAD", "POST")), st.text(max_size=5))
    def test_whoever_left_meets_nothing_until_they_tap_again(self, method, marker):
        request = SimpleNamespace(method=method, COOKIES={"v": marker} if marker else {})
        assert has_left(request) == (marker != "" and method != "POST")


class TestWhatIsKept:
    @pytest.mark.parametrize(("pack", "language"), SPOKEN_IN)
    def test_a_drawing_put_together_on_the_phone_is_the_one_the_server_shows(self, pack, language):
        here = world(pack)
        nodes = range(len(here.release.nodes))
        made = menu_screens(here, nodes, language)
        assert len(set(made["pieces"])) == len(made["pieces"]), "each piece is kept once"
        for at in nodes:
            state = State(here.release.short_hash, language, ((at, here.fresh),))
            again = "".join(made["pieces"][n] for n in made["screens"].get(str(at), []))
            assert again == drawn(here, worded(here, state))

    def test_what_is_kept_has_another_name_for_each_country_and_language(self):
        names = {edition.edition_version(world(pack), language) for pack, language in SPOKEN_IN}
        assert len(names) == len(SPOKEN_IN)

    @pytest.mark.parametrize(("pack", "language"), SPOKEN_IN)
    def test_nothing_is_kept_twice_or_from_elsewhere(self, pack, language):
        files = edition.edition_files(world(pack), language)
        assert len(set(files)) == len(files)
        assert all(each.startswith("/") and not each.startswith("//") for each in files)
