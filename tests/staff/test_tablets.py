"""What a tablet brings is kept as it came, opened by those of the room, and none is lost; a lost one is shut
out (ST-R40); a stop ends a session at once (ST-R19).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from django.test import Client
from tests.staff.tablets_held import InField, R, study_in_field

from kapea.audit.models import Event
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.session_entries import HandCard, HandShown, session_entries
from kapea.people.models import StaffSession
from kapea.studies.models import (
    StudyGrant,
    StudySealedItem,
    StudySeat,
    StudySessionEntry,
    StudyTablet,
    StudyTabletKey,
)
from kapea.studies.queries import book_of, document_of
from kapea.studies.session_rows import session_entries_of
from kapea.web.field import tablet_page

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ONE, TWO = "a" * 32, "b" * 32
PLANTED = "Moon said the planted word"


@pytest.fixture
def there(cast) -> InField:
    return study_in_field(cast)


def brought(there: InField) -> list[dict[str, object]]:
    """Half an hour of a session."""
    return [
        there.seal(1, kind="point", point="start"),
        *(there.seal(2, kind="hand", seat=f"C{n}", hand="green", point="start") for n in (1, 2, 3)),
        there.seal(3, kind="card", seat="C1", prompt="chats", card="07"),
        there.seal(4, kind="card", seat="C2", prompt="chats", card="08"),
        there.seal(5, kind="back", seat="C2", prompt="chats", card="08"),
        there.seal(6, kind="turn", seat="C2"),
        there.seal(7, kind="hand", seat="C2", hand="red"),
        there.seal(8, kind="turn", seat="C2"),
        there.seal(9, kind="words", words=PLANTED),
    ]


def entries(there: InField) -> set[object]:
    return set(session_entries_of(there.session))


def test_a_session_is_brought_opened_and_stands_as_entries(there):
    items = brought(there)
    answer = there.sync(ONE, *items)
    assert answer.status_code == 200
    assert set(answer.json()["held"]) == {each["id"] for each in items}
    assert not entries(there), "nobody has opened it"
    page = there.open()
    assert PLANTED in page.content.decode()
    standing = session_entries(entries(there))
    assert (len(standing.turns), standing.counts, standing.taken_back) == (
        1, {("chats", "07"): 1}, {"chats": 1},
    )  # fmt: skip
    assert set(standing.gone_at) == {"s1-c2"}
    assert PLANTED not in there.client(R.MODERATOR).get(f"{there.there}/sealed").content.decode()
    kept = b"".join(bytes(each.sealed) for each in StudySealedItem.objects.all())
    assert b"planted" not in kept
    assert PLANTED not in "".join(str(each.detail) for each in Event.objects.all())


def test_st_r39_late_doubled_and_by_two_tablets_it_comes_to_the_same_and_nothing_is_lost(there):
    items, chance = brought(there), Random(39)
    there.sync(ONE, *items)
    there.open()
    wanted = entries(there)
    StudySealedItem.objects.all().delete()
    StudySessionEntry.objects.all().delete()
    for _ in range(3):
        chance.shuffle(items)
        for tablet, part in ((ONE, items[:7]), (TWO, items[4:])):
            assert there.sync(tablet, *part).status_code == 200
        there.open()
        assert entries(there) == wanted
    assert StudySealedItem.objects.count() == len(items)


def test_st_r39_what_does_not_stand_is_set_apart_with_its_reason(there):
    id = "c" * 32
    there.sync(
        ONE,
        there.seal(1, kind="turn", seat="C9"),
        there.seal(2, id=id, kind="turn", seat="C1"),
        there.seal(3, id=id, kind="turn", seat="C2"),
        there.seal(-9e5, kind="turn", seat="C1"),
        there.seal(4, kind="photo", seat="C1"),
        there.seal(5, kind="words", words="later", over="d" * 32),
    )
    page = there.open().content.decode()
    reasons = sorted(StudySealedItem.objects.values_list("apart", flat=True))
    assert reasons == sorted(
        ["unknown-seat", "two-contents", "two-contents", "clock", "unreadable", "waits-for-parent"]
    )
    assert "Set apart" in page
    assert not entries(there)
    there.sync(ONE, there.seal(4.5, id="d" * 32, kind="words", words="before"))
    assert ">later<" in there.open().content.decode().replace("<p>later</p>", ">later<")


def test_st_r02_what_comes_when_no_approval_holds_is_set_apart_and_a_red_card_is_not(there):
    book = book_of(there.row)
    gone = tuple(replace(each, ended_on=each.from_day) for each in book.standing.approvals)
    there.row.document = document_of(replace(book, standing=replace(book.standing, approvals=gone)))
    there.row.save()
    there.sync(ONE, there.seal(1, kind="turn", seat="C1"), there.seal(2, kind="hand", seat="C1", hand="red"))
    there.open()
    assert sorted(StudySealedItem.objects.values_list("apart", flat=True)) == ["", "late"]
    [red] = entries(there)
    assert isinstance(red, HandShown)
    assert red.hand is HandCard.RED


def test_of_whoever_withdrew_the_bytes_go_and_do_not_come_back(there):
    items = brought(there)
    there.sync(ONE, *items)
    StudySeat.objects.filter(seat="s1-c2").update(withdrawn_on=there.cast.at.date())
    there.open()
    assert not [each for each in entries(there) if getattr(each, "seat", "") == "s1-c2"]
    erased = [each for each in StudySealedItem.objects.all() if not each.sealed]
    assert len(erased) == 6
    there.sync(TWO, *items)
    there.open()
    assert StudySealedItem.objects.count() == len(items)
    assert not [each for each in entries(there) if getattr(each, "seat", "") == "s1-c2"]


def test_where_the_room_withdraws_somebody_what_tablets_brought_of_them_goes_at_once(there):
    there.sync(ONE, *brought(there))
    page = f"{there.there}/seats/C2/withdraw"
    said = {"turn": there.session.turn, "scope": "take_part", "party": "participant"}
    assert there.client(R.MODERATOR).post(page, said).status_code == 200
    assert len([each for each in StudySealedItem.objects.all() if not each.sealed]) == 6
    assert not [each for each in entries(there) if getattr(each, "seat", "") == "s1-c2"]
    assert [each for each in entries(there) if getattr(each, "seat", "") == "s1-c1"], "others stay"


def test_st_r40_a_lost_tablet_brings_nothing_more_and_nobody_stays_signed_in_by_it(there):
    before = there.seal(1, kind="turn", seat="C1")
    there.sync(ONE, before)
    there.sync(TWO, there.seal(2, kind="turn", seat="C2"), role=R.CO_MODERATOR)
    old, lost = there.key(), StudyTablet.objects.get(word=ONE)
    thief = there.clients[R.MODERATOR]
    stored = StaffSession.objects.get(user=there.people[R.MODERATOR].user)
    for role, status in ((R.MODERATOR, 404), (R.INVESTIGATOR, 404), (R.DATA_STEWARD, 302)):
        answer = there.client(role).post(f"{there.here}/tablets/lost", {"tablet": lost.id})
        assert answer.status_code == status
    assert not StaffSession.objects.filter(id=stored.id).exists()
    assert thief.get(f"{there.there}/run").status_code == 302, "to the page where one signs in"
    del there.clients[R.MODERATOR]
    late = there.seal(3, kind="turn", seat="C3", key=old)
    refused = there.sync(ONE, late)
    assert (refused.status_code, refused.json()) == (403, {"fault": "shut-out"})
    assert StudySealedItem.objects.count() == 2
    assert there.key() != old, "tablets have another key"
    assert (
        there.sync(TWO, there.seal(4, kind="turn", seat="C2", key=old), role=R.CO_MODERATOR).status_code
        == 200
    )
    there.open(R.CO_MODERATOR)
    assert len(entries(there)) == 3, "what came before, and what others sealed for the old key, still opens"


def test_st_r40_only_whoever_was_in_the_room_opens_it_and_who_left_does_not(there):
    there.sync(ONE, *brought(there))
    for role in (R.DATA_STEWARD, R.INVESTIGATOR):
        assert there.open(role).status_code == 404
    StudyGrant.objects.filter(user=there.people[R.MODERATOR].user).update(ended_at=there.cast.at)
    assert there.open().status_code == 404
    assert there.open(R.CO_MODERATOR).status_code == 200


def test_st_r19_a_stop_that_is_brought_ends_the_session_for_all_before_anybody_opens_it(there):
    there.sync(ONE, there.seal(1, kind="stop"))
    told = book_of(there.row).standing.sessions["s1"]
    assert told.state is SessionState.STOPPED
    page = there.client(R.SAFEGUARDING_LEAD).get(f"{there.there}/sealed").content.decode()
    assert "1, 7" in page
    there.sync(ONE, there.seal(2, kind="stop"))
    assert book_of(there.row).standing.sessions["s1"] == told


def test_st_r19_without_a_script_one_press_stops_it(there):
    answer = there.client(R.CO_MODERATOR).post(f"{there.there}/run/stop")
    assert answer.status_code == 302
    assert book_of(there.row).standing.sessions["s1"].state is SessionState.STOPPED


def test_without_a_script_one_thing_at_a_time_is_sealed_and_opened_like_the_rest(there):
    there.key()
    client = there.client(R.MODERATOR)
    page = client.get(f"{there.there}/run").content.decode()
    assert all(f'value="{label}"' in page for label in ("C1", "C2", "C3"))
    sent = [
        {"do": "turn", "seat": "C1"},
        {"do": "card", "seat": "C2", "prompt": "chats", "card": "07"},
        {"do": "green", "seat": "C1", "point": "start"},
        {"do": "point", "point": "start"},
        {"do": "left", "seat": "C3"},
        {"do": "words", "words": PLANTED},
    ]
    for form in sent:
        assert client.post(f"{there.there}/run/enter", form).status_code == 302, form
    for form in ({"do": "turn"}, {"do": "words", "words": " "}, {"do": "card", "seat": "C1"}, {}):
        assert client.post(f"{there.there}/run/enter", form).status_code == 409, form
    assert PLANTED in there.open().content.decode()
    assert len(entries(there)) == 5


def test_what_is_no_seal_is_refused_and_stays_with_the_tablet(there):
    good = there.seal(1, kind="turn", seat="C1")
    for wrong in ({"id": "x"}, {"sealed": "%%"}, {"photo": "x"}, {"sealed": "A" * 17_000}):
        assert there.sync(ONE, good | wrong).status_code == 400
    assert there.sync("my phone", good).status_code == 400
    large = there.sync(ONE, *[good | {"sealed": "A" * 16_000}] * 70)
    assert (large.status_code, large.json()) == (413, {"fault": "too-large"})
    answer = there.sync(ONE, good | {"key": "another"})
    assert answer.json()["held"] == []
    assert not StudySealedItem.objects.exists()


def test_a_tablet_hears_whether_the_server_still_has_what_it_once_took(there):
    one, other = there.seal(1, kind="turn", seat="C1"), there.seal(2, kind="turn", seat="C2")
    there.sync(ONE, one, other)
    StudySealedItem.objects.filter(item=other["id"]).delete()
    assert there.sync(ONE, asks=[one["id"], other["id"]]).json()["held"] == [one["id"]]


def test_a_page_in_a_cache_holds_nothing_that_was_answered(there):
    there.sync(ONE, *brought(there))
    there.open()
    page = there.client(R.MODERATOR).get(f"{there.there}/run")
    assert PLANTED not in page.content.decode()
    assert 'type="file"' not in page.content.decode()
    script = (Path(tablet_page.__file__).parent / "static" / "tablet.js").read_text(encoding="utf-8")
    assert not re.search("geolocation|mediaDevices|userAgent|platform|deviceId|capture", script), "ST-R11"
    assert "worker-src 'self'" in page["Content-Security-Policy"]
    assert Client().get(f"{there.there}/run").status_code in (302, 404)


def test_without_anybody_who_could_open_it_there_is_no_key(there):
    StudyGrant.objects.exclude(role="data-steward").delete()
    answer = there.client(R.DATA_STEWARD).post(f"{there.here}/tablets/key")
    assert answer.status_code == 409
    assert not StudyTabletKey.objects.exists()
