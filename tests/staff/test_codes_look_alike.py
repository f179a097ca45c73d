"""Return codes: right, wrong, thrown away, over and forced ones look alike, and a forced one is told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.staff.at_the_desk import DESK, SAID
from tests.staff.leaving_something import (
    BACK,
    IN,
    NUMBER,
    OTHERS,
    PLANTED,
    SIGNS,
    Visitor,
    forget,
    other_code,
    plain,
    takes,
    without_secrets,
)

from kapea.care import same_moment
from kapea.care import way_back as held
from kapea.care.models import (
    CodeAlert,
    Intake,
    PersonAnswer,
)
from kapea.core.staff.roles import Role
from kapea.vault.models import PersonKey
from kapea.web.public import way_back

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
ASKED = "Is now a good time?"


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
        monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.5)
        monkeypatch.setattr(same_moment.time, "monotonic", lambda: next(moments))
        monkeypatch.setattr(same_moment.time, "sleep", lambda seconds: slept.append(round(seconds, 6)))
        assert [same_moment.at_same_moment(lambda: "done") for _ in range(2)] == ["done", "done"]
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
