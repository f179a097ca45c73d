"""The bench runs and measures what it says it does. How fast anything is, no test asks."""

from __future__ import annotations

import gc

import pytest
from tests import postgres
from tests.vault.conftest import outside

from bench import (
    agreement,
    ceiling,
    chats,
    clock,
    engine,
    figures,
    floip,
    hearing,
    load,
    menu,
    path,
    proof,
    scale,
    server,
    start,
    trail,
    web,
)
from kapea.content.queries import worlds
from kapea.core.dialogue.state import load_state
from kapea.core.dialogue.world import World
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.studies.agreement import coder_agreement
from kapea.core.studies.agreement_interval import AgreementInterval, agreement_interval
from kapea.core.studies.coded_units import AgreementBasis

__all__ = ["outside"]
ROUND = menu.menu()


@pytest.fixture(autouse=True)
def _what_others_left_is_not_looked_through():
    """The clock collects what is left over before each round: not the worlds that this process keeps."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def site(db):
    """A site whose live release is forgotten again by whoever comes next."""
    worlds.clear()
    yield
    worlds.clear()


def met(section: figures.Section) -> dict[str, float | None]:
    """Every figure by its name; all that could be taken are numbers above nothing."""
    assert section.figures
    assert all(f.value is None or f.value > 0 for f in section.figures if f.name != "errors found")
    return {figure.name: figure.value for figure in section.figures}


class TestMenu:
    @pytest.mark.parametrize("language", menu.LANGUAGES)
    def test_our_engine_says_what_the_menu_says(self, language):
        world, here = World(menu.release()), ROUND.start
        saved = menu.start(world, language)
        for key in ROUND.script:
            saved, (said, replies) = menu.turn(world, saved, key)
            here = ROUND.nodes[here]["answers"][int(key) - 1]["to"]
            assert said.replace(ZERO_WIDTH, "") == ROUND.nodes[here][language]
            wanted = [answer[language] for answer in ROUND.nodes[here]["answers"]]
            assert [reply.replace(ZERO_WIDTH, "") for reply in replies] == wanted

    def test_the_ceiling_walks_the_same_way(self):
        other, here = ceiling.Ceiling(ROUND), ROUND.start
        saved = other.begin("km")
        for key in ROUND.script:
            saved, (said, _) = other.turn(saved, key)
            here = ROUND.nodes[here]["answers"][int(key) - 1]["to"]
            assert said == ROUND.nodes[here]["km"]

    def test_twenty_answers_reach_every_node(self):
        here, reached = ROUND.start, {ROUND.start}
        for key in ROUND.script:
            here = ROUND.nodes[here]["answers"][int(key) - 1]["to"]
            reached.add(here)
        assert len(ROUND.script) == 20
        assert reached == set(ROUND.nodes)

    def test_a_grown_pack_leads_from_copy_to_copy(self):
        world = World(menu.grown(menu.release(), 50))
        assert len(world.release.nodes) == 50
        saved = menu.walk(world, "en", ROUND.script)
        assert {place[0] // 10 for place in load_state(saved).path} == set(range(5))


class TestMeasures:
    def test_engine(self):
        told = met(engine.measure(clock.TINY, peers=False))
        assert told["FLOIP flow-runner"] is None
        assert told["state after 20 turns, menu"] < 1.5

    def test_hearing(self, cambodia):
        told = met(hearing.measure(clock.TINY, cambodia))
        assert told["numbers in a release"] < hearing.MOST_BYTES / 1e6

    def test_a_turn_over_the_web(self, site):
        told = met(web.measure(clock.TINY))
        assert told["bare, data statements"] == 2
        assert told["GET step, data statements"] == 1
        assert told["POST step, data statements"] == 2
        assert told["POST counted, data statements"] == 2

    def test_growing(self, site):
        from kapea.guide.models import Conversation

        told = met(scale.measure(clock.TINY, conversations=(30, 60), nodes=(10, 100)))
        assert Conversation.objects.count() >= 60
        assert "an engine turn in a pack of 100 nodes" in told

    def test_chats(self, tmp_path):
        """Whether turns were taken and replies sent is looked up in the measuring."""
        assert chats.rate_of(tmp_path, "", 1, seconds=1).turns > 0
        assert chats.pgbench(postgres.shared().database("bench"), seconds=1) > 0

    def test_chats_among_many(self, site, settings):
        section = figures.Section("Growing", "")
        chats.growing(section, clock.TINY, (30, 60))
        assert "a turn among 60 conversations, CPU" in met(section)

    def test_the_trail(self, db):
        told = met(trail.measure(clock.TINY, rows=50))
        assert told["rows verified a second, CPU, of 50"] > 0

    def test_loading(self):
        assert met(load.measure(clock.TINY))["the stored release"] > 10

    def test_proving(self, cambodia):
        told = met(proof.measure(cambodia, countries=("cambodia",), rounds=1))
        assert told["`kapea check --fresh packs/cambodia`, whole process"] > 0
        assert (
            told["states (places with each number of misses)"]
            == 3 * told["places (a node and the facts there)"]
        )

    def test_starting(self, tmp_path):
        told = met(start.measure(start.new(tmp_path, publishings=3), rounds=1))
        assert told["resident after 200 requests"] > told["resident after the first answer"] / 2

    def test_the_child_of_the_bench_asks_for_a_person(self, cambodia):
        keys, views = path.child(path.world())
        assert len(keys) == path.TURNS
        assert {web.STEP, web.CALL} <= {view.node for view in views}
        assert next(view for view in views if view.node == web.CALL).contacts

    def test_without_node_the_peer_is_left_out(self, monkeypatch):
        monkeypatch.setenv("PATH", "")
        assert floip.measure() == "node and npm are not here"


class TestPage:
    @pytest.mark.parametrize(
        ("value", "more", "verdict"),
        [
            (9, False, "aim"),
            (15, False, "bar"),
            (25, False, "missed"),
            (5, True, "missed"),
            (None, True, "not measured here"),
        ],
    )
    def test_a_figure_is_held_against_the_harder_limit_it_meets(self, value, more, verdict):
        limits = {"bar": 20, "aim": 30} if more else {"bar": 20, "aim": 10}
        assert figures.Figure("f", value, "s", more=more, **limits).verdict() == verdict

    def test_a_figure_without_a_bar_is_only_told(self):
        assert figures.Figure("f", 3).verdict() == ""

    def test_every_figure_is_a_row(self):
        section = figures.Section("Title", "How.")
        section.add("speed", 12345.6, "x", bar=10_000, more=True, note="why")
        text = figures.page(["* a machine"], [section])
        assert "| speed | 12,346 x | ≥ 10,000 x |  | bar | why |" in text
        assert text.endswith("|\n")

    def test_chunks_of_an_answer_are_put_together(self):
        assert b"".join(server._chunks(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")) == b"abcde"

    def test_cpu_is_counted_for_each(self):
        told = clock.each(
            {"short": lambda: sum(range(10)), "long": lambda: sum(range(10_000))}, clock.Effort(3, 0.002)
        )
        assert 0 < told["short"] < told["long"]


@pytest.mark.django_db(databases=["default", "keys"])
def test_keys_are_measured(monkeypatch):
    from bench import vault
    from kapea.vault import passphrases

    monkeypatch.setattr(passphrases, "KEY_COST", passphrases.Cost(8, 1, 1))
    figures_ = met(vault.measure(clock.TINY, many=3))
    assert "3 records for a new supervisor" in figures_


def test_agreement_is_measured_over_figures_that_are_there():
    told = met(agreement.measure(clock.TINY, sessions=20))
    assert {"2,000 segments, coded blocks", "an interval, 1,000 rounds over 20 sessions"} <= set(told)
    figures_ = coder_agreement(agreement.coded_texts(20), agreement.CODES, AgreementBasis.CODED_BLOCKS)
    assert isinstance(agreement_interval(figures_[-1], lambda below: below - 1, rounds=1), AgreementInterval)


@pytest.mark.usefixtures("site", "outside")
@pytest.mark.django_db(databases=["default", "keys"])
def test_lists_of_many_cases_are_measured():
    from bench import cases

    figures_ = met(cases.measure(clock.TINY, many=20))
    assert len(figures_) == 2 * len(cases.PAGES) + 2


@pytest.mark.usefixtures("site")
@pytest.mark.django_db(databases=["default", "keys"])
def test_a_large_directory_is_measured():
    from bench import directory

    assert len(met(directory.measure(clock.TINY, many=400))) == 4


@pytest.mark.usefixtures("site", "outside")
@pytest.mark.django_db(databases=["default", "keys"])
def test_sign_in_and_pages_of_staff_are_measured():
    from bench import staff

    figures_ = met(staff.measure(clock.TINY))
    assert {"signing in, both steps", "page office/people"} <= set(figures_)
    assert sum("with the gate, without it" in name for name in figures_) == 2
