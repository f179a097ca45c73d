"""Tags of staff pages: what is wrong with a field, in our own words."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True, name="faults")
def field_faults(context: Context, form: Any, field: str = "__all__") -> list[str]:
    """What is wrong with a field of a form, or with the whole, in words. No message of a library is shown:
    an error is known by its code, and a code without words of its own says only that something is amiss.
    """
    if not form or not form.is_bound:
        return []
    codes = [error.code or "" for error in form.errors.as_data().get(field, [])]
    words, names = context["w"], [code.replace("-", "_") for code in dict.fromkeys(codes)]
    own = [words.get(f"fault_{name}") or words.get(f"said_{name}") for name in names]
    return [each or words["fault_other"] for each in own]


@register.simple_tag(takes_context=True)
def word(context: Context, name: str, value: Any = "") -> str:
    """The word of a name that is made on the way, as `role-` and a role."""
    return str(context["w"].get(f"{name}{value}".replace("-", "_"), value or name))


@register.filter
def value_of(data: Any, name: str) -> str:
    """What was typed into a field, so that a mistake elsewhere loses nothing."""
    return str(data.get(name, ""))


@register.filter
def in_fours(code: str) -> str:
    """A long code in groups of four, easier to copy by hand."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
