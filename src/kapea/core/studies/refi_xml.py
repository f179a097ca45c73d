"""XML of others, read so that it cannot reach outside itself, and ours, the same bytes for the same words."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kapea.core.studies.transcript_text import UNWRITABLE, composed_text

MOST_XML_BYTES = 32_000_000
MOST_DEPTH = 32
_GUID = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")


class UnreadableRefi(ValueError):
    """A file that is no REFI-QDA, or one made to do harm; the message says what to do."""


def read_xml(data: bytes) -> Element:
    """The root. UnreadableRefi where it is no XML, is far too long, or declares entities or a DTD."""
    if len(data) > MOST_XML_BYTES:
        raise UnreadableRefi(f"XML: longer than {MOST_XML_BYTES} bytes; export fewer sources at once")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableRefi(
            "XML: it declares entities or a DTD, which no such file needs; do not open it"
        ) from error
    except ParseError as error:
        line, column = error.position
        raise UnreadableRefi(f"XML: broken at line {line}, column {column}; export it again") from error
    except (ValueError, LookupError) as error:
        raise UnreadableRefi("XML: its letters cannot be read; export it again as UTF-8") from error
    return root


def written_xml(root: Element) -> bytes:
    """UTF-8 without a byte order mark, LF alone."""
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def local_name(element: Element) -> str:
    """The name of an element without its namespace: 1.0 and 1.5 differ in that."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children_of(element: Element | None, *names: str) -> list[Element]:
    """The elements of these names right under one."""
    return [child for child in element if local_name(child) in names] if element is not None else []


def child_of(element: Element | None, name: str) -> Element | None:
    """The first of a name right under one."""
    return next(iter(children_of(element, name)), None)


def text_under(element: Element, name: str) -> str:
    """The words of the first child of a name; empty where there are none."""
    child = child_of(element, name)
    return writable_words((child.text or "") if child is not None else "")


def writable_words(words: str) -> str:
    """A name or a memo as it is written here. Nothing points into it, so signs that are no letters just
    go.
    """
    return composed_text(UNWRITABLE.sub(" ", words)).strip()


def guid_in(element: Element | None, attribute: str) -> str:
    """A GUID as it is compared: capitals, without braces; empty where it is none."""
    value = (element.get(attribute, "") if element is not None else "").strip().strip("{}").upper()
    return value if _GUID.fullmatch(value) else ""
