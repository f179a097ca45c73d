"""A turn is applied once, kept sealed, forgotten on time; nobody sees another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from nacl.secret import SecretBox
from tests.apps.conversations import Visitor, new_form
from tests.database_files import default_is

from kapea.core.dialogue.effects import ConsentedRequest
from kapea.core.dialogue.events import Answer, Move, Said
from kapea.core.dialogue.state import dump_state
from kapea.guide import access, actions, keys, performers, upkeep
from kapea.guide.models import Conversation, Count
from kapea.guide.performers import UnknownEffect
from kapea.vault.keys import derive
from kapea.vault.purposes import Purpose
from kapea.vault.sealing import VERSION


class TestTurns:
    def test_an_answer_leads_on(self, small, at):
        visitor = Visitor(small, at).begin().answer("S01")
        assert (visitor.node, visitor.depth) == ("help.words", 2)

    def test_answering_an_earlier_step_forgets_what_came_after(self, small, at):
        visitor = Visitor(small, at).begin().answer("S01").answer("1")
        visitor.answer("S02", after=1)
        assert (visitor.depth, visitor.situation) == (2, "S02")

    def test_a_stale_answer_is_not_applied(self, small, at):
        visitor = Visitor(small, at).begin().answer("S01", after=9)
        assert not visitor.turn.applied
        assert not visitor.turn.repeated
        assert visitor.node == "help.what"

    def test_stopping_deletes_at_once(self, small, at):
        visitor = Visitor(small, at).begin()
        assert visitor.send(Move("stop")).state is None
        assert not Conversation.objects.exists()

    def test_leaving_deletes_at_once(self, small, at):
        visitor = Visitor(small, at).begin()
        actions.forget(visitor.key)
        assert not Conversation.objects.exists()

    def test_typed_words_are_in_no_byte_that_is_kept(self, small, at):
        visitor = Visitor(small, at).begin()
        visitor.send(Said("xylophone-secret"))
        row = Conversation.objects.get()
        assert b"xylophone" not in bytes(row.sealed) + visitor.key.open(bytes(row.sealed))

    def test_a_turn_in_another_pack_is_none(self, small, at):
        visitor = Visitor(small, at).begin()
        assert (
            actions.take(visitor.key, Answer("S01"), b"x", at=at, language="en", door="web", pack="other")
            is None
        )

    def test_the_language_of_the_page_is_spoken_from_there_on(self, small, at):
        visitor = Visitor(small, at).begin()
        visitor.language = "km"
        visitor.answer("S01")
        assert visitor.stored().state.language == "km"


class TestOnce:
    def test_a_form_sent_twice_is_one_answer(self, small, at):
        visitor, form = Visitor(small, at).begin(), new_form()
        visitor.answer("S01", form, after=1).answer("1")
        before = Conversation.objects.values().get()
        again = visitor.answer("S01", form, after=1).turn
        assert (again.repeated, again.applied, again.depth) == (True, False, 3)
        assert Conversation.objects.values().get() == before

    def test_an_answer_nobody_offered_sent_twice_is_one_miss(self, small, at):
        visitor, form = Visitor(small, at).begin(), new_form()
        for _ in range(2):
            visitor.send(Said("x"), form, after=1)
        assert visitor.stored().state.misses == 1
        visitor.send(Said("x"), after=1)
        assert visitor.stored().state.misses == 2

    def test_a_beginning_sent_twice_is_one_conversation(self, small, at):
        form = new_form()
        first = Visitor(small, at).begin(form=form)
        second = Visitor(small, at, token=first.token).begin(form=form)
        assert (first.turn.begun, second.turn.begun, second.turn.repeated) == (True, False, True)
        assert Conversation.objects.count() == 1

    def test_another_answer_on_the_same_first_page_begins_anew(self, small, at):
        visitor = Visitor(small, at).begin(Answer("1")).answer("S01")
        visitor.begin(Answer("2"))
        assert (visitor.depth, visitor.node) == (1, "help.what")
        assert visitor.stored().world.value(visitor.stored().state.place[1], small.who) == "caregiver"

    def test_a_row_that_does_not_read_gives_way_to_a_beginning(self, small, at):
        visitor = Visitor(small, at).begin()
        Conversation.objects.update(sealed=b"damaged")
        assert visitor.begin().turn.begun
        assert visitor.stored() is not None


class TestAccess:
    def test_another_key_finds_nothing(self, small, at):
        Visitor(small, at).begin()
        for token in (keys.new_token(), "guess", "x" * 5000):
            assert access.conversation(keys.of_token(token), at=at) is None

    def test_an_expired_one_is_gone(self, small, at):
        visitor = Visitor(small, at).begin()
        visitor.at = at + access.IDLE
        assert visitor.stored() is None
        assert visitor.answer("S01", after=1).turn is None

    def test_where_one_expired_another_may_begin(self, small, at):
        visitor = Visitor(small, at).begin().answer("S01")
        visitor.at = at + access.IDLE
        assert visitor.begin().turn.begun
        assert Conversation.objects.count() == 1

    @pytest.mark.parametrize(("shared", "minutes"), [(False, 10), (True, 5)])
    def test_every_turn_gives_ten_more_minutes_and_five_on_a_shared_phone(self, small, at, shared, minutes):
        visitor, end = Visitor(small, at, shared_phone=shared).begin(), timedelta(minutes=minutes)
        for key in ("S01", "help"):
            assert visitor.stored(visitor.at + end) is None
            visitor.at += end - timedelta(seconds=1)
            assert visitor.answer(key).turn is not None
        assert actions.sweep(at=visitor.at + end - timedelta(seconds=1)) == 0
        assert actions.sweep(at=visitor.at + end) == 1

    def test_that_time_passes_only_deletes(self, small, at):
        visitor = Visitor(small, at).begin().answer("S01")
        before = visitor.stored(at + access.IDLE - timedelta(seconds=1))
        assert before.memory == visitor.stored().memory, "no step is taken for anybody"

    def test_a_beginning_in_place_of_one_on_a_shared_phone_has_its_full_time(self, small, at):
        Visitor(small, at, shared_phone=True).begin()
        visitor = Visitor(small, at).begin()
        assert visitor.stored(at + access.IDLE - timedelta(seconds=1)) is not None

    def test_a_damaged_row_is_as_good_as_none(self, small, at):
        visitor = Visitor(small, at).begin()
        Conversation.objects.update(sealed=b"damaged")
        assert visitor.stored() is None

    def test_a_row_moved_to_another_visitor_does_not_open(self, small, at):
        mine, theirs = Visitor(small, at).begin(), Visitor(small, at).begin()
        sealed = Conversation.objects.get(id=theirs.key.id).sealed
        Conversation.objects.filter(id=mine.key.id).update(sealed=sealed)
        assert mine.stored() is None

    @pytest.mark.parametrize("old", ["release", "place"])
    def test_a_state_that_fits_no_release_here_is_as_good_as_none(self, small, at, old):
        visitor = Visitor(small, at).begin()
        state = dump_state(visitor.stored().state)
        worse = {
            "release": state.replace(small.release.short_hash.encode(), b"0" * 12),
            "place": state.replace(b"[1,", b"[999,"),
        }[old]
        assert worse != state
        Conversation.objects.update(sealed=visitor.key.seal(worse))
        assert visitor.stored() is None


class TestSecrets:
    def test_under_a_new_secret_a_conversation_goes_on_while_the_former_is_named(self, small, at, settings):
        visitor = Visitor(small, at).begin()
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another secret"
        assert visitor.answer("S01").node == "help.words"
        actions.forget(visitor.key)
        assert not Conversation.objects.exists()

    def test_without_the_former_secret_it_has_ended(self, small, at, settings):
        visitor = Visitor(small, at).begin()
        settings.SECRET_KEY = "another secret"
        assert visitor.stored() is None


class TestFirstReleases:
    """What an installation of the first releases left: conversations in the middle, counters of days."""

    def test_a_conversation_begun_there_goes_on_and_is_sealed_anew(self, small, at, settings):
        visitor = Visitor(small, at).begin()
        state = dump_state(visitor.stored().state)
        material = (settings.SECRET_KEY, Purpose.CONVERSATION_STATE_0, visitor.token.encode())
        Conversation.objects.update(sealed=bytes(SecretBox(derive(*material)).encrypt(state)))
        assert visitor.answer("S01").node == "help.words"
        assert bytes(Conversation.objects.get().sealed)[:1] == VERSION

    def test_its_counters_are_kept_with_the_door_for_the_channel(self, tmp_path, django_db_blocker):
        with django_db_blocker.unblock(), default_is(tmp_path / "old.sqlite3"):
            call_command("migrate", "guide", "0001", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO guide_count (day, pack, channel, language, who, band, situation, level, "
                    "outcome, times) VALUES ('2026-11-24', 'small', 'web', 'en', 'child', '9-11', 'S01', "
                    "'red', 'guided', 7)"
                )
            call_command("migrate", "guide", verbosity=0)
            assert Count.objects.values_list("door", "situation", "times").get() == ("web", "S01", 7)


class TestSweeping:
    def test_expired_ones_go_and_open_ones_stay(self, small, at):
        Visitor(small, at - timedelta(hours=1)).begin()
        kept = Visitor(small, at).begin()
        assert actions.sweep(at=at) == 1
        assert [row.id for row in Conversation.objects.all()] == [kept.key.id]


class TestEffects:
    """The small pack's reminder, agreed to and sent; a performer of the test's own."""

    @pytest.fixture
    def performed(self):
        done: list[tuple[ConsentedRequest, str]] = []
        performers.register_performer(
            "remind", lambda payload, occasion: done.append((payload, occasion.door))
        )
        yield done
        performers.unregister_performer("remind")

    def at_the_offer(self, small, at) -> Visitor:
        visitor = Visitor(small, at)
        visitor.send(None, beginning=actions.Beginning(small, "remind"))
        return visitor.answer("1").answer("1")

    def test_what_was_agreed_to_is_performed_with_its_consent(self, small, at, performed):
        self.at_the_offer(small, at).answer("1")
        assert performed == [(ConsentedRequest("remind-ok=yes"), "web")]

    def test_sent_twice_it_is_performed_once(self, small, at, performed):
        visitor, form = self.at_the_offer(small, at), new_form()
        for _ in range(3):
            visitor.answer("1", form, after=2)
        assert len(performed) == 1

    def test_walked_again_it_is_performed_once(self, small, at, performed):
        visitor = self.at_the_offer(small, at)
        for _ in range(3):
            visitor.answer("1", after=2)
        visitor.answer("2", after=2).answer("1", after=2)
        assert len(performed) == 1

    def test_refused_it_is_not_performed(self, small, at, performed):
        self.at_the_offer(small, at).answer("2")
        assert performed == []

    def test_what_nothing_performs_raises_and_changes_nothing(self, small, at):
        visitor = self.at_the_offer(small, at)
        before = Conversation.objects.values().get()
        with pytest.raises(UnknownEffect, match="remind"):
            visitor.answer("1")
        assert Conversation.objects.values().get() == before

    def test_a_performer_that_fails_undoes_the_turn(self, small, at):
        def fail(payload, occasion):
            raise OSError("full")

        performers.register_performer("remind", fail)
        visitor = self.at_the_offer(small, at)
        before = Conversation.objects.values().get()
        try:
            with pytest.raises(OSError, match="full"):
                visitor.answer("1")
        finally:
            performers.unregister_performer("remind")
        assert Conversation.objects.values().get() == before

    def test_a_kind_has_one_performer(self, performed):
        with pytest.raises(ValueError, match="already"):
            performers.register_performer("remind", print)

    def test_a_kind_that_does_not_exist_has_none(self):
        with pytest.raises(ValueError, match="no effect of kind"):
            performers.register_performer("teleport", print)

    def test_counting_and_forgetting_are_performed_everywhere(self):
        assert performers.kinds() == {"count", "forget"}

    def test_a_doubled_form_is_counted_once(self, small, at):
        visitor, form = Visitor(small, at).begin(), new_form()
        for _ in range(2):
            visitor.answer("S01", form, after=1)
        visitor.answer("S01", after=1)
        upkeep.flush()
        assert Count.objects.get().times == 1


def test_a_turn_takes_two_statements_and_a_beginning_two(small, at, django_assert_num_queries):
    visitor = Visitor(small, at)
    with django_assert_num_queries(4):  # savepoint pair of the test's own transaction, SELECT, INSERT
        visitor.begin()
    with django_assert_num_queries(4):  # the same, with UPDATE
        visitor.answer("S01")
    form = new_form()
    visitor.answer("1", form)
    with django_assert_num_queries(3):  # a double writes nothing
        visitor.answer("1", form)
