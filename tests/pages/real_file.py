"""Run by test_unlucky: first view, step and answer on a real SQLite file, locked and then gone."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

home = Path(sys.argv[1])
root = Path(__file__).parents[2]
os.environ.pop("KAPEA_TEST_DATABASE", None)  # this is about a SQLite file, whatever the others run on
os.environ |= {
    "KAPEA_DATABASE": "",
    "KAPEA_HOME": str(home),
    "KAPEA_SECRET": "a secret of this test, long enough",
    "KAPEA_HOSTS": "testserver",
    "DJANGO_SETTINGS_MODULE": "kapea.config.settings",
}
sys.path[:0] = [str(root / "src"), str(root)]


def ready() -> None:
    """Django on that file, its tables made; a locked one is given up on soon."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from kapea.config import breaker

    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
    breaker.REST_SECONDS = 0.0  # every question is a try, so that no step here waits
    call_command("migrate", verbosity=0)


def main() -> None:
    from django.db import connection
    from tests.pages.conftest import Visitor, dials, leads_away, publish

    from kapea.content.folder import build_folder, shipped
    from kapea.content.queries import worlds

    release = build_folder(shipped() / "cambodia").release
    assert release is not None
    publish(release)
    visitor = Visitor(enforce_csrf_checks=True)
    page = visitor.walk("en", "1", "S02")

    other = sqlite3.connect(home / "kapea.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    worlds._looked.clear()
    assert dials(Visitor().get("/en/")), "the first view while locked"
    answer = visitor.answer(page, a="1")
    assert answer.status_code == 503, answer.status_code
    assert dials(answer), "contacts while locked"
    assert leads_away(visitor.post("/leave")), "leaving while locked"
    other.execute("ROLLBACK")
    other.close()
    visitor.cookies.clear()
    page = visitor.walk("en", "1", "S02")
    assert "S02" in visitor.get("/en/h/1").content.decode(), "all is well again"

    connection.close()
    for path in home.glob("kapea.sqlite3*"):
        path.unlink()
    worlds._looked.clear()
    assert dials(Visitor().get("/en/")), "the first view with no database"
    assert visitor.get("/en/h/2").status_code == 503
    answer = visitor.answer(page, a="1")
    assert answer.status_code == 503
    assert dials(answer), "contacts with no database"


ready()
main()
