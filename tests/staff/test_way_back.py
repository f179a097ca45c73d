"""A way in from guidance, and the way back: what is left, who takes it, what is heard, and by whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError
from tests.staff.at_the_desk import DESK, SAID, Worker
from tests.staff.leaving_something import (
    BACK,
    IN,
    MESSAGE,
    NUMBER,
    OTHERS,
    PLANTED,
    SIGNS,
    Visitor,
    forget,
    plain,
    switch_on,
    without_secrets,
)

from kapea.care import news_sources, same_moment
from kapea.care import way_back as held
from kapea.care.answering_desks import answering_in, set_answering
from kapea.care.models import (
    Case,
    CodeAlert,
    Intake,
    LeftWords,
    PersonAnswer,
    RecordedPermission,
)
from kapea.care.news_sources import HeardNews, NewsLine, NewsSource, add_news_source
from kapea.care.upkeep import tidy_records
from kapea.core.care.referral_codes import ChildSays, ReferralNews
from kapea.core.staff.roles import Role
from kapea.people.models import Membership
from kapea.vault.code_digits import check_digit
from kapea.vault.models import PersonKey, RecordWrap
from kapea.web.public import way_back, way_in
from kapea.web.public.rate_limit import flood

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ASKED = "Is now a good time?"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(way_back, "SAME_MOMENT", 0.0)
    forget()
    yield
    forget()


@pytest.fixture
def answering(cast):
    switch_on(cast.organisation, cast.at)
    return cast


@pytest.fixture
def visitor(answering) -> Visitor:
    return Visitor()


@pytest.fixture
def taker(cast) -> Worker:
    return Worker(cast.ours[Role.COUNSELLOR], cast.at)


@pytest.fixture
def supervisor(cast) -> Worker:
    return Worker(cast.ours[Role.SUPERVISOR], cast.at)


def walks_to_help(somebody: Visitor) -> str:
    """The page of who can help, after a first answer."""
    flood.clear()
    led = {"HTTP_SEC_FETCH_DEST": "document", "HTTP_SEC_FETCH_SITE": "same-origin"}
    return somebody.client.post("/en/h/0", {"m": "help"}, follow=True, **led).content.decode()


def takes(worker: Worker, row: Intake) -> Case:
    answer = worker.client.post(f"{DESK}intakes/{row.id}/take")
    assert answer.status_code == 302, worker.fault(answer)
    return Case.objects.get(id=row.id)


class TestOffered:
    def test_only_where_somebody_answers(self, cast):
        somebody = Visitor()
        for address in (IN, f"{IN}/1", f"{IN}/2"):
            assert "Nobody can answer here now" in plain(somebody.page(address))
        switch_on(cast.organisation, cast.at)
        page = plain(somebody.page(IN))
        assert "They work for: Line of ours." in page
        assert "so many hours: 24." in page

    def test_not_where_nobody_is_ready_to_read(self, answering):
        Membership.objects.update(vetted_at=None)
        assert answering_in("cambodia", at=answering.at) == ()

    def test_not_once_somebody_waited_for_three_days(self, visitor, answering):
        visitor.leaves()
        later = answering.at + timedelta(days=3, hours=1)
        assert answering_in("cambodia", at=answering.at)
        assert answering_in("cambodia", at=later) == ()

    def test_the_page_of_who_can_help_has_a_quiet_way_where_somebody_answers(self, cast):
        somebody = Visitor()
        assert "People here can answer you" not in plain(walks_to_help(somebody))
        switch_on(cast.organisation, cast.at)
        page = walks_to_help(somebody)
        assert "People here can answer you" in plain(page)
        assert page.index('href="tel:') < page.index(f'href="{IN}"')
        set_answering(cast.organisation, answers=False, hours=24, by="operator", at=cast.at)
        forget()
        page = plain(walks_to_help(somebody))
        assert "People here can answer you" not in page
        assert "I have a number to come back with" in page

    def test_no_page_fails_where_it_cannot_be_looked_up(self, cast, monkeypatch):
        def away(*_, **__):
            raise DatabaseError

        switch_on(cast.organisation, cast.at)
        monkeypatch.setattr("kapea.web.public.offered_answers.answering_in", away)
        assert "Nobody can answer here now" in plain(Visitor().page(IN))

    def test_the_workers_of_another_country_are_not_offered(self, answering):
        assert answering_in("kenya", at=answering.at) == ()


class TestLeaving:
    def test_a_code_is_shown_once_and_kept_nowhere(self, visitor):
        page = visitor.leaves()
        digits = visitor.code.replace(" ", "")
        assert len(digits) == 16
        assert f"{digits[:8]} {digits[8:]}" in page
        assert "Boat" in plain(page)
        assert "Tree" in plain(page)
        assert PersonKey.objects.count() == 1

    def test_one_yes_to_one_thing(self, visitor):
        visitor.leaves(2)
        assert [row.kind for row in RecordedPermission.objects.all()] == ["keep"]
        visitor.leaves(1)
        assert [row.kind for row in RecordedPermission.objects.order_by("given_at")] == ["keep", "call_back"]
        assert all(row.wording.startswith("word.way-consent-") for row in RecordedPermission.objects.all())

    def test_without_a_yes_nothing_is_kept(self, visitor):
        assert "Nothing was sent" in plain(visitor.leaves(yes="no"))
        assert "still missing" in plain(visitor.leaves(yes=""))
        assert not Intake.objects.exists()
        assert not RecordedPermission.objects.exists()

    @pytest.mark.parametrize("lacks", ["level", "who", "sign", "words"])
    def test_what_is_missing_is_asked_for_and_what_was_written_stays(self, visitor, lacks):
        page = visitor.leaves(**{lacks: ""})
        assert "still missing" in plain(page)
        assert lacks == "words" or PLANTED in page
        assert not Intake.objects.exists()

    def test_a_form_sent_twice_leaves_it_once_and_the_last_code_counts(self, visitor):
        visitor.leaves()
        first, form = visitor.code, visitor.left().id
        visitor.sends(f"{IN}/2", form=form, **MESSAGE)
        page = visitor.sends(f"{IN}/2", form=form, **MESSAGE)
        visitor.code = re.search(r'class="code"><bdi>([\d ]+)', page)[1]
        assert Intake.objects.count() == 1
        assert "Nobody has read it yet" in plain(visitor.comes_back())
        assert ASKED not in plain(visitor.comes_back(first))
        assert "We have it" not in plain(visitor.comes_back(first))

    def test_whoever_is_slowed_loses_no_word(self, visitor):
        for _ in range(way_in.LEFT_PER_MINUTE + 1):
            way_in.left.allows("127.0.0.1", way_in.LEFT_PER_MINUTE)
        page = visitor.sends(f"{IN}/2", 429, **MESSAGE)
        assert PLANTED in page
        assert not Intake.objects.exists()

    def test_in_danger_it_is_due_as_soon_as_the_country_says(self, visitor):
        visitor.leaves(level="red")
        row = visitor.left()
        assert row.due_at - row.left_at == timedelta(minutes=15)
        visitor.leaves(level="yellow")
        row = visitor.left()
        assert row.due_at - row.left_at == timedelta(hours=24), "as the organisation said"

    def test_what_a_grown_up_leaves_is_no_childs_yes(self, visitor, taker):
        visitor.leaves(who="adult")
        case = takes(taker, visitor.left())
        assert RecordedPermission.objects.get().asked_of == "caregiver"
        assert "form" in taker.page(case)
        assert 'name="asked_of"' in taker.page(case), "whether it may be kept is still asked of the child"


class TestTaking:
    def test_the_list_holds_a_level_and_how_long_it_waits(self, visitor, taker):
        visitor.leaves()
        page = taker.client.get(DESK).content.decode()
        assert SAID["left-waiting"] in page
        assert PLANTED not in page
        assert visitor.left().id in page

    def test_whoever_takes_it_holds_a_case_that_waits_since_it_was_left(self, visitor, taker):
        visitor.leaves()
        row = visitor.left()
        case = takes(taker, row)
        assert case.owner_id == taker.person.membership.id
        assert case.episode_began_at == row.left_at
        assert PLANTED in taker.page(case)
        assert not LeftWords.objects.exists(), "read into the case, it is nowhere else"

    def test_of_two_one_has_it_and_the_other_sees_why(self, visitor, taker, cast):
        visitor.leaves()
        row = visitor.left()
        other = Worker(cast.ours[Role.CASE_WORKER], cast.at)
        takes(taker, row)
        answer = other.client.post(f"{DESK}intakes/{row.id}/take")
        assert answer.status_code == 409
        assert other.fault(answer) == SAID["fault-case-taken"]
        assert other.client.get(f"/staff/desk/cases/{row.id}").status_code == 404

    def test_taken_by_somebody_who_went_another_may_take_it_an_hour_later(self, visitor, taker, cast):
        visitor.leaves()
        row = visitor.left()
        Intake.objects.update(taken_by="somebodywholeft2", taken_at=cast.at - timedelta(minutes=50))
        assert taker.client.post(f"{DESK}intakes/{row.id}/take").status_code == 409
        Intake.objects.update(taken_at=cast.at - timedelta(minutes=70))
        assert takes(taker, row).owner_id == taker.person.membership.id

    def test_another_organisation_finds_nothing(self, visitor, cast):
        visitor.leaves()
        stranger = Worker(cast.theirs[Role.COUNSELLOR], cast.at)
        assert stranger.client.post(f"{DESK}intakes/{visitor.left().id}/take").status_code == 404


class TestComingBack:
    def test_news_a_worker_s_words_and_never_their_own_story(self, visitor, taker):
        visitor.leaves()
        assert "Nobody has read it yet" in plain(visitor.comes_back())
        case = takes(taker, visitor.left())
        taker.does(case, "answer", said="I am here on Monday at ten.")
        page = plain(visitor.comes_back())
        assert "Somebody has read it" in page
        assert "I am here on Monday at ten." in page
        assert PLANTED not in page

    def test_digits_of_khmer_and_nepal_and_spaces_are_read(self, visitor):
        visitor.leaves()
        for nought in ("០", "०"):
            typed = "".join(
                chr(ord(nought) + int(each)) if each.isdigit() else " - " for each in visitor.code
            )
            assert "We have it" in plain(visitor.comes_back(typed))

    def test_waiting_is_told_honestly(self, visitor, cast):
        visitor.leaves()
        Intake.objects.update(left_at=cast.at - timedelta(days=3))
        page = plain(visitor.comes_back())
        assert "that is too long. Call somebody here." in page

    def test_one_message_more_comes_to_whoever_holds_it(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        assert "It was sent" in plain(visitor.does("message", words="And a kingfisher.", yes="yes"))
        assert "kingfisher" not in taker.page(case)
        day = taker.client.get(DESK).content.decode()
        assert SAID["wrote-since"] in day
        assert "kingfisher" not in day
        taker.does(case, "more")
        assert "kingfisher" in taker.page(case)

    def test_what_is_written_after_closing_is_seen(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        Case.objects.filter(id=case.id).update(
            state="closed", closed_at=case.registered_at, closing_approved_by=["x"], due_at=None
        )
        assert "We ended our help" in plain(visitor.comes_back())
        visitor.does("message", words="Once more.", yes="yes")
        assert SAID["wrote-since"] in taker.client.get(DESK).content.decode()

    def test_who_looked_is_told_without_a_name(self, visitor, taker):
        visitor.leaves()
        visitor.comes_back()
        assert "Nobody has looked" in plain(visitor.does("looks"))
        case = takes(taker, visitor.left())
        taker.page(case)
        page = plain(visitor.does("looks"))
        assert "Somebody who works there looked at it" in page
        assert taker.person.user.name not in page

    def test_a_page_of_another_browser_or_of_long_ago_opens_nothing(self, visitor, monkeypatch):
        visitor.leaves()
        visitor.types()
        thief = Visitor()
        thief.carried = dict(visitor.carried)
        assert "The 16 figures" in plain(thief.chooses())

    def test_the_code_thrown_away_opens_nothing_and_nobody_can_write(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        assert "opens nothing" in plain(visitor.does("throw"))
        assert "Somebody has read it" not in plain(visitor.comes_back())
        assert SAID["no-code"] in taker.page(case)
        assert taker.is_refused(case, "answer", said="Hello") == SAID["fault-case-no-code"]


class TestTakingBack:
    def test_calls_alone(self, visitor, taker):
        visitor.leaves(1)
        case = takes(taker, visitor.left())
        visitor.comes_back()
        visitor.does("no-calls")
        assert SAID["reach-not-allowed"] in taker.page(case)
        assert NUMBER not in taker.page(case)

    def test_all_of_it_before_anybody_read_it(self, visitor):
        visitor.leaves()
        visitor.comes_back()
        visitor.does("all-back")
        assert not LeftWords.objects.exists()
        assert all(row.withdrawn_at for row in RecordedPermission.objects.all())

    def test_erased_at_once_while_nobody_has_it(self, visitor):
        visitor.leaves()
        id = visitor.left().id
        visitor.comes_back()
        assert "It is all gone" in plain(visitor.does("erase", sign=SIGNS))
        assert not Intake.objects.exists()
        assert not RecordWrap.objects.filter(record=id).exists()
        assert not PersonKey.objects.exists()

    def test_erased_a_day_later_once_somebody_works_on_it_and_that_can_be_taken_back(
        self, visitor, taker, cast
    ):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        assert "gone in one day" in plain(visitor.does("erase", sign=SIGNS))
        assert SAID["reach-erase-asked"] in taker.page(case)
        tidy_records(at=cast.at + timedelta(hours=20))
        assert Case.objects.filter(id=case.id).exists()
        assert "It stays there" in plain(visitor.does("keep"))
        visitor.does("erase", sign=SIGNS)
        tidy_records(at=cast.at + timedelta(hours=26))
        assert not Case.objects.filter(id=case.id).exists()
        assert not RecordWrap.objects.filter(record=case.id).exists()

    def test_what_nobody_takes_goes_on_its_day_with_its_code(self, visitor, cast):
        visitor.leaves()
        tidy_records(at=cast.at + timedelta(days=29))
        assert Intake.objects.exists()
        tidy_records(at=cast.at + timedelta(days=31))
        assert not Intake.objects.exists()
        assert not LeftWords.objects.exists()
        assert not PersonKey.objects.exists()

    def test_an_open_phone_is_not_enough_to_erase(self, visitor, taker):
        visitor.leaves()
        case = takes(taker, visitor.left())
        visitor.comes_back()
        visitor.does("erase", sign=OTHERS)
        assert Intake.objects.get(id=case.id).erase_asked_at is None
        assert CodeAlert.objects.filter(kind="other_signs").exists()


class TestOtherNews:
    """What other kinds of help bring: they add a source, and hear the answers."""

    @pytest.fixture
    def answers(self, monkeypatch):
        taken = []

        def hear(record: str, at, time_zone: str) -> list[HeardNews]:
            line = NewsLine("did-you-get-it", at.date())
            return [HeardNews("trial", "thing22222222222", (line,), tuple(ChildSays), may_stop=True)]

        def take_answer(record: str, about: str, says: str, at) -> bool:
            taken.append((record, about, says))
            return about == "thing22222222222"

        monkeypatch.setattr(news_sources, "_SOURCES", {})
        add_news_source("trial", NewsSource(hear, take_answer))
        return taken

    def test_it_is_heard_and_answered_behind_the_pictures_alone(self, visitor, answers):
        visitor.leaves()
        assert "Did you get their help?" not in plain(visitor.comes_back(signs=OTHERS))
        CodeAlert.objects.all().delete()
        page = plain(visitor.comes_back())
        for said in ("Did you get their help?", "Yes, I got it", "Not yet", "Nobody came", "Stop this"):
            assert said in page
        page = visitor.does("answer", source="trial", about="thing22222222222", says="nobody_came")
        assert "It was sent" in plain(page)
        assert answers == [(visitor.left().id, "thing22222222222", "nobody_came")]
        assert "still missing" in plain(visitor.does("answer", source="none", about="x", says="yes"))

    def test_there_are_words_for_all_that_is_heard_of_a_referral(self, visitor, world):
        for news in ReferralNews:
            assert world.release.text(f"word.news-{news.value.replace('_', '-')}", "km")
        for says in ChildSays:
            assert world.release.text(f"word.says-{says.value.replace('_', '-')}", "km")


def test_the_worst_branch_a_shared_phone_a_forced_code_and_three_days_of_nobody(visitor, cast, supervisor):
    """She leaves a message and a way to be called. He finds the number, and makes her open it."""
    visitor.leaves(1)
    row = visitor.left()
    his = Visitor()
    first = without_secrets(his.comes_back(visitor.code, OTHERS))
    assert first == without_secrets(his.comes_back(other_code(visitor.code), OTHERS))
    assert NUMBER not in first
    assert SAID["code-alert-other-signs"] in supervisor.client.get(DESK).content.decode()
    for pair in (["cup", "fish"], ["key", "map"], ["boat", "sun"]):
        his.comes_back(visitor.code, pair)
    assert without_secrets(his.comes_back(visitor.code, SIGNS)) == first, "by now the right ones are shut too"
    Intake.objects.update(left_at=cast.at - timedelta(days=3), due_at=cast.at - timedelta(days=2))
    for alert in CodeAlert.objects.all():
        supervisor.client.post(f"{DESK}alerts/{alert.id}")
    page = plain(visitor.comes_back())
    assert "Call somebody here" in page
    assert 'href="tel:' in visitor.comes_back()
    forget()
    assert "Nobody can answer here now" in plain(Visitor().page(IN)), "nobody else is asked to wait"
    day = supervisor.client.get(DESK).content.decode()
    assert re.search(rf'class="fault"><p>.*?72.*?{row.id}', day, re.S), "what is overdue stands out"


def other_code(code: str) -> str:
    """Another one whose digits fit together."""
    digits = code.replace(" ", "")[:15]
    changed = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    return changed + check_digit(changed)


def cases_of_codes(visitor: Visitor, cast) -> dict[str, tuple[str, list[str]]]:
    """A code of each kind, and the pictures that are chosen with it."""
    visitor.leaves()
    right = visitor.code
    over, thrown = Visitor(), Visitor()
    over.leaves()
    thrown.leaves()
    thrown.types()
    thrown.sends(BACK, t=thrown.carried["t"], throw="1")
    over_index = held.person_of(over.code, at=cast.at).owner.removeprefix("person:")
    PersonKey.objects.filter(index=over_index).update(expires_at=cast.at - timedelta(days=1))
    return {
        "coerced": (right, OTHERS),
        "coerced, one picture": (right, SIGNS[:1]),
        "wrong": (other_code(right), SIGNS),
        "mistyped": (right[:-1] + str((int(right[-1]) + 1) % 10), SIGNS),
        "short": (right[:-3], SIGNS),
        "no digits": ("please", SIGNS),
        "nothing": ("", SIGNS),
        "thrown away": (thrown.code, SIGNS),
        "over": (over.code, SIGNS),
    }


class TestCodesLookAlike:
    def test_cw_47_every_code_meets_the_same_page_before_the_second_answer(self, visitor, cast):
        codes = cases_of_codes(visitor, cast)
        pages = {name: visitor.types(code) for name, (code, _) in codes.items()}
        pages["right"] = visitor.types()
        assert {len(page) for page in pages.values()} == {len(pages["right"])}
        assert {without_secrets(page) for page in pages.values()} == {without_secrets(pages["right"])}
        assert ASKED in plain(pages["right"])

    def test_cw_47_nothing_is_looked_up_before_the_second_answer(self, visitor, cast, monkeypatch):
        codes = cases_of_codes(visitor, cast)
        monkeypatch.setattr(way_back.way_back, "_held", lambda *_: pytest.fail("looked up"))
        for code, _ in [*codes.values(), (visitor.code, SIGNS)]:
            visitor.types(code)

    def test_cw_47_after_it_all_but_the_right_one_meet_one_page(self, visitor, cast):
        pages = {}
        for name, (code, signs) in cases_of_codes(visitor, cast).items():
            pages[name] = visitor.comes_back(code, signs)
        assert {without_secrets(page) for page in pages.values()} == {without_secrets(pages["wrong"])}
        assert {len(page) for page in pages.values()} == {len(pages["wrong"])}

    @pytest.mark.parametrize("button", ["no", "throw"])
    def test_cw_47_not_now_and_throwing_away_look_alike_too(self, visitor, cast, button):
        codes = cases_of_codes(visitor, cast)
        pages = set()
        for code, _ in [*codes.values(), (visitor.code, SIGNS)]:
            visitor.types(code)
            pages.add(without_secrets(visitor.chooses((), **{button: "1"})))
        assert len(pages) == 1

    def test_cw_47_a_second_answer_ends_at_the_end_of_one_span_of_time(self, monkeypatch):
        moments = iter([10.0, 10.12, 20.0, 20.31])
        slept = []
        monkeypatch.setattr(way_back, "SAME_MOMENT", 0.5)
        monkeypatch.setattr(same_moment.time, "monotonic", lambda: next(moments))
        monkeypatch.setattr(same_moment.time, "sleep", lambda seconds: slept.append(round(seconds, 6)))
        assert [way_back.at_same_moment(lambda: "done") for _ in range(2)] == ["done", "done"]
        assert slept == [0.38, 0.19]

    def test_cw_47_each_code_costs_the_same_slow_work_once(self, visitor, cast, monkeypatch):
        from kapea.vault import passphrases, return_codes

        codes = cases_of_codes(visitor, cast)
        made = []
        slow = passphrases.slow_hash
        monkeypatch.setattr(
            return_codes.passphrases, "slow_hash", lambda *said: (made.append(1), slow(*said))[1]
        )
        costs = set()
        for code, signs in [*codes.values(), (visitor.code, SIGNS)]:
            made.clear()
            visitor.types(code)
            assert made == [], "nothing is looked up yet"
            visitor.chooses(signs)
            costs.add(len(made))
        assert costs == {1}


class TestForced:
    def test_other_pictures_show_nothing_and_tell_a_supervisor(self, visitor, taker, supervisor):
        visitor.leaves(1)
        case = takes(taker, visitor.left())
        visitor.comes_back(signs=OTHERS)
        day = supervisor.client.get(DESK).content.decode()
        assert SAID["code-alerts"] in day
        assert SAID["code-alert-other-signs"] in day
        assert SAID["reach-pressed"] in taker.page(case)
        assert NUMBER not in taker.page(case)
        assert SAID["code-alerts"] not in taker.client.get(DESK).content.decode()

    def test_not_now_tells_a_supervisor_too(self, visitor, supervisor):
        visitor.leaves()
        visitor.types()
        visitor.chooses((), no="1")
        assert SAID["code-alert-not-now"] in supervisor.client.get(DESK).content.decode()

    def test_the_right_pictures_open_nothing_for_an_hour_after_wrong_ones(self, visitor, cast):
        visitor.leaves()
        visitor.comes_back(signs=OTHERS)
        assert "We have it" not in plain(visitor.comes_back())
        CodeAlert.objects.update(at=cast.at - timedelta(minutes=61))
        assert "We have it" in plain(visitor.comes_back())

    def test_after_three_only_a_supervisor_lets_them_open_again(self, visitor, supervisor, cast):
        visitor.leaves()
        for _ in range(3):
            visitor.comes_back(signs=OTHERS)
        CodeAlert.objects.update(at=cast.at - timedelta(hours=3))
        assert "We have it" not in plain(visitor.comes_back())
        for alert in CodeAlert.objects.all():
            assert supervisor.client.post(f"{DESK}alerts/{alert.id}").status_code == 302
        assert "We have it" in plain(visitor.comes_back())

    def test_a_supervisor_who_stands_too_close_hears_nothing_of_it(self, visitor, taker, supervisor, cast):
        from kapea.care.models import CaseConflict

        visitor.leaves()
        case = takes(taker, visitor.left())
        CaseConflict.objects.create(
            case=case, membership=cast.ours[Role.SUPERVISOR].membership, by="member2222222222", at=cast.at
        )
        visitor.comes_back(signs=OTHERS)
        assert SAID["code-alerts"] not in supervisor.client.get(DESK).content.decode()
        alert = CodeAlert.objects.get()
        assert supervisor.client.post(f"{DESK}alerts/{alert.id}").status_code == 404

    def test_cw_48_in_unverified_no_stored_word_date_or_sign_is_sent(self, visitor, taker):
        """Whichever worker wrote: without the two pictures it is the page of a code that nobody was given."""
        visitor.leaves()
        nobody = Visitor()
        stranger = without_secrets(nobody.comes_back(other_code(visitor.code)))
        case = takes(taker, visitor.left())
        taker.does(case, "answer", said="I am here on Monday.")
        page = without_secrets(visitor.comes_back(signs=OTHERS))
        assert page == stranger
        for stored in ("Monday", PLANTED, case.id, "Boat", case.registered_at.date().isoformat()):
            assert stored not in plain(page)
        assert PersonAnswer.objects.count() == 1
