"""The hardest branch as a caller hears it: a child speaks of dying, and nobody answers. The transcripts are
kept, to be read by people; `make golden` writes them anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.channels.voice.conftest import EveryPrompt, Telephone
from tests.live import live_world
from tests.packs import built

KEPT = Path(__file__).parent / "transcripts"
NIGHT = datetime(2026, 11, 24, 23, 10, tzinfo=UTC)
"""Ten past two, and five to five: few lines are open."""
WAY = ("1", "who-caregiver", "S26", "done", "yes", "nobody", "no-credit", "#", "no-signal", "#", "rang-out")
END = ("still-nobody", "*", "lines-again")


@pytest.mark.any_database
@pytest.mark.parametrize(("country", "language"), [("kenya", "en"), ("nepal", "ne"), ("cambodia", "km")])
def test_a_father_hears_what_to_do_until_it_is_light(request, db, settings, country, language):
    from kapea.content.queries import worlds

    settings.KAPEA_PACKS = [country]
    world = live_world(built(country).release)
    telephone = Telephone(NIGHT)
    telephone.door = replace(telephone.door, pack=country, prompts=EveryPrompt(language))
    said = telephone.calls(*WAY, *END)
    worlds.clear()
    text = world.release.text
    for id in ("help.red-dying", "help.no-credit-ask", "help.no-signal-stop", "help.dying-night"):
        ids = [each for each in world.release.texts[language] if each.split("/")[0] == id and "~" not in each]
        words = {" ".join(text(each, language).replace("\u200b", "").split()) for each in ids}
        assert any(each in round for each in words for round in said), id
    assert telephone.switch.ended == "hangs up"
    kept, made = KEPT / f"{country}.{language}.txt", telephone.transcript()
    if request.config.getoption("--update-golden"):
        kept.write_text(made, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == made
