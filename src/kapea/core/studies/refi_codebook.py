"""The codebook of REFI-QDA 1.0, alone (`.qdc`) or inside a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement

from kapea.core.studies.refi_project import (
    ExchangedCode,
    ExchangedProject,
    exchange_guid,
    free_name,
    require_exchangeable,
)
from kapea.core.studies.refi_xml import (
    MOST_DEPTH,
    UnreadableRefi,
    local_name,
    read_xml,
    text_under,
    writable_words,
    written_xml,
)
from kapea.core.studies.transcript_text import composed_text

QDC_NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Kapea"


def refi_codebook(codes: Iterable[ExchangedCode], namespace: UUID) -> bytes:
    """A `.qdc` file. UnfitProject where names come twice or a parent is not there."""
    listed = tuple(codes)
    require_exchangeable(ExchangedProject("codebook", (), listed))
    book = Element("CodeBook", {"xmlns": QDC_NAMESPACE, "origin": ORIGIN})
    add_codes(SubElement(book, "Codes"), listed, namespace)
    return written_xml(book)


def add_codes(under: Element, codes: tuple[ExchangedCode, ...], namespace: UUID, parent: str = "") -> None:
    """The codes of one parent, each with its own inside."""
    for code in codes:
        if code.parent == parent:
            element = SubElement(under, "Code", _attributes(code, namespace))
            if code.description:
                SubElement(element, "Description").text = composed_text(code.description)
            add_codes(element, codes, namespace, code.name)


def _attributes(code: ExchangedCode, namespace: UUID) -> dict[str, str]:
    told = {
        "guid": exchange_guid(namespace, "code", code.name),
        "name": composed_text(code.name),
        "isCodable": "true" if code.codable else "false",
    }
    return told | ({"color": code.colour} if code.colour else {})


def read_refi_codebook(data: bytes) -> tuple[ExchangedCode, ...]:
    """The codes of a `.qdc` file, parents first. UnreadableRefi where it is none."""
    book = read_xml(data)
    if local_name(book) != "CodeBook":
        raise UnreadableRefi(f"file: begins with {local_name(book)[:40]}; a codebook begins with CodeBook")
    return tuple(code for _, code in read_codes(book))


def read_codes(book: Element) -> Iterator[tuple[str, ExchangedCode]]:
    """Each code with its GUID, parents first. Where two have one name, the later one's is made unique by its
    parent, since a name is how codes are told apart here.
    """
    taken: set[str] = set()
    for child in book:
        if local_name(child) == "Codes":
            yield from _under(child, "", taken, 0)


def _under(element: Element, parent: str, taken: set[str], depth: int) -> Iterator[tuple[str, ExchangedCode]]:
    if depth > MOST_DEPTH:
        raise UnreadableRefi(
            f"codes: more than {MOST_DEPTH} lie in one another; flatten the tree, then export again"
        )
    for child in element:
        if local_name(child) != "Code":
            continue
        name = _own_name(writable_words(child.get("name", "")), parent, taken)
        taken.add(name)
        yield child.get("guid", "").strip("{}").upper(), _read_code(child, name, parent)
        yield from _under(child, name, taken, depth + 1)


def _read_code(element: Element, name: str, parent: str) -> ExchangedCode:
    colour = element.get("color", "").strip()
    full = (
        colour if len(colour) == 7 else ("#" + "".join(2 * c for c in colour[1:]) if len(colour) == 4 else "")
    )
    codable = element.get("isCodable", "true").strip().casefold() in ("true", "1")
    return ExchangedCode(name, text_under(element, "Description"), parent, codable, full)


def _own_name(name: str, parent: str, taken: set[str]) -> str:
    if not name:
        raise UnreadableRefi(
            "codes: one has no name; name it in the program it comes from, then export again"
        )
    if name not in taken:
        return name
    return free_name(f"{parent}: {name}", taken)
