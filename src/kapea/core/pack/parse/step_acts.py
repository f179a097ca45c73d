"""What a step makes the person do, from a closed list: so the checker can tell *block* from *write it down*,
and a journey can offer another way wherever a step sends somebody to a person.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kapea.core.pack.model import Mark, Say
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.read.yaml_reader import Item, Reader

ACTS = (
    "tell",
    "stay",
    "leave",
    "wait",
    "stop",
    "write",
    "block",
    "report",
    "call",
    "say",
    "settings",
    "look",
    "keep",
    "care",
    "rest",
)
"""Everything a step may make somebody do; `docs/writing-a-pack.md` says what each means."""
KEY = "act"


def say_step(texts: Texts, id: str, step: Reader, do: Item) -> Say:
    """The wordings of a step, each marked with what it makes the person do.

    `act:` beside `do:` is for every wording with none of its own. A step without is P02, another verb P03.
    """
    of_step = _known(texts, step.get(KEY))
    acts = [_own(texts, item) or of_step for item in _wordings(do)]
    say = texts.say(id, _bare(do))
    for variant, act in zip(say, acts, strict=True):
        texts.marks[variant.text] = msgspec.structs.replace(texts.marks.get(variant.text, Mark()), act=act)
        if not act:
            mend = f"add a line `{KEY}: …` with one or more of {', '.join(ACTS)}"
            place = texts.places[variant.text]
            texts.findings.add("P02", place, "nothing says what this step makes the person do", mend)
    return say


def parts_that_tell(texts: Texts, say: Say, step: str) -> set[str]:
    """`tell.2` where step 2 may send everyone to a person; `tell.2.9-11` where only those of this age.

    Whoever was not asked their age has the first value of `band`: `tell.2.none`.
    """
    at, band = next(((at, fact) for at, fact in enumerate(texts.facts) if fact.name == "band"), (-1, None))
    codes = {age: band.code(age) for age in band.values} if band else {"": ""}
    ages = [age for age, code in codes.items() if any(_marks(texts, say, at, code))]
    return {f"tell.{step}"} if len(ages) == len(codes) else {f"tell.{step}.{age}" for age in ages}


def _marks(texts: Texts, say: Say, band: int, code: str) -> Iterator[bool]:
    """Whether each wording tells that one of this age may be shown; none after the first that is for all."""
    for variant in say:
        ages = [clause.codes for clause in variant.when.only if clause.at == band]
        if all(code in codes for codes in ages):
            yield "tell" in texts.marks[variant.text].act
            if len(ages) == len(variant.when.only):
                return


def _one(do: Item) -> bool:
    return not isinstance(do.value, dict) or "say" in do.value


def _wordings(do: Item) -> list[Item]:
    return [do] if _one(do) else list(do.value.values())


def _bare(do: Item) -> Item:
    """`do` as any other text is written: without what it makes somebody do."""
    if not isinstance(do.value, dict):
        return do
    if _one(do):
        return Item({key: value for key, value in do.value.items() if key != KEY}, do.place)
    return Item({selector: _bare(item) for selector, item in do.value.items()}, do.place)


def _own(texts: Texts, wording: Item) -> tuple[str, ...]:
    return _known(texts, wording.value.get(KEY)) if isinstance(wording.value, dict) else ()


def _known(texts: Texts, item: Item | None) -> tuple[str, ...]:
    """The acts written there, in their order."""
    if item is None:
        return ()
    acts = Reader(Item({KEY: item}, item.place), texts.findings, "a step").words(KEY)
    for act in acts:
        if act not in ACTS:
            mend = f"one of {', '.join(ACTS)}; several stand in the order they are done"
            texts.findings.add("P03", item.place, f"`{KEY}` knows no “{act}”", mend)
    return acts
