"""Seats and consent over HTTP: who is seated, what is kept of them, what holds, and what goes."""

from __future__ import annotations

import json

import pytest
from tests.staff.at_the_desk import SAID
from tests.staff.sessions_held import SITS, UNDERSTOOD, R, SessionWalk

from kapea.audit.models import Event
from kapea.core.studies.consent_scopes import HowScopeAsked, ResearchScope
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.core.studies.session_entries import CardLaid, TurnMarked
from kapea.core.studies.study_holding import StudyFigure
from kapea.studies.held_things import figures_of
from kapea.studies.models import StudyScopeAnswer, StudySeat, StudySession
from kapea.studies.session_rows import add_entries, add_scope_answers, consent_of, seats_to_cut

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
S = ResearchScope


@pytest.fixture
def walk(cast) -> SessionWalk:
    walk = SessionWalk(cast).quick()
    walk.plan()
    return walk


def refusals(walk: SessionWalk) -> list[str]:
    rows = Event.objects.filter(action="study.refuse", subject=f"study:{walk.id}").order_by("number")
    return [row.detail["code"] for row in rows]


def covered(walk: SessionWalk, seat: str) -> set[ResearchScope]:
    consent = consent_of(walk.row)
    return {scope for scope in S if consent.covers(seat, scope)}


def test_st_r09_a_session_starts_only_with_two_vetted_staff_on_call_and_referrals_that_answer(walk):
    label = walk.seat(2)
    walk.agree(label, 2)
    walk.do(R.MODERATOR, "check", number=2, check="here")
    walk.do(R.MODERATOR, "check", 409, number=2, check="on-call")
    walk.do(R.INVESTIGATOR, "check", 404, number=2, check="here")
    page = walk.do(R.MODERATOR, "sign", 409, number=2, act="g5").content.decode()
    assert SAID["study-item-session-ready"] in page
    assert SAID["study-lack-two-staff"] in page
    walk.people[R.CO_MODERATOR].membership.vetted_at = None
    walk.people[R.CO_MODERATOR].membership.save()
    walk.check_all(2)
    walk.do(R.MODERATOR, "sign", 409, number=2, act="g5")
    walk.people[R.CO_MODERATOR].membership.vetted_at = walk.cast.at
    walk.people[R.CO_MODERATOR].membership.save()
    walk.do(R.CO_MODERATOR, "check", number=2, check="here")
    walk.do(R.MODERATOR, "sign", number=2, act="g5")
    walk.do(R.MODERATOR, "sign", 409, number=2, act="g5")
    walk.do(R.MODERATOR, "step", 409, number=2, step="start")
    walk.do(R.CO_MODERATOR, "sign", number=2, act="g5")
    walk.do(R.MODERATOR, "step", number=2, step="start")
    assert walk.state(2) == "running"
    assert refusals(walk) == [
        "study.session.check.refused.not-yours",
        "study.gate.g5.refused.items-missing",
        "study.gate.g5.refused.items-missing",
        "study.gate.g5.refused.same-person",
        "study.session.start.refused.gate-shut",
    ]


def test_who_has_no_yes_of_the_guardian_keeps_the_session_from_starting(walk):
    labels = [walk.seat(2), walk.seat(2)]
    walk.agree(labels[0], 2)
    walk.do(
        R.MODERATOR, f"seats/{labels[1]}/answer", number=2, how="spoken", **{"take_part-participant": "yes"}
    )
    walk.check_all(2)
    walk.do(R.MODERATOR, "sign", 409, number=2, act="g5")
    walk.agree(labels[1], 2)
    walk.sign_five(2)
    walk.do(
        R.MODERATOR, f"seats/{labels[1]}/answer", 200, number=2, how="spoken", **{"take_part-guardian": "no"}
    )
    walk.do(R.MODERATOR, "step", number=2, step="start")
    seats = walk.row.sessions.get(number=2).seats.values_list("seat", "withdrawn_on")
    assert [day is None for _, day in seats] == [True, False], (
        "a guardian's no takes no child's seat of others"
    )


def test_st_r14_who_did_not_understand_is_thanked_and_nothing_is_kept(walk):
    before = json.dumps(list(StudySession.objects.values("document", "checks", "turn")))
    rows = Event.objects.count()
    said = UNDERSTOOD | SITS | {"understood-2": "not"}
    page = walk.do(R.MODERATOR, "seat", 200, number=2, **said).content.decode()
    assert SAID["study-nothing-kept"] in page
    assert json.dumps(list(StudySession.objects.values("document", "checks", "turn"))) == before
    assert (StudySeat.objects.count(), Event.objects.count()) == (0, rows)
    walk.do(R.MODERATOR, "seat", 409, number=2, **{k: v for k, v in said.items() if k != "understood-2"})
    walk.seat(2, **{"understood-2": "explained"}, notes="the words that were said")
    assert "the words that were said" not in json.dumps(
        list(StudySeat.objects.values("document")), default=str
    )


