"""The words of a form: those that were written for every form, and the statements, which are tools of the
protocol. Nothing else comes into it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kapea.core.languages.known import language as known_language
from kapea.core.pack.model import Release
from kapea.core.studies.paper_chances import SIDES, MadeChances, PaperChance, PaperWay
from kapea.core.studies.question_form_gate import asks_what_is_not_asked
from kapea.core.studies.question_sheet import STATEMENT
from kapea.core.studies.sensitive_designs import DesignKind
from kapea.studies.queries import words_of_digests
from kapea.studies.session_forms import FORM_LANGUAGES
from kapea.web.field.found import StudySeen
from kapea.web.staff.words import staff_words

Statements = Mapping[str, tuple[str, ...]]
"""Language to the lines of its tool."""


def form_languages() -> list[tuple[str, str]]:
    """Code and name of each language that a form may have."""
    return [(code, known_language(code).name) for code in FORM_LANGUAGES]


def tools_offered(seen: StudySeen) -> list[str]:
    """The tools of the protocol as it stands; what is only proposed is none."""
    return sorted(seen.book.standing.protocol.current.instruments)


def statements_of(seen: StudySeen, tools: Mapping[str, str]) -> Statements:
    """The lines of the tools that were chosen, by language; a tool that is not there has none."""
    there = seen.book.standing.protocol.current.instruments
    digests = {language: there[name].digest for language, name in tools.items() if name in there}
    words = words_of_digests(seen.row, digests.values())
    return {
        language: tuple(line.strip() for line in words.get(digest, "").splitlines() if line.strip())
        for language, digest in digests.items()
    }


def ask_of_harm(statements: Statements, release: Release | None) -> bool:
    """Whether one of them is about harm to whoever answers, or who they are."""
    lints = release.lint if release is not None else {}
    return any(
        asks_what_is_not_asked(line, [lints[code] for code in (language, "en") if code in lints])
        for language, lines in statements.items()
        for line in lines
    )


def question_words(
    language: str, kind: DesignKind, made: MadeChances | None, statements: tuple[str, ...]
) -> dict[str, str]:
    """Every word of a form in a language, by its id."""
    words = staff_words(language)
    said = {id: each for id, each in words.items() if id.startswith("in-form-")}
    how = words[f"in-form-how-{kind.value}"]
    if made is not None:
        said |= _prepared(made, words)
        or_so = _is_so("or", made.or_so, words) if made.or_so else ""
        how = how.format(so=_is_so("if", made.so, words), or_so=or_so)
    numbered = {f"{STATEMENT}{line}": each for line, each in enumerate(statements, 1)}
    return {**said, "in-form-how": how, **numbered}


def _prepared(made: MadeChances, words: Mapping[str, str]) -> dict[str, str]:
    two = "-two" if made.or_so is not None and made.so.way is PaperWay.SLIPS else ""
    other = made.or_so.marked if made.or_so else 0
    prepared = words[f"in-form-prepare-{made.so.way.value}{two}"]
    said = {"in-form-prepare": prepared.format(of=made.so.of, marked=made.so.marked, other=other)}
    if made.other is not None:
        said["in-form-prepare-other"] = words["in-form-prepare-other"].format(
            of=made.other.of, marked=made.other.marked
        )
    return said


def _is_so(which: str, chance: PaperChance, words: Mapping[str, str]) -> str:
    """When a chance has come: the lowest sides, or the highest where somebody has to say no."""
    from_side = SIDES[chance.way] - chance.marked + 1
    return words[f"in-form-{which}-{chance.way.value}"].format(
        marked=chance.marked, other=chance.marked, from_side=from_side
    )
