"""Tags of the directory's pages."""

from __future__ import annotations

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def said_or_word(context: Context, said: str) -> str:
    """What can be chosen: as the pack says it, or, where it begins with a sign, by a word of staff pages."""
    if not said.startswith("="):
        return said
    return str(context["w"].get(said[1:].replace("-", "_"), said[1:]))
