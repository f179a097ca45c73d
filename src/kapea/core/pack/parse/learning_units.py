"""Lessons, stories and practice conversations: journeys whose `learn:` says what they are.

What all of a kind have in common is written once, here: a lesson asks who learns, and how old the child is;
each leads on to the next of its kind; lists of them are answers of a node. So one more is one file more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kapea.core.learning.progress_code import MOST_LESSONS
from kapea.core.pack.model import UNIT_KINDS, LearningUnit, Node, units_in_order
from kapea.core.pack.parse.situations import BANDS
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.field_readers import count, place_of, placed
from kapea.core.pack.read.yaml_reader import Item, Reader, as_item

LESSON, STORY, PRACTICE = UNIT_KINDS
MENU, LIST_NODES = "learn", {LESSON: "lessons", STORY: "stories", PRACTICE: "practices"}
"""The journey that offers them all, and its nodes that list each kind; of stories one for each age."""
MOST_UNITS = 60
MOST_MINUTES = 10
LEARNERS = {
    "parent": "who-caregiver",
    "father": "father",
    "grandparent": "elder",
    "disability": "hands-talk",
    "away": "away-call",
    "co-parents": "co-parents",
}
"""Who learns, and the drawing of each; the first is for everybody else too."""
BAND_PICTURES = dict(zip(BANDS, ("age-small", "age-middle", "age-big"), strict=True))
BAND, LEARNER, BEFORE, DONE = "band", "learner", "before", "done"
"""Nodes that every lesson has, of the same names; all kinds have the last."""
REAL = "word.learn-real"
"""Said at every end: help is near, should this be real."""
HONEST = ["help.machine", "help.not-kept"]
"""Said before anything is asked."""
FACTS = {BAND: ["none", *BANDS], LEARNER: ["unasked", *LEARNERS]}


def read_units(journeys: Mapping[str, Item], findings: Findings) -> dict[str, LearningUnit]:
    """What each journey with a `learn:` teaches, by journey, in the order of kinds and numbers."""
    found: dict[str, LearningUnit] = {}
    taken: dict[tuple[str, int], str] = {}
    for name, item in journeys.items():
        if not isinstance(item.value, dict) or "learn" not in item.value:
            continue
        unit = found[name] = _unit(name, item, findings)
        if (other := taken.setdefault((unit.kind, unit.number), name)) != name:
            says = f"{unit.kind} {unit.number} is {other} already"
            findings.add("P07", item.value["learn"].place, says, "choose the next free number")
    return units_in_order(found)


def _unit(name: str, journey: Item, findings: Findings) -> LearningUnit:
    reader = Reader(journey.value["learn"], findings, "`learn`")
    kind = reader.one_of("kind", UNIT_KINDS, PRACTICE)
    texts = journey.value["texts"].value if "texts" in journey.value else {}
    is_lesson = kind == LESSON
    after = _after(reader) if is_lesson else ()
    unit = LearningUnit(
        kind=kind,
        number=count(reader, "number", MOST_LESSONS if is_lesson else MOST_UNITS),
        minutes=count(reader, "minutes", MOST_MINUTES),
        title=_text(name, "title", texts, reader),
        able=_text(name, "able", texts, reader),
        picture=reader.text("picture", required=True),
        band=reader.one_of("band", BANDS, BANDS[0]) if kind == STORY else "",
        start=f"{name}.{(BEFORE if after else BAND) if is_lesson else _value(journey, 'start')}",
        after=after,
        always=is_lesson and reader.flag("always"),
        nudge=_text(name, "nudge", texts, reader) if is_lesson else "",
        wall=_text(name, "wall", texts, reader) if is_lesson else "",
    )
    reader.done()
    return unit


def _text(journey: str, key: str, texts: Mapping[str, Item], reader: Reader) -> str:
    """The id of the text that a key names, else of the one that is called so; it stands in the journey."""
    word = reader.text(key, key)
    if word not in texts:
        place = place_of(reader, key)
        reader.findings.add("K01", place, f"{journey} has no text “{word}”", "add it under texts:")
    return f"{journey}.{word}"


def _after(reader: Reader) -> tuple[int, ...]:
    out = []
    for word, place in placed(reader, "after"):
        if word.isdecimal() and 0 < int(word[:3]) <= MOST_LESSONS:
            out.append(int(word))
        else:
            reader.findings.add("P03", place, f"`after: {word}` is no lesson", "numbers of lessons: [2, 3]")
    return tuple(out)


def lines_for_paper(
    units: Mapping[str, LearningUnit], nodes: Sequence[Node]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """One text of each and its drawing, by kind: what a lesson has for the wall; the first words to keep of a
    practice.
    """
    lines: dict[str, list[tuple[str, str]]] = {LESSON: [], PRACTICE: []}
    for id, unit in units.items():
        text = unit.wall if unit.kind == LESSON else _first_words(id, nodes)
        if unit.kind in lines and text:
            lines[unit.kind].append((text, unit.picture))
    return {kind: tuple(each) for kind, each in lines.items() if each}


def _first_words(journey: str, nodes: Sequence[Node]) -> str:
    """The first text of a journey's words to keep, in the wording that is for everybody; empty: none."""
    for node in nodes:
        if node.journey == journey and node.words_to_keep:
            shown = next((show.line for show in node.show if show.line is not None), None)
            return shown.say[-1].text if shown is not None and shown.say else ""
    return ""


# --- the nodes that all of a kind have -------------------------------------------------------


def expanded(journeys: Mapping[str, Item], units: Mapping[str, LearningUnit]) -> dict[str, Item]:
    """The journeys, with the nodes that each kind has in common, and lists in place of `each`."""
    made = {name: _listing(item, units) for name, item in journeys.items()}
    return made | {name: _completed(made, name, units) for name in units}


