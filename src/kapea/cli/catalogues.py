"""The catalogues of a pack on disk: which texts each folder has, what is translated; writing them back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from kapea.cli import common
from kapea.content import folder
from kapea.core.authoring import translation, translator_notes
from kapea.core.authoring.glossary import parse_glossary
from kapea.core.pack.build import sources
from kapea.core.pack.layers import Files, Layers
from kapea.core.pack.parse.pack_toml import parse_meta
from kapea.core.pack.problem import Findings, Place


@dataclass(frozen=True, slots=True)
class PackTexts:
    """The texts one pack folder says itself: words, places, and what translators are told of them."""

    words: Mapping[str, str]
    places: Mapping[str, Place]
    hints: translator_notes.Hints

    @property
    def stems(self) -> set[str]:
        return {translation.stem(place) for place in self.places.values()}


def read_catalogues(path: Path) -> tuple[str, Files]:
    """The pack's id and its files; ends the command when a pack it stands on is not there."""
    try:
        return folder.read_pack_files(path)
    except folder.NoPack as error:
        common.stop(str(error))


def by_pack(path: Path, known: dict[Path, PackTexts] | None = None) -> dict[str, PackTexts]:
    """The texts of a pack by the folder they stand in: those of the packs beneath it, and its own, last.

    Each pack's own words, also those that a country's change file says in another way for itself: the
    common catalogue serves every other country. `known` spares reading what several countries share twice.
    """
    pack, files = read_catalogues(path)
    bases = sorted({name.split("/")[0] for name in files}, key=lambda name: name == pack)
    own = known if known is not None else {}
    for number, base in enumerate(bases, 1):
        if path.parent / base not in own:
            own[path.parent / base] = _own(files, bases[:number])
    return {base: own[path.parent / base] for base in bases}


def _own(files: Files, bases: list[str]) -> PackTexts:
    """The texts of the last of some packs, each of which stands on those before it."""
    findings, base = Findings(), bases[-1]
    made = sources(files, base)
    glossary = Layers(files, bases).read("glossary.yaml", findings)
    terms = parse_glossary(glossary, findings) if glossary is not None else ()
    if findings.has_errors:
        common.say_problems(findings.problems)
        common.stop("The glossary does not read. Nothing was written.", common.FINDINGS)
    own = [id for id in made.english if made.places[id].file.startswith(f"{base}/")]
    told = translator_notes.Hints(
        terms, translator_notes.pictures_of_texts(made.release) if made.release is not None else {}
    )
    return PackTexts({id: made.english[id] for id in own}, {id: made.places[id] for id in own}, told)


def catalogue_folder(path: Path, base: str, language: str) -> Path:
    """Where the catalogues of one language stand in the folder of a pack beside this one, or in its own."""
    return path.parent / base / "locale" / language


def kept(folder_: Path) -> dict[str, Message]:
    """Every translation in a folder of catalogues. Ends the command when one does not read: it
    would be lost.
    """
    findings = Findings()
    files = {str(p): p.read_bytes() for p in sorted(folder_.glob("*.po"))} if folder_.is_dir() else {}
    messages = translation.read_catalogue(files, findings)
    if findings.has_errors:
        common.say_problems(findings.problems)
        common.stop("Nothing was written: what does not read would be lost.", common.FINDINGS)
    return messages


def write_catalogues(folder_: Path, made: Mapping[str, bytes], ending: str = ".po") -> int:
    """Writes catalogues by stem, and says how many changed."""
    folder_.mkdir(parents=True, exist_ok=True)
    files = {folder_ / f"{name}{ending}": data for name, data in made.items()}
    new = {file: data for file, data in files.items() if not file.is_file() or file.read_bytes() != data}
    for file, data in new.items():
        file.write_bytes(data)
    return len(new)


def languages(path: Path, only: str | None) -> list[str]:
    """The languages a pack is translated into, or the one that was asked for."""
    pack, files = read_catalogues(path)
    findings = Findings()
    meta = parse_meta(files, pack, findings)
    if meta is None:
        common.say_problems(findings.problems)
        common.stop("Nothing was written.", common.FINDINGS)
    known = [lang for lang in meta.languages if lang != "en"]
    if only is not None and only not in known:
        common.stop(f"{path.name} has no language “{only}”. It has: {', '.join(known) or 'only English'}.")
    return [only] if only else known
