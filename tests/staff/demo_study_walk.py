"""The study of trials, written whole, and a browser for each of its people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.test import Client
from tests.conftest import world_of
from tests.staff.cast import Person, signed_in

from kapea.people.demo import demo_staff
from kapea.people.models import Membership
from kapea.studies.demo_analysis import write_demo_analysis
from kapea.studies.demo_study import demo_study_row, write_demo_study
from kapea.studies.demo_texts import write_demo_texts
from kapea.studies.models import Study

HERE = "/staff/studies/"


@dataclass
class DemoWalk:
    """`coded`: how many segments were written."""

    row: Study
    at: datetime
    passphrases: dict[str, str]
    coded: int
    clients: dict[str, Client] = field(default_factory=dict)

    def person(self, called: str) -> Person:
        membership = Membership.objects.get(user__name=f"{called} (demo)", organisation=self.row.organisation)
        return Person(membership.user, membership)

    def client(self, called: str) -> Client:
        """They sign in by their own passphrase, once."""
        if called not in self.clients:
            person = self.person(called)
            secret = self.passphrases[person.user.username]
            self.clients[called] = signed_in(person, self.at, secret)
        return self.clients[called]

    def get(self, called: str, path: str = "", status: int = 200) -> str:
        address = f"{HERE}{self.row.id}/{path}".rstrip("/")
        answer = self.client(called).get(address)
        assert answer.status_code == status, (called, path, answer.status_code)
        return answer.content.decode()

    def post(self, called: str, path: str, /, **said: object) -> None:
        answer = self.client(called).post(f"{HERE}{self.row.id}/{path}", said)
        assert answer.status_code == 302, (called, path, answer.status_code)


def demo_walk(home: Path, at: datetime) -> DemoWalk:
    """All of it, as `kapea people demo` writes it."""
    passphrases = {each.username: each.passphrase for each in demo_staff(home, at=at)}
    assert write_demo_study({"cambodia": world_of("cambodia").release}, at=at)
    coded = write_demo_analysis(write_demo_texts(at=at), at=at)
    row = demo_study_row()
    assert row is not None
    return DemoWalk(row, at, passphrases, coded)
