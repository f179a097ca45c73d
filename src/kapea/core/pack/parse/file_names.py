"""Which files of a pack are read. One under another name or in another folder is said, not passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kapea.core.pack.problem import Findings, Place, Severity, known_instead

ALONE = (
    *("areas", "catalogue", "clocks", "contacts", "duty_to_report", "glossary", "holidays"),
    *("measures", "retention", "sources", "tiles", "words"),
)
"""Files of a pack that stand in no folder."""
FOLDERS = (
    "blocks", "flags", "journeys", "law", "lint", "materials", "menus", "phrases", "services", "situations",
    "studies", "workshops",
)  # fmt: skip
"""Folders of YAML files, one for each thing."""
OTHER_FOLDERS = ("heard", "locale", "media", "pictures")
_NAME = r"[^/]+"
_READ = re.compile(
    rf"pack\.toml|(?:{'|'.join(ALONE)})\.yaml|(?:{'|'.join(FOLDERS)})/{_NAME}\.yaml"
    rf"|pictures/{_NAME}\.svg|locale/{_NAME}/{_NAME}\.po|media/{_NAME}/index\.yaml"
    rf"|heard/(?:numbers\.bin|limits\.yaml|{_NAME}/{_NAME}\.jsonl)"
)
_OURS = re.compile(r"\.(?:ya?ml|toml|po|svg)\Z", re.IGNORECASE)
"""Endings of what a pack is made of, and how they are mistaken."""
_FOR_OTHERS = re.compile(
    r"(?:.*/)?(?:[^/]*\.(?:md|pot|mo)|LICEN[CS]E[^/]*)|media/.*\.(?:opus|mp3)|(?:.*/)?\..*", re.IGNORECASE
)
"""What stands beside it for people and for other programs: never read, and no mistake."""


def is_read(path: str) -> bool:
    """Whether a file of this path in a pack is read by some part of Kapea."""
    return _READ.fullmatch(path) is not None


def is_mistaken(path: str) -> bool:
    """Whether a file that nobody reads was meant to be: it is like one of ours, or in a folder of ours."""
    if is_read(path) or _FOR_OTHERS.fullmatch(path):
        return False
    return _OURS.search(path) is not None or path.split("/")[0] in (*FOLDERS, *OTHER_FOLDERS)


def name_unread(names: Iterable[str], languages: Iterable[str], pack: str, findings: Findings) -> None:
    """P01 for each file of some packs that nobody reads; a warning where it may not have been meant for us.

    `languages` are those of `pack`, which has no use for a catalogue of another.
    """
    for name in sorted(names):
        owner, _, path = name.partition("/")
        if is_read(path):
            _has_a_language(name, path, owner == pack, tuple(languages), findings)
        elif is_mistaken(path):
            severity: Severity = "error" if _OURS.search(path) else "warning"
            findings.add("P01", Place(name), "nobody reads this file", _read_instead(path), severity)


def _has_a_language(
    name: str, path: str, is_own: bool, languages: tuple[str, ...], findings: Findings
) -> None:
    folder, *inner = path.split("/")
    if is_own and folder in ("locale", "media") and inner[0] not in languages:
        says = f"“{inner[0]}” is no language of this pack, so nobody reads this file"
        mend = f"add it to `languages` in pack.toml; now: {', '.join(languages)}"
        findings.add("P01", Place(name), says, mend, "warning")


def _read_instead(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem, top = name.partition(".")[0], folder.split("/")[0]
    if folder in FOLDERS:
        return f"name it {folder}/{stem}.yaml, or take it out"
    if not folder and stem in ALONE:
        return f"name it {stem}.yaml"
    if top == "pictures":
        return "a drawing is one .svg in pictures/"
    if top in ("locale", "media"):
        return f"{top}/<language>/{'<name>.po' if top == 'locale' else 'index.yaml'}, or take it out"
    if top == "heard":
        return "heard/<language>/writer-<number>.jsonl, heard/numbers.bin or heard/limits.yaml"
    known = [f"{name}/" for name in (*FOLDERS, *OTHER_FOLDERS)] if folder else [f"{n}.yaml" for n in ALONE]
    return known_instead(f"{top}/" if folder else f"{stem}.yaml", known, known)
