"""kapea translate: catalogues for translators, and how far they are."""

from __future__ import annotations

from pathlib import Path

import click

from kapea.cli import common
from kapea.content import folder
from kapea.core.pack import translate as catalogues
from kapea.core.pack.build import english
from kapea.core.pack.problem import Place


@click.group()
def translate() -> None:
    """Gettext catalogues of a pack, one beside each source file; Poedit and Weblate open them.

    A text's id is its context. When its English changes, its translation turns fuzzy: seen by
    translators, shown to nobody.
    """


@translate.command()
@click.argument("pack")
@click.option("--language", help="Only this language.")
def update(pack: str, language: str | None) -> None:
    """Bring the catalogues of PACK up to its English, keeping every translation."""
    path = common.pack_folder(pack)
    for lang in _languages(path, language):
        for base, (words, places) in _by_pack(path).items():
            home = path.parent / base / "locale" / lang
            home.mkdir(parents=True, exist_ok=True)
            for name, data in catalogues.update(words, places, lang, _existing(home)).items():
                (home / f"{name}.po").write_bytes(data)
            click.echo(f"{base} {lang}: {len(words)} texts in {home}")


@translate.command()
@click.argument("pack")
def status(pack: str) -> None:
    """How many texts of PACK are translated, fuzzy, missing. Exit 1 when any is missing or fuzzy."""
    path, whole = common.pack_folder(pack), True
    for lang in _languages(path, None):
        for base, (words, _) in _by_pack(path).items():
            far = catalogues.status(words, _existing(path.parent / base / "locale" / lang))
            click.echo(
                f"{base} {lang}: {far.done} of {far.total} done, {far.fuzzy} fuzzy, {far.missing} missing"
            )
            whole = whole and far.done == far.total
    raise SystemExit(0 if whole else common.FINDINGS)


def _languages(path: Path, only: str | None) -> list[str]:
    made = common.built(path)
    known = [lang for lang in made.languages if lang != "en"]
    if only is not None and only not in known:
        common.stop(f"{path.name} has no language “{only}”. It has: {', '.join(known)}.")
    return [only] if only else known


def _by_pack(path: Path) -> dict[str, tuple[dict[str, str], dict[str, Place]]]:
    """English texts and their places, by the pack whose folder they stand in."""
    pack, files = folder.read(path)
    words, places = english(files, pack)
    out: dict[str, tuple[dict[str, str], dict[str, Place]]] = {}
    for id, text in words.items():
        base = places[id].file.split("/")[0]
        out.setdefault(base, ({}, {}))[0][id] = text
        out[base][1][id] = places[id]
    return out


def _existing(home: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(home.glob("*.po"))} if home.is_dir() else {}
