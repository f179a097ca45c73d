"""A referral between real browsers at a real `kapea serve`: whoever sends it, whoever takes it, and somebody
with a link; by the keyboard alone, on a line that breaks while a form is under way.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from tests.deployment.at_the_keyboard import Seat, wrong_in_every_light
from tests.home import prepared
from tests.server import Serve

from kapea.web.staff.words import english_words, staff_languages

pytestmark = pytest.mark.browser
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 640}
REFERRALS, RECEIVED = "/staff/referrals/", "/staff/referrals/received"
LINE, PARTNER = "Demo line Kenya", "Demo partner"
SAID = english_words()
WORDS = {
    "age_band": "Fifteen, soon sixteen",
    "communication": "In small steps",
    "access_needs": "Steps, and a quiet room",
    "wishes": "That nobody at school hears of it",
    "safe_contact": "Through her aunt, after six",
    "must_not_know": "Nobody at her school",
    "child_was_told": "Yes, by voice",
    "safety_meanwhile": "With her aunt till Sunday",
    "summary": "She cannot sleep",
}
NEWS = "She came on Monday, with her aunt."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    home = prepared(tmp_path_factory.mktemp("referral") / "home", packs=("kenya",), staff=True)
    with Serve(home, workers=2) as site:
        yield site


@pytest.fixture(scope="module")
def sits(chromium, desk) -> Iterator[Callable[..., Seat]]:
    """Makes a browser for somebody; at the end none has complained of a page."""
    made: list[Seat] = []

    def make(**given) -> Seat:
        made.append(Seat(chromium, f"http://localhost:{desk.port}", **given))
        return made[-1]

    yield make
    for each in made:
        each.context.close()
        assert each.complaints == []


@pytest.fixture(scope="module")
def worker(desk, sits) -> Seat:
    seat = sits(viewport=DESK, color_scheme="dark")
    seat.signs_in(desk.home, "case_worker", LINE)
    return seat


@pytest.fixture(scope="module")
def partner(desk, sits) -> Seat:
    seat = sits(viewport=PHONE)
    seat.signs_in(desk.home, "partner_worker", PARTNER)
    return seat


@pytest.fixture(scope="module")
def supervisor(desk, sits) -> Seat:
    seat = sits(viewport=PHONE, color_scheme="dark")
    seat.signs_in(desk.home, "supervisor", LINE)
    return seat


def asked(desk: Serve, sql: str, *given: str) -> list[tuple]:
    with closing(sqlite3.connect(desk.home.file, timeout=60)) as connection, connection:
        return connection.execute(sql, given).fetchall()


def turns(desk: Serve, referral: str, step: str) -> int:
    sql = "SELECT count(*) FROM care_referralturnrow WHERE referral_id = ? AND step = ?"
    return int(asked(desk, sql, referral, step)[0][0])


def a_case(desk: Serve, level: str) -> str:
    sql = "SELECT c.id FROM care_case c JOIN people_organisation o ON o.id = c.organisation_id"
    return str(asked(desk, f"{sql} WHERE o.name = ? AND c.level = ?", LINE, level)[0][0])


def in_every_language(desk: Serve, *looked_at: tuple[Seat, list[str]]) -> list[str]:
    """What is wrong with pages, as each sees them."""
    found = []
    for language in (*staff_languages()[1:], staff_languages()[0]):
        asked(desk, "UPDATE people_user SET language = ?", language)
        for seat, addresses in looked_at:
            for address in addresses:
                assert seat.open(address).status == 200, address
                found += wrong_in_every_light(seat.page, language)
    return found


def drafts(desk: Serve, worker: Seat, case: str, means: str, says: str = "yes") -> str:
    """From choosing a service to what the child says; the line breaks twice. The id of the referral."""
    worker.open(f"{REFERRALS}new/{case}")
    worker.reaches('[name="option"]')
    labels = worker.page.locator("fieldset").first.locator("label").all_inner_texts()
    own = [n for n, label in enumerate(labels) if (PARTNER in label) is (means == "account")]
    worker.ticks('[name="option"]')
    for _ in range(own[0]):
        worker.page.keyboard.press("ArrowDown")
    worker.chooses("#sent_by", means)
    for each in ("wishes", "summary"):
        worker.ticks(f"#told-{each}")
    before = asked(desk, "SELECT count(*) FROM care_casereferral")[0][0]
    worker.presses("main button.lead", loses="the answer")
    id = worker.path().removeprefix(REFERRALS)
    after = asked(desk, "SELECT count(*) FROM care_casereferral")[0][0]
    assert after == before + 1, "a form that is sent again makes one draft"
    worker.chooses("#answer", says)
    worker.chooses("#band", "15-17")
    worker.presses('form[action$="/answer"] button', loses="the form")
    assert (SAID["telling-allowed"] in worker.text()) is (says == "yes")
    return id


def writes_and_sends(desk: Serve, worker: Seat, id: str) -> None:
    worker.presses(f'a[href$="{id}/words"]')
    for field, words in WORDS.items():
        worker.types(f"#said_{field}", words)
    worker.presses("main button.lead", loses="the form")
    for words in WORDS.values():
        assert worker.text().count(words) == 1, words
    worker.presses('form[action$="/read-back"] button')
    worker.presses('[value="make_ready"]')
    worker.presses('[value="send"]', loses="the answer")
    assert turns(desk, id, "send") == 1
    worker.open(f"{REFERRALS}{id}")


def test_two_carry_a_referral_through_a_line_that_breaks(desk, worker, partner):
    id = drafts(desk, worker, a_case(desk, "orange"), "account")
    writes_and_sends(desk, worker, id)
    partner.open(RECEIVED)
    partner.presses(f'a[href$="{id}"]')
    for words in WORDS.values():
        assert words in partner.text()
    partner.presses('[value="accept"]', loses="the answer")
    assert turns(desk, id, "accept") == 1, "sent twice, it is done once"
    partner.open(f"{RECEIVED}/{id}")
    partner.types("#news", NEWS)
    worker.open(f"{REFERRALS}{id}")
    worker.presses('[value="nobody_came"]')
    partner.presses('[value="write_news"]')
    assert SAID["fault-referral-changed"] in partner.text()
    assert partner.page.locator("#news").input_value() == NEWS, "nothing typed is lost"
    partner.presses('[value="write_news"]', loses="the form")
    assert turns(desk, id, "write_news") == 1
    partner.presses('[value="finish"]')
    worker.open(f"{REFERRALS}{id}")
    assert NEWS in worker.text()
    worker.presses('[value="yes"]', loses="the answer")
    assert turns(desk, id, "confirm") == 1
    worker.open(f"{REFERRALS}{id}")
    assert SAID["referral-confirmed"] in worker.text()
    seen = (worker, [f"{REFERRALS}{id}"]), (partner, [RECEIVED, f"{RECEIVED}/{id}"])
    assert in_every_language(desk, *seen) == []


def test_whoever_has_a_link_loses_nothing_when_the_line_breaks(desk, worker, sits):
    id = drafts(desk, worker, a_case(desk, "yellow"), "one_time_link")
    writes_and_sends(desk, worker, id)
    worker.presses('form[action$="/link"] button')
    address = worker.page.locator("#link").input_value().partition(f":{desk.port}")[2]
    code = re.search(r"\d{4} \d{4}", worker.text())[0]
    nurse = sits(viewport=PHONE)
    for language in staff_languages():
        nurse.open(address.replace("/en/", f"/{language}/"))
        assert wrong_in_every_light(nurse.page, language) == []
    nurse.page.set_viewport_size(PHONE)
    nurse.open(address)
    nurse.types("#code", code)
    nurse.types("#who", "Nurse Dara")
    nurse.presses("main button.lead", loses="the answer")
    assert WORDS["wishes"] in nurse.text()
    assert turns(desk, id, "receive") == 1
    assert wrong_in_every_light(nurse.page, "en") == []
    nurse.presses('[value="accept"]', loses="the answer")
    assert turns(desk, id, "accept") == 1
    nurse.open(address)
    assert WORDS["wishes"] not in nurse.text()
    nurse.types("#code", code)
    nurse.presses("main button.lead")
    nurse.types("#news", NEWS)
    nurse.presses('[value="write_news"]', loses="the form")
    assert turns(desk, id, "write_news") == 1
    other = sits()
    assert other.open(address).status == 404


def test_every_page_before_it_is_sent_can_be_used_by_anybody(desk, worker, supervisor):
    case = a_case(desk, "red")
    id = drafts(desk, worker, case, "account")
    own = [f"{REFERRALS}{id}{what}" for what in ("", "/words")]
    own += [REFERRALS, f"{REFERRALS}new/{case}", f"/staff/desk/cases/{case}"]
    other = drafts(desk, worker, case, "one_time_link", says="not_asked")
    assert in_every_language(desk, (worker, [*own, f"{REFERRALS}{other}/act-first"])) == []
    worker.open(f"{REFERRALS}{other}/act-first")
    worker.chooses("#ground", "danger_to_life")
    worker.chooses("#child_wish", "followed")
    worker.chooses("#told", "call")
    worker.presses("main button.lead", loses="the answer")
    supervisor.open(f"{REFERRALS}{other}")
    supervisor.presses('[name="agrees"][value="yes"]', loses="the answer")
    assert asked(desk, "SELECT count(*) FROM care_recordedactfirst") == [(1,)]
    both = [f"{REFERRALS}acted-first", f"{REFERRALS}{other}"]
    assert in_every_language(desk, (supervisor, both)) == []
