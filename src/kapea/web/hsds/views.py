"""What the read API answers, in JSON. Whoever asks needs no cookie and gets none; nothing of it is noted."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kapea.content.queries import NothingLive
from kapea.core.hsds.api import (
    HsdsQuestion,
    UnfitQuestion,
    page_of_list,
    question_of_address,
    question_of_body,
)
from kapea.core.hsds.export import VERSION
from kapea.web.base.request import query_of
from kapea.web.hsds.exports import Found, exports, found_services
from kapea.web.hsds.openapi_page import openapi_document

PROFILE = "https://docs.openreferral.org/en/3.0/"
MOST_BODY = 4_000
HsdsView = Callable[..., Any]


def _answer(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(value), status=status, content_type="application/json")


def _refusal(says: str, status: int) -> HttpResponse:
    return _answer({"error": says}, status)


def _read_only(view: HsdsView, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[..., HttpResponse]:
    """What a view gives, as JSON: None is not here, and what cannot be answered says why."""

    @wraps(view)
    def respond(request: HttpRequest, **named: str) -> HttpResponse:
        request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)  # of whoever brings a broken one, too
        if request.method not in methods:
            answer = _refusal("this address is only read", 405)
            answer.headers["Allow"] = ", ".join(methods)
            return answer
        try:
            value = view(request, **named)
        except UnfitQuestion as unfit:
            return _refusal(str(unfit), 400)
        except NothingLive:
            return _refusal("nothing is served here just now", 503)
        return _answer(value) if value is not None else _refusal("nothing is here", 404)

    return respond


def _asked(request: HttpRequest) -> HsdsQuestion:
    return question_of_address({name: str(said) for name, said in query_of(request).items()})


@_read_only
def about_api(request: HttpRequest) -> dict[str, str]:
    """Which version this is, and where it is described."""
    here = request.build_absolute_uri("/hsds/openapi.json")
    return {"version": VERSION, "profile": PROFILE, "openapi_url": here}


@_read_only
def openapi(request: HttpRequest) -> dict[str, Any]:
    """The addresses, described for programs."""
    return openapi_document()


@_read_only
def list_services(request: HttpRequest) -> Any:
    """Services, a page at a time."""
    return _services_page(_asked(request))


def _searched(request: HttpRequest) -> Any:
    body = request.read(MOST_BODY + 1)
    if len(body) > MOST_BODY:
        raise UnfitQuestion("the question is too long")
    return _services_page(question_of_body(body))


search_services = csrf_exempt(_read_only(_searched, ("POST",)))
"""Services in which words stand. Sent, so that no address, history or log holds what somebody looks for."""


def _services_page(asked: HsdsQuestion) -> Any:
    return page_of_list(found_services(asked), asked, lambda found: _shown(found, asked))


def _shown(found: Found, asked: HsdsQuestion) -> Any:
    export, id, service = found
    if asked.minimal:
        return {"id": id, "name": export.service_in_list(service).name, "status": "active"}
    return export.service(service) if asked.full else export.service_in_list(service)


@_read_only
def one_service(request: HttpRequest, id: str) -> Any:
    """A service with all that belongs to it."""
    return next((each.service(each.services[id]) for each in exports() if id in each.services), None)


@_read_only
def list_organizations(request: HttpRequest) -> Any:
    """Those who run services."""
    asked = _asked(request)
    found = [(export, row) for export in exports() for row in export.organizations.values()]
    return page_of_list(found, asked, lambda each: each[0].organization(each[1]))


@_read_only
def one_organization(request: HttpRequest, id: str) -> Any:
    """Somebody who runs services, with them."""
    for export in exports():
        if (row := export.organizations.get(id)) is not None:
            own = (s for s in export.services.values() if export.id_of_organization(s) == id)
            listed = tuple(export.service_in_list(each) for each in own)
            return msgspec.structs.replace(export.organization(row), services=listed)
    return None


@_read_only
def list_at_locations(request: HttpRequest) -> Any:
    """Services that can be gone to, each at its place."""
    asked = _asked(request)
    fit = {id for _, id, _ in found_services(asked)}
    found = [
        (export, service)
        for export in exports()
        for service in export.at_locations.values()
        if export.id_of_service(service) in fit
    ]
    return page_of_list(found, asked, lambda each: each[0].at_location(each[1]))


@_read_only
def one_at_location(request: HttpRequest, id: str) -> Any:
    """A service at its place."""
    for export in exports():
        if (service := export.at_locations.get(id)) is not None:
            listed = export.service_in_list(service)
            return msgspec.structs.replace(export.at_location(service), service=listed)
    return None


@_read_only
def list_taxonomies(request: HttpRequest) -> Any:
    """The lists of kinds of help, one for each country."""
    return page_of_list([each.taxonomy() for each in exports()], _asked(request), lambda each: each)


@_read_only
def one_taxonomy(request: HttpRequest, id: str) -> Any:
    """A list of kinds of help."""
    return next((each.taxonomy() for each in exports() if each.taxonomy().id == id), None)


@_read_only
def taxonomy_terms(request: HttpRequest) -> Any:
    """The kinds of help."""
    asked = _asked(request)
    every = [term for each in exports() for term in each.terms().values()]
    found = [term for term in every if not asked.taxonomy_id or term.taxonomy_id == asked.taxonomy_id]
    return page_of_list(found, asked, lambda each: each)


@_read_only
def one_taxonomy_term(request: HttpRequest, id: str) -> Any:
    """A kind of help."""
    return next((each.terms()[id] for each in exports() if id in each.terms()), None)
