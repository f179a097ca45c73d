"""kapea translate: catalogues out to translators and back, who has reviewed them, and how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message

from kapea.cli import catalogues, common
from kapea.content import folder
from kapea.core.authoring import reviews, translation_status
from kapea.core.authoring import translation as po
from kapea.core.checker import translation_import
from kapea.core.pack.build import sources
from kapea.core.pack.model import Lint
from kapea.core.pack.problem import Findings
from kapea.core.pack.read import gettext_reader

DAY = click.DateTime(["%Y-%m-%d"])
FILES = click.Path(exists=True, dir_okay=False, path_type=Path)
COUNTED = {
    "taken": "taken",
    "fuzzy": "kept as fuzzy",
    "ours": "already ours",
    "empty": "left empty",
    "refused": "refused",
}


@click.group()
def translate() -> None:
    """Gettext catalogues of a pack, one beside each source file; Poedit and Weblate open them.

    A text's id is its context. When its English changes, its translation turns fuzzy: seen by
    translators, shown to nobody. A translation is a draft until a named person has reviewed it.
    """


@translate.command()
@click.argument("pack")
@click.option("--language", help="Only this language.")
def update(pack: str, language: str | None) -> None:
    """Bring the catalogues of PACK up to its English, keeping every translation."""
    path = common.pack_folder(pack)
    owned = catalogues.by_pack(path)
    for lang in catalogues.languages(path, language):
        for base, own in owned.items():
            home = catalogues.catalogue_folder(path, base, lang)
            made = po.write_catalogue(own.words, own.places, lang, catalogues.kept(home), own.hints)
            changed = catalogues.write_catalogues(home, made)
            click.echo(f"{base} {lang}: {len(own.words)} texts in {home}, {changed} files changed")
            for left in sorted(p.name for p in home.glob("*.po") if p.stem not in made):
                click.echo(f"{base} {lang}: {left} belongs to no file any more; you may remove it")


@translate.command()
@click.argument("pack")
@click.option(
    "--output",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("dist/templates"),
    show_default=True,
    help="The folder to write into: one folder in it for each pack.",
)
def extract(pack: str, target: Path) -> None:
    """Write a template (.pot) for each source file of PACK: for a new language, or for Weblate.

    Each text has its id as context, and comments: where a person meets it, who reads it, its limit, the
    picture beside it, and the terms of the glossary in it.
    """
    for base, own in catalogues.by_pack(common.pack_folder(pack)).items():
        made = po.templates(own.words, own.places, own.hints)
        catalogues.write_catalogues(target / base, made, ".pot")
        click.echo(f"{base}: {len(own.words)} texts in {len(made)} templates in {target / base}")


@translate.command()
@click.argument("pack")
def status(pack: str) -> None:
    """How many texts of PACK are done, reviewed, fuzzy, missing. Exit 1 when any is missing or fuzzy."""
    path, whole = common.pack_folder(pack), True
    owned = catalogues.by_pack(path)
    for lang in catalogues.languages(path, None):
        for base, own in owned.items():
            far = translation_status.translation_status(
                own.words, catalogues.kept(catalogues.catalogue_folder(path, base, lang))
            )
            click.echo(
                f"{base} {lang}: {far.done} of {far.total} done "
                f"({far.draft} draft, {far.reviewed} reviewed), {far.fuzzy} fuzzy, {far.missing} missing"
            )
            whole = whole and far.done == far.total
    raise SystemExit(0 if whole else common.FINDINGS)


# --- coming back -----------------------------------------------------------------------


@translate.command("import")
@click.argument("pack")
@click.argument("language")
@click.argument("files", nargs=-1, required=True, type=FILES)
def import_(pack: str, language: str, files: tuple[Path, ...]) -> None:
    """Take .po FILES of LANGUAGE back from Poedit, Weblate or a letter into PACK.

    Texts are known by their id, so a file may have any name. Where theirs is empty, ours is kept. What the
    check would refuse is refused here, text by text, and named. When a file does not read, nothing at all
    is written.

    Exit 0: all is taken. 1: something is refused, and the rest is taken. 2: nothing is written.
    """
    path = common.pack_folder(pack)
    catalogues.languages(path, language)
    theirs = _readable(files, language)
    owned = catalogues.by_pack(path)
    ours = {base: catalogues.kept(catalogues.catalogue_folder(path, base, language)) for base in owned}
    came = translation_import.check_returned(
        theirs,
        {id: message for each in ours.values() for id, message in each.items()},
        {id: words for own in owned.values() for id, words in own.words.items()},
        _lint(path, language),
    )
    common.say_problems(came.problems)
    for base, own in owned.items():
        _merge(catalogues.catalogue_folder(path, base, language), own, language, ours[base], came.kept)
    click.echo(", ".join(f"{came.counts[key]} {says}" for key, says in COUNTED.items()) + ".")
    raise SystemExit(common.FINDINGS if came.counts["refused"] else 0)


def _readable(files: tuple[Path, ...], language: str) -> dict[str, Catalog]:
    """The catalogues, each under its file's name. Ends the command when one is none of this language."""
    findings, out = Findings(), dict[str, Catalog]()
    for file in files:
        if (theirs := gettext_reader.load_catalogue(str(file), file.read_bytes(), findings)) is None:
            continue
        out[str(file)] = theirs
        if (wrong := translation_import.wrong_language(str(file), theirs, language)) is not None:
            findings.problems.append(wrong)
    if findings.has_errors:
        common.say_problems(findings.problems)
        common.stop("Nothing was written.")
    return out


