"""`kapea come-back`, as somebody at a terminal meets it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests.staff.at_the_desk import Worker
from tests.staff.leaving_something import PLANTED, Visitor, forget, other_code, switch_on, takes

from kapea.care import same_moment
from kapea.care.models import CodeAlert, RecordedPermission
from kapea.cli import common
from kapea.cli.main import main
from kapea.core.care.way_in import SIGNS
from kapea.core.staff.roles import Role
from kapea.vault.models import PersonKey

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("plans_live")]
RIGHT = f"{SIGNS.index('boat') + 1} {SIGNS.index('tree') + 1}"


@pytest.fixture
def visitor(cast, monkeypatch) -> Visitor:
    monkeypatch.setattr(common, "database", lambda **_: None)
    monkeypatch.setattr(same_moment, "SAME_MOMENT", 0.0)
    switch_on(cast.organisation, cast.at)
    somebody = Visitor()
    somebody.leaves()
    yield somebody
    forget()


def comes_back(code: str, answer: str, *options: str, then: str = "\n") -> str:
    typed = f"{code}\n{answer}\n{then}"
    done = CliRunner().invoke(main, ["come-back", "cambodia", *options], input=typed, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_right_one_hears_how_it_stands_and_what_was_written(cast, visitor):
    assert "Nobody has read it yet" in comes_back(visitor.code, RIGHT, "--language", "en")
    worker = Worker(cast.ours[Role.COUNSELLOR], cast.at)
    worker.does(takes(worker, visitor.left()), "answer", said="I am here on Monday.")
    said = comes_back(visitor.code, RIGHT, "--language", "en")
    assert "I am here on Monday." in said
    assert PLANTED not in said


def test_cw_47_all_else_is_answered_alike(visitor):
    tries = [
        (visitor.code, "2 3"),
        (visitor.code, ""),
        (other_code(visitor.code), RIGHT),
        (visitor.code[:-2], RIGHT),
        ("please", "99 x"),
    ]
    assert len({comes_back(code, answer) for code, answer in tries}) == 1
    assert [row.kind for row in CodeAlert.objects.order_by("at", "id")] == ["other_signs", "not_now"]


def test_what_is_typed_is_not_shown(visitor):
    said = comes_back(visitor.code, RIGHT)
    assert visitor.code not in said
    assert RIGHT not in said


def test_throwing_it_away(visitor):
    said = comes_back(visitor.code, "!throw")
    assert said == comes_back(other_code(visitor.code), RIGHT)
    assert PersonKey.objects.get().revoked_at is not None
    assert comes_back(visitor.code, RIGHT) == said


def test_who_opened_it_takes_back_what_they_allowed_and_throws_the_number_away(visitor):
    said = comes_back(visitor.code, RIGHT, "--language", "en", then="1\n2\n3\n")
    assert "Nobody contacts you from now on." in said
    assert "It is stopped." in said
    assert "This number opens nothing any more." in said
    assert not RecordedPermission.objects.filter(withdrawn_at=None).exists()
    assert PersonKey.objects.get().revoked_at is not None


@pytest.mark.parametrize("then", ["", "99\n", "x\n"])
def test_whatever_else_is_typed_ends_it(visitor, then):
    comes_back(visitor.code, RIGHT, then=then)
    assert RecordedPermission.objects.filter(withdrawn_at=None).exists()
