"""The way back as phones show it: what anybody sees, and what the right two pictures open.

The transcripts stand under `way_back/`, to be read as the person would. `--update-golden` writes them anew.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import AT, world_of

from kapea.care.news_sources import HeardNews, NewsLine
from kapea.care.way_back_turns import heard_screen
from kapea.channels.way_back_rendering import code_messages
from kapea.cli.door_talk import DOOR_BY_NAME, shown_on_phone
from kapea.core.care.referral_codes import ChildSays
from kapea.core.care.way_back_screens import opens_at, question_screen, rest_screen

HERE = Path(__file__).parent / "way_back"
HEARD = [
    HeardNews("left", "a", (NewsLine("taken", date(2026, 11, 27)),)),
    HeardNews(
        "referrals",
        "b",
        (
            NewsLine("accepted", date(2026, 11, 28)),
            NewsLine("answer", date(2026, 11, 28), "Come at three."),
            NewsLine("did-you-get-it", date(2026, 11, 29)),
        ),
        tuple(ChildSays),
        may_stop=True,
    ),
]
"""Also a worker's own words: no phone shows them."""


def transcript(door: str, language: str) -> str:
    world, shows = world_of("cambodia"), DOOR_BY_NAME[door]

    def shown(screen) -> str:
        return shown_on_phone(code_messages(world, screen, language, shows, at=AT), shows)

    parts = [f"By {door}, {language}, in {world.release.name}. Draft: nobody has signed this."]
    parts += [f"> {'(any sixteen figures)'}", shown(question_screen(door))]
    if opens_at(door):
        parts += ["> (one picture, whichever)", shown(question_screen(door, "boat"))]
        parts += ["> (the second, where they are the right ones)", shown(heard_screen(HEARD, door))]
        parts += ["> (nobody is to contact them)", shown(heard_screen(HEARD, door, "word.way-calls-stopped"))]
    parts += ["> (anything else, or what opens nothing)", shown(rest_screen(door))]
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("door", DOOR_BY_NAME)
def test_transcript(door, language, request):
    path, said = HERE / f"{door}-{language}.txt", transcript(door, language)
    if request.config.getoption("--update-golden"):
        HERE.mkdir(exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == said
    assert "Come at three." not in said
