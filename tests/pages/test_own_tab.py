"""A conversation opens in its own tab only; elsewhere there is nothing, and the first view ends it."""

from __future__ import annotations

import pytest
from django.db import connection
from tests.pages.conftest import IN_ITS_TAB, Visitor, buttons, dials, led_on, words

from kapea.guide import actions, keys
from kapea.guide.ended import ended
from kapea.guide.models import Conversation

TYPED = {"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_SITE": "none"}
"""From an address bar, a history, a bookmark, a tab that is new."""
SILENT = {"HTTP_SEC_FETCH_DEST": "", "HTTP_SEC_FETCH_SITE": ""}
"""An old browser, or one without HTTPS: it names the page before, or not even that."""
BEFORE = {**SILENT, "HTTP_REFERER": "http://testserver/en/h/1?c=AAAAAAAA"}
BY_A_WORKER = {"HTTP_SEC_FETCH_DEST": "empty", "HTTP_SEC_FETCH_SITE": "same-origin"}
"""Where this help is kept on the phone, a worker asks on the page's behalf: always from our own origin."""
ELSEWHERE = [
    TYPED,
    {**TYPED, "HTTP_SEC_FETCH_SITE": "cross-site"},
    {**TYPED, "HTTP_SEC_FETCH_SITE": "same-site"},
    {**TYPED, "HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_REFERER": BEFORE["HTTP_REFERER"]},
    SILENT,
    {**SILENT, "HTTP_REFERER": "http://testserver.evil.example/en/h/1"},
    {**SILENT, "HTTP_REFERER": "https://testserver/en/h/1"},
    {**SILENT, "HTTP_REFERER": "http://[/"},
    BY_A_WORKER,
]
ALONG = [
    IN_ITS_TAB,
    BEFORE,
    {**TYPED, "HTTP_REFERER": BEFORE["HTTP_REFERER"]},
    {**BY_A_WORKER, "HTTP_REFERER": BEFORE["HTTP_REFERER"]},
]


@pytest.fixture(autouse=True)
def _none_ended():
    ended.take()
    yield
    ended.take()


@pytest.fixture
def walked(visitor):
    """The page after two answers."""
    return visitor.walk("en", "1", "S02")


@pytest.mark.parametrize("how", ELSEWHERE)
@pytest.mark.parametrize("n", [0, 1, 2, 9])
def test_to_whoever_did_not_come_along_there_is_nothing(visitor, walked, says, how, n):
    page = visitor.get(f"/en/h/{n}", follow=True, **how)
    assert led_on(page) == [("/en/n", 302)], "at an address of its own: a reload must not pass for the way"
    assert says("word.nothing-here") in words(page)
    assert not dials(page)
    assert visitor.tag not in page.content.decode()
    assert "/h/" not in page.content.decode()


@pytest.mark.parametrize("how", [*ELSEWHERE, *ALONG])
def test_it_is_the_same_page_whether_there_is_a_conversation_or_not(visitor, walked, how):
    stranger = Visitor()
    nobodys = stranger.get("/en/h/2?c=AAAAAAAA", follow=True, **how)
    theirs = visitor.get("/en/h/2?c=AAAAAAAA", follow=True, **how)
    assert nobodys.content == theirs.content
    assert dict(nobodys.headers) == dict(theirs.headers)
    assert nobodys.redirect_chain == theirs.redirect_chain == [("/en/n", 302)]
    assert not {"k"} & theirs.cookies.keys()


@pytest.mark.parametrize("how", ALONG)
def test_along_its_own_way_it_opens_again_and_again(visitor, walked, says, how):
    for _ in range(2):
        page = visitor.get("/en/h/2", **how)
        assert says("S02.child.first") in words(page)
    assert "S02" in buttons(visitor.get("/en/h/1", **how))
    khmer = visitor.get("/km/h/2", **how)
    assert says("S02.child.first", "km") in words(khmer)


def test_nothing_else_in_the_browser_is_let_in_by_the_cookie_alone(visitor, walked):
    for query in ("", "?c=", "?c=AAAAAAAA", f"?C={visitor.tag}", f"?c={visitor.tag}x"):
        visitor.tag = ""
        assert visitor.get(f"/en/h/2{query}")["Location"] == "/en/n"


# --- browsers that do not say where they come from --------------------------------------


def test_a_browser_that_says_nothing_is_given_each_page_as_the_answer(visitor, says):
    page = visitor.get("/en/", **SILENT)
    for n, (key, shown) in enumerate((("1", "help.what/child"), ("S02", "S02.child.first")), 1):
        action, fields = visitor.form(page, a=key)
        page = visitor.post(action, fields, **SILENT)
        assert page.status_code == 200
        assert says(shown) in words(page)
        assert visitor.form(page)[0] == f"/en/h/{n}"
    again = visitor.post(action, fields, **SILENT)
    assert visitor.form(again)[0] == "/en/h/2", "Back asks to send it again, and nothing is answered twice"
    assert Conversation.objects.get().turn == 2
    assert 'href="/km/" lang="km"' in page.content.decode(), "a link that would lead to nothing"


