"""Tags of workshops: a drawing of the plan's pack, and what was typed before a mistake."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def drawing(pictures: Mapping[str, str], name: str) -> SafeString:
    """A drawing inline; the checker lets nothing into a pack but shapes."""
    return SafeString(pictures.get(name, ""))


@register.simple_tag
def typed_or(typed: Mapping[str, str], field: str, value: str) -> str:
    """What somebody typed into a field and could not be taken, else what stands in it."""
    return typed.get(f"c.{field}", value)
