"""The few tags our templates need: a drawing of the pack by name, a button to hear words, the address of a
file of ours.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kapea.web.base.static_files import file_address
from kapea.web.base.whole_words import held_together

register = template.Library()
EMPTY = SafeString("")
HEAR = (
    ' <audio class="hear" controls preload="none" controlslist="nodownload noplaybackrate noremoteplayback" '
    'aria-label="{}">'
    '<source src="{}" type="audio/ogg; codecs=opus"><source src="{}" type="audio/mpeg"></audio>'
)
SAID = '<i data-say="{}" hidden></i>'


@register.simple_tag(takes_context=True)
def picture(context: Context, name: str) -> SafeString:
    """A drawing inline, hidden from readers aloud: its word stands beside it. Nothing where there is none."""
    found: SafeString = context["frame"].pictures.get(name, EMPTY)
    return found


@register.simple_tag(takes_context=True)
def hear(context: Context, sound: Any) -> SafeString:
    """A button to hear words, beside them; nothing where nobody recorded them. It works without script, and
    fetches nothing before it is pressed. Where words are said otherwise than they stand, that stands there
    unseen, for a voice of the phone (aloud.js).
    """
    if not sound:
        return EMPTY
    played = format_html(HEAR, context["w"].get("listen", ""), sound.opus, sound.mp3) if sound.opus else EMPTY
    return played + format_html(SAID, sound.spoken) if sound.spoken else played


@register.simple_block_tag
def whole_words(content: str) -> SafeString:
    """What a page holds, with compounds that a browser would part held together."""
    return SafeString(held_together(content))


@register.simple_tag
def asset(name: str) -> str:
    """The address of a style or script; it changes with the content, so browsers may keep it for ever."""
    return file_address(name)