def _lint(path: Path, language: str) -> Lint:
    """The word list of a language, as the check reads it; empty where there is none."""
    pack, files = folder.read_pack_files(path)
    made = sources(files, pack).release
    return made.lint.get(language, Lint()) if made is not None else Lint()


def _merge(
    home: Path,
    own: catalogues.PackTexts,
    language: str,
    ours: Mapping[str, Message],
    came: Mapping[str, Message],
) -> None:
    """Writes those catalogues of one folder in which something is kept."""
    touched = {po.stem(own.places[id]) for id in came if id in own.words}
    if touched:
        made = po.write_catalogue(own.words, own.places, language, {**ours, **came}, own.hints)
        catalogues.write_catalogues(home, {name: data for name, data in made.items() if name in touched})


# --- reviews ---------------------------------------------------------------------------


@translate.command()
@click.argument("pack")
@click.argument("language")
@click.argument("stems", metavar="STEM...", nargs=-1, required=True)
@click.option("--by", required=True, help="The name of the person who read it, as it may be published.")
@click.option("--on", "on", type=DAY, help="The day they finished (default: today).")
def review(pack: str, language: str, stems: tuple[str, ...], by: str, on: datetime | None) -> None:
    """Write down that a person has read the translations of some catalogues and found them good.

    STEM is the name of a catalogue without its ending: S02, help, words. What is fuzzy or missing is left
    out. When the English or the translation changes afterwards, that text is a draft again.

    \b
    kapea translate review packs/cambodia km S02 S03 --by "Sok Dara" --on 2026-11-24
    """
    path, day = common.pack_folder(pack), (on or common.now()).date()
    catalogues.languages(path, language)
    if day > common.now().date():
        common.stop(f"{day} has not come yet.")
    owned = catalogues.by_pack(path)
    known = {name for own in owned.values() for name in own.stems}
    if unknown := [name for name in stems if name not in known]:
        common.stop(f"No catalogue “{unknown[0]}”. There are: {', '.join(sorted(known))}.")
    for base, own in owned.items():
        _review(
            catalogues.catalogue_folder(path, base, language), own, language, set(stems), by, day.isoformat()
        )


def _review(home: Path, own: catalogues.PackTexts, language: str, stems: set[str], by: str, on: str) -> None:
    ours = catalogues.kept(home)
    for name in sorted(stems & own.stems):
        ids = [id for id in own.words if po.stem(own.places[id]) == name]
        good = [m for id in ids if (m := ours.get(id)) and m.string and not m.fuzzy and m.id == own.words[id]]
        try:
            for message in good:
                message.user_comments = reviews.reviewed(message, by, on)
        except ValueError as error:
            common.stop(f"--by: {error}.")
        left = len(ids) - len(good)
        click.echo(f"{language} {name}: {len(good)} reviewed" + (f", {left} left out" if left else ""))
    made = po.write_catalogue(own.words, own.places, language, ours, own.hints)
    catalogues.write_catalogues(home, {name: data for name, data in made.items() if name in stems})


# --- the page --------------------------------------------------------------------------


@translate.command()
@click.argument("packs", nargs=-1, required=True)
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("docs/translations.md"),
    show_default=True,
    help="The page to write.",
)
def page(packs: tuple[str, ...], target: Path) -> None:
    """Write the page that says how far each catalogue of PACKS is. What is no country is left out."""
    known: dict[Path, catalogues.PackTexts] = {}
    rows = {
        (row.pack, row.language, row.catalogue): row
        for path in common.country_folders(packs)
        for row in _rows(path, known)
    }
    target.write_text(
        translation_status.translation_status_page(rows[key] for key in sorted(rows)), encoding="utf-8"
    )
    click.echo(f"{target}: {len(rows)} catalogues")


def _rows(path: Path, known: dict[Path, catalogues.PackTexts]) -> list[translation_status.TranslationRow]:
    owned = catalogues.by_pack(path, known)
    out = []
    for lang in catalogues.languages(path, None):
        for base, own in owned.items():
            ours = catalogues.kept(catalogues.catalogue_folder(path, base, lang))
            far = translation_status.by_catalogue(own.words, own.places, ours)
            out += [
                translation_status.TranslationRow(base, lang, name, status) for name, status in far.items()
            ]
    return out
