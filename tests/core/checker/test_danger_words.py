"""K25: what is typed leads to the question about that danger, whatever somebody does to lists and targets."""

from __future__ import annotations

import pytest
from tests.core.checker.small_pack import CATALOGUE, ON, catalogue_of, files

from kapea.core.checker import check
from kapea.core.checker.danger_words import spellings
from kapea.core.checker.report import Report
from kapea.core.pack.build import build
from kapea.core.pack.danger_kinds import KINDS, UNSURE

HELP = "small/journeys/help.yaml"
SETS = {"dying": "dying", "meeting": "meeting", "threat": "", UNSURE: ""}
"""The danger that a yes to each kind of typed words sets; being hurt for any other kind."""


def node(kind: str) -> str:
    danger = SETS.get(kind, "hurt")
    sets = f"set: {{level: red, danger: {danger}}}, to: red" if danger else "to: now"
    first = "EMERGENCY, HELPLINE" if danger in ("hurt", "meeting") else "HELPLINE, EMERGENCY"
    return (
        f"  flag-{kind}:\n    contacts: [{first}, HEALTH]\n    show: [machine, not-kept]\n"
        f'    ask: q-dying\n    "yes": {{{sets}}}\n    "no": {{back: true}}\n'
    )


LIST = "".join(f"{kind}: [words of {kind}]\n" for kind in KINDS) + "alike: [good words of hurt]\n"
ASKED = (*KINDS, UNSURE)
LINES = "heard: perhaps\nflags:\n" + "".join(f"  {kind}: flag-{kind}\n" for kind in ASKED)
PERHAPS = (
    "  perhaps:\n    unless: {who: none}\n    else: first\n    contacts: now\n    ask: what\n"
    "    each: likely\n    to: words\n    none: {say: go-on, to: what}\n"
)
"""Where words lead in which no danger is heard."""


def report_on(*changes: tuple[str, str, str], without: str = "") -> Report:
    pack = files()
    whole = pack[HELP].decode().replace("start: first\n", f"{LINES}start: first\n")
    pack[HELP] = whole.replace("  red:\n", "".join(map(node, ASKED)) + PERHAPS + "  red:\n", 1).encode()
    pack |= {f"small/flags/{language}.yaml": LIST.encode() for language in ("en", "km")}
    for name, old, new in changes:
        text = pack[name].decode()
        assert text.count(old) == 1, (old, text.count(old))
        pack[name] = text.replace(old, new).encode()
    pack.pop(without, None)
    return check(build(pack | {f"small/{CATALOGUE}": catalogue_of(pack).encode()}, "small"), on=ON)


def test_each_kind_that_leads_to_its_own_question_passes():
    report = report_on()
    assert [str(p) for p in report.problems if p.severity == "error"] == []


FAULTS = [
    # what was done, the change, where it is told, what is said, how it is mended
    ("two targets are swapped", (HELP, "  dying: flag-dying\n", "  dying: flag-meeting\n"),
     "  dying: flag-meeting", "yes there is danger “meeting”", "whose yes sets level: red, danger: dying"),
    ("a danger leads to what is no question", (HELP, "  hurt: flag-hurt\n", "  hurt: now\n"),
     "  hurt: now", "help.now, which asks nothing with yes and no", "lead `hurt` to a yes or no of its own"),
    ("a kind leads nowhere any more", (HELP, "  hurt: flag-hurt\n", ""),
     "journey: help", "“hurt”, and no question here asks about it", "write `hurt: <node>` under `flags:`"),
    ("a yes that turns nothing red",
     (HELP, node("dying"), node("dying").replace("level: red", "level: orange")),
     "  dying: flag-dying", "yes there is danger “none”", "sets level: red, danger: dying"),
    ("a sentence no list knows is not asked about", (HELP, "  unsure: flag-unsure\n", ""),
     "journey: help", "a sentence that no list knows is not asked", "write `unsure: <node>` under `flags:`"),
    ("a sentence leads to one danger", (HELP, "  unsure: flag-unsure\n", "  unsure: flag-hurt\n"),
     "  unsure: flag-hurt", "a sentence that no list knows is not", "its yes leads where `help:` leads"),
    ("what looks alike hides all", ("small/flags/en.yaml", "[good words of hurt]", "[words of*]"),
     "dying: [words of dying]", "“words of dying” (dying) is never found", "more of the words around it"),
    ("what looks alike hides one", ("small/flags/km.yaml", "[good words of hurt]", "[of hurt]"),
     "dying: [words of dying]", "“words of hurt” (hurt) is never found", "more of the words around it"),
]  # fmt: skip


