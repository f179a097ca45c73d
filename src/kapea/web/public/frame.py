"""What stands on every page whatever it shows: words, drawings, languages, the way out, the trial notice."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from kapea.content.world_cache import cached_per_world
from kapea.core.dialogue.world import World
from kapea.core.languages import known
from kapea.core.present.contact import ContactInWords
from kapea.core.present.phrases import phrasebooks
from kapea.web.public.address import home_path, tag
from kapea.web.public.contacts import urgent_cards
from kapea.web.public.level_icons import SHAPES

ROW = 3
"""Names of languages, or two and how many more there are, in 288 px."""
TITLE = "Kapea"
"""The title of every page: all that a browser's history says, besides how many answers led there."""
_STEP = re.compile(r"h/(\d+)")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Another language, in its own words, and this same place in it."""

    code: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class PageFrame:
    """`words` are the pack's small words by name, with `_` for `-`; `demo` is empty once the pack is live.

    `phrasebooks` are languages that no page is written in, each with what there is for who speaks it.
    `voices` are the codes under which browsers may name a voice of the language.
    `dial` is the first number to call now; it stands in the red bar. `laid_out` are cards as they stand in
    pages, kept for as long as their world is.
    """

    language: str
    direction: str
    voices: str
    tag: str
    title: str
    mark: str
    home: str
    words: Mapping[str, str]
    pictures: Mapping[str, SafeString]
    other_languages: tuple[LanguageLink, ...]
    phrasebooks: tuple[LanguageLink, ...]
    leave_to: str
    demo: str
    dial: ContactInWords | None
    laid_out: dict[Hashable, SafeString]

    @property
    def row_of_phrasebooks(self) -> tuple[LanguageLink, ...]:
        """Those whose names have room in one row of a small screen: all of them, or the first."""
        return self.phrasebooks if len(self.phrasebooks) <= ROW else self.phrasebooks[: ROW - 1]

    @property
    def further_phrasebooks(self) -> int:
        """How many have no room there."""
        return len(self.phrasebooks) - len(self.row_of_phrasebooks)


def frame(world: World, language: str, path: str = "", *, at: datetime) -> PageFrame:
    """The frame of a page at `path` (without its language), or of the first view."""
    return PageFrame(
        language=language,
        direction=known.language(language).script.direction,
        voices=" ".join((language, *known.language(language).aliases)),
        tag=tag(world, language),
        title=title(path),
        mark=known.language(language).site_name or TITLE,
        home=home_path(world, language),
        words=screen_words(world, language),
        pictures=ready_pictures(world),
        other_languages=_other_languages(world, language, path),
        phrasebooks=_phrasebooks(world, language),
        leave_to=leave_to(world),
        demo="" if world.release.live else world.release.text("word.demo", language),
        dial=next((c for c in urgent_cards(world, language, at=at) if c.href), None),
        laid_out=_laid_out(world),
    )


def frame_of_no_country(world: World, language: str, *, at: datetime) -> PageFrame:
    """The frame of a page on which a country is still to be chosen: only the words in it are those of one."""
    return replace(frame(world, language, at=at), home="/", other_languages=(), phrasebooks=(), dial=None)


def page_context(around: PageFrame, page: Any) -> dict[str, Any]:
    """What a template is given of a page."""
    return {"frame": around, "w": around.words, "page": page}


def laid_out_page(template: str, around: PageFrame, page: Any) -> str:
    """A page laid out for nobody's request: its forms hold no secret word."""
    return render_to_string(f"public/{template}.html", page_context(around, page))


def title(path: str) -> str:
    """The title of the page at a path in a language: a reader aloud says that the page has changed."""
    step = _STEP.fullmatch(path)
    return f"{TITLE} · {step[1]}" if step else TITLE


def leave_to(world: World) -> str:
    return str(settings.KAPEA_LEAVE_TO or world.release.leave_to)


@cached_per_world()
def screen_words(world: World, language: str) -> Mapping[str, str]:
    names = [id.removeprefix("word.") for id in world.release.texts["en"] if id.startswith("word.")]
    return {n.replace("-", "_"): world.release.text(f"word.{n}", language) for n in names if "~" not in n}


@cached_per_world()
def ready_pictures(world: World) -> Mapping[str, SafeString]:
    """The drawings of a pack, ready to stand in a page: reviewed content of ours, so trusted."""
    drawn = {name: _ready(svg) for name, svg in world.release.pictures.items()}
    return {**{name: _ready(svg) for name, svg in SHAPES.items()}, **drawn}


@cached_per_world()
def _laid_out(world: World) -> dict[Hashable, SafeString]:
    return {}


def _ready(svg: str) -> SafeString:
    return ready_drawing(svg, 'width="48" height="48"')


def ready_drawing(svg: str, size: str) -> SafeString:
    """A drawing as it stands in a page. `size` are attributes; readers aloud pass it by."""
    head, end, shapes = svg.partition(">")
    kept = re.sub(r'\s(xmlns|width|height|role|aria-\w+)="[^"]*"', "", head)
    sized = kept.replace("<svg", f'<svg {size} aria-hidden="true"', 1)
    return mark_safe(sized + end + shapes)  # noqa: S308 - a drawing of a reviewed pack, or ours


def _other_languages(world: World, language: str, path: str) -> tuple[LanguageLink, ...]:
    others = [code for code in world.release.languages if code != language]
    return tuple(
        LanguageLink(code, world.release.text(f"word.language-{code}", code), home_path(world, code) + path)
        for code in others
    )


@cached_per_world()
def _phrasebooks(world: World, language: str) -> tuple[LanguageLink, ...]:
    """Languages of which there are only phrases, and where those stand."""
    here = home_path(world, language)
    return tuple(
        LanguageLink(book.language, book.name, f"{here}w/{book.number}")
        for book in phrasebooks(world.release)
    )
