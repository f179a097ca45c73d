"""Runs every property over one exploration."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import msgspec

from kapea.core.checker import (
    advice,
    asked_about,
    clocks,
    consent,
    danger_words,
    demands,
    door_fit,
    duty_cards,
    global_moves,
    heard_words,
    instruments,
    languages,
    learning,
    near_people,
    performed,
    phrasebooks,
    protected,
    reachability,
    red_contacts,
    required_contacts,
    retention,
    screen_words,
    services,
    shown_words,
    situations,
    step_order,
    translations,
    triage,
    unfinished_pack,
    unsourced_facts,
    upkeep,
    ways_in_danger,
    web_addresses_in_words,
    word_lists,
    wording,
    workshops,
)
from kapea.core.checker import release_gate as gate
from kapea.core.checker.context import CheckContext, Property
from kapea.core.checker.explore import TooMany, explore
from kapea.core.checker.properties_memory import found_nothing
from kapea.core.checker.report import Report, in_order
from kapea.core.checker.walk_memory import Memory, explored
from kapea.core.dialogue.turn import MAX_MISSES
from kapea.core.dialogue.world import World
from kapea.core.pack.build import Built
from kapea.core.pack.model import Release
from kapea.core.pack.parse.journeys import EFFECTS
from kapea.core.pack.problem import Place, Problem
from kapea.core.understanding.flags import FlagsWhenAsked

EVERY: tuple[Property, ...] = (
    reachability.reached,
    reachability.answered,
    reachability.bounded,
    global_moves.one_input,
    global_moves.near,
    required_contacts.named_where_called,
    required_contacts.right_where_asked,
    red_contacts.first_in_red,
    red_contacts.still_led,
    red_contacts.honest_first,
    asked_about.asked_about,
    asked_about.asked_in_words,
    consent.consented,
    triage.wired,
    triage.in_time,
    triage.until_morning,
    demands.asked_for,
    demands.body_of_no_child,
    ways_in_danger.worst_night,
    ways_in_danger.lines_again,
    ways_in_danger.each_danger_now,
    near_people.next_can_be_dialled,
    near_people.near_only_if_asked,
    ways_in_danger.power_before_danger,
    ways_in_danger.power_is_kept,
    wording.no_media,
    wording.home_is_unsafe,
    wording.no_kin,
    situations.situations_complete,
    wording.seemly,
    door_fit.messages_fit,
    door_fit.contacts_fit,
    languages.translations_complete,
    languages.media_listed,
    services.always_someone,
    phrasebooks.both_to_call,
    wording.lawful,
    upkeep.sourced,
    duty_cards.duties_sourced,
    duty_cards.duties_claim_no_more,
    duty_cards.duties_translated,
    duty_cards.duties_seemly,
    retention.retention_sourced,
    clocks.clocks_sourced,
    clocks.clocks_there,
    unsourced_facts.numbers,
    phrasebooks.no_other_number,
    unsourced_facts.menu_places,
    web_addresses_in_words.no_addresses,
    upkeep.neutral,
    consent.safe_contact,
    wording.discreet,
    wording.short,
    protected.small_words_are_there,
    protected.says_what_it_must,
    shown_words.others_are_seemly,
    advice.unwise,
    advice.no_police_for_dying,
    step_order.written_before_gone,
    translations.translations_agree,
    screen_words.typed_as_shown,
    screen_words.braces_filled,
    word_lists.lists_long_enough,
    danger_words.typed_leads_there,
    heard_words.typed_leads_to_people,
    heard_words.heard_well_enough,
    learning.reactions_tagged,
    learning.shames_nobody,
    learning.words_to_keep,
    workshops.plans_whole,
    workshops.measures_asked_fairly,
    workshops.rooms_ask_in_place,
    workshops.no_kin_in_class,
    workshops.rooms_shame_nobody,
    instruments.no_own_harm_asked,
    instruments.instruments_fit,
)


def check(
    built: Built,
    *,
    on: date,
    live: bool = False,
    performs: Collection[str] = frozenset(EFFECTS),
    memory: Memory | None = None,
) -> Report:
    """Checks a built pack as of a day. `live` adds what a pack needs before it may meet anybody, and is
    always asked of one that says `live = true`.

    `performs` names the kinds of effects that something performs where the pack will be served. `memory`
    spares a walk that it has, and properties of which it has that they find nothing whatever the words are;
    without one everything is walked and asked.
    """
    release = built.release
    if release is None:
        return Report("a pack that does not read", in_order(built.problems), live=live)
    live = live or release.live  # what says that it is live is held to it, whoever asks
    if (missing := _cannot_walk(release)) is not None:
        return Report(release.id, in_order((*built.problems, missing)), live=live)
    try:
        unheard = msgspec.structs.replace(release, hearing=None)  # whatever is heard, it is all walked
        world = World(unheard, flags=FlagsWhenAsked(release.flags.values()))
        graph = explore(world) if memory is None else explored(world, memory)
    except TooMany:
        return Report(release.id, in_order((*built.problems, _too_many(release))), live=live)
    case = CheckContext(built.places, release, graph, on=on, live=live)
    found = [*built.problems, *performed.effects_performed(case, performs)]
    nothing = found_nothing(case, EVERY, memory) if memory is not None else frozenset()
    for holds in (*EVERY, *((gate.gate,) if live else ())):
        found += holds(case) if holds not in nothing else ()
    if not built.begun:
        return _report(case, found)
    told, waiting = (found, ()) if live else unfinished_pack.softened(found, release.id)
    return replace(_report(case, told), begun=True, waiting=waiting)


def _report(case: CheckContext, found: list[Problem]) -> Report:
    graph = case.graph
    return Report(
        pack=case.release.id,
        problems=in_order(found),
        places=len(graph.places),
        states=len(graph.places) * (MAX_MISSES + 1),
        transitions=sum(len(to) for to in graph.edges),
        views=len(graph.seen),
        hours=len(case.people.hours),
        live=case.live,
        release=case.release.hash,
        rests=word_lists.sizes(case.release),
    )


def _cannot_walk(release: Release) -> Problem | None:
    """The engine itself needs a help journey, and the facts of who and what."""
    place = Place(f"{release.id}/journeys/help.yaml")
    if "help" not in release.journeys:
        return Problem("K01", place, "there is no help journey", "write journeys/help.yaml")
    lacking = {"who", "situation", "level", "danger", "home", "band"} - {f.name for f in release.facts}
    if lacking:
        return Problem(
            "K01", place, f"no journey declares {', '.join(sorted(lacking))}", "write them under facts:"
        )
    return None


def _too_many(release: Release) -> Problem:
    says = "there are more states than can be explored, so nothing is proved"
    return Problem("K03", Place(f"{release.id}/journeys/help.yaml"), says, "use fewer facts, or fewer values")
