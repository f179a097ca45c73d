"""What must hold after anything went wrong: each message was taken once, each reply came, in its order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from tests.channels.books import Arrived, Message, Person, everything_kept, opened
from tests.channels.dying import BEFORE
from tests.channels.phones import TelegramPhone
from tests.packs import world

from kapea.outbox import actions as outbox
from kapea.outbox.models import WAITING, QueuedReply, StandingMessage
from kapea.outbox.pace import EACH

if TYPE_CHECKING:
    from tests.channels.under_fire import UnderFire

LONGEST_WAIT = timedelta(seconds=outbox.LONGEST_WAIT + 1)
MOST_WAITS = 70
"""More than a reply lives: 6 hours."""
GOODBYES = frozenset(world("cambodia").release.text("word.chat-gone", code) for code in ("en", "km"))
DAY_AFTER = timedelta(hours=25)


def prove(fire: UnderFire) -> None:
    """All that is on its way arrives, all that waits is sent; then the books must agree."""
    fire.step_provider("")
    while fire.on_its_way:
        fire.step_bring(0, 0, BEFORE)
    _sends_all(fire)
    _all_leave(fire)
    for person in fire.people:
        _came_once_and_in_order(fire, person)
    assert came_twice(fire) <= fire.told_twice, "what may have come twice is counted"
    assert fire.told_twice <= fire.left_in_hand + fire.unheard, "nothing else is"
    assert set(fire.sent) <= set(fire.owner), "nothing is sent that answers no message"
    _is_as_undisturbed(fire)
    for person in fire.people:
        _nothing_of_them_stands(fire, person)
    _a_day_later_nothing_changes(fire)


def came_twice(fire: UnderFire) -> int:
    """Replies that came more than once. One that a stop dropped before it was heard that it came is
    counted by nobody.
    """
    dropped = set().union(*(person.dropped for person in fire.people))
    return sum(times > 1 for id, times in fire.sent.items() if id not in dropped)


def _sends_all(fire: UnderFire) -> None:
    for turn in range(MOST_WAITS):
        while fire.workers[turn % 2].round():
            pass
        if not QueuedReply.objects.filter(status=WAITING).exists():
            return
        fire.clock.at += LONGEST_WAIT
    raise AssertionError("something waits for ever")


def _all_leave(fire: UnderFire) -> None:
    """Whatever went wrong before, everybody writes that they stop."""
    fire.clock.passes(seconds=EACH.total_seconds() + 1)
    for person in fire.people:
        fire.on_its_way.append(Message(person, person.phone.writes("stop")))
        fire.step_bring(-1, 0, BEFORE)
    _sends_all(fire)


def _nothing_of_them_stands(fire: UnderFire, person: Person) -> None:
    """In a chat whose messages can be deleted only goodbyes are left, and what nobody learnt that it came."""
    if not isinstance(person.phone, TelegramPhone):
        return
    chat, provider = person.phone.chat, person.phone.provider
    assert not provider.written[chat], "what they wrote is gone"
    left = [(id, each) for id, each in provider.chats[chat].items() if each["text"] not in GOODBYES]
    assert not [id for id, _ in left if (person.phone.door, id) in fire.known], "what we know of is gone"
    twice = [fire.sent[id] - (id not in person.dropped) for id in person.queued if fire.perhaps[id]]
    assert len(left) <= sum(twice), "each of the rest was in a dead hand, and what was to come came again"
    assert not StandingMessage.objects.filter(conversation=person.key().id).exists(), "nothing is noted"


def _came_once_and_in_order(fire: UnderFire, person: Person) -> None:
    place = {id: n for n, id in enumerate(person.queued)}
    assert [place[id] for id in person.came] == sorted(place[id] for id in person.came), "in their order"
    for id in person.queued:
        fewest = 0 if id in person.dropped else 1
        assert fewest <= fire.sent[id] <= 1 + fire.perhaps[id], "each once, unless nobody could know"


def _is_as_undisturbed(fire: UnderFire) -> None:
    """The same messages, each brought once, at the same times: the same replies, the same conversations.

    Another secret stands for another database: no row of the one is found under the other.
    """
    now, secret = fire.clock.at, settings.SECRET_KEY
    settings.SECRET_KEY = f"another {secret}"
    try:
        with transaction.atomic():
            for person in fire.people:
                for arrived in person.arrived:
                    _again_undisturbed(fire, person, arrived)
            transaction.set_rollback(True)
    finally:
        fire.clock.at, settings.SECRET_KEY = now, secret


def _again_undisturbed(fire: UnderFire, person: Person, arrived: Arrived) -> None:
    fire.clock.at = arrived.at
    assert arrived.call.answered(fire.site).status_code == 200
    rows = person.waiting()
    assert [opened(row) for row in rows] == arrived.bodies, "the same is said"
    assert person.stands() == arrived.stands, "it stands where it would"
    QueuedReply.objects.filter(conversation=person.key().id).delete()


def _a_day_later_nothing_changes(fire: UnderFire) -> None:
    fire.clock.at += DAY_AFTER
    before, said = everything_kept(), fire.calls_taken()
    fire.calls += len(fire.was_brought)
    for message in fire.was_brought:
        assert message.call.answered(fire.site).status_code == 200
    assert fire.workers[0].round() == 0
    assert (everything_kept(), fire.calls_taken()) == (before, said)
