"""The tag that only the public pages need: cards of contacts."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()
MOST_LAID_OUT = 256
_laid_out: dict[tuple[int, tuple[Hashable, ...]], tuple[object, SafeString]] = {}


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
