"""The way to help and back as it is deployed: behind the proxy, by two workers of which one may die at any
moment. Each thing is done once; what opens nothing looks alike; nothing of anybody is written down beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from tests.channels import planted
from tests.databases import KINDS, drawn
from tests.deployment.advising_walk import QUOTED, advised, typed_at_length
from tests.deployment.helping_walk import (
    NOWHERE,
    SECRETS,
    WORDS,
    accepted_by_link,
    referred,
    signed_in,
    taken_by_one_of_two,
    while_one_dies,
)
from tests.deployment.secure_visits import (
    OTHERS,
    SIGNS,
    Helping,
    SecureVisitor,
    cookies_of,
    helping_on,
    new_place,
)
from tests.deployment.staff_visits import surely
from tests.deployment.workshop_walk import answers, opened, types_number
from tests.server import until as soon

from kapea.web.staff.words import staff_words

SECOND_ANSWERS = 40
"""More than two workers take of one address in a minute, however slow the machine."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What a proxy sees is tried on one database; in `make check-all` what may be done twice on each."""
    if "helping" in metafunc.fixturenames:
        kinds = drawn(__name__) if "dies" in metafunc.definition.name else KINDS[:1]
        metafunc.parametrize("helping", kinds, indirect=True, scope="module")


@pytest.fixture(scope="module")
def helping(request, tmp_path_factory) -> Iterator[Helping]:
    with helping_on(request.param, tmp_path_factory.mktemp("helping")) as site:
        yield site


@pytest.fixture
def browsers(helping) -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def visitor(helping, browsers) -> SecureVisitor:
    return browsers.enter_context(closing(SecureVisitor(helping)))


# --- whatever dies ------------------------------------------------------------------------------


def test_what_is_left_taken_referred_and_answered_is_done_once_whatever_dies(helping, visitor, browsers):
    visitor.leaves(f"He wants more, {WORDS}.")
    holder, case = taken_by_one_of_two(helping, browsers)
    referral = referred(helping, holder, case)
    assert helping.count("care_referralturnrow", f"referral_id = '{referral}' AND step = 'send'") == 1
    accepted_by_link(helping, browsers, holder, referral)
    for step in ("receive", "accept"):
        assert helping.count("care_referralturnrow", f"referral_id = '{referral}' AND step = '{step}'") == 1
    carried = re.search(r'name="o" value="([\w=-]+)"', visitor.comes_back().body)
    assert carried
    said = {"o": carried[1], "do": "answer", "source": "referrals", "about": referral, "says": "nobody_came"}
    page = while_one_dies(helping, lambda: surely(visitor, "POST", "/en/b", **said))
    assert "It was sent" in page.body
    sent = f"referral_id = '{referral}' AND step = 'say_nobody_came'"
    assert helping.count("care_referralturnrow", sent) == 1
    trail = helping.home.kapea("audit", "verify")
    assert trail.returncode == 0, trail.stdout
    found = planted.found(planted.forms(WORDS), planted.files(helping.home.folder))
    assert found == [], "words lie in no file, and in no line of a log"


def test_two_hours_of_talk_are_taken_whole_and_lie_in_no_file_of_the_proxy(helping, browsers):
    typed_at_length(helping, browsers)


def test_a_group_is_asked_and_a_quote_withdrawn_once_and_for_good_whatever_dies(helping, browsers):
    steps = ("study.advice-give", "study.advice-answer", "study.withdraw")
    before = [helping.count("audit_event", f"action = '{each}'") for each in steps]
    advised(helping, browsers)
    after = [helping.count("audit_event", f"action = '{each}'") for each in steps]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]
    trail = helping.home.kapea("audit", "verify")
    assert trail.returncode == 0, trail.stdout
    held = planted.files(helping.home.folder)
    assert planted.found({WORDS.encode(), QUOTED.encode()}, held) == [], "sealed, and in no line of a log"


# --- what is seen of it from outside -------------------------------------------------------------


