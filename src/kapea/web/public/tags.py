"""The tag that only the public pages need: cards of contacts."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

register = template.Library()
MOST_LAID_OUT = 256


@register.simple_tag(takes_context=True)
def cards(context: Context, contacts: tuple[Hashable, ...]) -> SafeString:
    """The cards of contacts, laid out once for all who see the same ones of the same release."""
    laid_out: dict[Hashable, SafeString] = context["frame"].laid_out
    found = laid_out.get(contacts)
    if found is None:
        if len(laid_out) >= MOST_LAID_OUT:
            laid_out.clear()
        page = get_template("public/_contacts.html").render({"frame": context["frame"], "contacts": contacts})
        found = laid_out[contacts] = SafeString(page)
    return found
