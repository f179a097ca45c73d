"""ODK Collect fetches the form of a study and sends it filled in: as recorded of it, once, and by a token."""

from __future__ import annotations

from base64 import b64encode
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from tests.core.studies.small_sheet import sent, uuid
from tests.staff.tablets_held import InField, R, study_in_field

from kapea.core.studies.session_sheet import session_sheet
from kapea.studies.models import StudyCollectedSheet, StudyCollectToken
from kapea.web.collect.views import TRIES_PER_MINUTE, wrong_tokens

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
BOUNDARY = "--------------------------7c1f4a0c5d2e"
"""As OkHttp, with which Collect sends, draws one; the parts below stand in its order and with its heads."""
SPACES = b'xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" '
SECRET = "a planted name"
LIST = "{http://openrosa.org/xforms/xformsList}"


@pytest.fixture
def there(cast) -> InField:
    wrong_tokens.clear()
    made = study_in_field(cast)
    made.key()
    return made


class Collect:
    """ODK Collect on a tablet: no cookie, a name and a word."""

    def __init__(self, there: InField, word: str = "", name: str = "") -> None:
        page = there.client(R.FIELD_LEAD).post(f"{there.here}/tablets/token").content.decode()
        shown = [each.partition("</code>")[0] for each in page.split("<code>")[1:]]
        self.name, self.word = name or shown[1], word or shown[2]
        self.server, self.client = f"/openrosa/{there.row.id}", Client()

    @property
    def heads(self) -> dict[str, str]:
        coded = b64encode(f"{self.name}:{self.word}".encode()).decode()
        return {
            "authorization": f"Basic {coded}",
            "x-openrosa-version": "1.0",
            "date": "Mon, 30 Nov 2026 06:00:00 GMT",
            "user-agent": "org.odk.collect.android/v2025.2.3 Dalvik/2.1.0",
        }

    def get(self, path: str):
        return self.client.get(f"{self.server}/{path}", headers=self.heads)

    def send(self, xml: bytes, *attached: tuple[str, bytes]):
        parts = [("xml_submission_file", "session.xml", "text/xml", xml)]
        parts += [(name, name, "image/jpeg", data) for name, data in attached]
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
            f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n".encode()
            + data
            + b"\r\n"
            for name, file, kind, data in parts
        )
        body += f"--{BOUNDARY}--\r\n".encode()
        return self.client.generic(
            "POST",
            f"{self.server}/submission?deviceID=collect%3AabcdefGHIJKLmnop",
            body,
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
            headers=self.heads,
        )


def filled(world, number: int = 1, **given) -> bytes:
    """A sheet as Collect writes it, of the version that this country has."""
    version = session_sheet(world.release.instruments).version
    day = given.pop("day", "")
    xml = sent(number, **{"version": version, "day": day} | given).replace(b">moon<", b">study-group-12<")
    xml = xml if day else xml.replace(b"<day></day>", b"")
    return (
        b"<?xml version='1.0' ?>"
        + xml.replace(b"<data ", b"<data " + SPACES)
        .replace(b"<meta>", b"<orx:meta>").replace(b"</meta>", b"</orx:meta>")
        .replace(b"instanceID>", b"orx:instanceID>").replace(b"deprecatedID>", b"orx:deprecatedID>")
    )  # fmt: skip


def test_the_form_is_listed_fetched_filled_in_and_taken_once(there, world):
    collect = Collect(there)
    listed = collect.get("formList")
    assert listed["X-OpenRosa-Version"] == "1.0"
    [form] = fromstring(listed.content)
    assert form.find(f"{LIST}downloadUrl").text == f"http://localhost{collect.server}/form.xml".replace(
        "localhost", "testserver"
    )
    xform = collect.get("form.xml")
    assert form.find(f"{LIST}version").text.encode() in xform.content
    head = collect.client.head(f"{collect.server}/submission", headers=collect.heads)
    assert (head.status_code, head["X-OpenRosa-Accept-Content-Length"]) == (204, "262144")
    for _ in range(2):
        answer = collect.send(filled(world))
        assert (answer.status_code, answer.cookies) == (201, {})
        assert fromstring(answer.content)[0].text == "Thank you. It is here."
    [row] = StudyCollectedSheet.objects.all()
    assert (row.instance, row.held) == (uuid(1), "")
    assert b"study-group-12" not in bytes(row.sealed)
    shown = there.client(R.MODERATOR).post(f"{there.here}/sheets/open").content.decode()
    assert shown.count("<section>") == 1
    assert "Understood, of three: <b>3</b>" in shown or "<b>3</b>" in shown
    assert there.client(R.DATA_STEWARD).post(f"{there.here}/sheets/open").status_code == 404


