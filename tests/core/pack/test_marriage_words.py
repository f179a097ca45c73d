"""Who arranges a wedding may read the words for carers: none hurries it, or tells what a child may do."""

from __future__ import annotations

import re

import pytest
from tests import packs

from kapea.core.pack.model import Release, Voice

HASTENS = re.compile(
    r"\b(police|officer|arrest\w*|punish\w*|prison|law|court|eighteen|twenty|age|birth|certificate|papers?"
    r"|engage\w*|told (us|me|them)|find out|helpline will)\b",
    re.I,
)
WHO_COMES = {"EMERGENCY", "POLICE-CHILD", "SOCIAL", "TRAFFICKING"}
NEAR_A_FAMILY = ("caregiver", "community")


def voice(pack: str, who: str) -> tuple[Release, Voice]:
    release = packs.built(pack).release
    assert release is not None
    return release, release.situations["S38"].voices[who]


def own_texts(release: Release, voice: Voice, who: str) -> dict[str, str]:
    said = {v.text for lines in voice.parts.values() for line in lines for v in line.say}
    return {id: release.text(id, "en") for id in said if id.startswith(f"S38.{who}.")}


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_carers_read_of_no_age_no_law_and_nobody_who_comes(pack):
    release, carer = voice(pack, "caregiver")
    texts = own_texts(release, carer, "caregiver")
    assert len(texts) > 15
    assert {id: words for id, words in texts.items() if HASTENS.search(words)} == {}
    assert not set(carer.call) & WHO_COMES


@pytest.mark.parametrize("who", NEAR_A_FAMILY)
@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_whoever_is_near_a_family_reads_of_no_law(pack, who):
    release, near = voice(pack, who)
    assert [id for id in own_texts(release, near, who) if id in release.marks and release.marks[id].law] == []


@pytest.mark.parametrize("pack", ["kenya", "nepal", "philippines"])
def test_a_child_may_read_that_the_law_is_with_them(pack):
    release, child = voice(pack, "child")
    why = child.parts["why.1"][0].say[0].text
    assert "By law" in release.text(why, "en")
    assert release.marks[why].law


@pytest.mark.parametrize("pack", packs.COUNTRIES)
def test_nobody_young_is_told_to_run_or_to_keep_proof(pack):
    for who in ("child", "peer"):
        release, young = voice(pack, who)
        assert "evidence-none" in young.has
        words = " ".join(own_texts(release, young, who).values()).lower()
        assert "run to" not in words
        assert "write down" not in words
