"""A setting that does not read stops the start, and says which one it is and how to mend it."""

from __future__ import annotations

import os
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapea.config import env
from kapea.config.env import FALSE, TRUE, Unset

NAME = "KAPEA_TRIED"
words = st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=12)


def given_as(value: str):
    return patch.dict(os.environ, {NAME: value})


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    monkeypatch.delenv(NAME, raising=False)


class TestFlags:
    @given(st.sampled_from((*TRUE, *FALSE)), st.booleans())
    def test_each_of_the_words_is_understood_in_any_case(self, word, upper):
        with given_as(word.upper() if upper else word):
            assert env.flag(NAME, word in FALSE) == (word in TRUE)

    @given(words.filter(lambda word: word.lower() not in (*TRUE, *FALSE)))
    def test_any_other_word_is_named_with_the_setting_and_the_way_to_mend_it(self, word):
        with given_as(word), pytest.raises(Unset) as refused:
            env.flag(NAME, True)
        assert str(refused.value) == f"{NAME} is {word!r}: write true or false"

    @pytest.mark.parametrize("default", [True, False])
    def test_what_is_not_set_is_as_it_comes(self, default):
        assert env.flag(NAME, default) is default

    def test_nothing_after_the_sign_is_no(self):
        with given_as(""):
            assert env.flag(NAME, True) is False


class TestNumbers:
    @given(st.integers(-(10**9), 10**9))
    def test_a_number_is_that_number(self, number):
        with given_as(str(number)):
            assert env.number(NAME, 7) == number

    @pytest.mark.parametrize("word", ["", "many", "1.5", "12o", "--1", "9" * 5_000])
    def test_anything_else_is_named_with_the_setting_and_the_way_to_mend_it(self, word):
        with given_as(word), pytest.raises(Unset) as refused:
            env.number(NAME, 7)
        assert str(refused.value) == f"{NAME} is {word!r}: write a whole number"

    def test_what_is_not_set_is_as_it_comes(self):
        assert env.number(NAME, 120) == 120


class TestWords:
    FORMATS = ("text", "json")

    @pytest.mark.parametrize("word", FORMATS)
    def test_one_of_the_words_is_that_word(self, word):
        with given_as(word):
            assert env.one_word(NAME, self.FORMATS) == word

    @given(words.filter(lambda word: word not in TestWords.FORMATS))
    def test_any_other_is_named_with_the_setting_and_the_way_to_mend_it(self, word):
        with given_as(word), pytest.raises(Unset) as refused:
            env.one_word(NAME, self.FORMATS)
        assert str(refused.value) == f"{NAME} is {word!r}: write text or json"

    def test_what_is_not_set_is_the_first(self):
        assert env.one_word(NAME, self.FORMATS) == "text"


class TestLists:
    @given(st.lists(words.map(str.strip).filter(lambda word: word and "," not in word), max_size=5))
    def test_words_are_read_in_their_order_whatever_space_is_between(self, several):
        with given_as(" , ".join(several)):
            assert env.string_list(NAME, "never") == several

    @pytest.mark.parametrize("empty", ["", ",", " , ,"])
    def test_nothing_between_commas_is_no_name(self, empty):
        """An empty host name or pack would be asked for, and fail far from here."""
        with given_as(empty):
            assert env.string_list(NAME, "never") == []

    def test_what_is_not_set_is_as_it_comes(self):
        assert env.string_list(NAME, "localhost,127.0.0.1") == ["localhost", "127.0.0.1"]


class TestSecrets:
    """The value of a secret stands in no message, whatever is wrong with it."""

    def test_a_file_that_is_no_text_is_named_and_not_shown(self, tmp_path, monkeypatch):
        path = tmp_path / "secret"
        path.write_bytes(b"Xyzzy\xff\xfe")
        monkeypatch.setenv(f"{NAME}_FILE", str(path))
        with pytest.raises(Unset) as refused:
            env.secret(NAME, tmp_path / "other")
        assert f"{NAME}_FILE" in str(refused.value)
        assert str(path) in str(refused.value)
        assert "Xyzzy" not in str(refused.value)

    def test_space_around_a_secret_in_a_file_is_no_part_of_it(self, tmp_path, monkeypatch):
        """Editors end a file with a line end; a secret that differed by it would end every conversation."""
        path = tmp_path / "secret"
        path.write_text(" a long secret \n")
        monkeypatch.setenv(f"{NAME}_FILE", str(path))
        assert env.secret(NAME, tmp_path / "other") == "a long secret"

    def test_a_file_that_is_named_is_never_made(self, tmp_path, monkeypatch):
        """Several machines share it: one that made its own would read nothing of the others'."""
        monkeypatch.setenv(f"{NAME}_FILE", str(tmp_path / "mounted"))
        with pytest.raises(Unset, match="cannot be read"):
            env.secret(NAME, tmp_path / "other")
        assert list(tmp_path.iterdir()) == []

    def test_no_two_homes_make_the_same_secret(self, tmp_path):
        made = {env.secret(NAME, tmp_path / str(n) / "secret") for n in range(5)}
        assert len(made) == 5
        assert all(len(secret) >= 48 for secret in made)
