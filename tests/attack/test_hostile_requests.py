"""Requests nobody means well by, at every address: each is met by a page of ours, none by a bare fault."""

from __future__ import annotations

import gzip
import io
import json
import logging
from dataclasses import replace

import pytest
from django.test import RequestFactory
from tests.attack.answers import Answer, faults
from tests.attack.hostile import COOKIES, Hostile, requests, routes
from tests.pages.conftest import publish
from tests.ways import EVERY

from kapea.vault.deployment import mark_key_store
from kapea.web.public.handler import Handler

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SEEDS = range(40) if EVERY else range(3)
EACH = 350
DEAR = ("print/<int:number>", "k.json")
"""Addresses whose work is tested for its limits elsewhere: here they are asked for in no country."""
FILES = ("/s/", "/m/")
"""Styles, scripts and recordings are no pages, nor is their refusal."""
FOR_PROGRAMS = "/hsds/"
"""Read by programs: what they are told is JSON."""
FOR_COLLECT, TOLD_COLLECT = "/openrosa/", (200, 201, 204, 400, 401, 404, 405, 411, 413, 429, 503)
"""ODK Collect reads what it is told by its status alone."""


@pytest.fixture
def door(db, cambodia, settings):
    """The program as a server calls it, with the Cambodia pack live."""
    from kapea.content.queries import worlds

    settings.ALLOWED_HOSTS = ["testserver"]
    publish(cambodia.release)
    yield Handler()
    worlds.clear()


def ask(door: Handler, hostile: Hostile) -> Answer:
    """The answer to a request, all of it read."""
    told: list[tuple[str, list[tuple[str, str]]]] = []
    environ = RequestFactory()._base_environ(REQUEST_METHOD=hostile.method)
    environ |= {
        "PATH_INFO": hostile.path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": hostile.query.encode("utf-8", "surrogatepass").decode("latin-1"),
        "CONTENT_LENGTH": str(len(hostile.body)),
        "wsgi.input": io.BytesIO(hostile.body),
        **hostile.headers,
    }
    response = door(environ, lambda status, headers, *_: told.append((status, headers)))
    body = b"".join(response)
    response.close()
    status, headers = told[-1]
    answer = Answer(int(status.split()[0]), tuple(headers), body)
    return replace(answer, body=gzip.decompress(body)) if answer.header("Content-Encoding") else answer


def is_json(answer: Answer) -> bool:
    """Whether a program can read it: an object with something in it, or the head of one."""
    said = answer.header("Content-Type") == "application/json"
    return said and (not answer.body or bool(json.loads(answer.body)))


def has_left(hostile: Hostile) -> bool:
    return "v=1" in hostile.headers.get("HTTP_COOKIE", "") and hostile.method != "POST"


def faulty(door: Handler, hostile: Hostile) -> list[str]:
    answer = ask(door, hostile)
    if answer.status == 405 and hostile.path.startswith(FILES):
        return []
    if hostile.path.startswith(FOR_PROGRAMS) and is_json(answer):
        return [] if answer.status in (200, 400, 404, 405, 503) else [str(answer.status)]
    if hostile.path.startswith(FOR_COLLECT) and answer.header("X-OpenRosa-Version") == "1.0":
        return [] if answer.status in TOLD_COLLECT else [str(answer.status)]
    return faults(answer, left=has_left(hostile), head=hostile.method == "HEAD")


@pytest.mark.parametrize("seed", SEEDS)
def test_no_request_at_any_address_meets_a_bare_fault(door, caplog, seed):
    caplog.set_level(logging.ERROR)
    wrong = {str(each): found for each in requests(seed, EACH, DEAR) if (found := faulty(door, each))}
    assert not wrong, f"{len(wrong)} of {EACH}: {list(wrong.items())[:4]}"
    faults_of_ours = [r for r in caplog.records if r.name.startswith("kapea") or r.name == "django.request"]
    assert not faults_of_ours, [r.getMessage() for r in faults_of_ours]


@pytest.mark.parametrize("seed", SEEDS)
def test_where_staff_work_none_meets_a_fault_either(door, at, caplog, seed):
    """Their pages name no helpline, and somebody who has not signed in sees none of them."""
    mark_key_store(by="operator", at=at)
    caplog.set_level(logging.ERROR)
    asked = [each for each in requests(seed, EACH, DEAR) if each.path.startswith("/staff/")]
    answers = [(str(each), ask(door, each)) for each in asked]
    assert [
        each for each, answer in answers if answer.status not in (200, 302, 400, 403, 404, 405, 429)
    ] == []
    assert all(b"Line of" not in answer.body for _, answer in answers)
    faults_of_ours = [r for r in caplog.records if r.name.startswith("kapea") or r.name == "django.request"]
    assert not faults_of_ours, [r.getMessage() for r in faults_of_ours]


def test_the_requests_come_to_every_address(door):
    def shape(path: str) -> int:
        return path.count("/")

    asked = {shape(each.path) for each in requests(0, EACH)}
    assert {shape("/" + route) for route in routes()} <= asked
    assert len(routes()) < EACH


@pytest.mark.parametrize("charset", ["hex", "undefined", "punycode", "idna", "utf-16", "utf-7", "rot13"])
@pytest.mark.parametrize("path", ["/", "/en/", "/en/h/0", "/en/more", "/en/nowhere", "/leave", "/healthz"])
def test_a_strange_charset_with_many_parameters_is_read_as_ours(door, path, charset):
    many = "&".join(f"a{n}=%ff" for n in range(12))
    strange = Hostile("GET", path, many, {"CONTENT_TYPE": f"text/plain; charset={charset}"})
    assert faulty(door, strange) == []


def test_what_breaks_before_any_page_still_names_help(door, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("a bug")

    monkeypatch.setattr(Handler, "get_response", fails)
    answer = ask(door, Hostile("GET", "/en/h/1"))
    assert faults(answer) == ["500"], "a page of ours, although the status says whose fault it is"
    left = ask(door, Hostile("GET", "/en/h/1", headers={"HTTP_COOKIE": "v=1"}))
    assert faults(left, left=True) == []


@pytest.mark.parametrize("cookie", COOKIES)
def test_leaving_clears_whatever_cookie_is_there(door, cookie):
    answer = ask(door, Hostile("POST", "/leave", headers={"HTTP_COOKIE": cookie}))
    assert answer.status == 200
    cleared = [value for name, value in answer.headers if name == "Set-Cookie" and "Max-Age=0" in value]
    assert len(cleared) == 2
