"""What is read before workers are forked, and when."""

from __future__ import annotations

import json

import pytest
from tests.home import Home

from kapea.config import serving
from kapea.config.prepared import Prepared

READ = """
import json, sys, threading
from kapea.config import serving
serving._read_program()
from django.db import connections
opened = [each.alias for each in connections.all(initialized_only=True) if each.connection is not None]
print(json.dumps({
    "opened": opened,
    "threads": [each.name for each in threading.enumerate()],
    "read": [name for name in ("kapea.web.desk.case_page", "kapea.config.server") if name in sys.modules],
}))
"""


def test_what_is_read_before_workers_part_opens_no_database_starts_nothing_and_is_what_pages_need(tmp_path):
    home = Home(tmp_path / "home", settings={"DJANGO_SETTINGS_MODULE": "kapea.config.settings"})
    told = home.python("-c", READ)
    assert told.returncode == 0, told.stderr
    said = json.loads(told.stdout)
    assert said == {"opened": [], "threads": ["MainThread"], "read": ["kapea.web.desk.case_page"]}
    assert not home.file.exists()


@pytest.mark.parametrize("prepared", Prepared)
def test_it_is_read_before_workers_are_made_and_only_where_no_setting_changes_any_more(monkeypatch, prepared):
    done = []

    class Made:
        def serve(self) -> None:
            done.append("serve")

    monkeypatch.setattr(serving, "_read_program", lambda: done.append("read"))
    monkeypatch.setattr(serving, "server", lambda *_, **__: Made())
    monkeypatch.setattr(serving, "_until_prepared", lambda *_: None)
    serving.run_server(host="127.0.0.1", port=1, workers=1, prepared=prepared, again=lambda: prepared)
    assert done == (["read", "serve"] if prepared is Prepared.ALL else ["serve"])
