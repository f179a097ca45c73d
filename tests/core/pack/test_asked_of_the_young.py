"""Every child and every friend is asked about danger, a meeting or dying, whatever they came with."""

from __future__ import annotations

import pytest
from tests import packs

URGENT = frozenset({"asks.danger", "asks.meeting", "asks.dying"})


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_no_young_voice_is_left_without_a_question_that_leads_to_red(pack):
    release = packs.built(pack).release
    assert release is not None
    voices = [
        (s.id, who, s.voices[who])
        for s in release.situations.values()
        for who in ("child", "peer")
        if who in s.voices
    ]
    assert len(voices) > 30
    assert [(id, who) for id, who, voice in voices if not URGENT & set(voice.has)] == []
