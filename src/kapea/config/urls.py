"""Every address of the program: those of each area, the ones with a prefix of their own first."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from django.conf import settings
from django.urls import URLResolver, include, path

from kapea.web.base.ruled import require_rules
from kapea.web.web_areas import WebArea


def patterns(areas: Iterable[WebArea]) -> list[URLResolver]:
    """The addresses of some areas. The public ones begin with a language, so they come last."""
    modules = {area.urls: str(import_module(area.urls).PREFIX) for area in areas if area.urls}
    longest_first = sorted(modules.items(), key=lambda each: (-len(each[1]), each))
    return [path(prefix, include(module)) for module, prefix in longest_first]


urlpatterns = patterns(settings.KAPEA_AREAS)
require_rules(urlpatterns)

handler404 = "kapea.web.failures.answer_not_found"
handler400 = "kapea.web.failures.answer_unreadable"
handler500 = "kapea.web.failures.answer_broken"
