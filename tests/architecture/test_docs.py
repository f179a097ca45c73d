"""What the docs say is so: links lead somewhere, commands run, examples parse, rules name tests that are."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shlex
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from kapea.cli import common
from kapea.cli.main import main
from kapea.content import folder
from kapea.core.checker.report import PROPERTIES
from kapea.core.pack.build import Built

ROOT = Path(__file__).parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("packs/**/*.md")])
HAND_MADE = {"docs/pictures/first-view.png", "docs/pictures/step-km.png"}
"""Pictures that `README.md` has a place for; a person takes them."""
RUN = {"talk", "find", "check", "translate status", "coverage"}
"""Commands that are run as the docs write them. Of the others, which write or serve, the options are read."""
TAKES_A_FILE = {"directory import", "translate import", "restore", "keys drill", "keys restore"}
TAKES_A_FILE |= {"study look", "study codings"}
"""They take a file that is not here: by mail, of a backup, of another program. Other tests walk them."""
DAY = date(2026, 11, 24)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[tuple[str, str]]:
    """Each fenced block of a language: the word after it, and what stands in it."""
    found = re.finditer(rf"^```{language}[ ]?([^\n]*)\n(.*?)^```$", text(name), re.M | re.S)
    return [(m[1].strip(), m[2]) for m in found]


# --- links --------------------------------------------------------------------------------


def anchors(name: str) -> set[str]:
    """The addresses of headings, as the usual hosts make them."""
    bare = re.sub(r"^```.*?^```$", "", text(name), flags=re.M | re.S)
    heads = re.findall(r"^#+ (.+)$", bare, re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("doc", DOCS, ids=name_of)
def test_every_link_leads_somewhere(doc):
    for target in re.findall(r"\]\(([^)\s]+)\)", doc.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target) or target in HAND_MADE:
            continue
        path, _, anchor = target.partition("#")
        there = (doc.parent / path).resolve() if path else doc
        assert there.exists(), f"{target} is not there"
        if anchor:
            assert anchor in anchors(name_of(there)), f"{target}: no such heading"


def test_the_pictures_of_the_readme_have_words():
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", text("README.md"))
    assert {target for _, target in shown} == HAND_MADE
    assert all(words for words, _ in shown)


# --- commands -----------------------------------------------------------------------------


def commands() -> list[tuple[str, str]]:
    found = [
        (name_of(doc), line.removeprefix("$ ").split("  #")[0].strip())
        for doc in DOCS
        for _, block in blocks(name_of(doc), "console")
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    return list(dict.fromkeys(found))


def resolved(args: list[str]) -> tuple[str, click.Command, list[str]]:
    """The command that words name, and what is left of them. A wrong word or option raises."""
    command: click.Command = main
    path: list[str] = []
    while isinstance(command, click.Group):
        with click.Context(command) as context:
            name, inner, args = command.resolve_command(context, args)
        assert inner is not None
        command = inner
        path.append(str(name))
    return " ".join(path), command, args


@pytest.fixture(autouse=True)
def _built_once(monkeypatch):
    """The shipped pack does not change between two commands, so it is built once for all of them."""
    monkeypatch.setattr(common, "built", built_once)


@cache
def built_once(path: Path) -> Built:
    return folder.build_folder(path)


@cache
def outcome(command: str) -> tuple[int, str]:
    """What a command came to, run once however often it is written."""
    done = CliRunner().invoke(main, shlex.split(command)[1:], input="")
    unexpected = done.exception is not None and not isinstance(done.exception, SystemExit)
    return (99 if unexpected else done.exit_code), f"{done.output}\n{done.exception!r}"


@pytest.mark.parametrize(("doc", "command"), commands())
def test_every_command_in_the_docs_works(doc, command, monkeypatch):
    monkeypatch.chdir(ROOT)
    tool, *args = shlex.split(command)
    if tool == "make":
        assert re.search(rf"^{args[0]}:", text("Makefile"), re.M), f"no target {args[0]}"
        return
    assert tool == "kapea", "console blocks hold `$ kapea …` and `$ make …`"
    if args == ["--help"]:
        return
    name, found, rest = resolved(args)
    if name not in TAKES_A_FILE:
        found.make_context(name, list(rest))
    if name in RUN:
        code, output = outcome(command)
        assert code == 0 or (code == 1 and name in ("check", "translate status", "coverage")), output


def test_the_command_page_has_every_command_and_option():
    page = text("docs/terminal.md")
    parts = dict(re.findall(r"^## kapea ([\w-]+)$(.*?)(?=^## |\Z)", page, re.M | re.S))
    assert set(parts) == set(main.commands)
    for name, command in main.commands.items():
        inner = command.commands.values() if isinstance(command, click.Group) else (command,)
        options = {o for c in inner for p in c.params if isinstance(p, click.Option) for o in p.opts}
        missing = [o for o in options if o.startswith("--") and f"`{o}`" not in parts[name]]
        assert not missing, f"kapea {name}: {missing}"
        if isinstance(command, click.Group):
            assert all(f"`{each}`" in parts[name] for each in command.commands)


def keys(value: Any) -> Any:
    """The shape of a JSON value: keys, and the shape of the first of each list."""
    if isinstance(value, dict):
        return {k: keys(v) for k, v in value.items()}
    if isinstance(value, list):
        return [keys(value[0])] if value and isinstance(value[0], dict) else "list"
    return "value"


def test_a_line_of_json_is_as_the_command_page_says(monkeypatch):
    monkeypatch.chdir(ROOT)
    [(_, example)] = [b for b in blocks("docs/terminal.md", "json") if b[0] == "talk"]
    answers = "tests/golden/answers/S02-child-calm.txt"
    _, output = outcome(f"kapea talk cambodia --language en --say {answers} --format json")
    first = json.loads(output.splitlines()[0])
    assert keys(first) == keys(json.loads(example))
    assert {r for t in first["view"]["texts"] for r in [t["role"]]} <= {"first", "do", "say", "item", "note"}


# --- settings -----------------------------------------------------------------------------


SECRETS = ("env.secret", "env.SecretPlace")
"""By which a setting is read that may also stand in a file."""


def settings_read() -> set[str]:
    """Every setting's name that stands in the source; those of a secret may come from a file, too."""
    names: set[str] = {"PORT"}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"KAPEA_[A-Z_]+", str(node.value)):
                names.add(str(node.value))
            if isinstance(node, ast.Call) and ast.unparse(node.func) in SECRETS:
                names.add(f"{ast.literal_eval(node.args[0])}_FILE")
    return names