def test_st_r12_silence_a_missing_way_and_words_that_do_not_hold_read_no(walk):
    label = walk.seat(2)
    walk.do(R.MODERATOR, f"seats/{label}/answer", 409, number=2, how="spoken")
    walk.do(R.MODERATOR, f"seats/{label}/answer", 409, number=2, **{"take_part-participant": "yes"})
    walk.do(
        R.MODERATOR, f"seats/{label}/answer", 409, number=2, how="imported", **{"audio-participant": "yes"}
    )
    assert StudyScopeAnswer.objects.count() == 0
    walk.agree(label, 2)
    assert covered(walk, "s2-c1") == {S.TAKE_PART}
    rows = [each.document for each in StudyScopeAnswer.objects.all()]
    assert {(row["scope"], row["party"], row["how"]) for row in rows} == {
        ("take_part", party, HowScopeAsked.SPOKEN.value) for party in ("participant", "guardian")
    }
    now = walk.row.consent_terms["words"][0]
    walk.post(R.DATA_STEWARD, "consent/words", holds="no", words=now)
    assert covered(walk, "s2-c1") == set(), "changed words are asked anew"
    said = {"how": "spoken", "quote-participant": "yes"}
    walk.do(R.MODERATOR, f"seats/{label}/answer", 409, number=2, **said)
    walk.do(R.MODERATOR, "seat", 409, number=2, **(UNDERSTOOD | SITS))


def test_st_r13_a_childs_no_wins_over_every_yes_and_both_are_needed(walk):
    label = walk.seat(2)
    walk.agree_to_all(label, 2)
    assert covered(walk, "s2-c1") == set(S)
    no = {"how": "spoken", "quote-participant": "no"}
    walk.do(R.MODERATOR, f"seats/{label}/answer", 200, number=2, **no)
    assert consent_of(walk.row).outcome("s2-c1", S.QUOTE) is ScopeOutcome.OWN_NO
    both = {"how": "spoken", "quote-participant": "yes", "quote-guardian": "no"}
    walk.do(R.MODERATOR, f"seats/{label}/answer", number=2, **both)
    assert consent_of(walk.row).outcome("s2-c1", S.QUOTE) is ScopeOutcome.GUARDIAN_NO
    assert SAID["study-outcome-guardian-no"] in walk.page(R.MODERATOR, f"sessions/2/seats/{label}")


def test_those_who_must_not_sit_together_do_not(walk):
    one = walk.seat(2)
    page = walk.do(
        R.MODERATOR, "seat", 409, number=2, **(UNDERSTOOD | SITS | {f"apart-{one.upper()}": "siblings"})
    )
    assert SAID["study-clash-siblings"] in page.content.decode()
    assert StudySeat.objects.count() == 1
    other = walk.seat(2)
    for label in (one, other):
        walk.agree(label, 2)
    walk.check_all(2)
    walk.do(R.MODERATOR, "apart", number=2, one=one, other=other, because="power")
    walk.do(R.MODERATOR, "sign", 409, number=2, act="g5")
    walk.do(R.MODERATOR, f"seats/{other}/withdraw", 200, number=2, scope="take_part", party="participant")
    walk.sign_five(2)
    assert "c2" not in json.dumps(walk.session(2).checks), "what was flagged of whoever went is gone too"


def test_st_r15_red_takes_away_what_comes_after_it_and_every_point_is_owed(walk):
    labels = walk.run(2)
    session = walk.session(2)
    add_entries(
        session, [TurnMarked("t1", 1, "s2-c1"), CardLaid("k1", 2, "s2-c1", "q1", "07")], came_at=walk.cast.at
    )
    walk.ask_all("start", labels, 2)
    walk.do(R.CO_MODERATOR, "ask-again", number=2, point="between", **{"hand-C1": "red"})
    add_entries(session, [TurnMarked("t8", 90, "s2-c2"), TurnMarked("t9", 90, "s2-c1")], came_at=walk.cast.at)
    turns = {each for each in session.entries.values_list("entry", flat=True) if len(each) == 2}
    assert turns == {"t1", "k1", "t8"}, "what came later went at once"
    walk.do(R.CO_MODERATOR, "ask-again", number=2, point="middle", **{"hand-C2": "green"})
    walk.do(R.MODERATOR, "step", number=2, step="end")
    page = walk.do(R.MODERATOR, "step", 409, number=2, step="close").content.decode()
    assert SAID["study-point-after"] in page
    walk.do(R.MODERATOR, "ask-again", number=2, point="after", **{"hand-C2": "green"})
    walk.do(R.MODERATOR, "step", number=2, step="close")


