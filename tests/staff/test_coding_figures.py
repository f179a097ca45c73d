"""Agreement, saturation, memos and claims over HTTP: every figure with its name, n, table and reading."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import transaction
from tests.staff.at_the_desk import SAID
from tests.staff.coding_walk import ADJUDICATOR, ANALYST, NUMBER_OF, A, B, CodingWalk, released_here

from kapea.core.studies.gate_table import StudyGate
from kapea.studies.demo_codings import write_demo_codings
from kapea.studies.models import StudyCodebook, StudySealedText
from kapea.studies.queries import book_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PLAN = {"base": "4", "run": "2", "percent": "5"}


@pytest.fixture
def walk(cast) -> CodingWalk:
    made = CodingWalk(cast).begin()
    made.start_codebook()
    return made


def sections(page: str) -> dict[str, str]:
    """Each part of the page under its heading."""
    return dict(re.findall(r"<section><h2>(.*?)</h2>(.*?)</section>", page, re.S))


def test_st_r30_the_figures_of_the_demo_stand_on_the_page(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    parts = sections(unescape(walk.get(ANALYST, "agreement")))
    every = SAID["agreement-of-every-code"]
    blocks = parts[f"{SAID['agreement-basis-coded-blocks']}: {every}"]
    assert f"{SAID['agreement-measure-cohen-kappa']} 0.7252</b> · n = 12 · Po 0.7500 · Pe 0.0903" in blocks
    assert f"{SAID['agreement-measure-krippendorff-alpha-nominal']} 0.7346" in blocks
    both = parts[f"{SAID['agreement-basis-both-coded-blocks']}: {every}"]
    assert "0.7963" in both
    assert "0.8047" in both
    assert "n = 11" in both


def test_st_r31_no_figure_stands_without_name_n_table_and_reading(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    page = walk.get(ANALYST, "agreement")
    others = {SAID["saturation"], SAID["coding-share-title"]}
    tables = {title: part for title, part in sections(page).items() if title not in others}
    assert len(tables) > 5
    for title, part in tables.items():
        figures = re.findall(r"<p><b>(.*?)</b> · n = (\d+)", part)
        assert len(figures) == 2, title
        assert all(int(n) for _, n in figures)
        assert SAID["agreement-table"] in part
        assert "<td>" in part
        whole = SAID["agreement-reading-for-comparison-only"]
        few = (SAID["agreement-reading-too-few-to-judge"], SAID["agreement-reading-no-figure"])
        assert (
            part.count(whole) == 2
            if SAID["agreement-basis-whole-text"] in title
            else any(w in part for w in few)
        )


def test_no_figure_is_there_before_unblinding(walk):
    walk.code_corpus(A, B)
    for role in (A, B, ADJUDICATOR, ANALYST):
        page = walk.get(role, "agreement")
        assert SAID["coding-is-shut"] in page
        assert "n = " not in page


def test_st_r17_after_a_withdrawal_figures_rest_on_what_is_left(walk):
    walk.code_corpus(A, B)
    walk.unblind()
    walk.row.sessions.get(number=1).seats.filter(seat="s1-c3").update(withdrawn_on=walk.cast.at.date())
    page = walk.get(ANALYST, "agreement")
    assert "n = 10" in page
    assert "0.7252" not in page


def test_st_r32_a_plan_is_fixed_before_any_session_and_the_curve_follows_it(walk):
    walk.post(ADJUDICATOR, "agreement/plan", 409, base="0", run="2", percent="5")
    walk.post(ADJUDICATOR, "agreement/plan", **PLAN)
    walk.code_corpus(A, B)
    walk.unblind()
    page = walk.get(ANALYST, "agreement")
    assert (
        f"{SAID['saturation-base']} 4 · {SAID['saturation-run']} 2 · {SAID['saturation-percent']} 5.0" in page
    )
    assert "<td>5–6</td>" in page
    row = walk.row
    opened = {"gate": StudyGate.SESSION.value, "at": walk.cast.at.isoformat(), "session": "s1"}
    row.document["standing"]["openings"].append({**opened, "by": [], "shut_at": None})
    row.save()
    assert book_of(row).standing.opening(StudyGate.SESSION, "s1") is not None
    walk.post(ADJUDICATOR, "agreement/plan", 409, **{**PLAN, "percent": "20"})
    assert f"{SAID['saturation-percent']} 5.0" in walk.get(ANALYST, "agreement")


def test_a_memo_repeats_nothing_that_was_said_and_stands_sealed(walk):
    said = "Someone adds you and you do not know who. I leave, and the next day"
    walk.post(A, "memos/write", 409, kind="doubt", words=f"She said: {said}")
    walk.post(A, "memos/write", 409, kind="code", words="about which?")
    walk.post(A, "memos/write", kind="code", about="EXP-ADDED", words="It may be two codes.")
    assert "It may be two codes." in walk.get(A, "memos")
    assert "It may be two codes." not in walk.get(B, "memos")
    assert not any(b"two codes" in bytes(row.sealed) for row in StudySealedText.objects.all())


def test_a_claim_places_every_session_and_says_where_a_contrary_one_was_looked_for(walk):
    claim = {"claim": "Children tell a peer first", "turn": "", "looked": ""}
    placed = {"session-s1": "supporting", **{f"session-s{n}": "silent" for n in range(2, 7)}}
    walk.post(ANALYST, "memos/claim", 409, **claim, **placed)
    walk.unblind()
    walk.post(ANALYST, "memos/claim", 409, **claim, **placed)
    looked = {**claim, "looked": "in all six, turn by turn"}
    walk.post(ANALYST, "memos/claim", 409, **looked, **{**placed, "session-s3": ""})
    walk.post(ANALYST, "memos/claim", **looked, **placed)
    page = walk.get(ANALYST, "memos")
    assert f"{SAID['claim-contrary']}: –" in page
    assert "in all six, turn by turn" in page
    walk.post(ANALYST, "memos/claim", 409, **looked, **placed)
    walk.post(B, "memos/claim", 404, **looked, **placed)


def test_the_codings_of_the_study_of_trials_give_the_figures_of_the_demo(walk):
    StudyCodebook.objects.all().delete()
    texts = {NUMBER_OF[id]: released_here(id) for id in NUMBER_OF}
    with transaction.atomic():
        assert write_demo_codings(walk.row, texts, (walk.account(A), walk.account(B))) == 23
        assert write_demo_codings(walk.row, texts, (walk.account(A), walk.account(B))) == 0
    walk.unblind()
    assert "0.7252" in walk.get(ANALYST, "agreement")
