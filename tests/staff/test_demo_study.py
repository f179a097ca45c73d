"""The study of trials can be walked: agreed by two invented people, and approved by nobody."""

from __future__ import annotations

import re
from html import unescape

import pytest
from tests.conftest import world_of
from tests.core.studies.demo_consents import DEMO, demo_register
from tests.staff.at_the_desk import SAID
from tests.staff.demo_study_walk import demo_walk

from kapea.audit.models import Event
from kapea.core.studies.consent_scopes import ResearchScope
from kapea.core.studies.double_draw import SessionKind
from kapea.core.studies.gate_table import StudyGate
from kapea.core.studies.guardian_waivers import ScopeOutcome
from kapea.core.studies.quote_bank import ThirdParty
from kapea.core.studies.repeated_words import said_words
from kapea.core.studies.research_sessions import SessionState
from kapea.core.studies.seat_labels import seat_of_label
from kapea.core.studies.session_entries import session_entries
from kapea.core.studies.study_gates import is_gate_open
from kapea.core.studies.study_roles import StudyRole, clashing_roles
from kapea.core.studies.study_standing import confirmed_approvals
from kapea.core.studies.words_written import place_faults
from kapea.people.demo import demo_staff
from kapea.studies.actions_consent import recruitment_of
from kapea.studies.demo_advice import ANSWERED, GIVEN, INVENTED_PAGES
from kapea.studies.demo_findings import INVENTED_CLAIMS, INVENTED_QUOTES
from kapea.studies.demo_gates import NEVER_TRUE
from kapea.studies.demo_study import BODY, CODE, TEAM, erase_demo_studies, write_demo_study
from kapea.studies.models import Study, StudyGrant
from kapea.studies.queries import book_of
from kapea.studies.session_rows import consent_of, session_entries_of, sessions_of
from kapea.studies.study_keys import StudyCustody
from kapea.studies.summary_making import lists_for
from kapea.studies.trail_names import StudyDeed
from kapea.vault.models import RecordWrap
from kapea.web.staff.words import english_words

INTERVAL = re.compile(r"([01]\.\d{4}) – ([01]\.\d{4})")
pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("outside")]


def test_the_demo_study_stands_at_its_ethics_gate(tmp_path, moment, cheap_passphrases):
    demo_staff(tmp_path, at=moment)
    releases = {"cambodia": world_of("cambodia").release}
    assert write_demo_study({}, at=moment) is False, "no words of its country are live"
    assert write_demo_study(releases, at=moment) is True
    assert write_demo_study(releases, at=moment) is False, "once"
    standing = book_of(Study.objects.get(code=CODE)).standing
    opened = [gate for gate in StudyGate if is_gate_open(standing, gate, moment)]
    assert opened == [StudyGate.IDEA, StudyGate.PROTOCOL]
    assert [standing.opening(gate).shut_at for gate in NEVER_TRUE] == [moment] * 3, "shut as it was written"
    assert [each.committee for each in standing.approvals] == [BODY]
    assert confirmed_approvals(standing) == (), "nobody reviewed it, and nothing says so"
    assert f"study-committee-{BODY}" in english_words()
    assert standing.team.holders([StudyRole.SAFEGUARDING_LEAD])
    assert erase_demo_studies(at=moment) == 1
    assert not StudyGrant.objects.exists()


def test_the_six_invented_sessions_hold_the_consent_of_the_corpus(tmp_path, moment, cheap_passphrases):
    demo_staff(tmp_path, at=moment)
    write_demo_study({"cambodia": world_of("cambodia").release}, at=moment)
    row = Study.objects.get(code=CODE)
    sessions, consent, expected = sessions_of(row)[0], consent_of(row), demo_register()
    assert [each.state for each in sessions.values()] == [SessionState.CLOSED] * 6
    for id, seat in expected.seats.items():
        here = seat_of_label(f"s{seat.session.removeprefix('T')}", id)
        for scope in ResearchScope:
            withdrew = here in consent.withdrawn
            wanted = expected.outcome(id, scope) if not withdrew else ScopeOutcome.WITHDRAWN
            assert consent.outcome(here, scope) is wanted, f"{here} {scope}"
    assert consent.withdrawn == {"s1-c2"}
    assert consent.withheld["s3-p3"] == {4, 12}
    turns = sum(len(session_entries(session_entries_of(each)).turns) for each in row.sessions.all())
    spoken = [turn for each in DEMO["transcripts"] for turn in each["raw_turns"] if turn["speaker"] != "M"]
    assert turns == len([turn for turn in spoken if turn["speaker"] != "C2"])
    assert len(recruitment_of(row)) == 15
    assert erase_demo_studies(at=moment) == 1


SHAME = "If a boy tells, they say he is weak, or they say he wanted it."
PAGES = {
    "Chenda": ("", "protocol", "sessions", "sessions/1", "texts", "sessions/1/released", "codebook", "memos"),
    "Dara": ("", "sessions/1", "texts", "sessions/2/released", "memos"),
    "Bopha": ("", "reconcile", "agreement", "codebook", "destruction"),
    "Veasna": ("", "sessions/1/transcript", "sessions/1/reading", "codebook"),
    "Rith": ("", "recruitment", "consent", "sessions/1/seats/C1", "exports", "destruction"),
    "Maly": ("", "protocol", "approvals"),
    "Piseth": ("", "coding", "coding/session?s=1", "agreement", "memos", "quotes", "reconcile", "search"),
    "Nary": ("", "coding", "coding/session?s=4", "agreement", "memos", "quotes", "quotes/new/2"),
}
"""What each of its people opens; Theary, who speaks for a group of children, finds none of these."""


