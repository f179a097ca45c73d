"""The few tags our templates need: a drawing of the pack by name, a button to hear words, the address of a
file of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
EMPTY = SafeString("")
HEAR = (
    ' <audio class="hear" controls preload="none" controlslist="nodownload noplaybackrate noremoteplayback" '
    'aria-label="{}">'
    '<source src="{}" type="audio/ogg; codecs=opus"><source src="{}" type="audio/mpeg"></audio>'
)
MOST_LAID_OUT = 256
_laid_out: dict[tuple[int, tuple[Hashable, ...]], tuple[object, SafeString]] = {}


@register.simple_tag(takes_context=True)
def picture(context: Context, name: str) -> SafeString:
    """A drawing inline, hidden from readers aloud: its word stands beside it. Nothing where there is none."""
    found: SafeString = context["frame"].pictures.get(name, EMPTY)
    return found


@register.simple_tag(takes_context=True)
def hear(context: Context, sound: Any) -> SafeString:
    """A button to hear words, beside them; nothing where nobody recorded them. It works without script, and
    fetches nothing before it is pressed.
    """
    if not sound:
        return EMPTY
    return format_html(HEAR, context["w"].get("listen", ""), sound.opus, sound.mp3)


@register.simple_tag
def asset(name: str) -> str:
    """The address of a style or script; it changes with the content, so browsers may keep it for ever."""
    return f"{settings.STATIC_URL}{name}?v={_versions()[name]}"


@cache
def _versions() -> dict[str, str]:
    files = (path for path in settings.STATIC_ROOT.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in files}


@register.simple_tag(takes_context=True)
def cards(context: Context, contacts: tuple[Hashable, ...]) -> SafeString:
    """The cards of contacts, laid out once for all who see the same ones with the same drawings."""
    drawings = context["frame"].pictures
    key = (id(drawings), contacts)
    found = _laid_out.get(key)
    if found is None or found[0] is not drawings:
        if len(_laid_out) >= MOST_LAID_OUT:
            _laid_out.clear()
        page = get_template("public/_contacts.html").render({"frame": context["frame"], "contacts": contacts})
        found = _laid_out[key] = (drawings, SafeString(page))
    return found[1]
