"""One-time links over HTTP: opened once, with the code, in time; whatever opens nothing is not there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from tests.staff.at_the_desk import SAID
from tests.staff.cast import browser
from tests.staff.linked_referrals import Link, is_not_there, passes, wrong
from tests.staff.referrals_made import PLANTED, make_partner

from kapea.audit.models import Event
from kapea.care.models import CaseReferral, ReferralLink
from kapea.care.referral_keys import end_receivers_kept_from
from kapea.care.referral_links import LINK_LIVES, MOST_WRONG, WrongLinkCode, open_by_link
from kapea.core.care.referral_codes import ReferralState
from kapea.vault.models import PersonKey, RecordWrap
from kapea.vault.passphrases import PassphrasesBusy
from kapea.web.partner_link.views import link_tries

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ZONE = "Asia/Phnom_Penh"


@pytest.fixture(autouse=True)
def _nobody_was_slowed():
    link_tries.clear()
    yield
    link_tries.clear()


@pytest.fixture
def row(cast, refers) -> CaseReferral:
    """Sent to a partner without an account."""
    return refers.sends(refers.new(), make_partner(cast), sent_by="one_time_link")


def test_link_and_code_open_it_once_and_the_page_answers(refers, row):
    link = Link(refers, row)
    assert PLANTED not in link.asks().content.decode()
    assert PLANTED in link.opens().content.decode()
    row.refresh_from_db()
    assert (row.is_at, row.receipt_named) == (ReferralState.RECEIVED, row.links.get().id)
    assert "Nurse Dara" in refers.page_of(row)
    for step, after in (("accept", "accepted"), ("start", "started"), ("finish", "done_by_service")):
        assert link.answers(step).status_code == 200
        row.refresh_from_db()
        assert row.state == after
    refers.moves(row, "child", says="yes")


def test_what_was_opened_is_for_nobody_else_there(refers, row):
    link = Link(refers, row)
    link.opens()
    assert is_not_there(link.asks())
    other = browser()
    assert is_not_there(other.get(link.address))
    assert is_not_there(other.post(link.address, {"code": link.code, "who": "Another"}))
    said = {"code": link.code, "page": "b" * 32, "step": "accept"}
    assert is_not_there(other.post(link.address, said))
    row.refresh_from_db()
    assert row.is_at is ReferralState.RECEIVED


def test_the_browser_that_opened_it_goes_on_with_the_code_where_a_line_broke(refers, row):
    link = Link(refers, row)
    link.asks()
    link.opens()
    again = link.asks().content.decode()
    assert (SAID["link-again"] in again, PLANTED in again, 'name="who"' in again) == (True, False, False)
    assert link.opens(wrong(link.code)).status_code == 409
    passes(row.links.get())
    assert PLANTED in link.opens().content.decode()
    assert row.turns.filter(step="receive").count() == 1, "whoever sends a form again receives it once"
    other = browser()
    other.get(f"/l/en/{'a' * 32}")
    other.cookies["lp"] = "b" * 32
    assert is_not_there(other.get(link.address))
    assert is_not_there(other.post(link.address, {"code": link.code, "who": "Another"}))


def test_an_answer_that_is_sent_again_is_given_once(refers, row):
    link = Link(refers, row)
    link.opens()
    link.answers("accept")
    row.refresh_from_db()
    said = {"seen": row.version, "news": "She came on Monday."}
    assert link.answers("write_news", **said).status_code == 200
    again = link.answers("write_news", **said)
    assert again.status_code == 409
    page = again.content.decode()
    assert SAID["fault-referral-changed"] in page
    assert "She came on Monday." in page.split(SAID["what-became-of-it"])[1], "what was saved is seen"
    assert row.turns.filter(step="write_news").count() == 1


def test_of_two_who_open_it_at_once_one_does(refers, row, monkeypatch):
    link = Link(refers, row)
    first = ReferralLink.objects.get()
    link.opens()
    monkeypatch.setattr("kapea.care.referral_links.link_at", lambda token, *, at: first)
    assert is_not_there(link.opens())


def test_late_ended_and_made_up_links_look_alike(refers, row, cast):
    late, ended = Link(refers, row), None
    ReferralLink.objects.update(expires_at=cast.at - timedelta(seconds=1))
    ended = Link(refers, row)
    Link(refers, row)
    for each in (late, ended):
        assert is_not_there(each.asks())
        assert is_not_there(each.opens())
    assert is_not_there(browser().get("/l/xx/" + ended.token))


def test_it_is_over_after_three_days(refers, row, cast):
    link = Link(refers, row)
    at = cast.at + LINK_LIVES
    with pytest.raises(LookupError):
        open_by_link(link.token, link.code, "Dara", time_zone=ZONE, at=at + timedelta(minutes=5))
    assert PersonKey.objects.get().expires_at < at + timedelta(minutes=5)


def test_a_wrong_code_opens_nothing_is_slowed_and_ends_it(refers, row):
    link = Link(refers, row)
    made = ReferralLink.objects.get()
    for n in range(1, MOST_WRONG + 1):
        answer = link.opens(wrong(link.code))
        assert (answer.status_code, PLANTED in answer.content.decode()) == (409, False)
        assert SAID["fault-link-code"] in answer.content.decode()
        if n == 1:
            assert link.opens().status_code == 409, "the right one, too soon, is not looked at"
        made.refresh_from_db()
        assert made.wrong == n
        passes(made)
    assert is_not_there(link.opens())
    assert not RecordWrap.objects.filter(record=row.id, reader=made.reader).exists()
    assert Event.objects.filter(action="referral.link-wrong").count() == MOST_WRONG


def test_each_wait_is_twice_as_long(refers, row, cast):
    link, waits = Link(refers, row), []
    made = ReferralLink.objects.get()
    for _ in range(MOST_WRONG - 1):
        with pytest.raises(WrongLinkCode):
            open_by_link(link.token, wrong(link.code), "Dara", time_zone=ZONE, at=cast.at)
        made.refresh_from_db()
        waits.append((made.not_before - cast.at).total_seconds())
        passes(made)
    assert waits == [2, 4, 8, 16]


def test_a_busy_moment_is_no_wrong_code(refers, row, cast, monkeypatch):
    link = Link(refers, row)

    def busy(*args, **kwargs):
        raise PassphrasesBusy

    with monkeypatch.context() as at_that_moment:
        at_that_moment.setattr("kapea.care.referral_links.holder_of_link", busy)
        assert link.opens().status_code == 503
    assert ReferralLink.objects.get().wrong == 0
    assert link.opens().status_code == 200


def test_several_codes_at_once_are_one_try(refers, row, cast, monkeypatch):
    link = Link(refers, row)
    seen = ReferralLink.objects.get()
    monkeypatch.setattr("kapea.care.referral_links.link_at", lambda token, *, at: seen)
    looked = []
    monkeypatch.setattr("kapea.care.referral_links.holder_of_link", lambda *a, **k: looked.append(a))
    for _ in range(4):
        with pytest.raises(WrongLinkCode):
            open_by_link(link.token, link.code, "Dara", time_zone=ZONE, at=cast.at)
    assert len(looked) == 1


def test_without_a_name_nothing_is_opened(refers, row):
    link = Link(refers, row)
    assert link.opens(who=" ").status_code == 409
    assert ReferralLink.objects.get().opened_at is None


def test_from_one_place_only_so_many_codes_are_looked_at(refers, row):
    link = Link(refers, row)
    answers = [link.opens("1", who="x").status_code for _ in range(11)]
    assert answers[-1] == 429


def test_cw_29_a_yes_that_is_taken_back_ends_the_link_and_the_open_page(refers, row):
    link = Link(refers, row)
    link.opens()
    refers.moves(row, "take-back")
    assert is_not_there(link.answers("accept"))
    assert not RecordWrap.objects.filter(record=row.id, reader=row.links.get().reader).exists()


def test_a_decline_by_link_has_a_reason_and_ends_it(refers, row):
    link = Link(refers, row)
    link.opens()
    assert SAID["fault-referral-lacks"] in link.answers("decline").content.decode()
    page = link.answers("decline", because="full").content.decode()
    assert SAID["referral-stopped"] in page
    assert PLANTED not in page
    assert is_not_there(link.answers("accept"))


def test_cw_37_a_link_makes_no_step_of_the_sender_or_the_child(refers, row):
    link = Link(refers, row)
    link.opens()
    for step in ("revoke", "confirm", "send", "lapse", "end_unheard", "change"):
        assert link.answers(step).status_code == 409
    row.refresh_from_db()
    assert row.is_at is ReferralState.RECEIVED


def test_everything_that_is_read_by_a_link_is_in_the_trail_of_the_sender(refers, row, cast):
    link = Link(refers, row)
    reader = ReferralLink.objects.get().reader
    before = Event.objects.filter(by=reader).count()
    link.opens()
    reads = Event.objects.filter(by=reader, action="record.read", subject=row.id)
    assert (before, reads.count(), reads.get().organisation) == (0, 1, cast.organisation.id)
    assert Event.objects.filter(action="referral.receive", by__startswith="link:").exists()


def test_no_database_holds_the_token_or_the_code(refers, row):
    link = Link(refers, row)
    kept = str(list(ReferralLink.objects.values())) + str(list(PersonKey.objects.values()))
    kept += str(list(RecordWrap.objects.values())) + str(list(Event.objects.values()))
    assert link.token not in kept
    assert link.code.replace(" ", "") not in kept
    assert link.code not in refers.page_of(row), "shown once"


def test_the_page_names_nobody_keeps_one_word_till_it_is_closed_and_asks_no_third_party(refers, row, caplog):
    link = Link(refers, row)
    answer = link.opens()
    page = answer.content.decode()
    assert re.search(r"<title>([^<]*)", page)[1] == "Kapea"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    assert "<script" not in page
    link = Link(refers, row)
    link.asks()
    assert set(link.client.cookies) <= {settings.CSRF_COOKIE_NAME, "lp"}
    kept = link.client.cookies["lp"]
    assert (kept["max-age"], kept["expires"], kept["httponly"], kept["path"]) == ("", "", True, "/l/")
    assert link.token not in caplog.text
    assert PLANTED not in caplog.text


def test_it_is_read_in_each_language_of_staff_pages(refers, row):
    link = Link(refers, row)
    for language in ("en", "km", "sw", "ne", "fil"):
        page = browser().get(f"/l/{language}/{link.token}").content.decode()
        assert f'<html lang="{language}"' in page


def test_a_link_is_made_only_for_what_was_sent_for_one(cast, refers):
    draft = refers.drafts(refers.new(), make_partner(cast), sent_by="one_time_link")
    assert refers.is_stopped(draft, "link") == SAID["fault-referral-no-link"]
    assert not ReferralLink.objects.exists()


def test_cw_33_a_link_opens_nothing_once_it_is_kept_from_them(refers, row, cast):
    link = Link(refers, row)
    end_receivers_kept_from(row.case, {row.partner_id}, at=cast.at)
    assert is_not_there(link.asks())
