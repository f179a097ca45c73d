"""An adult asked about dying reads that medicines and farm chemicals leave the house; a child never does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests import packs

from kapea.core.pack.model import Release, Voice

MEANS = ("medicines", "farm chemicals")
ABOUT_ONESELF = "S36"
"""Its adults are asked about themselves, and keep away from the child."""


def voices(pack: str) -> Iterator[tuple[Release, str, str, Voice]]:
    release = packs.built(pack).release
    assert release is not None
    for id, situation in release.situations.items():
        yield from ((release, id, who, voice) for who, voice in situation.voices.items())


def says(release: Release, voice: Voice, part: str = "") -> str:
    lines = (line for name, lines in voice.parts.items() if not part or name == part for line in lines)
    return " ".join(release.text(v.text, "en") for line in lines for v in line.say)


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_every_adult_who_is_asked_about_dying_reads_where_the_means_go(pack):
    asked = [
        (id, who, says(release, voice))
        for release, id, who, voice in voices(pack)
        if "asks.dying" in voice.has and who not in ("child", "peer") and id != ABOUT_ONESELF
    ]
    assert len(asked) > 20
    assert [(id, who) for id, who, words in asked if not all(m in words.lower() for m in MEANS)] == []


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_no_lock_at_home_is_advised_for_them(pack):
    lines = [says(release, voice).lower() for release, _, _, voice in voices(pack)]
    assert [words for words in lines if any(f"lock away {m}" in words for m in MEANS)] == []


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_no_child_and_no_friend_reads_of_the_means(pack):
    young = [says(r, voice).lower() for r, _, who, voice in voices(pack) if who in ("child", "peer")]
    assert [words for words in young if any(m in words for m in MEANS)] == []
