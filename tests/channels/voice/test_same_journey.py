"""The journeys that every other door walks (tests/channels/test_every_door.py), by voice and in Khmer: the
same people to call, the same words where a call has them, the same end.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.channels.test_every_door import ENDS, KHMER, views_of
from tests.channels.voice.conftest import EveryPrompt, Telephone
from tests.channels.voice.fake_switch import NUMBER
from tests.live import live_world
from tests.packs import AT, built
from tests.packs import world as world_of

from kapea.core.dialogue.look import look
from kapea.core.dialogue.step import begin
from kapea.core.doors.voice import digit_prompts, prompt_of
from kapea.guide import keys
from kapea.guide.access import conversation

BEGIN = "1"


@pytest.fixture
def telephone(db, settings):
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = ["cambodia"]
    live_world(built("cambodia").release)
    made = Telephone(AT)
    made.door = replace(made.door, pack="cambodia", prompts=EveryPrompt(KHMER))
    yield made
    worlds.clear()


def answers_of(name: str) -> list[str]:
    """What is pressed for each answer of a way, by the words that are heard before its key."""
    world = world_of("cambodia")
    view, out = look(world, begin(world, KHMER), at=AT), []
    for key, _, after in views_of(name):
        text = next(offer.text for offer in view.offers if offer.key == key)
        out.append(prompt_of(world.release, text, KHMER).words)
        view = after
    return out


@pytest.mark.parametrize("name", ["help", *ENDS])
def test_by_voice_it_is_the_same_journey(telephone, name):
    release = world_of("cambodia").release
    heard = " ".join(telephone.calls(BEGIN, *answers_of(name)))
    for _, _, view in views_of(name):
        for shown in [*view.shown, *([view.ask] if view.ask else [])]:
            prompt = prompt_of(release, shown.text, KHMER)
            assert prompt is None or prompt.words in heard, (view.node, shown.text)
        for found in view.contacts:
            digits = digit_prompts(release, found.phone.number if found.phone else "", KHMER)
            assert " | ".join(prompt.words for prompt in digits) in heard, (view.node, found.service.id)
    *_, (_, end, _) = views_of(name)
    assert conversation(keys.of_address("voice", f"number\0{NUMBER}"), at=AT).state == end
