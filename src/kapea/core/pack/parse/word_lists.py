"""Word lists of one language, which the checker reads every view against."""

from __future__ import annotations

from collections.abc import Iterator

from kapea.core.pack.danger_kinds import KINDS, UNSURE
from kapea.core.pack.model import FlagWords, Lint
from kapea.core.pack.problem import Findings, known_instead
from kapea.core.pack.read.field_readers import placed
from kapea.core.pack.read.yaml_reader import Item, Reader


def parse_lint(item: Item, findings: Findings) -> Lint:
    """`lint/<language>.yaml`: banned words with what to say instead, and lists of phrases."""
    reader = Reader(item, findings, "a word list")
    lint = Lint(
        banned={term: str(inner.value or "") for term, inner in reader.pairs("banned")},
        tells_home=reader.words("tells_home"),
        reveals=reader.words("reveals"),
        legal=reader.words("legal"),
        methods=reader.words("methods"),
        media=reader.words("media"),
        revealing=reader.words("revealing"),
        menus=reader.words("menus"),
        reserved={move: _words(inner) for move, inner in reader.pairs("reserved")},
        advice=_ways_by_kind(reader, "advice", ADVICE, findings),
        protected=_protected(reader),
        kin=reader.words("kin"),
        police=reader.words("police"),
        shames=reader.words("shames"),
        negations=reader.words("negations"),
        negations_alike=reader.words("negations_alike"),
        forbids=reader.words("forbids"),
        otherwise={kind: _reasons(kind, inner, findings) for kind, inner in reader.pairs("otherwise")},
        not_asked=_ways_by_kind(reader, "not_asked", NOT_ASKED, findings),
    )
    reader.done()
    return lint


OTHERWISE = ("no", "forbids", "numbers", "asks", "length", "letters", "advice", "kin", "police")
"""What a good text may say in another way than the checker expects, with a reason."""
IN_ROOMS = ("play", "recount")
"""What a group is not told or asked in a workshop: to play whoever harms, to tell what they went through."""
ADVICE = ("pay", "meet", "confront", "erase", "keep", "hush", "settle", "blame", "promise", *IN_ROOMS)
"""What nobody is told: to pay, to meet or confront whoever hurts, to erase before it is written down, to keep
the picture, to keep silent, to settle it; that it was their doing; what nobody can promise.
"""


OWN_HARM, IDENTIFIES = "own-harm", "identifies"
NOT_ASKED = (OWN_HARM, IDENTIFIES)
"""What no study asks: what was done to whoever answers; what shows who they are, where they live, their phone
or their face.
"""


def _ways_by_kind(
    reader: Reader, key: str, kinds: tuple[str, ...], findings: Findings
) -> dict[str, tuple[str, ...]]:
    """Ways to say each kind of what is not said, written as in `flags/`."""
    item = reader.get(key)
    if item is None:
        return {}
    inner = Reader(item, findings, f"the list `{key}`")
    ways = {kind: _ways(inner, kind, required=False) for kind in kinds}
    inner.done()
    return {kind: each for kind, each in ways.items() if each}


def _protected(reader: Reader) -> dict[str, tuple[str, ...]]:
    """Text ids to ways to say what each must say, all of which must stand there; written as in `flags/`."""
    each = dict(reader.pairs("protected"))
    inner = Reader(Item(each, reader.item.place), reader.findings, "a protected text")
    return {id: _ways(inner, id, required=True) for id in each}


def _reasons(kind: str, item: Item, findings: Findings) -> dict[str, str]:
    """Text ids to why each says it otherwise; one without a reason excuses nothing."""
    if kind not in OTHERWISE or not isinstance(item.value, dict):
        says = f"`otherwise` knows no `{kind}`, or it is not `text: reason`"
        findings.add("P03", item.place, says, "one of " + ", ".join(OTHERWISE))
        return {}
    for id, inner in item.value.items():
        if not isinstance(inner.value, str) or not inner.value.strip():
            findings.add("P02", inner.place, f"{id} has no reason", f"write `{id}: why it says so`")
    return {id: str(inner.value) for id, inner in item.value.items() if inner.value}


def list_place(folder: str, language: str) -> str:
    """The name under which it is kept where a list stands: the nearest file that has it."""
    return f"{folder}/{language}"


def known_kinds(reader: Reader, key: str = "flags") -> Iterator[tuple[str, Item]]:
    """What a journey has under `flags:`, each with a kind of danger that there is; P03 for any other."""
    for kind, item in reader.pairs(key):
        if kind in (*KINDS, UNSURE):
            yield kind, item
        else:
            mend = known_instead(kind, KINDS, KINDS)
            reader.findings.add("P03", item.place, f"no kind of danger “{kind}”", mend)


def parse_flags(item: Item, findings: Findings) -> FlagWords:
    """`flags/<language>.yaml`: ways to write that there is danger, by kind, and what only looks so."""
    reader = Reader(item, findings, "a list of danger words")
    kinds = {kind: _ways(reader, kind, required=True) for kind in KINDS}
    alike = _ways(reader, "alike", required=False)
    reader.done()
    return FlagWords(kinds, alike)


def _ways(reader: Reader, key: str, *, required: bool) -> tuple[str, ...]:
    """Ways of writing. One that cannot be searched for must not wait for the first who types something."""
    ways = placed(reader, key, required=required)
    for way, place in ways:
        if fault := _unsearchable(way):
            says = f"“{way}” cannot be searched for: {fault}"
            reader.findings.add("P03", place, says, "write (one|other), each bracket closed")
    return tuple(way for way, _ in ways)


def _unsearchable(way: str) -> str:
    """What is wrong with a way of writing; empty: nothing."""
    open_, has_letter = 0, False
    for sign in f"{way}|":
        open_ += (sign == "(") - (sign == ")")
        if open_ < 0:
            return "a bracket closes that was not opened"
        has_letter = has_letter or sign.isalnum()
        if sign == "|" and not open_:
            if not has_letter:
                return "there are no letters in it, or beside a `|`"
            has_letter = False
    return "a bracket is not closed" if open_ else ""


def _words(item: Item) -> tuple[str, ...]:
    values = item.value if isinstance(item.value, list) else [item]
    return tuple(str(v.value).casefold() for v in values)
