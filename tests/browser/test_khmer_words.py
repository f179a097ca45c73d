"""No Khmer word of ours is broken inside: a browser looks for words of its own within them."""

from __future__ import annotations

import pytest
from scripts.khmer_compounds import khmer_words, parted
from tests.conftest import world_of

from kapea.web.base.whole_words import COMPOUNDS, JOINER, held_together
from kapea.web.public.offline import edition


def test_every_word_that_a_browser_would_part_is_known(chromium):
    known = COMPOUNDS.read_text(encoding="utf-8").split()
    assert parted(chromium, khmer_words()) == known, "run: python scripts/khmer_compounds.py PATH-OF-CHROMIUM"


def test_what_is_held_together_stands_whole(chromium):
    words = [line.replace("|", "") for line in COMPOUNDS.read_text(encoding="utf-8").split()]
    assert parted(chromium, words) != []
    assert parted(chromium, [held_together(word) for word in words]) == []


@pytest.mark.parametrize("path", ["", "p/1", "h/0"])
def test_a_page_holds_its_words_together(visits, path):
    page = visits().open(f"/km/{path}").locator("main").inner_text()
    assert JOINER in page
    assert held_together(page) == page, "twice adds nothing"


def test_no_text_of_ours_has_a_joiner_or_the_sign_that_stands_for_it():
    texts = world_of("cambodia").release.texts
    assert not [id for said in texts.values() for id, text in said.items() if JOINER in text or "^" in text]
    assert edition.HELD == "^"
