"""Every screen for when nobody answered, of every country, person, danger, hour: another number is first."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec.structs import replace
from tests.packs import AT, COUNTRIES, world

from kapea.core.checker.contacts_by_hour import differing
from kapea.core.dialogue.contacts import contacts_at, types_at
from kapea.core.directory.next_lines import first_line, is_line
from kapea.core.directory.phones import digits
from kapea.core.directory.reasons import JUST_TRIED

READ = ("who", "band", "situation", "danger", "home", "power")
"""Facts that may decide who is named."""


def cases(country):
    """Each next view once for every list of kinds and every person it may be shown to, at every hour."""
    here = world(country)
    known, hours = set(), differing(here.directory, on=AT.date())
    for node in here.release.nodes:
        if node.contacts is None or not node.contacts.next:
            continue
        for facts in people(here):
            person = tuple(facts[at] for at in (here.who, here.band, here.home, here.power))
            key = (node.id, types_at(here, node, facts), person)
            if key[1] and key not in known:
                known.add(key)
                yield from ((here, node, facts, at) for at in hours)


def people(here):
    """Every combination of what may decide who is named; what else is known is where it starts."""
    at = [n for n, fact in enumerate(here.facts) if fact.name in READ]
    for values in product(*(here.facts[n].values for n in at)):
        facts = here.fresh
        for n, value in zip(at, values, strict=True):
            facts = facts[:n] + here.facts[n].code(value) + facts[n + 1 :]
        yield facts


def tried_before(here, node, facts, at):
    """The number that the view before named first: the same node, for whoever has not tried yet."""
    untried = replace(node, contacts=replace(node.contacts, next=False, prefer=""))
    return first_line(contacts_at(here, untried, facts, here.release.default_language, at=at))


@pytest.mark.parametrize("country", COUNTRIES)
def test_nobody_answered_leads_with_a_number_that_was_not_just_tried(country):
    seen = 0
    for here, node, facts, at in cases(country):
        shown = contacts_at(here, node, facts, here.release.default_language, at=at)
        tried = tried_before(here, node, facts, at)
        assert shown
        assert is_line(shown[0]), (node.id, shown[0].service.id)
        if tried is not None:
            assert digits(shown[0].phone.number) != digits(tried.phone.number), (node.id, facts)
            assert [m.service.id for m in shown if JUST_TRIED in m.reasons] == [tried.service.id]
        kinds = [is_line(m) for m in shown]
        assert kinds == sorted(kinds, reverse=True)
        assert not any(m.open == "closed" for m in shown[:1])
        seen += 1
    assert seen > 100
