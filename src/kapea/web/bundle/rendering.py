"""Pages that stand in a folder: no server, no script, nothing from elsewhere, every address relative.

They have a template engine of their own, which needs no settings: whoever makes them needs no home and no
secret of a server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString

from kapea.core.dialogue.world import World
from kapea.core.languages import known
from kapea.core.paper.plan_cards import edition_words
from kapea.web.public.frame import TITLE, ready_pictures, screen_words

HERE = Path(__file__).parent
WEB = HERE.parent
TAGS = ("kapea.web.base.tags",)
CARDS = WEB / "public" / "templates"
"""Where the card of a contact is drawn, as on every other page."""
STYLE_FILES = (WEB / "base" / "static" / "kapea.css", HERE / "static" / "bundle.css")


@dataclass(frozen=True, slots=True)
class BundleFrame:
    """What stands on every page. `root` leads from the page to the folder of the index."""

    language: str
    direction: str
    root: str
    words: Mapping[str, str]
    pictures: Mapping[str, SafeString]
    demo: str
    edition: str
    title: str = TITLE


def bundle_frame(world: World, language: str, root: str = "") -> BundleFrame:
    release = world.release
    return BundleFrame(
        language=language,
        direction=known.language(language).script.direction,
        root=root,
        words=screen_words(world, language),
        pictures=ready_pictures(world),
        demo="" if release.live else release.text("word.demo", language),
        edition=edition_words(release, language),
    )


def page_bytes(template: str, frame: BundleFrame, page: Any) -> bytes:
    """A page as it is written to its file."""
    context = Context({"frame": frame, "w": frame.words, "page": page}, use_l10n=False, use_tz=False)
    return _engine().get_template(f"bundle/{template}.html").render(context).strip().encode() + b"\n"


def style_bytes() -> bytes:
    """The one style sheet of all pages: that of every other page of ours, and what only these need."""
    return "\n".join(path.read_text(encoding="utf-8") for path in STYLE_FILES).encode()


def script_bytes(name: str) -> bytes:
    """A script of this folder."""
    return (HERE / "static" / name).read_bytes()


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(HERE / "templates"), str(CARDS)], builtins=list(TAGS))
