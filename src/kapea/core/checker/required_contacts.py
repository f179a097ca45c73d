"""K05 and K06, node by node: people are named where one is told to call, asked about a danger, or in one.

That a person is two inputs away says nothing about the screen that says “you can call now”: help now is an
input everywhere. So some kinds of nodes name somebody themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kapea.core.checker.context import CheckContext
from kapea.core.checker.red_contacts import wrongly_named
from kapea.core.checker.triage import named_sets, shows
from kapea.core.pack.model import Node
from kapea.core.pack.problem import ASKED_SINCE, NOBODY, Problem

CALLED = re.compile(r"help\.(first|now|call|say|red|flag-)")
"""Nodes of the help journey that name somebody, by how they are called."""
COUNTED = ("referred", "red")
MEND = "write `contacts: now`, `danger`, `situation` or a list of types at this node"


def named_where_called(case: CheckContext) -> Iterator[Problem]:
    """K05."""
    for n, node in enumerate(case.release.nodes):
        if node.contacts is None and (why := _must_name(case, n, node)):
            says = f"{node.id} names nobody, and {why}"
            yield case.problem("K05", case.node_at(node.id), says, MEND, reason=ASKED_SINCE)


def _must_name(case: CheckContext, n: int, node: Node) -> str:
    """Why a node must name somebody itself; empty where it need not."""
    help_ = case.release.journeys["help"]
    if n == help_.start:
        return "it is the first view: every page that fails shows its people"
    if n in (case.world.help, help_.morning):
        return "help now, or a night that nobody answered in, leads here"
    if n in help_.flags.values():
        return "what is typed about a danger leads here"
    if node.count in COUNTED or shows(node, "say"):
        return "one is told to call here, or is in danger"
    return "one calls here, or is in danger" if CALLED.match(node.id) else ""


def right_where_asked(case: CheckContext) -> Iterator[Problem]:
    """K06. Where typed words lead, whoever is right for the danger asked about comes first already."""
    for at in sorted(set(case.release.journeys["help"].flags.values())):
        node, here = case.release.nodes[at], case.seen.reached.get(at, -1)
        if here < 0 or node.kind != "yesno" or node.contacts is None:
            continue
        danger = next((d for c in node.choices if (d := named_sets(case, c).get("danger", ""))), "")
        if says := next(
            (s for each in case.people.at(here) if (s := wrongly_named(each, danger, False))), ""
        ):
            mend = "let `contacts:` here begin with who is right for the danger it asks about"
            yield case.problem("K06", case.node_at(node.id), says, mend, at=here, reason=NOBODY)
