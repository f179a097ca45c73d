"""What a watcher is told: whether the process lives, and which country is not served."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from kapea.content.queries import worlds
from kapea.web.public import pages


def test_a_living_process_says_ok_and_asks_no_database(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_is_who_shows_the_first_view_of_every_pack(client, published):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"cambodia: ok\n")


def test_the_pack_that_is_not_live_is_named(client, published, settings):
    settings.KAPEA_PACKS = ["cambodia", "kenya"]
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"cambodia: ok\nkenya: nothing is live\n"


def test_a_view_that_fails_is_named_in_one_language_too(client, published, monkeypatch):
    shown = pages.first_page

    def fails_in_english(world, language, *, at):
        if language == "en":
            raise RuntimeError("XyzzyPlanted")
        return shown(world, language, at=at)

    monkeypatch.setattr(pages, "first_page", fails_in_english)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"cambodia: its first view fails\n")


def test_a_database_that_does_not_answer_is_named(client, published, monkeypatch):
    def away(pack):
        raise OperationalError("XyzzyPlanted")

    monkeypatch.setattr(worlds, "live", away)
    assert client.get("/readyz").content == b"cambodia: the database does not answer\n"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_neither_is_kept_by_anybody(client, published, path):
    assert client.get(path)["Cache-Control"] == "no-store"
