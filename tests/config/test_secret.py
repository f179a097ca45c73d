"""The deployment's secret: made once, whole, for one account to read; never an empty one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from kapea.config import env


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.delenv("KAPEA_SECRET", raising=False)
    monkeypatch.delenv("KAPEA_SECRET_FILE", raising=False)
    return tmp_path / "home" / "secret"


def test_it_is_made_once_and_stays(path):
    made = env.secret("KAPEA_SECRET", path)
    assert len(made) >= 60
    assert env.secret("KAPEA_SECRET", path) == made


def test_only_its_account_can_read_it_and_its_folder(path):
    env.secret("KAPEA_SECRET", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_many_that_start_at_once_have_one_secret_and_leave_nothing_else(path):
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: env.secret("KAPEA_SECRET", path), range(64)))
    assert len(made) == 1
    assert [each.name for each in path.parent.iterdir()] == ["secret"]


def test_an_empty_file_is_no_secret(path):
    path.parent.mkdir()
    path.write_text(" \n")
    with pytest.raises(env.Unset, match=r"is empty.*delete the file"):
        env.secret("KAPEA_SECRET", path)


def test_neither_is_an_empty_file_that_is_named(path, monkeypatch):
    path.parent.mkdir()
    path.touch()
    monkeypatch.setenv("KAPEA_SECRET_FILE", str(path))
    with pytest.raises(env.Unset, match="KAPEA_SECRET_FILE"):
        env.secret("KAPEA_SECRET", path.with_name("other"))


def test_a_file_that_is_named_and_not_there_is_said(path, monkeypatch):
    monkeypatch.setenv("KAPEA_SECRET_FILE", str(path))
    with pytest.raises(env.Unset, match="cannot be read"):
        env.secret("KAPEA_SECRET", path.with_name("other"))


def test_what_is_given_goes_first(path, monkeypatch):
    monkeypatch.setenv("KAPEA_SECRET", "given")
    assert env.secret("KAPEA_SECRET", path) == "given"
    assert not path.exists()


FULL = """
import resource, sys
from pathlib import Path
from kapea.config import env
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
env.secret("KAPEA_SECRET", Path(sys.argv[1]))
"""


def test_a_disk_that_takes_no_more_leaves_no_half_secret(path):
    """A limit of ten bytes a file stands for the full disk."""
    path.parent.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, env=dict(os.environ)
    )
    assert done.returncode == 1
    assert "Nothing can be kept at" in done.stderr
    assert list(path.parent.iterdir()) == []


class TestASecretThatIsMadeWhenSomebodySaysSo:
    @pytest.fixture
    def place(self, tmp_path, monkeypatch):
        for name in ("KAPEA_PEPPER", "KAPEA_PEPPER_FILE"):
            monkeypatch.delenv(name, raising=False)
        return env.SecretPlace("KAPEA_PEPPER", tmp_path / "home" / "pepper")

    def test_until_then_there_is_none(self, place):
        assert place.words() == []
        assert not place.kept_at.exists()

    def test_it_is_made_once_for_one_account_to_read(self, place):
        assert place.make()
        made = place.words()
        assert not place.make()
        assert (place.words(), len(made)) == (made, 1)
        assert stat.S_IMODE(place.kept_at.stat().st_mode) == 0o600

    def test_a_new_word_stands_before_those_of_before(self, place):
        place.make()
        [first] = place.words()
        place.renew()
        place.renew()
        words = place.words()
        assert (len(words), len(set(words)), words[-1]) == (3, 3, first)
        assert stat.S_IMODE(place.kept_at.stat().st_mode) == 0o600
        assert [each.name for each in place.kept_at.parent.iterdir()] == ["pepper"]

    def test_an_empty_file_is_not_filled_with_another(self, place):
        place.kept_at.parent.mkdir()
        place.kept_at.touch()
        for done in (place.words, place.make, place.renew):
            with pytest.raises(env.Unset, match="is empty"):
                done()
        assert place.kept_at.read_text() == ""

    def test_what_is_given_goes_first_and_is_not_ours_to_renew(self, place, monkeypatch, tmp_path):
        place.make()
        file = tmp_path / "given"
        file.write_text("from a file\n")
        monkeypatch.setenv("KAPEA_PEPPER_FILE", str(file))
        assert place.words() == ["from", "a", "file"]
        with pytest.raises(env.Unset, match="from outside"):
            place.renew()
        monkeypatch.setenv("KAPEA_PEPPER", "now before")
        assert place.words() == ["now", "before"]
        with pytest.raises(env.Unset, match="from outside"):
            place.renew()
