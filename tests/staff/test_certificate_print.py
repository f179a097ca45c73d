"""The certificate on paper: a name that is typed for it is on it, and afterwards nowhere else."""

from __future__ import annotations

import logging
import re
import tempfile

import pytest
from django.apps import apps
from django.db import connections
from tests.conftest import world_of
from tests.print.reading import bare, opened, text_of
from tests.staff.cast import signed_in

from kapea.audit.models import Event
from kapea.content.queries import worlds
from kapea.core.paper.printed import decode_printed
from kapea.core.staff.roles import Role
from kapea.learning.certificate_checks import CertificateVerdict, checked_certificate
from kapea.print import press
from kapea.print.press_process import PressFailed
from kapea.print.queue import PressQueue
from kapea.web.staff.words import staff_words
from kapea.web.workshops import training

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("plans_live"),
    pytest.mark.any_database,
]
OWN = "/staff/workshops/training"
NAME = "Zuzanna Quetzalcoatl"
SAID = staff_words("en")
OF_SERVERS = training.forgetting_queue
"""The press as servers have it, before a test puts another in its place."""


@pytest.fixture(autouse=True)
def _home(settings, tmp_path, monkeypatch):
    """A key, a home for temporary files and a press of this test's own."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    settings.KAPEA_CERTIFICATE_KEY_FILE = str(tmp_path / "certificate.key")
    monkeypatch.setattr(
        training, "forgetting_queue", forgetting(lambda each: press.press_piece(decode_printed(each)))
    )


def forgetting(made) -> PressQueue:
    return PressQueue(made, most_bytes=0)


@pytest.fixture
def mine(cast):
    return cast.certificates[Role.FACILITATOR]


@pytest.fixture
def facilitator(cast):
    return signed_in(cast.ours[Role.FACILITATOR], cast.at)


def prints(client, row, name: str = NAME, language: str = "en"):
    return client.post(f"{OWN}/certificates/{row.id}/print", {"language": language, "name": name})


def fault(page) -> str:
    assert page.status_code == 409
    return re.search(r'class="fault" role="alert">([^<]*)<', page.content.decode())[1]


def everything_stored() -> str:
    """All rows of all tables of both databases, as text."""
    said = []
    for model in apps.get_models(include_auto_created=True):
        alias = "keys" if model._meta.app_label == "vault" else "default"
        with connections[alias].cursor() as cursor:
            if model._meta.db_table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
                said += map(repr, cursor.fetchall())
    return "\n".join(said)


def test_after_printing_the_name_is_on_the_paper_and_nowhere_else(
    cast, facilitator, mine, monkeypatch, caplog, tmp_path
):
    """With the press in a process of its own, as servers have it."""
    monkeypatch.setattr(training, "forgetting_queue", OF_SERVERS)
    caplog.set_level(logging.DEBUG)
    answer = prints(facilitator, mine)
    assert answer["Content-Type"] == "application/pdf"
    assert bare(NAME) in text_of(answer.content), "or nothing below says anything"
    parts = NAME.split()
    left = {
        "the database": everything_stored(),
        "the log": caplog.text,
        "files": "".join(
            path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()
        ),
        "names of files": " ".join(map(str, tmp_path.rglob("*"))),
        "headers": repr(answer.headers) + repr(answer.cookies),
        "the trail": repr(list(Event.objects.values())),
        "what the press remembers": repr(vars(OF_SERVERS)),
        "the page afterwards": facilitator.get(OWN).content.decode(),
        "what was asked": answer.request["PATH_INFO"] + answer.request["QUERY_STRING"],
    }
    assert [where for where, said in left.items() if any(part in said for part in parts)] == []
    assert not OF_SERVERS._files
    assert "temporary" in left["names of files"]
    assert mine.serial in left["the database"], "all rows were looked at"
    assert not Event.objects.filter(action__startswith="certificate").exists(), "nothing was changed"


def test_a_queue_that_remembers_would_have_been_found(facilitator, mine, monkeypatch):
    queue = PressQueue(lambda each: press.press_piece(decode_printed(each)))
    monkeypatch.setattr(training, "forgetting_queue", queue)
    prints(facilitator, mine)
    assert queue._files


def test_the_file_is_kept_by_no_cache_and_its_name_says_nothing(facilitator, mine):
    answer = prints(facilitator, mine)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == 'inline; filename="workshop.pdf"'
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert facilitator.get(f"{OWN}/certificates/{mine.id}/print").status_code == 405, "no name in an address"


def test_a_browser_is_not_to_remember_or_send_the_name_anywhere(facilitator):
    field = re.search(r'<input id="name"[^>]*>', facilitator.get(OWN).content.decode())[0]
    assert 'autocomplete="off"' in field
    assert 'spellcheck="false"' in field
    assert "value=" not in field


@pytest.mark.parametrize("language", ["km", "en"])
def test_what_stands_on_it_and_its_code_counts(cast, facilitator, mine, language):
    release = world_of("cambodia").release
    found = text_of(prints(facilitator, mine, "", language).content)
    said = [
        release.text(f"word.certificate-{each}", language) for each in ("title", "did-first", "nobody", "two")
    ]
    assert [each for each in [*said, cast.organisation.name] if bare(each) not in found] == []
    assert f"localhost/{language}/check" in found
    code = re.search(r"\d{25}", found)[0]
    assert checked_certificate(code, at=cast.at).verdict is CertificateVerdict.COUNTS
    assert cast.ours[Role.FACILITATOR].user.name not in prints(
        facilitator, mine, "", language
    ).content.decode("latin-1")
    assert bare(cast.ours[Role.FACILITATOR].user.name) not in found, "not even the name we know"


def test_the_same_code_stands_on_every_print(facilitator, mine):
    codes = {
        re.search(r"\d{25}", text_of(prints(facilitator, mine, name).content))[0]
        for name in ("", NAME, "Sok")
    }
    assert len(codes) == 1


@pytest.mark.parametrize("name", ["សុខ វិសាល", "सीता कुमारी श्रेष्ठ", "Ñandú O’Brien-Smith", "Ma. Clara"])
def test_names_in_the_letters_of_every_country_are_printed(facilitator, mine, name):
    assert bare(name) in text_of(prints(facilitator, mine, name).content)


@pytest.mark.parametrize(
    "name", ["王小明", "+855 12 345 678", "a" * 61, "x@y.z", "<i>", "Sok\u202eVisal", "#let x = 1"]
)
def test_what_is_no_name_or_cannot_be_printed_is_refused_and_not_shown_again(facilitator, mine, name):
    page = prints(facilitator, mine, name)
    assert fault(page) == SAID["fault-certificate-letters"]
    assert name not in page.content.decode()


def test_a_letter_that_no_font_has_is_said_to_be_one(facilitator, mine):
    page = prints(facilitator, mine, "Sok \ua7ae")
    assert fault(page) == SAID["fault-certificate-letters"]


def test_one_that_has_ended_is_not_printed(cast, facilitator, mine):
    mine.lapses_on = cast.at.date()
    mine.save()
    assert fault(prints(facilitator, mine)) == SAID["fault-certificate-over"]
    assert SAID["certificate-print"] not in facilitator.get(OWN).content.decode()


@pytest.mark.parametrize("language", ["", "xx", "sw"])
def test_it_is_printed_in_a_language_of_its_country_only(facilitator, mine, language):
    assert fault(prints(facilitator, mine, language=language)) == SAID["fault-certificate-unread"]


def test_while_the_press_is_taken_one_is_asked_to_come_again(facilitator, mine, monkeypatch):
    def fails(encoded: bytes) -> bytes:
        raise PressFailed("TimeoutExpired")

    for queue in (forgetting(fails), PressQueue(fails, places=0)):
        monkeypatch.setattr(training, "forgetting_queue", queue)
        assert fault(prints(facilitator, mine)) == SAID["fault-certificate-busy"]


def test_where_staff_have_a_server_of_their_own_no_address_is_promised(facilitator, mine, settings):
    settings.KAPEA_AREAS = [area for area in settings.KAPEA_AREAS if area.name != "public"]
    found = text_of(prints(facilitator, mine).content)
    assert "/check" not in found
    assert re.search(r"\d{25}", found)


def test_while_nothing_of_the_country_is_live_nothing_is_printed(facilitator, mine):
    worlds.clear()
    assert facilitator.get(OWN).status_code == 200
    assert prints(facilitator, mine).status_code == 404


def test_it_is_one_page_that_tells_nothing_of_when_it_was_printed(facilitator, mine):
    file = opened(prints(facilitator, mine).content)
    assert len(file.pages) == 1
    assert str(file.metadata.get("/CreationDate", "D:1970")).startswith("D:1970")
    assert file.metadata.author is None
