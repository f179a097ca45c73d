"""An address of a database means one database, or is refused without its password, with a way to mend it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.config import databases
from kapea.config.env import Unset

HOME = Path("/srv/kapea")
words = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=15)
hosts = st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{2,5})?", fullmatch=True)


def written(user: str, password: str, host: str, port: int, name: str) -> str:
    user, password, name = (quote(word, safe="") for word in (user, password, name))
    return f"postgresql://{user}:{password}@{host}:{port}/{name}"


@given(words, words, hosts, st.integers(1, 65_535), words)
def test_what_is_written_as_addresses_are_written_is_read_back(user, password, host, port, name):
    made = databases.from_url(written(user, password, host, port, name), HOME)
    read = [made[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert read == [user, password, host, str(port), name]


@given(words.filter(lambda word: "/" not in word and word not in (".", "..")))
def test_a_file_is_the_file_that_is_named(name):
    assert databases.from_url(f"sqlite:////{quote(name)}", HOME)["NAME"] == f"//{name}"
    assert databases.from_url(f"sqlite:///{quote(name)}", HOME)["NAME"] == f"/{name}"


def test_with_no_address_it_is_a_file_in_the_home():
    assert databases.from_url("", HOME)["NAME"] == "/srv/kapea/kapea.sqlite3"


REFUSED = [
    "mysql://bob:Xyzzy@db.example/kapea",
    "bob:Xyzzy@db.example/kapea",
    "postgresql://bob:Xyz/zy@db.example/kapea",
    "postgresql://bob:Xyz#zy@db.example/kapea",
    "postgresql://db.example/ka#pea",
    "postgresql://bob:Xyzzy@db.example:many/kapea",
    "postgresql://bob:Xyzzy@db.example:99999/kapea",
    "postgresql://bob:Xyzzy@[::1/kapea",
    "postgresql://bob:Xyzzy@db.example",
    "postgresql://bob:Xyzzy@db.example/",
    "sqlite://",
    "sqlite:///",
    "sqlite://srv/kapea.sqlite3",
    "sqlite:kapea.sqlite3",
]


@pytest.mark.parametrize("url", REFUSED)
def test_what_names_no_database_is_refused_with_a_way_to_mend_it(url):
    with pytest.raises(Unset) as refused:
        databases.from_url(url, HOME)
    said = str(refused.value)
    assert said.startswith("KAPEA_DATABASE ")
    assert "sqlite:///" in said
    assert "postgresql://" in said
    assert "Xyz" not in said


@pytest.mark.parametrize("url", REFUSED)
def test_the_key_store_says_its_own_name_when_it_is_refused(url):
    with pytest.raises(Unset) as refused:
        databases.keys_from_url(url, "", HOME)
    assert str(refused.value).startswith("KAPEA_KEYS_DATABASE ")
    assert "Xyz" not in str(refused.value)


@given(st.text(max_size=40))
def test_any_word_is_an_address_or_refused(url):
    try:
        made = databases.from_url(url, HOME)
    except Unset:
        return
    assert made["NAME"]


@given(words, words)
def test_keys_never_stand_in_the_database_of_the_conversations(folder, name):
    """Whoever steals one of them holds half of what opens anything."""
    for url in (
        "",
        f"sqlite:////{quote(folder)}/{quote(name)}.db",
        written("u", "p", "db.example", 5432, name),
    ):
        assert databases.keys_from_url("", url, HOME)["NAME"] != databases.from_url(url, HOME)["NAME"]


SAME = [
    ("sqlite:////srv/kapea.sqlite3", "sqlite:////srv/kapea.sqlite3"),
    ("", f"sqlite://{HOME}/kapea.sqlite3"),
    ("sqlite:////srv/keys.sqlite3", ""),
    ("postgresql://ann:a@db.example/kapea", "postgres://bob:b@db.example/kapea?sslmode=require"),
]


@pytest.mark.parametrize(("url", "keys"), SAME)
def test_one_database_is_refused_for_both_however_it_is_written(url, keys):
    with pytest.raises(Unset, match="KAPEA_KEYS_DATABASE is KAPEA_DATABASE"):
        databases.keys_from_url(keys, url, HOME)


def test_a_visitor_waits_two_seconds_for_any_database_and_a_command_a_minute_or_as_long_as_it_takes():
    both = {"file": databases.sqlite(Path("/k.db")), "server": databases.postgres("postgresql://db/kapea")}
    assert both["file"]["OPTIONS"]["timeout"] == both["server"]["ANSWER_SECONDS"] == 2
    assert both["server"]["OPTIONS"]["options"] == "-c statement_timeout=2000"
    databases.be_patient(both, databases.COMMAND_SECONDS)
    assert both["file"]["OPTIONS"]["timeout"] == both["server"]["ANSWER_SECONDS"] == 60
    assert both["server"]["OPTIONS"]["options"] == "-c statement_timeout=60000"
    databases.be_patient(both)
    assert both["file"]["OPTIONS"]["timeout"] == 60
    assert both["server"]["ANSWER_SECONDS"] == 0
    assert both["server"]["OPTIONS"]["options"] == "-c statement_timeout=0"


def test_what_the_address_says_of_the_connection_goes_to_the_client_as_it_stands():
    made = databases.postgres("postgresql://db.example/kapea?sslmode=verify-full&host=/run/socket%20s")
    assert made["OPTIONS"]["sslmode"] == "verify-full"
    assert made["OPTIONS"]["host"] == "/run/socket s"
    assert made["OPTIONS"]["connect_timeout"] == 2
