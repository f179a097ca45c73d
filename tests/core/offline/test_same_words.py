"""What is kept on a phone holds once what several people are told: nobody reads another word for it."""

from __future__ import annotations

import msgspec
import pytest
from tests.packs import COUNTRIES, world

from kapea.core.offline.same_words import first_with_same_words
from kapea.core.pack.model import Release
from kapea.core.pack.text_forms import FORMS


@pytest.fixture(params=COUNTRIES)
def release(request) -> Release:
    return world(request.param).release


def test_whoever_is_told_by_another_id_reads_and_hears_the_same_beside_the_same_drawing(release):
    first = first_with_same_words(release)
    assert set(first) == {id for id in release.texts["en"] if "~" not in id}
    for id, other in first.items():
        for language in release.languages:
            for form in ("", *FORMS):
                assert release.text(id, language, form) == release.text(other, language, form)
        assert release.signs.get(id) == release.signs.get(other)


def test_many_are_told_once(release):
    first = first_with_same_words(release)
    assert len(set(first.values())) < len(first) - 200
    assert all(first[other] == other for other in first.values())


@pytest.mark.parametrize("form", ["", "~short", "~spoken"])
def test_a_word_more_in_one_language_keeps_two_texts_apart(release, form):
    id, other = next((id, other) for id, other in first_with_same_words(release).items() if id != other)
    language = release.languages[-1]
    said = release.texts[language] | {f"{id}{form}": "other words"}
    changed = msgspec.structs.replace(release, texts={**release.texts, language: said})
    assert first_with_same_words(changed)[id] != other


def test_beside_another_drawing_it_is_another_text(release):
    id, other = next((id, other) for id, other in first_with_same_words(release).items() if id != other)
    changed = msgspec.structs.replace(release, signs={**release.signs, id: "bell"})
    assert first_with_same_words(changed)[id] != other
