"""One room holds all cryptography, and one function in it opens what was sealed for a reader."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "kapea"
PRIMITIVES = {"argon2", "cryptography", "nacl", "shamir_mnemonic"}
OPENS = {"unwrap", "hpke_key"}
"""By which a wrap is opened; `vault.opening` alone calls it, after it wrote the row of the trail."""


def named(tree: ast.AST) -> Iterator[str]:
    """What a module imports, asks of something or calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def names_in(sources: dict[str, str]) -> dict[str, set[str]]:
    """By module, the names that stand in it."""
    return {module: set(named(ast.parse(text))) for module, text in sources.items()}


def using(wanted: set[str], names: dict[str, set[str]]) -> set[str]:
    """The modules in which one of those names stands."""
    return {module for module, found in names.items() if wanted & found}


def calling(name: str, module: str) -> list[str]:
    """The functions of a module that call a name."""
    functions = [n for n in ast.parse(module).body if isinstance(n, ast.FunctionDef)]
    return [f.name for f in functions if name in {x for n in f.body for x in named(n)}]


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {p.relative_to(SOURCE).as_posix(): p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.py")}


@pytest.fixture(scope="module")
def names(sources) -> dict[str, set[str]]:
    return names_in(sources)


def test_no_other_room_imports_a_primitive(names):
    assert {module.split("/")[0] for module in using(PRIMITIVES, names)} == {"vault"}


def test_one_function_opens_what_was_sealed_for_a_reader(sources, names):
    assert using(OPENS, names) == {"vault/hybrid.py", "vault/opening.py"}
    opening = sources["vault/opening.py"]
    assert calling("unwrap", opening) == ["_opened"]
    assert calling("_opened", opening) == ["open_wraps"]
    assert [m for m in using({"_opened"}, names) if m.startswith("vault/")] == ["vault/opening.py"]


def test_one_that_imports_or_opens_elsewhere_is_found():
    planted = names_in(
        {
            "web/a.py": "from nacl.secret import Aead",
            "web/b.py": "import argon2.low_level",
            "care/c.py": "from kapea.vault.hybrid import unwrap",
            "care/d.py": "hybrid.unwrap(b'', key)",
            "care/e.py": "from kapea.vault import record_keys",
        }
    )
    assert using(PRIMITIVES, planted) == {"web/a.py", "web/b.py"}
    assert using(OPENS, planted) == {"care/c.py", "care/d.py"}
