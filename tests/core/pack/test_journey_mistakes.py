"""Each mistake in a journey is told at its line, with what is known instead."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import built, released
from tests.core.pack.mistakes import Mistake, assert_told

HELP = "journeys/help.yaml"
REMIND = "journeys/remind.yaml"
FACTS = [
    Mistake("band: [none, 9-11, 12-14]", "band: young", "P02", "band: young", "“band” needs a list", "first"),
    Mistake("band: [none, 9-11, 12-14]", "band: []", "P02", "band: []", "“band” needs a list", "first"),
    Mistake(
        "{rises: [green, yellow, orange, red]}",
        "{rises: green}",
        "P02",
        "rises:",
        "“level” needs a list",
        "first",
    ),
    Mistake(
        "{rises: [green, yellow, orange, red]}", "{rises: }", "P02", "rises:", "“level” needs a list", "first"
    ),
    Mistake("[unknown, safe, unsafe]", "[unknown, safe, safe]", "P03", "home:", "stands here twice", "one"),
    Mistake("home: [unknown,", f"home: [{'u' * 65},", "P03", "home:", "longer than 64", "shorter"),
    Mistake("home: [unknown,", f"home: [unknown, {', '.join(f'v{n}' for n in range(60))},", "P03", "home:",
            "more than 62 values", "two facts"),
]  # fmt: skip
NODES = [
    Mistake("help: now\n", "help: nowhere\n", "K01", "", "“nowhere” leads nowhere", "name a node"),
    Mistake("start: first\n", "", "P02", "journey: help", "no `start`", "add a line"),
    Mistake("start: first\n", "start: frist\n", "K01", "", "“frist” leads nowhere", "name a node"),
    Mistake("  why: {show:", "  why: {shows:", "P04", "shows", "no `shows`", "perhaps `show`"),
    Mistake("    else: q-dying\n", "", "P02", "band:", "no `else`", "else:"),
    Mistake("count: guided", "count: guidde", "P03", "guidde", "guidde", "guided"),
    Mistake("each: situation,", "each: person,", "P03", "each: person", "each: person", "situation"),
    Mistake("ask: band\n", "ask: bnad\n", "K01", "ask: bnad", "no text “bnad”", "texts:"),
    Mistake("show: [situation.evidence]", "show: [evidnce]", "K01", "evidnce", "no text “evidnce”", "texts:"),
    Mistake("show: [situation.evidence]", "show: [block.A9]", "P06", "A9", "no block line “A9”", "blocks/A9"),
    Mistake("show: [situation.evidence]", "show: [block.A3.no]", "P06", "A3.no", "“A3.no”", "blocks/A3.yaml"),
    Mistake(
        "contacts: danger\n    show:\n", "contacts: dagner\n    show:\n", "P03", "dagner", "dagner", "danger"
    ),
    Mistake("show: [next-lead]\n    choices", "show: next-lead\n    choices", "P02", "show:", "a list", "-"),
]
ANSWERS = [
    Mistake("only: {asks: band}", "only: {asks: weather}", "P03", "weather", "“weather” is not", "dying"),
    Mistake("{say: done, to: write}", "{say: doen, to: write}", "K01", "doen", "no text “doen”", "texts:"),
    Mistake("set: {who: child}", "set: {whom: child}", "P03", "whom", "fact “whom”", "facts:"),
    Mistake("set: {who: child}", "set: {who: chid}", "P03", "chid", "no value “chid”", "child"),
    Mistake("set: {who: child}", "set: child", "P02", "set: child", "`set` is a mapping", "{home: safe}"),
    Mistake("only: {has: band.9-11}", "only: band", "P02", "only: band", "a condition is a mapping", "who"),
    Mistake("unless: {who: none}", "unless: {wo: none}", "P03", "wo: none", "fact “wo”", "facts:"),
    Mistake("{say: nobody, to: call-next}", "{say: nobody}", "P02", "{say: nobody}", "no `to`", "add a line"),
    Mistake("{say: nobody, to: call-next}", "{to: call-next}", "P02", "{to: call-next}", "no `say`", "add"),
    Mistake("{say: nobody, to: call-next}", "{say: nobody, to: x}", "K01", "to: x", "“x” leads", "a node"),
    Mistake("minor: true, to: why}", "minor: very, to: why}", "P02", "minor", "true or false", "true"),
    Mistake('    "no": {to: q-home}\n', "", "P02", "q-dying:", "no `no`", "add a line"),
    Mistake("unless: {who: none}, keep: [who]", "unless: {who: none}, keep: [whoo]", "P03", "whoo",
            "“whoo” is not known", "who, band"),
]  # fmt: skip
EFFECTS = [
    Mistake("kind: remind,", "kind: rmeind,", "P03", "rmeind", "rmeind", "remind"),
    Mistake("consent: remind-ok=yes", "consent: remind-ko=yes", "P03", "remind-ko", "“remind-ko”", "facts:"),
    Mistake("consent: remind-ok=yes", "consent: remind-ok=ja", "P03", "=ja", "no value “ja”", "yes"),
    Mistake("{kind: remind,", "{kind: remind, at: noon,", "P04", "noon", "an effect knows no `at`", "kind"),
]


@pytest.mark.parametrize("mistake", FACTS, ids=lambda m: m.says)
def test_a_fact_that_could_not_be_followed_is_told_at_its_line(mistake: Mistake):
    assert_told(HELP, mistake)


@pytest.mark.parametrize("mistake", NODES, ids=lambda m: m.says)
def test_a_node_that_leads_or_shows_nothing_is_told_at_its_line(mistake: Mistake):
    assert_told(HELP, mistake)


@pytest.mark.parametrize("mistake", ANSWERS, ids=lambda m: m.says)
def test_an_answer_that_would_do_something_else_is_told_at_its_line(mistake: Mistake):
    assert_told(HELP, mistake)


@pytest.mark.parametrize("mistake", EFFECTS, ids=lambda m: m.says)
def test_an_effect_without_its_consent_is_told_at_its_line(mistake: Mistake):
    assert_told(REMIND, mistake)


def test_a_fact_means_the_same_in_every_journey():
    twin = built((REMIND, "facts:\n", "facts:\n  home: [unknown, safe]\n"))
    assert [(p.code, p.place.file, p.mend) for p in twin.problems] == [
        ("P03", "small/journeys/remind.yaml", "same values")
    ]


def test_a_text_and_a_node_of_one_name_are_two_things():
    release = released()
    assert release.texts["en"]["help.remind"] == "A reminder"
    assert any(node.journey == "remind" for node in release.nodes)


def test_not_sure_leads_where_yes_leads_and_sets_what_yes_sets():
    release = released()
    for node in (n for n in release.nodes if n.kind == "yesno"):
        yes, no, unsure = node.choices
        assert (yes.key, no.key, unsure.key) == ("yes", "no", "unsure")
        assert (unsure.to, unsure.sets) == (yes.to, yes.sets)


def test_a_name_means_the_node_of_the_own_journey_before_another_journey():
    release = released((REMIND, "start: safe\n", "start: help\n"), (REMIND, "  safe:\n", "  help:\n"))
    assert release.nodes[release.journeys["remind"].start].id == "remind.help"
