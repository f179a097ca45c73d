"""A stored release is served only if its bytes are what was stored and this engine finds nothing wrong."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from tests.core.checker.small_pack import ON, released

from kapea.content.check_stored import ReleaseToCheck, Verdict, prove
from kapea.core.pack.model import Release, encode_release


def release_of(*changes: tuple[str, str, str]) -> Release:
    return released(*changes)


def stored(release: Release, *, hash: str = "", on: date = ON, body: bytes | None = None) -> ReleaseToCheck:
    return ReleaseToCheck("small", hash or release.hash, body or encode_release(release), on)


def verdict(release: Release, **given: object) -> Verdict:
    return prove(stored(release, **given))


def test_what_passed_when_it_was_stored_passes_again():
    found = verdict(release_of())
    assert found.passed
    assert found.why == ""


def test_it_is_checked_as_of_the_day_it_was_stored_and_not_as_of_today():
    release = release_of()
    assert verdict(release, on=ON).passed
    assert not verdict(release, on=date(2099, 1, 1)).passed


@pytest.mark.parametrize("body", [b"\x00", b"not a release", b"\x81\xa1x\x01"])
def test_bytes_that_are_no_release_are_refused_with_why_and_no_report(body):
    found = verdict(release_of(), body=body)
    assert not found.passed
    assert found.report is None
    assert found.why


def test_a_release_under_another_ones_name_is_refused():
    found = verdict(release_of(), hash="0" * 64)
    assert not found.passed
    assert found.why


def test_words_changed_after_storing_are_refused():
    release = release_of()
    texts = {**release.texts, "en": {**release.texts["en"], "help.machine": "I am a person."}}
    changed = encode_release(msgspec.structs.replace(release, texts=texts))
    assert not verdict(release, body=changed).passed


def test_what_this_engine_finds_wrong_is_counted_and_the_first_is_named():
    release = release_of()
    found = prove(where_only(stored(release), performs=frozenset()))
    assert not found.passed
    assert found.report is not None
    assert found.why.startswith(f"{len(found.report.errors)} findings, first ")


def where_only(asked: ReleaseToCheck, *, performs: frozenset[str]) -> ReleaseToCheck:
    """The same release, asked of a server that performs only these effects."""
    return ReleaseToCheck(asked.pack, asked.hash, asked.body, asked.on, performs)


def test_a_verdict_says_of_which_release_it_is():
    release = release_of()
    found = verdict(release)
    assert (found.pack, found.hash) == ("small", release.hash)
