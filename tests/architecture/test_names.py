"""A public name means one thing. The counts below may only fall: lower them with each name that goes."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "kapea"
MOST_CLASSES = 1
"""`DatabaseWrapper`, as Django wants each kind of database to call its own."""
MOST_FUNCTIONS = 8
"""Commands bear the names of what they do; `main` is what Python and the command call."""
POETRY = ("beside", "ways", "takes", "blanks", "begun", "spoken", "seen", "moves", "told", "last", "others")
"""Words that say nothing to somebody who has never seen the code."""


def public_names(kind: type[ast.AST], sources: dict[str, str]) -> dict[str, set[str]]:
    """Public names at the top of modules, with the modules that have them."""
    named = defaultdict(set)
    for module, text in sources.items():
        for node in ast.parse(text).body:
            if isinstance(node, kind) and not node.name.startswith("_"):
                named[node.name].add(module)
    return named


def homonyms(kind: type[ast.AST], sources: dict[str, str]) -> dict[str, list[str]]:
    """Names that stand for things of several modules."""
    return {n: sorted(modules) for n, modules in public_names(kind, sources).items() if len(modules) > 1}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    files = (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
    return {path.relative_to(SOURCE).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_public_class_has_a_name_of_its_own(sources):
    assert len(homonyms(ast.ClassDef, sources)) <= MOST_CLASSES, homonyms(ast.ClassDef, sources)


def test_public_functions_share_no_more_names_than_before(sources):
    assert len(homonyms(ast.FunctionDef, sources)) <= MOST_FUNCTIONS, homonyms(ast.FunctionDef, sources)


def test_two_of_one_name_are_counted():
    twins = {"a.py": "class Step: ...\ndef read(): ...", "b.py": "class Step: ...\ndef read(): ..."}
    alone = {"a.py": "class Step: ...\nclass _Step: ...", "b.py": "class _Step: ..."}
    assert homonyms(ast.ClassDef, twins) == {"Step": ["a.py", "b.py"]}
    assert homonyms(ast.FunctionDef, twins) == {"read": ["a.py", "b.py"]}
    assert homonyms(ast.ClassDef, alone) == {}


def test_modules_say_what_they_do(sources):
    poetic = [module for module in sources if re.split(r"[/.]", module)[-2] in POETRY]
    assert poetic == [], poetic