def test_it_goes_back_and_begins_again_like_any_other(visitor):
    action, fields = visitor.form(visitor.get("/en/", **SILENT), a="1")
    action, fields = visitor.form(visitor.post(action, fields, **SILENT), m="back")
    assert led_on(visitor.post(action, fields, follow=True, **SILENT)) == [("/en/", 302)]


@pytest.mark.parametrize("how", ALONG)
def test_every_other_is_led_on_so_that_reloading_sends_nothing_twice(visitor, how):
    action, fields = visitor.form(visitor.get("/en/"), a="1")
    answered = visitor.post(action, fields, **how)
    assert (answered.status_code, answered["Location"]) == (303, f"/en/h/1?c={visitor.tag}")
    assert visitor.get(answered["Location"], **how).status_code == 200


# --- two children, one phone ------------------------------------------------------------


@pytest.fixture
def two(visitor, walked):
    """A tab of an earlier conversation stayed open; in the same browser another child began."""
    other = Visitor(enforce_csrf_checks=True)
    other.cookies = visitor.cookies
    return walked, visitor.tag, other, other.walk("en", "1", "S05")


def running(visitor: Visitor) -> tuple[int, bytes]:
    """The row of the conversation that runs in this browser now."""
    row = Conversation.objects.get(id=keys.of_token(visitor.cookies["k"].value).id)
    return row.turn, bytes(row.sealed)


@pytest.mark.parametrize("n", range(4))
def test_a_tab_of_before_shows_nothing_of_the_one_that_runs_now(visitor, two, says, n):
    _, tag, other, _ = two
    assert other.tag != tag
    assert says("word.nothing-here") in words(visitor.get(f"/en/h/{n}?c={tag}", follow=True))


@pytest.mark.parametrize("sent", [{"a": "1"}, {"m": "back"}, {"m": "restart"}, {"m": "help"}, {"w": "die"}])
def test_a_tab_of_before_changes_nothing_in_the_one_that_runs_now(visitor, two, says, sent):
    page, _, other, now = two
    before = running(other)
    closed = visitor.answer(page, **sent)
    assert says("word.lost") in words(closed)
    assert "S05" not in words(closed)
    assert running(other) == before
    assert other.get("/en/h/2").content.count(b"<h1>") == now.content.count(b"<h1>") == 1


def test_at_the_first_step_of_a_journey_a_tab_of_before_begins_nothing(visitor, says):
    practising = visitor.answer(visitor.get("/en/practice"))
    other = Visitor(enforce_csrf_checks=True)
    other.cookies = visitor.cookies
    other.walk("en", "1", "S05")
    before = running(other)
    assert says("word.lost") in words(visitor.answer(practising, a="1"))
    assert running(other) == before


def test_a_tag_names_a_conversation_and_tells_nothing_of_its_key():
    token = keys.new_token()
    tag = keys.tag_of(token)
    assert tag == keys.tag_of(token) != keys.tag_of(keys.new_token())
    assert len(tag) == 8
    assert tag not in token
    assert tag not in keys.of_token(token).id


# --- the first view ends a walk ---------------------------------------------------------


def test_the_first_view_takes_the_key_and_back_shows_nothing(visitor, walked, says):
    first = visitor.get("/en/")
    assert first.cookies["k"]["max-age"] == 0
    assert dials(first)
    assert says("word.nothing-here") in words(visitor.get("/en/h/2", follow=True))
    assert says("word.lost") in words(visitor.answer(walked, a="1"))


@pytest.mark.parametrize("path", ["/en/", "/km/", "/en/?a=1"])
def test_its_row_goes_with_the_next_round_and_the_view_waits_for_no_database(visitor, walked, path):
    with connection.execute_wrapper(_refused):
        assert dials(visitor.get(path))
    assert Conversation.objects.count() == 1
    actions.delete_ended()
    assert not Conversation.objects.exists()


def _refused(*_):
    raise AssertionError("a first view asked the database")


@pytest.mark.parametrize("path", ["/en/more", "/en/find", "/en/p/1", "/en/practice", "/en/n", "/en/h/2"])
def test_no_other_page_ends_it(visitor, walked, path):
    assert "k" not in visitor.get(path).cookies
    assert not ended.take()
    assert visitor.get("/en/h/2").status_code == 200


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"])
@pytest.mark.parametrize("said", ["prefetch", "prefetch;prerender", "preview"])
def test_what_a_browser_only_guesses_ends_nothing_and_is_not_shown_later(visitor, walked, header, said):
    guess = visitor.get("/en/", headers={header: said})
    assert (guess.status_code, guess.content) == (403, b"")
    assert guess["Cache-Control"] == "no-store"
    assert not ended.take()
    assert visitor.get("/en/h/2").status_code == 200
    assert Visitor().get("/en/", headers={header: said}).status_code == 200, "nothing to end"


def test_a_head_or_the_word_to_begin_ends_nothing(visitor, walked):
    assert "k" not in visitor.head("/en/").cookies
    assert "k" not in visitor.post("/en/").cookies
    assert visitor.get("/en/h/2").status_code == 200


def test_leave_is_what_it_was(visitor, walked):
    visitor.post("/leave")
    assert not Conversation.objects.exists()
    assert visitor.cookies["k"].value == ""