def test_codes_that_open_nothing_answer_alike_through_the_proxy(helping, visitor):
    visitor.leaves("Please write back.")
    found = {}
    for name, code, signs in (
        ("forced", "", OTHERS),
        ("wrong", "1234567812345678", SIGNS),
        ("no", "x", SIGNS),
    ):
        asked = SECRETS.sub("", visitor.types(code).body)
        page = visitor.comes_back(code, signs)
        headers = {key for key, _ in page.pairs}
        found[name] = (page.status, len(page.body), SECRETS.sub("", page.body), frozenset(headers), asked)
    assert len(set(found.values())) == 1
    assert "Somebody has read it" not in found["forced"][2]


def test_cookies_go_over_https_alone_and_to_no_script(helping, visitor, browsers):
    visitor.comes_back("1234567812345678")
    worker = signed_in(helping, browsers, "case_worker")
    cookies = cookies_of([*visitor.answers, *worker.answers])
    assert {"f", "ss", "sk"} <= set(cookies)
    for name, jar in cookies.items():
        assert jar[name]["secure"], name
        assert jar[name]["httponly"], name
        assert jar[name]["samesite"] in ("Lax", "Strict"), name
    for each in worker.answers:
        assert "no-store" in each.headers["cache-control"]


@pytest.mark.parametrize("broken", ["", "k=1; f=2", f"f={'x' * 32}"])
def test_the_directory_for_programs_gives_nobody_a_cookie(helping, visitor, broken):
    for method, address, body in (
        ("GET", "/hsds/services", b""),
        ("POST", "/hsds/search", b'{"search":"child"}'),
    ):
        answer = visitor.asks(method, address, body, Cookie=broken, Content_Type="application/json")
        assert answer.status == 200
        assert not any(name.lower() == "set-cookie" for name, _ in answer.pairs)


def test_from_one_address_only_so_many_codes_are_looked_at_whatever_it_claims(helping, browsers):
    place = new_place()

    def answers_code(number: int) -> int:
        came = browsers.enter_context(closing(SecureVisitor(helping, place=place)))
        said = urlencode({**dict(IN_FORM.findall(came.types("x").body)), "sign": "cup"}).encode()
        claims = {f"{name}_For": f"10.{number}.0.1" for name in ("X_Forwarded", "X_Original")}
        return came.asks("POST", "/en/b", said, Content_Type=FORM, X_Real_IP="10.9.9.9", **claims).status

    with ThreadPoolExecutor(8) as at_once:
        statuses = list(at_once.map(answers_code, range(SECOND_ANSWERS)))
    assert 429 in statuses


IN_FORM = re.compile(r'name="(csrfmiddlewaretoken|t)" value="([\w=-]+)"')
PICTURE = (
    b'--B\r\nContent-Disposition: form-data; name="words"; filename="a.jpg"\r\n'
    b"Content-Type: image/jpeg\r\n\r\n" + WORDS.encode() + b"\r\n--B--\r\n"
)
FORM = "application/x-www-form-urlencoded"
HOSTILE = {
    "another site": (f"words={WORDS}".encode(), FORM, "https://evil.example"),
    "no form of ours": (f"words={WORDS}".encode(), FORM, ""),
    "a picture": (PICTURE, "multipart/form-data; boundary=B", ""),
    "bytes": (b"words=\xff\xfe%ff&typed=%c3%28", f"{FORM}; charset=utf-7", ""),
    "too much": (b"words=" + b"x" * 1_500_000, FORM, ""),
}


@pytest.mark.parametrize("sent", HOSTILE)
@pytest.mark.parametrize(
    "address", ["/en/d/2", "/en/b", "/en/check", NOWHERE, "/staff/sign-in", "/hsds/search"]
)
def test_what_no_page_of_ours_sends_is_refused_and_nowhere_kept(helping, visitor, address, sent):
    body, kind, origin = HOSTILE[sent]
    more = {"Origin": origin} if origin else {}
    assert visitor.asks("POST", address, body, Content_Type=kind, **more).status in (400, 403, 413)
    assert WORDS not in helping.server.said()


@pytest.mark.parametrize("address", ["/en/d", "/en/b", "/hsds/", NOWHERE, "/staff/sign-in"])
def test_another_name_and_another_method_get_no_more(helping, visitor, address):
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"):
        assert visitor.asks(method, address).status in (200, 403, 404, 405)
    for named in ({"Host": "evil.example"}, {"X_Forwarded_Host": "evil.example"}):
        answer = visitor.asks("GET", address, **named)
        assert answer.status in (200, 400, 404)
        assert "evil.example" not in answer.body + str(answer.headers)
    assert "evil.example" not in helping.server.said()