def test_st_r11_a_picture_and_a_device_that_come_along_are_kept_nowhere(there, world):
    collect = Collect(there)
    collect.get("formList")
    picture = b"\xff\xd8\xff" * 20_000 + SECRET.encode()
    assert collect.send(filled(world), ("child.jpg", picture)).status_code == 201
    [row] = StudyCollectedSheet.objects.values()
    kept = repr(row)
    assert not [word for word in (SECRET, "child.jpg", "abcdefGHIJKLmnop") if word in kept]


def test_st_r39_what_does_not_stand_is_listed_and_the_data_steward_decides(there, world):
    collect, steward = Collect(there), there.client(R.DATA_STEWARD)
    collect.get("formList")
    collect.send(filled(world, 2, replaces=1))
    collect.send(filled(world, 3, inside=f"<words>{SECRET}</words>"))
    collect.send(filled(world, 4, version="000000000000"))
    page = steward.get(f"{there.here}/sheets").content.decode()
    assert SECRET not in page
    for word in ("It waits for the one that it changes", "It has something that the form", "A version that"):
        assert word in page
    assert collect.send(filled(world, 1)).status_code == 201
    rows = {each.instance: each for each in StudyCollectedSheet.objects.all()}
    for number, decision in ((3, "drop"), (4, "take"), (4, "burn")):
        form = {"sheet": rows[uuid(number)].id, "decision": decision}
        assert steward.post(f"{there.here}/sheets/decide", form).status_code == 302
    page = steward.get(f"{there.here}/sheets").content.decode()
    assert "Stand: <b>2</b>" in page
    assert "Left out: <b>1</b>" in page
    assert "Nothing is set apart." in page
    assert len(rows) == StudyCollectedSheet.objects.count() == 4, "none is gone"


def test_st_r02_while_no_committee_allows_it_no_form_is_given_and_what_comes_is_set_apart(there, world):
    collect = Collect(there)
    collect.get("formList")
    there.row.document = {**there.row.document, "standing": there.row.document["standing"] | {"openings": []}}
    there.row.save()
    assert len(fromstring(collect.get("formList").content)) == 0
    assert collect.get("form.xml").status_code == 404
    assert collect.send(filled(world)).status_code == 201, "it must not stay on a tablet for ever"
    assert StudyCollectedSheet.objects.get().held == "late"


def test_no_other_word_lets_in_and_whoever_tries_is_slowed(there, world):
    good = Collect(there)
    assert StudyCollectToken.objects.get().digest not in ("", good.word)
    for wrong in ({}, {"authorization": "Basic %%"}, {"authorization": "Bearer x"}):
        answer = good.client.get(f"{good.server}/formList", headers=wrong)
        assert (answer.status_code, answer["WWW-Authenticate"][:5]) == (401, "Basic")
    assert Collect(there, word="x").send(filled(world)).status_code == 401
    elsewhere = Collect(there)
    elsewhere.server = "/openrosa/aaaaaaaaaaaaaaaa"
    assert elsewhere.get("formList").content == Collect(there, word="y").get("formList").content
    token = StudyCollectToken.objects.get(name=good.name)
    there.client(R.FIELD_LEAD).post(f"{there.here}/tablets/token/end", {"token": token.id})
    assert good.get("formList").status_code == 401, "it was taken back"
    for _ in range(TRIES_PER_MINUTE):
        last = good.get("formList").status_code
    assert last == 429
    assert not StudyCollectedSheet.objects.exists()


def test_what_is_no_submission_is_refused_and_stays_on_the_tablet(there, world):
    collect = Collect(there)
    for xml, status in ((b"<x", 400), (b"<!DOCTYPE d []>" + filled(world), 400), (b"x" * 300_000, 413)):
        answer = collect.send(xml)
        assert (answer.status_code, answer["X-OpenRosa-Version"]) == (status, "1.0")
    assert collect.client.put(f"{collect.server}/submission", headers=collect.heads).status_code == 405
    assert not StudyCollectedSheet.objects.exists()
