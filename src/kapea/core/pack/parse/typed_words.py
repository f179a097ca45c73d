"""Where a journey leads typed words: to a question about each danger, or to what they may tell of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kapea.core.pack.parse.word_lists import known_kinds
from kapea.core.pack.problem import Place, known_instead
from kapea.core.pack.read.yaml_reader import Reader
from kapea.core.pack.walk_model import Fact


@dataclass(frozen=True, slots=True)
class TypedWords:
    """As `Journey` has them: `flags`, `heard`, and `flag_situations` as `called`; where each flag stands."""

    flags: Mapping[str, int]
    heard: int
    called: Mapping[str, str]
    places: Mapping[str, Place]


def flag_place(journey: str, kind: str) -> str:
    """The name under which it is kept where a journey says what a kind of danger leads to."""
    return f"flag {journey} {kind}"


def read_typed_words(
    reader: Reader, target: Callable[[str, Place], int], facts: Sequence[Fact], journey: str
) -> TypedWords:
    """Those of a journey. `target` finds the node of a name."""
    found = list(known_kinds(reader))
    flags = {kind: target(str(item.value), item.place) for kind, item in found}
    heard = target(reader.text("heard"), reader.item.place) if reader.has("heard") else -1
    places = {flag_place(journey, kind): item.place for kind, item in found}
    return TypedWords(flags, heard, _called(reader, facts), places)


def _called(reader: Reader, facts: Sequence[Fact]) -> dict[str, str]:
    """Kinds of danger, and the situation that is called after each."""
    situations = next((fact.values for fact in facts if fact.name == "situation"), ())
    out = {}
    for kind, item in known_kinds(reader, "flag_situations"):
        out[kind] = str(item.value)
        if out[kind] not in situations:
            mend = known_instead(out[kind], situations, situations)
            reader.findings.add("P04", item.place, f"no situation is called `{out[kind]}`", mend)
    return out
