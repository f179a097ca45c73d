"""Recordings come along when a pack is published, or it is not published."""

from __future__ import annotations

import pytest
from tests.core.checker import small_pack
from tests.core.checker.small_pack import ON
from tests.sound.made import speech

from kapea.content import actions, files, media
from kapea.content.folder import build_folder
from kapea.content.models import StoredRelease
from kapea.core.checker.check import check
from kapea.core.pack.parse.recording_index import IndexedRecording, write_index
from kapea.core.speech.speech_script import words_digest
from kapea.sound import encode

pytestmark = pytest.mark.django_db
TEXT, WORDS = "help.machine", "I am a machine, not a person."


@pytest.fixture
def pack(tmp_path, settings):
    """The small pack as a folder, with one recording; a home of its own."""
    settings.HOME = tmp_path / "home"
    for name, data in small_pack.files().items():
        path = tmp_path / "packs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    sound, home = encode.encode_sound(speech(1), -20.0), tmp_path / "packs" / "small" / "media" / "en"
    home.mkdir(parents=True)
    (home / f"{TEXT}.opus").write_bytes(sound.opus)
    (home / f"{TEXT}.mp3").write_bytes(sound.mp3)
    names = encode.name_of(sound.opus), encode.name_of(sound.mp3)
    kept = IndexedRecording("calm", "2026-11-24", words_digest(WORDS), "5" * 32, *names, -19.0, 1.0)
    (home / "index.yaml").write_bytes(write_index({TEXT: kept}))
    return tmp_path / "packs" / "small"


def publish(pack, at, *, keep: bool = True):
    built = build_folder(pack)
    if keep:
        media.store_recordings(pack, built)
    report = check(built, on=ON)
    return actions.publish(built=built, report=report, by="tester", at=at)


def test_its_files_are_kept_under_what_they_hold(pack, at):
    assert publish(pack, at).moved
    heard = build_folder(pack).release.media["en"][TEXT]
    for name, ending in ((heard.opus, "opus"), (heard.mp3, "mp3")):
        found = media.media_file(f"{name}.{ending}")
        assert found is not None
        assert found.read_bytes() == (pack / "media" / "en" / f"{TEXT}.{ending}").read_bytes()


def test_a_file_is_there_whole_or_not_at_all(pack, at, monkeypatch):
    """A disk that fills up while a recording is written leaves nothing that would be heard as one."""

    def full(handle):
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        publish(pack, at)
    assert list(media.media_folder().iterdir()) == []
    assert not StoredRelease.objects.exists()


def test_without_them_it_is_not_published(pack, at):
    with pytest.raises(actions.PublishRefused, match=TEXT):
        publish(pack, at, keep=False)
    (pack / "media" / "en" / f"{TEXT}.mp3").unlink()
    with pytest.raises(actions.PublishRefused, match=TEXT):
        publish(pack, at)
    assert not StoredRelease.objects.exists()


def test_other_bytes_under_the_same_name_are_not_taken(pack, at):
    (pack / "media" / "en" / f"{TEXT}.opus").write_bytes(b"something else")
    with pytest.raises(actions.PublishRefused, match=TEXT):
        publish(pack, at)


def test_a_stored_release_holds_no_sound(pack, at):
    publish(pack, at)
    body = bytes(StoredRelease.objects.get().body)
    assert b"OggS" not in body
    assert (pack / "media" / "en" / f"{TEXT}.opus").read_bytes()[:200] not in body


@pytest.mark.parametrize("name", ["../secret", "a.opus", "/etc/passwd", "0" * 32, f"{'0' * 32}.wav", ""])
def test_only_names_of_recordings_are_looked_for(pack, name):
    assert media.media_file(name) is None
