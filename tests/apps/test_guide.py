"""A turn is applied once, kept sealed, forgotten on time; nobody sees another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from kapea.content.queries import live_worlds
from kapea.core.dialogue.events import Answer, Move, Said
from kapea.guide import access, actions, upkeep
from kapea.guide.models import Conversation, Count
from kapea.vault import sealing

pytestmark = pytest.mark.django_db


def _start(at, key="1", language="en"):
    return actions.start(world=live_worlds()[0], event=Answer(key), language=language, channel="web", at=at)


def _answer(turn, key, at, after=None):
    depth = turn.depth if after is None else after
    return actions.receive(
        token=turn.token, after=depth, event=Answer(key), language="en", channel="web", pack="cambodia", at=at
    )


def _node(turn) -> str:
    return turn.world.release.nodes[turn.state.place[0]].id


def _situation(turn) -> str:
    return turn.world.value(turn.state.place[1], turn.world.situation)


class TestTurns:
    def test_an_answer_leads_on(self, published, at):
        turn = _answer(_start(at), "S02", at)
        assert _node(turn) == "help.words"
        assert turn.depth == 2

    def test_answering_an_earlier_step_forgets_what_came_after(self, published, at):
        turn = _answer(_answer(_start(at), "S02", at), "1", at)
        again = _answer(turn, "S11", at, after=1)
        assert (again.depth, _situation(again)) == (2, "S11")

    def test_a_stale_turn_is_not_applied(self, published, at):
        turn = _start(at)
        again = _answer(turn, "S02", at, after=9)
        assert not again.applied
        assert _node(again) == "help.what"

    def test_a_turn_that_lost_the_race_is_not_applied(self, published, at, monkeypatch):
        turn = _start(at)
        found = access.conversation(turn.token, at=at)
        _answer(turn, "S02", at)
        stale = access.OpenConversation(found.id, found.turn, found.state, found.world)
        monkeypatch.setattr(access, "conversation", _first_then_real(stale, access.conversation))
        lost = _answer(turn, "S11", at)
        assert not lost.applied
        assert _situation(lost) == "S02"

    def test_stopping_deletes_at_once(self, published, at):
        turn = _start(at)
        actions.receive(
            token=turn.token,
            after=1,
            event=Move("stop"),
            language="en",
            channel="web",
            pack="cambodia",
            at=at,
        )
        assert not Conversation.objects.exists()

    def test_leaving_deletes_at_once(self, published, at):
        turn = _start(at)
        actions.forget(token=turn.token)
        assert not Conversation.objects.exists()

    def test_typed_words_are_in_no_byte_that_is_kept(self, published, at):
        turn = _start(at)
        actions.receive(
            token=turn.token,
            after=1,
            event=Said("xylophone-secret"),
            language="en",
            channel="web",
            pack="cambodia",
            at=at,
        )
        row = Conversation.objects.get()
        state = sealing.open_sealed(bytes(row.sealed), turn.token, settings.SECRET_KEY)
        assert b"xylophone" not in bytes(row.sealed) + state


def _first_then_real(first, real):
    answers = iter([first])
    return lambda token, *, at: next(answers, None) or real(token, at=at)


class TestAccess:
    def test_another_token_finds_nothing(self, published, at):
        _start(at)
        other = _start(at).token
        Conversation.objects.filter(id=sealing.row_id(other, settings.SECRET_KEY)).delete()
        for token in (other, "", "guess", "x" * 5000):
            assert access.conversation(token, at=at) is None

    def test_an_expired_one_is_gone(self, published, at):
        turn = _start(at)
        assert access.conversation(turn.token, at=at + actions.IDLE) is None
        assert _answer(turn, "S02", at + actions.IDLE) is None

    def test_every_turn_gives_thirty_more_minutes(self, published, at):
        turn = _start(at)
        later = at + timedelta(minutes=29)
        assert _answer(turn, "S02", later) is not None
        assert access.conversation(turn.token, at=later + timedelta(minutes=29)) is not None

    def test_a_damaged_row_is_as_good_as_none(self, published, at):
        turn = _start(at)
        Conversation.objects.update(sealed=b"damaged")
        assert access.conversation(turn.token, at=at) is None

    def test_a_state_of_a_release_that_is_gone_is_as_good_as_none(self, published, at):
        turn = _start(at)
        state = access.conversation(turn.token, at=at).state
        raw = actions.dump_state(state).replace(published.short_hash.encode(), b"0" * 12)
        Conversation.objects.update(sealed=sealing.seal(raw, turn.token, settings.SECRET_KEY))
        assert access.conversation(turn.token, at=at) is None

    def test_a_state_that_does_not_fit_its_release_is_as_good_as_none(self, published, at):
        turn = _start(at)
        state = access.conversation(turn.token, at=at).state
        raw = actions.dump_state(state).replace(b"[1,", b"[999,")
        Conversation.objects.update(sealed=sealing.seal(raw, turn.token, settings.SECRET_KEY))
        assert access.conversation(turn.token, at=at) is None


class TestSweeping:
    def test_expired_ones_go_and_open_ones_stay(self, published, at):
        kept = _start(at)
        Conversation.objects.create(id="old", sealed=b"", turn=1, expires_at=at)
        assert actions.sweep(at=at) == 1
        assert access.conversation(kept.token, at=at) is not None
        assert Conversation.objects.count() == 1

    def test_beginning_sweeps_a_few(self, published, at):
        _start(at - timedelta(hours=1))
        _start(at)
        assert Conversation.objects.count() == 1


class TestCounting:
    def test_a_doubled_form_is_counted_once(self, published, at):
        turn = _start(at)
        _answer(turn, "S02", at)
        again = _answer(turn, "S02", at)
        assert again.depth == 2
        upkeep.flush()
        assert Count.objects.get().times == 1


def test_a_turn_takes_few_statements(published, at, django_assert_max_num_queries):
    turn = _start(at)
    _answer(turn, "S02", at)
    with django_assert_max_num_queries(4):  # savepoint pair of the test's own transaction, SELECT, UPDATE
        _answer(turn, "1", at, after=2)
