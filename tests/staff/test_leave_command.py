"""`kapea leave`, as somebody at a terminal meets it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from tests.staff.leaving_something import PLANTED, forget, switch_on
from tests.staff.test_come_back_command import RIGHT, comes_back

from kapea.care import same_moment
from kapea.care.models import Intake, LeftWords, RecordedPermission
from kapea.cli import common
from kapea.cli.main import main

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
MESSAGE = ("2", "2", "1", f"He wants more, {PLANTED}.", RIGHT)
CONTACT = ("1", "2", "1", "1", "012 555 0199", "1 2 3", "8", "18", "1", RIGHT)
CODE = re.compile(r"^\d{4} \d{4} \d{4} \d{4}$", re.M)


@pytest.fixture
def terminal(cast, monkeypatch):
    monkeypatch.setattr(common, "database", lambda **_: None)
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    forget()
    yield cast
    forget()


def leaves(*typed: str) -> str:
    said = "".join(f"{each}\n" for each in typed)
    done = CliRunner().invoke(main, ["leave", "cambodia", "--language", "en"], said, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_where_nobody_answers_it_names_the_lines(terminal):
    said = leaves(*MESSAGE, "1")
    assert "Nobody can answer here now." in said
    assert "1280" in said
    assert Intake.objects.count() == 0


@pytest.mark.parametrize("typed", [MESSAGE, CONTACT], ids=["message", "contact"])
def test_what_is_left_is_sealed_and_heard_of_with_its_number(terminal, typed):
    switch_on(terminal.organisation, terminal.at)
    said = leaves(*typed, "1", "")
    assert "Line of ours" in said
    assert said.index("1280") < said.index("People who can answer you")
    assert RIGHT not in said
    assert PLANTED.encode() not in bytes(LeftWords.objects.get().sealed)
    assert RecordedPermission.objects.get().withdrawn_at is None
    assert "We have it." in comes_back(CODE.search(said)[0], RIGHT, "--language", "en")


@pytest.mark.parametrize(
    "typed", [(*MESSAGE, "2"), (*MESSAGE, ""), (*MESSAGE,), (*MESSAGE[:4], "1"), ("", ""), ("9",), ()]
)
def test_without_a_yes_and_every_answer_nothing_is_left(terminal, typed):
    switch_on(terminal.organisation, terminal.at)
    assert "Nothing was sent, and nothing is kept." in leaves(*typed)
    assert Intake.objects.count() == RecordedPermission.objects.count() == 0
