"""Whatever an action changes is in the trail: an action that saves something also records it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "kapea"
MODULES = ("actions", "upgrade")
"""Modules in which staff's acts are written, by the name of the file; `actions_…` too."""
NO_STAFF = {
    "guide": "a visitor's own conversation, and totals: nobody's act is in it, and nothing may be",
    "outbox": "what was received and what waits: nobody's act is in it, and nothing may be",
    "audit": "it is the trail",
}
"""Rooms whose actions leave no row, and why."""
UNRECORDED: dict[str, str] = {
    "people.change_language": "the language of the pages that somebody reads concerns nobody else"
}
"""Actions of other rooms that leave none, as `room.function`, and why."""
SAVES = {
    "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete", "save",
}  # fmt: skip
RECORDS = {"record", "record_readings", "record_in_study", "change_study", "change_session"}
"""The last three are of studies: whatever is done in one goes through them."""


def calls(function: ast.FunctionDef) -> Iterator[str]:
    """What is called in a function, by name; what saves rows of a database as `saves`."""
    rows = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and ".objects" in ast.unparse(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for each in ast.walk(function):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute):
            on = ast.unparse(each.func.value)
            of_rows = ".objects" in on or on in rows or each.func.attr == "save"
            yield "saves" if of_rows and each.func.attr in SAVES else each.func.attr
        elif isinstance(each, ast.Call) and isinstance(each.func, ast.Name):
            yield each.func.id


def reached(name: str, functions: dict[str, ast.FunctionDef]) -> set[str]:
    """What is called in a function, and in those of its module that it calls."""
    waiting, done = [name], set[str]()
    while waiting:
        if (now := waiting.pop()) not in done and now in functions:
            waiting.extend(calls(functions[now]))
        done.add(now)
    return done


def silent(source: str) -> set[str]:
    """The public functions of a module that save something and record nothing."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    public = {name: reached(name, functions) for name in functions if not name.startswith("_")}
    return {name for name, called in public.items() if "saves" in called and not RECORDS & called}


def sources() -> list[Path]:
    """Where actions of staff are written."""
    return sorted(
        path
        for path in SOURCE.glob("*/*.py")
        if path.stem.split("_")[0] in MODULES and path.parent.name not in NO_STAFF
    )


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_an_action_that_saves_something_records_it(path):
    quiet = {f"{path.parent.name}.{name}" for name in silent(path.read_text(encoding="utf-8"))}
    assert quiet - set(UNRECORDED) == set(), "record it, or say in UNRECORDED why not"


def test_publishing_is_among_them():
    assert SOURCE / "content" / "actions.py" in sources()
    assert SOURCE / "content" / "upgrade.py" in sources()


RECORDED = """
def publish(*, by, at):
    _store(at)
    audit.record(action="content.publish", subject="x", by=by, at=at)

def _store(at):
    StoredRelease.objects.create(at=at)

def look():
    seen = set()
    seen.update({1})
    return Live.objects.filter(pack="x").first()
"""


@pytest.mark.parametrize(
    "saves",
    [
        "Row.objects.create(a=1)",
        "Row.objects.filter(a=1).update(a=2)",
        "rows = Row.objects.filter(a=1)\n    rows.delete()",
        "row.save()",
        "_store(1)",
    ],
)
def test_one_that_saves_and_says_nothing_is_found(saves):
    assert silent(RECORDED) == set()
    assert silent(f"{RECORDED}\ndef quiet(row):\n    {saves}\n") == {"quiet"}