def test_every_setting_is_documented_and_no_other():
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", text("docs/operate.md"), re.M))
    assert documented == settings_read()


# --- safeguarding, properties, words ---------------------------------------------------------


def rows(name: str, first: str) -> list[list[str]]:
    """The rows of the tables of a page whose first cell matches."""
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text(name).splitlines() if line.startswith("|")]
    return [[c.strip() for c in row] for row in cells if re.fullmatch(first, row[0].strip())]


def test_every_safeguarding_rule_is_there_once():
    named = [row[0] for row in rows("docs/safeguarding.md", r"SG-\d\d")]
    assert named == [f"SG-{n:02}" for n in range(1, 59)]


@cache
def written_in(file: str) -> set[str]:
    """The ids of the tests in a file, as pytest has them."""
    found = set()
    for node in ast.parse(text(file)).body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {prefix + n.name for n in inner if isinstance(n, ast.FunctionDef)}
    return found


@pytest.mark.parametrize("row", rows("docs/safeguarding.md", r"SG-\d\d"), ids=lambda row: row[0])
def test_every_rule_names_a_test_that_is_there_or_says_when(row):
    assert len(row) == 4
    rule, words, how, held = row
    assert words, rule
    assert how or "later:" in held, rule
    named = re.findall(r"`(tests/[\w/]+\.py)::((?:Test\w+::)?test_\w+)`", held)
    assert held.count("tests/") == len(named), f"{rule}: write `tests/…::test_…`"
    assert named or "later:" in held, f"{rule} is held by no test and promised for no later work"
    for file, test in named:
        assert (ROOT / file).is_file(), f"{rule}: {file} is not there"
        assert test in written_in(file), f"{rule}: {file} has no {test}"


def test_architecture_lists_the_properties_as_the_report_does():
    listed = {row[0]: row[1] for row in rows("docs/architecture.md", r"[KL]\d\d")}
    assert listed == {code: says for code, (_, says) in PROPERTIES.items()}


def test_a_word_of_the_glossary_stands_there_once_and_names_code_that_is_there():
    words = rows("docs/glossary.md", r"\*\*.+\*\*")
    assert len({row[0] for row in words}) == len(words)
    for word, _, code in words:
        assert reached(code.strip("`")), f"{word}: {code} is not there"


def reached(dotted: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = dotted.split(".")
    for cut in range(len(parts), 1, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part, None)
        return found is not None
    return False