# --- a workshop whose people answer on their own phones -------------------------------------------


def test_a_phone_in_the_room_answers_once_and_leaves_nothing(helping, visitor, browsers):
    lead = signed_in(helping, browsers, "facilitator")
    workshop, number = opened(lead)
    page = types_number(visitor, number)
    sent = [answers(visitor, page, c="") for _ in range(2)]
    assert [each.status for each in sent] == [303, 303], "whoever sends twice is thanked twice"
    shown = surely(lead, "GET", f"{workshop}/phones").body
    assert f"{staff_words('en')['phones-answered']} <b>1</b>" in shown
    for each in (*visitor.answers, *lead.answers):
        assert "no-store" in each.headers["cache-control"]
        assert number not in each.headers.get("location", "")
    for jar in cookies_of(visitor.answers).values():
        assert all(morsel["secure"] and morsel["httponly"] for morsel in jar.values())
    assert number in "".join(shown.split()), "who leads it reads the number from the page alone"
    assert number not in helping.server.said()


def test_numbers_of_workshops_are_not_found_by_trying(helping, browsers):
    place = new_place()

    def guess(number: int) -> int:
        came = browsers.enter_context(closing(SecureVisitor(helping, place=place)))
        surely(came, "GET", "/en/a")
        said = urlencode({**dict(IN_FORM.findall(came.answers[-1].body)), "n": f"{number:06d}"}).encode()
        claims = {"X_Forwarded_For": f"10.0.{number}.1", "X_Real_IP": f"10.1.{number}.1"}
        return came.asks("POST", "/en/a", said, Content_Type=FORM, **claims).status

    with ThreadPoolExecutor(8) as at_once:
        statuses = list(at_once.map(guess, range(SECOND_ANSWERS)))
    assert 429 in statuses


# --- what people keep of the directory -----------------------------------------------------------

PROPOSED = {
    "name_km": "ផ្ទះមិត្ត",
    "name_en": "Kingfisher House",
    "does_km": "ជួយគ្រួសារ",
    "does_en": "Helps families.",
    "number_1": "012 345 678",
    "kind_1": "voice",
    "cost_1": "unknown",
    "type_1": "NGO",
    "hours": "listed",
    "openings": "mon-fri 08:00-17:00",
    "sure": "OWN",
    "sources": "They themselves",
    "tier": "public",
}
CLOSED = {"service": "child-helpline", "name_en": "Child helpline", "type_1": "HELPLINE", "is_closed": "yes"}
PUBLISHED_SECONDS = 900
"""A server looks about once a minute, and proves a country twice; a busy machine never needs as long."""


def test_an_entry_is_live_without_a_restart_and_a_dangerous_one_is_refused_in_words(helping, browsers):
    editor, supervisor = (signed_in(helping, browsers, role) for role in ("editor", "supervisor"))
    until = (datetime.now(UTC) + timedelta(days=60)).date().isoformat()
    before = sorted(each.pid for each in helping.server.worker_processes())
    changes = []
    for other in ({}, CLOSED):
        surely(editor, "GET", "/staff/directory/new")
        done = surely(editor, "POST", "/staff/directory/new", expires=until, **{**PROPOSED, **other})
        assert done.status == 302, done.body
        changes.append(done.headers["location"])
    for each in changes:
        surely(supervisor, "GET", each)
        assert surely(supervisor, "POST", f"{each}/decide", step="approve").status == 302
    soon(lambda: is_served(helping, "Kingfisher House"), within=PUBLISHED_SECONDS, what="it is not live")
    assert sorted(each.pid for each in helping.server.worker_processes()) == before
    assert is_served(helping, "1280"), "the helpline is there as it was"
    page = surely(editor, "GET", changes[1]).body
    assert staff_words("en")["what-to-mend"] in page
    assert staff_words("en")["what-to-mend"] not in surely(editor, "GET", changes[0]).body


def is_served(helping: Helping, words: str) -> bool:
    """Whether it stands in the directory of each worker: asked on several connections."""
    for _ in range(8):
        with closing(SecureVisitor(helping)) as came:
            found = came.asks("POST", "/hsds/search", b'{"full":true,"per_page":100}')
            if words not in found.body:
                return False
    return True
