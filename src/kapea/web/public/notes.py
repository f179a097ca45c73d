"""What is written on a person's own screen or paper, and goes nowhere: what matters, and a notice.

Neither page has a form of its own, a name for a field, or an address that takes one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from kapea.core.dialogue.world import World
from kapea.core.languages.text import ZERO_WIDTH
from kapea.core.platform_notice.notice import FIELDS, MANY, RULES, screen_rules, template
from kapea.web.public.address import home_path
from kapea.web.public.entry import Visit, public_page, render_page

LINES = ("app", "name", "link", "when", "asked", "money", "told")
"""What is worth writing down, in its order: names, links and times; never what a picture shows."""
LONG = frozenset({"asked", "when"})


@dataclass(frozen=True, slots=True)
class Field:
    """A line to write on, or one choice of a list: its name in the page, its words, how many rows."""

    name: str
    label: str
    rows: int = 2


@dataclass(frozen=True, slots=True)
class NotesPage:
    """What matters, to be written down."""

    heading: str
    says: tuple[str, ...]
    fields: tuple[Field, ...]
    never: str
    back: str


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A notice to a platform; `template` is for whoever has no script, `limits` the rules for a script."""

    heading: str
    says: tuple[str, ...]
    fields: tuple[Field, ...]
    rules: tuple[Field, ...]
    template: str
    limits: str
    back: str


def notes_page(world: World, language: str) -> NotesPage:
    """The page to write on."""
    said = _words(world, language)
    return NotesPage(
        heading=said("page-write"),
        says=(said("write-here"), said("write-gone"), said("write-paper")),
        fields=tuple(Field(name, said(f"write-{name}"), 4 if name in LONG else 2) for name in LINES),
        never=said("form-never"),
        back=f"{home_path(world, language)}tell",
    )


def notice_page(world: World, language: str) -> NoticePage:
    """The page on which a notice is made."""
    said = _words(world, language)
    names = {name: said(f"form-{name}").replace(ZERO_WIDTH, "") for name in ("title", *FIELDS)}
    return NoticePage(
        heading=said("page-form"),
        says=tuple(said(f"form-{name}") for name in ("who", "here", "never")),
        fields=tuple(Field(name, said(f"form-{name}"), 4 if name in MANY else 1) for name in FIELDS),
        rules=tuple(Field(rule, said(f"rule-{rule}")) for rule in RULES),
        template=template(names),
        limits=json.dumps(screen_rules()),
        back=f"{home_path(world, language)}tell",
    )


def _words(world: World, language: str) -> Callable[[str], str]:
    return lambda name: world.release.text(f"word.{name}", language)


@public_page
def notes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page to write on: GET alone; what is written never comes here."""
    return render_page(request, visit, "write", notes_page(visit.world, visit.language))


@public_page
def notice(request: HttpRequest, visit: Visit) -> HttpResponse:
    return render_page(request, visit, "form", notice_page(visit.world, visit.language))