@pytest.mark.parametrize(("done", "change", "line", "says", "mend"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_planted_fault_is_told_at_its_line_with_its_mend(done, change, line, says, mend):
    report = report_on(change)
    # K01: nothing leads to what is left out. K07: a question that no danger leads to is about nothing known
    assert set(report.failed()) - {"K01", "K07"} == {"K25"}
    found = [p for p in report.of("K25") if says in p.says and p.place.file == change[0]]
    assert found, [str(p) for p in report.of("K25")]
    assert mend in found[0].mend
    assert _text_after(change).splitlines()[found[0].place.line - 1] == line


NAMED = "    contacts: [EMERGENCY, HELPLINE, HEALTH]\n"
WITHOUT = [
    ("K05", "help.flag-hurt names nobody, and what is typed about a danger leads here", ""),
    ("K06", "danger “hurt”: helpline comes first, not EMERGENCY", "    contacts: [HELPLINE, EMERGENCY]\n"),
]


@pytest.mark.parametrize(("code", "says", "contacts"), WITHOUT)
def test_who_is_right_for_a_danger_is_named_first_where_it_is_asked_about(
    code: str, says: str, contacts: str
):
    report = report_on((HELP, node("hurt"), node("hurt").replace(NAMED, contacts)))
    assert report.failed() == (code,)
    [problem] = report.of(code)
    assert (problem.place.file, problem.says) == (HELP, says)
    assert "contacts:" in problem.mend


def _text_after(change: tuple[str, str, str]) -> str:
    name, old, new = change
    if name != HELP:
        return LIST.replace(old, new)
    text = files()[HELP].decode().replace("start: first\n", f"{LINES}start: first\n")
    return text.replace("  red:\n", "".join(map(node, ASKED)) + PERHAPS + "  red:\n", 1).replace(old, new)


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_list_that_was_deleted_is_named_by_the_file_to_write(language: str):
    report = report_on(without=f"small/flags/{language}.yaml")
    assert report.failed() == ("K25",)
    [problem] = report.of("K25")
    assert problem.place.file == f"small/flags/{language}.yaml"
    assert problem.says == f"no {language} words are known that may mean danger"
    assert "how people type it" in problem.mend


EN = "small/flags/en.yaml"
MISTYPED = [
    ("a kind under `flags:`", (HELP, "  dying: flag-dying\n", "  dyin: flag-dying\n"), "P03", "`dying`"),
    ("a kind in a list", (EN, "dying: [", "dyin: ["), "P04", "`dying`"),
    ("a kind without its words", (EN, "hurt: [words of hurt]\n", ""), "P02", "hurt"),
    ("a star alone in `alike`", (EN, "[good words of hurt]", '["*"]'), "P03", "bracket"),
    ("a way without letters", (EN, "[words of dying]", '[""]'), "P03", "bracket"),
    ("a bracket that is not closed", (EN, "[words of dying]", '["(a|b"]'), "P03", "bracket"),
]


@pytest.mark.parametrize(("done", "change", "code", "mend"), MISTYPED, ids=[m[0] for m in MISTYPED])
def test_what_is_mistyped_is_told_where_it_stands(done, change, code, mend):
    problems = [p for p in report_on(change).problems if p.severity == "error" and p.code == code]
    assert [p.place.file for p in problems][:1] == [change[0]]
    assert any(mend in p.mend for p in problems)


def test_ways_of_writing_are_spelled_as_shortly_as_they_may_be():
    assert list(spellings("want* to (die|sleep)")) == ["want to die", "want to sleep"]
    assert list(spellings("(he|she) (hits|beats (me|us))")) == [
        *("he hits", "he beats me", "he hits", "he beats us"),
        *("she hits", "she beats me", "she hits", "she beats us"),
    ]
    assert list(spellings("a .. b|c")) == ["a b", "c"]