def test_st_r16_st_r17_whoever_withdraws_is_gone_and_figures_are_stale(walk):
    labels = walk.run(2)
    session = walk.session(2)
    entries = [
        TurnMarked("t1", 1, "s2-c1"),
        TurnMarked("t2", 2, "s2-c2"),
        CardLaid("k", 3, "s2-c1", "q", "07"),
    ]
    add_entries(session, entries, came_at=walk.cast.at)
    others = list(StudyScopeAnswer.objects.filter(seat__seat="s2-c2").values_list("answer", "document"))
    page = walk.do(
        R.DATA_STEWARD, f"seats/{labels[0]}/withdraw", 200, number=2, scope="take_part"
    ).content.decode()
    assert SAID["study-withdrawal-all-gone"] in page
    gone = walk.row_of("c1", 2)
    assert (gone.document, gone.withheld, gone.answers.count()) == ({}, [], 0)
    assert gone.withdrawn_on is not None
    assert set(session.entries.values_list("entry", flat=True)) == {"t2"}
    assert (
        list(StudyScopeAnswer.objects.filter(seat__seat="s2-c2").values_list("answer", "document")) == others
    )
    assert consent_of(walk.row).outcome("s2-c1", S.QUOTE) is ScopeOutcome.WITHDRAWN
    assert seats_to_cut(walk.row, "s2") == {"s2-c1"}
    assert figures_of(walk.row)[StudyFigure.COUNTS] == 1
    assert add_entries(session, [TurnMarked("t3", 4, "s2-c1")], came_at=walk.cast.at) == 0, (
        "late, and kept out"
    )
    add_scope_answers(gone, consent_of(walk.row).rows)
    assert gone.answers.count() == 0
    walk.do(R.DATA_STEWARD, f"seats/{labels[0]}/withdraw", 409, number=2, scope="take_part")
    walk.do(
        R.MODERATOR, f"seats/{labels[0]}/answer", 409, number=2, how="spoken", **{"quote-participant": "yes"}
    )
    assert SAID["study-seat-gone"] in walk.page(R.MODERATOR, "sessions/2/seats/c1")
    assert not Event.objects.filter(detail__icontains="s2-c1").exists(), "the trail names no seat"


def test_st_r16_a_parent_takes_back_a_use_while_the_child_stays(walk):
    label = walk.run(2)[0]
    walk.do(R.CO_MODERATOR, f"seats/{label}/withdraw", 200, number=2, scope="quote", party="guardian")
    assert covered(walk, "s2-c1") == set(S) - {S.QUOTE}
    assert covered(walk, "s2-c2") == set(S)
    assert walk.row_of("c1", 2).withdrawn_on is None
    assert figures_of(walk.row) == {}, "nobody's words went"


def test_withdrawing_waits_for_no_gate_and_no_stop_and_nobody_else_does_it(walk):
    label = walk.run(2)[0]
    walk.clients[R.SAFEGUARDING_LEAD].post(f"/staff/studies/{walk.id}/stop")
    walk.do(R.INVESTIGATOR, f"seats/{label}/withdraw", 404, number=2, scope="take_part")
    stale = walk.session(2).turn - 1
    walk.do(R.MODERATOR, f"seats/{label}/withdraw", 409, number=2, scope="take_part", turn=stale)
    assert walk.row_of("c1", 2).withdrawn_on is None
    walk.do(R.MODERATOR, f"seats/{label}/withdraw", 200, number=2, scope="take_part")
    assert walk.row_of("c1", 2).withdrawn_on is not None


def test_turns_that_somebody_wants_in_no_quote_are_numbers_only(walk):
    label = walk.run(2)[0]
    walk.do(R.MODERATOR, f"seats/{label}/withhold", number=2, turns="4, 11")
    assert consent_of(walk.row).withheld == {"s2-c1": frozenset({4, 11})}
    walk.do(R.MODERATOR, f"seats/{label}/withhold", 409, number=2, turns="what she said about her uncle")
    assert consent_of(walk.row).withheld == {"s2-c1": frozenset({4, 11})}
