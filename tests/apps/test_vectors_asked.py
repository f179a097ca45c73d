"""A turn with typed words asks for their vector once, before the database is held; then forgets it."""

from __future__ import annotations

import msgspec
import pytest
from django.db import connection
from tests.apps.conversations import Visitor
from tests.apps.stores import Clock, Store
from tests.core.understanding.small_model import model, with_meaning
from tests.small_releases import small as small_release

from kapea.content.queries import worlds as registry
from kapea.content.worlds import Worlds
from kapea.core.dialogue.events import Answer, Said
from kapea.core.dialogue.once import After
from kapea.core.pack.hearing_model import ASK, VECTOR_SIZE
from kapea.core.understanding.listening import Listener
from kapea.guide import actions
from kapea.hearing.vectors.asked_ahead import VectorsAskedAhead
from kapea.hearing.vectors.client import VectorClient

WORDS = model({"wpay": {ASK: 90}})
BOTH = with_meaning(WORDS, {ASK: {0: 100}})


class Asked:
    """Who gives vectors, and what it was asked."""

    def __init__(self) -> None:
        self.words, self.inside = [], []
        self.ahead = VectorsAskedAhead(self.vector_of)

    def vector_of(self, words: str) -> list[float]:
        self.words.append(words)
        self.inside.append(len(connection.savepoint_ids))
        return [1.0] * VECTOR_SIZE


def worlds_of(numbers, asked: Asked | None) -> Worlds:
    release = msgspec.structs.replace(small_release("small"), hearing=numbers)
    made = Worlds(Store(release), Clock(), asked.ahead if asked is not None else None)
    made.live("small")
    return made


def test_what_is_asked_ahead_is_what_the_turn_hears():
    asked = Asked()
    worlds = worlds_of(BOTH, asked)
    with worlds.asked_ahead("he wants money"):
        assert worlds.live("small").listener.hear("he wants money").by_vector
        assert not worlds.live("small").listener.hear("other words").by_vector
    assert asked.words == ["he wants money"]


@pytest.mark.parametrize(("numbers", "words"), [(WORDS, "he wants money"), (BOTH, ""), (BOTH, "12 3")])
def test_nobody_is_asked_where_it_would_be_for_nothing(numbers, words):
    asked = Asked()
    with worlds_of(numbers, asked).asked_ahead(words):
        pass
    assert asked.words == []


def test_without_a_vector_process_words_alone_are_heard():
    worlds = worlds_of(BOTH, None)
    with worlds.asked_ahead("he wants money"):
        assert not worlds.live("small").listener.hear("he wants money").by_vector


@pytest.mark.parametrize("event", [Said("w" * 600), After(0, Said("w" * 600))])
def test_no_more_words_are_asked_about_than_are_listened_to(event):
    assert actions._typed(event) == "w" * 500
    assert actions._typed(Answer("w")) == actions._typed(None) == ""


def test_a_turn_asks_once_and_holds_nothing_of_the_database_meanwhile(small, at, monkeypatch):
    asked, live = Asked(), registry.live("small")
    monkeypatch.setattr(registry, "_vectors", asked.ahead)
    monkeypatch.setattr(live, "listener", Listener(BOTH, lambda _: "", asked.ahead.vector_of))
    visitor = Visitor(live, at).begin()
    assert visitor.send(Said("he wants money")) is not None
    assert asked.words == ["he wants money"]
    assert asked.inside == [0]
    assert asked.ahead.vector_of("later") is not None
    assert asked.words == ["he wants money", "later"]


def test_a_turn_is_the_same_when_the_process_is_gone(small, at, monkeypatch, tmp_path):
    gone = VectorsAskedAhead(VectorClient(str(tmp_path / "socket")).vector_of)
    live = registry.live("small")
    heard = []
    for vectors in (None, gone):
        listener = Listener(BOTH, lambda _: "", vectors.vector_of if vectors else None)
        monkeypatch.setattr(registry, "_vectors", vectors)
        monkeypatch.setattr(live, "listener", listener)
        heard.append(Visitor(live, at).begin().send(Said("he wants money")).state)
    assert heard[0] == heard[1]
