"""kapea new-country: begins the pack of a country, with every gap named and nothing invented."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from kapea.cli import catalogues, common
from kapea.content import folder
from kapea.core.authoring import new_country as new_pack
from kapea.core.authoring import translation as po
from kapea.core.pack.build import english

ID = re.compile(r"[a-z][a-z0-9-]*")
LANGUAGE = re.compile(r"[a-z]{2,3}")


@click.command("new-country")
@click.argument("id")
@click.option("--country", required=True, help="Two letters, in capitals: its numbers are checked by it.")
@click.option("--name", required=True, help="The country's name in English.")
@click.option("--language", required=True, help="The code of the language people speak there, e.g. th.")
@click.option("--language-name", default="", help="Its own name for itself (default: as Unicode lists it).")
@click.option("--time-zone", default="", help="E.g. Asia/Bangkok (default: the country's, where it has one).")
@click.option(
    "--packs",
    "home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("packs"),
    show_default=True,
    help="The folder with the common pack, in which the new one is made.",
)
def new_country(
    id: str, country: str, name: str, language: str, language_name: str, time_zone: str, home: Path
) -> None:
    """Begin the pack of a country in packs/ID: English is whole, and everything else is a gap with a name.

    It passes `kapea check` at once, and `kapea publish` refuses it until there is somebody to call. No number
    is invented: only services that say themselves that they serve every country are there.

    \b
    kapea new-country thailand --country TH --name Thailand --language th
    """
    target = _target(home, id)
    _check_country(country)
    spoken, own_name = _language(language, language_name)
    start = new_pack.Start(
        id=id,
        country=country,
        name=_plain(name),
        language=language,
        spoken=spoken,
        own_name=own_name,
        time_zone=_zone(country, time_zone),
        is_new=_is_new(home, language),
    )
    texts = _write(start, target)
    click.echo(f"{target} is begun. Nobody may be helped with it yet. What is missing:\n")
    for number, gap in enumerate(new_pack.missing_parts(start, texts), 1):
        click.echo(f"{number:3}. {gap.what}\n     to mend: {gap.mend}")
    click.echo(f"\nAll of this stands in {target / 'README.md'}. Now: kapea check {target}")


# --- what was asked for -----------------------------------------------------------------


def _target(home: Path, id: str) -> Path:
    if ID.fullmatch(id) is None:
        common.stop(f"“{id}” is no id: small letters, digits and -, a letter first.")
    if not (home / "common" / "pack.toml").is_file():
        common.stop(f"{home} has no common pack. Say where it is with --packs.")
    if (home / id).exists():
        common.stop(f"{home / id} is there already. Nothing was changed.")
    return home / id


def _check_country(country: str) -> None:
    if country not in phonenumbers.SUPPORTED_REGIONS:
        common.stop(f"“{country}” is no country: two capital letters, as in KH.")


def _plain(name: str) -> str:
    """The name on one line; what would break pack.toml is refused."""
    clean = " ".join(name.split())
    if not any(c.isalpha() for c in clean) or '"' in clean or "\\" in clean:
        common.stop(f"“{name}” is no name of a country.")
    return clean


def _language(code: str, own_name: str) -> tuple[str, str]:
    """The language's name in English, and its own."""
    if LANGUAGE.fullmatch(code) is None:
        common.stop(f"“{code}” is no language code: two or three small letters, as in km.")
    try:
        known = Locale.parse(code)
        return str(known.get_display_name("en")), own_name or str(known.get_display_name(code))
    except (UnknownLocaleError, ValueError):
        if not own_name:
            common.stop(f"Unicode has no name for “{code}”. Give its own name with --language-name.")
        return own_name, own_name


def _zone(country: str, asked: str) -> str:
    """The time zone asked for, or the only one of the country."""
    zones = sorted(zone for zone, where in get_global("zone_territories").items() if where == country)
    if not asked and len(zones) == 1:
        return str(zones[0])
    if not asked:
        common.stop(f"Name the time zone with --time-zone: {', '.join(zones) or 'such as Asia/Bangkok'}.")
    try:
        ZoneInfo(asked)
    except (ZoneInfoNotFoundError, ValueError):
        common.stop(f"“{asked}” is no time zone. Of {country}: {', '.join(zones) or 'unknown'}.")
    return asked


def _is_new(home: Path, language: str) -> bool:
    """Whether the common pack has no word list of the language."""
    return not (home / "common" / "lint" / f"{language}.yaml").is_file()


# --- writing ---------------------------------------------------------------------------


def _write(start: new_pack.Start, target: Path) -> int:
    """Writes the pack and its empty catalogues; returns how many texts there are to translate."""
    _files(target, new_pack.new_country_files(start, 0))
    pack, files = folder.read_pack_files(target)
    texts = len(english(files, pack)[0])
    _files(target, new_pack.new_country_files(start, texts))
    for language in (each for each in start.languages if each != "en"):
        for base, own in catalogues.by_pack(target).items():
            home = catalogues.catalogue_folder(target, base, language)
            made = po.write_catalogue(own.words, own.places, language, catalogues.kept(home), own.hints)
            catalogues.write_catalogues(home, made)
    return texts


def _files(target: Path, made: dict[str, str]) -> None:
    for name, text in made.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