def test_each_of_its_people_walks_from_the_protocol_to_the_quotes(tmp_path, moment, cheap_passphrases):
    walk = demo_walk(tmp_path, moment)
    assert walk.coded == 23
    seen = {(who, path): walk.get(who, path) for who, paths in PAGES.items() for path in paths}
    assert [at for at, page in seen.items() if SAID["study-demo"] not in unescape(page)] == []
    agreement = unescape(seen["Piseth", "agreement"])
    assert f"{SAID['agreement-measure-cohen-kappa']} 0.7252</b>" in agreement
    assert f"{SAID['agreement-measure-krippendorff-alpha-nominal']} 0.7346" in agreement
    assert f"{SAID['saturation-base']} 4" in agreement
    assert f"{SAID['agreement-by-two']} 6 / 6" in agreement
    assert f"{SAID['coding-share']} 100<" in agreement
    draw = book_of(Study.objects.get(code=CODE)).standing.draw
    assert [(each.session, each.alone) for each in draw.sessions] == [(f"s{n}", None) for n in range(1, 7)]
    assert {each.session for each in draw.sessions if each.kind is SessionKind.INTERVIEW} == {"s5", "s6"}
    draft = walk.get("Nary", "outputs/report/draft.md").replace("\\", "")
    intervals = INTERVAL.findall(agreement)
    assert intervals
    for low, high in intervals:
        assert f"{low} and {high}" in draft, "a paper says the interval that the page says"
    assert seen["Piseth", "memos"].count("Demo, invented:") == 5, "three memos and two claims"
    assert seen["Bopha", "reconcile"].count("Demo, invented:") == 3, "all that differed was decided"
    quotes = unescape(seen["Nary", "quotes"])
    assert [each for each in INVENTED_QUOTES if each[2] not in quotes] == []
    assert quotes.count(SAID["study-quote-may"]) == len(INVENTED_QUOTES)
    said = {"turn": 5, "words": SHAME, "code": "EXP-BOYS", "third_party": ThirdParty.NOBODY.value}
    walk.post("Nary", "quotes/new/2", **said)
    quotes = unescape(walk.get("Nary", "quotes"))
    assert SHAME in quotes
    assert quotes.count(SAID["study-quote-may"]) == len(INVENTED_QUOTES), "C7: the waiver covers no quote"
    walk.get("Theary", "", 404)
    advice = unescape(walk.get("Theary", "advice"))
    assert GIVEN.splitlines()[0] in advice
    assert ANSWERED in advice
    assert advice.count("<blockquote>") == 2
    assert SAID["study-report-advice-agreed"] in draft, "the report says that it was heard"
    walk.get("Nary", "summaries/summary-children-km")
    walk.get("Kunthea", "", 404)


def test_its_history_says_that_nothing_was_approved_and_no_key_outlives_it(
    tmp_path, moment, cheap_passphrases
):
    row = demo_walk(tmp_path, moment).row
    standing = book_of(row).standing
    opened = {gate for gate in StudyGate if is_gate_open(standing, gate, moment)}
    assert opened == {StudyGate.IDEA, StudyGate.PROTOCOL, StudyGate.CODING, StudyGate.FINDINGS}
    of_session = (StudyGate.SESSION, StudyGate.TRANSCRIPT, StudyGate.DEIDENTIFIED)
    assert all(is_gate_open(standing, gate, moment, f"s{n}") for gate in of_session for n in range(1, 7))
    assert standing.opening(StudyGate.REPORT) is None
    trail = Event.objects.filter(subject=f"study:{row.id}", action=StudyDeed.OPEN)
    said = {each.detail["gate"] for each in trail}
    assert not said & {gate.value for gate in NEVER_TRUE}
    assert confirmed_approvals(standing) == ()
    records = set(row.sealed_texts.values_list("record", flat=True))
    records |= set(row.decided_segments.values_list("record", flat=True))
    assert RecordWrap.objects.filter(record__in=records).exists()
    assert erase_demo_studies(at=moment) == 1
    kinds = [custody.value for custody in StudyCustody]
    assert not RecordWrap.objects.filter(record__in=records).exists()
    assert not RecordWrap.objects.filter(purpose__in=kinds).exists()


def test_what_the_trial_tells_a_group_and_people_is_held_against_the_lists_and_the_corpus():
    said = said_words(turn["text"] for each in DEMO["transcripts"] for turn in each["raw_turns"])
    release = world_of("cambodia").release
    findings = {words: words for words, *_ in INVENTED_CLAIMS}
    texts = {("", "en"): {"given": GIVEN, "answered": ANSWERED, **findings}, **INVENTED_PAGES}
    for (kind, language), words in texts.items():
        for place, each in words.items():
            assert not list(place_faults(place, each, said, lists_for(release, language))), (kind, language)


def test_no_two_roles_that_nobody_holds_are_with_one_of_its_people():
    for called, roles in TEAM.items():
        assert not any(clashing_roles(role, roles) for role in roles), called
