"""The few tags our templates need: a drawing of the pack by name, and the address of a file of ours."""

from __future__ import annotations

import hashlib
from functools import cache

from django import template
from django.conf import settings
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()
EMPTY = SafeString("")


@register.simple_tag(takes_context=True)
def picture(context: Context, name: str) -> SafeString:
    """A drawing inline, hidden from readers aloud: its word stands beside it. Nothing where there is none."""
    found: SafeString = context["frame"].pictures.get(name, EMPTY)
    return found


@register.simple_tag
def asset(name: str) -> str:
    """The address of a style or script; it changes with the content, so browsers may keep it for ever."""
    return f"{settings.STATIC_URL}{name}?v={_versions()[name]}"


@cache
def _versions() -> dict[str, str]:
    files = (path for path in settings.STATIC_ROOT.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in files}
