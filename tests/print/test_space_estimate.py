"""What the checker says has room does fit the sheet; the printer refuses what does not, and cuts nothing."""

from __future__ import annotations

import msgspec
import pytest
from tests.conftest import AT, world_of
from tests.packs import OWN_LANGUAGE
from tests.print.reading import bare, opened, text_of

from kapea.core.pack.model import Material, Part, Release
from kapea.core.paper.belief import Unprintable
from kapea.core.paper.piece import piece
from kapea.core.paper.space_estimate import has_room
from kapea.print import press

FORM = [Part("sign", ("poster.1", "poster.1")), Part("write", ("poster.1",), lines=2)]


def with_words(country: str, size: str, fold: bool, many: int, pages: int = 1) -> Release:
    """A country with a sheet that says one sentence of its own many times."""
    release = world_of(country).release
    panel, is_small = "inside" if fold else "", size in ("A6", "A7") and not fold
    parts = (
        Part("people", people=("now",), panel=panel),
        *(Part("say", ("poster.2",), panel=panel) for _ in range(many)),
        *([] if fold or is_small else FORM),
        *([] if is_small else [Part("list", ("poster.1", "poster.2"), mark="box", panel=panel)]),
    )
    sheet = Material("long", 9, size, "poster.title", parts, fold=fold, most_pages=pages)
    kept = release.upkeep["poster"]
    return msgspec.structs.replace(
        release, materials={"long": sheet}, upkeep={**release.upkeep, "long": kept}
    )


def most_with_room(country: str, language: str, size: str, fold: bool) -> int:
    fits = [
        n
        for n in range(80)
        if has_room(
            with_words(country, size, fold, n), with_words(country, size, fold, n).materials["long"], language
        )
    ]
    return max(fits, default=-1)


@pytest.mark.parametrize(
    ("size", "fold"), [("A4", False), ("A5", False), ("A6", False), ("A7", False), ("A4", True)]
)
@pytest.mark.parametrize(("country", "language"), [*OWN_LANGUAGE.items(), ("kenya", "en")])
def test_the_most_that_has_room_fits(country, language, size, fold):
    many = most_with_room(country, language, size, fold)
    assert many >= 0, "even the least has no room"
    release = with_words(country, size, fold, many)
    found = text_of(press.pdf(piece(release, "long", language, at=AT)))
    parts = release.materials["long"].parts
    said = sum(part.texts.count("poster.2") for part in parts)
    assert found.count(bare(release.text("poster.2", language))) == said >= many


@pytest.mark.parametrize("fold", [False, True])
def test_what_does_not_fit_is_refused_and_not_cut(fold):
    with pytest.raises(Unprintable, match="does not fit its sheet"):
        press.pdf(piece(with_words("cambodia", "A6", fold, 60), "long", "km", at=AT))


def test_a_sheet_of_several_pages_is_as_long_as_it_may_be_and_no_longer():
    two = with_words("cambodia", "A5", False, 40, pages=2)
    file = opened(press.pdf(piece(two, "long", "km", at=AT)))
    assert len(file.pages) == 2
    with pytest.raises(Unprintable, match="more than the 2 pages"):
        press.pdf(piece(with_words("cambodia", "A5", False, 140, pages=2), "long", "km", at=AT))
