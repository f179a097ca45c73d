"""Every address names its rule of the one table. A view without one does not start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver

from kapea.core.staff.rule_model import Rule
from kapea.core.staff.rules import RULES, rule_of

View = Callable[..., HttpResponseBase]


def ruled(rule: str, view: View) -> View:
    """The view, under a rule. Raises UnknownRule."""
    known = rule_of(rule)

    @wraps(view)
    def under_rule(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    under_rule.access_rule = known  # type: ignore[attr-defined]
    return under_rule


def all_under(rule: str, patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """Addresses that share one rule, as those that are for everybody."""
    made = list(patterns)
    for each in made:
        each.callback = ruled(rule, each.callback)
    return made


def rule_of_view(view: Any) -> Rule | None:
    """The rule under which a view stands; None where nobody gave it one."""
    rule = getattr(view, "access_rule", None)
    return rule if isinstance(rule, Rule) and RULES.get(rule.name) is rule else None


def unruled(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> list[str]:
    """The addresses whose view names no rule of the table."""
    found = []
    for each in patterns:
        address = f"{prefix}{each.pattern}"
        if isinstance(each, URLResolver):
            found += unruled(each.url_patterns, address)
        elif rule_of_view(each.callback) is None:
            found.append(address)
    return found


def require_rules(patterns: Iterable[URLPattern | URLResolver]) -> None:
    """Raises ImproperlyConfigured, naming every address without a rule."""
    if missing := unruled(patterns):
        raise ImproperlyConfigured(
            f"no rule for {', '.join(missing)}: name one of kapea/core/staff/rules.py with `ruled`"
        )
