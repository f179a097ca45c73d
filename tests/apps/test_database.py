"""These tests run on the database they say they run on."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_it_is_the_database_that_was_asked_for(database_kind):
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[database_kind]


def test_an_address_of_postgresql_keeps_what_stands_behind_its_question_mark(tmp_path):
    from kapea.config.databases import from_url

    made = from_url("postgresql://ann:p%40ss@db.example:5433/kapea?sslmode=require", tmp_path)
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"]) == (
        "ann",
        "p@ss",
        "db.example",
        "5433",
    )
    assert made["OPTIONS"]["sslmode"] == "require"


def test_another_kind_of_database_is_refused_by_name(tmp_path):
    from kapea.config.databases import from_url
    from kapea.config.env import Unset

    with pytest.raises(Unset, match="mysql"):
        from_url("mysql://x", tmp_path)
