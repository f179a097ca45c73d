"""Whatever a request's head says, Django is given a valid environment, and nothing in it that only our proxy
or this server may say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from wsgiref.validate import check_environ

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.config.gateway.environ import BASE, environ

TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789-_!#$%&'*+.^`|~"
names = st.text(TOKEN, min_size=1, max_size=20)
values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)


class Several(list):
    """Headers of a request: a name may come more than once."""

    def items(self):
        return iter(self)

    def get(self, key, default=None):
        return next((value for name, value in self if name == key), default)


@dataclass
class Head:
    """A request's head, as the server gives it."""

    headers: Several = field(default_factory=Several)
    method: str = "POST"
    path: str = "/km/"
    query_string: str = ""
    http_version: str = "1.1"
    server: str = "127.0.0.1:8000"
    client: str = "127.0.0.1:5000"


heads = st.builds(
    Head,
    st.lists(st.tuples(names, values), max_size=8).map(Several),
    method=st.sampled_from(("GET", "HEAD", "POST", "OPTIONS")),
    path=st.text(max_size=20).map(lambda text: f"/{text}"),
    query_string=values,
)


@given(heads, st.binary(max_size=50))
def test_any_head_gives_a_valid_environment(head, body):
    made = environ(head, body)
    check_environ(made)
    assert all(value.encode("latin-1") is not None for value in made.values() if isinstance(value, str))


@given(heads, st.binary(max_size=50))
def test_the_body_and_its_length_are_those_that_came(head, body):
    made = environ(head, body)
    assert (made["CONTENT_LENGTH"], made["wsgi.input"].read()) == (str(len(body)), body)


@given(heads, st.binary(max_size=10))
def test_no_header_says_what_only_the_server_knows(head, body):
    """Where a request came from, where to, how: the same whatever the headers claim."""
    bare = environ(Head(Several(), head.method, head.path, head.query_string), body)
    made = environ(head, body)
    own = {key for key in bare if key not in ("CONTENT_LENGTH", "wsgi.input")}
    assert {key: made[key] for key in own} == {key: bare[key] for key in own}
    assert all(key.startswith("HTTP_") for key in made.keys() - bare.keys() - {"CONTENT_TYPE"})


@given(st.sampled_from(("x-forwarded-for", "x-forwarded-proto", "host", "cookie")), values, values)
def test_no_other_spelling_passes_for_a_header(name, true, false):
    """`x_forwarded_for` would arrive under the name of the one that our proxy writes."""
    spelled = name.replace("-", "_") if "-" in name else f"{name}_"
    made = environ(Head(Several([(spelled, false), (name, true), (spelled, false)])), b"")
    assert made[f"HTTP_{name.upper().replace('-', '_')}"] == true


@given(st.lists(values.filter(lambda value: "," not in value), min_size=1, max_size=4))
def test_hops_of_several_headers_stand_in_the_order_in_which_they_came(hops):
    """The last hop is the one that our own proxy wrote."""
    made = environ(Head(Several([("x-forwarded-for", hop) for hop in hops])), b"")
    assert made["HTTP_X_FORWARDED_FOR"].split(",") == hops


def test_cookies_in_several_headers_are_all_read():
    from django.http.cookie import parse_cookie

    made = environ(Head(Several([("cookie", "k=1"), ("cookie", "f=2"), ("cookie", "v=3")])), b"")
    assert parse_cookie(made["HTTP_COOKIE"]) == {"k": "1", "f": "2", "v": "3"}


@given(heads)
def test_one_request_leaves_nothing_to_the_next(head):
    before = dict(BASE)
    environ(head, b"what somebody typed")
    assert before == BASE
    assert environ(Head(), b"")["wsgi.input"].read() == b""


@given(st.text(max_size=30))
def test_the_path_that_is_read_is_the_path_that_was_asked_for(path):
    head = Head(path=f"/{path}")
    try:
        path.encode()
    except UnicodeEncodeError:
        return
    from kapea.web.base.request import Request

    assert Request(environ(head, b"")).path_info == f"/{path}"


@pytest.mark.parametrize(
    ("client", "address"),
    [("127.0.0.1:5000", "127.0.0.1"), ("[2001:db8::1]:5000", "[2001:db8::1]"), ("", ""), ("unix", "")],
)
def test_the_address_is_the_clients_without_its_port(client, address):
    assert environ(Head(client=client), b"")["REMOTE_ADDR"] == address
