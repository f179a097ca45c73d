"""The house keeps its shape: every room is in the layers, the core stays pure, data duties are declared."""

from __future__ import annotations

import ast
import re
import socket
import tomllib
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pytest_socket import SocketConnectBlockedError
from tests.each import for_each

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kapea"
CONTRACTS = {
    c["name"]: c
    for c in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
}
MOST_LINES = 300
NO_WORLD = {"open", "input", "print", "exec", "eval", "__import__"}
"""Built-in functions by which a pure module would reach the world."""
STUBS = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")


def modules(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.py") if "migrations" not in p.parts)


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@cache
def text_of(name: str) -> str:
    return (SOURCE / name).read_text(encoding="utf-8")


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(text_of(name))


def rooms(folder: Path) -> set[str]:
    return {p.parent.name for p in folder.glob("*/__init__.py")}


# --- layers -----------------------------------------------------------------------------


@pytest.mark.parametrize(("contract", "folder"), [("rooms are layered", ""), ("core is layered", "core")])
def test_every_room_has_its_layer(contract, folder):
    layers = {room.strip("()") for layer in CONTRACTS[contract]["layers"] for room in layer.split(" | ")}
    assert rooms(SOURCE / folder) <= layers
    single = {p.stem for p in (SOURCE / folder).glob("*.py")}
    assert layers <= rooms(SOURCE / folder) | single, "a layer names a room that is not there"


def test_every_app_with_models_has_its_modules_layered():
    held = set(CONTRACTS["modules in a room are layered"]["containers"])
    assert {f"kapea.{p.parent.name}" for p in SOURCE.glob("*/models.py")} <= held


# --- a pure core ------------------------------------------------------------------------


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@for_each("name", lambda: map(name_of, modules(SOURCE / "core")))
def test_the_core_reaches_nothing_outside_itself(name):
    tree = tree_of(name)
    forbidden = {
        *CONTRACTS["core is pure"]["forbidden_modules"],
        "socket",
        "subprocess",
        "threading",
        "logging",
    }
    for other in imported(tree):
        assert other.split(".")[0] not in forbidden, f"{name} imports {other}"
        assert not other.startswith("kapea.") or other.startswith("kapea.core."), f"{name} imports {other}"
    called = [n.func for n in ast.walk(tree) if isinstance(n, ast.Call)]
    assert not {f.id for f in called if isinstance(f, ast.Name)} & NO_WORLD
    assert not {f.attr for f in called if isinstance(f, ast.Attribute)} & {"now", "today", "utcnow"}


# --- size and honesty of files -------------------------------------------------------------


@for_each("name", lambda: map(name_of, modules(SOURCE)))
def test_a_file_fits_a_reader(name):
    lines = text_of(name).count("\n")
    assert lines <= MOST_LINES, f"{lines} lines; split it by what it is about"


@for_each("name", lambda: map(name_of, modules(SOURCE)))
def test_a_module_says_what_it_is_for(name):
    assert not text_of(name) or ast.get_docstring(tree_of(name))


def test_nothing_is_left_for_later():
    kinds = {".py", ".html", ".css", ".js", ".sh", ""}
    left = {
        f"{name_of(path)}: {found.group()}"
        for path in SOURCE.rglob("*")
        if path.is_file() and path.suffix in kinds and "__pycache__" not in path.parts
        for found in STUBS.finditer(path.read_text(encoding="utf-8"))
    }
    assert not left


# --- nothing is passed over in silence ---------------------------------------------------


def test_no_test_stands_aside():
    """A test that is skipped proves nothing, and nobody notices."""
    ways = re.compile(
        "|".join(("pytest" + r"\.skip", "import" + "orskip", r"mark\.(skip|xfail)", "skip" + "if"))
    )
    found = [str(p) for p in (ROOT / "tests").rglob("*.py") if ways.search(p.read_text(encoding="utf-8"))]
    assert found == []


# --- no way out -----------------------------------------------------------------------------


def test_a_test_cannot_reach_the_network():
    """192.0.2.1 is nobody's: an address kept for examples. The attempt must be refused before it leaves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the refusal also warns
        with pytest.raises(SocketConnectBlockedError):
            socket.create_connection(("192.0.2.1", 9), timeout=0.2)
