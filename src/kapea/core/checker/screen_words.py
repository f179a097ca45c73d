"""K28 for the small words of every screen: a yes is a word for yes, and what stands in braces is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kapea.core.checker.context import CheckContext
from kapea.core.dialogue.menu_screen import DATE
from kapea.core.languages.text import FULL_STOPS
from kapea.core.pack.problem import Problem

LEADS: Mapping[str, str] = {
    "yes": "yes",
    "no": "no",
    "unsure": "unsure",
    "more": "more",
    "help": "help",
    "back": "back",
    "repeat": "repeat",
    "language": "language",
    "leave": "stop",
    "restart": "restart",
}
"""Small words of the screen, and the list of words to type that each must stand in: `reserved:`."""
FILLED: Mapping[str, str] = {
    "word.or-write": "{number}",
    "word.reason-speaks": "{language}",
    "word.print-until": DATE,
    "word.keep-from": DATE,
    "word.learn-minutes": "{count}",
    "word.workshop-people": "{count}",
    "word.workshop-facilitators": "{count}",
    "word.workshop-edition": "{code}",
    "word.workshop-reviewed": DATE,
    "word.certificate-hours": "{count}",
    "word.certificate-mistyped": "{groups}",
}
"""Texts in which the program puts something, and what."""
_BRACES = re.compile(r"\{[^}]*\}|[{}]")


def typed_as_shown(case: CheckContext) -> Iterator[Problem]:
    """K28. Whoever types what stands on a button gets what the button does; a yes that says no is found."""
    for language in case.release.languages:
        lint = case.release.lint.get(language)
        for name, move in LEADS.items():
            said = case.searched.plain[language].get(f"word.{name}", "").strip(f" !{FULL_STOPS}")
            if said and lint is not None and move in lint.reserved and said not in lint.reserved[move]:
                says = f"{language}: “{said}” is none of the words for “{move}”"
                mend = f"say it as people do, or add it under reserved: {move}: in lint/{language}.yaml"
                yield case.problem("K28", f"word.{name}", says, mend)


def braces_filled(case: CheckContext) -> Iterator[Problem]:
    """K28."""
    on_menus = _on_menus_only(case)
    for text in {id for each in case.searched.plain.values() for id, words in each.items() if "{" in words}:
        base = text.split("~", 1)[0]
        for language, words in case.words(base):
            for found in dict.fromkeys(_BRACES.findall(words)):
                if FILLED.get(base) != found and not (found == DATE and base in on_menus):
                    says = f"{language}: nothing is ever put in the place of “{found}”"
                    yield case.problem("K28", base, says, "say it without braces")


def _on_menus_only(case: CheckContext) -> set[str]:
    """Texts that are met only where a menu is drawn, of which it is known when it was seen."""
    views = [view for _, view in case.graph.screens()]
    drawn = {shown.text for view in views if view.screen is not None for shown in view.shown}
    return drawn - {shown.text for view in views if view.screen is None for shown in view.shown}
