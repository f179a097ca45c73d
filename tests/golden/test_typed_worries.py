"""Ten worries a language in people's own words, and what Kapea says to each: to be read aloud, and signed.

The transcripts stand under `typed/`. `--update-golden` writes them anew; what must come of each line does not
hang on that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import AT, world_of
from tests.packs import OWN_LANGUAGE

from kapea.cli import terminal
from kapea.core.dialogue.events import Answer, Said
from kapea.core.dialogue.step import Step, begin, step
from kapea.core.dialogue.world import World
from kapea.core.pack.problem import Findings
from kapea.core.pack.read.yaml_reader import read_yaml

HERE = Path(__file__).parent
SPOKEN_IN = {"en": "cambodia", **{language: country for country, language in OWN_LANGUAGE.items()}}
WORRIES: dict[str, list[dict[str, Any]]] = read_yaml(
    "typed_worries.yaml", (HERE / "typed_worries.yaml").read_bytes(), Findings()
).plain()
EACH = [(language, n) for language, worries in WORRIES.items() for n in range(len(worries))]


def walked(world: World, language: str, worry: dict[str, Any]) -> Iterator[tuple[str, Step]]:
    """What was said, and what then stood there: the words, and a no where danger is asked about."""
    state = begin(world, language)
    if worry["who"]:
        state = step(world, state, Answer(worry["who"]), at=AT).state
    taken = step(world, state, Said(worry["types"]), at=AT)
    yield worry["types"], taken
    if taken.view.node.startswith("help.flag-"):
        yield world.release.text("word.no", language), step(world, taken.state, Answer("no"), at=AT)


def transcript(world: World, language: str) -> str:
    parts = [f"Ten typed worries, {language}, in {world.release.name}. Draft: nobody has signed this."]
    for worry in WORRIES[language]:
        for words, taken in walked(world, language, worry):
            parts.append(f"> {words}\n\n{terminal.view_text(world, taken.view)}")
        parts.append("-" * 72)
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("language", WORRIES)
def test_it_reads_as_signed(language, request):
    kept, now = HERE / "typed" / f"{language}.txt", transcript(world_of(SPOKEN_IN[language]), language)
    if request.config.getoption("--update-golden"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8"), "read the difference; then: make golden"


@pytest.mark.parametrize(("language", "n"), EACH)
def test_what_must_come_of_it_does(language, n):
    world, worry = world_of(SPOKEN_IN[language]), WORRIES[language][n]
    taken = [each for _, each in walked(world, language, worry)]
    if "asks" in worry:
        assert taken[0].view.node == f"help.flag-{worry['asks']}"
        assert taken[0].view.contacts[0].phone
    elif "tiles" in worry:
        offered = [offer.key for offer in taken[-1].view.offers]
        assert taken[-1].view.node == "help.perhaps"
        assert set(offered) & set(worry["tiles"]), offered
    else:
        assert taken[0].view.shown[0].text == "word.note-nothing"


def test_there_are_ten_in_every_language():
    assert {language: len(worries) for language, worries in WORRIES.items()} == dict.fromkeys(SPOKEN_IN, 10)
