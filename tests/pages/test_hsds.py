"""The read API: whatever is asked, it answers in JSON, gives no cookie, notes nothing, never breaks."""

from __future__ import annotations

import json
import logging
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.core.hsds.official_schemas import faults, schema

from kapea.content.queries import worlds
from kapea.web.hsds.openapi_page import openapi_document

SCHEMAS = {
    "services": "service",
    "organizations": "organization",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
PLANTED = "drowned-lantern-7731"


@pytest.fixture
def api(db, published):
    return Client()


def told(answer):
    assert answer["Content-Type"] == "application/json"
    return json.loads(answer.content)


def search(api, body, kind="application/json"):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return api.generic("POST", "/hsds/search", raw, content_type=kind)


def test_the_beginning_says_which_version_and_where_it_is_described(api):
    said = told(api.get("/hsds/"))
    assert said["version"] == "3.0"
    assert told(api.get("/hsds/openapi.json"))["paths"].keys() == openapi_document()["paths"].keys()
    assert said["openapi_url"].endswith("/hsds/openapi.json")


def test_every_path_of_the_official_api_is_answered(api):
    official = {path.rstrip("/") or "/" for path in schema("openapi")["paths"]}
    assert official <= set(openapi_document()["paths"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_object_of_each_list_is_valid_and_can_be_had_alone(api, name):
    first = told(api.get(f"/hsds/{name}?per_page=3&full=true"))
    assert set(first) == set(schema("openapi")["components"]["schemas"]["Page"]["properties"]) | {"contents"}
    assert 1 <= first["size"] <= 3
    for each in first["contents"]:
        assert faults(SCHEMAS[name], each) == []
        alone = told(api.get(f"/hsds/{name}/{each['id']}"))
        assert faults(SCHEMAS[name], alone) == []
        assert alone["id"] == each["id"]


def test_pages_hold_each_service_once(api):
    whole = told(api.get("/hsds/services?per_page=100"))
    ids = [each["id"] for each in whole["contents"]]
    seen, page = [], 1
    while not (part := told(api.get(f"/hsds/services?per_page=7&page={page}")))["empty"]:
        seen += [each["id"] for each in part["contents"]]
        assert part["total_items"] == whole["total_items"]
        page += 1
    assert seen == ids
    assert len(set(ids)) == len(ids) == len(worlds.live("cambodia").release.directory.services)


def test_no_page_is_larger_than_a_hundred(api):
    assert told(api.get("/hsds/services?per_page=100000"))["size"] <= 100


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "per_page=0",
        "per_page=-1",
        "full=perhaps",
        "what=1",
        "format=csv",
        "page=1&page=y",
    ],
)
def test_a_question_that_does_not_fit_is_refused_and_not_repeated(api, query):
    answer = api.get(f"/hsds/services?{query}&taxonomy_id={PLANTED}")
    assert answer.status_code == 400
    assert PLANTED not in answer.content.decode()


def test_words_stand_in_no_address(api, caplog):
    refused = api.get(f"/hsds/services?search={PLANTED}")
    assert refused.status_code == 400
    assert "POST" in told(refused)["error"]
    with caplog.at_level(logging.DEBUG):
        assert told(search(api, {"search": PLANTED}))["empty"]
    assert PLANTED not in caplog.text
    found = told(search(api, {"search": "ambulance", "full": True}))
    assert found["size"] >= 1
    assert all("ambulance" in json.dumps(each).casefold() for each in found["contents"])


@pytest.mark.parametrize(
    "body", [b"", b"[", b"5", b'{"search": 5}', b'{"who": "x"}', b"\xff", b'{"page": 0}', b"[" * 3000]
)
def test_a_body_that_does_not_fit_is_refused(api, body):
    assert search(api, body).status_code == 400


def test_a_whole_number_may_be_written_as_json_has_it(api):
    assert told(search(api, {"page": 1.0, "per_page": 2.0}))["size"] == 2
    assert search(api, {"page": 1.5}).status_code == 400


def test_a_long_question_is_refused(api):
    assert search(api, {"search": "x" * 300}).status_code == 400
    assert search(api, b" " * 5000).status_code == 400


def test_what_it_is_of_can_be_asked(api):
    term = told(api.get("/hsds/taxonomy_terms"))["contents"][0]
    some = told(api.get(f"/hsds/services?taxonomy_term_id={term['id']}&full=true"))
    assert some["size"]
    for each in some["contents"]:
        assert term["code"] in {a["taxonomy_term"]["code"] for a in each["attributes"]}
    one = told(api.get("/hsds/organizations"))["contents"][0]
    assert told(api.get(f"/hsds/services?organization_id={one['id']}"))["total_items"]
    assert told(api.get("/hsds/services?taxonomy_id=another"))["empty"]


def test_whoever_asks_gets_no_cookie_and_leave_for_nobody_else(api):
    for answer in (api.get("/hsds/services"), search(api, {"search": "x"}), api.get("/hsds/services/x")):
        assert not answer.cookies
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert settings.SESSION_COOKIE_NAME not in str(answer.headers.get("Set-Cookie", ""))


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_only_read(api, method):
    assert getattr(api, method)("/hsds/services").status_code == 405
    assert api.get("/hsds/search").status_code == 405


def test_where_nothing_is_live_it_says_so(db):
    worlds.clear()
    assert Client().get("/hsds/services").status_code == 503


# --- whatever the description allows, and what it does not -----------------------------------------

anything = st.text(max_size=20) | st.integers().map(str) | st.sampled_from(["true", "false", "1", "50", ""])
names = st.sampled_from(
    [*["page", "per_page", "full", "minimal", "taxonomy_term_id", "taxonomy_id", "organization_id"]]
)
queries = st.dictionaries(names | st.text(max_size=6), anything, max_size=5)
paths = st.sampled_from(sorted(openapi_document()["paths"]))
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
bodies = st.dictionaries(names | st.just("search") | st.text(max_size=6), scalars, max_size=5)


@pytest.mark.django_db
@how(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    path=paths, id=st.text(max_size=40), query=queries, method=st.sampled_from(["get", "head", "post", "put"])
)
def test_no_request_is_a_fault_of_the_server(published, path, id, query, method):
    address = f"/hsds{path}".replace("{id}", quote(id, safe=""))
    answer = getattr(Client(), method)(f"{address}?{urlencode(query)}" if query else address)
    assert answer.status_code in (200, 400, 404, 405)


@pytest.mark.django_db
@how(max_examples=60, suppress_health_check=list(HealthCheck))
@given(body=bodies | st.lists(scalars, max_size=3) | scalars)
def test_no_body_is_a_fault_of_the_server(published, body):
    answer = search(Client(), body)
    assert answer.status_code in (200, 400)
    assert told(answer)
