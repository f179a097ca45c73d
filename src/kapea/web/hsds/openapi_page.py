"""The read API described in OpenAPI, as far as it is answered here."""

from __future__ import annotations

from typing import Any

from kapea.core.hsds.api import MOST_A_PAGE, MOST_COUNTED, MOST_LOOKED_FOR
from kapea.core.hsds.export import VERSION

LISTS = {
    "services": "Services",
    "organizations": "Those who run them",
    "service_at_locations": "Services at their places",
    "taxonomies": "Lists of kinds of help",
    "taxonomy_terms": "Kinds of help",
}
_PAGED: dict[str, dict[str, Any]] = {
    "page": {"type": "integer", "minimum": 1, "maximum": MOST_COUNTED},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MOST_COUNTED},
}
_ASKED: dict[str, dict[str, Any]] = {
    **_PAGED,
    "full": {"type": "boolean"},
    "minimal": {"type": "boolean"},
    "taxonomy_term_id": {"type": "string"},
    "taxonomy_id": {"type": "string"},
    "organization_id": {"type": "string"},
}
_ANSWERS = {"200": {"description": "found"}, "400": {"description": "cannot be answered"}}
_ONE = {"200": {"description": "found"}, "404": {"description": "nothing is here"}}


def openapi_document() -> dict[str, Any]:
    """The document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kapea: who can help, as HSDS", "version": VERSION},
        "servers": [{"url": "/hsds"}],
        "paths": {"/": {"get": _operation("about", "This API", {}, _ANSWERS)}, **_lists(), **_search()},
    }


def _lists() -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for name, says in LISTS.items():
        paths[f"/{name}"] = {"get": _operation(f"list_{name}", says, _ASKED, _ANSWERS)}
        one = _operation(f"one_of_{name}", f"{says}: one", {}, _ONE)
        id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
        paths[f"/{name}/{{id}}"] = {"get": {**one, "parameters": [id]}}
    return paths


def _search() -> dict[str, Any]:
    words = {"type": "string", "maxLength": MOST_LOOKED_FOR}
    schema = {"type": "object", "properties": {**_ASKED, "search": words}, "additionalProperties": False}
    says = f"Services in which words stand; at most {MOST_A_PAGE} a page"
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    return {"/search": {"post": {**_operation("search", says, {}, _ANSWERS), "requestBody": body}}}


def _operation(id: str, says: str, asked: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    parameters = [{"name": name, "in": "query", "schema": schema} for name, schema in asked.items()]
    return {"operationId": id, "summary": says, "parameters": parameters, "responses": answers}
