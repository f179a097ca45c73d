"""What templates may put into a page: nothing where there is nothing, and no word that acts as code."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.middleware.csrf import _unmask_cipher_token
from django.template import Context
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from kapea.web.base import form_secret
from kapea.web.base.static_files import _versions, file_address
from kapea.web.base.tags import asset, hear, picture
from kapea.web.public.audio import Sound, by_computer

SOUND = Sound("/m/a.opus", "/m/a.mp3", computer=False)
words = st.text(max_size=30) | st.text("\"'<>&/ab =", max_size=30)


def page(pictures=None, **small_words) -> Context:
    return Context({"frame": SimpleNamespace(pictures=pictures or {}), "w": small_words})


class TestPictures:
    @given(words)
    def test_a_drawing_that_there_is_not_leaves_nothing(self, name):
        assert picture(page(), name) == ""

    def test_a_drawing_stands_as_it_was_reviewed(self):
        assert picture(page({"hand": SafeString("<svg/>")}), "hand") == "<svg/>"


class TestSounds:
    @pytest.mark.parametrize("sound", [None, "", ()])
    def test_what_nobody_recorded_has_no_button(self, sound):
        assert hear(page(), sound) == ""

    @given(words)
    def test_no_word_of_a_pack_ends_the_button_or_begins_another_tag(self, label):
        made = hear(page(listen=label), SOUND)
        assert len(re.findall(r"<[a-z]", made)) == 3
        assert made.count("<audio") == made.count("</audio>") == 1
        assert made.count('"') == hear(page(listen="Listen"), SOUND).count('"')

    @given(words.filter(bool))
    def test_how_words_are_said_stands_unseen_and_brings_no_button_of_its_own(self, spoken):
        made = hear(page(listen="Listen"), Sound(spoken=spoken))
        assert made.startswith('<i data-say="')
        assert made.endswith('" hidden></i>')
        assert len(re.findall(r"<[a-z]", made)) == 1
        assert "<audio" in hear(page(listen="Listen"), Sound("/m/a.opus", "/m/a.mp3", spoken=spoken))

    def test_nothing_is_fetched_before_it_is_pressed_and_no_file_is_offered_to_keep(self):
        made = hear(page(listen="Listen"), SOUND)
        assert 'preload="none"' in made
        assert "nodownload" in made
        assert "autoplay" not in made

    def test_it_is_told_aloud_what_the_button_does(self):
        assert 'aria-label="Listen"' in hear(page(listen="Listen"), SOUND)

    @given(st.lists(st.none() | st.booleans(), max_size=5))
    def test_a_page_says_that_a_computer_speaks_when_one_does(self, voices):
        sounds = [None if voice is None else Sound("a", "b", voice) for voice in voices]
        assert by_computer(sounds) == (True in voices)


class TestFiles:
    def test_every_file_of_ours_has_an_address_that_says_its_content(self):
        addresses = {asset(name) for name in _versions()}
        assert len(addresses) == len(_versions())
        assert all(re.fullmatch(r"/s/[a-z]+/[\w./-]+\?v=[0-9a-f]{8}", each) for each in addresses)

    @given(words)
    def test_a_file_that_there_is_not_fails_here_and_not_in_a_browser(self, name):
        with pytest.raises(KeyError):
            file_address(f"public/{name}.nosuch")


class TestFormWords:
    """The word of a form: another on each copy of a page, the same to whoever checks it."""

    secrets = st.text(form_secret.LETTERS, min_size=form_secret.LENGTH, max_size=form_secret.LENGTH)

    @given(secrets)
    def test_whatever_the_secret_django_reads_it_back(self, secret):
        assert _unmask_cipher_token(form_secret.scattered(secret)) == secret

    @given(secrets)
    def test_no_two_copies_of_a_page_send_the_same_word(self, secret):
        assert len({form_secret.scattered(secret) for _ in range(10)}) == 10

    @given(secrets)
    def test_the_secret_itself_stands_in_no_page(self, secret):
        assert secret not in form_secret.scattered(secret)

    @given(st.text(max_size=40))
    def test_what_a_browser_brings_is_a_secret_of_ours_or_nothing(self, brought):
        assert form_secret.known_secret({"f": brought}) in ("", brought)
        assert not form_secret.known_secret({"f": brought}) or re.fullmatch(r"[a-zA-Z0-9]{32}", brought, re.A)
