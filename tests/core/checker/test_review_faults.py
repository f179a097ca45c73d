"""Faults that once passed in silence or under another name, and that no twin of one property plants."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import CATALOGUE, ON, built, catalogue_of, files
from tests.core.checker.twins_of_walks import HELP, S01, S02, SERVICES, Change

from kapea.core.checker import check
from kapea.core.pack.build import build
from kapea.core.pack.problem import Problem

S26, ORANGE = "small/situations/S26.yaml", "level: orange"


def who_wants_to_die(asks: str, level: str) -> list[Problem]:
    """What K22 finds of a situation of whoever may want to die, where the catalogue does not say so."""
    pack = files((S02, "asks: [dying]", asks), (S02, "level: yellow", level))
    pack[S26] = pack.pop("small/situations/S02.yaml").replace(b"S02", b"S26")
    demands = pack["small/catalogue.yaml"].decode().replace("S02:", "S26:").replace("[dying]}}", "[home]}}")
    pack["small/catalogue.yaml"] = demands.encode()
    pack[f"small/{CATALOGUE}"] = catalogue_of(pack).encode()
    return list(check(build(pack, "small"), on=ON).of("K22"))


def test_whoever_may_want_to_die_is_asked_whatever_a_catalogue_says():
    assert who_wants_to_die("asks: [dying, home]", ORANGE) == []
    [found] = who_wants_to_die("asks: [home]", ORANGE)
    assert (found.place.file, found.says, found.mend) == (
        S26,
        "S26 for child does not ask: dying",
        "add dying to `asks:`",
    )


@pytest.mark.parametrize("level", ["green", "yellow"])
def test_whoever_may_want_to_die_is_never_a_calm_matter(level: str):
    [found] = who_wants_to_die("asks: [dying, home]", f"level: {level}")
    assert (found.says, found.mend) == (
        f"S26 begins {level}, and orange is the least",
        "write `level: orange`",
    )
    assert found.place.file == S26


BLOCK, NEVER = "blocks/A3.yaml", "blocks/A5.yaml"
RED = "    contacts: danger\n    show:\n"
NAMED = [
    # what was done, the changes, the code, the line it is told at, what is said, how it is mended
    ("a kind of service misspelt", [(S01, "call: [HELPLINE, EMERGENCY]", "call: [HELPLINEE]")],
     "P06", "call: [HELPLINEE]", "`call`: “HELPLINEE” is not known", "HELPLINE"),
    ("a kind of contacts that is none", [(HELP, RED, RED.replace("danger", "dangr"))],
     "P03", "contacts: dangr", "`contacts: dangr` is not known", "one of now, danger, situation"),
    ("a service type that nobody has", [(HELP, RED, RED.replace("danger", "[NOBODYS]"))],
     "P06", "contacts: [NOBODYS]", "“NOBODYS” is not known", "EMERGENCY"),
    ("a number in a text whose id ends like an address",
     [(HELP, "  end-lead: You", "  shop.address: Call 1999 there.\n  end-lead: You"),
      (HELP, "show: [end-lead]", "show: [end-lead, shop.address]")],
     "K18", "shop.address: Call 1999 there.", "“1999” is the number of no service", "services/"),
    ("a banned word in what a service does", [(SERVICES, "Listens to you.", "Helps the stupid.")],
     "K12", "does: Helps the stupid.", "“stupid” is never said", "leave it out"),
    ("what a child told, in a block", [(NEVER, "Do not pay or bargain.", "Your child told us.")],
     "K21", "pay: {child: Do not pay., any: Your child told us.}", "an adult may read", "learns nothing"),
    ("those at home, in a block", [(BLOCK, "Their name there.", "Tell your mother.")],
     "K10", "profile: Tell your mother.", "this says to tell those at home", "home=safe"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "changes", "code", "line", "says", "mend"), NAMED, ids=[n[0] for n in NAMED]
)
def test_it_is_told_with_its_own_property_at_its_line_with_its_mend(
    done: str, changes: list[Change], code: str, line: str, says: str, mend: str
):
    found = [p for p in check(built(*changes), on=ON).problems if p.code == code and says in p.says]
    assert found, done
    assert mend in found[0].mend
    lines = files(*changes)[found[0].place.file].decode().splitlines()
    assert lines[found[0].place.line - 1].strip() == line
