"""What rests on a word list is proved only while the list is there; the report says how long each is."""

from __future__ import annotations

import msgspec
import pytest
from tests import packs
from tests.core.checker.small_learning import learning
from tests.core.checker.small_pack import ON, built

from kapea.core.checker import check
from kapea.core.checker.report import PROPERTIES, TAGGED
from kapea.core.checker.word_lists import ENGLISH_ONLY, LEAST, sizes
from kapea.core.pack.build import Built
from kapea.core.pack.model import Lint

EACH = [
    (code, name, least, language)
    for lists, languages in ((LEAST, ("en", "km")), (ENGLISH_ONLY, ("en",)))
    for code, each in lists.items()
    for name, least in each
    for language in languages
]


def with_list(language: str, name: str, phrases: int) -> Built:
    """The small pack with one list cut or filled to some length; with lessons, where only they need it."""
    small = learning() if name == "shames" else built()
    assert small.release is not None
    said = [f"zy {n}" for n in range(phrases)]
    words = {"banned": dict.fromkeys(said, ""), "advice": {"pay": tuple(said)}}.get(name, tuple(said))
    lint = msgspec.structs.replace(small.release.lint[language], **{name: words})
    small.release = msgspec.structs.replace(small.release, lint=small.release.lint | {language: lint})
    return small


@pytest.mark.parametrize(("code", "name", "least", "language"), EACH)
def test_a_list_that_is_too_short_fails_its_own_property(code: str, name: str, least: int, language: str):
    long = check(with_list(language, name, least), on=ON).of(code)
    assert not [p for p in long if "are the least" in p.says]
    report = check(with_list(language, name, least - 1), on=ON)
    assert code in report.failed()
    [problem] = [p for p in report.of(code) if "are the least" in p.says]
    assert problem.place.file == f"small/lint/{language}.yaml"
    assert f"{language}: the list `{name}` has {least - 1} phrases" in problem.says
    assert name in problem.mend


def test_blank_phrases_do_not_count():
    small = with_list("km", "methods", 40)
    assert small.release is not None
    lint = msgspec.structs.replace(small.release.lint["km"], methods=(" ",) * 40)
    small.release = msgspec.structs.replace(small.release, lint=small.release.lint | {"km": lint})
    assert any("has 0 phrases" in p.says for p in check(small, on=ON).of("K12"))


def test_another_language_may_wait_until_it_is_live():
    small = with_list("km", "methods", 0)
    assert small.release is not None
    small.release = msgspec.structs.replace(small.release, default_language="en")
    assert "K12" not in check(small, on=ON).failed()
    assert [p.severity for p in check(small, on=ON).of("K12")] == ["warning"]
    assert "K12" in check(small, on=ON, live=True).failed()


@pytest.mark.parametrize("country", packs.COUNTRIES)
def test_the_sizes_stand_in_the_claim(country: str):
    release = packs.built(country).release
    assert release is not None
    told, said = packs.proved(country).summary(), sizes(release)
    tagged = {code for code, (how, _) in PROPERTIES.items() if how == TAGGED}
    assert set(said) == {*tagged, "K22"}
    for code, rests in said.items():
        assert f"{code} ({rests})" in told
    banned, methods = release.lint["en"].banned, release.lint["en"].methods
    assert f"{len(banned) + len(methods)} en" in said["K12"]


def test_what_a_language_without_lists_rests_on_is_nothing():
    small = built()
    assert small.release is not None
    bare = msgspec.structs.replace(small.release, lint={"en": Lint(), "km": Lint()}, marks={})
    assert set(sizes(bare).values()) == {
        "0 km 0 en",
        "0 km 0 en 0 tags",
        "0 en 0 tags",
        "0 km 0 en 0 excused",
        "0 tags",
        "4 tags",
        "2 situations in the catalogue",
        "0 km 0 en 0 tags 0 excused",
    }
