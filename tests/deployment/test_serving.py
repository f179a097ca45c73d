"""The real server on a home where all four packs are live."""

from __future__ import annotations

from tests.home import prepared
from tests.server import Serve


def test_a_prepared_home_is_served_at_once_and_names_who_to_call(tmp_path):
    with Serve(prepared(tmp_path / "home"), workers=2) as site:
        assert "1280" in site.get("/en-kh/")[1]
        assert len(site.worker_processes()) == 2
        assert site.said().count("proving") == 0, "what is live is not proved again"
