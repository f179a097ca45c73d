"""What stands in a pack beside its words: translations, drawings, sources, places in menus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kapea.core.pack.layers import Layers
from kapea.core.pack.model import Setting
from kapea.core.pack.parse.app_menus import read_menu
from kapea.core.pack.parse.drawings import read_drawing
from kapea.core.pack.parse.texts import Texts
from kapea.core.pack.problem import Findings, Place
from kapea.core.pack.read import gettext_reader
from kapea.core.pack.read.field_readers import an_id
from kapea.core.pack.read.yaml_reader import Item, Reader

Breaker = Callable[[str], str]
"""Puts break opportunities (U+200B) between the words of a language written without spaces."""


def texts_by_language(
    layers: Layers,
    languages: tuple[str, ...],
    texts: Texts,
    breakers: Mapping[str, Breaker],
    findings: Findings,
) -> dict[str, dict[str, str]]:
    """Language to text id to words, with break marks where a language needs them."""
    out: dict[str, dict[str, str]] = {}
    for language in languages:
        words = dict(texts.english) if language == "en" else translated(layers, language, texts, findings)
        breaker = breakers.get(language)
        out[language] = {id: breaker(w) for id, w in words.items()} if breaker else words
    return out


def translated(layers: Layers, language: str, texts: Texts, findings: Findings) -> dict[str, str]:
    """Text id to words of a language, out of the catalogues of every layer; the nearest counts."""
    words: dict[str, str] = {}
    for name, data in layers.catalogues(language):
        whole = not layers.is_changed(name)
        words |= gettext_reader.translations(name, data, texts.english, findings, whole=whole)
    return words


def picture_place(name: str) -> str:
    """The name under which it is kept where a drawing stands."""
    return f"picture {name}"


def read_pictures(layers: Layers, places: dict[str, Place], findings: Findings) -> dict[str, str]:
    """Name to drawing, and in `places` where each stands. What is none, or more than one, is a problem."""
    out: dict[str, str] = {}
    files = layers.nearest
    for path in sorted(p for p in files if p.startswith("pictures/") and p.endswith(".svg")):
        name, data = files[path]
        picture = path.removeprefix("pictures/").removesuffix(".svg")
        places[picture_place(picture)] = Place(name)
        out[picture] = read_drawing(name, data, findings)
    return out


def read_sources(layers: Layers, findings: Findings) -> dict[str, str]:
    """Id of a source to its title."""
    item = layers.read("sources.yaml", findings)
    if item is None:
        return {}
    return {id: _title(each, findings) for id, each in Reader(item, findings, "sources.yaml").map.items()}


def _title(item: Item, findings: Findings) -> str:
    reader = Reader(item, findings, "a source")
    for told in ("url", "grade", "note"):
        reader.get(told)  # for reviewers
    title = reader.text("title", required=True)
    reader.done()
    return title


def read_menu_settings(layers: Layers, findings: Findings) -> list[tuple[Setting, Place]]:
    """Every setting of every menu, and where it stands."""
    return [each for _, item in layers.folder("menus/", findings) for each in read_menu(item, findings)]


def menus_by_id(
    settings: list[tuple[Setting, Place]], places: dict[str, Place], findings: Findings
) -> dict[str, Setting]:
    """Id of a setting to its record. Where each stands is written into `places`; no id is there twice."""
    out: dict[str, Setting] = {}
    for setting, place in settings:
        if an_id(setting.id, place, places, findings):
            out[setting.id], places[setting.id] = setting, place
    return out
