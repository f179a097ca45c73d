"""The bench reads what `wrk` says, and its visitors are taken for browsers."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs

import pytest
from django.middleware.csrf import CsrfViewMiddleware
from django.test import RequestFactory

from bench import browser, traffic, wrk
from kapea.web.base.form_secret import new_secret

SAID = """
  1 threads and 16 connections
  Latency Distribution
     50%   13.22ms
     75%   14.00ms
     90%    1.02s
     99%  820.00us
  5012 requests in 4.00s, 9.81MB read
  Socket errors: connect 0, read 2, write 0, timeout 1
  Non-2xx or 3xx responses: 4
Requests/sec:   1253.11
"""


def test_every_number_is_read_in_its_unit():
    told = wrk.read(SAID)
    assert (told.rate, told.p50, told.answered) == (1253.11, 13.22, 5012)
    assert told.p99 == pytest.approx(0.82)


def test_what_was_refused_and_what_broke_off_count_as_failed():
    assert wrk.read(SAID).failed == 7
    assert wrk.read(SAID.split("  Socket")[0] + "Requests/sec: 1.0").failed == 0


def test_a_report_that_says_nothing_stops_the_bench():
    with pytest.raises(AssertionError):
        wrk.read("unable to connect")


def test_an_answer_of_a_visitor_is_taken_for_one_from_a_page_of_their_own():
    word = new_secret()
    visitor = browser.Browser(SimpleNamespace(port=80), "/km/", {"f": word})
    first, second = (parse_qs(visitor.answer(3, "yes").body) for _ in range(2))
    request = RequestFactory().post("/km/h/3", {name: each for name, (each,) in first.items()})
    request.COOKIES["f"] = word
    guard = CsrfViewMiddleware(lambda request: None)
    guard.process_request(request)
    assert guard.process_view(request, lambda request: None, (), {}) is None
    assert first["a"] == second["a"] == ["yes"]
    assert first["csrfmiddlewaretoken"] != second["csrfmiddlewaretoken"]


def test_requests_are_sent_in_their_order_and_whole(tmp_path, monkeypatch):
    written = {}

    def run(words, **_):
        written.update(words=words, told=(tmp_path / "entries.lua").read_text())
        return subprocess.CompletedProcess(words, 0, stdout=SAID, stderr="")

    monkeypatch.setattr(wrk.subprocess, "run", run)
    entries = [wrk.Entry("/km/", {}), wrk.Entry("/km/h/0", {"Cookie": 'f="a"'}, "a=1\nb")]
    wrk.send(8000, entries, tmp_path, seconds=1, people=3)
    assert "-c3" in written["words"]
    assert written["told"] == (
        'return {{path="/km/",headers={},body=""},'
        '{path="/km/h/0",headers={["Cookie"]="f=\\"a\\""},body="a=1\\nb"}}'
    )


def test_requests_are_numbered_from_a_number_on(tmp_path):
    """Read by a server of ours, since only `wrk` runs its script; it asks once before it sends anything."""
    met = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            met.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        entries = [wrk.Entry("/d", {}, '{"a": @}'), wrk.Entry("/d", {}, '{"b": @, "c": @}')]
        wrk.send(server.server_port, entries, tmp_path, seconds=1, people=1, first=10**12)
        server.shutdown()
    assert met[:2] == ['{"b": 1000000000002, "c": 1000000000002}', '{"a": 1000000000003}']
    assert len(set(met)) == len(met)


def test_the_middle_of_the_rounds_counts():
    rounds = [wrk.Traffic(rate, 1, 1, 1, 0) for rate in (9.0, 1.0, 5.0)]
    assert traffic._middle(rounds).rate == 5.0
