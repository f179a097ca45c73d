"""Who can help, found among many services: by the matching that help pages use, and by the read API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from bench import clock, path, site
from bench.figures import Section
from bench.menu import AT

HOW = """\
Cambodia's directory with copies of its own services, each with an id and a name of its own: a tenth of the
services first, then all of them, in one run. Matching is the plain call with a place and a kind, which looks
at every service. The search is a POST to `/hsds/search` through the whole WSGI application; its answer has
the hundred services of a page."""
SERVICES = 20_000


def measure(effort: clock.Effort = clock.USUAL, many: int = SERVICES) -> Section:
    """Publishes directories of two sizes in the databases of now; call it over empty ones."""
    from django.test import override_settings

    section, spent = Section("Who can help, among many", HOW), {}
    with override_settings(ROOT_URLCONF="kapea.config.urls"):
        for size in (many // 10, many):
            release = with_services(path.cambodia().release, size)
            site.publish(release)
            spent[size] = clock.each({"match": _matching(release), "search": _searching()}, effort)
    few, all_ = spent[many // 10], spent[many]
    named = f"{many:,} services"
    section.add(f"matching, {named}", all_["match"] * 1e3, "ms", bar=100, aim=50)
    section.add("matching: growth for ten times as many", all_["match"] / few["match"], "×", bar=15, aim=11)
    section.add(f"POST /hsds/search, {named}", all_["search"] * 1e3, "ms", bar=250, aim=120)
    section.add("search: growth for ten times as many", all_["search"] / few["search"], "×", bar=15, aim=11)
    return section


def with_services(release: Any, many: int) -> Any:
    """A release whose directory has so many services: its own, again and again under other ids."""
    from msgspec.structs import replace

    own = list(release.directory.services.values())
    copies = {}
    for n in range(many):
        service = own[n % len(own)]
        id = service.id if n < len(own) else f"{service.id}-{n}"
        copies[id] = replace(service, id=id)
    return replace(release, directory=replace(release.directory, services=copies))


def _matching(release: Any) -> Callable[[], None]:
    from kapea.core.directory.match import Need, match

    area = next(iter(release.directory.areas))
    need = Need(types=("HEALTH",), area=area, language="km")

    def find() -> None:
        assert match(release.directory, need, at=AT)

    return find


def _searching() -> Callable[[], None]:
    body = json.dumps({"search": "health", "per_page": 100}).encode()
    application = site.ours()
    asked = site.Visitor(application).environ("POST", "/hsds/search", body)
    asked["CONTENT_TYPE"] = "application/json"

    def search() -> None:
        status, _, told = site.request(application, asked)
        assert status == 200, told[:200]

    return search
