"""Text messages over a real Kannel: a message centre on one side, the real server on the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from tests.databases import KINDS
from tests.home import prepared_on
from tests.server import Serve, free_port, until
from tests.smpp.smsc import MessageCentre, Submitted

CODE, NUMBERS, PASSWORD = "9990", "855120000", "word-of-nobody"
"""Every phone's number begins so."""
SECONDS = 300
"""After this something hangs; a busy machine never needs as long."""
PLANTED = "zebrafinch"


def program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"the tests need {name}: scripts/system installs Kannel on Debian"
    return found


class Texting:
    """The whole way: a phone, its operator, Kannel, our server."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.centre, self.folder, self._numbers = MessageCentre(), folder, count(10)
        self.ports = {name: free_port() for name in ("admin", "box", "sendsms")}
        centre_port = self.centre.start()
        settings = {
            "KAPEA_KANNEL_NUMBER": CODE,
            "KAPEA_KANNEL_PASSWORD": PASSWORD,
            "KAPEA_KANNEL_SEND": f"http://127.0.0.1:{self.ports['sendsms']}/cgi-bin/sendsms",
        }
        home = prepared_on(kind, folder / f"texting-{kind}", packs=("cambodia",), **settings)
        self.server = Serve(home, workers=2)
        ours = f"http://127.0.0.1:{self.server.port}"
        self.home = replace(home, settings={**home.settings, "KAPEA_KANNEL_OURS": ours})
        self.server.home = self.home
        self.conf = folder / "kannel.conf"
        self.conf.write_text(self._configuration(centre_port), encoding="utf-8")
        self.boxes: list[subprocess.Popen[bytes]] = []

    def _configuration(self, centre_port: int) -> str:
        """What the operator's command prints, with the operator's answers and this machine's ports."""
        told = self.home.kapea("doors", "set-up", "kannel").stdout
        changes = {
            r"^port = \d+": f"port = {centre_port}",
            r"^host = OPERATOR": "host = 127.0.0.1",
            r"13000": str(self.ports["admin"]),
            r"13001": str(self.ports["box"]),
            r"13013": str(self.ports["sendsms"]),
            r"/var/spool/kannel": str(self.folder / "spool"),
            r"/var/log/kannel": str(self.folder),
            r"OPERATOR": "kapea",
            r"^reconnect-delay = 10": "reconnect-delay = 1",
            r"^http-queue-delay = 5": "http-queue-delay = 1",
        }
        for written, here in changes.items():
            told, times = re.subn(written, here, told, flags=re.M)
            assert times, written
        return told

    def start(self) -> None:
        (self.folder / "spool").mkdir(exist_ok=True)
        self.server.start()
        for name in ("bearerbox", "smsbox"):
            with (self.folder / f"{name}-said.log").open("ab") as log:
                self.boxes.append(
                    subprocess.Popen(
                        [program(name), "-v", "4", str(self.conf)], stdout=log, stderr=subprocess.STDOUT
                    )
                )
            if name == "bearerbox":
                until(lambda: self.centre.binds, within=SECONDS, what="Kannel does not bind")

    def stop(self) -> None:
        for box in reversed(self.boxes):
            box.kill()  # asked to end, it may wait for minutes
            box.wait()
        self.server.stop()
        self.centre.stop()

    def phone(self) -> Phone:
        """Of somebody who has never written."""
        return Phone(self, f"{NUMBERS}{next(self._numbers)}")

    def logs(self) -> str:
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in self.folder.glob("*.log"))


@dataclass(frozen=True)
class Phone:
    """Each test has its own: the same words of one number, in one second, are the same message to us."""

    texting: Texting
    number: str

    def sends(self, words: str) -> int:
        """Sends a message, and waits for nothing; how many had come to anybody before."""
        before = len(self.texting.centre.submitted)
        self.texting.centre.phone_writes(self.number, CODE, words)
        return before

    def writes(self, words: str, begins: str = "") -> Submitted:
        """What comes to its message: the first that begins so. One of before may come once more, where nobody
        heard that it had come.
        """
        return self.gets(begins, after=self.sends(words))

    def gets(self, begins: str, *, after: int) -> Submitted:
        def came() -> list[Submitted]:
            return [each for each in self.texting.centre.submitted[after:] if each.to == self.number]

        def found() -> list[Submitted]:
            return [each for each in came() if each.text.startswith(begins)]

        until(
            found,
            within=SECONDS,
            what=lambda: f"no “{begins}” came, but {came()}; {self.texting.logs()}",
        )
        return found()[0]


@pytest.fixture
def phone(texting) -> Phone:
    return texting.phone()


@pytest.fixture(scope="module", params=KINDS)
def texting(request, tmp_path_factory) -> Iterator[Texting]:
    made = Texting(tmp_path_factory.mktemp(f"texting-{request.param}"), request.param)
    try:
        made.start()
        yield made
    finally:
        made.stop()


GONE = "I keep nothing now."


def test_from_a_word_to_who_helps_in_khmer_over_the_operators_line(phone):
    hello = phone.writes("suosdey", "សួស្តី។ បើមើលតែម្នាក់ឯង")
    assert (hello.to, hello.parts) == (phone.number, 1)
    first = phone.writes("1", "ហៅ 1280 ទូរស័ព្ទជំនួយកុមារ")
    assert 1 < first.parts <= 3
    assert "1280" in phone.writes("០").text
    phone.writes("ឈប់", "ឥឡូវ ខ្ញុំមិនទុកអ្វីទៀតទេ។")


def test_in_english_by_the_cheap_alphabet_with_its_own_signs(phone):
    phone.writes("good morning to you {€}", "Hello. Send 1 when only you see this.")
    asked = phone.writes(f"i want to die {PLANTED}", "Thank you for writing it. Help is here.")
    assert asked.parts <= 3
    phone.writes("leave", GONE)


def test_a_message_that_comes_while_the_site_restarts_is_answered(texting, phone):
    texting.server.stop()
    before = phone.sends("good morning to you")
    texting.server.start()
    phone.gets("Hello.", after=before)
    phone.writes("leave", GONE)


def test_a_line_that_breaks_comes_back(texting, phone):
    before = texting.centre.binds
    texting.centre.cut()
    until(lambda: texting.centre.binds > before, within=SECONDS, what="Kannel does not bind again")
    phone.writes("good morning to you", "Hello.")
    phone.writes("leave", GONE)


def test_kannel_is_tried_and_says_whether_it_knows_us(texting):
    told = texting.home.kapea("doors", "try", "kannel")
    assert told.returncode == 0, told.stderr
    assert "takes messages of ours" in told.stdout
    wrong = replace(texting.home, settings={**texting.home.settings, "KAPEA_KANNEL_PASSWORD": "wrong"})
    told = wrong.kapea("doors", "try", "kannel")
    assert told.returncode != 0
    assert "KAPEA_KANNEL_PASSWORD" in told.stderr


def test_no_number_and_no_word_is_in_any_log(texting, phone):
    phone.writes(f"good morning {PLANTED}")
    phone.writes("leave", GONE)
    spool = texting.folder / "spool"  # what Kannel could not hand over yet stands there: docs/doors/kannel.md
    files = [path for path in texting.folder.rglob("*") if path.is_file() and spool not in path.parents]
    assert len(files) > 3
    for path in files:
        held = path.read_bytes()
        assert NUMBERS.encode() not in held, path
        assert NUMBERS.encode().hex() not in path.name
        assert PLANTED.encode() not in held, path
