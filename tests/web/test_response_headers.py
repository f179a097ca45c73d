"""Whatever happened inside, an answer leaves with the headers that keep it quiet."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from kapea.content import media
from kapea.web.base.middleware import MEDIA_URL, RECORDING_CACHE, response_headers, serve_recordings
from kapea.web.base.policy import FILE_HEADERS, HEADERS, content_policy

STATUSES = st.sampled_from((200, 204, 303, 307, 400, 403, 404, 405, 413, 429, 500, 503))
PAGES = st.sampled_from(("/", "/km/", "/en-kh/find", "/leave", "/healthz", "/nowhere", "/km/h/3", "/s", "/m"))
FILES = ("/s/base/kapea.css", "/m/0123.opus")


def answered(path: str, status: int = 200, **headers: str) -> HttpResponse:
    def inside(request):
        return HttpResponse(status=status, headers=headers)

    return response_headers(inside)(RequestFactory().get(path))


class TestPages:
    @given(PAGES, STATUSES)
    def test_every_answer_of_any_status_is_kept_by_nobody_and_may_do_nothing_more(self, path, status):
        said = answered(path, status)
        assert said["Cache-Control"] == "no-store"
        assert said["Content-Security-Policy"] == content_policy()
        assert {name: said[name] for name in HEADERS} == HEADERS

    @given(STATUSES)
    def test_no_searcher_keeps_a_step_of_somebodys_conversation(self, status):
        assert answered("/km/h/3", status)["X-Robots-Tag"] == "noindex"
        assert answered("/en-kh/h/0", status)["X-Robots-Tag"] == "noindex"

    def test_the_one_page_with_a_policy_of_its_own_keeps_it(self):
        own = content_policy(worker=True)
        assert answered("/km/keep", **{"Content-Security-Policy": own})["Content-Security-Policy"] == own

    @pytest.mark.parametrize("path", FILES)
    def test_a_file_that_is_not_there_is_answered_as_strictly_as_a_page(self, path):
        """Else a cache would keep for ever that there is none."""
        assert answered(path, 404)["Cache-Control"] == "no-store"


class TestFiles:
    @pytest.mark.parametrize("path", FILES)
    def test_a_file_says_what_it_needs_and_stays_in_the_cache_as_its_server_said(self, path):
        said = answered(path, **{"Cache-Control": "max-age=315360000, public, immutable"})
        assert {name: said[name] for name in FILE_HEADERS} == FILE_HEADERS
        assert "no-store" not in said["Cache-Control"]

    def test_a_file_opened_by_itself_can_run_nothing(self):
        assert FILE_HEADERS["Content-Security-Policy"] == "default-src 'none'"


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """A door with one recording in it, and who is asked for anything else."""
    (tmp_path / "0123.opus").write_bytes(b"sound of a voice")

    def found(name):
        return tmp_path / name if name == "0123.opus" else None

    monkeypatch.setattr(media, "media_file", found)
    return serve_recordings(lambda request: HttpResponse("a page", status=404))


def heard(response) -> bytes:
    read = b"".join(response.streaming_content)
    response.close()
    return read


@pytest.mark.django_db  # Django looks at its connections when an answer is closed
class TestRecordings:
    def test_a_recording_is_heard_again_without_paying_and_kept_by_this_browser_only(self, recorded):
        said = recorded(RequestFactory().get(f"{MEDIA_URL}0123.opus"))
        assert heard(said) == b"sound of a voice"
        assert said["Cache-Control"] == RECORDING_CACHE
        assert RECORDING_CACHE.startswith("private")
        assert said["Content-Type"] == media.KINDS["opus"]

    @pytest.mark.parametrize(("first", "last"), [(0, 1), (0, 15), (3, 9), (10, 99)])
    def test_any_piece_that_a_browser_asks_for_is_that_piece(self, recorded, first, last):
        said = recorded(RequestFactory().get(f"{MEDIA_URL}0123.opus", HTTP_RANGE=f"bytes={first}-{last}"))
        assert said.status_code == 206
        assert heard(said) == b"sound of a voice"[first : last + 1]

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
    def test_a_recording_is_only_ever_read(self, recorded, method):
        said = getattr(RequestFactory(), method)(f"{MEDIA_URL}0123.opus")
        assert recorded(said).status_code == 404

    @pytest.mark.parametrize(
        "path", ["/m/other.opus", "/m/", "/0123.opus", "/mm/0123.opus", "/m/x/0123.opus"]
    )
    def test_every_other_address_is_somebody_elses(self, recorded, path):
        assert recorded(RequestFactory().get(path)).content == b"a page"
