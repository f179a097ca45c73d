"""What docs/tour.md says that stands on the pages, stands there. test_whole_loop.py walks its way."""

from __future__ import annotations

import re

from tests.run import ROOT

from kapea.people.demo import CAST
from kapea.web.staff.words import english_words

BOLD = re.compile(r"\*\*([^*]+)\*\*")


def test_every_word_of_the_tour_stands_on_a_page():
    public = re.findall(
        r"^[\w-]+: (.+)$", (ROOT / "packs/common/words.yaml").read_text(encoding="utf-8"), re.M
    )
    known = {*english_words().values(), *public, *(name.split()[0] for *_, name in CAST)}
    plain = {words.strip('"').rstrip(".") for words in known}
    said = BOLD.findall((ROOT / "docs/tour.md").read_text(encoding="utf-8"))
    assert len(said) > 20
    assert [words for words in said if words.rstrip(".") not in plain] == []
