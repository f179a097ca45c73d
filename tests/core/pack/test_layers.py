"""Files of a country and of the packs beneath it: the nearest counts, whatever order they come in."""

from __future__ import annotations

import random
import tomllib

from tests.core.checker.small_pack import files
from tests.packs import COUNTRIES, IN_EACH_LANGUAGE
from tests.run import ROOT

from kapea.core.pack.build import build
from kapea.core.pack.layers import Layers
from kapea.core.pack.problem import Findings

FILES = {
    "common/words.yaml": b"yes: Yes\nno: No\n",
    "common/menus/chat.yaml": b"app: Chat\n",
    "common/locale/km/words.po": b"c",
    "land/words.yaml": b"changes: common\nyes: Aye\n",
    "land/locale/km/words.po": b"l",
    "landed/words.yaml": b"yes: of another pack\n",
    "land/menus/old.txt": b"no yaml",
}
CHAIN = ("common", "land")


def said(item) -> object:
    assert item is not None
    return item.plain()


def test_the_nearest_file_is_the_one_that_counts_and_a_change_changes_the_one_beneath():
    findings = Findings()
    layers = Layers(FILES, CHAIN)
    assert layers.nearest["words.yaml"] == ("land/words.yaml", b"changes: common\nyes: Aye\n")
    assert said(layers.read("words.yaml", findings)) == {"yes": "Aye", "no": "No"}
    assert findings.problems == []


def test_what_a_country_does_not_have_is_the_common_one():
    assert said(Layers(FILES, CHAIN).read("menus/chat.yaml", Findings())) == {"app": "Chat"}
    assert Layers(FILES, CHAIN).read("nowhere.yaml", Findings()) is None


def test_a_pack_whose_name_begins_alike_is_another_pack():
    assert "of another pack" not in str(Layers(FILES, CHAIN).nearest)


def test_catalogues_stand_side_by_side_so_that_no_translation_covers_another():
    assert Layers(FILES, CHAIN).catalogues("km") == [
        ("common/locale/km/words.po", b"c"),
        ("land/locale/km/words.po", b"l"),
    ]


def test_a_country_has_the_last_word_whatever_it_is_called_and_wherever_its_words_stand():
    for land in ("anland", "land"):
        own = f"{land}/locale/km/a.po", f"{land}/locale/km/words.po"
        common = "common/locale/km/a.po", "common/locale/km/words.po"
        found = Layers(dict.fromkeys((*own, *common), b""), ("common", land)).catalogues("km")
        assert [name for name, _ in found] == [*common, *own]


def test_a_catalogue_of_a_changed_file_may_have_words_that_are_not_said_here():
    layers = Layers(FILES, CHAIN)
    assert layers.is_changed("common/locale/km/words.po")
    assert not layers.is_changed("common/locale/km/chat.po")


def test_only_yaml_of_a_folder_is_read_and_by_its_name():
    assert [name for name, _ in Layers(FILES, CHAIN).folder("menus/", Findings())] == ["chat"]


def test_a_change_without_anything_to_change_is_told_in_the_file_that_says_so():
    findings = Findings()
    Layers({"land/words.yaml": b"\nchanges: common\n"}, CHAIN).read("words.yaml", findings)
    assert str(findings.problems[0]).startswith(
        "land/words.yaml:2 (changes): error P03: “common” has no file"
    )


def test_the_order_in_which_files_are_found_makes_no_difference_to_a_release():
    straight, names = files(), sorted(files())
    hashes = set()
    for seed in range(5):
        random.Random(seed).shuffle(names)
        release = build({name: straight[name] for name in names}, "small").release
        assert release is not None
        hashes.add(release.hash)
    assert len(hashes) == 1


def test_tests_go_through_all_languages_of_the_packs_that_ship():
    """They name them without building a pack (tests/packs.py)."""
    spoken = {}
    for path in (ROOT / "packs").glob("*/pack.toml"):
        spoken[path.parent.name] = tomllib.loads(path.read_text(encoding="utf-8")).get("languages")
    every = [(country, language) for country in COUNTRIES for language in spoken[country]]
    assert every == IN_EACH_LANGUAGE
    assert spoken.keys() - {"common"} == set(COUNTRIES)
