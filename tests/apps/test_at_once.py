"""The same form several times at the same moment: one turn, one beginning, no answer lost. On both databases.

Threads of this process, each with its own connection, let go together. On SQLite a real file.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from tests.apps.conftest import publish_small
from tests.apps.conversations import Visitor, new_form
from tests.pages.conftest import IN_ITS_TAB

from kapea.core.dialogue.events import Answer, Said
from kapea.core.dialogue.world import World
from kapea.guide import actions, keys, performers
from kapea.guide.actions import Beginning
from kapea.guide.models import Conversation
from kapea.outbox.pace import AT_ONCE, keeps_pace

THREADS = 6
WORD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def served(request, transactional_db, at, small_world, settings) -> Iterator[World]:
    """The small pack live in a database that several threads reach: a file, or PostgreSQL."""
    from kapea.content.queries import worlds

    if connection.vendor == "sqlite":
        request.getfixturevalue("database_file")
    settings.KAPEA_PACKS = ["small"]
    yield publish_small(small_world, at)
    worlds.clear()


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each thread came to, or the error it met."""
    gate, out = threading.Barrier(THREADS), [None] * THREADS

    def run(number: int) -> None:
        try:
            gate.wait()
            out[number] = work(number)
        except Exception as error:
            out[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return out


def twin(visitor: Visitor) -> Visitor:
    return Visitor(visitor.world, visitor.at, visitor.token)


def test_a_form_sent_several_times_at_once_is_one_turn(served, at):
    visitor, form = Visitor(served, at).begin(), new_form()
    turns = at_once(lambda _: twin(visitor).send(Said("x"), form, after=1))
    assert [t.repeated for t in turns].count(False) == 1, turns
    assert visitor.stored().state.misses == 1
    assert Conversation.objects.get().turn == 2


def test_a_beginning_sent_several_times_at_once_is_one_conversation(served, at):
    visitor, form = Visitor(served, at), new_form()
    turns = at_once(lambda _: twin(visitor).send(Answer("1"), form, after=0, beginning=Beginning(served)))
    assert [t.begun for t in turns].count(True) == 1, turns
    assert {t.depth for t in turns} == {1}
    assert Conversation.objects.count() == 1


def test_different_answers_at_once_are_taken_one_after_the_other(served, at):
    """Without the lock two would read the same state, and one of them would be lost or fail."""
    visitor = Visitor(served, at).begin()
    turns = at_once(lambda _: twin(visitor).send(Said("x"), after=1))
    assert all(t.applied for t in turns), turns
    assert Conversation.objects.get().turn == 1 + THREADS


def test_what_was_agreed_to_is_performed_once_although_it_is_sent_at_once(served, at):
    done: list[object] = []
    performers.register_performer("remind", lambda payload, occasion: done.append(payload))
    try:
        visitor = Visitor(served, at)
        visitor.send(None, beginning=Beginning(served, "remind"))
        visitor.answer("1").answer("1")
        turns = at_once(lambda _: twin(visitor).answer("1", after=2).turn)
    finally:
        performers.unregister_performer("remind")
    assert all(t.applied for t in turns), turns
    assert len(done) == 1


def test_many_visitors_at_once_do_not_stand_in_each_others_way(served, at):
    turns = at_once(lambda _: Visitor(served, at).begin().answer("S01").answer("1").turn)
    assert [t.depth for t in turns] == [3] * THREADS, turns


class TestForms:
    """Through the pages: what a browser sends when somebody taps twice."""

    def browser(self) -> tuple[Client, str]:
        """A browser on the first page, and the secret word its form would send."""
        browser = Client(enforce_csrf_checks=True, **IN_ITS_TAB)
        return browser, self.word(browser, "/en/")

    def step(self, browser: Client, n: int) -> str:
        """The address of a step of the conversation that runs in a browser."""
        return f"/en/h/{n}?c={keys.tag_of(browser.cookies['k'].value)}"

    def word(self, browser: Client, path: str) -> str:
        found = WORD.search(browser.get(path).content.decode())
        assert found is not None
        return found[1]

    def sent(self, browser: Client, n: int, key: str) -> dict[str, str]:
        """What a copy of a step's page sends with an answer."""
        word = self.word(browser, self.step(browser, n))
        return {"csrfmiddlewaretoken": word, "c": keys.tag_of(browser.cookies["k"].value), "a": key}

    def copy(self, browser: Client) -> Client:
        other = Client(enforce_csrf_checks=True, **IN_ITS_TAB)
        other.cookies = browser.cookies.copy()
        return other

    def test_a_doubled_first_tap_begins_one_conversation(self, served):
        browser, word = self.browser()
        sent = {"csrfmiddlewaretoken": word, "b": "1", "a": "1"}
        answers = at_once(lambda _: self.copy(browser).post("/en/h/0", sent))
        assert {a.status_code for a in answers} == {303}, answers
        assert {a.headers["Location"].partition("?")[0] for a in answers} == {"/en/h/1"}
        assert len({a.cookies["k"].value for a in answers}) == 1
        assert Conversation.objects.count() == 1

    def test_a_doubled_tap_later_is_one_answer(self, served):
        browser, word = self.browser()
        browser.post("/en/h/0", {"csrfmiddlewaretoken": word, "b": "1", "a": "1"})
        sent = self.sent(browser, 1, "nobody offered this")
        answers = at_once(lambda _: self.copy(browser).post("/en/h/1", sent))
        assert {a.headers["Location"] for a in answers} == {self.step(browser, 1)}, answers
        assert Conversation.objects.get().turn == 2

    def test_each_copy_of_a_page_sends_another_form(self, served):
        browser, word = self.browser()
        assert self.word(browser, "/en/") != word

    def test_the_same_tap_on_the_first_page_asked_for_again_begins_anew(self, served):
        browser, word = self.browser()
        browser.post("/en/h/0", {"csrfmiddlewaretoken": word, "b": "1", "a": "1"})
        first = browser.cookies["k"].value
        again = {"csrfmiddlewaretoken": self.word(browser, "/en/"), "b": "1", "a": "1"}
        browser.post("/en/h/0", again)
        assert browser.cookies["k"].value != first
        actions.delete_ended()
        assert Conversation.objects.count() == 1, "the conversation before it is forgotten"

    def test_sent_again_from_the_history_a_form_leads_where_it_led(self, served):
        browser, word = self.browser()
        browser.post("/en/h/0", {"csrfmiddlewaretoken": word, "b": "1", "a": "1"})
        sent = self.sent(browser, 1, "S01")
        browser.post("/en/h/1", sent)
        browser.post("/en/h/2", self.sent(browser, 2, "1"))
        assert browser.post("/en/h/1", sent).headers["Location"] == self.step(browser, 2)
        assert self.word(browser, self.step(browser, 3)), "what came after it is still there"


def test_messages_of_one_address_are_counted_together_by_whichever_worker(served, at):
    def write(number: int) -> int:
        return sum(keeps_pace("sms", "99900000001", at=at) for _ in range(AT_ONCE // 2))

    kept = at_once(write)
    assert sum(kept) == AT_ONCE, kept