def _completed(journeys: Mapping[str, Item], name: str, units: Mapping[str, LearningUnit]) -> Item:
    journey = journeys[name]
    if not isinstance(_value(journey, "nodes"), dict):
        return journey  # without nodes of its own, it is said of the journey
    unit, place = units[name], journey.value["learn"].place
    value = {key: item for key, item in journey.value.items() if key != "learn"}
    start, nodes = str(_value(journey, "start")), {DONE: _done(journeys, unit, units)}
    if unit.kind == LESSON:
        nodes |= _opening(unit, start, units)
        facts = value["facts"].value if "facts" in value else {}
        value["facts"] = Item({**as_item(FACTS, place).value, **facts}, place)
        value["start"] = as_item(unit.start.partition(".")[2], place)
    made = {id: as_item(node, place) for id, node in nodes.items()}
    value["nodes"] = Item(made | value["nodes"].value, value["nodes"].place)
    return Item(value, journey.place)


def _opening(unit: LearningUnit, start: str, units: Mapping[str, LearningUnit]) -> dict[str, Any]:
    """Who learns, and of which child; asked once, and known in the next lesson. What better comes first."""
    nodes = {
        BAND: {
            "only": {BAND: "none"},
            "else": LEARNER,
            "picture": "ages",
            "show": HONEST,
            "ask": "word.learn-band",
            "about": "band",
            "choices": [
                {"say": f"word.learn-{band}", "picture": picture, "set": {BAND: band}, "to": LEARNER}
                for band, picture in BAND_PICTURES.items()
            ],
        },
        LEARNER: {
            "only": {LEARNER: "unasked"},
            "else": start,
            "picture": "point-cards",
            "ask": "word.learn-who",
            "about": "who",
            "choices": [
                {"say": f"word.learn-{who}", "picture": picture, "set": {LEARNER: who}, "to": start}
                for who, picture in LEARNERS.items()
            ],
        },
    }
    first = [_way(other) for other in units.values() if other.kind == LESSON and other.number in unit.after]
    if unit.after:
        go_on = {"say": "word.learn-know-these", "picture": "go-on", "to": BAND}
        nodes[BEFORE] = {"picture": "stairs", "show": ["word.learn-before"], "choices": [*first, go_on]}
    return nodes


def _done(
    journeys: Mapping[str, Item], unit: LearningUnit, units: Mapping[str, LearningUnit]
) -> dict[str, Any]:
    """Where a way through ends: the next of the kind, all of them, once more, help."""
    says = [f"word.learn-end-{unit.kind}", REAL]
    again = {"say": "word.learn-again", "picture": "start-again", "to": unit.start}
    ways = [*_next(unit, units), *_always(unit, units), *_all(journeys, unit), again, *_help(journeys)]
    finishes = {"finishes": unit.number} if unit.kind == LESSON else {}
    return {"picture": "heart-hands", "show": says, "choices": ways, **finishes}


def _next(unit: LearningUnit, units: Mapping[str, LearningUnit]) -> list[dict[str, Any]]:
    """The way to the next of the kind, and for the same age: of a lesson past what it says comes first."""
    for name, other in units.items():
        if (other.kind, other.band) == (unit.kind, unit.band) and other.number > unit.number:
            to = f"{name}.{BAND}" if other.kind == LESSON else other.start
            return [{"say": f"word.learn-next-{unit.kind}", "picture": "go-on", "to": to}]
    return []


def _always(unit: LearningUnit, units: Mapping[str, LearningUnit]) -> list[dict[str, Any]]:
    """From each lesson the ways to those that nobody should have to look for."""
    if unit.kind != LESSON:
        return []
    return [_way(other) for other in units.values() if other.always and other != unit]


def _all(journeys: Mapping[str, Item], unit: LearningUnit) -> list[dict[str, Any]]:
    if MENU not in journeys:
        return []
    to = f"{MENU}.{LIST_NODES[unit.kind]}" + (f"-{unit.band}" if unit.band else "")
    return [{"say": "word.learn-all", "picture": "point-cards", "to": to}]


def _help(journeys: Mapping[str, Item]) -> list[dict[str, Any]]:
    """The red tile, where the pack says what it is: somebody may have come here because it is real."""
    node = _value(journeys["help"], "help") if "help" in journeys else None
    return [{"say": "word.help", "picture": "hand", "to": f"help.{node}"}] if node is not None else []


def _listing(journey: Item, units: Mapping[str, LearningUnit]) -> Item:
    """A journey whose nodes with `each: lesson`, or another kind, have an answer for each of them."""
    nodes = _value(journey, "nodes")
    if not isinstance(nodes, dict):
        return journey
    made = {id: _list_node(node, units) for id, node in nodes.items() if _value(node, "each") in UNIT_KINDS}
    if not made:
        return journey
    return Item(journey.value | {"nodes": Item(nodes | made, journey.value["nodes"].place)}, journey.place)


def _list_node(node: Item, units: Mapping[str, LearningUnit]) -> Item:
    kind, band = _value(node, "each"), _value(node, "band")
    ways = [_way(unit) for unit in units.values() if unit.kind == kind and band in (None, unit.band)]
    kept = {key: item for key, item in node.value.items() if key not in ("each", "band")}
    own = kept["choices"].value if "choices" in kept else []
    return Item(kept | {"choices": Item([*as_item(ways, node.place).value, *own], node.place)}, node.place)


def _way(unit: LearningUnit) -> dict[str, Any]:
    """By the node where it begins: a journey and a node beside the answer may have one name."""
    return {"say": unit.title, "picture": unit.picture, "to": unit.start}


def _value(item: Item, key: str) -> Any:
    inner = item.value.get(key) if isinstance(item.value, dict) else None
    return inner.value if inner is not None else None
